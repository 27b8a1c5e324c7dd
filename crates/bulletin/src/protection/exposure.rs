//! What an edition prints, as cells: every count by what it counts, and which counts add up to which.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ProtectionError,
    derived::Derived,
    name::{Category, Name, Spelling},
    reader::Reader,
};
use crate::{
    audit::CellName,
    compute::Release,
    definition::{Definitions, TableDefinition},
    extract::Column,
    extract::date_of,
    table::{Cell, Table},
};

/// Where a count is printed, by positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
    /// Whether the row alone tells of the count: it stands in an order of size, and the count is not printed.
    pub(super) is_rank: bool,
}

impl Place {
    pub(super) fn name(self, table: &Table) -> CellName {
        CellName {
            row: table.rows.get(self.row).map(|row| table.key(row)).unwrap_or_default(),
            column: table.columns.get(self.column).map(|column| column.name.clone()).unwrap_or_default(),
        }
    }
}

/// A count and where it is printed; nowhere, if it only follows from others.
#[derive(Clone, Debug)]
pub(super) struct Exposed {
    pub(super) name: Name,
    pub(super) count: Option<u64>,
    pub(super) places: Vec<Place>,
}

impl Exposed {
    /// Where readers are told the count itself.
    pub(super) fn printed(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| !place.is_rank)
    }
}

/// The first few of the categories of a column, by a count.
#[derive(Clone, Debug)]
pub(super) struct Firsts {
    /// All of them together.
    pub(super) whole: Name,
    /// The column.
    pub(super) along: Column,
    /// Those that are shown.
    pub(super) shown: Vec<usize>,
    /// The values that are not among them however many they are.
    pub(super) left_out: BTreeSet<String>,
}

/// A count that two tables print differently.
#[derive(Clone, Debug)]
pub(super) struct Disagreement {
    pub(super) cell: String,
    pub(super) one: u64,
    pub(super) other: u64,
}

/// Everything that an edition prints.
#[derive(Default)]
pub(super) struct Exposure {
    pub(super) cells: Vec<Exposed>,
    index: BTreeMap<Name, usize>,
    pub(super) sums: BTreeSet<(usize, Vec<usize>)>,
    /// Cells that stand in order of size, and by how many the first is greater at the least.
    pub(super) orders: Vec<(usize, usize, u32)>,
    /// Figures made from counts.
    pub(super) derived: Vec<Derived>,
    /// For each table: all that it counts in the period of the edition.
    pub(super) bases: BTreeMap<String, Name>,
    /// For each table: the columns of the extract that it crosses.
    pub(super) crossed: Vec<(String, Vec<Column>)>,
    /// The first count that two tables print differently.
    pub(super) disagreement: Option<Disagreement>,
    /// Where a table shows all values of a column that there are, divided how.
    complete: BTreeMap<(Name, Column), BTreeSet<String>>,
    /// Of which categories only the first are shown: what is not among them is less than each that is.
    firsts: Vec<Firsts>,
    /// What is divided by several columns at once, and all of its parts.
    divisions: Vec<(Name, Vec<Name>)>,
}

impl Exposure {
    /// Takes an edition apart.
    pub(super) fn of(definitions: &Definitions, release: &Release) -> Result<Self, ProtectionError> {
        let mut exposure = Self::default();
        let definitions = &definitions.in_force(release.period, date_of(release.as_at));
        let mut spelling = Spelling::of(definitions);
        let tables: Result<Vec<(usize, &Table, &TableDefinition)>, ProtectionError> = release
            .tables
            .iter()
            .enumerate()
            .map(|(number, table)| {
                let definition = spelling.definition(&table.id);
                Ok((number, table, definition.ok_or_else(|| unsupported(table, "a table without a definition"))?))
            })
            .collect();
        let mut tables = tables?;
        let nationalities = tables.iter().filter(|(_, _, definition)| definition.rows == [Column::Nationality]);
        spelling.nationalities = nationalities.flat_map(|(_, table, _)| texts(table)).collect();
        // Last, so that a nationality as recorded is known again where another table has it as settled.
        tables.sort_by_key(|(_, _, definition)| definition.rows.contains(&Column::NationalityAsRecorded));
        for (number, table, definition) in tables {
            let reader = Reader { definition, table, number, period: release.period, spelling: &spelling };
            reader.read(&mut exposure)?;
            exposure.bases.insert(table.id.clone(), reader.base(release.period));
            exposure.crossed.push((table.id.clone(), reader.crossed().into_iter().collect()));
        }
        exposure.bind();
        Ok(exposure)
    }

    pub(super) fn find(&self, name: &Name) -> Option<usize> {
        self.index.get(name).copied()
    }

    pub(super) fn count(&self, name: &Name) -> Option<u64> {
        self.cells.get(self.find(name)?)?.count
    }

