//! The extract: every version of every referral's statistical row, in columns.
//!
//! A bulletin is made from an extract and nothing else, so a figure can be made again from the same bytes years later.
//! The extract is a slowly changing dimension of the second type: one row for each version of a referral's statistical
//! row, with the days between which the record stood so. [`Extract::as_at`] picks the versions that stood at the end of
//! one day; two as-at days over one extract are what a revision is made of.
//!
//! Rows are pseudonymised before they come here: a referral is an ordinal, and no column holds a name, an address, a
//! birth date or free text. Categories are dictionary coded (one or two bytes a row and a list of labels), so counting
//! is a loop over small integers. Days are whole days since 1970-01-01.

mod build;
mod checksum;
mod file;
mod select;

pub use build::{ExtractBuilder, VersionRow};
pub use select::Selection;
pub(crate) use select::retain;

use arrow_array::{Date32Array, UInt8Array, UInt16Array, UInt32Array};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `recorded_to` of a version that still stands.
pub const CURRENT: i32 = i32::MAX;

/// The first and last day an extract may hold (0001-01-01 and 9999-12-31), in days since 1970-01-01.
pub(crate) const DAYS: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;

/// The day as the extract stores it: whole days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours().div_euclid(24).try_into().unwrap_or(CURRENT)
}

/// The week of a stored day, which begins on a Monday: whole weeks since 0001-01-01, which was one.
pub fn week_number(day: i32) -> i32 {
    day.saturating_sub(*DAYS.start()).div_euclid(7)
}

/// The calendar date of a stored day, when it lies in the years 1 to 9999.
pub fn date_of(day: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

/// A category column of the extract: what tables may be broken down by and filtered on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Adult or Minor, at referral.
    AgeGroup,
    /// Sex.
    Sex,
    /// The nationality that is counted; "Nationality in doubt" where claimed and suspected disagree.
    Nationality,
    /// The nationality in the words of the record.
    NationalityAsRecorded,
    /// The nationality the person gives.
    NationalityClaimed,
    /// The nationality others suspect, where it differs.
    NationalitySuspected,
    /// Primary exploitation type, in the scheme the tables name.
    ExploitationType,
    /// Nation of the United Kingdom from which the referral came.
    UkCountry,
    /// Police region or country of presentation.
    RegionOfReferral,
    /// Police region or country of exploitation; "Multiple", "Overseas" and "Not recorded" are values.
    RegionOfExploitation,
    /// Sector of the first responder.
    FirstResponderSector,
    /// Competent authority, with hosting where there was any.
    CompetentAuthority,
    /// Whether there is a linked immigration interest.
    ImmigrationInterest,
    /// Screening: pending, accepted, void or merged.
    ScreeningOutcome,
    /// Reasonable grounds: Positive, Negative, Pending, Suspended or Withdrawn.
    ReasonableGrounds,
    /// Conclusive grounds, in the same words, or empty before a positive reasonable grounds decision.
    ConclusiveGrounds,
    /// Adult or child when the exploitation happened, which is not the age at referral.
    AgeAtExploitation,
    /// Whether the exploitation happened in the UK, overseas, or both.
    LocationOfExploitation,
    /// The first responder organisation.
    FirstResponder,
    /// The police force area to which the referral was passed.
    PoliceForceArea,
    /// Whether the referral was flagged as county lines: Yes or No.
    CountyLines,
    /// The reason of a negative decision, at the stage at which it was made.
    ReasonForNegative,
}

impl Column {
    /// Every category column, in the order in which the extract stores them.
    pub const ALL: [Self; 22] = [
        Self::AgeGroup,
        Self::Sex,
        Self::Nationality,
        Self::NationalityAsRecorded,
        Self::NationalityClaimed,
        Self::NationalitySuspected,
        Self::ExploitationType,
        Self::UkCountry,
        Self::RegionOfReferral,
        Self::RegionOfExploitation,
        Self::FirstResponderSector,
        Self::CompetentAuthority,
        Self::ImmigrationInterest,
        Self::ScreeningOutcome,
        Self::ReasonableGrounds,
        Self::ConclusiveGrounds,
        Self::AgeAtExploitation,
        Self::LocationOfExploitation,
        Self::FirstResponder,
        Self::PoliceForceArea,
        Self::CountyLines,
        Self::ReasonForNegative,
    ];

