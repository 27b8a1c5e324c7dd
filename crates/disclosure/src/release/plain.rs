//! A release given as cells and the sums that bind them, for printed matter that is no plain cross-classification: a top
//! ten with the rest, tables of periods, columns that count a part only.

use std::collections::BTreeSet;

use super::{CellId, Lattice, Relation, Release, Status, Sum};
use crate::{
    dimension::{Dimension, Node},
    refusal::Refusal,
    table::{Edition, Printed, Table},
};

/// A printed cell, known by its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainCell {
    /// The cell in words, of which no two cells have the same.
    pub words: String,
    /// Its count; none where only the public copy of a withheld cell is at hand.
    pub count: Option<u64>,
    /// Whether the release in hand prints it.
    pub is_current: bool,
    /// Whether an earlier edition printed its count: that cannot be taken back.
    pub known_for_good: bool,
    /// Whether it is about children.
    pub about_children: bool,
    /// Whether to be counted in it tells nothing: not recorded, or all others.
    pub uninformative: bool,
    /// In how many places it is printed; none for what only follows from others: a rest, or a count of which a rank alone
    /// is told.
    pub places: u32,
    /// How many levels above the innermost it counts as, beside the sums it is the whole of: the more, the longer it is kept.
    pub height: u32,
}

/// A cell that is the sum of others, all of them named, zeros too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlainSum {
    /// The sum, as a place in the list of cells.
    pub whole: CellId,
    /// What adds up to it.
    pub parts: Vec<CellId>,
    /// Whether the release in hand prints it so.
    pub is_current: bool,
}

impl Release {
    /// Binds cells by the sums they are printed in. The number of a cell is its place in the list.
    ///
    /// # Errors
    /// [`Refusal::Duplicate`] for two cells of the same words, [`Refusal::DoesNotAdd`] for a sum that is none.
    pub fn of_sums(cells: &[PlainCell], sums: &[PlainSum]) -> Result<Self, Refusal> {
        let mut dimension = Dimension::new("", "");
        let mut nodes: Vec<Node> = Vec::new();
        for (place, cell) in cells.iter().enumerate() {
            let known = dimension.len();
            let node = dimension.intern(&cell.words);
            if dimension.len() == known {
                let first = nodes.iter().position(|other| *other == node).unwrap_or(0) as u64 + 1;
                let (table, cell) = ("the release".to_owned(), cell.words.clone());
                return Err(Refusal::Duplicate { table, line: place as u64 + 1, first, cell });
            }
            if cell.uninformative {
                dimension.mark_uninformative(&cell.words)?;
            }
            nodes.push(node);
        }
        let mut divided = vec![0; cells.len()];
        for sum in sums {
            if let Some(times) = divided.get_mut(sum.whole) {
                *times += 1;
            }
        }
        let each = cells.iter().zip(nodes.iter().zip(divided));
        let mut release = Self {
            dimensions: vec![dimension],
            tables: Vec::new(),
            cells: each.map(|(cell, (node, divided))| of(cell, *node, divided)).collect(),
            sums: Vec::new(),
            relations: Vec::new(),
            revised: Vec::new(),
            lattices: Vec::new(),
            populations: vec![String::new()],
            index: nodes.iter().enumerate().map(|(id, node)| ((0, vec![(0, *node)]), id)).collect(),
        };
        for edition in [Edition::Current, Edition::Earlier("an earlier edition".to_owned())] {
            release.print(edition, cells, &nodes)?;
        }
        release.bind_sums(sums)?;
        Ok(release)
    }

