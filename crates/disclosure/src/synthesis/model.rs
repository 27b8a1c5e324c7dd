//! What records are made to fit: estimated counts of values and pairs, and which combinations may be made at all.

use super::{
    marginals::{Marginal, apportion, shrink},
    private::{Plan, Spent},
    records::BLANK,
};

/// What records are made to fit.
pub(super) struct Model {
    /// How many records are made.
    pub(super) count: usize,
    /// How many of each code, for each column.
    pub(super) ones: Vec<Vec<u64>>,
    /// Wanted counts of pairs; a pair that is not to be made has none.
    pairs: Vec<Marginal>,
    /// Where the pair of two columns is.
    pair_of: Vec<usize>,
    /// For each triple of columns, one bit a combination: whether it is to be made.
    triples: Vec<Triple>,
    /// The triples of columns that each column is in.
    with: Vec<Vec<u32>>,
}

struct Triple {
    columns: [usize; 3],
    widths: [usize; 3],
    bits: Vec<u64>,
}

impl Model {
    pub(super) fn of(noisy: Vec<Vec<f64>>, mut pairs: Vec<Marginal>, plan: &Plan) -> Self {
        // Every column adds up to all records: the estimate with the least noise weighs narrow columns most.
        let weights: Vec<f64> = noisy.iter().map(|ones| 1.0 / ones.len() as f64).collect();
        let sums = noisy.iter().zip(&weights).map(|(ones, weight)| ones.iter().sum::<f64>() * weight);
        let count = (sums.sum::<f64>() / weights.iter().sum::<f64>()).round().max(1.0) as usize;
        let ones: Vec<Vec<u64>> = noisy
            .iter()
            .map(|ones| {
                let mut ones = ones.clone();
                // What is missing because a value is not told is not given to the others, but left blank.
                let told: f64 = ones.iter().skip(1).map(|count| count.max(0.0)).sum();
                if let Some(blank) = ones.first_mut() {
                    let rest = count as f64 - told;
                    *blank = if *blank > 4.0 * plan.spent.sigma_ones {
                        blank.max(0.0)
                    } else if rest > 6.0 * plan.spent.sigma_ones * (noisy.len() as f64).sqrt() {
                        rest
                    } else {
                        0.0
                    };
                }
                apportion(&ones, count as u64)
            })
            .collect();
        for pair in &mut pairs {
            let &[one, two] = pair.columns.as_slice() else { continue };
            fit(pair, [ones.get(one), ones.get(two)], count as f64, &plan.spent);
            let threshold = if plan.spent.sigma_triples.is_some() { 1.5 } else { plan.least };
            for want in &mut pair.counts {
                if *want < threshold {
                    *want = 0.0;
                }
            }
            rake(pair, [ones.get(one), ones.get(two)]);
        }
        Self::exact(count, ones, pairs)
    }

    /// A model of counts as they are.
    pub(super) fn exact(count: usize, ones: Vec<Vec<u64>>, pairs: Vec<Marginal>) -> Self {
        let columns = ones.len();
        let mut pair_of = vec![0; columns * columns];
        for (number, pair) in pairs.iter().enumerate() {
            let &[one, two] = pair.columns.as_slice() else { continue };
            for place in [one * columns + two, two * columns + one] {
                if let Some(place) = pair_of.get_mut(place) {
                    *place = number;
                }
            }
        }
        Self { count, ones, pairs, pair_of, triples: Vec::new(), with: vec![Vec::new(); columns] }
    }

    #[expect(clippy::indexing_slicing, reason = "codes are below the widths of their columns")]
    pub(super) fn target(&self, one: usize, first: usize, two: usize, second: usize) -> f64 {
        let pair = &self.pairs[self.pair_of[one * self.ones.len() + two]];
        let (row, column) = if one < two { (first, second) } else { (second, first) };
        pair.counts[row * pair.widths[1] + column]
    }

    pub(super) fn allows_pair(&self, one: usize, first: usize, two: usize, second: usize) -> bool {
        let blank = usize::from(BLANK);
        first == blank || second == blank || self.target(one, first, two, second) > 0.0
    }

    /// How much one column tells about another: the estimated information of their pair.
    pub(super) fn information(&self, one: usize, two: usize) -> f64 {
        let (Some(rows), Some(columns)) = (self.ones.get(one), self.ones.get(two)) else { return 0.0 };
        let mut told = 0.0;
        for (first, row) in rows.iter().enumerate() {
            for (second, column) in columns.iter().enumerate() {
                let (want, e) =
                    (self.target(one, first, two, second), *row as f64 * *column as f64 / self.count as f64);
                if want > 0.0 && e > 0.0 {
                    told += want * (want / e).ln();
                }
            }
        }
        told
    }

