//! What to withhold for a need that is not met: the published cells are set loose at the price of their worth, and the
//! programme says which of them it takes.

use super::{MOST_STEPS, Protector, worth};
use crate::{
    attacker::{bonds, is_seen, starting_values},
    dimension::Node,
    factor::Column,
    primary::{Need, Reason},
    refusal::Refusal,
    release::{CellId, Release, Status},
    simplex::Simplex,
};

/// What an unmet need is worth against the cells that meeting it costs.
const URGENT: f64 = 1e4;
/// From so many rows on a programme is too large to be solved anew for each need.
const LARGE: usize = 600;
/// At most so many totals are let go for one need.
const MOST_TOTALS: usize = 24;
/// At most so many zeros are weighed for one group.
const MOST_ZEROS: usize = 60;

impl Protector<'_> {
    /// Withholds what it takes to meet a need, both ways.
    pub(super) fn mend(&mut self, number: usize, need: &Need) -> Result<(), Refusal> {
        for _ in 0..4 {
            let (low, high) = self.shown.get(number).copied().unwrap_or_default();
            let up = if high < need.value + need.above {
                Some((1.0, need.value + need.above))
            } else if high - low < need.width {
                Some((1.0, low.min(need.value - need.below) + need.width))
            } else {
                None
            };
            let down = (low > need.value - need.below).then_some((-1.0, need.value - need.below));
            let Some((sign, goal)) = down.or(up) else { return Ok(()) };
            let large = self.programme.height() > LARGE && need.reason != Reason::GroupDisclosure;
            let opened = if large { self.let_go(number, sign, goal) } else { self.loosen(need, sign, goal)? };
            self.search(number, sign, goal);
            if self.is_met(number) {
                return Ok(());
            }
            if !opened {
                break;
            }
        }
        for (sign, goal) in
            [(-1.0, need.value - need.below), (1.0, need.value + need.above), (1.0, need.value + need.width)]
        {
            if !self.is_met(number) && need.reason != Reason::GroupDisclosure {
                self.let_go(number, sign, goal);
                self.search(number, sign, goal);
            }
        }
        if !self.is_met(number) {
            self.unprotected.push(need.cell);
        }
        Ok(())
    }

    /// Withholds, one after another, the cheapest of the totals that hold the need back. For programmes too large to be
    /// solved at a price.
    fn let_go(&mut self, number: usize, sign: f64, goal: i64) -> bool {
        let mut changed = false;
        for _ in 0..MOST_TOTALS {
            let Some(along) = self.expressions.get(number).cloned() else { break };
            self.programme.climb(&along, sign, Some(goal as f64), MOST_STEPS);
            if self.programme.value(&along) * sign >= goal as f64 * sign - 1e-6 {
                break;
            }
            let free =
                |id: &CellId| self.release.cells.get(*id).is_some_and(|cell| !cell.known_for_good && cell.printed);
            let holding = self.programme.holding_back().into_iter().filter(|(id, _)| free(id));
            let price = |(id, strength): (CellId, f64)| (worth(self.release, id) / strength.min(1.0), id);
            let cheapest = holding.map(price).min_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
            let Some((_, id)) = cheapest else { break };
            if let Some(cell) = self.release.cells.get_mut(id) {
                cell.status = Status::Withheld;
            }
            self.programme.forget(id);
            self.add_secondary(id);
            changed = true;
        }
        changed
    }

    /// Solves for the cheapest cells to withhold, and withholds them. Says whether there were any.
    fn loosen(&mut self, need: &Need, sign: f64, goal: i64) -> Result<bool, Refusal> {
        let bonds = bonds(self.release, self.statements);
        let values = starting_values(self.release, &bonds)?;
        let zeros = if need.reason == Reason::GroupDisclosure { zeros_under(self.release, need) } else { Vec::new() };
        let Some(mut loose) = Loose::new(self.release, &bonds, &values, &zeros) else { return Ok(false) };
        let used = loose.solve(need, sign, goal);
        let mut changed = false;
        let mut opened = false;
        for choice in used {
            match choice {
                Choice::Cell(id) => {
                    if let Some(cell) = self.release.cells.get_mut(id) {
                        cell.status = Status::Withheld;
                    }
                    self.add_secondary(id);
                    changed = true;
                }
                Choice::Zero(table, nodes) => {
                    for id in self.release.open_zero(table, &nodes).unwrap_or_default() {
                        self.add_secondary(id);
                        opened = true;
                    }
                }
            }
        }
        if changed || opened {
            self.rebuild()?;
        }
        Ok(changed || opened)
    }
}

