//! A sparse triangular factorisation of a basis, for solving with it and with its transpose.
//!
//! Left-looking elimination: columns that need none first, then rows that need none, then the rest by length, each
//! pivot chosen among the large enough entries as the one whose row is shortest.

/// A column: rows and values.
pub(crate) type Column = Vec<(u32, f64)>;

const SMALLEST_PIVOT: f64 = 1e-9;
const THRESHOLD: f64 = 0.1;

/// L and U of a basis, with the order in which rows and columns were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Factor {
    /// The row of each step.
    rows: Vec<u32>,
    /// The position in the basis of each step.
    positions: Vec<u32>,
    /// By row.
    lower: Stacked,
    /// Steps whose part of L is not empty.
    lower_steps: Vec<u32>,
    /// By the row of the earlier step.
    upper: Stacked,
    diagonal: Vec<f64>,
}

/// Columns one after another in one stretch of memory.
#[derive(Clone, Debug, Default)]
struct Stacked {
    entries: Column,
    /// Where each column ends.
    ends: Vec<u32>,
}

impl Stacked {
    #[expect(clippy::indexing_slicing, reason = "ends are positions in the entries, in order")]
    fn column(&self, number: usize) -> &[(u32, f64)] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.entries[start..self.ends[number] as usize]
    }

    fn close(&mut self) {
        self.ends.push(self.entries.len() as u32);
    }
}

/// A basis that cannot be factored: what cannot be pivoted on, and the rows left without a pivot.
#[derive(Clone, Debug)]
pub(crate) struct Singular {
    pub(crate) positions: Vec<u32>,
    pub(crate) rows: Vec<u32>,
}

impl Factor {
    #[expect(clippy::indexing_slicing, reason = "rows and steps are below the size of the basis")]
    pub(crate) fn of(columns: &[&Column]) -> Result<Self, Singular> {
        let size = columns.len();
        let order = order(columns);
        let mut row_lengths = vec![0_u32; size];
        for (row, _) in columns.iter().flat_map(|column| column.iter()) {
            row_lengths[*row as usize] += 1;
        }
        let mut factor = Self::default();
        let mut step_of = vec![u32::MAX; size];
        let (mut work, mut seen) = (vec![0.0; size], vec![false; size]);
        let mut bad = Vec::new();
        let mut reached = Reached::default();
        for position in order {
            factor.reach(columns[position as usize], &step_of, (&mut seen, &mut reached));
            for (row, value) in columns[position as usize] {
                work[*row as usize] += value;
            }
            let begun = factor.upper.entries.len();
            for row in reached.pivoted.iter().rev() {
                let value = work[*row as usize];
                let step = step_of[*row as usize];
                if value != 0.0 {
                    factor.upper.entries.push((*row, value));
                    for (below, multiplier) in factor.lower.column(step as usize) {
                        work[*below as usize] -= multiplier * value;
                    }
                }
                work[*row as usize] = 0.0;
                seen[*row as usize] = false;
            }
            let largest = reached.free.iter().map(|row| work[*row as usize].abs()).fold(0.0, f64::max);
            let large = reached.free.iter().filter(|row| work[**row as usize].abs() >= THRESHOLD * largest);
            let pivot = large.min_by_key(|row| (row_lengths[**row as usize], **row)).copied();
            if let Some(pivot) = pivot.filter(|_| largest > SMALLEST_PIVOT) {
                let diagonal = work[pivot as usize];
                let entry = |row: &u32| {
                    (*row != pivot && work[*row as usize].abs() > 1e-13).then(|| (*row, work[*row as usize] / diagonal))
                };
                let above = factor.lower.entries.len();
                factor.lower.entries.extend(reached.free.iter().filter_map(entry));
                factor.lower.close();
                factor.upper.close();
                let step = factor.rows.len() as u32;
                if factor.lower.entries.len() > above {
                    factor.lower_steps.push(step);
                }
                step_of[pivot as usize] = step;
                factor.rows.push(pivot);
                factor.positions.push(position);
                factor.diagonal.push(diagonal);
            } else {
                factor.upper.entries.truncate(begun);
                bad.push(position);
            }
            for row in &reached.free {
                work[*row as usize] = 0.0;
                seen[*row as usize] = false;
            }
        }
        if bad.is_empty() {
            return Ok(factor);
        }
        let rows = (0..size as u32).filter(|row| step_of[*row as usize] == u32::MAX).collect();
        Err(Singular { positions: bad, rows })
    }

