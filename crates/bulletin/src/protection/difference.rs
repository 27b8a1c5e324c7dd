//! Two editions of one period as at two days: what moved between them by few people, whoever has both can see.

use std::collections::BTreeSet;

use super::{Beside, Exposure, ProtectionError, name::Name};
use crate::{audit::CellName, compute::Release, definition::Definitions};

/// A count that stands in two editions and moved between them by few people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table of the later edition; empty where no table prints the count and it follows from others.
    pub table: String,
    /// Its cell.
    pub cell: CellName,
    /// The count of the earlier edition.
    pub was: u64,
    /// The count of the later.
    pub is: u64,
}

/// Whether a change of a count tells something of those who came or went: that so many were recorded since says nothing of
/// them, but of which sex they are does.
fn tells(name: &Name) -> bool {
    !name.key.is_empty()
}

impl super::Protection<'_> {
    /// The cells that moved since any of the earlier days, with their counts then.
    pub(super) fn moved(&self, now: &Exposure) -> Result<Vec<(usize, u64)>, ProtectionError> {
        let mut moved = BTreeSet::new();
        for release in self.stood {
            moved.extend(changes(self.definitions, release, now)?);
        }
        Ok(moved.into_iter().collect())
    }
}

/// The cells of an edition that had another count in an earlier one, with it.
fn changes(definitions: &Definitions, earlier: &Release, now: &Exposure) -> Result<Vec<(usize, u64)>, ProtectionError> {
    let earlier = Exposure::of(definitions, earlier)?;
    let known = earlier.cells.iter().filter(|cell| tells(&cell.name));
    let both = known.filter_map(|cell| Some((now.find(&cell.name)?, now.count(&cell.name)?, cell.count?)));
    Ok(both.filter(|(_, is, was)| is != was).map(|(id, _, was)| (id, was)).collect())
}

/// The counts that two editions of the same tables print, or that follow from what each prints, and that differ by fewer
/// people than a threshold: by table and cell of the later one.
///
/// # Errors
/// [`ProtectionError`] for a table that is no table of counts.
pub fn small_differences(
    later: Beside<'_>,
    earlier: &Release,
    threshold: u64,
) -> Result<Vec<Difference>, ProtectionError> {
    let now = Exposure::of(later.definitions, later.release)?;
    let changed = changes(later.definitions, earlier, &now)?;
    let cells = changed.into_iter().filter_map(|(id, was)| Some((now.cells.get(id)?, was)));
    let mut found = Vec::new();
    for (cell, was) in cells {
        let Some(is) = cell.count.filter(|is| is.abs_diff(was) < threshold) else { continue };
        let places = cell.printed().filter_map(|place| Some((later.release.tables.get(place.table)?, place)));
        let mut places: Vec<Difference> = places
            .map(|(table, place)| Difference { table: table.id.clone(), cell: place.name(table), was, is })
            .collect();
        if places.is_empty() {
            // Nobody prints it, and whoever subtracts has it.
            let name = CellName { row: cell.name.words(), column: String::new() };
            places.push(Difference { table: String::new(), cell: name, was, is });
        }
        found.append(&mut places);
    }
    Ok(found)
}
