//! The union as text, CSV and JSON.

use std::fmt::Write as _;

use super::{Mix, Union};
use crate::{draws, error::LinkageError, judgement::RecordKey, records::Records};

impl Union {
    /// The counts as JSON.
    ///
    /// # Errors
    ///
    /// Never in practice; the form of the file says so.
    pub fn to_json(&self) -> Result<String, LinkageError> {
        serde_json::to_string_pretty(self).map_err(|error| LinkageError::Mismatch(error.to_string()))
    }

    /// The counts in words, with the tier mix under them.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{} people on {} lists", self.total.people, self.lists.len());
        if let Some((low, high)) = self.total_95 {
            let _ = write!(text, " ({low} to {high} as far as links are in doubt)");
        }
        let _ = writeln!(text, ".\nTiers: {}.\n", mix(&self.total));
        let wide = self.lists.iter().map(|list| list.list.chars().count()).max().unwrap_or(0).max(4);
        let _ = writeln!(
            text,
            "{:<wide$} {:>4} {:>9} {:>9} {:>9} {:>14}",
            "list", "tier", "records", "people", "only here", "only elsewhere"
        );
        for list in &self.lists {
            let _ = writeln!(
                text,
                "{:<wide$} {:>4} {:>9} {:>9} {:>9} {:>14}",
                list.list,
                list.tier.letter(),
                list.records,
                list.people,
                list.only_here,
                list.only_elsewhere
            );
        }
        if !self.groups.is_empty() {
            text.push('\n');
        }
        for (group, counted) in &self.groups {
            let name = if group.is_empty() { "(not recorded)" } else { group };
            let _ = writeln!(text, "{name}: {} people ({}).", counted.people, mix(counted));
        }
        text.push_str(
            "\nA tier is that of a person's best list: A decided by an authority, B assessed, C reported. In doubt: the \
             records of one person may be those of several.\n",
        );
        text
    }

    /// One row a person: number, tier, lists, records, confidence, in doubt, group.
    ///
    /// # Errors
    ///
    /// What is written to cannot be written.
    pub fn write_people(&self, to: impl std::io::Write) -> csv::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(["entity", "tier", "lists", "records", "confidence", "in_doubt", "group"])?;
        for (number, person) in (1_u64..).zip(&self.people) {
            let on = self.names.iter().enumerate().filter(|(list, _)| person.lists >> (*list).min(63) & 1 == 1);
            let lists: Vec<&str> = on.map(|(_, name)| name.as_str()).collect();
            writer.write_record([
                number.to_string().as_str(),
                person.tier.letter(),
                &lists.join("; "),
                &person.records.len().to_string(),
                &format!("{:.4}", person.confidence),
                yes(person.is_in_doubt()),
                &person.group,
            ])?;
        }
        Ok(writer.flush()?)
    }

    /// One row a record: the number of its person, its list and its identifier.
    ///
    /// # Errors
    ///
    /// What is written to cannot be written.
    pub fn write_records(&self, records: &Records, to: impl std::io::Write) -> csv::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(["entity", "list", "id"])?;
        for (number, person) in (1_u64..).zip(&self.people) {
            for record in &person.records {
                let key = RecordKey::of(records, *record);
                writer.write_record([&number.to_string(), &key.source, &key.identifier])?;
            }
        }
        Ok(writer.flush()?)
    }

    /// The overlap of lists, as the estimate of the unseen reads it.
    #[must_use]
    pub fn overlap_csv(&self, records: &Records) -> String {
        draws::table_csv(records, &self.overlap)
    }

    /// The overlap of lists in each draw of who is who, as the estimate of the unseen reads it.
    #[must_use]
    pub fn draws_csv(&self, records: &Records) -> String {
        draws::to_csv(records, &self.draws)
    }
}

fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

fn mix(counted: &Mix) -> String {
    format!("A {}, B {}, C {}; in doubt {}", counted.tier_a, counted.tier_b, counted.tier_c, counted.in_doubt)
}
