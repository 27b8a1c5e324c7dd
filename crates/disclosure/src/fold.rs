//! Folding: rare categories added up under one name, before anything is withheld.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    dimension::{Dimension, Node, TOTAL},
    policy::Policy,
    release::Release,
    table::{Edition, Printed, Table},
};

/// A proposal: these categories of a dimension are too small to be told by themselves.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fold {
    /// The dimension.
    pub dimension: String,
    /// The categories, rarest first.
    pub categories: Vec<String>,
    /// The category that they would be added up under; the one above them, or `Other`.
    pub into: String,
    /// How many withheld cells they account for by the primary rules alone.
    pub unsafe_cells: usize,
}

/// The name of what is left when a category stands under no other.
pub const OTHER: &str = "Other";

/// Categories whose own totals are below the threshold, by what they would be folded into.
#[must_use]
pub fn propose(release: &Release, policy: &Policy) -> Vec<Fold> {
    let mut totals: BTreeMap<(u32, Node), u64> = BTreeMap::new();
    for cell in release.cells.iter().filter(|cell| cell.printed) {
        if let ([(dimension, node)], Some(count)) = (cell.key.as_slice(), cell.count) {
            let total = totals.entry((*dimension, *node)).or_insert(0);
            *total = (*total).max(count);
        }
    }
    let mut folds: BTreeMap<(u32, Node), Vec<(u64, Node)>> = BTreeMap::new();
    for ((number, node), count) in totals {
        let Some(dimension) = release.dimensions.get(number as usize) else { continue };
        if 0 < count && count < policy.rules(dimension.is_about_children(node)).threshold {
            folds.entry((number, dimension.parent(node))).or_default().push((count, node));
        }
    }
    let mut proposals = Vec::new();
    for ((number, above), mut rare) in folds {
        let Some(dimension) = release.dimensions.get(number as usize).filter(|_| rare.len() > 1) else { continue };
        rare.sort_unstable();
        let nodes: BTreeSet<Node> = rare.iter().map(|(_, node)| *node).collect();
        let is_unsafe = |cell: &&crate::release::Cell| {
            let here = cell.key.iter().any(|(other, node)| *other == number && nodes.contains(node));
            here && cell.count.is_some_and(|count| 0 < count && count < policy.rules(cell.about_children).threshold)
        };
        proposals.push(Fold {
            dimension: dimension.name.clone(),
            categories: rare.iter().map(|(_, node)| dimension.label(*node).to_owned()).collect(),
            into: if above == TOTAL { OTHER.to_owned() } else { format!("{OTHER} {}", dimension.label(above)) },
            unsafe_cells: release.cells.iter().filter(|cell| cell.printed).filter(is_unsafe).count(),
        });
    }
    proposals
}

/// Adds up the cells of the categories of a proposal, in every current table. Bind the tables anew afterwards.
pub fn apply(fold: &Fold, dimensions: &mut [Dimension], tables: &mut [Table]) {
    let Some(number) = dimensions.iter().position(|dimension| dimension.name == fold.dimension) else { return };
    let Some(dimension) = dimensions.get_mut(number) else { return };
    let gone: BTreeSet<Node> = fold.categories.iter().filter_map(|label| dimension.find(label)).collect();
    let above = gone.first().map_or(TOTAL, |node| dimension.parent(*node));
    let into = dimension.intern(&fold.into);
    if above != TOTAL {
        let label = dimension.label(above).to_owned();
        // A new category under one that is there already closes no loop.
        let _ = dimension.put_under(&fold.into, &label);
    }
    for table in tables.iter_mut().filter(|table| table.edition == Edition::Current) {
        let Some(place) = table.dimensions.iter().position(|other| *other == number) else { continue };
        let mut folded: BTreeMap<Vec<Node>, usize> = BTreeMap::new();
        let mut cells: Vec<Printed> = Vec::new();
        for mut cell in std::mem::take(&mut table.cells) {
            if let Some(node) = cell.nodes.get_mut(place).filter(|node| gone.contains(node) || **node == into) {
                *node = into;
                if let Some(first) = folded.get(&cell.nodes).and_then(|first| cells.get_mut(*first)) {
                    first.count = first.count.zip(cell.count).map(|(one, two)| one + two);
                    first.withheld |= cell.withheld;
                    continue;
                }
                folded.insert(cell.nodes.clone(), cells.len());
            }
            cells.push(cell);
        }
        table.cells = cells;
    }
}
