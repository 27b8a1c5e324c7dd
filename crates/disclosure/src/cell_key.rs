//! Cell keys: noise for ad hoc counts that is always the same for the same people.
//!
//! Each record has a secret key; the keys of the people in a cell, added modulo a power of two, pick the noise from a row of
//! a table. The same people give the same noise in any table, so neither repetition nor averaging takes it off.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{refusal::Refusal, synthesis::noise::Secret};

/// Keys are whole numbers below this.
pub const KEYS: u32 = 1 << 16;

/// The key of a record: a keyed hash of its identifier, the same in every extract.
#[must_use]
pub fn record_key(secret: &Secret, identifier: &str) -> u32 {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut keyed = Hmac::<Sha256>::new_from_slice(&secret.0).expect("any length");
    keyed.update(b"record key\0");
    keyed.update(identifier.as_bytes());
    let bytes: [u8; 32] = keyed.finalize().into_bytes().into();
    let [first, second, ..] = bytes;
    u32::from(first) << 8 | u32::from(second)
}

/// The key of a cell: the sum of its records' keys.
pub fn cell_key(keys: impl IntoIterator<Item = u32>) -> u32 {
    keys.into_iter().fold(0, |sum, key| (sum + key % KEYS) % KEYS)
}

/// How noise is limited.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// The most a count moves.
    pub most: u32,
    /// The variance of the noise.
    pub variance: f64,
    /// Counts from 1 to this never appear.
    pub hidden: u32,
}

/// The distribution of the perturbed count for one true count.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Perturbed counts that are possible, ascending, with their probabilities.
    pub outcomes: Vec<(u32, f64)>,
}

impl Row {
    /// The distribution of greatest entropy for a count with mean noise 0, the given variance, and the given limits.
    ///
    /// # Errors
    /// [`Refusal::BadSetting`] if no distribution has the variance within the limits.
    pub fn of(count: u32, limits: Limits) -> Result<Self, Refusal> {
        if count == 0 {
            return Ok(Self { outcomes: vec![(0, 1.0)] });
        }
        let bad = || Refusal::BadSetting {
            setting: "the variance of cell keys".to_owned(),
            value: limits.variance.to_string(),
            remedy: format!("no noise of mean 0 within {} has it for a count of {count}; write another", limits.most),
        };
        let lowest = count.saturating_sub(limits.most);
        let possible: Vec<u32> =
            (lowest..=count + limits.most).filter(|value| *value == 0 || *value > limits.hidden).collect();
        let noise: Vec<f64> = possible.iter().map(|value| f64::from(*value) - f64::from(count)).collect();
        let reachable = noise.iter().any(|d| *d < 0.0) && noise.iter().any(|d| *d > 0.0) && limits.variance > 0.0;
        if !reachable {
            return Err(bad());
        }
        // p proportional to exp(a d + b d^2); Newton on the convex dual, damped.
        let (mut a, mut b) = (0.0, 0.0);
        let dual = |a: f64, b: f64| {
            let largest = noise.iter().map(|d| a * d + b * d * d).fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = noise.iter().map(|d| (a * d + b * d * d - largest).exp()).sum();
            largest + sum.ln() - b * limits.variance
        };
        let probabilities = |a: f64, b: f64| -> Vec<f64> {
            let largest = noise.iter().map(|d| a * d + b * d * d).fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = noise.iter().map(|d| (a * d + b * d * d - largest).exp()).collect();
            let sum: f64 = weights.iter().sum();
            weights.into_iter().map(|weight| weight / sum).collect()
        };
        for _ in 0..500 {
            let p = probabilities(a, b);
            let moment = |power: i32| noise.iter().zip(&p).map(|(d, p)| d.powi(power) * p).sum::<f64>();
            let (m1, m2, m3, m4) = (moment(1), moment(2), moment(3), moment(4));
            let (g1, g2) = (m1, m2 - limits.variance);
            if g1.abs() < 1e-12 && g2.abs() < 1e-12 {
                break;
            }
            let (haa, hab, hbb) = (m2 - m1 * m1 + 1e-15, m3 - m1 * m2, m4 - m2 * m2 + 1e-15);
            let determinant = haa * hbb - hab * hab;
            let (da, db) = ((hbb * g1 - hab * g2) / determinant, (haa * g2 - hab * g1) / determinant);
            let (now, mut step) = (dual(a, b), 1.0);
            while step > 1e-10 && dual(a - step * da, b - step * db) > now {
                step /= 2.0;
            }
            (a, b) = (a - step * da, b - step * db);
        }
        let p = probabilities(a, b);
        let variance: f64 = noise.iter().zip(&p).map(|(d, p)| d * d * p).sum();
        let mean: f64 = noise.iter().zip(&p).map(|(d, p)| d * p).sum();
        if !((variance - limits.variance).abs() < 1e-6 && mean.abs() < 1e-6) {
            return Err(bad());
        }
        Ok(Self { outcomes: possible.into_iter().zip(p).collect() })
    }
}

