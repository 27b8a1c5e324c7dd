//! Importing a file of referrals: every row is checked first, and goes through the same verb as any other referral.

mod row;
mod template;

use std::{fs::File, path::Path};

use futures_util::{StreamExt, stream};
use manumit_domain::referral::Submit;
use manumit_store::journal::Idempotency;
use sha2::{Digest, Sha256};

pub use row::{Finding, Headings, correction};
pub use template::{BLANKS, COLUMNS, Column, reference_page, template};

use crate::{
    AppError, Caller, Office,
    referral::{self, Receipt},
};

/// How many rows are submitted side by side: two group commits, so that one is prepared while the other is written.
const SIDE_BY_SIDE: usize = 4_096;
/// How many references are looked up at once.
const LOOKED_UP: usize = 500;
/// How many findings are kept for the report; the others are counted.
const FINDINGS_KEPT: usize = 1_000;

/// What is done with good rows when the file has bad ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// Accept every good row, and report the others.
    GoodRows,
    /// Accept the whole file or nothing of it.
    AllOrNothing,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Rows read.
    pub rows: u64,
    /// Rows accepted now.
    pub accepted: u64,
    /// Rows that were there already, unchanged.
    pub already_there: u64,
    /// Rows that are wrong.
    pub wrong: u64,
    /// What is wrong, up to the first thousand findings.
    pub findings: Vec<Finding>,
    /// How many findings there were in all.
    pub findings_in_all: u64,
}

impl Imported {
    fn report(&mut self, findings: Vec<Finding>) {
        self.wrong += 1;
        self.findings_in_all += u64::try_from(findings.len()).unwrap_or(u64::MAX);
        let room = FINDINGS_KEPT.saturating_sub(self.findings.len());
        self.findings.extend(findings.into_iter().take(room));
    }
}

/// What the importer is told while it works.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// So many rows were checked.
    Checked(u64),
    /// A row was accepted, or had been before.
    Received {
        /// The sender's own reference.
        source_reference: &'a str,
        /// The receipt.
        receipt: &'a Receipt,
    },
}