    /// The name of the column in the extract's file and in table definitions.
    pub fn name(self) -> &'static str {
        match self {
            Self::AgeGroup => "age_group",
            Self::Sex => "sex",
            Self::Nationality => "nationality",
            Self::NationalityAsRecorded => "nationality_as_recorded",
            Self::NationalityClaimed => "nationality_claimed",
            Self::NationalitySuspected => "nationality_suspected",
            Self::ExploitationType => "exploitation_type",
            Self::UkCountry => "uk_country",
            Self::RegionOfReferral => "region_of_referral",
            Self::RegionOfExploitation => "region_of_exploitation",
            Self::FirstResponderSector => "first_responder_sector",
            Self::CompetentAuthority => "competent_authority",
            Self::ImmigrationInterest => "immigration_interest",
            Self::ScreeningOutcome => "screening_outcome",
            Self::ReasonableGrounds => "reasonable_grounds",
            Self::ConclusiveGrounds => "conclusive_grounds",
            Self::AgeAtExploitation => "age_at_exploitation",
            Self::LocationOfExploitation => "location_of_exploitation",
            Self::FirstResponder => "first_responder",
            Self::PoliceForceArea => "police_force_area",
            Self::CountyLines => "county_lines",
            Self::ReasonForNegative => "reason_for_negative",
        }
    }

    /// What people call the column.
    pub fn label(self) -> &'static str {
        match self {
            Self::AgeGroup => "Age group at referral",
            Self::Sex => "Sex",
            Self::Nationality => "Nationality",
            Self::NationalityAsRecorded => "Nationality as recorded",
            Self::NationalityClaimed => "Nationality claimed",
            Self::NationalitySuspected => "Nationality suspected",
            Self::ExploitationType => "Exploitation type",
            Self::UkCountry => "UK country of referral",
            Self::RegionOfReferral => "Region of referral",
            Self::RegionOfExploitation => "Region of exploitation",
            Self::FirstResponderSector => "Kind of first responder",
            Self::CompetentAuthority => "Competent authority",
            Self::ImmigrationInterest => "Immigration interest",
            Self::ScreeningOutcome => "Screening outcome",
            Self::ReasonableGrounds => "Reasonable grounds outcome",
            Self::ConclusiveGrounds => "Conclusive grounds outcome",
            Self::AgeAtExploitation => "Age at exploitation",
            Self::LocationOfExploitation => "Location of exploitation",
            Self::FirstResponder => "First responder organisation",
            Self::PoliceForceArea => "Police force area",
            Self::CountyLines => "County lines",
            Self::ReasonForNegative => "Reason for a negative decision",
        }
    }

    /// The column of that name, if there is one.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// What makes an extract unusable. Every sentence names the column and the row it is about.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// A version ends before or when it begins.
    #[error(
        "referral {row}: recorded_to (day {to}) is not after recorded_from (day {from}); end it later or leave it out"
    )]
    EmptyVersion {
        /// The referral's ordinal.
        row: u32,
        /// First day of the version.
        from: i32,
        /// First day after the version.
        to: i32,
    },
    /// Two versions of one referral stand on the same day, so it would be counted twice.
    #[error("referral {row}: two versions stand on day {day}; end the earlier one on the day the later one begins")]
    Overlap {
        /// The referral's ordinal.
        row: u32,
        /// A day on which both stand.
        day: i32,
    },
    /// A day outside the years 1 to 9999.
    #[error("referral {row}: {column} is day {day}, outside the years 1 to 9999; write days since 1970-01-01")]
    DayOutOfRange {
        /// The referral's ordinal.
        row: u32,
        /// The column.
        column: &'static str,
        /// The day as given.
        day: i32,
    },
    /// A category column with more labels than two bytes can number.
    #[error("column {column}: more than 65,536 different labels; it is not a category")]
    TooManyLabels {
        /// The column.
        column: &'static str,
    },
    /// More versions than a 32-bit position can number.
    #[error("more than 4,294,967,295 versions; split the extract by year")]
    TooManyVersions,
    /// The file lacks a column, or has it in another form.
    #[error("extract file: column {column} should be {expected} and is {found}; write the file again from the store")]
    WrongColumn {
        /// The column.
        column: &'static str,
        /// What it should be.
        expected: &'static str,
        /// What the file has.
        found: String,
    },
    /// The file is an Arrow file of another kind or another version of the extract.
    #[error("extract file: {key} should be {expected} and is {found}; write the file again from the store")]
    WrongFormat {
        /// The metadata key.
        key: &'static str,
        /// What it should be.
        expected: &'static str,
        /// What the file has.
        found: String,
    },
    /// The rows of the file are not in order of referral and day.
    #[error(
        "extract file: position {position} is out of order; versions are stored by referral, then by recorded_from"
    )]
    OutOfOrder {
        /// Position of the row, from 0.
        position: usize,
    },
    /// A category code for which the file has no label.
    #[error("extract file: column {column} has a code without a label; write the file again from the store")]
    UnknownCode {
        /// The column.
        column: &'static str,
    },
    /// The file says something else than what was written.
    #[error("extract file: damaged, for its checksum is not that of its content; write the file again from the store")]
    Damaged,
    /// The file is not a readable Arrow file.
    #[error("extract file cannot be read or written as an Arrow file")]
    Arrow(#[from] arrow_schema::ArrowError),
}