    /// The rows that elimination of a column touches: those with a pivot, last first, and those without.
    #[expect(clippy::indexing_slicing, reason = "rows and steps are below the size of the basis")]
    fn reach(&self, column: &Column, step_of: &[u32], (seen, reached): (&mut [bool], &mut Reached)) {
        let Reached { pivoted, free, stack } = reached;
        pivoted.clear();
        free.clear();
        for (row, _) in column {
            if seen[*row as usize] {
                continue;
            }
            seen[*row as usize] = true;
            stack.push((*row, 0));
            while let Some((row, next)) = stack.pop() {
                let step = step_of[row as usize];
                if step == u32::MAX {
                    free.push(row);
                    continue;
                }
                let below = self.lower.column(step as usize);
                let mut next = next;
                while next < below.len() && seen[below[next].0 as usize] {
                    next += 1;
                }
                if next == below.len() {
                    pivoted.push(row);
                } else {
                    seen[below[next].0 as usize] = true;
                    stack.push((row, next + 1));
                    stack.push((below[next].0, 0));
                }
            }
        }
    }

    /// Solves B x = b: takes b by row, gives x by position.
    #[expect(clippy::indexing_slicing, reason = "rows and steps are below the size of the basis")]
    pub(crate) fn solve(&self, by_row: &mut [f64], by_position: &mut [f64]) {
        for step in &self.lower_steps {
            let value = by_row[self.rows[*step as usize] as usize];
            if value != 0.0 {
                for (row, multiplier) in self.lower.column(*step as usize) {
                    by_row[*row as usize] -= multiplier * value;
                }
            }
        }
        for step in (0..self.rows.len()).rev() {
            let row = self.rows[step] as usize;
            let value = by_row[row];
            if value == 0.0 {
                by_position[self.positions[step] as usize] = 0.0;
                continue;
            }
            let value = value / self.diagonal[step];
            by_position[self.positions[step] as usize] = value;
            for (earlier, entry) in self.upper.column(step) {
                by_row[*earlier as usize] -= entry * value;
            }
        }
    }

    /// Solves yᵀ B = cᵀ: takes c by position, gives y by row.
    #[expect(clippy::indexing_slicing, reason = "rows and steps are below the size of the basis")]
    pub(crate) fn solve_transposed(&self, by_position: &[f64], by_row: &mut [f64]) {
        for step in 0..self.rows.len() {
            let mut value = by_position[self.positions[step] as usize];
            for (earlier, entry) in self.upper.column(step) {
                value -= entry * by_row[*earlier as usize];
            }
            by_row[self.rows[step] as usize] = value / self.diagonal[step];
        }
        for step in self.lower_steps.iter().rev() {
            let row = self.rows[*step as usize] as usize;
            let taken: f64 = self
                .lower
                .column(*step as usize)
                .iter()
                .map(|(below, multiplier)| multiplier * by_row[*below as usize])
                .sum();
            by_row[row] -= taken;
        }
    }
}

#[derive(Default)]
struct Reached {
    pivoted: Vec<u32>,
    free: Vec<u32>,
    stack: Vec<(u32, usize)>,
}

