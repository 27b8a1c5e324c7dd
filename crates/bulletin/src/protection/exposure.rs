//! What an edition prints, as cells: every count by what it counts, and which counts add up to which.

use std::collections::{BTreeMap, BTreeSet};

use super::{ProtectionError, derived::Derived};
use crate::{
    audit::CellName,
    compute::Release,
    definition::{ColumnDefinition, Counts, Dated, Definitions, Layout, Order, Show, TableDefinition},
    extract::Column,
    period::Period,
    table::{Cell, Table},
};

/// What a count counts, whatever table prints it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) counts: Counts,
    pub(super) dated: Dated,
    pub(super) period: Period,
    pub(super) key: BTreeMap<Column, String>,
}

/// How what is left over is called.
const OTHER_THAN: &str = "other than ";

impl Name {
    /// Which record it belongs to.
    pub(super) const fn population(&self) -> (Counts, Dated, Period) {
        (self.counts, self.dated, self.period)
    }

    pub(super) fn words(&self) -> String {
        let unit = if self.counts == Counts::Notifications { "notifications" } else { "referrals" };
        let mut words = format!("{unit} {} {}", self.dated.phrase(), self.period);
        for (column, value) in &self.key {
            words += &format!(", {} {value}", column.name().replace('_', " "));
        }
        words
    }

    pub(super) fn is_about_children(&self) -> bool {
        let ages = [Column::AgeGroup, Column::AgeAtExploitation];
        let value = ages.iter().find_map(|column| self.key.get(column));
        value.is_some_and(|value| value.starts_with("Child") || value.starts_with("Minor"))
    }

    /// Whether its last category tells nothing of those in it.
    pub(super) fn is_uninformative(&self) -> bool {
        let nothing = |value: &String| {
            let value = value.to_lowercase();
            value.starts_with(OTHER_THAN)
                || value.contains("not recorded")
                || value.contains("not specified")
                || value == "unknown"
        };
        self.key.values().any(nothing)
    }

    fn with(&self, column: Column, value: &str) -> Self {
        let mut name = self.clone();
        name.key.insert(column, value.to_owned());
        name
    }
}

/// Where a count is printed, by positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
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

/// A division as printed: what is divided, along which column, and its parts.
struct Division {
    whole: Name,
    column: Column,
    parts: Vec<Name>,
}

/// Everything that an edition prints.
#[derive(Default)]
pub(super) struct Exposure {
    pub(super) cells: Vec<Exposed>,
    index: BTreeMap<Name, usize>,
    pub(super) sums: BTreeSet<(usize, Vec<usize>)>,
    /// Cells that stand in order of size.
    pub(super) orders: Vec<(usize, usize)>,
    /// Figures made from counts.
    pub(super) derived: Vec<Derived>,
    /// For each table: all that it counts in the period of the edition.
    pub(super) bases: BTreeMap<String, Name>,
    /// For each table: the columns of the extract that it crosses.
    pub(super) crossed: Vec<(String, BTreeSet<&'static str>)>,
}

impl Exposure {
    /// Takes an edition apart.
    pub(super) fn of(definitions: &Definitions, release: &Release) -> Result<Self, ProtectionError> {
        let mut exposure = Self::default();
        let mut divisions = Vec::new();
        for (number, table) in release.tables.iter().enumerate() {
            let Some(definition) = definitions.find(&table.id) else {
                return Err(unsupported(table, "a table without a definition"));
            };
            let reader = Reader { definition, table, number, period: release.period };
            match definition.layout {
                Layout::Series => reader.series(&mut exposure, &mut divisions)?,
                Layout::Grid => reader.grid(&mut exposure, &mut divisions)?,
                Layout::Ranked => return Err(unsupported(table, "a ranked table")),
                Layout::Stages => return Err(unsupported(table, "a table of stages")),
            }
            exposure.bases.insert(table.id.clone(), reader.base(release.period));
            exposure.crossed.push((table.id.clone(), reader.crossed()));
        }
        for division in divisions {
            exposure.divide(&division);
        }
        Ok(exposure)
    }

    pub(super) fn find(&self, name: &Name) -> Option<usize> {
        self.index.get(name).copied()
    }

    pub(super) fn count(&self, name: &Name) -> Option<u64> {
        self.cells.get(self.find(name)?)?.count
    }

