//! What happened to…? A cohort through its stages, with every gap named.
//!
//! Ninety-nine people were found and fifty-five referred: a headline leaves forty-four to suspicion. A funnel says where
//! each of them is. At every stage those who reached it are those who reached the next plus the named gaps, and a funnel
//! whose gaps do not add up is refused, not drawn.

use std::{collections::BTreeMap, fmt::Write};

use serde::Serialize;

use crate::{
    dated::Placed,
    extract::{Column, Selection, date_of},
    frame::{Frame, TooManyCells},
    rounding::Percent,
    words::{grouped, list, long_date, plural},
};

/// Members of the cohort who reached a stage and not the next, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Why they did not go on: awaiting, suspended, withdrawn, negative.
    pub reason: String,
    /// How many.
    pub number: u64,
    /// Whether the stage was decided for them: only decided members count in shares of the decided.
    pub decided: bool,
}

impl Gap {
    /// Members for whom the stage is still open.
    pub fn open(reason: impl Into<String>, number: u64) -> Self {
        Self { reason: reason.into(), number, decided: false }
    }

    /// Members for whom the stage was decided otherwise.
    pub fn decided(reason: impl Into<String>, number: u64) -> Self {
        Self { reason: reason.into(), number, decided: true }
    }
}

/// One stage: how many reached it, and those who went no further.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// How many of the cohort reached it.
    pub reached: u64,
    /// Those who reached it and not the next. None at the last stage.
    pub gaps: Vec<Gap>,
}

/// A cohort through its stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Who is followed, in words.
    pub cohort: String,
    /// The unit: person, referral.
    pub unit: String,
    /// The day at the end of which the record stood so, in words.
    pub cut_off: String,
    /// The stages, in order.
    stages: Vec<Stage>,
}

/// A funnel that does not add up.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FunnelError {
    /// No stage at all.
    #[error("{cohort}: a funnel needs at least one stage")]
    Empty {
        /// The cohort.
        cohort: String,
    },
    /// Somebody is missing, or counted twice.
    #[error(
        "{cohort}, {stage}: {reached} reached the stage, but {next} went on and the named gaps hold {gaps}; name the other {} or correct the counts",
        reached.abs_diff(next + gaps)
    )]
    DoesNotAddUp {
        /// The cohort.
        cohort: String,
        /// The stage.
        stage: String,
        /// How many reached it.
        reached: u64,
        /// How many reached the next.
        next: u64,
        /// How many the gaps hold.
        gaps: u64,
    },
    /// Two gaps of one stage have the same reason.
    #[error("{cohort}, {stage}: the gap {reason} stands twice; add the two together")]
    GapTwice {
        /// The cohort.
        cohort: String,
        /// The stage.
        stage: String,
        /// The reason.
        reason: String,
    },
    /// The extract is too large to count.
    #[error("the cohort cannot be counted")]
    TooLarge(#[from] TooManyCells),
}

/// The outcome that carries a referral to the next stage.
const POSITIVE: &str = "Positive";
/// The outcomes that are decisions.
const NEGATIVE: &str = "Negative";

impl Funnel {
    /// A funnel from counts.
    ///
    /// # Errors
    /// When at any stage those who went on and the named gaps do not add up to those who reached it.
    pub fn new(cohort: &str, unit: &str, cut_off: &str, stages: Vec<Stage>) -> Result<Self, FunnelError> {
        if stages.is_empty() {
            return Err(FunnelError::Empty { cohort: cohort.to_owned() });
        }
        let nexts = stages.iter().skip(1).map(|stage| Some(stage.reached)).chain([None]);
        for (stage, next) in stages.iter().zip(nexts) {
            check(cohort, stage, next)?;
        }
        let [cohort, unit, cut_off] = [cohort, unit, cut_off].map(str::to_owned);
        Ok(Self { cohort, unit, cut_off, stages })
    }

    /// A funnel of one hand-over: how many went on, and what became of the others.
    ///
    /// # Errors
    /// When the two do not add up to `all`.
    pub fn of_hand_over(
        cohort: &str,
        unit: &str,
        all: (&str, u64),
        on: (&str, u64),
        others: Vec<Gap>,
    ) -> Result<Self, FunnelError> {
        let first = Stage { name: all.0.to_owned(), reached: all.1, gaps: others };
        let last = Stage { name: on.0.to_owned(), reached: on.1, gaps: Vec::new() };
        Self::new(cohort, unit, "", vec![first, last])
    }

