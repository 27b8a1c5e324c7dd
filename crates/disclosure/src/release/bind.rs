//! Sums and relations of a table, and the bonds between tables.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{CellId, Lattice, Relation, Release, Status, Sum, key_of, lattice::chains};
use crate::{
    dimension::{Node, TOTAL},
    refusal::Refusal,
    table::{Edition, Printed, Table},
};

/// The innermost cells below each common margin of two tables.
type Margins = BTreeMap<Vec<(u32, Node)>, Vec<CellId>>;

impl Release {
    /// Finds the sums and relations of a table and checks that its totals add.
    pub(super) fn bind(&mut self, number: usize) -> Result<(), Refusal> {
        let Some(table) = self.tables.get(number).cloned() else { return Ok(()) };
        let chains = chains(&table, &self.dimensions);
        let mut parts: BTreeMap<u64, Vec<CellId>> = BTreeMap::new();
        let Some(lattice) = self.lattices.get_mut(number) else { return Ok(()) };
        for printed in table.cells.iter().filter(|cell| cell.count != Some(0)) {
            let leaf = lattice.cell(lattice.code(&printed.nodes)).filter(|_| lattice.is_innermost(&printed.nodes));
            let Some(leaf) = leaf else { continue };
            for code in lattice.above(&printed.nodes, &chains) {
                lattice.live.insert(code, ());
                parts.entry(code).or_default().push(leaf);
            }
        }
        let Some(lattice) = self.lattices.get(number) else { return Ok(()) };
        let mut sums = Vec::new();
        for printed in table.cells.iter().filter(|cell| !lattice.is_innermost(&cell.nodes)) {
            let code = lattice.code(&printed.nodes);
            let Some(whole) = lattice.cell(code) else { continue };
            let parts = parts.remove(&code).unwrap_or_default();
            self.check_sum(&table, printed, &parts)?;
            if !parts.is_empty() {
                sums.push(Sum { table: number, whole, parts });
            }
        }
        let relations = relations(number, &table, lattice);
        self.sums.extend(sums);
        self.relations.extend(relations);
        Ok(())
    }

    fn check_sum(&self, table: &Table, printed: &Printed, parts: &[CellId]) -> Result<(), Refusal> {
        let Some(count) = printed.count else { return Ok(()) };
        let mut sum = 0_u64;
        for part in parts {
            match self.cells.get(*part).and_then(|cell| cell.count) {
                Some(count) => sum += count,
                None => return Ok(()),
            }
        }
        if sum == count {
            return Ok(());
        }
        Err(Refusal::DoesNotAdd {
            table: table.id.clone(),
            line: printed.line,
            cell: self.words_of(&key_of(&table.dimensions, &printed.nodes)),
            printed: count,
            sum,
        })
    }

    /// Binds every two tables of one population through the margins they have in common.
    pub(super) fn link(&mut self) -> Result<(), Refusal> {
        let mut bound: BTreeSet<(usize, CellId)> = self.sums.iter().map(|sum| (sum.table, sum.whole)).collect();
        for first in 0..self.tables.len() {
            for second in first + 1..self.tables.len() {
                let same = |one: &Table, other: &Table| one.population == other.population;
                if self.tables.get(first).zip(self.tables.get(second)).is_some_and(|(one, other)| same(one, other)) {
                    self.link_two([first, second], &mut bound)?;
                }
            }
        }
        Ok(())
    }

