//! A release: all its tables at once, with the earlier ones, as cells and the sums that bind them.
//!
//! A cell is known by its population and by its categories, totals left out, so the same margin of two tables is one
//! cell. Every total is bound to the innermost cells below it; tables of one population that share dimensions are bound
//! to each other through the margins they have in common, printed or not.

mod bind;
mod lattice;
mod plain;

use std::collections::{BTreeMap, HashMap};

use crate::{
    dimension::{Dimension, Node, TOTAL},
    refusal::Refusal,
    table::{Edition, Table},
};

pub(crate) use lattice::{Lattice, chains};
pub use plain::{PlainCell, PlainSum};

/// The number of a cell within its release.
pub type CellId = usize;

/// Population, and the categories other than totals as (dimension, category).
type Key = (u32, Vec<(u32, Node)>);

/// Whether readers see a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its count is printed.
    Published,
    /// It is printed without its count.
    Withheld,
}

/// A cell of the release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its population, as a number.
    pub population: u32,
    /// Its categories other than totals, by dimension.
    pub key: Vec<(u32, Node)>,
    /// Its count, if known.
    pub count: Option<u64>,
    /// Whether any table prints it, with or without its count.
    pub printed: bool,
    /// Whether it is seen.
    pub status: Status,
    /// Whether an earlier edition printed its count: that cannot be taken back.
    pub known_for_good: bool,
    /// Whether it is about children.
    pub about_children: bool,
    /// Whether it is innermost in some table.
    pub innermost: bool,
    /// In how many dimensions of its table it stands above the innermost level.
    pub height: u32,
    /// In how many tables it has a place.
    pub tables: u32,
}

/// A total and the innermost cells, other than known zeros, that add up to it in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The table.
    pub table: usize,
    /// The total.
    pub whole: CellId,
    /// What adds up to it.
    pub parts: Vec<CellId>,
}

/// A cell and the cells directly below it along one dimension of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The table.
    pub table: usize,
    /// The dimension along which it is divided, by number within the release.
    pub dimension: usize,
    /// The divided cell.
    pub whole: CellId,
    /// What it is divided into, but for cells that are not there because they are zero.
    pub parts: Vec<CellId>,
    /// Into how many categories it is divided, those that are zero among them.
    pub categories: usize,
}

/// All tables of a release, bound together.
#[derive(Clone, Debug)]
pub struct Release {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The tables, as read.
    pub tables: Vec<Table>,
    /// The cells.
    pub cells: Vec<Cell>,
    /// Every total in terms of innermost cells.
    pub sums: Vec<Sum>,
    /// Every division into the next level.
    pub relations: Vec<Relation>,
    /// Cells of an earlier edition that have another count now: the cell now, and its count then.
    pub revised: Vec<(CellId, u64)>,
    pub(crate) lattices: Vec<Lattice>,
    populations: Vec<String>,
    index: HashMap<Key, CellId>,
}

impl Release {
    /// Binds tables together and checks that they can be true together.
    ///
    /// # Errors
    /// [`Refusal`] for a repeated cell, a total that does not add, two values for one cell, or tables that disagree.
    pub fn new(dimensions: Vec<Dimension>, tables: Vec<Table>) -> Result<Self, Refusal> {
        let mut release = Self {
            dimensions,
            tables: Vec::new(),
            cells: Vec::new(),
            sums: Vec::new(),
            relations: Vec::new(),
            revised: Vec::new(),
            lattices: Vec::new(),
            populations: Vec::new(),
            index: HashMap::new(),
        };
        let (current, earlier): (Vec<Table>, Vec<Table>) =
            tables.into_iter().partition(|table| table.edition == Edition::Current);
        for table in current.into_iter().chain(earlier) {
            release.add(table)?;
        }
        for table in 0..release.tables.len() {
            release.bind(table)?;
        }
        release.link()?;
        Ok(release)
    }

    fn add(&mut self, mut table: Table) -> Result<(), Refusal> {
        if table.edition != Edition::Current && self.is_revised(&table) {
            let Edition::Earlier(edition) = &table.edition else { return Ok(()) };
            table.population = format!("{} as of {edition}", table.population);
        }
        let lattice = Lattice::of(&table, &self.dimensions)?;
        let number = self.tables.len();
        self.lattices.push(lattice);
        self.tables.push(table);
        let mut first_lines: BTreeMap<u64, u64> = BTreeMap::new();
        let Some(table) = self.tables.get(number).cloned() else { return Ok(()) };
        let population = self.population(&table.population);
        for printed in &table.cells {
            let code = self.lattices.get(number).map_or(0, |lattice| lattice.code(&printed.nodes));
            if let Some(first) = first_lines.insert(code, printed.line) {
                return Err(Refusal::Duplicate {
                    table: table.id.clone(),
                    line: printed.line,
                    first,
                    cell: self.words_of(&key_of(&table.dimensions, &printed.nodes)),
                });
            }
            let Some(lattice) = self.lattices.get(number) else { continue };
            let (innermost, height) = (lattice.is_innermost(&printed.nodes), lattice.height(&printed.nodes));
            let id = self.intern(population, key_of(&table.dimensions, &printed.nodes));
            let (index, seen) = (table.edition == Edition::Current, !printed.withheld);
            self.settle(id, number, printed.count)?;
            if let Some(cell) = self.cells.get_mut(id) {
                cell.status = match (cell.printed, cell.status) {
                    (false, _) => {
                        if seen {
                            Status::Published
                        } else {
                            Status::Withheld
                        }
                    }
                    (true, Status::Published) if index && !seen => Status::Withheld,
                    (true, Status::Withheld) if !index && seen => Status::Published,
                    (true, status) => status,
                };
                cell.printed = true;
                cell.tables += 1;
                cell.known_for_good |= !index && seen;
                cell.about_children |= table.about_children;
                cell.innermost |= innermost;
                cell.height = cell.height.max(height);
            }
            if let Some(lattice) = self.lattices.get_mut(number) {
                lattice.place(code, id);
            }
        }
        Ok(())
    }

