//! Primary rules: which cells are unsafe by themselves, why, and what an attacker must not learn of them.

use std::collections::BTreeMap;

use crate::{
    policy::Policy,
    release::{CellId, Release, Status},
    table::Edition,
};

/// Why a cell needs protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Few people.
    SmallCount,
    /// Few people but for one who knows themself.
    OneRemoved,
    /// A whole group in one category.
    GroupDisclosure,
    /// The change since an earlier edition is a few people.
    Difference,
    /// Withheld in the table as given.
    AsGiven,
    /// Withheld to protect another.
    Secondary,
}

/// What must stay unknown: the value of an expression of cells, within an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The cell that the need is about.
    pub cell: CellId,
    /// The expression: a cell, or a group less the part of it that stands in one category.
    pub terms: Vec<(CellId, i64)>,
    /// Its true value.
    pub value: i64,
    /// By how much less it must be possible to be.
    pub below: i64,
    /// By how much more it must be possible to be.
    pub above: i64,
    /// How wide the interval of possible values must be.
    pub width: i64,
    /// Why.
    pub reason: Reason,
}

impl Need {
    /// What a cell withheld for another's sake needs: not to be known.
    #[must_use]
    pub fn secondary(cell: CellId, value: i64, reason: Reason) -> Self {
        Self { cell, terms: vec![(cell, 1)], value, below: 0, above: 0, width: 1, reason }
    }
}

/// Applies the rules to every printed cell of the current edition: marks the unsafe ones withheld, and says what each needs.
pub fn mark(release: &mut Release, policy: &Policy) -> Vec<Need> {
    let mut needs: BTreeMap<(CellId, Reason), Need> = BTreeMap::new();
    let current = current_cells(release);
    let mut unsafe_cell = |release: &mut Release, id: CellId, reason: Reason| {
        let Some(cell) = release.cells.get_mut(id) else { return };
        let Some(count) = cell.count.and_then(|count| i64::try_from(count).ok()) else { return };
        let width = i64::try_from(policy.rules(cell.about_children).threshold).unwrap_or(i64::MAX / 4).max(2);
        if !cell.known_for_good {
            cell.status = Status::Withheld;
        }
        let need = Need { cell: id, terms: vec![(id, 1)], value: count, below: 1.min(count), above: 1, width, reason };
        needs.entry((id, Reason::SmallCount)).or_insert(need);
    };
    for id in current {
        let Some(cell) = release.cells.get(id) else { continue };
        let (rules, count) = (policy.rules(cell.about_children), cell.count.unwrap_or(0));
        if 0 < count && count < rules.threshold {
            unsafe_cell(release, id, Reason::SmallCount);
        } else if 0 < count && rules.one_removed && count <= rules.threshold {
            unsafe_cell(release, id, Reason::OneRemoved);
        }
    }
    if policy.differences {
        for (id, then) in release.revised.clone() {
            let Some(cell) = release.cells.get(id) else { continue };
            let change = cell.count.unwrap_or(0).abs_diff(then);
            if change > 0 && change < policy.rules(cell.about_children).threshold {
                unsafe_cell(release, id, Reason::Difference);
            }
        }
    }
    let given: Vec<CellId> = release.withheld().collect();
    for id in given {
        let count = release.cells.get(id).and_then(|cell| cell.count).and_then(|count| i64::try_from(count).ok());
        let small = needs.contains_key(&(id, Reason::SmallCount));
        if let Some(count) = count.filter(|_| !small) {
            needs.insert((id, Reason::SmallCount), Need::secondary(id, count, Reason::AsGiven));
        }
    }
    for need in groups(release, policy) {
        needs.insert((need.cell, Reason::GroupDisclosure), need);
    }
    needs.into_values().collect()
}

/// The printed cells of the current edition.
pub(crate) fn current_cells(release: &Release) -> Vec<CellId> {
    let mut current = vec![false; release.cells.len()];
    for (table, lattice) in release.tables.iter().zip(&release.lattices) {
        if table.edition == Edition::Current {
            for id in table.cells.iter().filter_map(|printed| lattice.cell(lattice.code(&printed.nodes))) {
                if let Some(place) = current.get_mut(id) {
                    *place = true;
                }
            }
        }
    }
    current.iter().enumerate().filter(|(_, is)| **is).map(|(id, _)| id).collect()
}

/// Groups that fall wholly into one category of a dimension, which a reader would learn of each member.
fn groups(release: &Release, policy: &Policy) -> Vec<Need> {
    let mut needs = Vec::new();
    for relation in &release.relations {
        let current = release.tables.get(relation.table).is_some_and(|table| table.edition == Edition::Current);
        let (Some(whole), true) = (release.cells.get(relation.whole), current) else { continue };
        let (count, rules) = (whole.count.unwrap_or(0), policy.rules(whole.about_children));
        let seen = whole.status == Status::Published && rules.group_from.is_some_and(|from| count >= from);
        let with_people =
            relation.parts.iter().filter(|part| release.cells.get(**part).is_some_and(|cell| cell.count != Some(0)));
        let with_people: Vec<CellId> = with_people.copied().collect();
        let [only] = with_people.as_slice() else { continue };
        let Some(part) = release.cells.get(*only).filter(|_| seen) else { continue };
        let node = part.key.iter().find(|(dimension, _)| *dimension as usize == relation.dimension).map(|pair| pair.1);
        let dimension = release.dimensions.get(relation.dimension);
        let telling = dimension.zip(node).is_some_and(|(dimension, node)| !dimension.is_uninformative(node));
        // A dimension with one category tells nothing by being in it.
        if telling && relation.categories > 1 && part.count == whole.count {
            let terms = vec![(relation.whole, 1), (*only, -1)];
            needs.push(Need {
                cell: *only,
                terms,
                value: 0,
                below: 0,
                above: 1,
                width: 1,
                reason: Reason::GroupDisclosure,
            });
        }
    }
    needs
}