    fn link_two(&mut self, pair: [usize; 2], bound: &mut BTreeSet<(usize, CellId)>) -> Result<(), Refusal> {
        let shared = self.shared_levels(pair);
        let mut margins: [Margins; 2] = [BTreeMap::new(), BTreeMap::new()];
        for (number, margins) in pair.iter().zip(&mut margins) {
            let (Some(table), Some(lattice)) = (self.tables.get(*number), self.lattices.get(*number)) else { continue };
            for printed in table.cells.iter().filter(|cell| cell.count != Some(0) && lattice.is_innermost(&cell.nodes))
            {
                let Some(leaf) = lattice.cell(lattice.code(&printed.nodes)) else { continue };
                let mut key = Vec::new();
                for (dimension, node) in table.dimensions.iter().zip(&printed.nodes) {
                    let Some(level) = shared.get(dimension) else { continue };
                    let above = self
                        .dimensions
                        .get(*dimension)
                        .and_then(|d| d.ancestors(*node).find(|above| level.contains(above)));
                    key.extend(above.filter(|above| *above != TOTAL).map(|above| (*dimension as u32, above)));
                }
                key.sort_unstable();
                margins.entry(key).or_default().push(leaf);
            }
        }
        let [first, second] = margins;
        let keys: BTreeSet<Vec<(u32, Node)>> = first.keys().chain(second.keys()).cloned().collect();
        let population = self.tables.get(pair[0]).map(|table| table.population.clone()).unwrap_or_default();
        let population = self.population(&population);
        if self.is_extract(pair, &first, &second) {
            return Ok(());
        }
        for key in keys {
            let of = |margins: &Margins| margins.get(&key).cloned().unwrap_or_default();
            let parts = [of(&first), of(&second)];
            self.check_agreement(pair, &key, &parts)?;
            let id = self.intern(population, key.clone());
            let total = parts.iter().find_map(|parts| self.total_of(parts));
            if let Some(cell) = self.cells.get_mut(id).filter(|cell| cell.count.is_none()) {
                cell.count = total;
            }
            for (number, parts) in pair.into_iter().zip(parts) {
                if parts.as_slice() != [id] && bound.insert((number, id)) {
                    self.sums.push(Sum { table: number, whole: id, parts });
                    self.remember_place(number, id, &key);
                }
            }
        }
        Ok(())
    }

    /// For each dimension that two tables share: the finest categories that both can be added up to.
    fn shared_levels(&self, pair: [usize; 2]) -> HashMap<usize, BTreeSet<Node>> {
        let mut shared = HashMap::new();
        let [Some(first), Some(second)] = pair.map(|number| self.tables.get(number).zip(self.lattices.get(number)))
        else {
            return shared;
        };
        for (place, number) in first.0.dimensions.iter().enumerate() {
            let Some(other) = second.0.dimensions.iter().position(|dimension| dimension == number) else { continue };
            let Some(dimension) = self.dimensions.get(*number) else { continue };
            let (Some(one), Some(two)) = (first.1.leaves.get(place), second.1.leaves.get(other)) else { continue };
            let coarser = |mine: &BTreeSet<Node>, theirs: &BTreeSet<Node>| -> Vec<Node> {
                let covered =
                    |node: &Node| theirs.iter().any(|leaf| dimension.ancestors(*leaf).any(|above| above == *node));
                mine.iter().copied().filter(covered).collect()
            };
            let mut level: BTreeSet<Node> = coarser(one, two).into_iter().chain(coarser(two, one)).collect();
            // A category that only one table has is zero, or not told, in the other: it counts at its own level.
            let lonely =
                |leaf: &Node, level: &BTreeSet<Node>| !dimension.ancestors(*leaf).any(|above| level.contains(&above));
            let alone: Vec<Node> = one.iter().chain(two).copied().filter(|leaf| lonely(leaf, &level)).collect();
            level.extend(alone);
            shared.insert(*number, level);
        }
        shared
    }

    /// Whether one of two tables is an earlier one that gives some cells of the other only: what it leaves out is not zero.
    fn is_extract(&self, pair: [usize; 2], first: &Margins, second: &Margins) -> bool {
        let earlier =
            pair.iter().any(|number| self.tables.get(*number).is_some_and(|table| table.edition != Edition::Current));
        earlier
            && first.keys().chain(second.keys()).any(|key| {
                let of = |margins: &Margins| self.total_of(margins.get(key).map_or(&[], Vec::as_slice));
                of(first).zip(of(second)).is_some_and(|(one, two)| one != two)
            })
    }

    fn total_of(&self, parts: &[CellId]) -> Option<u64> {
        parts.iter().map(|part| self.cells.get(*part).and_then(|cell| cell.count)).sum()
    }

    fn check_agreement(&self, pair: [usize; 2], key: &[(u32, Node)], parts: &[Vec<CellId>; 2]) -> Result<(), Refusal> {
        let [Some(first), Some(second)] = [self.total_of(&parts[0]), self.total_of(&parts[1])] else { return Ok(()) };
        if first == second {
            return Ok(());
        }
        let id_of = |number: usize| self.tables.get(number).map_or(String::new(), |table| table.id.clone());
        Err(Refusal::TablesDisagree {
            cell: self.words_of(key),
            first_table: id_of(pair[0]),
            first,
            second_table: id_of(pair[1]),
            second,
        })
    }

