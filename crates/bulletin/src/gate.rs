//! The release gate: what must hold before a bulletin leaves, and where it does not.
//!
//! The gate reads the files that are about to be published, and not the objects they were made from. It lets nothing pass
//! that the figure checker calls a defect, no small count that is not withheld, no withheld count that can be computed
//! back, no published figure that moved without a cause, and no edition whose predecessor is missing.

mod rules;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    audit::{Audit, CellName},
    causes::{Cause, Explained},
    check::{CheckError, Malformed, Manifest, PrintedTable, Report, Set, Severity, check},
    compute::Release,
    definition::Definitions,
    extract::date_of,
    period::Period,
    prose::Told,
    protection::{Beside, ProtectionError, recoveries, small_differences},
    render::{OutputFile, RenderError, csv_bytes},
    words::long_date,
};

/// What stands at the gate.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The tables as data, from which the rules follow.
    pub definitions: &'a Definitions,
    /// The release as it would leave.
    pub release: &'a Release,
    /// The outcome of disclosure control.
    pub audit: Option<&'a Audit>,
    /// The edition before.
    pub earlier: Earlier<'a>,
    /// Every figure that moved since.
    pub revisions: &'a [Explained],
}

/// The edition before this one.
#[derive(Clone, Copy, Debug)]
pub enum Earlier<'a> {
    /// There is none: this is the first.
    First,
    /// Nobody said: a release must name its predecessor or say that it is the first.
    NotNamed,
    /// The one published.
    Edition(&'a Release),
}

/// Why a release may not leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// A stable code, such as `disclosure.small`.
    pub code: String,
    /// The table or file; empty where it is about the whole release.
    pub table: String,
    /// The row.
    pub row: String,
    /// The column.
    pub column: String,
    /// Why, as a sentence that says what to do.
    pub because: String,
}

/// What the gate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Why the release may not leave; none if it may.
    pub refusals: Vec<Refusal>,
    /// How many comparisons the figure checker made.
    pub checks: usize,
    /// What it could not check, and why.
    pub skipped: Vec<String>,
}

