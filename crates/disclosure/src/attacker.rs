//! The attacker: knows the tables, the sums, the text and what was released before, and asks how small and how great a
//! withheld count can be.

use std::collections::HashMap;

use crate::{
    factor::Column,
    refusal::Refusal,
    release::{CellId, Release, Status},
    simplex::{Ended, Simplex},
    statement::{Bond, Statement},
};

/// Everything that binds the cells of a release: sums, and figures in the text.
pub(crate) fn bonds(release: &Release, statements: &[Statement]) -> Vec<Bond> {
    let sum = |sum: &crate::release::Sum| {
        let terms = sum.parts.iter().map(|part| (*part, 1)).chain([(sum.whole, -1)]).collect();
        Bond { terms, least: Some(0), most: Some(0) }
    };
    release.sums.iter().map(sum).chain(statements.iter().flat_map(Statement::bonds)).collect()
}

/// Whether readers see the count of a cell.
pub(crate) fn is_seen(release: &Release, id: CellId) -> bool {
    release.cells.get(id).is_some_and(|cell| cell.printed && cell.status == Status::Published)
}

/// A linear programme over some cells, the others being constants, and the point it starts from.
pub(crate) struct Programme {
    /// The cell of each of the first columns.
    pub(crate) cells: Vec<CellId>,
    pub(crate) column_of: HashMap<CellId, u32>,
    pub(crate) simplex: Simplex,
    bonds: Vec<Bond>,
}

impl Programme {
    /// The programme of some bonds. A cell that is seen is a fixed column, any other a free one.
    pub(crate) fn new(release: &Release, bonds: Vec<Bond>, values: &[f64]) -> Option<Self> {
        let (mut cells, mut column_of) = (Vec::new(), HashMap::new());
        let mut columns: Vec<Column> = Vec::new();
        for (row, bond) in bonds.iter().enumerate() {
            let scale = scale(bond);
            for (cell, weight) in &bond.terms {
                let column = *column_of.entry(*cell).or_insert_with(|| {
                    cells.push(*cell);
                    columns.push(Vec::new());
                    columns.len() as u32 - 1
                });
                if let Some(column) = columns.get_mut(column as usize) {
                    column.push((row as u32, *weight as f64 * scale));
                }
            }
        }
        let mut at: Vec<f64> = cells.iter().map(|cell| values.get(*cell).copied().unwrap_or(0.0)).collect();
        let mut bounds: Vec<(f64, f64)> = cells
            .iter()
            .zip(&at)
            .map(|(cell, at)| if is_seen(release, *cell) { (*at, *at) } else { (0.0, f64::INFINITY) })
            .collect();
        let mut basis = Vec::with_capacity(bonds.len());
        let mut taken = vec![false; cells.len()];
        for (row, bond) in bonds.iter().enumerate() {
            let slack = columns.len() as u32;
            columns.push(vec![(row as u32, -1.0)]);
            let scale = scale(bond);
            let total: f64 = bond.terms.iter().map(|(cell, weight)| values.get(*cell).copied().unwrap_or(0.0) * *weight as f64).sum();
            at.push(total * scale);
            bounds.push((
                bond.least.map_or(f64::NEG_INFINITY, |least| least as f64 * scale),
                bond.most.map_or(f64::INFINITY, |most| most as f64 * scale),
            ));
            // The total of a sum, if it is free, starts in the basis: it never stands in the way.
            let whole = bond.terms.last().filter(|_| bond.least == bond.most).and_then(|(cell, _)| column_of.get(cell));
            let whole = whole.filter(|column| {
                let free = bounds.get(**column as usize).is_some_and(|(lower, upper)| lower < upper);
                free && !taken.get(**column as usize).copied().unwrap_or(true)
            });
            if let Some(column) = whole {
                if let Some(place) = taken.get_mut(*column as usize) {
                    *place = true;
                }
                basis.push(*column);
            } else {
                basis.push(slack);
            }
        }
        let simplex = Simplex::new(columns, bounds, at, basis)?;
        Some(Self { cells, column_of, simplex, bonds })
    }

    /// Climbs along an expression of cells.
    pub(crate) fn climb(&mut self, terms: &[(CellId, i64)], sign: f64, until: Option<f64>, most: u64) -> Ended {
        let columns: Vec<(u32, f64)> = terms
            .iter()
            .filter_map(|(cell, weight)| Some((*self.column_of.get(cell)?, *weight as f64 * sign)))
            .collect();
        let reached = |values: &[f64]| {
            let value: f64 = columns.iter().map(|(column, weight)| values.get(*column as usize).copied().unwrap_or(0.0) * weight).sum();
            until.is_some_and(|until| value >= until - 1e-6)
        };
        let check: &dyn Fn(&[f64]) -> bool = &reached;
        self.simplex.climb(&columns, until.map(|_| check), most)
    }

