//! Notes with figures in them: counted like the table, never typed.

use std::collections::BTreeMap;

use crate::{
    definition::{NoteDefinition, TableDefinition},
    extract::Column,
    frame::TooManyCells,
    words::{grouped, list, plural},
};

use super::{
    Workshop,
    tally::{Count, Tally},
};

/// A note and the counts it gives away, for a small one in a note is as open as one in a cell.
pub(super) struct Note {
    pub(super) text: String,
    pub(super) figures: Vec<u64>,
}

impl<'a> Workshop<'a> {
    /// The declared notes of a table, filled in. A note about nobody is left out.
    pub(super) fn notes(&mut self, definition: &'a TableDefinition) -> Result<Vec<Note>, TooManyCells> {
        let mut notes = Vec::new();
        for note in &definition.notes {
            match note {
                NoteDefinition::Text { text } => notes.push(Note { text: text.clone(), figures: Vec::new() }),
                NoteDefinition::Split { column, value, by, text } => {
                    let mut filter = definition.filter.clone();
                    filter.insert(*column, vec![value.clone()]);
                    let tally = self.tally(&Count { filter: &filter, rows: &[*by], across: &[], table: definition })?;
                    if tally.total(self.period) > 0 {
                        notes.push(self.split(definition, *by, &tally, text));
                    }
                }
                NoteDefinition::Reconcile { column, with, text } => {
                    let ours = self.by(definition, *column)?;
                    let theirs = self.by(definition, *with)?;
                    notes.extend(self.reconcile(&ours, &theirs, text));
                }
            }
        }
        Ok(notes)
    }

    fn by(&mut self, definition: &'a TableDefinition, column: Column) -> Result<Tally<'a>, TooManyCells> {
        self.tally(&Count { filter: &definition.filter, rows: &[column], across: &[], table: definition })
    }

    fn split(&self, definition: &'a TableDefinition, by: Column, tally: &Tally<'a>, text: &str) -> Note {
        let total = tally.total(self.period);
        let declared = self.declared(definition, by);
        let place = |label: &str| declared.iter().position(|value| value == label).unwrap_or(declared.len());
        let mut parts: Vec<&str> = tally.rows(self.period).filter_map(|key| key.first().copied()).collect();
        parts.sort_by_key(|label| (place(label), *label));
        let counted = |label: &&str| format!("{} {label}", grouped(tally.row(self.period, &[label])));
        let split: Vec<String> = parts.iter().map(counted).collect();
        let text = text
            .replace("{count}", &grouped(total))
            .replace("{referrals}", &plural(total, &self.definitions.bulletin.unit))
            .replace("{is}", if total == 1 { "is" } else { "are" })
            .replace("{has}", if total == 1 { "has" } else { "have" })
            .replace("{split}", &split.join(", "))
            .replace("{places}", &list(&parts));
        Note { text, figures: parts.iter().map(|label| tally.row(self.period, &[label])).collect() }
    }

    fn reconcile(&self, ours: &Tally<'a>, theirs: &Tally<'a>, text: &str) -> Vec<Note> {
        let not_recorded = self.definitions.bulletin.not_recorded.as_str();
        let others: BTreeMap<&str, u64> = theirs
            .rows(self.period)
            .filter_map(|key| key.first().map(|label| (*label, theirs.row(self.period, key))))
            .collect();
        let shared = ours.rows(self.period).filter_map(|key| {
            let label = *key.first()?;
            Some((label, ours.row(self.period, key), *others.get(label)?))
        });
        shared
            .filter(|(label, count, other)| *label != not_recorded && count != other)
            .map(|(label, count, other)| {
                let counts = text.replace("{count}", &grouped(count)).replace("{other}", &grouped(other));
                Note { text: counts.replace("{label}", label), figures: vec![count, other, count.abs_diff(other)] }
            })
            .collect()
    }
}