/// What keeps the gate from judging.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// A file about to be published cannot be read as a table.
    #[error("a table about to be published cannot be read back")]
    Table(#[from] Malformed),
    /// A file is not text.
    #[error("{0} is not text")]
    Text(String),
    /// The figure checker cannot be run.
    #[error("the figures cannot be checked")]
    Check(#[from] CheckError),
    /// The statements cannot be written.
    #[error("the statements cannot be written")]
    Render(#[from] RenderError),
}

impl Refusal {
    fn at(code: &str, table: &str, cell: Option<&CellName>, because: impl Into<String>) -> Self {
        let CellName { row, column } = cell.cloned().unwrap_or_default();
        Self { code: code.to_owned(), table: table.to_owned(), row, column, because: because.into() }
    }
}

impl Verdict {
    /// Whether the release may leave.
    pub fn passes(&self) -> bool {
        self.refusals.is_empty()
    }

    /// The verdict for people.
    pub fn text(&self) -> String {
        if self.passes() {
            return format!("The release may leave: {} comparisons hold.", crate::words::grouped(self.checks as u64));
        }
        let mut text = format!("The release may not leave, for {} reasons:\n", self.refusals.len());
        for refusal in &self.refusals {
            let place: Vec<&str> = [&refusal.table, &refusal.row, &refusal.column]
                .into_iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            let place = if place.is_empty() { "the release".to_owned() } else { place.join(", ") };
            text.push_str(&format!("- {place}: {} ({})\n", refusal.because, refusal.code));
        }
        text
    }
}

/// Judges the files that are about to be published.
///
/// # Errors
/// When a file cannot be read back as what it should be.
pub fn judge(candidate: &Candidate<'_>, files: &[OutputFile], sentences: &[&Told]) -> Result<Verdict, GateError> {
    let definitions = candidate.definitions.in_force(candidate.release.period, date_of(candidate.release.as_at));
    let all = candidate.definitions;
    let candidate = &Candidate { definitions: &definitions, ..*candidate };
    let mut refusals = edition(candidate);
    // What an attacker knows is not known before it is known which edition was before.
    let attacked = if refusals.is_empty() { attack(candidate, all) } else { Ok(Vec::new()) };
    refusals.extend(disclosure(candidate));
    refusals.extend(attacked.iter().flatten().cloned());
    refusals.extend(revisions(candidate));
    let report = figures(candidate, files, sentences)?;
    refusals.extend(report.findings.iter().filter(|finding| finding.severity == Severity::Defect).map(|finding| {
        let table = finding.place.file.trim_end_matches(".csv");
        let cell = CellName {
            row: finding.place.row.clone().unwrap_or_default(),
            column: finding.place.column.clone().unwrap_or_default(),
        };
        let because = format!(
            "{} is printed and {} follows. {} {}",
            finding.printed, finding.computed, finding.words, finding.working
        );
        Refusal::at(&format!("figure.{}", finding.rule.code()), table, Some(&cell), because)
    }));
    for told in sentences {
        if let Some(because) = rules::unbound_number(candidate, told) {
            let cell = CellName { row: told.paragraph.clone(), column: String::new() };
            refusals.push(Refusal::at("prose.number", "statements", Some(&cell), because));
        }
    }
    let mut skipped: Vec<String> =
        report.skipped.iter().map(|skipped| format!("{}: {}", skipped.check, skipped.why)).collect();
    skipped.extend(attacked.err());
    Ok(Verdict { refusals, checks: report.checks, skipped })
}

/// Runs the figure checker over the files as printed, by the rules that follow from the definitions.
fn figures(candidate: &Candidate<'_>, files: &[OutputFile], sentences: &[&Told]) -> Result<Report, GateError> {
    let mut printed = Vec::new();
    let names: BTreeMap<String, &OutputFile> = files.iter().map(|file| (file.name.clone(), file)).collect();
    for table in &candidate.release.tables {
        let name = format!("{}.csv", table.id);
        let Some(file) = names.get(&name) else { continue };
        let text = std::str::from_utf8(&file.bytes).map_err(|_| GateError::Text(name.clone()))?;
        printed.push(PrintedTable::read(&name, text)?);
    }
    let prose = statements(sentences)?;
    let text = std::str::from_utf8(&prose).map_err(|_| GateError::Text("statements.csv".to_owned()))?;
    printed.push(PrintedTable::read("statements.csv", text)?);
    let manifest: Manifest = rules::manifest(candidate.definitions, candidate.release, sentences);
    Ok(check(&Set::new(printed), &manifest)?)
}

/// Every figure of the text as CSV: the paragraph, the name in its sentence, and the number its words state.
///
/// # Errors
/// When it cannot be written.
pub fn statements(sentences: &[&Told]) -> Result<Vec<u8>, RenderError> {
    let header = ["paragraph", "name", "value", "printed", "table", "row", "column", "statement"].map(str::to_owned);
    let rows = sentences.iter().flat_map(|told| {
        told.facts.iter().map(|fact| {
            vec![
                told.paragraph.clone(),
                fact.name.clone(),
                fact.stated(),
                fact.printed.clone(),
                fact.table.clone(),
                fact.row.clone(),
                fact.column.clone(),
                told.text.clone(),
            ]
        })
    });
    let bytes = csv_bytes(std::iter::once(header.to_vec()).chain(rows));
    bytes.map_err(|source| RenderError::Csv { id: "statements".to_owned(), source })
}

/// The edition before must be there, of the same set and calendar, and older.
fn edition(candidate: &Candidate<'_>) -> Vec<Refusal> {
    let release = candidate.release;
    let refusal = |code: &str, because: String| vec![Refusal::at(code, "", None, because)];
    let earlier = match candidate.earlier {
        Earlier::First => return Vec::new(),
        Earlier::NotNamed => {
            let said = "no earlier edition is named; name its release.json, or say that this is the first";
            return refusal("edition.missing", said.to_owned());
        }
        Earlier::Edition(earlier) => earlier,
    };
    let day = |release: &Release| date_of(release.as_at).map(long_date).unwrap_or_default();
    if earlier.id != release.id {
        let said =
            format!("the earlier edition is of {}, and this one of {}; name one of its own", earlier.id, release.id);
        return refusal("edition.another_set", said);
    }
    if earlier.period.calendar() != release.period.calendar() {
        let said = format!("the earlier edition is about {}, and this one about {}", earlier.period, release.period);
        return refusal("edition.calendars", said);
    }
    let before = |a: Period, b: Period| a.number() < b.number();
    if earlier.as_at >= release.as_at || before(release.period, earlier.period) {
        let said = format!(
            "the earlier edition is about {} as at {}, and this one about {} as at {}: it is not earlier",
            earlier.period,
            day(earlier),
            release.period,
            day(release)
        );
        return refusal("edition.not_earlier", said);
    }
    if before(earlier.period.plus(1), release.period) {
        let said = format!(
            "the earlier edition is about {}, and {} lies between: name the last one published",
            earlier.period,
            release.period.plus(-1)
        );
        return refusal("edition.gap", said);
    }
    Vec::new()
}

/// No small count in the open, and nothing withheld that can be computed back.
fn disclosure(candidate: &Candidate<'_>) -> Vec<Refusal> {
    let threshold = candidate.definitions.bulletin.small_cell_threshold;
    let mut refusals = Vec::new();
    let Some(audit) = candidate.audit else {
        let said =
            "there is no audit of disclosure; run disclosure control on the release.json of a build and give its audit";
        return vec![Refusal::at("disclosure.no_audit", "", None, said)];
    };
    for table in &candidate.release.tables {
        let audited = audit.find(&table.id);
        if audited.is_none() {
            let said = "the audit says nothing of this table; audit every table of the release together";
            refusals.push(Refusal::at("disclosure.not_audited", &table.id, None, said));
        }
        for row in &table.rows {
            for (cell, column) in row.iter().zip(&table.columns) {
                if let Some(count) = cell.count().filter(|count| (1..threshold).contains(count)) {
                    let cell = CellName { row: table.key(row), column: column.name.clone() };
                    let said = format!("{count} is below {threshold} and not withheld; withhold it or fold the row");
                    refusals.push(Refusal::at("disclosure.small", &table.id, Some(&cell), said));
                }
            }
        }
        for cell in audited.iter().flat_map(|audited| &audited.recovered) {
            let said = "it is withheld and can be computed back from what is published; withhold more";
            refusals.push(Refusal::at("disclosure.recovered", &table.id, Some(cell), said));
        }
        refusals.extend(rules::lone(candidate, table).into_iter().map(|cell| {
            let said = "it alone is withheld of what adds up to a total, so the others give it back; withhold another";
            Refusal::at("disclosure.alone", &table.id, Some(&cell), said)
        }));
        for note in &table.caption.revealing {
            let said = format!("a note tells a small count: {note:?}; leave it out");
            refusals.push(Refusal::at("disclosure.note", &table.id, None, said));
        }
    }
    refusals
}

/// Plays the attacker against the release as it would leave, whatever the audit says of it. Says why if it cannot be done.
fn attack(candidate: &Candidate<'_>, definitions: &Definitions) -> Result<Vec<Refusal>, String> {
    let earlier = match candidate.earlier {
        Earlier::Edition(earlier) => Some(earlier),
        Earlier::First | Earlier::NotNamed => None,
    };
    let mut refusals = Vec::new();
    let known = earlier.and_then(|earlier| earlier.digest().ok());
    if known.is_some() && candidate.audit.is_some_and(|audit| audit.earlier != known) {
        let said = "the audit does not take the edition before as known to readers; protect this one with --earlier";
        refusals.push(Refusal::at("disclosure.earlier", "", None, said));
    }
    let said = "a withheld count can be computed from what is published, or this figure tells of one; withhold more";
    let others: Vec<Beside<'_>> = earlier.into_iter().map(|release| Beside { definitions, release }).collect();
    let recovered = recoveries(Beside { definitions, release: candidate.release }, &others);
    match recovered.and_then(|found| Ok((found, differences(candidate, definitions)?))) {
        Ok((found, differences)) => {
            let recovered =
                |(table, cell): &(String, CellName)| Refusal::at("disclosure.recovered", table, Some(cell), said);
            refusals.extend(found.iter().map(recovered));
            refusals.extend(differences);
        }
        Err(error @ ProtectionError::Unsupported { .. }) if refusals.is_empty() => {
            return Err(format!("attack: {error}"));
        }
        Err(error) => {
            let said = format!("what is published cannot be attacked, and so not be shown to be safe: {error}");
            refusals.push(Refusal::at("disclosure.attack", "", None, said));
        }
    }
    Ok(refusals)
}

/// What moved by few people since the edition before, where that is of the same period: whoever has both can subtract.
fn differences(candidate: &Candidate<'_>, definitions: &Definitions) -> Result<Vec<Refusal>, ProtectionError> {
    let release = candidate.release;
    let Earlier::Edition(earlier) = candidate.earlier else { return Ok(Vec::new()) };
    if earlier.period != release.period {
        return Ok(Vec::new());
    }
    let threshold = definitions.bulletin.small_cell_threshold;
    let found = small_differences(Beside { definitions, release }, earlier, threshold)?;
    let refusals = found.iter().map(|difference| {
        let said = format!(
            "it was {} in the edition as at {} and is {} now, so whoever has both sees few people; withhold it",
            difference.was,
            date_of(earlier.as_at).map(long_date).unwrap_or_default(),
            difference.is
        );
        Refusal::at("disclosure.difference", &difference.table, Some(&difference.cell), said)
    });
    Ok(refusals.collect())
}

/// A published figure that moved has a cause in the record.
fn revisions(candidate: &Candidate<'_>) -> Vec<Refusal> {
    let without = candidate.revisions.iter().filter(|explained| explained.causes.contains_key(&Cause::NotInTheRecord));
    without
        .map(|explained| {
            let revision = &explained.revision;
            let cell = CellName { row: revision.row.clone(), column: revision.column.clone() };
            let said = format!(
                "{} was published and the record of that day gives another number; find out why before publishing {}",
                revision.was, revision.is
            );
            Refusal::at("revision.no_cause", &revision.table, Some(&cell), said)
        })
        .collect()
}