    /// Adds the table of all cells of one edition.
    fn print(&mut self, edition: Edition, cells: &[PlainCell], nodes: &[Node]) -> Result<(), Refusal> {
        let current = edition == Edition::Current;
        let own = cells.iter().zip(nodes).enumerate().filter(|(_, (cell, _))| cell.is_current == current);
        let mut table = Table {
            id: "the release".to_owned(),
            population: String::new(),
            about_children: false,
            edition,
            dimensions: vec![0],
            cells: Vec::new(),
        };
        let mut places = Vec::new();
        for (id, (cell, node)) in own {
            table.cells.push(Printed {
                nodes: vec![*node],
                count: cell.count,
                withheld: cell.count.is_none(),
                line: 0,
            });
            places.push((*node, id));
        }
        let mut lattice = Lattice::of(&table, &self.dimensions)?;
        for (node, id) in places {
            lattice.place(lattice.code(&[node]), id);
        }
        self.tables.push(table);
        self.lattices.push(lattice);
        Ok(())
    }

    fn bind_sums(&mut self, sums: &[PlainSum]) -> Result<(), Refusal> {
        let count = |id: CellId, cells: &[super::Cell]| cells.get(id).and_then(|cell| cell.count);
        // A zero is a part like any other where a whole group stands beside it: it may have to be withheld to hide that.
        let mut open: BTreeSet<CellId> = BTreeSet::new();
        for sum in sums {
            let zeros = || sum.parts.iter().copied().filter(|part| count(*part, &self.cells) == Some(0));
            if sum.parts.len() - zeros().count() == 1 {
                open.extend(zeros());
            }
        }
        for sum in sums {
            let table = usize::from(!sum.is_current);
            let parts = sum.parts.iter().map(|part| count(*part, &self.cells)).sum::<Option<u64>>();
            if let Some((added, printed)) = parts.zip(count(sum.whole, &self.cells)).filter(|(one, two)| one != two) {
                let (table, cell) = ("the release".to_owned(), self.words(sum.whole));
                return Err(Refusal::DoesNotAdd { table, line: 0, cell, printed, sum: added });
            }
            let kept = |part: &CellId| open.contains(part) || count(*part, &self.cells) != Some(0);
            let parts: Vec<CellId> = sum.parts.iter().copied().filter(kept).collect();
            if parts.is_empty() {
                continue;
            }
            let (whole, categories) = (sum.whole, sum.parts.len());
            self.relations.push(Relation { table, dimension: 0, whole, parts: parts.clone(), categories });
            self.sums.push(Sum { table, whole, parts });
        }
        Ok(())
    }
}

