//! Exact integer linear algebra and one linear programme: small matrices over the integers, no rounding anywhere.
//!
//! Numbers are 128-bit and every operation is checked. Entries here are sums of a few dozen ±1 and the matrices have a
//! handful of columns, so the minors that fraction-free elimination produces stay far below the limit; were one ever to
//! pass it, the answer is `None`, never a wrong one.
#![expect(clippy::indexing_slicing, reason = "rows of one matrix have one width, and loops run below it")]

/// A row of integers.
pub(crate) type Row = Vec<i128>;

/// Divides a row by the greatest common divisor of its entries.
fn reduce(row: &mut [i128]) {
    let mut divisor: i128 = 0;
    for entry in row.iter() {
        divisor = gcd(divisor, entry.unsigned_abs().try_into().unwrap_or(1));
        if divisor == 1 {
            return;
        }
    }
    if divisor > 1 {
        for entry in row.iter_mut() {
            *entry /= divisor;
        }
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Rows in reduced echelon form, grown one row at a time.
#[derive(Clone, Debug)]
pub(crate) struct Echelon {
    width: usize,
    rows: Vec<(usize, Row)>,
}

impl Echelon {
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, rows: Vec::new() }
    }

    pub(crate) const fn rank(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row; it changes nothing if it depends on those held. `None` when a number passes 128 bits.
    pub(crate) fn add(&mut self, mut row: Row) -> Option<()> {
        for (pivot, held) in &self.rows {
            if row[*pivot] != 0 {
                row = combine(&row, held[*pivot], held, row[*pivot])?;
            }
        }
        let Some(pivot) = row.iter().position(|entry| *entry != 0) else { return Some(()) };
        for (_, held) in &mut self.rows {
            if held[pivot] != 0 {
                *held = combine(held, row[pivot], &row, held[pivot])?;
            }
        }
        self.rows.push((pivot, row));
        Some(())
    }

    /// A basis of the vectors that every row sends to zero.
    pub(crate) fn null_space(&self) -> Option<Vec<Row>> {
        let pivots: Vec<usize> = self.rows.iter().map(|(pivot, _)| *pivot).collect();
        let free: Vec<usize> = (0..self.width).filter(|column| !pivots.contains(column)).collect();
        let mut basis = Vec::with_capacity(free.len());
        for column in free {
            let mut scale: i128 = 1;
            for (pivot, row) in &self.rows {
                let step = row[*pivot].checked_abs()? / gcd(row[*pivot].checked_abs()?, scale);
                scale = scale.checked_mul(step)?;
            }
            let mut vector = vec![0; self.width];
            vector[column] = scale;
            for (pivot, row) in &self.rows {
                vector[*pivot] = -(row[column].checked_mul(scale / row[*pivot])?);
            }
            reduce(&mut vector);
            basis.push(vector);
        }
        Some(basis)
    }
}

/// a·row − b·other, reduced; the sign is kept so that the pivot of `row` stays of the same sign as a·row's.
fn combine(row: &[i128], a: i128, other: &[i128], b: i128) -> Option<Row> {
    let divisor = gcd(a.checked_abs()?, b.checked_abs()?).max(1);
    let (a, b) = (a / divisor, b / divisor);
    let mut combined = Vec::with_capacity(row.len());
    for (x, y) in row.iter().zip(other) {
        combined.push(x.checked_mul(a)?.checked_sub(y.checked_mul(b)?)?);
    }
    reduce(&mut combined);
    Some(combined)
}

/// Which of the two sides of Stiemke's alternative holds for the rows of G.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alternative {
    /// Weights y > 0 with Gᵀy = 0, one for each row; the first is the common denominator.
    Weights(i128, Row),
    /// A vector u with G u ≤ 0 and G u ≠ 0.
    Direction(Row),
}

/// Decides, exactly, whether strictly positive weights on the rows of G sum to zero in every column, or a direction
/// exists along which no row rises and one falls. `None` when a number passes 128 bits.
///
/// Looks for y = 1 + z with z ≥ 0 and Gᵀz = −Gᵀ1 by phase one of the simplex method with Bland's rule and
/// integer-preserving pivots (Edmonds 1967; Bland 1977); infeasibility yields u by Farkas.
pub(crate) fn stiemke(rows: &[Row], width: usize) -> Option<Alternative> {
    let m = rows.len();
    let columns = m + width + 1;
    let mut tableau: Vec<Row> = Vec::with_capacity(width + 1);
    let mut signs = Vec::with_capacity(width);
    for k in 0..width {
        let right = -rows.iter().try_fold(0_i128, |sum, row| sum.checked_add(row[k]))?;
        let sign = if right < 0 { -1 } else { 1 };
        let mut line: Row = rows.iter().map(|row| row[k] * sign).collect();
        line.extend((0..width).map(|artificial| i128::from(artificial == k)));
        line.push(right * sign);
        signs.push(sign);
        tableau.push(line);
    }
    let mut costs = vec![0_i128; columns];
    for line in &tableau {
        for column in (0..m).chain(std::iter::once(columns - 1)) {
            costs[column] = costs[column].checked_sub(line[column])?;
        }
    }
    tableau.push(costs);
    let mut basis: Vec<usize> = (m..m + width).collect();
    let denominator = run_simplex(&mut tableau, &mut basis, m)?;
    let costs = &tableau[width];
    if costs[columns - 1] == 0 {
        let mut weights = vec![denominator; m];
        for (row, column) in basis.iter().enumerate() {
            if *column < m {
                weights[*column] = weights[*column].checked_add(tableau[row][columns - 1])?;
            }
        }
        return Some(Alternative::Weights(denominator, weights));
    }
    // The multiplier of row k is 1 minus the reduced cost of its artificial variable.
    let mut direction = Vec::with_capacity(width);
    for (k, sign) in signs.iter().enumerate() {
        direction.push(denominator.checked_sub(costs[m + k])?.checked_mul(*sign)?);
    }
    reduce(&mut direction);
    Some(Alternative::Direction(direction))
}

