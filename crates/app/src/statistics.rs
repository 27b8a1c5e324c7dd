//! The statistical extract: pseudonymised rows with labels, made from the statistics view and kept on disk while the
//! journal stands still.

mod choices;
mod count;
mod edition;
mod findings;
mod look;
mod notifications;

pub use choices::choices;
pub use count::{Asked, Count, count};
pub use edition::Edition;
pub use look::Look;
pub use notifications::notifications;

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};
use manumit_bulletin::extract::{CURRENT, ExtractBuilder, VersionRow};
pub use manumit_bulletin::{
    chart::{Drawing, Series},
    definition::text::ChartKind,
    extract::{Column, Extract, date_of, day_number},
    period::{Calendar, Period},
    query::{Dimension, MOST_DIMENSIONS, MOST_VALUES, Measure, Question, RecordKeys},
    table::{Cell, ColumnKind, Table},
};
use manumit_disclosure::{cell_key::record_key, synthesis::noise::Secret};
use manumit_domain::{
    case::NegativeReason,
    clock::london_date,
    law::Law,
    place::{PublishedPlace, Region, Territory},
    statistics::{IN_DOUBT, NOT_RECORDED},
};
use manumit_store::{StatisticsRow, StoreError};

use self::findings::Numbered;
use crate::{AppError, Office};

/// The extract of everything recorded.
///
/// With a folder given, the extract is kept there as an Arrow file and read from it as long as nothing was recorded
/// since; `progress` is told how many rows were read when it has to be made.
///
/// # Errors
/// [`AppError::Store`] if the journal cannot be read, [`AppError::Extract`] or [`AppError::File`] if the extract cannot
/// be kept.
pub async fn extract(
    office: &Office,
    kept_in: Option<&Path>,
    progress: impl FnMut(u64) + Send,
) -> Result<Extract, AppError> {
    let Some(folder) = kept_in else { return Ok(make(office, progress).await?.0) };
    let path = folder.join(format!("extract-{}.arrow", office.store().journal_stamp().await?));
    if let Ok(file) = File::open(&path)
        && let Ok(extract) = Extract::read(BufReader::new(file))
    {
        return Ok(extract);
    }
    let (extract, _) = make(office, progress).await?;
    keep(&extract, folder, &path)?;
    Ok(extract)
}

/// The extracts of one state of the journal, and beside them the keys of the records, for ad hoc counts.
///
/// The keys are made with the extracts, kept in memory alone, and in no extract that is written: a frozen extract is handed
/// over, and its keys would take the noise off.
#[derive(Clone, Debug)]
pub struct Extracts {
    /// Every referral.
    pub referrals: Extract,
    /// Every notification under the duty to notify.
    pub notifications: Extract,
    referral_keys: RecordKeys,
    notification_keys: RecordKeys,
}

/// Makes both extracts anew, with the keys of their records.
///
/// # Errors
/// [`AppError::Store`] if the journal cannot be read, [`AppError::Extract`] if an extract cannot be made.
pub async fn extracts(office: &Office) -> Result<Extracts, AppError> {
    let (referrals, referral_keys) = make(office, |_| ()).await?;
    let (notifications, notification_keys) = notifications::make(office).await?;
    Ok(Extracts { referrals, notifications, referral_keys, notification_keys })
}

/// The secret that makes a record's key from its pseudonym.
fn secret(office: &Office) -> Secret {
    Secret(*office.store().cell_keys())
}

