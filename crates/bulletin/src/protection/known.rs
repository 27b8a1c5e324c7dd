//! What readers have: this edition, and beside it every other that they have already.

use std::collections::{BTreeMap, BTreeSet};

use manumit_disclosure::release::{PlainCell, PlainSum};

use super::{
    exposure::{Exposed, Exposure},
    name::Name,
};
use crate::{
    definition::{Counts, Dated},
    period::Period,
};

/// The cells and sums of this edition and those before, in the engine's terms.
pub(super) struct Known {
    pub(super) names: Vec<Name>,
    pub(super) cells: Vec<PlainCell>,
    pub(super) sums: Vec<PlainSum>,
    /// Cells that moved since an edition before, with their counts then.
    pub(super) revised: Vec<(usize, u64)>,
    index: BTreeMap<Name, usize>,
    bound: BTreeSet<(usize, Vec<usize>)>,
}

impl Known {
    /// Puts the editions before beside this one.
    ///
    /// Where a count of one population moved, two editions are of different records: the earlier figures bind nothing then,
    /// and what moved is told apart.
    pub(super) fn of(now: &Exposure, before: &[Exposure]) -> Self {
        let names: Vec<Name> = now.cells.iter().map(|exposed| exposed.name.clone()).collect();
        let mut known = Self {
            index: names.iter().cloned().zip(0..).collect(),
            names,
            cells: now.cells.iter().map(|exposed| plain(exposed, true)).collect(),
            sums: Vec::new(),
            revised: Vec::new(),
            bound: BTreeSet::new(),
        };
        for (whole, parts) in &now.sums {
            known.bind(*whole, parts.clone(), true);
        }
        for earlier in before {
            known.join(earlier, now.cells.len());
        }
        known.bind_years();
        known
    }

    /// Adds what an earlier edition printed; this one has so many cells.
    fn join(&mut self, before: &Exposure, own: usize) {
        let mut moved: BTreeSet<(Counts, Dated, Period)> = BTreeSet::new();
        for earlier in &before.cells {
            let found = self.index.get(&earlier.name).and_then(|id| Some((*id, self.cells.get(*id)?.count?)));
            if let Some(((id, _), then)) = found.zip(earlier.count).filter(|((_, count), then)| count != then) {
                if id < own {
                    self.revised.push((id, then));
                }
                moved.insert(earlier.name.population());
            }
        }
        let mut ids: BTreeMap<usize, usize> = BTreeMap::new();
        let stood = before.cells.iter().enumerate().filter(|(_, cell)| !moved.contains(&cell.name.population()));
        for (number, earlier) in stood {
            let seen = earlier.count.is_some() && earlier.printed().next().is_some();
            let id = self.add(&earlier.name, plain(earlier, false));
            if let Some(place) = self.cells.get_mut(id) {
                place.known_for_good |= seen;
                place.places = place.places.max(u32::from(seen));
                // What this edition withholds and another printed is known.
                place.count = place.count.or(earlier.count);
            }
            ids.insert(number, id);
        }
        for (whole, parts) in &before.sums {
            let parts: Option<Vec<usize>> = parts.iter().map(|part| ids.get(part).copied()).collect();
            if let Some((whole, parts)) = ids.get(whole).copied().zip(parts) {
                self.bind(whole, parts, false);
            }
        }
    }

    /// The cell of a name, which is added if it is not there yet.
    fn add(&mut self, name: &Name, cell: PlainCell) -> usize {
        *self.index.entry(name.clone()).or_insert_with(|| {
            self.names.push(name.clone());
            self.cells.push(cell);
            self.cells.len() - 1
        })
    }

    fn bind(&mut self, whole: usize, parts: Vec<usize>, is_current: bool) {
        let mut ordered = parts.clone();
        ordered.sort_unstable();
        if self.bound.insert((whole, ordered)) {
            self.sums.push(PlainSum { whole, parts, is_current });
        }
    }

    /// Binds what is counted in a year to the same in its four quarters, where editions of both are at hand. Who has the year
    /// and three quarters has the fourth.
    fn bind_years(&mut self) {
        let years = self.names.iter().filter(|name| name.is_of_a_year());
        for year in years.cloned().collect::<Vec<_>>() {
            let quarters: Vec<Name> =
                (0..4).map(|quarter| Name { period: year.period.quarter(quarter), ..year.clone() }).collect();
            let Some(whole) = self.index.get(&year).copied() else { continue };
            let missing: Vec<&Name> = quarters.iter().filter(|name| !self.index.contains_key(*name)).collect();
            if missing.len() > 1 {
                continue;
            }
            let count = |known: &Self, id: usize| known.cells.get(id).and_then(|cell| cell.count);
            let told = |known: &Self| {
                let others = quarters.iter().filter_map(|name| known.index.get(name)).map(|id| count(known, *id));
                count(known, whole).zip(others.sum::<Option<u64>>())
            };
            if let Some(name) = missing.first().copied().cloned() {
                let left = told(self).map(|(all, told)| all.checked_sub(told));
                // Of two records: one was revised since.
                let Some(left) = left.map_or(Some(None), |left| left.map(Some)) else { continue };
                self.add(&name, plain(&Exposed { name: name.clone(), count: left, places: Vec::new() }, false));
            } else if told(self).is_some_and(|(all, told)| all != told) {
                continue;
            }
            let parts: Option<Vec<usize>> = quarters.iter().map(|name| self.index.get(name).copied()).collect();
            if let Some(parts) = parts {
                self.bind(whole, parts, false);
            }
        }
    }
}

fn plain(cell: &Exposed, is_current: bool) -> PlainCell {
    PlainCell {
        words: cell.name.words(),
        count: cell.count,
        is_current,
        known_for_good: false,
        about_children: cell.name.is_about_children(),
        uninformative: cell.name.is_uninformative(),
        places: u32::try_from(cell.printed().count()).unwrap_or(u32::MAX),
        height: cell.name.height(),
    }
}