enum Choice {
    Cell(CellId),
    Zero(usize, Vec<Node>),
}

/// The zeros that could hide that a group falls wholly into one category, the cheapest first.
fn zeros_under(release: &Release, need: &Need) -> Vec<(usize, Vec<Node>, f64)> {
    let [(whole, _), (part, _)] = need.terms.as_slice() else { return Vec::new() };
    let (Some(whole), Some(part)) = (release.cells.get(*whole), release.cells.get(*part)) else { return Vec::new() };
    let mut found = Vec::new();
    for (number, (table, lattice)) in release.tables.iter().zip(&release.lattices).enumerate() {
        let holds =
            |key: &[(u32, Node)]| key.iter().all(|(dimension, _)| table.dimensions.contains(&(*dimension as usize)));
        if release.populations().get(whole.population as usize) != Some(&table.population) || !holds(&part.key) {
            continue;
        }
        let mut places: Vec<Vec<Node>> = vec![Vec::new()];
        for (leaves, dimension) in lattice.leaves.iter().zip(&table.dimensions) {
            let within = whole.key.iter().find(|(other, _)| *other as usize == *dimension).map(|pair| pair.1);
            let shape = release.dimensions.get(*dimension);
            let fits = |leaf: &&Node| {
                within.is_none_or(|node| shape.is_some_and(|shape| shape.ancestors(**leaf).any(|above| above == node)))
            };
            let leaves: Vec<Node> = leaves.iter().filter(fits).copied().collect();
            places = places
                .iter()
                .flat_map(|place| leaves.iter().map(|leaf| [place.as_slice(), &[*leaf]].concat()))
                .take(20_000)
                .collect();
        }
        for place in places {
            let inside = part.key.iter().all(|(dimension, node)| {
                let shape = release.dimensions.get(*dimension as usize);
                let own = table
                    .dimensions
                    .iter()
                    .position(|other| *other == *dimension as usize)
                    .and_then(|own| place.get(own));
                own.zip(shape).is_some_and(|(own, shape)| shape.ancestors(*own).any(|above| above == *node))
            });
            if inside {
                continue;
            }
            if let Some(zeros) = release.zeros_above(number, &place) {
                let price: f64 = zeros.iter().map(|id| worth(release, *id)).sum::<f64>() + 1.0;
                found.push((number, place, price));
            }
        }
    }
    found.sort_by(|one, two| one.2.total_cmp(&two.2).then_with(|| one.1.cmp(&two.1)));
    found.truncate(MOST_ZEROS);
    found
}

/// The attacker's programme with published cells set loose, and zeros among them.
struct Loose {
    simplex: Simplex,
    column_of: std::collections::HashMap<CellId, u32>,
    /// What each extra column stands for, its price, and its number.
    extra: Vec<(Choice, f64, u32)>,
}

