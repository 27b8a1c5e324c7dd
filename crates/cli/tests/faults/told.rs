//! What senders were told: the lines of the files of receipts, and what may never be told.

use std::{collections::BTreeMap, fs, path::Path};

use manumit_domain::reference::Reference;

use crate::referrals::Sent;

/// One line of a file of receipts.
pub struct Line {
    pub source_reference: String,
    pub reference: Reference,
    pub repeated: bool,
}

/// The complete lines of a file of receipts: one without its line end was not told.
///
/// Every complete line must be a receipt, however often the command was killed while it wrote.
pub fn lines(path: &Path) -> Vec<Line> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let complete = text.rsplit_once('\n').map_or("", |(complete, _)| complete);
    let mut lines = complete.lines();
    if let Some(headings) = lines.next() {
        assert_eq!(headings, "source_reference,reference,repeated", "{}", path.display());
    }
    lines.map(|line| read(line).unwrap_or_else(|| panic!("{} is no receipt: {line:?}", path.display()))).collect()
}

/// How many complete lines of receipts there are.
pub fn count(path: &Path) -> usize {
    fs::read(path).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count().saturating_sub(1)
}

fn read(line: &str) -> Option<Line> {
    let cells: Vec<&str> = line.split(',').collect();
    let [source_reference, reference, repeated @ ("yes" | "no")] = cells[..] else { return None };
    Some(Line {
        source_reference: source_reference.to_owned(),
        reference: reference.parse().ok()?,
        repeated: repeated == "yes",
    })
}

/// Everything told so far.
#[derive(Default)]
pub struct Told {
    /// The reference told for each source reference.
    pub references: BTreeMap<String, Reference>,
    /// The source references told since somebody last took them from here.
    pub new: Vec<String>,
    read: BTreeMap<std::path::PathBuf, usize>,
}

impl Told {
    /// Reads what a file's receipts say that they did not say before; gives how many rows were told for the first time.
    ///
    /// A source reference keeps its first reference for ever, and is received once.
    pub fn read(&mut self, sent: &Sent) -> usize {
        let lines = lines(&sent.receipts);
        let seen = self.read.insert(sent.receipts.clone(), lines.len()).unwrap_or(0);
        let known = self.references.len();
        for line in lines.into_iter().skip(seen) {
            match self.references.get(&line.source_reference) {
                Some(first) => {
                    assert_eq!(*first, line.reference, "{} was told another reference", line.source_reference);
                    assert!(line.repeated, "{} was received twice", line.source_reference);
                }
                None => {
                    self.references.insert(line.source_reference.clone(), line.reference);
                    self.new.push(line.source_reference);
                }
            }
        }
        self.references.len() - known
    }

    /// How many rows of a file were told.
    pub fn of(&self, sent: &Sent) -> usize {
        sent.references.iter().filter(|reference| self.references.contains_key(*reference)).count()
    }
}