/// Category codes, as narrow as the number of labels allows.
#[derive(Clone, Debug)]
pub(crate) enum Codes {
    /// At most 256 labels.
    Narrow(UInt8Array),
    /// More.
    Wide(UInt16Array),
}

/// One category column: a code for each version, and what the codes mean.
#[derive(Clone, Debug)]
pub(crate) struct CodeColumn {
    pub(crate) codes: Codes,
    pub(crate) labels: Vec<String>,
}

/// The calendar year of each day in a range of days, so that a million days need no calendar.
#[derive(Clone, Debug)]
pub(crate) struct YearsByDay {
    first: i32,
    years: Vec<u16>,
}

impl YearsByDay {
    /// The years of the days of receipt. Days must have been checked to lie in the years 1 to 9999.
    fn of(received_on: &Date32Array) -> Self {
        let extremes = received_on.values().iter().fold((i32::MAX, i32::MIN), |(a, z), day| (a.min(*day), z.max(*day)));
        let year_of = |day| date_of(day).and_then(|date| u16::try_from(date.year()).ok()).unwrap_or(0);
        Self { first: extremes.0, years: (extremes.0..=extremes.1).map(year_of).collect() }
    }

    /// The year of a day in the range; 0 for a day outside it.
    pub(crate) fn year(&self, day: i32) -> u16 {
        let place = usize::try_from(day.wrapping_sub(self.first)).ok();
        place.and_then(|place| self.years.get(place)).copied().unwrap_or(0)
    }
}

/// Every version of every referral's statistical row, in columns, sorted by referral and then by day of record.
#[derive(Clone, Debug)]
pub struct Extract {
    row: UInt32Array,
    recorded_from: Date32Array,
    recorded_to: Date32Array,
    received_on: Date32Array,
    /// The years of receipt from the first to the last day of receipt, one for each day.
    years: YearsByDay,
    reasonable_grounds_on: Date32Array,
    conclusive_grounds_on: Date32Array,
    columns: [CodeColumn; Column::ALL.len()],
    /// A number for each finding, where any is recorded.
    findings: Option<UInt32Array>,
    /// Whether every row is made up.
    synthetic: bool,
}

impl Extract {
    /// The last day on which anything was recorded, in days since 1970-01-01; the first of all days for an empty extract.
    pub fn last_recorded(&self) -> i32 {
        let ended = self.recorded_to.values().iter().filter(|day| **day != CURRENT);
        self.recorded_from.values().iter().chain(ended).copied().max().unwrap_or(*DAYS.start())
    }

    /// Whether anything was recorded after one day and by another: if not, the record as at both is the same.
    pub fn changed_between(&self, earlier: i32, later: i32) -> bool {
        let mut days = self.recorded_from.values().iter().chain(self.recorded_to.values().iter());
        days.any(|day| earlier < *day && *day <= later)
    }

    /// Whether every row is made up, so that everything made from it must say so.
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// Whether it says of anybody in which finding they were found: persons who share operation, place and week. Extracts of
    /// before never do.
    pub fn records_findings(&self) -> bool {
        self.findings.is_some()
    }

    /// The number of versions: one referral has as many as its record had states.
    pub fn versions(&self) -> usize {
        self.row.len()
    }

    /// The number of referrals, counted or not.
    pub fn referrals(&self) -> usize {
        let rows = self.row.values();
        rows.iter().zip(rows.iter().skip(1)).filter(|(a, b)| a != b).count() + usize::from(!rows.is_empty())
    }

    /// The labels of a category column; a code is a position in this list.
    pub fn labels(&self, column: Column) -> &[String] {
        &self.column(column).labels
    }

    /// The referral of one position.
    pub(crate) fn row_at(&self, position: u32) -> Option<u32> {
        self.row.values().get(position as usize).copied()
    }

    /// The label of a category at one position; empty where there is none.
    pub(crate) fn label_at(&self, column: Column, position: u32) -> &str {
        let column = self.column(column);
        let code = match &column.codes {
            Codes::Narrow(codes) => codes.values().get(position as usize).map(|code| u16::from(*code)),
            Codes::Wide(codes) => codes.values().get(position as usize).copied(),
        };
        code.and_then(|code| column.labels.get(usize::from(code))).map_or("", String::as_str)
    }

    #[expect(clippy::indexing_slicing, reason = "the array has one place for each variant of Column, in order")]
    pub(crate) fn column(&self, column: Column) -> &CodeColumn {
        &self.columns[column as usize]
    }
}

#[cfg(test)]
mod tests;
