//! A small file system of a test's own.

use std::{path::PathBuf, process::Command};

use tempfile::TempDir;

/// A small file system of a test's own, gone with this value.
pub struct Disk(TempDir);

impl Disk {
    /// Mounts one, where this user may.
    pub fn new(size: &str) -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=0700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(place.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self(place))
    }

    /// Changes it: `size=20m`, `ro`, `rw`.
    pub fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.0.path()).status();
        assert!(done.unwrap().success());
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _left = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