    /// Follows the referrals received in one year, with any values of any columns, through screening, reasonable grounds
    /// and conclusive grounds, as at the day of the selection.
    ///
    /// # Errors
    /// When an outcome of the record has no place in the funnel, so that it does not add up.
    pub fn of_referrals(
        selection: Selection<'_>,
        year: i16,
        filter: &BTreeMap<Column, Vec<String>>,
    ) -> Result<Self, FunnelError> {
        let cut_off = date_of(selection.as_at()).map(long_date).unwrap_or_default();
        let outcomes = outcomes(selection, year, filter)?;
        let number =
            |wanted: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|(o, _)| wanted(o)).map(|(_, n)| n).sum();
        let accepted = |o: &Outcome| o.screening == "accepted";
        let positive = |o: &Outcome| accepted(o) && o.reasonable_grounds == POSITIVE;
        let confirmed = |o: &Outcome| positive(o) && o.conclusive_grounds == POSITIVE;
        let gaps = |inside: &dyn Fn(&Outcome) -> bool, of: &dyn Fn(&Outcome) -> &str, on: &str| {
            let mut gaps: BTreeMap<String, Gap> = BTreeMap::new();
            for (outcome, number) in outcomes.iter().filter(|(o, _)| inside(o) && of(o) != on) {
                let gap = gap(of(outcome), *number);
                gaps.entry(gap.reason.clone()).and_modify(|sum| sum.number += number).or_insert(gap);
            }
            gaps.into_values().collect::<Vec<_>>()
        };
        let stage = |name: &str, reached: u64, gaps| Stage { name: name.to_owned(), reached, gaps };
        let stages = vec![
            stage("received", number(&|_| true), gaps(&|_| true, &|o| &o.screening, "accepted")),
            stage("accepted at screening", number(&accepted), gaps(&accepted, &|o| &o.reasonable_grounds, POSITIVE)),
            stage(
                "reasonable grounds positive",
                number(&positive),
                gaps(&positive, &|o| &o.conclusive_grounds, POSITIVE),
            ),
            stage("conclusive grounds positive", number(&confirmed), Vec::new()),
        ];
        let filters = filter
            .iter()
            .map(|(column, values)| format!(", {} {}", column.name().replace('_', " "), values.join(" or ")));
        let cohort = format!("referrals received in {year}{}", filters.collect::<String>());
        Self::new(&cohort, "referral", &cut_off, stages)
    }

    /// The stages, in order.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The funnel as plain text: for each stage those who reached it, the share of all and of the decided with both
    /// denominators, and the named gaps.
    pub fn text(&self) -> String {
        let all = self.stages.first().map_or(0, |stage| stage.reached);
        let mut text = format!("What happened to {}?\n", self.cohort);
        if !self.cut_off.is_empty() {
            let _ = writeln!(text, "The record as it stood at the end of {}.", self.cut_off);
        }
        let mut before: Option<&Stage> = None;
        for stage in &self.stages {
            let _ = write!(text, "\n{}: {}", stage.name, plural(stage.reached, &self.unit));
            if let Some(before) = before {
                text.push_str(&shares(stage, before, all));
            }
            text.push('\n');
            for gap in &stage.gaps {
                let share = Percent::share(gap.number, stage.reached, 1)
                    .map(|p| format!(" ({p}% of {})", grouped(stage.reached)));
                let _ = writeln!(text, "  gap: {} {}{}", grouped(gap.number), gap.reason, share.unwrap_or_default());
            }
            before = Some(stage);
        }
        text
    }
}

/// Shares of a stage: of the whole cohort, of those at the stage before, and of those decided there.
fn shares(stage: &Stage, before: &Stage, all: u64) -> String {
    let decided = stage.reached + before.gaps.iter().filter(|gap| gap.decided).map(|gap| gap.number).sum::<u64>();
    let mut bases = vec![(all, "all")];
    if before.reached != all {
        bases.push((before.reached, before.name.as_str()));
    }
    if decided != before.reached {
        bases.push((decided, "decided"));
    }
    let shares = bases.iter().filter_map(|(base, name)| {
        Percent::share(stage.reached, *base, 1).map(|percent| format!("{percent}% of {} {name}", grouped(*base)))
    });
    let shares: Vec<String> = shares.collect();
    format!(" ({})", list(&shares.iter().map(String::as_str).collect::<Vec<_>>()))
}

