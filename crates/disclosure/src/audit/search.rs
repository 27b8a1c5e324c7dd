//! The search through one unconnected part of a release: both ends of what each withheld cell can be.

use std::collections::{BTreeMap, HashMap};

use super::{Component, Effort, Proof, Range};
use crate::{
    attacker::{Expression, Programme},
    release::{CellId, Release},
    simplex::Ended,
    statement::Bond,
};

const STIRS: u64 = 32;

/// The search through one component.
pub(super) struct Search {
    pub(super) programme: Programme,
    targets: Vec<Target>,
}

/// An expression of columns, and every cell that it is the count of.
struct Target {
    along: Expression,
    cells: Vec<CellId>,
    /// How wide the interval of the neediest of them has to be.
    needed: i64,
}

impl Search {
    pub(super) fn new(
        release: &Release,
        component: &Component,
        bonds: &[Bond],
        values: &[f64],
        known: &[Range],
        needed: &dyn Fn(CellId) -> i64,
    ) -> Option<Self> {
        let own: Vec<Bond> = component.bonds.iter().filter_map(|number| bonds.get(*number)).cloned().collect();
        let constant = |cell: CellId| known.get(cell).filter(|range| range.is_settled()).map(|range| range.low);
        let programme = Programme::new(&own, values, &constant)?;
        let mut place_of: HashMap<Expression, usize> = HashMap::new();
        let mut targets: Vec<Target> = Vec::new();
        for id in &component.cells {
            if !release.cells.get(*id).is_some_and(|cell| cell.printed) || !programme.binds(*id) {
                continue;
            }
            let along = programme.expression(&[(*id, 1)]);
            let place = *place_of.entry(along.clone()).or_insert(targets.len());
            if place == targets.len() {
                targets.push(Target { along, cells: Vec::new(), needed: 1 });
            }
            if let Some(target) = targets.get_mut(place) {
                target.cells.push(*id);
                target.needed = target.needed.max(needed(*id));
            }
        }
        Some(Self { programme, targets })
    }

    pub(super) fn run(&mut self, effort: Effort, progress: &mut dyn FnMut(usize), known: &mut [Range]) {
        let mut ranges: Vec<Range> = self
            .targets
            .iter()
            .map(|target| {
                let mut range = Range::default();
                for other in target.cells.iter().filter_map(|cell| known.get(*cell)) {
                    range.low = range.low.max(other.low);
                    range.high = match (range.high, other.high) {
                        (Some(one), Some(two)) => Some(one.min(two)),
                        (one, two) => one.or(two),
                    };
                }
                range
            })
            .collect();
        self.note(&mut ranges);
        let to_the_ends = self.programme.width() <= effort.to_the_ends;
        if !to_the_ends {
            self.stir(effort.steps, &mut ranges);
        }
        let mut done = 0;
        for number in 0..self.targets.len() {
            if number % 64 == 0 {
                progress(done);
            }
            self.bound(number, effort.steps, to_the_ends, &mut ranges);
            done += self.targets.get(number).map_or(0, |target| target.cells.len());
        }
        for (target, range) in self.targets.iter().zip(ranges) {
            for cell in &target.cells {
                if let Some(place) = known.get_mut(*cell) {
                    *place = range;
                }
            }
        }
    }