/// Pivots until no structural column improves; returns the common denominator.
fn run_simplex(tableau: &mut [Row], basis: &mut [usize], structural: usize) -> Option<i128> {
    let last = tableau.len() - 1;
    let right = tableau[last].len() - 1;
    let mut denominator: i128 = 1;
    while let Some(entering) = (0..structural).find(|column| tableau[last][*column] < 0) {
        let mut leaving: Option<usize> = None;
        for row in 0..last {
            if tableau[row][entering] <= 0 {
                continue;
            }
            leaving = match leaving {
                None => Some(row),
                Some(best) => {
                    let mine = tableau[row][right].checked_mul(tableau[best][entering])?;
                    let theirs = tableau[best][right].checked_mul(tableau[row][entering])?;
                    let better = mine < theirs || mine == theirs && basis[row] < basis[best];
                    Some(if better { row } else { best })
                }
            };
        }
        // The sum of artificial variables is bounded below by zero, so some row always limits the step.
        let leaving = leaving?;
        denominator = pivot(tableau, leaving, entering, denominator)?;
        basis[leaving] = entering;
    }
    Some(denominator)
}

fn pivot(tableau: &mut [Row], row: usize, column: usize, denominator: i128) -> Option<i128> {
    let pivot_row = tableau[row].clone();
    let pivot = pivot_row[column];
    for (place, line) in tableau.iter_mut().enumerate() {
        if place == row {
            continue;
        }
        let multiplier = line[column];
        for (entry, above) in line.iter_mut().zip(&pivot_row) {
            *entry = entry.checked_mul(pivot)?.checked_sub(multiplier.checked_mul(*above)?)? / denominator;
        }
    }
    Some(pivot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rows: &[Row], width: usize) -> bool {
        match stiemke(rows, width).unwrap() {
            Alternative::Weights(denominator, weights) => {
                assert!(denominator > 0 && weights.iter().all(|weight| *weight > 0));
                for k in 0..width {
                    assert_eq!(rows.iter().zip(&weights).map(|(row, weight)| row[k] * weight).sum::<i128>(), 0);
                }
                true
            }
            Alternative::Direction(u) => {
                let values: Vec<i128> = rows.iter().map(|row| row.iter().zip(&u).map(|(a, b)| a * b).sum()).collect();
                assert!(values.iter().all(|value| *value <= 0) && values.iter().any(|value| *value < 0));
                false
            }
        }
    }

    #[test]
    fn one_side_of_the_alternative_always_comes_with_its_proof() {
        assert!(holds(&[vec![1], vec![-2]], 1));
        assert!(!holds(&[vec![1], vec![2]], 1));
        assert!(!holds(&[vec![1, 0], vec![0, 1], vec![-1, 0]], 2));
        assert!(holds(&[vec![1, 0], vec![0, 1], vec![-1, -1]], 2));
        assert!(holds(&[vec![0, 0]], 2));
        let mut state: u64 = 7;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from((state >> 61) as i8) - 3
        };
        let mut both = [0, 0];
        for _ in 0..2_000 {
            let rows: Vec<Row> = (0..5).map(|_| (0..3).map(|_| draw()).collect()).collect();
            both[usize::from(holds(&rows, 3))] += 1;
        }
        assert!(both[0] > 100 && both[1] > 100, "{both:?}");
    }

    #[test]
    fn the_null_space_is_sent_to_zero() {
        let rows = [vec![1, 2, 3, 0], vec![2, 4, 6, 0], vec![0, 1, -1, 5]];
        let mut echelon = Echelon::new(4);
        for row in &rows {
            echelon.add(row.clone()).unwrap();
        }
        assert_eq!(echelon.rank(), 2);
        for vector in echelon.null_space().unwrap() {
            for row in &rows {
                assert_eq!(row.iter().zip(&vector).map(|(a, b)| a * b).sum::<i128>(), 0);
            }
        }
    }
}
