//! A primal simplex method for A x = 0 within bounds, that starts from any point it is given.
//!
//! The audit asks thousands of objectives of one programme, and knows a feasible point from the start: the true table.
//! So there is no first phase: columns outside the basis may stand between their bounds, and columns that are fixed
//! leave the basis at the first step that meets them. Revised form, sparse factors, product-form updates.

mod price;

use crate::factor::{Column, Factor, Singular};

const FEASIBLE: f64 = 1e-9;
const WORTHWHILE: f64 = 1e-7;
const PIVOT: f64 = 1e-8;
const REFACTOR: usize = 40;

/// Whether a point is good enough to end a climb.
pub(crate) type Goal<'a> = &'a dyn Fn(&[f64]) -> bool;

/// How a search for the greatest value ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Nothing greater is possible.
    Optimal,
    /// The value asked for was reached.
    Reached,
    /// There is no greatest value.
    Unbounded,
    /// The allowed steps were used up, or the numbers gave out.
    Stopped,
}

/// The programme and where its search stands.
#[derive(Clone, Debug)]
pub(crate) struct Simplex {
    columns: Vec<Column>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    pub(crate) values: Vec<f64>,
    basis: Vec<u32>,
    /// The position in the basis of each column; `u32::MAX` outside.
    place: Vec<u32>,
    factor: Factor,
    updates: Vec<(u32, Column)>,
    duals: Vec<f64>,
    by_position: Vec<f64>,
    by_row: Vec<f64>,
    candidates: Vec<u32>,
    cursor: usize,
    dice: u64,
    /// If only steps are taken that lead from whole numbers to whole numbers: how many columns may fail to before the
    /// search is given up.
    whole: Option<usize>,
    /// Columns that cannot take a whole step from here.
    barred: Vec<u32>,
    is_barred: Vec<bool>,
    /// Steps taken in all.
    pub(crate) steps: u64,
}

impl Simplex {
    /// A programme at a feasible point. The basis names one column for each row.
    pub(crate) fn new(
        columns: Vec<Column>,
        bounds: Vec<(f64, f64)>,
        values: Vec<f64>,
        basis: Vec<u32>,
    ) -> Option<Self> {
        let rows = basis.len();
        let (lower, upper) = bounds.into_iter().unzip();
        let mut simplex = Self {
            place: vec![u32::MAX; columns.len()],
            is_barred: vec![false; columns.len()],
            barred: Vec::new(),
            whole: None,
            columns,
            lower,
            upper,
            values,
            basis,
            factor: Factor::default(),
            updates: Vec::new(),
            duals: vec![0.0; rows],
            by_position: vec![0.0; rows],
            by_row: vec![0.0; rows],
            candidates: Vec::new(),
            cursor: 0,
            dice: 0x9E37_79B9_7F4A_7C15,
            steps: 0,
        };
        simplex.refactor()?;
        simplex.recount();
        Some(simplex)
    }

    /// Which columns may move at all.
    pub(crate) fn recount(&mut self) {
        let movable = |(lower, upper): (&f64, &f64)| lower < upper;
        let columns = self.lower.iter().zip(&self.upper).enumerate();
        self.candidates = columns.filter(|(_, bounds)| movable(*bounds)).map(|(column, _)| column as u32).collect();
        self.cursor = 0;
    }

    pub(crate) fn bounds(&self, column: usize) -> (f64, f64) {
        (self.lower.get(column).copied().unwrap_or(0.0), self.upper.get(column).copied().unwrap_or(0.0))
    }

    /// The price of a row at the last point that was priced.
    pub(crate) fn dual(&self, row: usize) -> f64 {
        self.duals.get(row).copied().unwrap_or(0.0)
    }

    /// Sets bounds that hold the present value; call [`Self::recount`] after the last.
    pub(crate) fn set_bounds(&mut self, column: usize, bounds: (f64, f64)) {
        if let (Some(lower), Some(upper)) = (self.lower.get_mut(column), self.upper.get_mut(column)) {
            (*lower, *upper) = bounds;
        }
    }

    /// From now on takes only steps that lead from whole numbers to whole numbers, and gives up after so many columns in
    /// a row that have none; or takes any step again. The point must be whole.
    pub(crate) const fn keep_whole(&mut self, patience: Option<usize>) {
        self.whole = patience;
    }

    /// Puts the search back to a point, under the basis it has.
    pub(crate) fn put(&mut self, values: &[f64]) {
        self.values.clear();
        self.values.extend_from_slice(values);
    }

