//! Standard output that nobody reads any longer.

use std::process::{Command, Stdio};

use crate::place::Place;

#[test]
fn who_reads_the_first_lines_only_is_not_complained_to() {
    let place = Place::begun();
    for arguments in [&["journal", "export"][..], &["reference", "rules"], &["--format", "json", "config", "explain"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(env!("CARGO_BIN_EXE_manumit"))
            .args(arguments)
            .env("MANUMIT_DATA", place.path("data"))
            .env_remove("MANUMIT_DATABASE")
            .env_remove("MANUMIT_LOG")
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), complaint.as_str()), (Some(3), ""), "{arguments:?}");
    }
}
