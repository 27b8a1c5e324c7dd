//! A table with a row for each category.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::{
    definition::{ColumnDefinition, Show},
    extract::Column,
    protection::{
        ProtectionError,
        derived::Derived,
        exposure::{Exposure, unsupported},
        name::{Category, Name},
    },
    table::Cell,
};

/// A column as it came out: its definition and, for one of a run across, its categories.
type Shown<'a> = (&'a ColumnDefinition, BTreeMap<Column, Category>);

/// What the rows of a table come to.
#[derive(Default)]
struct Rows {
    /// The counts of each column, the total left out.
    down: BTreeMap<usize, Vec<Name>>,
    /// Places in a ranking, by row and column, with the count that is ranked.
    positions: Vec<(usize, usize, Name)>,
    /// The counts by which the rows stand in order, the remainder and the total left out.
    standing: Vec<Name>,
}

impl Reader<'_> {
    pub(super) fn grid(&self, exposure: &mut Exposure) -> Result<(), ProtectionError> {
        let columns = self.columns()?;
        let mut rows = Rows::default();
        for (row, cells) in self.table.rows.iter().enumerate() {
            let key = self.row_key(row, cells, (&columns, exposure))?;
            self.row((row, cells, &key), &columns, (exposure, &mut rows))?;
        }
        self.stand_in_places(exposure, &rows.positions);
        self.first(exposure, &rows.standing);
        self.down(exposure, (&columns, rows.down));
        Ok(())
    }

    /// Adds what one row prints.
    fn row(
        &self,
        (row, cells, key): (usize, &[Cell], &BTreeMap<Column, Category>),
        columns: &[Shown<'_>],
        (exposure, rows): (&mut Exposure, &mut Rows),
    ) -> Result<(), ProtectionError> {
        let (is_total, mut over, mut own, mut standing) = (self.is_total(row), Vec::new(), None, None);
        let mut ranks = Vec::new();
        for (column, ((definition, across), cell)) in columns.iter().zip(cells).enumerate() {
            let place = self.place(row, column);
            let mut name = self.base(self.period.plus(definition.period));
            name.key.extend(key.clone());
            match definition.show {
                Show::Label | Show::Text => {}
                Show::Rank | Show::Tied | Show::Position if matches!(cell, Cell::Blank | Cell::Withheld) => {}
                Show::Rank | Show::Tied => ranks.push(column),
                Show::Count | Show::Across | Show::Sum if *cell == Cell::Blank => {}
                Show::Count | Show::Across | Show::Sum => {
                    name.key.extend(across.clone());
                    if definition.show == Show::Sum {
                        name.with_before = -definition.period;
                        name.period = self.period;
                    }
                    exposure.print(&name, cell.count(), place);
                    match definition.show {
                        Show::Across => over.push(name.clone()),
                        Show::Count if definition.period == 0 => own = Some(name.clone()),
                        _ => {}
                    }
                    if self.definition.ordered_by().is_some_and(|order| std::ptr::eq(order, *definition)) {
                        standing = Some(name.clone());
                    }
                    if !is_total {
                        rows.down.entry(column).or_default().push(name);
                    }
                }
                Show::Share | Show::Change => {
                    exposure.derived.extend(Derived::of_grid(self, (definition, cell), place, name));
                }
                Show::Position => rows.positions.push((row, column, name)),
                _ => return Err(unsupported(self.table, &format!("column {}", definition.name))),
            }
        }
        if let Some(name) = own.filter(|_| !over.is_empty()) {
            self.across(exposure, name, over);
        }
        if let Some(name) = standing.as_ref().filter(|_| !is_total && !self.is_remainder(row)) {
            rows.standing.push(name.clone());
        }
        if let Some(name) = standing {
            rows.positions.extend(ranks.into_iter().map(|column| (row, column, name.clone())));
        }
        Ok(())
    }

    /// The rows are the first of all that there are, where the definition asks for no more.
    fn first(&self, exposure: &mut Exposure, standing: &[Name]) {
        let (Some(name), [own]) = (standing.first(), self.definition.rows.as_slice()) else { return };
        // A nationality as recorded may have been known again as the settled one.
        let along = if name.key.contains_key(own) { *own } else { Column::Nationality };
        let whole = name.without(along);
        if standing.iter().all(|name| name.key.contains_key(&along) && name.without(along) == whole) {
            let shown = standing.iter().filter_map(|name| exposure.find(name)).collect();
            self.stand_first(exposure, (whole, along), shown);
        }
    }

    /// A row is divided by the columns across it.
    fn across(&self, exposure: &mut Exposure, whole: Name, parts: Vec<Name>) {
        match self.definition.across.as_slice() {
            [along] => {
                let values = values_along(&parts, *along);
                exposure.shows_all(whole, *along, values);
            }
            _ => exposure.is_divided(whole, parts),
        }
    }

    /// A column is divided by the rows, unless some have none.
    fn down(&self, exposure: &mut Exposure, (columns, down): (&[Shown<'_>], BTreeMap<usize, Vec<Name>>)) {
        let shows_all = self.definition.top.is_none() && self.definition.leave_out.is_empty();
        for (column, parts) in down.into_iter().filter(|_| shows_all) {
            let (Some((definition, across)), Some(part)) = (columns.get(column), parts.first()) else { continue };
            let mut whole = self.base(self.period.plus(definition.period));
            (whole.period, whole.with_before) = (part.period, part.with_before);
            whole.key.extend(across.clone());
            match self.definition.rows.as_slice() {
                [along] if parts.iter().all(|part| part.without(*along) == whole) => {
                    exposure.shows_all(whole, *along, values_along(&parts, *along));
                }
                _ => exposure.is_divided(whole, parts),
            }
        }
    }

    /// The columns as they came out, each with its definition and, for one of a run across, its categories.
    fn columns(&self) -> Result<Vec<Shown<'_>>, ProtectionError> {
        let mut columns = Vec::new();
        for (definition, column) in self.definition.shown(self.table) {
            let mut key = BTreeMap::new();
            if definition.show == Show::Across {
                let values: Vec<&str> = match self.definition.across.as_slice() {
                    [_] => vec![column.heading.as_str()],
                    _ => column.heading.split(", ").collect(),
                };
                if values.len() != self.definition.across.len() {
                    return Err(unsupported(self.table, &format!("column {}", column.name)));
                }
                let along = self.definition.across.iter().zip(values);
                key.extend(along.map(|(along, value)| (*along, self.category(*along, value))));
            }
            columns.push((definition, key));
        }
        Ok(columns)
    }

    fn is_total(&self, row: usize) -> bool {
        self.table.has_total && row + 1 == self.table.rows.len()
    }

    fn is_remainder(&self, row: usize) -> bool {
        let place = self.table.rows.len().checked_sub(1 + usize::from(self.table.has_total));
        self.definition.remainder.is_some() && place == Some(row)
    }

    /// The categories of a row: none for the total, all others for the remainder.
    fn row_key(
        &self,
        row: usize,
        cells: &[Cell],
        (columns, exposure): (&[Shown<'_>], &Exposure),
    ) -> Result<BTreeMap<Column, Category>, ProtectionError> {
        let mut key = BTreeMap::new();
        if self.is_total(row) {
            return Ok(key);
        }
        for (along, number) in self.definition.rows.iter().zip(0..) {
            let shows = |(column, _): &Shown<'_>| {
                column.show == Show::Label && column.of.or(self.definition.rows.first().copied()) == Some(*along)
            };
            let place = columns.iter().position(shows);
            let place = place.ok_or_else(|| unsupported(self.table, "a row that does not say what it counts"))?;
            let label = |cells: &[Cell]| cells.get(place).map(ToString::to_string).unwrap_or_default();
            if self.is_remainder(row) && number == 0 {
                let others =
                    self.table.rows.iter().enumerate().filter(|(other, _)| *other != row && !self.is_total(*other));
                let values = others.flat_map(|(_, cells)| self.category(*along, &label(cells)).values);
                key.insert(*along, Category::other_than(values.collect()));
                continue;
            }
            let shown = label(cells);
            let along = self.settled(*along, &shown, (cells, columns), exposure);
            key.insert(along, self.category(along, &shown));
        }
        Ok(key)
    }

    /// A nationality in the words of the record, where another table has it as settled: the same people, unless both
    /// tables print how many, and differ.
    fn settled(
        &self,
        along: Column,
        shown: &str,
        (cells, columns): (&[Cell], &[Shown<'_>]),
        exposure: &Exposure,
    ) -> Column {
        if along != Column::NationalityAsRecorded || !self.spelling.nationalities.contains(shown) {
            return along;
        }
        let settled = Column::Nationality;
        let name = self.base(self.period).with(settled, self.category(settled, shown));
        let own = columns.iter().zip(cells).find(|((column, _), _)| column.show == Show::Count && column.period == 0);
        let both = exposure.count(&name).zip(own.and_then(|(_, cell)| cell.count()));
        if both.is_some_and(|(there, here)| there != here) { along } else { settled }
    }
}

fn values_along(parts: &[Name], along: Column) -> BTreeSet<String> {
    let categories = parts.iter().filter_map(|part| part.key.get(&along)).filter(|category| !category.is_rest);
    categories.flat_map(|category| category.values.iter().cloned()).collect()
}