impl Loose {
    fn new(
        release: &Release,
        bonds: &[crate::statement::Bond],
        values: &[f64],
        zeros: &[(usize, Vec<Node>, f64)],
    ) -> Option<Self> {
        let mut column_of = std::collections::HashMap::new();
        let (mut cells, mut columns): (Vec<CellId>, Vec<Column>) = (Vec::new(), Vec::new());
        let mut row_of: std::collections::HashMap<(usize, CellId), u32> = std::collections::HashMap::new();
        for (row, bond) in bonds.iter().enumerate() {
            if let Some(sum) = release.sums.get(row) {
                row_of.insert((sum.table, sum.whole), row as u32);
            }
            let largest = bond.terms.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1).max(1) as f64;
            for (cell, weight) in &bond.terms {
                let column = *column_of.entry(*cell).or_insert_with(|| {
                    cells.push(*cell);
                    columns.push(Vec::new());
                    columns.len() as u32 - 1
                });
                columns.get_mut(column as usize)?.push((row as u32, *weight as f64 / largest));
            }
        }
        let value = |cell: CellId| values.get(cell).copied().unwrap_or(0.0);
        let mut at: Vec<f64> = cells.iter().map(|cell| value(*cell)).collect();
        let mut bounds: Vec<(f64, f64)> = cells
            .iter()
            .map(|cell| if is_seen(release, *cell) { (value(*cell), value(*cell)) } else { (0.0, f64::INFINITY) })
            .collect();
        let mut extra = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let free = release.cells.get(*cell).is_some_and(|cell| !cell.known_for_good && cell.printed);
            if !is_seen(release, *cell) || !free {
                continue;
            }
            let entries = columns.get(column)?.clone();
            for sign in [1.0, -1.0] {
                extra.push((Choice::Cell(*cell), worth(release, *cell), columns.len() as u32));
                columns.push(entries.iter().map(|(row, entry)| (*row, entry * sign)).collect());
                bounds.push((0.0, if sign > 0.0 { f64::INFINITY } else { value(*cell) }));
                at.push(0.0);
            }
        }
        for (table, nodes, price) in zeros {
            let (shape, lattice) = (release.tables.get(*table)?, release.lattices.get(*table)?);
            let chains = crate::release::chains(shape, &release.dimensions);
            let rows =
                lattice.above(nodes, &chains).into_iter().filter_map(|code| row_of.get(&(*table, lattice.cell(code)?)));
            extra.push((Choice::Zero(*table, nodes.clone()), *price, columns.len() as u32));
            columns.push(rows.map(|row| (*row, 1.0)).collect());
            bounds.push((0.0, f64::INFINITY));
            at.push(0.0);
        }
        let mut basis = Vec::with_capacity(bonds.len());
        for (row, bond) in bonds.iter().enumerate() {
            let largest = bond.terms.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1).max(1) as f64;
            basis.push(columns.len() as u32);
            columns.push(vec![(row as u32, -1.0)]);
            at.push(bond.terms.iter().map(|(cell, weight)| value(*cell) * *weight as f64).sum::<f64>() / largest);
            let (least, most) =
                (bond.least.map(|least| least as f64 / largest), bond.most.map(|most| most as f64 / largest));
            bounds.push((least.unwrap_or(f64::NEG_INFINITY), most.unwrap_or(f64::INFINITY)));
        }
        let simplex = Simplex::new(columns, bounds, at, basis)?;
        Some(Self { simplex, column_of, extra })
    }

    /// The cheapest choices with which the expression reaches the goal.
    fn solve(&mut self, need: &Need, sign: f64, goal: i64) -> Vec<Choice> {
        let mut objective: Vec<(u32, f64)> = Vec::new();
        for (cell, weight) in &need.terms {
            if let Some(column) = self.column_of.get(cell) {
                objective.push((*column, *weight as f64 * sign * URGENT));
            }
        }
        if let ([(cell, 1)], [(column, _)]) = (need.terms.as_slice(), objective.as_slice())
            && *cell == need.cell
        {
            let (low, high) = self.simplex.bounds(*column as usize);
            let limited = if sign > 0.0 { (low, goal as f64) } else { (goal as f64, high) };
            if low < high {
                self.simplex.set_bounds(*column as usize, limited);
            }
        } else {
            // An expression of several cells is limited through one extra row's worth of price: each choice counts its movement.
            objective.iter_mut().for_each(|(_, weight)| *weight *= 1.0);
        }
        // A published cell that the expression is about moves with its extra columns.
        for (choice, price, column) in &self.extra {
            objective.push((*column, -price));
            if let Choice::Cell(id) = choice
                && let Some((_, weight)) = need.terms.iter().find(|(cell, _)| cell == id)
            {
                let up = self.simplex.bounds(*column as usize).1.is_infinite();
                objective.push((*column, *weight as f64 * sign * URGENT * if up { 1.0 } else { -1.0 }));
            }
        }
        self.simplex.recount();
        let terms: Vec<(u32, f64)> = objective.clone();
        let single = need.terms.len() == 1;
        let reached = move |values: &[f64]| {
            let gain: f64 = terms
                .iter()
                .filter(|(_, weight)| weight.abs() > URGENT / 2.0)
                .map(|(column, weight)| values.get(*column as usize).copied().unwrap_or(0.0) * weight.signum())
                .sum();
            !single && gain >= goal as f64 * sign - 1e-6
        };
        self.simplex.climb(&objective, Some(&reached), MOST_STEPS);
        let values = &self.simplex.values;
        let used: Vec<bool> = self
            .extra
            .iter()
            .map(|(_, _, column)| values.get(*column as usize).is_some_and(|value| *value > 1e-7))
            .collect();
        let mut used = used.into_iter();
        self.extra.drain(..).filter(|_| used.next().unwrap_or(false)).map(|(choice, _, _)| choice).collect()
    }
}