    /// Adds a printed count.
    pub(super) fn print(&mut self, name: &Name, count: Option<u64>, place: Place) -> usize {
        if let Some((one, other)) = self.count(name).zip(count).filter(|(one, other)| one != other) {
            self.disagreement.get_or_insert_with(|| Disagreement { cell: name.words(), one, other });
        }
        let id = self.intern(name, count);
        if let Some(cell) = self.cells.get_mut(id) {
            cell.places.push(place);
        }
        id
    }

    /// The cell of a count that follows from others.
    pub(super) fn intern(&mut self, name: &Name, count: Option<u64>) -> usize {
        let id = self.find(name).unwrap_or_else(|| {
            self.index.insert(name.clone(), self.cells.len());
            self.cells.push(Exposed { name: name.clone(), count: None, places: Vec::new() });
            self.cells.len() - 1
        });
        if let Some(cell) = self.cells.get_mut(id) {
            cell.count = cell.count.or(count);
        }
        id
    }

    /// Says that a table shows all there is of something, divided by a column.
    pub(super) fn shows_all(&mut self, whole: Name, column: Column, values: BTreeSet<String>) {
        self.complete.insert((whole, column), values);
    }

    /// Says that only the first of something are shown.
    pub(super) fn shows_first(&mut self, firsts: Firsts) {
        self.firsts.push(firsts);
    }

    /// Says that something is the sum of parts by several columns.
    pub(super) fn is_divided(&mut self, whole: Name, parts: Vec<Name>) {
        self.divisions.push((whole, parts));
    }

    /// Binds what is printed: whatever table prints the parts, and whatever table the whole.
    fn bind(&mut self) {
        let mut groups: BTreeMap<(Name, Column), Vec<usize>> = BTreeMap::new();
        for (id, cell) in self.cells.iter().enumerate() {
            for column in cell.name.key.keys() {
                let whole = cell.name.without(*column);
                if self.index.contains_key(&whole) {
                    groups.entry((whole, *column)).or_default().push(id);
                }
            }
        }
        for ((whole, column), members) in groups {
            self.divide(&whole, column, members);
        }
        for (whole, parts) in std::mem::take(&mut self.divisions) {
            let parts: Option<Vec<usize>> = parts.iter().map(|part| self.find(part)).collect();
            if let Some((whole, parts)) = self.find(&whole).zip(parts) {
                self.add_up(whole, parts);
            }
        }
        self.bind_periods();
        self.bind_firsts();
    }

    /// Binds what is not among the first to what is: whatever other table tells of it, it is less than each of them.
    fn bind_firsts(&mut self) {
        for Firsts { whole, along, shown, left_out } in std::mem::take(&mut self.firsts) {
            let values = |id: &usize| self.cells.get(*id).and_then(|cell| cell.name.key.get(&along));
            let named: BTreeSet<&String> = shown.iter().filter_map(values).flat_map(|own| &own.values).collect();
            let is_other = |cell: &Exposed| {
                let of = cell.name.key.get(&along).filter(|category| !category.is_rest && category.values.len() == 1);
                let other = |value: &String| !named.contains(value) && !left_out.contains(value);
                of.is_some_and(|category| category.values.iter().all(other)) && cell.name.without(along) == whole
            };
            let count = |id: usize| self.cells.get(id).and_then(|cell| cell.count);
            // Figures of two sources say nothing of each other.
            let holds =
                |first: usize, other: usize| count(first).zip(count(other)).is_none_or(|(first, other)| first > other);
            let others = self.cells.iter().enumerate().filter(|(_, cell)| is_other(cell)).map(|(other, _)| other);
            let bound = others.flat_map(|other| shown.iter().map(move |first| (*first, other)));
            let bound: Vec<(usize, usize, u32)> =
                bound.filter(|(first, other)| holds(*first, *other)).map(|(first, other)| (first, other, 1)).collect();
            self.orders.extend(bound);
        }
    }

    /// Binds sums over several periods to the counts of each.
    fn bind_periods(&mut self) {
        let printed = self.cells.iter().filter(|cell| cell.name.with_before > 0 && !cell.places.is_empty());
        let sums: Vec<Name> = printed.map(|cell| cell.name.clone()).collect();
        for whole in sums {
            let of = |back: i16| Name { period: whole.period.plus(-back), with_before: 0, ..whole.clone() };
            let parts: Vec<Name> = (0..=whole.with_before).map(of).collect();
            // Of two that nobody prints neither follows.
            if parts.iter().filter(|part| self.find(part).is_none()).count() > 1 {
                continue;
            }
            let parts: Vec<usize> = parts.iter().map(|part| self.intern(part, None)).collect();
            if let Some(whole) = self.find(&whole) {
                self.add_up(whole, parts);
            }
        }
    }