/// Writes the extract beside the others and moves it into place, then removes those of earlier days.
fn keep(extract: &Extract, folder: &Path, path: &Path) -> Result<(), AppError> {
    let failed = |source: std::io::Error| AppError::File { path: path.display().to_string(), source: source.into() };
    let unfinished = path.with_extension(format!("unfinished-{}", std::process::id()));
    extract.write(BufWriter::new(File::create(&unfinished).map_err(failed)?))?;
    std::fs::rename(&unfinished, path).map_err(failed)?;
    for old in std::fs::read_dir(folder).map_err(failed)?.flatten() {
        let name = old.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("extract-") && name.ends_with(".arrow") && old.path() != *path {
            std::fs::remove_file(old.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// An extract that says so if the journal holds a demonstration: nothing made of it may be taken for real.
async fn new_extract(office: &Office) -> Result<ExtractBuilder, AppError> {
    let synthetic = office.store().has_demonstration().await?;
    Ok(if synthetic { ExtractBuilder::synthetic() } else { ExtractBuilder::new() })
}

async fn make(office: &Office, mut progress: impl FnMut(u64) + Send) -> Result<(Extract, RecordKeys), AppError> {
    let (secret, mut keys) = (secret(office), RecordKeys::default());
    let mut labels = Labels::new(office.law());
    let mut findings = Numbered::default();
    let mut builder = new_extract(office).await?;
    let mut read = 0_u64;
    let mut row = Row::default();
    let mut failed = None;
    office
        .store()
        .each_statistics_row(|version| {
            if row.number(version.pseudonym) {
                keys.push(record_key(&secret, version.pseudonym));
            }
            read += 1;
            if let Err(error) = labels.push(&mut builder, (row.ordinal, &mut findings), &version) {
                failed.get_or_insert(error);
            }
            if read.is_multiple_of(10_000) {
                progress(read);
            }
            Ok(())
        })
        .await?;
    match failed {
        Some(error) => Err(error),
        None => Ok((builder.finish()?, keys)),
    }
}

/// Numbers the rows: versions of one pseudonym come together.
#[derive(Default)]
struct Row {
    ordinal: u32,
    pseudonym: String,
}

impl Row {
    /// Takes the number of a pseudonym, and says whether it is a new one.
    fn number(&mut self, pseudonym: &str) -> bool {
        let is_new = self.pseudonym != pseudonym;
        if is_new {
            self.ordinal += u32::from(!self.pseudonym.is_empty());
            self.pseudonym.clear();
            self.pseudonym.push_str(pseudonym);
        }
        is_new
    }
}

/// Labels for codes, and days for texts, each looked up once.
struct Labels<'a> {
    law: &'a Law,
    kept: HashMap<Kind, HashMap<String, Arc<str>>>,
    days: HashMap<String, i32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Nationality,
    Exploitation,
    Country,
    Region,
    Sector,
    Organisation,
    Location,
    AgeAtExploitation,
    Authority,
    Answer,
    Force,
    Reason,
    Word,
}

impl<'a> Labels<'a> {
    fn new(law: &'a Law) -> Self {
        Self { law, kept: HashMap::new(), days: HashMap::new() }
    }

    fn push(
        &mut self,
        builder: &mut ExtractBuilder,
        (row, findings): (u32, &mut Numbered),
        version: &StatisticsRow<'_>,
    ) -> Result<(), AppError> {
        let recorded_from = self.recorded_day(version.recorded_from)?;
        let recorded_to = match version.recorded_to {
            Some(to) => self.recorded_day(to)?,
            None => CURRENT,
        };
        let passed = if version.passed_at.is_empty() { CURRENT } else { self.recorded_day(version.passed_at)? };
        let passed = passed.clamp(recorded_from, recorded_to);
        let found = match version.found_on {
            "" => self.day(version.received_on)?,
            found => self.day(found)?,
        };
        let finding = findings.number(version, found);
        for (from, to, force) in [(recorded_from, passed, ""), (passed, recorded_to, version.police_force)] {
            if from < to {
                self.push_between(builder, (row, from, to), version, (force, finding))?;
            }
        }
        Ok(())
    }

    /// Pushes a version as it stood from one day to another, with the force that had been told by then and the number of the
    /// finding.
    fn push_between(
        &mut self,
        builder: &mut ExtractBuilder,
        (row, recorded_from, recorded_to): (u32, i32, i32),
        version: &StatisticsRow<'_>,
        (force, finding): (&str, Option<u32>),
    ) -> Result<(), AppError> {
        let authority = format!("{}\n{}", version.competent_authority, version.hosted_by);
        let nationality = self.label(Kind::Nationality, version.nationality);
        let as_recorded = match version.nationality_as_recorded {
            "" => nationality.as_ref(),
            words => words,
        };
        builder.push(VersionRow {
            row,
            recorded_from,
            recorded_to,
            received_on: self.day(version.received_on)?,
            age_group: &self.label(Kind::Word, version.age_group),
            sex: &self.label(Kind::Word, version.sex),
            nationality: &nationality,
            nationality_as_recorded: as_recorded,
            nationality_claimed: &self.label(Kind::Nationality, version.nationality_claimed),
            nationality_suspected: &self.label(Kind::Nationality, version.nationality_suspected),
            exploitation_type: &self.label(Kind::Exploitation, version.exploitation_type),
            uk_country: &self.label(Kind::Country, version.territory),
            region_of_referral: &self.label(Kind::Region, version.region_of_referral),
            region_of_exploitation: &self.label(Kind::Region, version.region_of_exploitation),
            first_responder_sector: &self.label(Kind::Sector, version.organisation),
            competent_authority: &self.label(Kind::Authority, &authority),
            immigration_interest: &self.label(Kind::Word, version.immigration_interest),
            screening_outcome: version.screening,
            reasonable_grounds: &self.label(Kind::Word, version.reasonable_grounds),
            reasonable_grounds_on: self.maybe_day(version.reasonable_grounds_on)?,
            conclusive_grounds: &self.label(Kind::Word, version.conclusive_grounds),
            conclusive_grounds_on: self.maybe_day(version.conclusive_grounds_on)?,
            age_at_exploitation: &self.label(Kind::AgeAtExploitation, version.age_at_exploitation),
            location_of_exploitation: &self.label(Kind::Location, version.location_of_exploitation),
            first_responder: &self.label(Kind::Organisation, version.organisation),
            county_lines: &self.label(Kind::Answer, version.county_lines),
            police_force_area: &self.label(Kind::Force, force),
            reason_for_negative: &self.label(Kind::Reason, version.reason_for_negative),
            finding,
        })?;
        Ok(())
    }

    fn label(&mut self, kind: Kind, code: &str) -> Arc<str> {
        let kept = self.kept.entry(kind).or_default();
        if let Some(label) = kept.get(code) {
            return Arc::clone(label);
        }
        let label: Arc<str> = label(self.law, kind, code).into();
        kept.insert(code.to_owned(), Arc::clone(&label));
        label
    }

    fn day(&mut self, text: &str) -> Result<i32, AppError> {
        if let Some(day) = self.days.get(text) {
            return Ok(*day);
        }
        let date: Date = text.parse().map_err(|_| not_a_day())?;
        self.days.insert(text.to_owned(), day_number(date));
        Ok(day_number(date))
    }

    fn maybe_day(&mut self, text: &str) -> Result<Option<i32>, AppError> {
        if text.is_empty() { Ok(None) } else { self.day(text).map(Some) }
    }

    /// The civil day in London of a moment of recording.
    fn recorded_day(&mut self, moment: &str) -> Result<i32, AppError> {
        let hour = moment.get(..13).unwrap_or(moment);
        if let Some(day) = self.days.get(hour) {
            return Ok(*day);
        }
        let moment: Timestamp = moment.parse().map_err(|_| not_a_day())?;
        let day = day_number(london_date(moment).map_err(|_| not_a_day())?);
        self.days.insert(hour.to_owned(), day);
        Ok(day)
    }
}

/// How the tables call an age or a place of exploitation that the record does not hold in codes.
const UNKNOWN: &str = "Not specified or unknown";

fn not_a_day() -> StoreError {
    StoreError::Column { column: "recorded_from", expected: "a day or a moment", found: "another text" }
}

fn label(law: &Law, kind: Kind, code: &str) -> String {
    let found = match kind {
        Kind::Nationality => match code {
            IN_DOUBT => Some("Nationality in doubt".to_owned()),
            NOT_RECORDED => Some("Unknown".to_owned()),
            "" => Some(String::new()),
            code => law.code_lists.countries.find(code).map(|country| country.table_label().to_owned()),
        },
        Kind::Exploitation => match code {
            NOT_RECORDED => Some("Unknown or not recorded".to_owned()),
            code => law
                .code_lists
                .exploitation_types
                .iter()
                .find(|entry| entry.code.code() == code)
                .map(|entry| entry.label.clone()),
        },
        Kind::Country => Territory::find(code).map(|territory| territory.counted_in().label().to_owned()),
        Kind::Region => match code {
            NOT_RECORDED => Some(PublishedPlace::NotRecorded.label().to_owned()),
            code => Region::find(code)
                .map(Region::label)
                .or_else(|| {
                    [PublishedPlace::Multiple, PublishedPlace::Overseas, PublishedPlace::NotRecorded]
                        .into_iter()
                        .find(|place| place.code() == code)
                        .map(PublishedPlace::label)
                })
                .map(str::to_owned),
        },
        Kind::Sector => law
            .organisations
            .find_first_responder(code)
            .and_then(|organisation| organisation.sector.group())
            .map(|group| group.label().to_owned()),
        Kind::Organisation => {
            law.organisations.find_first_responder(code).map(|organisation| organisation.name.clone())
        }
        Kind::Location => Some(
            match code {
                "uk" => "UK",
                "overseas" => "Overseas",
                "uk_and_overseas" => "UK and overseas",
                _ => UNKNOWN,
            }
            .to_owned(),
        ),
        Kind::AgeAtExploitation => Some(
            match code {
                "child" => "Child (17 or under)",
                "adult" => "Adult (18 or over)",
                _ => UNKNOWN,
            }
            .to_owned(),
        ),
        Kind::Force => law.police_forces.find(code).map(|force| force.name.clone()),
        Kind::Authority => Some(authority(law, code)),
        Kind::Answer if code == NOT_RECORDED => Some(UNKNOWN.to_owned()),
        Kind::Reason | Kind::Word if code == NOT_RECORDED => Some("Not recorded".to_owned()),
        Kind::Reason => NegativeReason::find(code).map(|reason| reason.label().to_owned()),
        Kind::Answer | Kind::Word => Some(capitalised(code)),
    };
    found.unwrap_or_else(|| code.to_owned())
}

/// The authority as the tables name it, with the body that hosts its caseworkers.
fn authority(law: &Law, code: &str) -> String {
    let (authority, host) = code.split_once('\n').unwrap_or((code, ""));
    let name = |code: &str| {
        let known = law.organisations.competent_authorities().iter().find(|known| known.code == code);
        known.map_or_else(
            || code.to_owned(),
            |known| known.stats_label_2012.clone().unwrap_or_else(|| known.name.clone()),
        )
    };
    if host.is_empty() { name(authority) } else { format!("{} hosted in {}", name(authority), name(host)) }
}

fn capitalised(code: &str) -> String {
    let mut letters = code.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The file in which an extract of this stamp is kept: for messages and measurements.
pub fn kept_file(folder: &Path, stamp: &str) -> PathBuf {
    folder.join(format!("extract-{stamp}.arrow"))
}
