//! The file of receipts: one line a row, written out before the next row is looked at.
//!
//! Whole lines are only ever added, so that whatever ends the process, every line in the file is true. A line whose end
//! was never written, because the disk was full or the power gone, is no receipt: it is cut off before others are added.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use manumit_app::referral::Receipt;

use crate::failure::WrongUse;

/// The line of headings.
const HEADINGS: &str = "source_reference,reference,repeated\n";

/// An open file of receipts.
pub struct Receipts {
    path: PathBuf,
    writer: csv::Writer<File>,
    failed: Option<csv::Error>,
}

impl Receipts {
    /// Opens the file, or makes it with its headings.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let failed = || format!("the receipts cannot be written to {}", path.display());
        if std::fs::metadata(path).is_ok_and(|found| found.is_file()) {
            let mut file = OpenOptions::new().read(true).write(true).open(path).with_context(failed)?;
            if !holds_receipts(&mut file).with_context(failed)? {
                return Err(WrongUse::new(
                    format!("{} holds something else than receipts.", path.display()),
                    "Name a new file, or one with the receipts of an earlier import.",
                )
                .into());
            }
            cut_unfinished_line(&mut file).with_context(failed)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(path).with_context(failed)?;
        let new = file.metadata().with_context(failed)?.len() == 0;
        let mut writer = csv::Writer::from_writer(file);
        if new {
            writer.write_record(HEADINGS.trim_end().split(',')).with_context(failed)?;
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

/// Says whether a file begins as a file of receipts does, or as far as it goes.
fn holds_receipts(file: &mut File) -> io::Result<bool> {
    let mut begins = Vec::new();
    file.by_ref().take(HEADINGS.len() as u64).read_to_end(&mut begins)?;
    Ok(HEADINGS.as_bytes().starts_with(&begins))
}

/// Cuts off what stands behind the last line end.
fn cut_unfinished_line(file: &mut File) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut block = Vec::new();
    let mut end = length;
    while end > 0 {
        let begin = end.saturating_sub(4096);
        file.seek(SeekFrom::Start(begin))?;
        block.clear();
        file.by_ref().take(end - begin).read_to_end(&mut block)?;
        if let Some(place) = block.iter().rposition(|byte| *byte == b'\n') {
            end = begin + place as u64 + 1;
            break;
        }
        end = begin;
    }
    if end < length { file.set_len(end) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(before: &str) -> anyhow::Result<String> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), before)?;
        Receipts::open(file.path())?.close()?;
        Ok(std::fs::read_to_string(file.path())?)
    }

    #[test]
    fn an_unfinished_line_is_cut_off_and_nothing_else() {
        assert_eq!(opened("").unwrap(), HEADINGS);
        assert_eq!(opened("source_ref").unwrap(), HEADINGS);
        let whole = format!("{HEADINGS}A-1,REF-12-7K3QX9T-D,no\n");
        assert_eq!(opened(&whole).unwrap(), whole);
        for unfinished in ["A", "A-2,REF-12-7K3", "A-2,REF-12-7K3QX9T-D,no", &"x".repeat(10_000)] {
            assert_eq!(opened(&format!("{whole}{unfinished}")).unwrap(), whole);
        }
        let long = whole.clone() + &"A-2,REF-12-7K3QX9T-D,no\n".repeat(1_000);
        assert_eq!(opened(&format!("{long}A-3")).unwrap(), long);
    }

    #[test]
    fn a_file_of_something_else_is_left_alone() {
        let refused = opened("name\nExample Person").unwrap_err();
        assert!(refused.to_string().contains("something else than receipts"), "{refused}");
    }
}
