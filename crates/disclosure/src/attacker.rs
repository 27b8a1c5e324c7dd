//! The attacker: knows the tables, the sums, the text and what was released before, and asks how small and how great a
//! withheld count can be.

use std::collections::{BTreeMap, HashMap};

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

/// An expression of cells in terms of columns, and its constant part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Expression {
    pub(crate) constant: i64,
    pub(crate) columns: Vec<(u32, i64)>,
}

impl Expression {
    /// Its value at a point.
    pub(crate) fn value(&self, values: &[f64]) -> f64 {
        let moving: f64 = self
            .columns
            .iter()
            .map(|(column, weight)| values.get(*column as usize).copied().unwrap_or(0.0) * *weight as f64)
            .sum();
        self.constant as f64 + moving
    }
}

/// A linear programme over the cells that are not seen.
///
/// What is seen is a constant. A total that is not seen is no more than a name for its parts, so only innermost cells are
/// columns, and only sums with a seen total, text and bonds between tables are rows.
pub(crate) struct Programme {
    column_of: HashMap<CellId, u32>,
    constants: HashMap<CellId, i64>,
    /// What an unseen total is the sum of.
    meaning: HashMap<CellId, Vec<CellId>>,
    pub(crate) simplex: Simplex,
    rows: Vec<Row>,
    /// The table of whole numbers that the search goes back to; none if only some fractions are known to fit.
    home: Option<Vec<f64>>,
}

/// A bond as a row of the programme.
struct Row {
    columns: Vec<(u32, i64)>,
    least: Option<i64>,
    most: Option<i64>,
    slack: u32,
    /// If it is the sum of a seen total: the total and its parts.
    sum: Option<(CellId, Vec<CellId>)>,
}

/// After so many columns without a whole step, the search for a table of whole numbers is given up.
const PATIENCE: usize = 24;