    /// Climbs along sums of what is not yet wide enough, by turns up and down: each corner serves many at once.
    fn stir(&mut self, most: u64, ranges: &mut [Range]) {
        for round in 0..STIRS {
            let mut weights: BTreeMap<u32, i64> = BTreeMap::new();
            for (number, (target, range)) in self.targets.iter().zip(ranges.iter()).enumerate() {
                if range.reach.is_some_and(|(low, high)| high - low >= target.needed) {
                    continue;
                }
                let lot = (number as u64 ^ round << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 62;
                for (column, weight) in &target.along.columns {
                    *weights.entry(*column).or_insert(0) += if lot == 0 { -weight } else { *weight };
                }
            }
            if weights.is_empty() || self.programme.simplex.steps >= most {
                return;
            }
            let along = Expression { constant: 0, columns: weights.into_iter().collect() };
            self.programme.climb(&along, 1.0, None, 500);
            self.note(ranges);
        }
    }

    /// Finds both ends of what one expression can be, or that they are far enough apart.
    fn bound(&mut self, number: usize, most: u64, to_the_ends: bool, ranges: &mut [Range]) {
        let Some(target) = self.targets.get(number) else { return };
        let (along, needed) = (target.along.clone(), target.needed);
        let reached = |range: &Range, sign: f64, goal: Option<i64>| {
            goal.zip(range.reach).is_some_and(|(goal, (low, high))| if sign > 0.0 { high >= goal } else { low <= goal })
        };
        for sign in [-1.0, 1.0] {
            let Some(range) = ranges.get(number).copied() else { return };
            let end = if sign > 0.0 { range.high } else { Some(range.low) };
            let (low, high) = range.reach.unwrap_or((range.low, range.low));
            if reached(&range, sign, end) {
                continue;
            }
            // Enough is a step both ways and the width asked for.
            let enough =
                if sign > 0.0 { (low + needed).max(high.min(low + needed)) } else { (high - needed).max(range.low) };
            if !to_the_ends && reached(&range, sign, Some(enough)) && high - low >= needed {
                Self::stop(ranges.get_mut(number));
                continue;
            }
            let left = most.saturating_sub(self.programme.simplex.steps);
            if left == 0 {
                Self::stop(ranges.get_mut(number));
                continue;
            }
            let goal = if to_the_ends { end } else { Some(enough) };
            if let Some(goal) = goal {
                self.programme.climb_whole(&along, sign, goal as f64, left.min(500));
                self.note(ranges);
                if ranges.get(number).is_some_and(|range| reached(range, sign, Some(goal))) {
                    if !to_the_ends && end != Some(goal) {
                        Self::stop(ranges.get_mut(number));
                    }
                    continue;
                }
            }
            let until = if to_the_ends { None } else { goal.map(|goal| goal as f64) };
            let ended = self.programme.climb(&along, sign, until, left);
            let value = self.programme.value(&along);
            self.note(ranges);
            let Some(range) = ranges.get_mut(number) else { continue };
            match ended {
                // Whole counts lie within: the bound goes to the next whole number inwards.
                Ended::Optimal if sign > 0.0 => range.high = Some((value + 1e-6).floor() as i64),
                Ended::Optimal => range.low = (value - 1e-6).ceil() as i64,
                Ended::Unbounded => {}
                Ended::Reached | Ended::Stopped => Self::stop(Some(range)),
            }
        }
        if let Some(range) = ranges.get_mut(number) {
            if range.proof == Some(Proof::AtLeast) {
                let (low, high) = range.reach.unwrap_or((range.low, range.low));
                (range.low, range.high) = (low, Some(high));
            } else {
                range.proof = Some(Proof::Programmes);
            }
        }
    }

    /// What is reported of this one is what was shown possible.
    const fn stop(range: Option<&mut Range>) {
        if let Some(range) = range {
            range.proof = Some(Proof::AtLeast);
        }
    }

    /// Takes note of the table where the search stands.
    fn note(&self, ranges: &mut [Range]) {
        let whole = self.programme.is_whole();
        for (target, range) in self.targets.iter().zip(ranges) {
            let value = self.programme.value(&target.along);
            let (least, most) = ((value - 1e-6).ceil() as i64, (value + 1e-6).floor() as i64);
            let wider = |old: Option<(i64, i64)>| {
                let (low, high) = old.unwrap_or((least, most));
                Some((low.min(least), high.max(most)))
            };
            range.reach = wider(range.reach);
            if whole {
                range.seen = wider(range.seen);
            }
        }
    }
}
