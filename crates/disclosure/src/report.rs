//! What is handed out: tables without the counts that are withheld; and what the office keeps: the audit in words.

use crate::{
    audit::{Audit, Proof},
    protect::Outcome,
    read::WITHHELD,
    release::{Release, Status},
    table::Edition,
};

/// A current table as tidy CSV, withheld counts as `[c]`. Counts may be replaced, by rounded ones say.
///
/// # Errors
/// If memory gives out.
pub fn table(release: &Release, number: usize, counts: Option<&[u64]>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let (Some(table), Some(lattice)) = (release.tables.get(number), release.lattices.get(number)) {
        let shapes: Vec<_> = table.dimensions.iter().filter_map(|number| release.dimensions.get(*number)).collect();
        writer.write_record(shapes.iter().map(|shape| shape.name.as_str()).chain(["count"]))?;
        for printed in &table.cells {
            let id = lattice.cell(lattice.code(&printed.nodes));
            let cell = id.and_then(|id| release.cells.get(id));
            let own = counts.and_then(|counts| counts.get(id?).copied());
            let count = match (own, cell.map(|cell| (cell.status, cell.count))) {
                (Some(count), _) => count.to_string(),
                (None, Some((Status::Published, Some(count)))) => count.to_string(),
                _ => WITHHELD.to_owned(),
            };
            let labels = shapes.iter().zip(&printed.nodes).map(|(shape, node)| shape.label(*node).to_owned());
            writer.write_record(labels.chain([count]))?;
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The tables of the current edition, by number.
pub fn current(release: &Release) -> impl Iterator<Item = usize> + '_ {
    release.tables.iter().enumerate().filter(|(_, table)| table.edition == Edition::Current).map(|(number, _)| number)
}

/// What was withheld and why, in numbers.
#[must_use]
pub fn outcome(release: &Release, outcome: &Outcome) -> String {
    let printed = release.cells.iter().filter(|cell| cell.printed && cell.count != Some(0));
    let kept = printed.clone().filter(|cell| cell.status == Status::Published).count();
    let mut text = format!("{kept} of {} cells with people are printed.\n", printed.count());
    for (reason, count) in outcome.counts(release) {
        let reason =
            serde_json::to_value(reason).ok().and_then(|value| value.as_str().map(|word| word.replace('_', " ")));
        text += &format!("  withheld, {}: {count}\n", reason.unwrap_or_default());
    }
    for id in &outcome.unprotected {
        text += &format!("  cannot be protected: {}\n", release.words(*id));
    }
    text
}

/// What an attacker learns. For the office: narrow intervals tell about people.
#[must_use]
pub fn audit(audit: &Audit) -> String {
    let (recovered, narrow) = (audit.recovered().count(), audit.narrow().count());
    let mut text = format!(
        "Of {} withheld cells in {} unconnected parts, {recovered} can be computed exactly, {} more are known within too narrow an interval.\n",
        audit.findings.len(),
        audit.parts,
        narrow.saturating_sub(recovered)
    );
    for finding in audit.narrow() {
        let high = finding.high.map_or("no limit".to_owned(), |high| high.to_string());
        let what = if finding.is_recovered() { "is computed" } else { "is too narrow" };
        text +=
            &format!("  {}: {} to {high} {what} (width {} is required)\n", finding.cell, finding.low, finding.required);
    }
    for cell in &audit.groups {
        text += &format!("  {cell}: a whole group is seen to be here\n");
    }
    for cell in &audit.in_plain {
        text += &format!("  {cell}: unsafe, and printed here or before\n");
    }
    let mut widths: Vec<u64> = audit.findings.iter().filter_map(crate::audit::Finding::width).collect();
    widths.sort_unstable();
    let at = |share: usize| widths.get((widths.len().saturating_sub(1)) * share / 4).copied().unwrap_or(0);
    if !widths.is_empty() {
        text += &format!(
            "Widths of the intervals: least {}, quarter {}, half {}, three quarters {}, greatest {}.\n",
            at(0),
            at(1),
            at(2),
            at(3),
            at(4)
        );
    }
    let least = audit.findings.iter().filter(|finding| finding.proof == Proof::AtLeast).count();
    if least > 0 {
        text += &format!(
            "{least} intervals are at least so wide: they were shown to be as wide as they have to be, and not searched further.\n"
        );
    }
    let whole = audit.findings.iter().filter(|finding| finding.shown_in_whole_numbers).count();
    text += &format!(
        "{whole} of {} are shown by tables of whole numbers, the others by tables in fractions.\n",
        audit.findings.len()
    );
    text
}
