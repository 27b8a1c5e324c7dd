//! Building an extract row by row.

use std::collections::HashMap;

use arrow_array::{Date32Array, UInt8Array, UInt16Array, UInt32Array};

use super::{CURRENT, CodeColumn, Codes, Column, DAYS, Extract, ExtractError, YearsByDay};

/// One version of a referral's statistical row, in words. Days are whole days since 1970-01-01.
///
/// An empty text is a value of its own: tables print it as "Not recorded".
#[derive(Clone, Copy, Debug, Default)]
pub struct VersionRow<'a> {
    /// Ordinal of the referral's pseudonym: the same for all its versions, and nothing else about it.
    pub row: u32,
    /// First day on which the record stood so.
    pub recorded_from: i32,
    /// First day on which it no longer did; [`CURRENT`] if it still does.
    pub recorded_to: i32,
    /// Day of receipt, by which the referral is counted.
    pub received_on: i32,
    /// Adult or Minor.
    pub age_group: &'a str,
    /// Sex.
    pub sex: &'a str,
    /// The nationality that is counted.
    pub nationality: &'a str,
    /// The nationality in the words of the record.
    pub nationality_as_recorded: &'a str,
    /// The nationality the person gives.
    pub nationality_claimed: &'a str,
    /// The nationality others suspect, where it differs.
    pub nationality_suspected: &'a str,
    /// Primary exploitation type.
    pub exploitation_type: &'a str,
    /// Nation of the United Kingdom.
    pub uk_country: &'a str,
    /// Police region or country of presentation.
    pub region_of_referral: &'a str,
    /// Police region or country of exploitation.
    pub region_of_exploitation: &'a str,
    /// Sector of the first responder.
    pub first_responder_sector: &'a str,
    /// Competent authority, with hosting.
    pub competent_authority: &'a str,
    /// Whether there is a linked immigration interest: Yes or No.
    pub immigration_interest: &'a str,
    /// Screening: pending, accepted, void or merged.
    pub screening_outcome: &'a str,
    /// Reasonable grounds: Positive, Negative, Pending, Suspended or Withdrawn.
    pub reasonable_grounds: &'a str,
    /// Day of the reasonable grounds decision.
    pub reasonable_grounds_on: Option<i32>,
    /// Conclusive grounds, in the same words, or empty.
    pub conclusive_grounds: &'a str,
    /// Adult or child when the exploitation happened, which is not the age at referral.
    pub age_at_exploitation: &'a str,
    /// Whether the exploitation happened in the UK, overseas, or both.
    pub location_of_exploitation: &'a str,
    /// The first responder organisation.
    pub first_responder: &'a str,
    /// The police force area to which the referral was passed.
    pub police_force_area: &'a str,
    /// Whether the referral was flagged as county lines: Yes or No.
    pub county_lines: &'a str,
    /// The reason of a negative decision, at the stage at which it was made.
    pub reason_for_negative: &'a str,
    /// Day of the conclusive grounds decision.
    pub conclusive_grounds_on: Option<i32>,
    /// A number for the finding, the same for all who share operation, place and week, and nothing else about it; none where
    /// no operation is recorded.
    pub finding: Option<u32>,
}

impl<'a> VersionRow<'a> {
    /// The category values, in the order of [`Column::ALL`].
    fn categories(&self) -> [&'a str; Column::ALL.len()] {
        [
            self.age_group,
            self.sex,
            self.nationality,
            self.nationality_as_recorded,
            self.nationality_claimed,
            self.nationality_suspected,
            self.exploitation_type,
            self.uk_country,
            self.region_of_referral,
            self.region_of_exploitation,
            self.first_responder_sector,
            self.competent_authority,
            self.immigration_interest,
            self.screening_outcome,
            self.reasonable_grounds,
            self.conclusive_grounds,
            self.age_at_exploitation,
            self.location_of_exploitation,
            self.first_responder,
            self.police_force_area,
            self.county_lines,
            self.reason_for_negative,
        ]
    }
}

/// Gathers versions in any order and makes an [`Extract`] of them.
#[derive(Debug, Default)]
pub struct ExtractBuilder {
    row: Vec<u32>,
    recorded_from: Vec<i32>,
    recorded_to: Vec<i32>,
    received_on: Vec<i32>,
    reasonable_grounds_on: Vec<Option<i32>>,
    conclusive_grounds_on: Vec<Option<i32>>,
    findings: Vec<Option<u32>>,
    coders: [Coder; Column::ALL.len()],
    synthetic: bool,
}

/// Gives each label of one column a code, in order of first appearance.
#[derive(Debug, Default)]
struct Coder {
    codes: Vec<u16>,
    labels: Vec<String>,
    index: HashMap<String, u16>,
    last: u16,
}

impl Coder {
    fn push(&mut self, label: &str) -> Option<()> {
        if self.labels.get(usize::from(self.last)).is_none_or(|last| last != label) {
            self.last = match self.index.get(label) {
                Some(code) => *code,
                None => self.insert(label)?,
            };
        }
        self.codes.push(self.last);
        Some(())
    }

    fn insert(&mut self, label: &str) -> Option<u16> {
        let code = u16::try_from(self.labels.len()).ok()?;
        self.labels.push(label.to_owned());
        self.index.insert(label.to_owned(), code);
        Some(code)
    }