/// The rows of a table of noise for every key: what is looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct NoiseTable {
    limits: Limits,
    /// For each true count up to where rows no longer differ: the largest key of each outcome.
    rows: Vec<Vec<(i64, u32)>>,
}

impl NoiseTable {
    /// The table of some limits.
    ///
    /// # Errors
    /// [`Refusal::BadSetting`] as for [`Row::of`].
    pub fn new(limits: Limits) -> Result<Self, Refusal> {
        let last = limits.most + limits.hidden + 1;
        let mut rows = Vec::new();
        for count in 0..=last {
            let row = Row::of(count, limits)?;
            let mut sum = 0.0;
            let ends = row.outcomes.into_iter().map(|(value, probability)| {
                sum += probability;
                (i64::from(value) - i64::from(count), (sum * f64::from(KEYS)).round() as u32)
            });
            rows.push(ends.collect());
        }
        Ok(Self { limits, rows })
    }

    /// A count as it may be shown. The same cell, that is the same key and count, always gives the same.
    #[must_use]
    pub fn perturb(&self, count: u64, key: u32) -> u64 {
        let row = usize::try_from(count).unwrap_or(usize::MAX).min(self.rows.len().saturating_sub(1));
        let Some(row) = self.rows.get(row) else { return count };
        let noise = row.iter().find(|(_, end)| key % KEYS < *end).or(row.last()).map_or(0, |(noise, _)| *noise);
        count.saturating_add_signed(noise)
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        self.limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(count: u32, most: u32, variance: f64, hidden: u32) -> Vec<(u32, String)> {
        let row = Row::of(count, Limits { most, variance, hidden }).unwrap();
        row.outcomes.into_iter().map(|(value, p)| (value, format!("{p:.4}"))).filter(|(_, p)| p != "0.0000").collect()
    }

    fn expected(pairs: &[(u32, &str)]) -> Vec<(u32, String)> {
        pairs.iter().map(|(value, p)| (*value, (*p).to_owned())).collect()
    }

    #[test]
    fn rows_are_those_published_to_four_decimals() {
        assert_eq!(
            row(1, 5, 3.0, 2),
            expected(&[(0, "0.7345"), (3, "0.1367"), (4, "0.0728"), (5, "0.0374"), (6, "0.0186")])
        );
        assert_eq!(
            row(2, 5, 3.0, 2),
            expected(&[(0, "0.4088"), (3, "0.4066"), (4, "0.1476"), (5, "0.0323"), (6, "0.0043"), (7, "0.0003")])
        );
        for count in [8, 9, 200] {
            let got: Vec<String> = row(count, 5, 3.0, 2).into_iter().map(|(_, p)| p).collect();
            let half = [".0038", ".0166", ".0523", ".1187", ".1942"];
            let want: Vec<String> =
                half.iter().chain([&".2288"]).chain(half.iter().rev()).map(|p| format!("0{p}")).collect();
            assert_eq!(got, want);
        }
        let got: Vec<String> = row(3, 3, 2.0, 0).into_iter().map(|(_, p)| p).collect();
        assert_eq!(got, ["0.0374", "0.1119", "0.2161", "0.2692", "0.2161", "0.1119", "0.0374"]);
    }

    #[test]
    fn noise_is_the_same_for_the_same_people_and_has_the_moments_asked_for() {
        let table = NoiseTable::new(Limits { most: 5, variance: 3.0, hidden: 2 }).unwrap();
        let secret = Secret([9; 32]);
        let keys: Vec<u32> = (0..40).map(|person| record_key(&secret, &format!("case {person}"))).collect();
        let shuffled: Vec<u32> = keys.iter().rev().copied().collect();
        assert_eq!(cell_key(keys.iter().copied()), cell_key(shuffled));
        assert_ne!(cell_key(keys.iter().copied()), cell_key(keys.iter().skip(1).copied()));
        for count in [1_u64, 2, 3, 7, 8, 1_000_000] {
            let noise: Vec<f64> = (0..KEYS).map(|key| table.perturb(count, key) as f64 - count as f64).collect();
            let mean = noise.iter().sum::<f64>() / f64::from(KEYS);
            let variance = noise.iter().map(|d| d * d).sum::<f64>() / f64::from(KEYS);
            assert!(mean.abs() < 1e-3 && (variance - 3.0).abs() < 1e-2, "{count}: {mean} {variance}");
            assert!((0..KEYS).all(|key| !(1..=2).contains(&table.perturb(count, key))));
        }
        assert_eq!(table.perturb(0, 123), 0);
    }

    #[test]
    fn a_variance_that_cannot_be_is_refused() {
        assert!(Row::of(1, Limits { most: 2, variance: 30.0, hidden: 0 }).is_err());
        assert!(NoiseTable::new(Limits { most: 2, variance: 1.0, hidden: 4 }).is_err());
    }
}