    /// Climbs from where it stands until nothing is greater, the watched column passes `until` in the direction of its
    /// sign, or `most` steps are taken.
    pub(crate) fn climb(&mut self, objective: &[(u32, f64)], until: Option<Goal>, most: u64) -> Ended {
        let mut costs = vec![0.0; self.columns.len()];
        for (column, cost) in objective {
            if let Some(place) = costs.get_mut(*column as usize) {
                *place += cost;
            }
        }
        let last = self.steps + most;
        let mut still = 0_u32;
        self.unbar();
        loop {
            if until.is_some_and(|reached| reached(&self.values)) {
                return Ended::Reached;
            }
            if self.steps >= last {
                return Ended::Stopped;
            }
            self.steps += 1;
            self.price_duals(&costs);
            let Some((entering, direction)) = self.entering(&costs, still > 60) else { return Ended::Optimal };
            match self.step(entering, direction) {
                Step::Moved(length) if length > FEASIBLE => {
                    still = 0;
                    self.unbar();
                }
                Step::Moved(_) => still += 1,
                Step::Barred => {
                    if self.whole.is_some_and(|patience| self.barred.len() >= patience) {
                        return Ended::Stopped;
                    }
                    self.barred.push(entering as u32);
                    if let Some(place) = self.is_barred.get_mut(entering) {
                        *place = true;
                    }
                }
                Step::Free => return Ended::Unbounded,
                Step::Lost => return Ended::Stopped,
            }
        }
    }

    /// What one more of a column does to the basis, by position.
    #[expect(clippy::indexing_slicing, reason = "basis, columns and rows are sized together")]
    fn effect(&mut self, column: usize) {
        self.by_row.fill(0.0);
        for (row, value) in &self.columns[column] {
            self.by_row[*row as usize] += value;
        }
        self.factor.solve(&mut self.by_row, &mut self.by_position);
        for (position, update) in &self.updates {
            let value = self.by_position[*position as usize];
            if value == 0.0 {
                continue;
            }
            // The pivot stands first.
            let value = value / update[0].1;
            for (other, entry) in &update[1..] {
                self.by_position[*other as usize] -= entry * value;
            }
            self.by_position[*position as usize] = value;
        }
    }

    /// Moves a column as far as it goes.
    #[expect(clippy::indexing_slicing, reason = "basis, columns and rows are sized together")]
    fn step(&mut self, entering: usize, direction: f64) -> Step {
        self.effect(entering);
        let touched: Column = self
            .by_position
            .iter()
            .enumerate()
            .filter(|(_, value)| value.abs() > 1e-12)
            .map(|(position, value)| (position as u32, *value))
            .collect();
        let room = |column: usize, slope: f64| {
            if slope > 0.0 {
                self.upper[column] - self.values[column]
            } else {
                self.values[column] - self.lower[column]
            }
        };
        let own = room(entering, direction);
        let mut shortest = f64::INFINITY;
        for (position, value) in &touched {
            let slope = -direction * value;
            if slope.abs() > PIVOT {
                let room = room(self.basis[*position as usize] as usize, slope);
                shortest = shortest.min((room.max(0.0) + FEASIBLE) / slope.abs());
            }
        }
        let mut leaving: Option<(u32, f64)> = None;
        let mut length = f64::INFINITY;
        for (position, value) in &touched {
            let slope = -direction * value;
            if slope.abs() <= PIVOT {
                continue;
            }
            let ratio = room(self.basis[*position as usize] as usize, slope).max(0.0) / slope.abs();
            if ratio <= shortest && leaving.is_none_or(|(_, size)| slope.abs() > size) {
                (leaving, length) = (Some((*position, slope.abs())), ratio);
            }
        }
        let length_free = own.max(0.0);
        if length.is_infinite() && length_free.is_infinite() {
            return Step::Free;
        }
        let flips = length_free <= length;
        let mut length = length.min(length_free);
        if self.whole.is_some() && length > FEASIBLE {
            let Some(kept) = whole_length(length, &touched) else { return Step::Barred };
            if kept < length - FEASIBLE {
                // Short of the nearest bound: nothing leaves the basis.
                self.values[entering] += direction * kept;
                for (position, value) in &touched {
                    let column = self.basis[*position as usize] as usize;
                    self.values[column] -= direction * kept * value;
                }
                return Step::Moved(kept);
            }
            length = kept;
        }
        self.values[entering] += direction * length;
        for (position, value) in &touched {
            let column = self.basis[*position as usize] as usize;
            self.values[column] =
                (self.values[column] - direction * length * value).clamp(self.lower[column], self.upper[column]);
        }
        if flips {
            self.values[entering] = if direction > 0.0 { self.upper[entering] } else { self.lower[entering] };
            return Step::Moved(length);
        }
        let Some((position, _)) = leaving else { return Step::Free };
        self.place[self.basis[position as usize] as usize] = u32::MAX;
        self.basis[position as usize] = entering as u32;
        self.place[entering] = position;
        let mut touched = touched;
        if let Some(place) = touched.iter().position(|(other, _)| *other == position) {
            touched.swap(0, place);
        }
        self.updates.push((position, touched));
        if self.updates.len() >= REFACTOR && self.refactor().is_none() {
            return Step::Lost;
        }
        Step::Moved(length)
    }

