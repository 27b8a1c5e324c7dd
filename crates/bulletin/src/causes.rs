//! Why a published figure moved: the part of each revision that each kind of later change explains.
//!
//! Both editions are cut from one record of versions. The versions of the earlier day are exchanged for those of the
//! later day one kind of change at a time, and the tables are made again after each: what a cell moves by at a step is
//! what that kind of change did to it. The parts add up to the whole by construction. What is left between the earlier
//! edition as published and the tables made again from its day has no cause in the record, and is named so.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    compute::{Bulletin, BulletinError, Release, Sources},
    definition::{Definitions, Layout},
    extract::{Column, Selection},
    revision::Revision,
    table::{Cell, ColumnKind},
};

/// A kind of later change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The record was made after the earlier edition.
    RecordedLater,
    /// It was found to be a duplicate and merged.
    Merged,
    /// It was found void.
    Void,
    /// The age was assessed again.
    AgeAssessedAgain,
    /// A decision was recorded, changed or withdrawn.
    Decided,
    /// Another fact was corrected.
    Corrected,
    /// The earlier edition differs from what its own record gives.
    NotInTheRecord,
}

impl Cause {
    /// The causes that a record can give, in the order in which they are told.
    const IN_THE_RECORD: [Self; 6] =
        [Self::RecordedLater, Self::Merged, Self::Void, Self::AgeAssessedAgain, Self::Decided, Self::Corrected];

    /// The cause in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RecordedLater => "recorded after the earlier edition",
            Self::Merged => "duplicate merged",
            Self::Void => "found void",
            Self::AgeAssessedAgain => "age assessed again",
            Self::Decided => "decision recorded later",
            Self::Corrected => "another fact corrected",
            Self::NotInTheRecord => "no cause in the record",
        }
    }
}

/// A revision and what explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The revision.
    #[serde(flatten)]
    pub revision: Revision,
    /// What each cause did to the figure. They add up to the difference. Internal: a part may be one person.
    pub causes: BTreeMap<Cause, i64>,
}

impl Explained {
    /// The causes in words, without their numbers: what is published.
    pub fn because(&self) -> String {
        self.causes.keys().map(|cause| cause.words()).collect::<Vec<_>>().join("; ")
    }
}

/// What each edition says in a cell, by table, row and column.
type Cells = BTreeMap<(String, String, String), u64>;

impl<'a> Bulletin<'a> {
    /// Every count that both an earlier edition and this release give, and that differs, with its causes.
    ///
    /// `earlier` is as published; `sources` stand as at the day of this release.
    ///
    /// # Errors
    /// As for [`Bulletin::compute`].
    pub fn explain(
        &self,
        earlier: &Release,
        later: &Release,
        sources: &Sources<'a>,
    ) -> Result<Vec<Explained>, BulletinError> {
        let (was, is) = (published(earlier, later, self.definitions), published(later, earlier, self.definitions));
        let moved = was.iter().filter_map(|(cell, was)| Some((cell, *was, *is.get(cell)?)));
        let moved: Vec<_> = moved.filter(|(_, was, is)| was != is).collect();
        if moved.is_empty() {
            return Ok(Vec::new());
        }
        let steps = self.steps(earlier, later, sources)?;
        let explained = moved.into_iter().filter_map(|(cell, was, is)| {
            let (table, row, column) = cell;
            let revision = Revision::between(table, row, column, Some(was), Some(is))?;
            let mut causes = BTreeMap::new();
            let mut before = signed(was);
            for (cause, cells) in &steps {
                let after = signed(cells.get(cell).copied().unwrap_or(was));
                if after != before {
                    *causes.entry(*cause).or_insert(0) += after - before;
                }
                before = after;
            }
            causes.retain(|_, part| *part != 0);
            Some(Explained { revision, causes })
        });
        Ok(explained.collect())
    }