    /// Binds all that is known of one column of one whole. What the parts leave over is a cell too: whoever subtracts has
    /// it.
    fn divide(&mut self, whole: &Name, column: Column, mut members: Vec<usize>) {
        let categories: BTreeMap<usize, Category> =
            members.iter().filter_map(|id| Some((*id, self.cells.get(*id)?.name.key.get(&column)?.clone()))).collect();
        let values = |id: usize| categories.get(&id).map(|category| &category.values);
        members.sort_by_key(|id| values(*id).map_or(0, BTreeSet::len));
        let (rests, named): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|id| categories.get(id).is_some_and(|category| category.is_rest));
        let mut parts: Vec<usize> = Vec::new();
        let mut covered: BTreeSet<String> = BTreeSet::new();
        let mut folded: Vec<usize> = Vec::new();
        for id in named {
            match values(id) {
                Some(values) if values.is_disjoint(&covered) => {
                    covered.extend(values.iter().cloned());
                    parts.push(id);
                }
                _ => folded.push(id),
            }
        }
        // The parts that make up some values exactly.
        let within = |wanted: &BTreeSet<String>| {
            let inside: Vec<usize> =
                parts.iter().copied().filter(|id| values(*id).is_some_and(|own| own.is_subset(wanted))).collect();
            let all: BTreeSet<&String> = inside.iter().filter_map(|id| values(*id)).flatten().collect();
            (all.len() == wanted.len()).then_some(inside)
        };
        let folded: Vec<(usize, Option<Vec<usize>>)> =
            folded.into_iter().map(|id| (id, values(id).and_then(within))).collect();
        let rests: Vec<(usize, Option<Vec<usize>>)> =
            rests.into_iter().map(|id| (id, values(id).and_then(within))).collect();
        let Some(all) = self.find(whole) else { return };
        let closing = rests.iter().find(|(id, _)| values(*id) == Some(&covered)).map(|(id, _)| *id);
        match closing {
            Some(rest) => self.add_up(all, parts.iter().copied().chain([rest]).collect()),
            None => self.close(whole, column, &parts),
        }
        for (id, inside) in folded {
            match inside {
                Some(inside) => self.add_up(id, inside),
                None => self.close(whole, column, &[id]),
            }
        }
        for (id, inside) in rests.into_iter().filter(|(id, _)| Some(*id) != closing) {
            let named = || values(id).map(|values| whole.with(column, Category::of(values.iter().cloned())));
            let inside = inside.or_else(|| named().map(|name| vec![self.intern(&name, None)]));
            self.add_up(all, inside.into_iter().flatten().chain([id]).collect());
        }
    }

    /// Adds the rest to the parts of a whole, unless they are all there is.
    fn close(&mut self, whole: &Name, column: Column, parts: &[usize]) {
        let Some(all) = self.find(whole).filter(|_| !parts.is_empty()) else { return };
        let values = |id: &usize| self.cells.get(*id).and_then(|cell| cell.name.key.get(&column));
        let covered: BTreeSet<String> =
            parts.iter().filter_map(values).flat_map(|category| category.values.iter().cloned()).collect();
        let shown = self.complete.get(&(whole.clone(), column));
        if shown.is_some_and(|shown| shown.is_subset(&covered)) {
            return self.add_up(all, parts.to_vec());
        }
        let count = |id: &usize| self.cells.get(*id).and_then(|cell| cell.count);
        let left = count(&all).zip(parts.iter().map(count).sum::<Option<u64>>());
        match left.map(|(all, told)| all.checked_sub(told)) {
            // Figures of two sources: each has its own rest.
            Some(None) if parts.len() > 1 => parts.iter().for_each(|part| self.close(whole, column, &[*part])),
            Some(None) => {}
            Some(Some(0)) => self.add_up(all, parts.to_vec()),
            left => {
                let rest = whole.with(column, Category::other_than(covered));
                let rest = self.intern(&rest, left.flatten());
                self.add_up(all, parts.iter().copied().chain([rest]).collect());
            }
        }
    }

    /// Binds a whole to its parts. What of them is not known follows, if it is the only one.
    fn add_up(&mut self, whole: usize, mut parts: Vec<usize>) {
        parts.sort_unstable();
        parts.dedup();
        let count = |id: &usize| self.cells.get(*id).and_then(|cell| cell.count);
        let told = parts.iter().filter_map(count).sum::<u64>();
        let unknown: Vec<usize> = parts.iter().copied().filter(|part| count(part).is_none()).collect();
        match (count(&whole), unknown.as_slice()) {
            (Some(all), []) if all != told => return,
            (Some(all), [one]) if self.cells.get(*one).is_some_and(|cell| cell.places.is_empty()) => {
                let Some(left) = all.checked_sub(told) else { return };
                if let Some(cell) = self.cells.get_mut(*one) {
                    cell.count = Some(left);
                }
            }
            _ => {}
        }
        self.sums.insert((whole, parts));
    }
}

pub(super) fn unsupported(table: &Table, what: &str) -> ProtectionError {
    ProtectionError::Unsupported { table: table.id.clone(), what: what.to_owned() }
}

/// The words of a table's cells.
fn texts(table: &Table) -> impl Iterator<Item = String> + '_ {
    table.rows.iter().flatten().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.clone()),
        _ => None,
    })
}