    /// Factors the basis anew; columns that make it singular are replaced by those the caller's basis can spare.
    #[expect(clippy::indexing_slicing, reason = "basis, columns and rows are sized together")]
    fn refactor(&mut self) -> Option<()> {
        self.updates.clear();
        for _ in 0..8 {
            let columns: Vec<&Column> = self.basis.iter().map(|column| &self.columns[*column as usize]).collect();
            match Factor::of(&columns) {
                Ok(factor) => {
                    self.factor = factor;
                    self.place.fill(u32::MAX);
                    for (position, column) in self.basis.iter().enumerate() {
                        self.place[*column as usize] = position as u32;
                    }
                    self.settle();
                    return Some(());
                }
                Err(singular) => self.repair(&singular)?,
            }
        }
        None
    }

    /// Puts a column that stands alone in its row in place of each that cannot be pivoted on.
    fn repair(&mut self, singular: &Singular) -> Option<()> {
        for (position, row) in singular.positions.iter().zip(&singular.rows) {
            let alone =
                self.columns.iter().position(|column| matches!(column.as_slice(), [(only, _)] if only == row))?;
            *self.basis.get_mut(*position as usize)? = alone as u32;
        }
        Some(())
    }

    /// Computes the basic values from the others, so that rounding does not build up.
    #[expect(clippy::indexing_slicing, reason = "basis, columns and rows are sized together")]
    fn settle(&mut self) {
        let mut by_row = vec![0.0; self.basis.len()];
        for (column, entries) in self.columns.iter().enumerate() {
            if self.place[column] == u32::MAX && self.values[column] != 0.0 {
                for (row, value) in entries {
                    by_row[*row as usize] -= value * self.values[column];
                }
            }
        }
        let mut by_position = vec![0.0; self.basis.len()];
        self.factor.solve(&mut by_row, &mut by_position);
        for (position, column) in self.basis.iter().enumerate() {
            let (value, column) = (by_position[position], *column as usize);
            // Anything beyond rounding would be a broken basis: the old value is then the better one.
            if (value - self.values[column]).abs() < 1e-5 {
                self.values[column] = value.clamp(self.lower[column], self.upper[column]);
            }
        }
    }
}

/// The longest step up to a length that moves every column by a whole number; none if there is none near it.
fn whole_length(length: f64, touched: &Column) -> Option<f64> {
    let length = (length + 1e-7).min(1e6).floor();
    (0..4).map(|less| length - f64::from(less)).take_while(|length| *length >= 1.0).find(|length| {
        touched.iter().all(|(_, value)| {
            let moved = value * length;
            (moved - moved.round()).abs() < 1e-7
        })
    })
}

enum Step {
    Moved(f64),
    Barred,
    Free,
    Lost,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x + y + z = total, each at least 0, total fixed at 10; then w = x - y.
    #[test]
    fn climbs_to_the_corner() {
        let columns =
            vec![vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0), (1, -1.0)], vec![(0, 1.0)], vec![(0, -1.0)], vec![(1, -1.0)]];
        let free = (0.0, f64::INFINITY);
        let bounds = vec![free, free, free, (10.0, 10.0), (f64::NEG_INFINITY, f64::INFINITY)];
        let mut simplex = Simplex::new(columns, bounds, vec![2.0, 3.0, 5.0, 10.0, -1.0], vec![3, 4]).unwrap();
        assert_eq!(simplex.climb(&[(4, 1.0)], None, 100), Ended::Optimal);
        assert!((simplex.values[4] - 10.0).abs() < 1e-9);
        assert_eq!(simplex.climb(&[(4, -1.0)], None, 100), Ended::Optimal);
        assert!((simplex.values[4] + 10.0).abs() < 1e-9);
        assert_eq!(simplex.climb(&[(2, 1.0)], Some(&|values| values[2] >= 4.0), 100), Ended::Reached);
    }
}