fn check(cohort: &str, stage: &Stage, next: Option<u64>) -> Result<(), FunnelError> {
    let gaps: u64 = stage.gaps.iter().map(|gap| gap.number).sum();
    for (place, gap) in stage.gaps.iter().enumerate() {
        if stage.gaps.iter().skip(place + 1).any(|other| other.reason == gap.reason) {
            let [cohort, stage, reason] = [cohort, &stage.name, &gap.reason].map(str::to_owned);
            return Err(FunnelError::GapTwice { cohort, stage, reason });
        }
    }
    let last_without_gaps = next.is_none() && gaps == 0;
    let next = next.unwrap_or(0);
    if stage.reached == next + gaps || last_without_gaps {
        return Ok(());
    }
    let [cohort, name] = [cohort, &stage.name].map(str::to_owned);
    Err(FunnelError::DoesNotAddUp { cohort, stage: name, reached: stage.reached, next, gaps })
}

/// Where one kind of referral stands.
struct Outcome {
    screening: String,
    reasonable_grounds: String,
    conclusive_grounds: String,
}

fn outcomes(
    selection: Selection<'_>,
    year: i16,
    filter: &BTreeMap<Column, Vec<String>>,
) -> Result<Vec<(Outcome, u64)>, TooManyCells> {
    let mut frame = Frame::new(Placed::in_years(selection), year..=year, &BTreeMap::new());
    let mut columns = vec![Column::ScreeningOutcome, Column::ReasonableGrounds, Column::ConclusiveGrounds];
    columns.extend(filter.keys());
    let cube = frame.count(&columns)?;
    let mut outcomes = Vec::new();
    cube.for_each(|_, codes, number| {
        let label =
            |place: usize| codes.get(place).and_then(|code| cube.labels(place).get(*code)).map_or("", String::as_str);
        if filter.values().enumerate().all(|(n, wanted)| wanted.iter().any(|value| value == label(3 + n))) {
            let [screening, reasonable_grounds, conclusive_grounds] = [label(0), label(1), label(2)].map(str::to_owned);
            outcomes.push((Outcome { screening, reasonable_grounds, conclusive_grounds }, number));
        }
    });
    Ok(outcomes)
}

fn gap(reason: &str, number: u64) -> Gap {
    match reason {
        "Pending" | "pending" => Gap::open("awaiting", number),
        "" => Gap::open("not recorded", number),
        NEGATIVE => Gap::decided("negative", number),
        "void" | "merged" => Gap::decided(reason, number),
        _ => Gap::open(reason.to_lowercase(), number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_nine_found_fifty_five_referred_and_the_other_forty_four_by_disposition() {
        let others = vec![
            Gap::open("awaiting consent", 10),
            Gap::decided("declined", 21),
            Gap::decided("safeguarded by a council", 13),
        ];
        let funnel = Funnel::of_hand_over(
            "the people found in the operation",
            "person",
            ("found", 99),
            ("referred", 55),
            others,
        )
        .unwrap();
        insta::assert_snapshot!(funnel.text(), @r"
        What happened to the people found in the operation?

        found: 99 persons
          gap: 10 awaiting consent (10.1% of 99)
          gap: 21 declined (21.2% of 99)
          gap: 13 safeguarded by a council (13.1% of 99)

        referred: 55 persons (55.6% of 99 all and 61.8% of 89 decided)
        ");
    }

    #[test]
    fn a_funnel_that_leaves_somebody_out_is_refused() {
        let others = vec![Gap::decided("declined", 43)];
        let error =
            Funnel::of_hand_over("the operation", "person", ("found", 99), ("referred", 55), others).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the operation, found: 99 reached the stage, but 55 went on and the named gaps hold 43; name the other 1 or correct the counts"
        );
        let twice = vec![Gap::decided("declined", 43), Gap::open("declined", 1)];
        let error =
            Funnel::of_hand_over("the operation", "person", ("found", 99), ("referred", 55), twice).unwrap_err();
        assert!(matches!(error, FunnelError::GapTwice { .. }));
        assert!(matches!(Funnel::new("nobody", "person", "", Vec::new()), Err(FunnelError::Empty { .. })));
    }
}