    pub(super) const fn has_triples(&self) -> bool {
        !self.triples.is_empty()
    }

    /// Learns which combinations of three columns are to be made.
    pub(super) fn allow_triples(&mut self, mut marginal: Marginal, sigma: f64, least: f64) {
        let (&[a, b, c], &[wa, wb, wc]) = (marginal.columns.as_slice(), marginal.widths.as_slice()) else { return };
        let single = |column: usize, code: usize| {
            self.ones.get(column).and_then(|ones| ones.get(code)).map_or(0.0, |count| *count as f64)
        };
        let mut expected = Vec::with_capacity(marginal.counts.len());
        for i in 0..wa {
            for j in 0..wb {
                let ab = self.target(a, i, b, j);
                for k in 0..wc {
                    let below = single(a, i) * single(b, j) * single(c, k);
                    let product = ab * self.target(a, i, c, k) * self.target(b, j, c, k);
                    expected.push(if below > 0.0 { product * self.count as f64 / below } else { 0.0 });
                }
            }
        }
        shrink(&mut marginal.counts, &expected, sigma, 0.0);
        self.allow(&marginal, least);
    }

    /// Allows the combinations of three columns of which there are enough.
    pub(super) fn allow(&mut self, marginal: &Marginal, least: f64) {
        let (&[a, b, c], &[wa, wb, wc]) = (marginal.columns.as_slice(), marginal.widths.as_slice()) else { return };
        let mut bits = vec![0_u64; marginal.counts.len().div_ceil(64)];
        for (place, want) in marginal.counts.iter().enumerate() {
            let blank = place % wc == 0 || (place / wc).is_multiple_of(wb) || place / (wb * wc) == 0;
            if (blank || *want >= least)
                && let Some(word) = bits.get_mut(place / 64)
            {
                *word |= 1 << (place % 64);
            }
        }
        let number = self.triples.len() as u32;
        for own in [a, b, c] {
            if let Some(list) = self.with.get_mut(own) {
                list.push(number);
            }
        }
        self.triples.push(Triple { columns: [a, b, c], widths: [wa, wb, wc], bits });
    }

    /// How many combinations of three that are not to be made a record would have with a value in a column.
    #[expect(clippy::indexing_slicing, reason = "codes are below the widths of their columns")]
    pub(super) fn forbidden_with(&self, row: &[u16], column: usize, value: u16) -> u32 {
        let mut forbidden = 0;
        let code = |other: usize| usize::from(if other == column { value } else { row[other] });
        for number in &self.with[column] {
            let triple = &self.triples[*number as usize];
            let [a, b, c] = triple.columns;
            let place = (code(a) * triple.widths[1] + code(b)) * triple.widths[2] + code(c);
            forbidden += u32::from(triple.bits[place / 64] >> (place % 64) & 1 == 0);
        }
        forbidden
    }
}

/// Estimates the counts of a pair from noisy ones.
fn fit(pair: &mut Marginal, ones: [Option<&Vec<u64>>; 2], count: f64, spent: &Spent) {
    let [Some(rows), Some(columns)] = ones else { return };
    let expected: Vec<f64> =
        rows.iter().flat_map(|row| columns.iter().map(move |column| *row as f64 * *column as f64 / count)).collect();
    let sure = if spent.sigma_triples.is_some() { 0.6 } else { 1.2 };
    shrink(&mut pair.counts, &expected, spent.sigma_pairs, sure);
    for (want, e) in pair.counts.iter_mut().zip(&expected) {
        if *e <= 0.0 {
            *want = 0.0;
        }
    }
    rake(pair, ones);
}

/// Brings rows and columns in turn to their totals.
#[expect(clippy::indexing_slicing, reason = "places are below the product of the widths")]
fn rake(pair: &mut Marginal, ones: [Option<&Vec<u64>>; 2]) {
    let ([Some(rows), Some(columns)], &[height, width]) = (ones, pair.widths.as_slice()) else { return };
    for _ in 0..12 {
        for (row, total) in rows.iter().enumerate().take(height) {
            let slice = &mut pair.counts[row * width..(row + 1) * width];
            let sum: f64 = slice.iter().sum();
            if sum > 0.0 {
                slice.iter_mut().for_each(|count| *count *= *total as f64 / sum);
            }
        }
        for (column, total) in columns.iter().enumerate().take(width) {
            let sum: f64 = (0..height).map(|row| pair.counts[row * width + column]).sum();
            if sum > 0.0 {
                (0..height).for_each(|row| pair.counts[row * width + column] *= *total as f64 / sum);
            }
        }
    }
}
