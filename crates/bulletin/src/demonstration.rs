//! A made-up present: referrals and notifications of fifteen quarters, drawn by a fixed rule.
//!
//! Today's bulletin needs a record of today, and no real one may be used. These extracts have its shape and its later
//! life (late decisions, duplicates merged, ages assessed again), and nothing else of it: how many, from where and what
//! became of them are invented, and every extract says that it is synthetic. The same call gives the same extracts.

use jiff::civil::Date;

use crate::extract::{CURRENT, Extract, ExtractBuilder, ExtractError, VersionRow, day_number};

/// The record begins with the first quarter of this year.
const FIRST_YEAR: i16 = 2023;
/// How many quarters have referrals: to the third quarter of 2026.
const QUARTERS: i32 = 15;
/// The day with which the record ends.
pub const RECORD_ENDS: Date = Date::constant(2026, 10, 31);

const UNKNOWN: &str = "Not specified or unknown";

/// Values with the weight each is drawn by.
type Weighted = &'static [(&'static str, u32)];

const NATIONALITIES: Weighted = &[
    ("UK", 230),
    ("Albania", 150),
    ("Vietnam", 120),
    ("Eritrea", 90),
    ("Sudan", 70),
    ("India", 45),
    ("Romania", 40),
    ("Iran", 38),
    ("Nigeria", 36),
    ("Ethiopia", 30),
    ("China", 28),
    ("Iraq", 26),
    ("Pakistan", 22),
    ("Afghanistan", 20),
    ("Somalia", 14),
    ("Bangladesh", 12),
    ("Poland", 9),
    ("Ghana", 7),
    ("Brazil", 5),
    ("Syria", 5),
    ("Morocco", 2),
    ("Nepal", 1),
    ("", 6),
];
const EXPLOITATION: Weighted = &[
    ("Labour", 310),
    ("Criminal", 260),
    ("Labour and criminal", 110),
    ("Sexual", 120),
    ("Domestic servitude", 30),
    ("Sexual and criminal", 22),
    ("Labour and sexual", 20),
    ("Labour and domestic servitude", 16),
    ("Organ harvesting", 1),
    (UNKNOWN, 110),
];
const LOCATIONS: Weighted = &[("UK", 480), ("Overseas", 420), ("UK and overseas", 70), (UNKNOWN, 30)];
const SECTORS: Weighted =
    &[("Government agency", 540), ("Police", 250), ("Local authority", 170), ("NGO and third sector", 40)];
const AREAS: Weighted = &[
    ("Metropolitan Police Service", 250),
    ("Kent", 90),
    ("Greater Manchester", 80),
    ("West Midlands", 75),
    ("West Yorkshire", 50),
    ("Police Scotland", 48),
    ("Merseyside", 40),
    ("South Wales", 36),
    ("Police Service of Northern Ireland", 24),
    ("Avon and Somerset", 22),
    ("Thames Valley", 20),
    ("Northumbria", 18),
    ("", 12),
];
const REASONS: Weighted = &[("Does not meet the definition", 62), ("Not enough information", 38)];

/// The two extracts of the demonstration.
#[derive(Clone, Debug)]
pub struct Demonstration {
    /// The referrals, with every version of their rows.
    pub referrals: Extract,
    /// The notifications under the duty to notify.
    pub notifications: Extract,
}

impl Demonstration {
    /// Draws it.
    ///
    /// # Errors
    /// Never, for the rule is fixed and a test runs it.
    pub fn draw() -> Result<Self, ExtractError> {
        let mut referrals = ExtractBuilder::synthetic();
        let mut notifications = ExtractBuilder::synthetic();
        let (mut row, mut notified) = (0_u32, 0_u32);
        for quarter in 0..QUARTERS {
            let mut draw = Draw(0x6d61_6e75_6d69_7400 + u64::from(quarter.unsigned_abs()));
            let first = first_day(quarter);
            let length = first_day(quarter + 1) - first;
            for _ in 0..1_450 + 40 * quarter + draw.below(120) {
                let received_on = first + draw.below(length);
                Life::draw(&mut draw, row, received_on).record(&mut referrals)?;
                row += 1;
            }
            for _ in 0..310 + 6 * quarter + draw.below(40) {
                let received_on = first + draw.below(length);
                notify(&mut draw, notified, received_on, &mut notifications)?;
                notified += 1;
            }
        }
        Ok(Self { referrals: referrals.finish()?, notifications: notifications.finish()? })
    }
}

fn first_day(quarter: i32) -> i32 {
    let month = i8::try_from(quarter.rem_euclid(4) * 3 + 1).unwrap_or(1);
    let year = FIRST_YEAR.saturating_add(i16::try_from(quarter.div_euclid(4)).unwrap_or(0));
    Date::new(year, month, 1).map_or(CURRENT, day_number)
}

/// Numbers that follow one another by a fixed rule (the mixing function known as splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: i32) -> i32 {
        let end = u64::from(end.max(1).unsigned_abs());
        i32::try_from(self.next() % end).unwrap_or(0)
    }

    fn of(&mut self, values: Weighted) -> &'static str {
        let all: u32 = values.iter().map(|(_, weight)| weight).sum();
        let mut place = u32::try_from(self.next() % u64::from(all.max(1))).unwrap_or(0);
        for (value, weight) in values {
            if place < *weight {
                return value;
            }
            place -= weight;
        }
        UNKNOWN
    }

    fn one_in(&mut self, number: i32) -> bool {
        self.below(number) == 0
    }
}