    fn intern(&mut self, name: &Name, count: Option<u64>, place: Option<Place>) -> usize {
        let id = self.find(name).unwrap_or_else(|| {
            self.index.insert(name.clone(), self.cells.len());
            self.cells.push(Exposed { name: name.clone(), count: None, places: Vec::new() });
            self.cells.len() - 1
        });
        if let Some(cell) = self.cells.get_mut(id) {
            cell.count = cell.count.or(count);
            cell.places.extend(place);
        }
        id
    }

    /// Binds a printed division. What the parts leave over is a cell too: whoever subtracts has it.
    fn divide(&mut self, division: &Division) {
        let Some(whole) = self.find(&division.whole) else { return };
        let mut parts: Vec<usize> = division.parts.iter().filter_map(|part| self.find(part)).collect();
        parts.sort_unstable();
        parts.dedup();
        let count = |id: &usize| self.cells.get(*id).and_then(|cell| cell.count);
        let left =
            count(&whole).zip(parts.iter().map(count).sum::<Option<u64>>()).map(|(all, told)| all.checked_sub(told));
        match left {
            // Parts that overlap are no division: each has its own rest.
            Some(None) if parts.len() > 1 => {
                for part in &division.parts {
                    let (whole, column) = (division.whole.clone(), division.column);
                    self.divide(&Division { whole, column, parts: vec![part.clone()] });
                }
                return;
            }
            Some(None) => return,
            Some(Some(0)) => {}
            // Several columns that claim to be all there is are held to it by the gate.
            None if parts.len() > 1 => {}
            Some(Some(_)) | None => {
                let values =
                    division.parts.iter().filter_map(|part| part.key.get(&division.column).map(String::as_str));
                let mut values: Vec<&str> = values.collect();
                values.sort_unstable();
                let rest = division.whole.with(division.column, &format!("{OTHER_THAN}{}", values.join(", ")));
                parts.push(self.intern(&rest, left.flatten(), None));
            }
        }
        self.sums.insert((whole, parts));
    }
}

fn unsupported(table: &Table, what: &str) -> ProtectionError {
    ProtectionError::Unsupported { table: table.id.clone(), what: what.to_owned() }
}

/// The values of a filter as one category for each column.
pub(super) fn category(filter: &BTreeMap<Column, Vec<String>>) -> BTreeMap<Column, String> {
    let joined = |values: &Vec<String>| {
        let mut values = values.clone();
        values.sort();
        values.join(" or ")
    };
    filter.iter().map(|(column, values)| (*column, joined(values))).collect()
}

/// A column as it came out: its definition and, for one of a run across, its categories.
type Shown<'a> = (&'a ColumnDefinition, BTreeMap<Column, String>);

/// Who takes one table apart.
pub(super) struct Reader<'a> {
    pub(super) definition: &'a TableDefinition,
    pub(super) table: &'a Table,
    pub(super) number: usize,
    pub(super) period: Period,
}

