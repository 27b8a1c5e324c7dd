//! Noisy marginals of one, two and three columns, and the best estimate of the true ones that they allow.
//!
//! Everything after the noise is computed from noisy counts alone, and so costs no privacy.

use super::{
    evaluate::combinations,
    noise::{DiscreteGaussian, Stream},
    records::Records,
};

/// Counts of every combination of codes of some columns, the last column running fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    /// The columns.
    pub columns: Vec<usize>,
    /// How many codes each has.
    pub widths: Vec<usize>,
    /// One count a combination.
    pub counts: Vec<f64>,
}

impl Marginal {
    /// Counts records; exact, not to be shown.
    #[must_use]
    pub(crate) fn count(records: &Records, columns: &[usize], widths: &[usize]) -> Self {
        let widths: Vec<usize> = columns.iter().filter_map(|column| widths.get(*column)).copied().collect();
        let mut counts = vec![0.0; widths.iter().product()];
        let codes: Vec<&[u16]> = columns
            .iter()
            .filter_map(|column| records.columns.get(*column))
            .map(|column| column.codes.as_slice())
            .collect();
        for record in 0..records.count {
            let place = codes
                .iter()
                .zip(&widths)
                .fold(0, |place, (codes, width)| place * width + usize::from(codes.get(record).copied().unwrap_or(0)));
            if let Some(count) = counts.get_mut(place) {
                *count += 1.0;
            }
        }
        Self { columns: columns.to_vec(), widths, counts }
    }

    pub(crate) fn blur(&mut self, noise: &DiscreteGaussian, stream: &mut Stream) {
        for count in &mut self.counts {
            *count += noise.draw(stream) as f64;
        }
    }
}

/// All marginals of so many columns, each count with noise of the same size.
pub(crate) fn measure(
    records: &Records,
    widths: &[usize],
    length: usize,
    noise: &DiscreteGaussian,
    stream: &mut Stream,
) -> Vec<Marginal> {
    let mut measured = Vec::new();
    combinations(widths.len(), length, &mut |columns| {
        let mut marginal = Marginal::count(records, columns, widths);
        marginal.blur(noise, stream);
        measured.push(marginal);
    });
    measured
}

/// Draws noisy counts towards what is expected of them, by as much as the counts themselves say.
///
/// The true count is taken to vary about the expected e with variance a e + b e^2; a and b are found from the noisy counts
/// by least squares. Each count then is e + v / (v + s^2) (y - e), and not below 0; it is 0 if it is less than `sure` times its
/// own standard deviation.
pub(crate) fn shrink(noisy: &mut [f64], expected: &[f64], sigma: f64, sure: f64) {
    let noise = sigma * sigma;
    let (mut aa, mut ab, mut bb, mut ya, mut yb) = (1e-9, 0.0, 1e-9, 0.0, 0.0);
    for (count, e) in noisy.iter().zip(expected) {
        // Large cells vary more: weigh them down.
        let weight = 1.0 / (noise + e).powi(2);
        let excess = (count - e).powi(2) - noise;
        aa += weight * e * e;
        ab += weight * e * e * e;
        bb += weight * e * e * e * e;
        ya += weight * e * excess;
        yb += weight * e * e * excess;
    }
    let determinant = aa * bb - ab * ab;
    let (mut a, mut b) = if determinant > 1e-12 * aa * bb {
        ((ya * bb - yb * ab) / determinant, (yb * aa - ya * ab) / determinant)
    } else {
        (ya / aa, 0.0)
    };
    if b < 0.0 {
        (a, b) = (ya / aa, 0.0);
    }
    if a < 0.0 {
        (a, b) = (0.0, (yb / bb).max(0.0));
    }
    // Even a perfect model leaves the chance of the draw.
    let a = a.max(0.5);
    for (count, e) in noisy.iter_mut().zip(expected) {
        let variance = a * e + b * e * e;
        *count = (e + variance / (variance + noise) * (*count - e)).max(0.0);
        // What is hardly more than its own uncertainty may as well be nobody.
        if *count < sure * (variance * noise / (variance + noise)).sqrt() {
            *count = 0.0;
        }
    }
}

/// Whole numbers that add up to a total and are in proportion to weights.
pub(crate) fn apportion(weights: &[f64], total: u64) -> Vec<u64> {
    let sum: f64 = weights.iter().map(|weight| weight.max(0.0)).sum();
    if sum <= 0.0 {
        let mut parts = vec![0; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return parts;
    }
    let shares: Vec<f64> = weights.iter().map(|weight| weight.max(0.0) / sum * total as f64).collect();
    let mut parts: Vec<u64> = shares.iter().map(|share| share.floor() as u64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |place: &usize| shares.get(*place).map_or(0.0, |share| share - share.floor());
    order.sort_by(|one, two| rest(two).total_cmp(&rest(one)).then(one.cmp(two)));
    let mut left = total.saturating_sub(parts.iter().sum());
    for place in order.iter().cycle().take(parts.len().max(1) * 2) {
        if left == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(*place) {
            *part += 1;
            left -= 1;
        }
    }
    parts
}