    fn finish(self, order: Option<&[usize]>) -> CodeColumn {
        let codes = permute(self.codes, order);
        let codes = if self.labels.len() <= 1 << u8::BITS {
            Codes::Narrow(codes.into_iter().map(|code| u8::try_from(code).unwrap_or(u8::MAX)).collect::<UInt8Array>())
        } else {
            Codes::Wide(UInt16Array::from(codes))
        };
        CodeColumn { codes, labels: self.labels }
    }
}

impl ExtractBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty builder of an extract in which every row is made up.
    pub fn synthetic() -> Self {
        Self { synthetic: true, ..Self::default() }
    }

    /// Adds one version. The order of pushing does not matter.
    ///
    /// # Errors
    /// When the version is empty, a day is out of range, or a column has too many labels. The builder must then be
    /// dropped: part of the row may have been taken.
    pub fn push(&mut self, version: VersionRow<'_>) -> Result<(), ExtractError> {
        check_days(&version)?;
        if u32::try_from(self.row.len()).is_err() {
            return Err(ExtractError::TooManyVersions);
        }
        self.row.push(version.row);
        self.recorded_from.push(version.recorded_from);
        self.recorded_to.push(version.recorded_to);
        self.received_on.push(version.received_on);
        self.reasonable_grounds_on.push(version.reasonable_grounds_on);
        self.conclusive_grounds_on.push(version.conclusive_grounds_on);
        self.findings.push(version.finding);
        for ((coder, label), column) in self.coders.iter_mut().zip(version.categories()).zip(Column::ALL) {
            coder.push(label).ok_or(ExtractError::TooManyLabels { column: column.name() })?;
        }
        Ok(())
    }

    /// The extract: sorted by referral and day of record.
    ///
    /// # Errors
    /// When two versions of one referral stand on the same day: it would be counted twice.
    pub fn finish(self) -> Result<Extract, ExtractError> {
        let order = self.order();
        let order = order.as_deref();
        let received_on = Date32Array::from(permute(self.received_on, order));
        let extract = Extract {
            row: UInt32Array::from(permute(self.row, order)),
            recorded_from: Date32Array::from(permute(self.recorded_from, order)),
            recorded_to: Date32Array::from(permute(self.recorded_to, order)),
            years: YearsByDay::of(&received_on),
            received_on,
            reasonable_grounds_on: Date32Array::from(permute(self.reasonable_grounds_on, order)),
            conclusive_grounds_on: Date32Array::from(permute(self.conclusive_grounds_on, order)),
            findings: self.findings.iter().any(Option::is_some).then(|| permute(self.findings, order).into()),
            columns: self.coders.map(|coder| coder.finish(order)),
            synthetic: self.synthetic,
        };
        extract.check_order()?;
        Ok(extract)
    }

    /// The positions in order of referral and day of record; `None` if they stand so already.
    fn order(&self) -> Option<Vec<usize>> {
        let keys: Vec<(u32, i32)> = self.row.iter().copied().zip(self.recorded_from.iter().copied()).collect();
        if keys.is_sorted() {
            return None;
        }
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|position| keys.get(*position).copied());
        Some(order)
    }
}

fn permute<T: Copy>(values: Vec<T>, order: Option<&[usize]>) -> Vec<T> {
    match order {
        None => values,
        Some(order) => order.iter().filter_map(|position| values.get(*position).copied()).collect(),
    }
}

fn check_days(version: &VersionRow<'_>) -> Result<(), ExtractError> {
    let row = version.row;
    let ends = (version.recorded_to != CURRENT).then_some(version.recorded_to);
    let days = [
        ("recorded_from", Some(version.recorded_from)),
        ("recorded_to", ends),
        ("received_on", Some(version.received_on)),
        ("reasonable_grounds_on", version.reasonable_grounds_on),
        ("conclusive_grounds_on", version.conclusive_grounds_on),
    ];
    for (column, day) in days {
        if let Some(day) = day.filter(|day| !DAYS.contains(day)) {
            return Err(ExtractError::DayOutOfRange { row, column, day });
        }
    }
    if version.recorded_to <= version.recorded_from {
        let (from, to) = (version.recorded_from, version.recorded_to);
        return Err(ExtractError::EmptyVersion { row, from, to });
    }
    Ok(())
}

impl Extract {
    /// Checks that versions stand in order of referral and day, and that none of one referral overlap.
    pub(super) fn check_order(&self) -> Result<(), ExtractError> {
        let rows = self.row.values();
        let from = self.recorded_from.values();
        let to = self.recorded_to.values();
        let versions = rows.iter().zip(from.iter()).zip(to.iter());
        let next = rows.iter().zip(from.iter()).skip(1);
        for (position, (((row, from), to), (next_row, next_from))) in versions.zip(next).enumerate() {
            if next_row < row || (next_row == row && next_from < from) {
                return Err(ExtractError::OutOfOrder { position: position + 1 });
            }
            if next_row == row && next_from < to {
                return Err(ExtractError::Overlap { row: *row, day: *next_from });
            }
        }
        Ok(())
    }
}
