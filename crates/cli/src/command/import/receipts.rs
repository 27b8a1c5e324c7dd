//! The file of receipts: one line a row, written out before the next row is looked at.
//!
//! Lines are only ever added, so that whatever ends the process, every line in the file is true.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use manumit_app::referral::Receipt;

/// An open file of receipts.
pub struct Receipts {
    path: PathBuf,
    writer: csv::Writer<File>,
    failed: Option<csv::Error>,
}

impl Receipts {
    /// Opens the file; writes the headings if it is new.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let failed = || format!("the receipts cannot be written to {}", path.display());
        let file = OpenOptions::new().create(true).append(true).open(path).with_context(failed)?;
        let new = file.metadata().with_context(failed)?.len() == 0;
        let mut writer = csv::Writer::from_writer(file);
        if new {
            writer.write_record(["source_reference", "reference", "repeated"]).with_context(failed)?;
            writer.flush().with_context(failed)?;
        }
        Ok(Self { path: path.to_owned(), writer, failed: None })
    }

    /// Adds a line. The first failure is kept for the end: the row itself was received.
    pub fn add(&mut self, source_reference: &str, receipt: &Receipt) {
        if self.failed.is_some() {
            return;
        }
        let repeated = if receipt.repeated { "yes" } else { "no" };
        let line = [source_reference, &receipt.referral.to_string(), repeated];
        let written = self.writer.write_record(line).and_then(|()| Ok(self.writer.flush()?));
        self.failed = written.err();
    }

    /// Says whether every line was written.
    pub fn close(self) -> anyhow::Result<()> {
        match self.failed {
            None => Ok(()),
            Some(error) => Err(anyhow::Error::new(error).context(format!(
                "the rows were received, but not every receipt was written to {}; run the import again to get them all",
                self.path.display()
            ))),
        }
    }
}