/// Imports a file of referrals on behalf of the caller's organisation.
///
/// The file is read twice: first every row is checked against the template and the rules, then the rows are submitted.
/// Memory does not grow with the file, but for sixteen bytes a row that find a reference used twice. Each row carries
/// an idempotency key made of the organisation and its own reference, so the same file twice changes nothing, and an
/// interrupted import is finished by running it again.
///
/// # Errors
/// [`AppError::File`] if the file cannot be read as CSV; [`AppError::Store`] if something broke. Rows that are wrong
/// are not errors: they are in the result.
pub async fn referrals(
    office: &Office,
    caller: &Caller,
    (path, acceptance): (&Path, Acceptance),
    mut told: impl FnMut(Told<'_>) + Send,
) -> Result<Imported, AppError> {
    let mut imported = check(office, caller, path, &mut told).await?;
    let refused = acceptance == Acceptance::AllOrNothing && imported.wrong > 0;
    let nothing_good = imported.rows == imported.wrong;
    if refused || nothing_good {
        return Ok(imported);
    }
    let (headings, mut reader) = open(path, &mut Imported::default())?;
    let Some(headings) = headings else { return Ok(imported) };
    let rows = reader.records().filter_map(|record| {
        let record = record.ok()?;
        let line = record.position().map_or(0, csv::Position::line);
        row::read(&record, line, &headings, office.law(), &caller.actor.organisation).ok().map(|row| (line, row))
    });
    let mut outcomes =
        stream::iter(rows).map(|(line, submit)| receive(office, caller, line, submit)).buffer_unordered(SIDE_BY_SIDE);
    while let Some(outcome) = outcomes.next().await {
        match outcome? {
            Ok((source_reference, receipt)) => {
                told(Told::Received { source_reference: &source_reference, receipt: &receipt });
                if receipt.repeated { imported.already_there += 1 } else { imported.accepted += 1 }
            }
            // Refused rows were reported when they were checked; a row that clashes only now is reported here.
            Err(finding) if imported.findings.contains(&finding) => {}
            Err(finding) => imported.report(vec![finding]),
        }
    }
    Ok(imported)
}

/// Checks a file and submits nothing: what the sender can do before sending.
///
/// # Errors
/// As [`referrals`].
pub async fn check(
    office: &Office,
    caller: &Caller,
    path: &Path,
    told: &mut (impl FnMut(Told<'_>) + Send),
) -> Result<Imported, AppError> {
    let mut imported = Imported::default();
    let (headings, mut reader) = open(path, &mut imported)?;
    let Some(headings) = headings else { return Ok(imported) };
    let mut seen = std::collections::HashSet::new();
    let mut sound = Sound::default();
    for record in reader.records() {
        imported.rows += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                imported.report(vec![malformed(&error)]);
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match row::read(&record, line, &headings, office.law(), &caller.actor.organisation) {
            Err(findings) => imported.report(findings),
            Ok(submit) => {
                let reference = source_reference(&submit);
                sound.add(line, &reference, request(office, caller, &submit));
                let findings = [
                    (!seen.insert(hash(&reference))).then(|| twice(line, &reference)),
                    may_refer(referral::check(office.law(), caller, submit).map_err(AppError::from))?
                        .map(|error| refused(line, &reference, &error)),
                ];
                let findings: Vec<Finding> = findings.into_iter().flatten().collect();
                if !findings.is_empty() {
                    imported.report(findings);
                }
            }
        }
        if sound.requests.len() >= LOOKED_UP {
            sound.look_up(office, &mut imported).await?;
        }
        told(Told::Checked(imported.rows));
    }
    sound.look_up(office, &mut imported).await?;
    Ok(imported)
}

/// What is wrong with a row; but a caller who may refer nobody is refused as a whole, not once for every row.
fn may_refer(checked: Result<(), AppError>) -> Result<Option<AppError>, AppError> {
    match checked {
        Ok(()) => Ok(None),
        Err(AppError::Refused(refusal)) if refusal.code == "step.not_for_this_role" => Err(refusal.into()),
        Err(error) => Ok(Some(error)),
    }
}

type Opened = (Option<Headings>, csv::Reader<File>);

fn open(path: &Path, imported: &mut Imported) -> Result<Opened, AppError> {
    let unreadable =
        |source: Box<dyn std::error::Error + Send + Sync>| AppError::File { path: path.display().to_string(), source };
    let file = File::open(path).map_err(|error| unreadable(error.into()))?;
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(file);
    let headings = reader.headers().map_err(|error| unreadable(error.into()))?.clone();
    match Headings::read(&headings) {
        Ok(headings) => Ok((Some(headings), reader)),
        Err(findings) => {
            imported.report(findings);
            Ok((None, reader))
        }
    }
}

async fn receive(
    office: &Office,
    caller: &Caller,
    line: u64,
    submit: Submit,
) -> Result<Result<(String, Receipt), Finding>, AppError> {
    let reference = source_reference(&submit);
    let request = request(office, caller, &submit);
    match referral::submit(office, caller, submit, Some(request)).await {
        Ok(receipt) => Ok(Ok((reference, receipt))),
        Err(error @ AppError::Refused(_)) => Ok(Err(refused(line, &reference, &error))),
        Err(error) => Err(error),
    }
}

fn source_reference(submit: &Submit) -> String {
    submit.particulars.source_reference.clone().unwrap_or_default()
}

/// What makes a row the same request when it is sent again: its reference as the key, every fact of it as the
/// fingerprint. Both are keyed digests: neither the sender's reference nor the person can be read from them.
fn request(office: &Office, caller: &Caller, submit: &Submit) -> Idempotency {
    let Submit { received_on, nation, consent, support_wanted, police_contact, immediate_threat, facts, .. } = submit;
    let fixed = serde_json::to_string(&(
        (received_on, nation, consent, support_wanted, police_contact, immediate_threat, facts),
        &submit.particulars,
    ));
    let projector = office.store().projector();
    let key = format!("import/{}/{}", caller.actor.organisation, source_reference(submit));
    Idempotency { key: projector.pseudonym(&key), fingerprint: projector.pseudonym(&fixed.unwrap_or_default()) }
}

fn hash(reference: &str) -> u64 {
    Sha256::digest(reference).iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

fn twice(line: u64, reference: &str) -> Finding {
    Finding {
        line,
        column: "source_reference".to_owned(),
        value: reference.to_owned(),
        problem: "is used twice in this file".to_owned(),
        instead: "give every row a reference of its own".to_owned(),
    }
}

fn refused(line: u64, reference: &str, error: &AppError) -> Finding {
    match error {
        AppError::Refused(refusal) => Finding {
            line,
            column: refusal.field.unwrap_or("source_reference").to_owned(),
            value: if refusal.field.is_some() { String::new() } else { reference.to_owned() },
            problem: refusal.sentence.clone(),
            instead: refusal.remedy.clone(),
        },
        other => Finding {
            line,
            column: "source_reference".to_owned(),
            value: reference.to_owned(),
            problem: other.to_string(),
            instead: "try again".to_owned(),
        },
    }
}

/// Rows that could be read, waiting for their references to be looked up together.
#[derive(Default)]
struct Sound {
    rows: Vec<(u64, String)>,
    requests: Vec<Idempotency>,
}

impl Sound {
    fn add(&mut self, line: u64, reference: &str, request: Idempotency) {
        self.rows.push((line, reference.to_owned()));
        self.requests.push(request);
    }

    /// Reports the rows whose reference was used before, for something else.
    async fn look_up(&mut self, office: &Office, imported: &mut Imported) -> Result<(), AppError> {
        if self.requests.is_empty() {
            return Ok(());
        }
        for place in office.store().reused_keys(&self.requests).await? {
            if let Some((line, reference)) = self.rows.get(place) {
                imported.report(vec![Finding {
                    line: *line,
                    column: "source_reference".to_owned(),
                    value: reference.clone(),
                    problem: "was imported before, with other content".to_owned(),
                    instead: "correct the record that is there, or use a new reference".to_owned(),
                }]);
            }
        }
        self.rows.clear();
        self.requests.clear();
        Ok(())
    }
}

fn malformed(error: &csv::Error) -> Finding {
    Finding {
        line: error.position().map_or(0, csv::Position::line),
        column: "the whole row".to_owned(),
        value: String::new(),
        problem: match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("has {len} cells where the headings have {expected_len}")
            }
            csv::ErrorKind::Utf8 { .. } => "is not written in UTF-8".to_owned(),
            _ => "cannot be read as CSV".to_owned(),
        },
        instead: "write one cell for each heading, with quotation marks around a cell that holds a comma".to_owned(),
    }
}
