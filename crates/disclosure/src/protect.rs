//! Secondary suppression over all tables of a release at once.
//!
//! First every division of a cell that shows a withheld part by subtraction gets a second one. Then the attacker's
//! programme is asked whether each need is met; where it is not, the same programme is solved with the published cells
//! set loose at a price, and the cheapest ones that meet the need are withheld. A table that shows a need to be met goes on
//! showing it when more is withheld.

mod close;
mod repair;

use std::collections::BTreeMap;

use crate::{
    attacker::{Expression, Programme, bonds, is_seen, starting_values},
    policy::Policy,
    primary::{Need, Reason, mark},
    refusal::Refusal,
    release::{CellId, Release, Status},
    statement::{Figure, Statement},
};

/// What was withheld, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Every need: one a withheld cell, and one a group.
    pub needs: Vec<Need>,
    /// Cells whose need cannot be met: what pins them is printed in the text, in an earlier edition, or is all there is.
    pub unprotected: Vec<CellId>,
}

impl Outcome {
    /// How many cells are withheld for each reason.
    #[must_use]
    pub fn counts(&self, release: &Release) -> BTreeMap<Reason, usize> {
        let mut counts = BTreeMap::new();
        let mut told = vec![false; release.cells.len()];
        for need in &self.needs {
            if let Some(told) = told.get_mut(need.cell).filter(|told| !**told && !is_seen(release, need.cell)) {
                *told = true;
                *counts.entry(need.reason).or_insert(0) += 1;
            }
        }
        let others = release.withheld().filter(|id| !told.get(*id).copied().unwrap_or(true)).count();
        if others > 0 {
            *counts.entry(Reason::Secondary).or_insert(0) += others;
        }
        counts
    }
}

/// Withholds what the policy says is unsafe, and what more it takes that no reader can compute it. `progress` is told how
/// many of how many needs are met.
///
/// # Errors
/// [`Refusal`] if the tables may not be published together, a count is missing, or the text does not follow from the cells.
pub fn protect(
    release: &mut Release,
    statements: &[Statement],
    policy: &Policy,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Outcome, Refusal> {
    policy.check(release)?;
    require_counts(release)?;
    for statement in statements {
        statement.check(release)?;
        if let Figure::Number { cells, .. } = &statement.figure
            && let [only] = cells.as_slice()
            && let Some(cell) = release.cells.get_mut(*only)
        {
            // A number of one cell prints that cell.
            (cell.known_for_good, cell.printed, cell.status) = (true, true, Status::Published);
        }
    }
    let needs = mark(release, policy);
    close::close(release, &needs);
    let mut protector = Protector::new(release, statements, needs)?;
    protector.run(progress)
}

/// A current table without its counts can be audited, not protected.
fn require_counts(release: &Release) -> Result<(), Refusal> {
    for (table, lattice) in release.tables.iter().zip(&release.lattices) {
        let current = table.edition == crate::table::Edition::Current;
        let missing = table.cells.iter().find(|printed| current && printed.count.is_none());
        if let Some(printed) = missing {
            let cell = lattice.cell(lattice.code(&printed.nodes)).map(|id| release.words(id)).unwrap_or_default();
            return Err(Refusal::UnknownCount { table: table.id.clone(), line: printed.line, cell });
        }
    }
    Ok(())
}

/// How costly it is to readers to lose a cell: totals and large counts most.
pub(crate) fn worth(release: &Release, id: CellId) -> f64 {
    release.cells.get(id).map_or(1.0, |cell| {
        let count = cell.count.unwrap_or(0) as f64;
        (1.0 + 3.0 * f64::from(cell.height)) * (1.0 + (1.0 + count).ln())
    })
}

/// Works through the needs of a release.
struct Protector<'a> {
    release: &'a mut Release,
    statements: &'a [Statement],
    programme: Programme,
    needs: Vec<Need>,
    /// The expression of each need in columns of the programme.
    expressions: Vec<Expression>,
    /// For each need: the least and greatest value of its expression that a table has shown.
    shown: Vec<(i64, i64)>,
    unprotected: Vec<CellId>,
}

const MOST_STEPS: u64 = 20_000;
const STIRS: u64 = 24;

impl<'a> Protector<'a> {
    fn new(release: &'a mut Release, statements: &'a [Statement], needs: Vec<Need>) -> Result<Self, Refusal> {
        let programme = build(release, statements)?;
        let mut protector = Self {
            release,
            statements,
            programme,
            needs: Vec::new(),
            expressions: Vec::new(),
            shown: Vec::new(),
            unprotected: Vec::new(),
        };
        for need in needs {
            protector.add(need);
        }
        let known: Vec<bool> = {
            let mut known = vec![false; protector.release.cells.len()];
            for need in protector.needs.iter().filter(|need| need.reason != Reason::GroupDisclosure) {
                if let Some(place) = known.get_mut(need.cell) {
                    *place = true;
                }
            }
            known
        };
        let others: Vec<CellId> =
            protector.release.withheld().filter(|id| !known.get(*id).copied().unwrap_or(true)).collect();
        for id in others {
            protector.add_secondary(id);
        }
        Ok(protector)
    }

    fn add(&mut self, need: Need) {
        self.shown.push((need.value, need.value));
        self.expressions.push(self.programme.expression(&need.terms));
        self.needs.push(need);
    }

