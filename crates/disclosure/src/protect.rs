//! Secondary suppression over all tables of a release at once.
//!
//! First every division of a cell that shows a withheld part by subtraction gets a second one. Then the attacker's
//! programme is asked whether each need is met; where it is not, the same programme is solved with the published cells
//! set loose at a price, and the cheapest ones that meet the need are withheld. Proofs are tables of whole numbers, and
//! stay proofs when more is withheld.

mod close;
mod repair;

use std::collections::BTreeMap;

use crate::{
    attacker::{Programme, bonds, is_seen, starting_values},
    policy::Policy,
    primary::{Need, Reason, mark},
    refusal::Refusal,
    release::{CellId, Release},
    statement::Statement,
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
    /// For each need: the least and greatest value of its expression that a whole table has shown.
    shown: Vec<(i64, i64)>,
    /// The needs that a cell takes part in.
    needs_of: Vec<Vec<u32>>,
    unprotected: Vec<CellId>,
}

const MOST_STEPS: u64 = 20_000;

impl<'a> Protector<'a> {
    fn new(release: &'a mut Release, statements: &'a [Statement], needs: Vec<Need>) -> Result<Self, Refusal> {
        let programme = build(release, statements)?;
        let mut protector = Self {
            release,
            statements,
            programme,
            needs: Vec::new(),
            shown: Vec::new(),
            needs_of: Vec::new(),
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
        let number = self.needs.len() as u32;
        self.needs_of.resize(self.release.cells.len(), Vec::new());
        for (cell, _) in &need.terms {
            if let Some(list) = self.needs_of.get_mut(*cell) {
                list.push(number);
            }
        }
        self.shown.push((need.value, need.value));
        self.needs.push(need);
    }

    fn add_secondary(&mut self, id: CellId) {
        let count = self.release.cells.get(id).and_then(|cell| cell.count).unwrap_or(0);
        self.add(Need::secondary(id, i64::try_from(count).unwrap_or(i64::MAX / 4), Reason::Secondary));
    }

    fn run(mut self: &mut Self, progress: &mut dyn FnMut(usize, usize)) -> Result<Outcome, Refusal> {
        // The neediest first: what they make withheld often serves the others.
        let mut order: Vec<usize> = (0..self.needs.len()).collect();
        order.sort_by_key(|number| self.needs.get(*number).map(|need| (need.reason, -need.width, need.value, need.cell)));
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
        let this = &mut self;
        Ok(Outcome { needs: std::mem::take(&mut this.needs), unprotected: std::mem::take(&mut this.unprotected) })
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
        let wide = self.shown.get(number).zip(self.needs.get(number)).is_none_or(|((low, high), need)| high - low >= need.width);
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
        let Some(need) = self.needs.get(number).cloned() else { return false };
        self.programme.climb(&need.terms, sign, Some(goal as f64 * sign), MOST_STEPS);
        self.note();
        let (low, high) = self.shown.get(number).copied().unwrap_or_default();
        if sign > 0.0 { high >= goal } else { low <= goal }
    }

    /// Takes note of where the search stands, if that is a table of whole numbers.
    fn note(&mut self) {
        let Some(table) = self.programme.whole_table() else { return };
        let value_of = |cell: CellId, programme: &Programme| {
            programme.column_of.get(&cell).and_then(|column| table.get(*column as usize)).copied()
        };
        for (need, shown) in self.needs.iter().zip(&mut self.shown) {
            let value: Option<i64> = match need.terms.as_slice() {
                [(cell, 1)] => value_of(*cell, &self.programme),
                terms => terms.iter().map(|(cell, weight)| Some(value_of(*cell, &self.programme)? * weight)).sum(),
            };
            if let Some(value) = value {
                *shown = (shown.0.min(value), shown.1.max(value));
            }
        }
    }

    fn rebuild(&mut self) -> Result<(), Refusal> {
        self.programme = build(self.release, self.statements)?;
        Ok(())
    }
}

fn build(release: &Release, statements: &[Statement]) -> Result<Programme, Refusal> {
    let bonds = bonds(release, statements);
    let values = starting_values(release, &bonds)?;
    Programme::new(release, bonds, &values).ok_or_else(|| Refusal::Impossible("the programme cannot be solved".to_owned()))
}