    /// Whether an earlier table prints another count for a cell of the current ones.
    fn is_revised(&mut self, earlier: &Table) -> bool {
        let population = self.population(&earlier.population);
        let mut changed = Vec::new();
        for printed in &earlier.cells {
            let found = self.index.get(&(population, key_of(&earlier.dimensions, &printed.nodes)));
            let now = found.and_then(|id| self.cells.get(*id)).and_then(|cell| cell.count);
            if let (Some(id), Some(now), Some(then)) = (found, now, printed.count)
                && now != then
                && !printed.withheld
            {
                changed.push((*id, then));
            }
        }
        let revised = !changed.is_empty();
        self.revised.extend(changed);
        revised
    }

    /// Gives a cell its count, or refuses a second one that differs.
    fn settle(&mut self, id: CellId, table: usize, count: Option<u64>) -> Result<(), Refusal> {
        let Some(cell) = self.cells.get_mut(id) else { return Ok(()) };
        match (cell.count, count) {
            (Some(first), Some(second)) if first != second => {
                let first_table = self.lattices.iter().position(|lattice| lattice.holds(id));
                let id_of = |number: Option<usize>| {
                    number.and_then(|number| self.tables.get(number)).map_or(String::new(), |table| table.id.clone())
                };
                Err(Refusal::TwoValues {
                    cell: self.words(id),
                    first_table: id_of(first_table),
                    first,
                    second_table: id_of(Some(table)),
                    second,
                })
            }
            (None, Some(_)) => {
                cell.count = count;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn population(&mut self, name: &str) -> u32 {
        let known = self.populations.iter().position(|other| other == name);
        known.unwrap_or_else(|| {
            self.populations.push(name.to_owned());
            self.populations.len() - 1
        }) as u32
    }

    /// The cell of a key, made unprinted and unknown if it is new.
    pub(crate) fn intern(&mut self, population: u32, key: Vec<(u32, Node)>) -> CellId {
        if let Some(id) = self.index.get(&(population, key.clone())) {
            return *id;
        }
        let about_children = key.iter().any(|(dimension, node)| {
            self.dimensions.get(*dimension as usize).is_some_and(|dimension| dimension.is_about_children(*node))
        });
        let id = self.cells.len();
        self.cells.push(Cell {
            population,
            key: key.clone(),
            count: None,
            printed: false,
            status: Status::Withheld,
            known_for_good: false,
            about_children,
            innermost: false,
            height: 0,
            tables: 0,
        });
        self.index.insert((population, key), id);
        id
    }

    /// The cell of categories given by labels, totals left out, of the population named.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDimension`], [`Refusal::NoSuchCategory`].
    pub fn find(&self, population: &str, labels: &BTreeMap<String, String>) -> Result<Option<CellId>, Refusal> {
        let mut key = Vec::new();
        for (name, label) in labels {
            let number = self.dimensions.iter().position(|dimension| dimension.name.eq_ignore_ascii_case(name));
            let known = || self.dimensions.iter().map(|dimension| dimension.name.clone()).collect();
            let number = number.ok_or_else(|| Refusal::NoSuchDimension { name: name.clone(), known: known() })?;
            let node = self.dimensions.get(number).and_then(|dimension| dimension.find(label));
            let missing = || Refusal::NoSuchCategory { dimension: name.clone(), label: label.clone() };
            let node = node.ok_or_else(missing)?;
            if node != TOTAL {
                key.push((number as u32, node));
            }
        }
        key.sort_unstable();
        let population = self.populations.iter().position(|other| other == population);
        Ok(population.and_then(|population| self.index.get(&(population as u32, key)).copied()))
    }

    /// A cell in words: its categories, or `Total`.
    #[must_use]
    pub fn words(&self, id: CellId) -> String {
        let Some(cell) = self.cells.get(id) else { return String::new() };
        let population = self.populations.get(cell.population as usize).map_or("", String::as_str);
        let words = self.words_of(&cell.key);
        if self.populations.len() > 1 && !population.is_empty() { format!("{words} ({population})") } else { words }
    }

    fn words_of(&self, key: &[(u32, Node)]) -> String {
        let part = |(dimension, node): &(u32, Node)| {
            let dimension = self.dimensions.get(*dimension as usize);
            dimension.map_or(String::new(), |dimension| {
                format!("{} {}", dimension.name, dimension.label(*node)).trim().to_owned()
            })
        };
        let parts: Vec<String> = key.iter().map(part).collect();
        if parts.is_empty() { "Total".to_owned() } else { parts.join(", ") }
    }

    /// The cells that any table prints and no reader sees.
    pub fn withheld(&self) -> impl Iterator<Item = CellId> + '_ {
        let hidden = |(_, cell): &(CellId, &Cell)| cell.printed && cell.status == Status::Withheld;
        self.cells.iter().enumerate().filter(hidden).map(|(id, _)| id)
    }

    /// The populations, by number.
    #[must_use]
    pub fn populations(&self) -> &[String] {
        &self.populations
    }
}

/// The categories other than totals, by dimension.
fn key_of(dimensions: &[usize], nodes: &[Node]) -> Vec<(u32, Node)> {
    let pairs = dimensions.iter().zip(nodes).filter(|(_, node)| **node != TOTAL);
    let mut key: Vec<(u32, Node)> = pairs.map(|(dimension, node)| (*dimension as u32, *node)).collect();
    key.sort_unstable();
    key
}
