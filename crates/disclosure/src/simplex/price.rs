//! Which column to move next: what each is worth at the present prices of the rows.

use super::{FEASIBLE, Simplex, WORTHWHILE};

impl Simplex {
    pub(super) fn unbar(&mut self) {
        for column in self.barred.drain(..) {
            if let Some(place) = self.is_barred.get_mut(column as usize) {
                *place = false;
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "basis, columns and rows are sized together")]
    pub(super) fn price_duals(&mut self, costs: &[f64]) {
        for (position, column) in self.basis.iter().enumerate() {
            self.by_position[position] = costs[*column as usize];
        }
        for (position, update) in self.updates.iter().rev() {
            let mut value = self.by_position[*position as usize];
            for (other, entry) in &update[1..] {
                value -= entry * self.by_position[*other as usize];
            }
            self.by_position[*position as usize] = value / update[0].1;
        }
        self.factor.solve_transposed(&self.by_position, &mut self.duals);
    }

    #[expect(clippy::indexing_slicing, reason = "columns and rows are sized together")]
    fn reduced_cost(&self, column: usize, costs: &[f64]) -> f64 {
        costs[column] - self.columns[column].iter().map(|(row, value)| value * self.duals[*row as usize]).sum::<f64>()
    }

    /// A column whose movement is worthwhile, and in which direction. Looks at a stretch of columns at a time; when the
    /// search has stood still for long, takes any by lot, so that it cannot go round in circles.
    #[expect(clippy::indexing_slicing, reason = "candidates are columns")]
    pub(super) fn entering(&mut self, costs: &[f64], by_lot: bool) -> Option<(usize, f64)> {
        let stretch = 1_024.max(self.candidates.len() / 8);
        let (mut best, mut looked): (Option<(usize, f64)>, usize) = (None, 0);
        let mut best_worth = 0.0;
        while looked < self.candidates.len() {
            let column = self.candidates[self.cursor % self.candidates.len()] as usize;
            self.cursor = (self.cursor + 1) % self.candidates.len();
            looked += 1;
            if self.place[column] == u32::MAX && !self.is_barred[column] {
                let worth = self.reduced_cost(column, costs);
                let possible = if worth > 0.0 {
                    self.values[column] < self.upper[column] - FEASIBLE
                } else {
                    self.values[column] > self.lower[column] + FEASIBLE
                };
                if possible && worth.abs() > WORTHWHILE {
                    let size = if by_lot { worth.abs().min(1.0) * self.draw() } else { worth.abs() };
                    if size > best_worth {
                        (best, best_worth) = (Some((column, worth.signum())), size);
                    }
                }
            }
            if looked.is_multiple_of(stretch) && best.is_some() {
                break;
            }
        }
        best
    }

    fn draw(&mut self) -> f64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice >> 11) as f64 / (1_u64 << 53) as f64 + 1e-9
    }
}