    fn add_secondary(&mut self, id: CellId) {
        let count = self.release.cells.get(id).and_then(|cell| cell.count);
        // Of an earlier edition only the public copy is at hand: some count that fits stands in for the true one.
        let fits = || self.programme.value(&self.programme.expression(&[(id, 1)])).round() as i64;
        let value = count.map_or_else(fits, |count| i64::try_from(count).unwrap_or(i64::MAX / 4));
        self.add(Need::secondary(id, value, Reason::Secondary));
    }

    fn run(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<Outcome, Refusal> {
        // The neediest first: what they make withheld often serves the others.
        let mut order: Vec<usize> = (0..self.needs.len()).collect();
        order.sort_by_key(|number| {
            self.needs.get(*number).map(|need| (need.reason, -need.width, need.value, need.cell))
        });
        self.stir();
        let mut next = 0;
        while next < order.len() {
            if next % 32 == 0 {
                progress(next, order.len());
            }
            let Some(number) = order.get(next).copied() else { break };
            next += 1;
            let before = self.needs.len();
            self.meet(number)?;
            order.extend(before..self.needs.len());
        }
        Ok(Outcome { needs: std::mem::take(&mut self.needs), unprotected: std::mem::take(&mut self.unprotected) })
    }

    /// Climbs along sums of what is still unmet, half of it up and half down: each corner meets many needs at once.
    fn stir(&mut self) {
        for round in 0..STIRS {
            let mut weights = BTreeMap::new();
            let unmet = (0..self.needs.len()).filter(|number| !self.is_met(*number));
            for number in unmet.collect::<Vec<_>>() {
                let Some(along) = self.expressions.get(number) else { continue };
                let up = (number as u64 ^ round).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 62;
                // Counts are small: down is soon reached, up needs more room.
                let sign = if up == 0 { -1 } else { 1 };
                for (column, weight) in &along.columns {
                    *weights.entry(*column).or_insert(0) += weight * sign;
                }
            }
            if weights.is_empty() {
                return;
            }
            let along = Expression { constant: 0, columns: weights.into_iter().collect() };
            self.programme.climb(&along, 1.0, None, 600);
            self.note();
        }
    }

    /// What is still missing from a need: how far up, and how far down.
    fn missing(&self, number: usize) -> Option<(Need, i64, i64)> {
        let need = self.needs.get(number)?.clone();
        let (low, high) = self.shown.get(number).copied()?;
        let up = (need.value + need.above - high).max(0);
        let down = (low - (need.value - need.below)).max(0);
        Some((need, up, down))
    }

    fn is_met(&self, number: usize) -> bool {
        let wide = self
            .shown
            .get(number)
            .zip(self.needs.get(number))
            .is_none_or(|((low, high), need)| high - low >= need.width);
        wide && self.missing(number).is_none_or(|(_, up, down)| up == 0 && down == 0)
    }

    fn meet(&mut self, number: usize) -> Result<(), Refusal> {
        if self.is_met(number) {
            return Ok(());
        }
        let Some((need, _, _)) = self.missing(number) else { return Ok(()) };
        if need.reason != Reason::GroupDisclosure && is_seen(self.release, need.cell) {
            // Known for good: the audit names it.
            self.unprotected.push(need.cell);
            return Ok(());
        }
        // Up as far as is asked for, then down for the rest, then up again if down was not enough.
        let most_down = need.value;
        let wanted_up = (need.value + need.above).max(need.value + need.width - most_down.min(need.width));
        let goals = [(1.0, wanted_up), (-1.0, need.value - need.below), (1.0, need.value + need.width)];
        for (sign, goal) in goals {
            if self.is_met(number) {
                return Ok(());
            }
            self.search(number, sign, goal);
        }
        self.search(number, -1.0, (need.value - need.width).max(0));
        if self.is_met(number) {
            return Ok(());
        }
        self.mend(number, &need)
    }

    /// Looks for a table in which the expression is at least (or at most) the goal, and takes note of what it passes.
    fn search(&mut self, number: usize, sign: f64, goal: i64) -> bool {
        let Some(along) = self.expressions.get(number) else { return false };
        if !self.programme.climb_whole(along, sign, goal as f64, MOST_STEPS) {
            self.programme.climb(along, sign, Some(goal as f64), MOST_STEPS);
        }
        self.note();
        let (low, high) = self.shown.get(number).copied().unwrap_or_default();
        if sign > 0.0 { high >= goal } else { low <= goal }
    }

    /// Takes note of how far the table where the search stands is from the true one, in whole people.
    fn note(&mut self) {
        for (along, shown) in self.expressions.iter().zip(&mut self.shown) {
            let value = self.programme.value(along);
            let (least, most) = ((value - 1e-6).ceil() as i64, (value + 1e-6).floor() as i64);
            *shown = (shown.0.min(least), shown.1.max(most));
        }
    }

    fn rebuild(&mut self) -> Result<(), Refusal> {
        self.programme = build(self.release, self.statements)?;
        self.expressions = self.needs.iter().map(|need| self.programme.expression(&need.terms)).collect();
        Ok(())
    }
}

fn build(release: &Release, statements: &[Statement]) -> Result<Programme, Refusal> {
    let bonds = bonds(release, statements);
    let values = starting_values(release, &bonds)?;
    let seen = |cell: CellId| {
        release.cells.get(cell).filter(|_| is_seen(release, cell)).map(|cell| cell.count.unwrap_or(0) as i64)
    };
    Programme::new(&bonds, &values, &seen)
        .ok_or_else(|| Refusal::Impossible("the programme cannot be solved".to_owned()))
}