    /// The cells after each step, the first being those of the record as the earlier edition should have had it.
    fn steps(
        &self,
        earlier: &Release,
        later: &Release,
        sources: &Sources<'a>,
    ) -> Result<Vec<(Cause, Cells)>, BulletinError> {
        let referrals = Exchange::new(&sources.referrals, earlier.as_at);
        let notifications = sources.notifications.as_ref().map(|selection| Exchange::new(selection, earlier.as_at));
        let mut steps = Vec::new();
        let mut make = |cause: Cause, round: usize, done: &[Cause]| {
            let sources = Sources {
                referrals: referrals.after(round, done),
                notifications: notifications.as_ref().map(|exchange| exchange.after(round, done)),
            };
            let release = self.compute(sources, later.period)?;
            steps.push((cause, published(&release, earlier, self.definitions)));
            Ok::<_, BulletinError>(())
        };
        make(Cause::NotInTheRecord, 0, &[])?;
        let rounds = referrals.rounds().max(notifications.as_ref().map_or(0, Exchange::rounds));
        for round in 0..rounds {
            for (place, cause) in Cause::IN_THE_RECORD.iter().enumerate() {
                let happens = |exchange: &Exchange| exchange.happens(round, *cause);
                if happens(&referrals) || notifications.as_ref().is_some_and(happens) {
                    make(*cause, round, Cause::IN_THE_RECORD.get(..=place).unwrap_or_default())?;
                }
            }
        }
        Ok(steps)
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The counts of a release that mean the same in another: in a table of periods every row, elsewhere only columns that
/// name their period, unless both releases are about the same period. What a top ten leaves over is never one thing.
fn published(release: &Release, other: &Release, definitions: &Definitions) -> Cells {
    let mut cells = BTreeMap::new();
    for table in &release.tables {
        let Some(definition) = definitions.find(&table.id) else { continue };
        let same = release.period == other.period || definition.layout == Layout::Series;
        let named = |name: &str| (-12..=0).any(|back| name.contains(&release.period.plus(back).in_a_name()));
        for row in &table.rows {
            let key = table.key(row);
            if definition.remainder.as_ref() == Some(&key) {
                continue;
            }
            let counts = table.columns.iter().zip(row).filter(|(column, _)| column.kind == ColumnKind::Count);
            for (column, count) in counts.filter_map(|(column, cell)| Some((column, Cell::count(cell)?))) {
                if same || named(&column.name) {
                    cells.insert((table.id.clone(), key.clone(), column.name.clone()), count);
                }
            }
        }
    }
    cells
}

/// What every referral went through between two days, version by version.
struct Exchange<'a> {
    later: Selection<'a>,
    each: Vec<Life>,
}

/// One referral: where it stood on the earlier day, and each version it went through to the later day with the kind of
/// change that led to it.
struct Life {
    was: Option<u32>,
    steps: Vec<(Option<u32>, Cause)>,
}

impl<'a> Exchange<'a> {
    fn new(later: &Selection<'a>, earlier_day: i32) -> Self {
        let earlier = later.extract().as_at(earlier_day);
        let mut rows: BTreeMap<u32, (Option<u32>, Option<u32>)> = BTreeMap::new();
        for (row, position) in earlier.rows() {
            rows.entry(row).or_default().0 = Some(position);
        }
        for (row, position) in later.rows() {
            rows.entry(row).or_default().1 = Some(position);
        }
        let each = rows.into_iter().map(|(row, (was, is))| Life { was, steps: steps(later, row, (was, is)) }).collect();
        Self { later: later.clone(), each }
    }

    /// The most versions that any referral went through.
    fn rounds(&self) -> usize {
        self.each.iter().map(|life| life.steps.len()).max().unwrap_or(0)
    }

    fn happens(&self, round: usize, cause: Cause) -> bool {
        self.each.iter().any(|life| life.steps.get(round).is_some_and(|(_, step)| *step == cause))
    }

    /// The selection after all steps before a round, and those of the round whose kinds are done.
    fn after(&self, round: usize, done: &[Cause]) -> Selection<'a> {
        let position = |life: &Life| {
            let now = life.steps.get(round).filter(|(_, cause)| done.contains(cause));
            let before = round.checked_sub(1).and_then(|last| life.steps.get(last).or(life.steps.last()));
            now.or(before).map_or(life.was, |(position, _)| *position)
        };
        self.later.with_positions(self.each.iter().filter_map(position).collect())
    }
}

/// The versions between two days, each with the kind of change that led to it.
fn steps(selection: &Selection<'_>, row: u32, days: (Option<u32>, Option<u32>)) -> Vec<(Option<u32>, Cause)> {
    let extract = selection.extract();
    let (first, last) = match days {
        (Some(was), Some(is)) => (was.saturating_add(1), is),
        (None, Some(is)) => {
            let first = (0..is).rev().take_while(|position| extract.row_at(*position) == Some(row)).last();
            (first.unwrap_or(is), is)
        }
        (Some(_), None) => return vec![(None, Cause::Void)],
        (None, None) => return Vec::new(),
    };
    let mut steps = Vec::new();
    let mut before = days.0;
    for position in first..=last {
        let cause = before.map_or(Cause::RecordedLater, |before| cause(selection, before, position));
        steps.push((Some(position), cause));
        before = Some(position);
    }
    steps
}

/// The one kind under which a change between two versions is told: the first that applies.
fn cause(selection: &Selection<'_>, was: u32, is: u32) -> Cause {
    let label = |column, position| selection.extract().label_at(column, position);
    let differs = |columns: &[Column]| columns.iter().any(|column| label(*column, was) != label(*column, is));
    let screened = |outcome| label(Column::ScreeningOutcome, is) == outcome && differs(&[Column::ScreeningOutcome]);
    if screened("merged") {
        Cause::Merged
    } else if screened("void") {
        Cause::Void
    } else if differs(&[Column::AgeGroup, Column::AgeAtExploitation]) {
        Cause::AgeAssessedAgain
    } else if differs(&[Column::ReasonableGrounds, Column::ConclusiveGrounds]) {
        Cause::Decided
    } else {
        Cause::Corrected
    }
}