impl Reader<'_> {
    /// All that the table counts in a period.
    pub(super) fn base(&self, period: Period) -> Name {
        let TableDefinition { counts, dated, filter, .. } = self.definition;
        Name { counts: *counts, dated: *dated, period, key: category(filter) }
    }

    /// What passes the filter of a column too.
    pub(super) fn filtered(&self, period: Period, filter: &BTreeMap<Column, Vec<String>>) -> Name {
        let mut name = self.base(period);
        for (column, value) in category(filter) {
            name.key.entry(column).and_modify(|own| *own = format!("{own} and {value}")).or_insert(value);
        }
        name
    }

    fn crossed(&self) -> BTreeSet<&'static str> {
        let TableDefinition { rows, across, filter, columns, .. } = self.definition;
        let filters = columns.iter().flat_map(|column| column.filter.keys());
        rows.iter().chain(across).chain(filter.keys()).chain(filters).map(|column| column.name()).collect()
    }

    fn series(&self, exposure: &mut Exposure, divisions: &mut Vec<Division>) -> Result<(), ProtectionError> {
        for (row, cells) in self.table.rows.iter().enumerate() {
            let period = match cells.first() {
                Some(Cell::Text(label)) => label.parse::<Period>().ok(),
                _ => None,
            };
            let period = period.ok_or_else(|| unsupported(self.table, "a row without a period"))?;
            let mut parts: BTreeMap<Column, Vec<Name>> = BTreeMap::new();
            for (column, (definition, cell)) in self.definition.columns.iter().zip(cells).enumerate() {
                let place = Place { table: self.number, row, column };
                match definition.show {
                    Show::Label | Show::Text => {}
                    Show::Count => {
                        let name = self.filtered(period, &definition.filter);
                        if *cell == Cell::Blank {
                            continue;
                        }
                        exposure.intern(&name, cell.count(), Some(place));
                        for along in definition.filter.keys() {
                            parts.entry(*along).or_default().push(name.clone());
                        }
                    }
                    Show::Share | Show::Change | Show::Median | Show::Mean => {
                        exposure.derived.extend(Derived::of_series(self, (definition, cell), place, period));
                    }
                    _ => return Err(unsupported(self.table, &format!("column {}", definition.name))),
                }
            }
            for (column, parts) in parts {
                divisions.push(Division { whole: self.base(period), column, parts });
            }
        }
        Ok(())
    }

    fn grid(&self, exposure: &mut Exposure, divisions: &mut Vec<Division>) -> Result<(), ProtectionError> {
        let columns = self.columns()?;
        let mut down: BTreeMap<usize, Vec<Name>> = BTreeMap::new();
        let mut order: Vec<usize> = Vec::new();
        for (row, cells) in self.table.rows.iter().enumerate() {
            let key = self.row_key(row, cells, &columns)?;
            let is_total = self.is_total(row);
            let mut over: Vec<Name> = Vec::new();
            let mut own = None;
            for (column, ((definition, across), cell)) in columns.iter().zip(cells).enumerate() {
                let place = Place { table: self.number, row, column };
                let period = self.period.plus(definition.period);
                let mut name = self.base(period);
                name.key.extend(key.clone());
                match definition.show {
                    Show::Label | Show::Text => {}
                    Show::Count | Show::Across if *cell == Cell::Blank => {}
                    Show::Count | Show::Across => {
                        name.key.extend(across.clone());
                        let id = exposure.intern(&name, cell.count(), Some(place));
                        if definition.show == Show::Across {
                            over.push(name.clone());
                        } else if definition.period == 0 {
                            own = Some((name.clone(), id));
                        }
                        if !is_total {
                            down.entry(column).or_default().push(name);
                        }
                    }
                    Show::Share | Show::Change => {
                        exposure.derived.extend(Derived::of_grid(self, (definition, cell), place, name));
                    }
                    _ => return Err(unsupported(self.table, &format!("column {}", definition.name))),
                }
            }
            let Some((name, id)) = own else { continue };
            if let Some(along) = self.definition.across.first().filter(|_| !over.is_empty()) {
                divisions.push(Division { whole: name, column: *along, parts: over });
            }
            if !is_total && !self.is_remainder(row) {
                order.push(id);
            }
        }
        if self.definition.order == Order::Count {
            exposure.orders.extend(order.iter().zip(order.iter().skip(1)).map(|(first, second)| (*first, *second)));
        }
        for (column, parts) in down {
            let (Some((definition, across)), Some(along)) = (columns.get(column), self.definition.rows.first()) else {
                continue;
            };
            let mut whole = self.base(self.period.plus(definition.period));
            whole.key.extend(across.clone());
            divisions.push(Division { whole, column: *along, parts });
        }
        Ok(())
    }

    /// The columns as they came out, each with its definition and, for one of a run across, its categories.
    fn columns(&self) -> Result<Vec<Shown<'_>>, ProtectionError> {
        let extra = (self.table.columns.len() + 1).saturating_sub(self.definition.columns.len());
        let each = self.definition.columns.iter().flat_map(|column| {
            let times = if column.show == Show::Across { extra } else { 1 };
            std::iter::repeat_n(column, times)
        });
        let mut columns = Vec::new();
        for (definition, column) in each.zip(&self.table.columns) {
            let mut key = BTreeMap::new();
            if definition.show == Show::Across {
                let values: Vec<&str> = match self.definition.across.as_slice() {
                    [_] => vec![column.heading.as_str()],
                    _ => column.heading.split(", ").collect(),
                };
                if values.len() != self.definition.across.len() {
                    return Err(unsupported(self.table, &format!("column {}", column.name)));
                }
                key.extend(self.definition.across.iter().zip(values).map(|(along, value)| (*along, value.to_owned())));
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
        columns: &[Shown<'_>],
    ) -> Result<BTreeMap<Column, String>, ProtectionError> {
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
            let value = if self.is_remainder(row) && number == 0 {
                let others =
                    self.table.rows.iter().enumerate().filter(|(other, _)| *other != row && !self.is_total(*other));
                let mut others: Vec<String> = others.map(|(_, cells)| label(cells)).collect();
                others.sort();
                format!("{OTHER_THAN}{}", others.join(", "))
            } else {
                label(cells)
            };
            key.insert(*along, value);
        }
        Ok(key)
    }
}