/// What becomes of one referral.
struct Life {
    row: VersionRow<'static>,
    reasonable: Option<(i32, &'static str)>,
    conclusive: Option<(i32, &'static str)>,
    reason: &'static str,
    /// A later correction: its day, and what it corrects.
    corrected: Option<(i32, Correction)>,
}

#[derive(Clone, Copy)]
enum Correction {
    Merged,
    Void,
    Age,
    Nationality,
}

impl Life {
    fn draw(draw: &mut Draw, row: u32, received_on: i32) -> Self {
        let child = draw.one_in(3);
        let age = if draw.one_in(60) {
            UNKNOWN
        } else if child {
            "Child (17 or under)"
        } else {
            "Adult (18 or over)"
        };
        let male = draw.below(100) < 76;
        let sex = if draw.one_in(300) {
            "Other"
        } else if male {
            "Male"
        } else {
            "Female"
        };
        let authority = if !child && draw.one_in(5) {
            "Immigration Enforcement Competent Authority"
        } else {
            "Single Competent Authority"
        };
        let mut nationality = draw.of(NATIONALITIES);
        if child && draw.one_in(2) {
            nationality = "UK";
        }
        let exploitation_type = draw.of(EXPLOITATION);
        let criminal = exploitation_type.to_lowercase().contains("criminal");
        let version = VersionRow {
            row,
            recorded_from: received_on,
            recorded_to: CURRENT,
            received_on,
            age_group: if child { "Minor" } else { "Adult" },
            age_at_exploitation: age,
            sex,
            nationality,
            exploitation_type,
            location_of_exploitation: draw.of(LOCATIONS),
            first_responder_sector: draw.of(SECTORS),
            police_force_area: draw.of(AREAS),
            competent_authority: authority,
            county_lines: if criminal && child && draw.one_in(2) { "Yes" } else { "No" },
            screening_outcome: "accepted",
            reasonable_grounds: "Pending",
            ..VersionRow::default()
        };
        let reasonable_on = received_on + 3 + draw.below(12) + if draw.one_in(6) { draw.below(120) } else { 0 };
        let positive = draw.below(100) < 56;
        let reasonable = (reasonable_on, if positive { "Positive" } else { "Negative" });
        let reason = if positive { "" } else { draw.of(REASONS) };
        let conclusive_on = reasonable_on + 150 + draw.below(420);
        let conclusive = (conclusive_on, if draw.below(100) < 55 { "Positive" } else { "Negative" });
        let correction = match draw.below(140) {
            0 => Some(Correction::Merged),
            1 => Some(Correction::Void),
            2 => Some(Correction::Age),
            3 => Some(Correction::Nationality),
            _ => None,
        };
        let corrected = correction.map(|correction| (received_on + 20 + draw.below(200), correction));
        Self {
            row: version,
            reasonable: Some(reasonable),
            conclusive: positive.then_some(conclusive),
            reason,
            corrected,
        }
    }

    /// Records each state it went through, as far as the record goes.
    fn record(self, builder: &mut ExtractBuilder) -> Result<(), ExtractError> {
        let ends = day_number(RECORD_ENDS);
        let mut changes: Vec<(i32, Change)> = Vec::new();
        changes.extend(self.reasonable.map(|(on, outcome)| (on, Change::Reasonable(outcome))));
        changes.extend(self.conclusive.map(|(on, outcome)| (on, Change::Conclusive(outcome))));
        changes.extend(self.corrected.map(|(on, correction)| (on, Change::Corrected(correction))));
        changes.retain(|(on, _)| *on <= ends);
        changes.sort_by_key(|(on, _)| *on);
        let mut row = self.row;
        for (on, change) in changes {
            if on > row.recorded_from {
                builder.push(VersionRow { recorded_to: on, ..row })?;
                row.recorded_from = on;
            }
            match change {
                Change::Reasonable(outcome) => {
                    row.reasonable_grounds = outcome;
                    row.reasonable_grounds_on = Some(on);
                    row.reason_for_negative = self.reason;
                    row.conclusive_grounds = if outcome == "Positive" { "Pending" } else { "" };
                }
                Change::Conclusive(outcome) => {
                    row.conclusive_grounds = outcome;
                    row.conclusive_grounds_on = Some(on);
                }
                Change::Corrected(Correction::Merged) => row.screening_outcome = "merged",
                Change::Corrected(Correction::Void) => row.screening_outcome = "void",
                Change::Corrected(Correction::Age) => row.age_at_exploitation = "Child (17 or under)",
                Change::Corrected(Correction::Nationality) => row.nationality = "Eritrea",
            }
        }
        builder.push(row)
    }
}

enum Change {
    Reasonable(&'static str),
    Conclusive(&'static str),
    Corrected(Correction),
}

fn notify(draw: &mut Draw, row: u32, received_on: i32, builder: &mut ExtractBuilder) -> Result<(), ExtractError> {
    builder.push(VersionRow {
        row,
        recorded_from: received_on,
        recorded_to: CURRENT,
        received_on,
        sex: if draw.below(100) < 70 { "Male" } else { "Female" },
        nationality: draw.of(NATIONALITIES),
        exploitation_type: draw.of(EXPLOITATION),
        first_responder_sector: draw.of(SECTORS),
        screening_outcome: "accepted",
        ..VersionRow::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_call_gives_the_same_extracts_and_they_say_that_they_are_synthetic() {
        let (first, second) = (Demonstration::draw().unwrap(), Demonstration::draw().unwrap());
        assert_eq!(first.referrals.digest().unwrap(), second.referrals.digest().unwrap());
        assert_eq!(first.notifications.digest().unwrap(), second.notifications.digest().unwrap());
        assert!(first.referrals.is_synthetic() && first.notifications.is_synthetic());
        assert!(first.referrals.referrals() > 20_000, "{}", first.referrals.referrals());
    }
}