    /// The value of an expression where the search stands.
    pub(crate) fn value(&self, terms: &[(CellId, i64)]) -> f64 {
        let value = |(cell, weight): &(CellId, i64)| {
            let column = self.column_of.get(cell)?;
            Some(self.simplex.values.get(*column as usize)? * *weight as f64)
        };
        terms.iter().filter_map(value).sum()
    }

    /// Where the search stands as a table of whole numbers, if it is one and keeps every bond exactly.
    pub(crate) fn whole_table(&self) -> Option<Vec<i64>> {
        let mut table = Vec::with_capacity(self.cells.len());
        for (column, value) in self.simplex.values.iter().take(self.cells.len()).enumerate() {
            let whole = value.round();
            let (lower, upper) = self.simplex.bounds(column);
            if (value - whole).abs() > 1e-6 || whole < lower - 1e-6 || whole > upper + 1e-6 {
                return None;
            }
            table.push(whole as i64);
        }
        let kept = |bond: &Bond| {
            let value = |(cell, weight): &(CellId, i64)| Some(table.get(*self.column_of.get(cell)? as usize)? * weight);
            let sum: Option<i64> = bond.terms.iter().map(value).sum();
            sum.is_some_and(|sum| bond.least.is_none_or(|least| sum >= least) && bond.most.is_none_or(|most| sum <= most))
        };
        self.bonds.iter().all(kept).then_some(table)
    }
}

/// Bonds with large weights are brought to the size of the others.
fn scale(bond: &Bond) -> f64 {
    let largest = bond.terms.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1).max(1);
    1.0 / largest as f64
}

/// The value of every cell: its count, or where only the public copy is at hand, some count that fits.
///
/// # Errors
/// [`Refusal::Impossible`] if nothing fits.
pub(crate) fn starting_values(release: &Release, bonds: &[Bond]) -> Result<Vec<f64>, Refusal> {
    let unknown: Vec<bool> = release.cells.iter().map(|cell| cell.count.is_none()).collect();
    let mut values: Vec<f64> = release.cells.iter().map(|cell| cell.count.unwrap_or(0) as f64).collect();
    let hangs = |bond: &&Bond| bond.terms.iter().any(|(cell, _)| unknown.get(*cell).copied().unwrap_or(false));
    let open: Vec<Bond> = bonds.iter().filter(hangs).cloned().collect();
    if open.is_empty() {
        return Ok(values);
    }
    // One extra column a bond takes up what is missing; the search drives them all to nothing.
    let mut columns: Vec<Column> = Vec::new();
    let (mut bounds, mut at, mut basis, mut objective) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut column_of: HashMap<CellId, u32> = HashMap::new();
    for (row, bond) in open.iter().enumerate() {
        let scale = scale(bond);
        let mut total = 0.0;
        for (cell, weight) in &bond.terms {
            let weight = *weight as f64 * scale;
            let value = values.get(*cell).copied().unwrap_or(0.0);
            total += value * weight;
            let column = *column_of.entry(*cell).or_insert_with(|| {
                columns.push(Vec::new());
                at.push(value);
                let free = unknown.get(*cell).copied().unwrap_or(false);
                bounds.push(if free { (0.0, f64::INFINITY) } else { (value, value) });
                columns.len() as u32 - 1
            });
            if let Some(column) = columns.get_mut(column as usize) {
                column.push((row as u32, weight));
            }
        }
        let limit = (bond.least.map_or(f64::NEG_INFINITY, |least| least as f64 * scale), bond.most.map_or(f64::INFINITY, |most| most as f64 * scale));
        let held = total.clamp(limit.0, limit.1);
        columns.push(vec![(row as u32, -1.0)]);
        bounds.push(limit);
        at.push(held);
        let gap = columns.len() as u32;
        columns.push(vec![(row as u32, -1.0)]);
        bounds.push(((total - held).min(0.0), (total - held).max(0.0)));
        at.push(total - held);
        basis.push(gap);
        objective.push((gap, if total > held { -1.0 } else { 1.0 }));
    }
    let impossible = |why: &str| Refusal::Impossible(why.to_owned());
    let mut simplex = Simplex::new(columns, bounds, at, basis).ok_or_else(|| impossible("the programme cannot be solved"))?;
    simplex.climb(&objective, None, 2_000_000);
    let left = objective.iter().map(|(column, _)| simplex.values.get(*column as usize).map_or(0.0, |value| value.abs()));
    if left.sum::<f64>() > 1e-5 {
        return Err(impossible("no counts for the withheld cells give the printed totals"));
    }
    for (cell, column) in column_of {
        if let (Some(place), Some(value)) = (values.get_mut(cell), simplex.values.get(column as usize)) {
            *place = *value;
        }
    }
    Ok(values)
}