impl Programme {
    /// The programme of some bonds. `constant` gives the value of a cell that cannot move.
    pub(crate) fn new(bonds: &[Bond], values: &[f64], constant: &dyn Fn(CellId) -> Option<i64>) -> Option<Self> {
        let mut programme = Self {
            column_of: HashMap::new(),
            constants: HashMap::new(),
            meaning: HashMap::new(),
            simplex: Simplex::new(Vec::new(), Vec::new(), Vec::new(), Vec::new())?,
            rows: Vec::new(),
            home: None,
        };
        let mut kept = Vec::new();
        for bond in bonds {
            for (cell, _) in &bond.terms {
                if let Some(value) = constant(*cell) {
                    programme.constants.insert(*cell, value);
                }
            }
            match bond.terms.split_last() {
                Some(((whole, -1), parts))
                    if bond.is_sum()
                        && !programme.constants.contains_key(whole)
                        && !programme.meaning.contains_key(whole) =>
                {
                    programme.meaning.insert(*whole, parts.iter().map(|(cell, _)| *cell).collect());
                }
                _ => kept.push(bond),
            }
        }
        let mut at = Vec::new();
        for bond in bonds {
            for (cell, _) in &bond.terms {
                if !programme.constants.contains_key(cell) && !programme.meaning.contains_key(cell) {
                    let next = at.len() as u32;
                    programme.column_of.entry(*cell).or_insert_with(|| {
                        at.push(values.get(*cell).copied().unwrap_or(0.0));
                        next
                    });
                }
            }
        }
        let mut columns: Vec<Column> = vec![Vec::new(); at.len()];
        let mut bounds = vec![(0.0, f64::INFINITY); at.len()];
        let mut basis = Vec::new();
        for bond in kept {
            let expression = programme.expression(&bond.terms);
            if expression.columns.is_empty() {
                continue;
            }
            let row = programme.rows.len() as u32;
            let largest =
                expression.columns.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1).max(1) as f64;
            for (column, weight) in &expression.columns {
                columns.get_mut(*column as usize)?.push((row, *weight as f64 / largest));
            }
            let (least, most) =
                (bond.least.map(|least| least - expression.constant), bond.most.map(|most| most - expression.constant));
            basis.push(columns.len() as u32);
            columns.push(vec![(row, -1.0)]);
            let value = (expression.value(&at) - expression.constant as f64) / largest;
            at.push(value);
            bounds.push((
                least.map_or(f64::NEG_INFINITY, |least| (least as f64 / largest).min(value)),
                most.map_or(f64::INFINITY, |most| (most as f64 / largest).max(value)),
            ));
            let sum = bond
                .terms
                .split_last()
                .filter(|_| bond.is_sum())
                .filter(|((whole, _), _)| programme.constants.contains_key(whole));
            let sum = sum.map(|((whole, _), parts)| (*whole, parts.iter().map(|(cell, _)| *cell).collect()));
            let slack = at.len() as u32 - 1;
            programme.rows.push(Row { columns: expression.columns, least, most, slack, sum });
        }
        programme.simplex = Simplex::new(columns, bounds, at.clone(), basis)?;
        programme.home = programme.is_whole().then_some(at);
        Some(programme)
    }

    /// Cells in terms of columns.
    pub(crate) fn expression(&self, terms: &[(CellId, i64)]) -> Expression {
        let (mut constant, mut columns) = (0, BTreeMap::new());
        let mut left: Vec<(CellId, i64)> = terms.to_vec();
        while let Some((cell, weight)) = left.pop() {
            if let Some(value) = self.constants.get(&cell) {
                constant += value * weight;
            } else if let Some(parts) = self.meaning.get(&cell) {
                left.extend(parts.iter().map(|part| (*part, weight)));
            } else if let Some(column) = self.column_of.get(&cell) {
                *columns.entry(*column).or_insert(0) += weight;
            }
        }
        Expression { constant, columns: columns.into_iter().filter(|(_, weight)| *weight != 0).collect() }
    }

    /// Whether anything binds a cell.
    pub(crate) fn binds(&self, cell: CellId) -> bool {
        self.column_of.contains_key(&cell) || self.meaning.contains_key(&cell)
    }

    /// The columns that stand for cells.
    pub(crate) fn width(&self) -> usize {
        self.column_of.len()
    }

    /// Climbs along an expression, up or down, to a goal or to the end.
    pub(crate) fn climb(&mut self, along: &Expression, sign: f64, goal: Option<f64>, most: u64) -> Ended {
        let columns: Vec<(u32, f64)> =
            along.columns.iter().map(|(column, weight)| (*column, *weight as f64 * sign)).collect();
        let reached = |values: &[f64]| goal.is_some_and(|goal| along.value(values) * sign >= goal * sign - 1e-6);
        let check: &dyn Fn(&[f64]) -> bool = &reached;
        self.simplex.climb(&columns, goal.map(|_| check), most)
    }

    /// Climbs through tables of whole numbers only, from the true one. Says whether the goal was reached.
    pub(crate) fn climb_whole(&mut self, along: &Expression, sign: f64, goal: f64, most: u64) -> bool {
        let Some(home) = &self.home else { return false };
        self.simplex.put(home);
        self.simplex.keep_whole(Some(PATIENCE));
        self.climb(along, sign, Some(goal), most);
        self.simplex.keep_whole(None);
        self.value(along) * sign >= goal * sign - 1e-6
    }

    /// The value of an expression where the search stands.
    pub(crate) fn value(&self, along: &Expression) -> f64 {
        along.value(&self.simplex.values)
    }

    /// Whether the search stands at a table of whole numbers that keeps every bond exactly.
    pub(crate) fn is_whole(&self) -> bool {
        let values = &self.simplex.values;
        let cells = values.iter().take(self.width());
        if cells.clone().any(|value| (value - value.round()).abs() > 1e-6 || *value < -1e-6) {
            return false;
        }
        let whole: Vec<i64> = cells.map(|value| value.round() as i64).collect();
        self.rows.iter().all(|row| {
            let sum: i64 = row
                .columns
                .iter()
                .map(|(column, weight)| whole.get(*column as usize).copied().unwrap_or(0) * weight)
                .sum();
            row.least.is_none_or(|least| sum >= least) && row.most.is_none_or(|most| sum <= most)
        })
    }

    /// The seen totals that hold an expression back at the end of a climb, with how strongly.
    pub(crate) fn holding_back(&self) -> Vec<(CellId, f64)> {
        let strength = |(number, row): (usize, &Row)| {
            let (whole, _) = row.sum.as_ref().filter(|_| row.least.is_some())?;
            let dual = self.simplex.dual(number).abs();
            (dual > 1e-7).then_some((*whole, dual))
        };
        self.rows.iter().enumerate().filter_map(strength).collect()
    }

    /// From now on a total is not seen.
    pub(crate) fn forget(&mut self, total: CellId) {
        for row in &mut self.rows {
            if let Some((_, parts)) = row.sum.take_if(|(whole, _)| *whole == total) {
                (row.least, row.most) = (None, None);
                self.simplex.set_bounds(row.slack as usize, (0.0, f64::INFINITY));
                self.constants.remove(&total);
                self.meaning.insert(total, parts);
            }
        }
        self.simplex.recount();
    }

    /// How many bonds have rows.
    pub(crate) const fn height(&self) -> usize {
        self.rows.len()
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
        let limit = (
            bond.least.map_or(f64::NEG_INFINITY, |least| least as f64 * scale),
            bond.most.map_or(f64::INFINITY, |most| most as f64 * scale),
        );
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
    let mut simplex =
        Simplex::new(columns, bounds, at, basis).ok_or_else(|| impossible("the programme cannot be solved"))?;
    simplex.climb(&objective, None, 2_000_000);
    let left =
        objective.iter().map(|(column, _)| simplex.values.get(*column as usize).map_or(0.0, |value| value.abs()));
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