/// Columns with one row left, then rows with one column left, then the rest, short ones first.
#[expect(clippy::indexing_slicing, reason = "rows and columns are below the size of the basis")]
fn order(columns: &[&Column]) -> Vec<u32> {
    let size = columns.len();
    let mut by_row: Vec<Vec<u32>> = vec![Vec::new(); size];
    for (position, column) in columns.iter().enumerate() {
        for (row, _) in column.iter() {
            by_row[*row as usize].push(position as u32);
        }
    }
    let mut column_left: Vec<usize> = columns.iter().map(|column| column.len()).collect();
    let mut row_left: Vec<usize> = by_row.iter().map(Vec::len).collect();
    let (mut column_done, mut row_done) = (vec![false; size], vec![false; size]);
    let mut order = Vec::with_capacity(size);
    let mut queue: Vec<u32> = (0..size as u32).filter(|position| column_left[*position as usize] == 1).collect();
    while let Some(position) = queue.pop() {
        let position = position as usize;
        if column_done[position] || column_left[position] != 1 {
            continue;
        }
        let Some(row) = columns[position].iter().map(|(row, _)| *row as usize).find(|row| !row_done[*row]) else {
            continue;
        };
        (column_done[position], row_done[row]) = (true, true);
        order.push(position as u32);
        for other in &by_row[row] {
            column_left[*other as usize] -= 1;
            if !column_done[*other as usize] {
                row_left_touch(&mut queue, *other, column_left[*other as usize]);
            }
        }
    }
    for (row, columns_of) in by_row.iter().enumerate() {
        row_left[row] = columns_of.iter().filter(|position| !column_done[**position as usize]).count();
    }
    let mut queue: Vec<u32> =
        (0..size as u32).filter(|row| !row_done[*row as usize] && row_left[*row as usize] == 1).collect();
    while let Some(row) = queue.pop() {
        let row = row as usize;
        let Some(position) =
            by_row[row].iter().map(|position| *position as usize).find(|position| !column_done[*position])
        else {
            continue;
        };
        if row_done[row] {
            continue;
        }
        (column_done[position], row_done[row]) = (true, true);
        order.push(position as u32);
        for (other, _) in columns[position] {
            row_left[*other as usize] -= 1;
            if !row_done[*other as usize] {
                row_left_touch(&mut queue, *other, row_left[*other as usize]);
            }
        }
    }
    let mut rest: Vec<u32> = (0..size as u32).filter(|position| !column_done[*position as usize]).collect();
    rest.sort_by_key(|position| {
        (columns[*position as usize].iter().filter(|(row, _)| !row_done[*row as usize]).count(), *position)
    });
    order.extend(rest);
    order
}

fn row_left_touch(queue: &mut Vec<u32>, number: u32, left: usize) {
    if left == 1 {
        queue.push(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_both_ways() {
        let columns: Vec<Column> = vec![
            vec![(0, 1.0), (1, 1.0), (3, 1.0)],
            vec![(1, 1.0), (2, -1.0)],
            vec![(2, 1.0), (0, 2.0)],
            vec![(3, 1.0), (1, 3.0)],
        ];
        let taken: Vec<&Column> = columns.iter().collect();
        let factor = Factor::of(&taken).unwrap();
        let want = [1.0, -2.0, 3.0, 0.5];
        let mut by_row = vec![0.0; 4];
        for (column, value) in columns.iter().zip(want) {
            for (row, entry) in column {
                by_row[*row as usize] += entry * value;
            }
        }
        let mut got = vec![0.0; 4];
        factor.solve(&mut by_row, &mut got);
        assert!(got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-12), "{got:?}");
        let products: Vec<f64> =
            columns.iter().map(|column| column.iter().map(|(row, entry)| entry * want[*row as usize]).sum()).collect();
        let mut got = vec![0.0; 4];
        factor.solve_transposed(&products, &mut got);
        assert!(got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-12), "{got:?}");
    }

    #[test]
    fn names_what_is_singular() {
        let columns: Vec<Column> = vec![vec![(0, 1.0), (1, 1.0)], vec![(0, 2.0), (1, 2.0)]];
        let taken: Vec<&Column> = columns.iter().collect();
        assert_eq!(Factor::of(&taken).unwrap_err().rows.len(), 1);
    }
}
