//! A report as text for people, and as CSV and JSON for machines.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{finding::Finding, report::Report, rule::Severity};

const CSV_HEADER: [&str; 17] = [
    "severity",
    "defect",
    "rule",
    "class",
    "file",
    "table",
    "paragraph",
    "line",
    "row",
    "column",
    "unit",
    "calendar",
    "printed",
    "computed",
    "words",
    "working",
    "fits",
];

impl Report {
    /// The report for people: one block a finding, then what was checked and what was skipped.
    pub fn to_text(&self) -> String {
        let mut text = format!("Rules: {}.\n", self.rules);
        for (index, finding) in self.findings.iter().enumerate() {
            text.push('\n');
            text.push_str(&block(index + 1, finding));
        }
        let _ = writeln!(
            text,
            "\n{} comparisons: {} hold, {} do not ({}, {}).",
            self.checks,
            self.held,
            self.findings.len(),
            counted(self.count(Severity::Defect), "defect"),
            counted(self.count(Severity::Caution), "caution"),
        );
        text.push_str(&self.skipped_text());
        text
    }

    fn skipped_text(&self) -> String {
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for skipped in &self.skipped {
            by_reason.entry(&skipped.why).or_default().push(&skipped.check);
        }
        let mut text = String::new();
        for (why, checks) in by_reason {
            let _ = writeln!(text, "Skipped because {why} ({}):", counted(checks.len(), "check"));
            for check in checks {
                let _ = writeln!(text, "   {check}");
            }
        }
        text
    }

    /// One row a finding, with a header.
    ///
    /// # Errors
    /// Never in practice: writing to memory does not fail. The writer's error is passed on all the same.
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(CSV_HEADER)?;
        for finding in &self.findings {
            let place = &finding.place;
            let optional = |text: &Option<String>| text.clone().unwrap_or_default();
            writer.write_record([
                finding.severity.word().to_owned(),
                optional(&finding.defect),
                finding.rule.code().to_owned(),
                finding.class.word().to_owned(),
                place.file.clone(),
                place.table.clone(),
                optional(&place.paragraph),
                place.line.map_or_else(String::new, |line| line.to_string()),
                optional(&place.row),
                optional(&place.column),
                optional(&place.unit),
                optional(&place.calendar),
                finding.printed.clone(),
                finding.computed.clone(),
                finding.words.to_owned(),
                finding.working.clone(),
                optional(&finding.fits),
            ])?;
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The whole report, skipped checks included.
    ///
    /// # Errors
    /// Never in practice: every part of a report has a form in JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

fn block(number: usize, finding: &Finding) -> String {
    let place = &finding.place;
    let mut at = vec![place.table.clone()];
    if place.table != place.file {
        at.push(place.file.clone());
    }
    at.extend(place.paragraph.iter().map(|paragraph| format!("paragraph {paragraph}")));
    at.extend(place.line.map(|line| format!("line {line}")));
    let mut text = format!(
        "{number}. {} {}{} ({})\n",
        finding.severity.word(),
        finding.rule.code(),
        finding.defect.as_ref().map_or_else(String::new, |defect| format!(" {defect}")),
        finding.class.word(),
    );
    let _ = writeln!(text, "   {}", at.join(", "));
    let cell: Vec<&str> = [&place.row, &place.column].into_iter().flatten().map(String::as_str).collect();
    if !cell.is_empty() {
        let _ = writeln!(text, "   {}", cell.join(", "));
    }
    let _ = writeln!(text, "   printed: {}; follows: {}", finding.printed, finding.computed);
    let working = [finding.words, &finding.working, finding.fits.as_deref().unwrap_or_default()];
    let _ = writeln!(text, "   {}", working.join(" ").trim_end());
    text
}