    fn remember_place(&mut self, number: usize, id: CellId, key: &[(u32, Node)]) {
        let Some(table) = self.tables.get(number) else { return };
        let node = |dimension: &usize| {
            key.iter().find(|(other, _)| *other as usize == *dimension).map_or(TOTAL, |pair| pair.1)
        };
        let nodes: Vec<Node> = table.dimensions.iter().map(node).collect();
        if let Some(lattice) = self.lattices.get_mut(number) {
            let code = lattice.code(&nodes);
            if lattice.cell(code).is_none() {
                lattice.place(code, id);
                if let Some(cell) = self.cells.get_mut(id) {
                    cell.tables += 1;
                }
            }
        }
    }

    /// Makes a zero cell of a table able to hold people, for readers who no longer see that it is zero: it and every
    /// printed zero above it are withheld. None if another table shows the zero all the same.
    pub fn open_zero(&mut self, number: usize, nodes: &[Node]) -> Option<Vec<CellId>> {
        let opened = self.zeros_above(number, nodes)?;
        let table = self.tables.get(number)?.clone();
        let chains = chains(&table, &self.dimensions);
        let population = self.population(&table.population);
        let leaf = self.intern(population, key_of(&table.dimensions, nodes));
        let codes = self.lattices.get(number)?.above(nodes, &chains);
        for id in opened.iter().copied().chain([leaf]) {
            if let Some(cell) = self.cells.get_mut(id) {
                (cell.count, cell.printed, cell.status) = (Some(0), true, Status::Withheld);
                cell.innermost |= id == leaf;
            }
        }
        let code = self.lattices.get(number)?.code(nodes);
        if self.lattices.get(number)?.cell(code).is_none() {
            self.lattices.get_mut(number)?.place(code, leaf);
            let printed = Printed { nodes: nodes.to_vec(), count: Some(0), withheld: true, line: 0 };
            self.tables.get_mut(number)?.cells.push(printed);
        }
        for code in codes {
            let Some(whole) = self.lattices.get(number)?.cell(code).filter(|whole| *whole != leaf) else { continue };
            match self.sums.iter_mut().find(|sum| sum.table == number && sum.whole == whole) {
                Some(sum) if !sum.parts.contains(&leaf) => sum.parts.push(leaf),
                Some(_) => {}
                None => self.sums.push(Sum { table: number, whole, parts: vec![leaf] }),
            }
        }
        Some(opened.into_iter().chain([leaf]).collect())
    }

    /// The printed zeros that would have to be withheld for a zero to be open; none if it cannot be.
    pub(crate) fn zeros_above(&self, number: usize, nodes: &[Node]) -> Option<Vec<CellId>> {
        let (table, lattice) = (self.tables.get(number)?, self.lattices.get(number)?);
        let own = lattice.cell(lattice.code(nodes)).and_then(|id| self.cells.get(id));
        // People stand there: it is no zero.
        if own.is_some_and(|cell| cell.count != Some(0)) {
            return None;
        }
        let mut zeros = Vec::new();
        for code in lattice.above(nodes, &chains(table, &self.dimensions)) {
            let Some(id) = lattice.cell(code) else { continue };
            let cell = self.cells.get(id)?;
            if cell.count != Some(0) {
                continue;
            }
            if cell.known_for_good || cell.tables > 1 {
                return None;
            }
            zeros.push(id);
        }
        Some(zeros)
    }
}

/// Every division of a cell into the next level of one dimension.
fn relations(number: usize, table: &Table, lattice: &Lattice) -> Vec<Relation> {
    let mut found = Vec::new();
    for printed in table.cells.iter().filter(|cell| cell.count != Some(0)) {
        let Some(whole) = lattice.cell(lattice.code(&printed.nodes)) else { continue };
        for (place, (node, dimension)) in printed.nodes.iter().zip(&table.dimensions).enumerate() {
            let below = lattice.below(place, *node);
            let mut parts = Vec::with_capacity(below.len());
            let mut complete = !below.is_empty();
            for child in below {
                let code = lattice.moved(&printed.nodes, place, *child);
                match lattice.cell(code) {
                    Some(part) => parts.push(part),
                    None => complete &= !lattice.live.contains_key(&code),
                }
            }
            if complete && !parts.is_empty() {
                let categories = below.len();
                found.push(Relation { table: number, dimension: *dimension, whole, parts, categories });
            }
        }
    }
    found
}