/// The cell, and in how many sums it is divided.
fn of(cell: &PlainCell, node: Node, divided: u32) -> super::Cell {
    super::Cell {
        population: 0,
        key: vec![(0, node)],
        count: cell.count,
        printed: cell.places > 0,
        status: if cell.count.is_some() { Status::Published } else { Status::Withheld },
        known_for_good: cell.known_for_good,
        about_children: cell.about_children,
        innermost: divided == 0,
        height: divided + cell.height,
        tables: cell.places.max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Effort, audit},
        policy::{Audience, Policy},
        protect::protect,
        statement::{Figure, Statement},
    };

    fn cell(words: &str, count: u64) -> PlainCell {
        PlainCell { words: words.to_owned(), count: Some(count), is_current: true, places: 1, ..PlainCell::default() }
    }

    fn sum(whole: CellId, parts: &[CellId]) -> PlainSum {
        PlainSum { whole, parts: parts.to_vec(), is_current: true }
    }

    fn withheld(release: &Release) -> Vec<String> {
        release.withheld().map(|id| release.words(id)).collect()
    }

    #[test]
    fn one_cell_under_two_sums_is_protected_in_both() {
        let cells = [cell("all", 100), cell("a", 3), cell("b", 40), cell("c", 57), cell("x", 30), cell("y", 70)];
        let mut release = Release::of_sums(&cells, &[sum(0, &[1, 2, 3]), sum(0, &[4, 5])]).unwrap();
        let policy = Policy::of(Audience::Public).with_threshold(5);
        let outcome = protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        assert_eq!(withheld(&release), ["a", "b"]);
        let found = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        assert!(found.is_safe(), "{found:?}");
    }

    #[test]
    fn what_an_earlier_edition_printed_stays_known_and_another_is_withheld() {
        let mut cells = [cell("all", 100), cell("a", 3), cell("b", 40), cell("c", 57)];
        cells[2].known_for_good = true;
        let mut release = Release::of_sums(&cells, &[sum(0, &[1, 2, 3])]).unwrap();
        let policy = Policy::of(Audience::Public).with_threshold(5);
        protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        assert_eq!(withheld(&release), ["a", "c"]);
    }

    #[test]
    fn an_order_of_size_narrows_what_is_withheld() {
        let cells = [cell("all", 297), cell("a", 100), cell("b", 97), cell("c", 97), cell("d", 3)];
        let mut release = Release::of_sums(&cells, &[sum(0, &[1, 2, 3, 4])]).unwrap();
        let order = |first, second| Statement { text: String::new(), figure: Figure::Order { first, second, by: 0 } };
        let statements = [order(1, 2), order(2, 3), order(3, 4)];
        let policy = Policy::of(Audience::Public).with_threshold(5);
        let outcome = protect(&mut release, &statements, &policy, &mut |_, _| {}).unwrap();
        let found = audit(&release, &statements, &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        // With c alone beside it d would be at least 3, for c is at most 97, as b is. A third has to go.
        assert!(withheld(&release).len() > 2, "{:?}", withheld(&release));
        assert!(found.is_safe(), "{found:?}");
        assert!(order(4, 1).check(&release).is_err());
        // What stands outside the first few is less than each of them: b and c are equal, so neither is less.
        let less = |first, second| Statement { text: String::new(), figure: Figure::Order { first, second, by: 1 } };
        assert!(less(2, 3).check(&release).is_err() && less(1, 2).check(&release).is_ok());
    }

    #[test]
    fn a_whole_group_is_hidden_by_a_zero_and_a_sum_that_is_none_is_refused() {
        let cells = [cell("all", 40), cell("labour", 25), cell("sexual", 15), cell("men", 30), cell("women", 10)];
        let inner = [cell("labour men", 25), cell("labour women", 0), cell("sexual men", 5), cell("sexual women", 10)];
        let cells: Vec<PlainCell> = cells.into_iter().chain(inner).collect();
        let sums =
            [sum(0, &[1, 2]), sum(0, &[3, 4]), sum(1, &[5, 6]), sum(2, &[7, 8]), sum(3, &[5, 7]), sum(4, &[6, 8])];
        let mut release = Release::of_sums(&cells, &sums).unwrap();
        let policy = Policy::of(Audience::Public).with_threshold(5);
        let outcome = protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        let found = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        assert!(found.is_safe(), "{found:?} {:?}", withheld(&release));
        assert!(withheld(&release).contains(&"labour women".to_owned()), "{:?}", withheld(&release));
        // A zero is opened where there is one: nobody is counted away.
        assert!(release.cells.iter().zip(&cells).all(|(is, was)| is.count == was.count), "{release:?}");
        assert!(matches!(Release::of_sums(&cells, &[sum(0, &[1, 3])]), Err(Refusal::DoesNotAdd { .. })));
        let twice = [cell("a", 1), cell("A", 2)];
        assert!(matches!(Release::of_sums(&twice, &[]), Err(Refusal::Duplicate { .. })));
    }

    #[test]
    fn a_total_that_goes_takes_along_the_one_part_that_is_all_of_it() {
        let uninformative = |cell: PlainCell| PlainCell { uninformative: true, ..cell };
        let mut cells = vec![cell("all", 13), cell("women", 4), cell("men", 9), cell("children", 0)];
        cells.push(uninformative(cell("age not known", 13)));
        cells.push(cell("county lines", 0));
        cells.push(PlainCell { places: 0, ..uninformative(cell("other than county lines", 13)) });
        let sums = [sum(0, &[1, 2]), sum(0, &[3, 4]), sum(0, &[5, 6])];
        let mut release = Release::of_sums(&cells, &sums).unwrap();
        let policy = Policy::of(Audience::Public).with_threshold(10);
        let outcome = protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        let found = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        assert!(found.is_safe(), "{found:?} {:?}", withheld(&release));
    }
}
