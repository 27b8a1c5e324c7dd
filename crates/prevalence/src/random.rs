//! Random numbers from a counter: the n-th draw of a stream is a function of seed, stream and n, so the work can be
//! cut among threads in any way and gives the same bytes.
//!
//! The generator is Philox 4×32 with ten rounds (Salmon, Moraes, Dror and Shaw 2011). Binomials by inversion when the
//! mean is small and by transformed rejection otherwise (Hörmann 1993, BTRS); gammas by Marsaglia and Tsang 2000.

use crate::distribution::ln_gamma;

const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
/// 2^−53.
const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;

/// One stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    counter: [u32; 4],
    ready: [u64; 2],
    left: usize,
    spare_normal: Option<f64>,
}

impl Stream {
    /// The stream of a purpose (which method) and an index (which replicate or chain) under a seed.
    #[must_use]
    pub const fn new(seed: u64, purpose: u32, index: u64) -> Self {
        let key = [low(seed), low(seed >> 32)];
        // The draw number counts in the first word; purpose and index fill the others.
        let counter = [0, low(index), low(index >> 32), purpose];
        Self { key, counter, ready: [0; 2], left: 0, spare_normal: None }
    }

    fn bits(&mut self) -> u64 {
        if self.left == 0 {
            let block = philox(self.counter, self.key);
            self.counter = match self.counter {
                [draw, index, high, purpose] => {
                    let next = draw.wrapping_add(1);
                    [next, index, high, if next == 0 { purpose.wrapping_add(0x8000_0000) } else { purpose }]
                }
            };
            let [a, b, c, d] = block.map(u64::from);
            self.ready = [a << 32 | b, c << 32 | d];
            self.left = 2;
        }
        self.left -= 1;
        let [first, second] = self.ready;
        if self.left == 1 { first } else { second }
    }

    /// Uniform on [0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * UNIT
    }

    /// Uniform on (0, 1).
    fn open_uniform(&mut self) -> f64 {
        self.uniform() + 0.5 * UNIT
    }

    /// A whole number below a bound, uniform to within 2^−53.
    pub fn below(&mut self, bound: usize) -> usize {
        whole(self.uniform() * float(bound as u64)) as usize
    }

    /// Standard normal (polar method).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare_normal.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare_normal = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// Exponential with mean one.
    pub fn exponential(&mut self) -> f64 {
        -self.open_uniform().ln()
    }

    /// Gamma with the given shape and scale one.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = self.open_uniform().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.open_uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Beta(a, b).
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }

    /// Poisson with the given mean.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            return 0;
        }
        if mean < 10.0 {
            let (limit, mut product, mut count) = ((-mean).exp(), self.open_uniform(), 0);
            while product > limit {
                product *= self.open_uniform();
                count += 1;
            }
            return count;
        }
        // Hörmann 1993, PTRS.
        let root = mean.sqrt();
        let b = 0.931 + 2.53 * root;
        let a = -0.059 + 0.024_83 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let v_r = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let (u, v) = (self.uniform() - 0.5, self.open_uniform());
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= v_r {
                return whole(k);
            }
            if k < 0.0 || us < 0.013 && v > us {
                continue;
            }
            let left = v.ln() + inverse_alpha.ln() - (a / (us * us) + b).ln();
            if left <= k * mean.ln() - mean - ln_gamma(k + 1.0) {
                return whole(k);
            }
        }
    }

    /// Binomial: how many of `n` succeed with probability `p`.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        if p > 0.5 {
            return n - self.binomial(n, 1.0 - p);
        }
        let total = float(n);
        let drawn = if total * p < 10.0 { self.small_binomial(total, p) } else { self.large_binomial(total, p) };
        whole(drawn).min(n)
    }

    /// By inversion from zero; the mean is below ten.
    fn small_binomial(&mut self, n: f64, p: f64) -> f64 {
        let odds = p / (1.0 - p);
        let start = (n * (-p).ln_1p()).exp();
        loop {
            let (mut u, mut probability, mut k) = (self.uniform(), start, 0.0);
            while u >= probability && k < n && k < 200.0 {
                u -= probability;
                probability *= odds * (n - k) / (k + 1.0);
                k += 1.0;
            }
            if k < 200.0 {
                return k;
            }
        }
    }

    /// By transformed rejection; the mean is at least ten and p at most one half.
    fn large_binomial(&mut self, n: f64, p: f64) -> f64 {
        let spread = (n * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = n * p + 0.5;
        let v_r = 0.92 - 4.2 / b;
        let mode = ((n + 1.0) * p).floor();
        loop {
            let (u, v) = (self.uniform() - 0.5, self.open_uniform());
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + centre).floor();
            if us >= 0.07 && v <= v_r {
                return k;
            }
            if k < 0.0 || k > n {
                continue;
            }
            let alpha = (2.83 + 5.1 / b) * spread;
            let left = (v * alpha / (a / (us * us) + b)).ln();
            let odds = (p / (1.0 - p)).ln();
            let height = |k: f64| -ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
            if left <= height(k) - height(mode) + (k - mode) * odds {
                return k;
            }
        }
    }

    /// A multinomial sample: how many of `total` fall into each cell, cell probabilities in proportion to `weights`.
    pub fn multinomial(&mut self, total: u64, weights: &[f64], into: &mut [u64]) {
        let (mut left, mut mass) = (total, weights.iter().sum::<f64>());
        for (count, weight) in into.iter_mut().zip(weights) {
            *count = if left == 0 || *weight <= 0.0 { 0 } else { self.binomial(left, (weight / mass).min(1.0)) };
            left -= *count;
            mass -= weight;
        }
        // Rounding of the remaining mass can leave somebody over: they belong to the last cell with any weight.
        if left > 0
            && let Some((count, _)) = into.iter_mut().zip(weights).rev().find(|(_, weight)| **weight > 0.0)
        {
            *count += left;
        }
    }
}

const fn low(value: u64) -> u32 {
    (value & 0xFFFF_FFFF) as u32
}

/// Whole part of a number from 0 to 2^53.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 2^53")]
const fn whole(value: f64) -> u64 {
    value as u64
}

#[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
const fn float(value: u64) -> f64 {
    value as f64
}

/// Ten rounds of Philox 4×32.
const fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    let mut round = 0;
    while round < 10 {
        let [c0, c1, c2, c3] = counter;
        let [k0, k1] = key;
        let (first, second) = (MULTIPLIERS[0] * c0 as u64, MULTIPLIERS[1] * c2 as u64);
        counter = [low(second >> 32) ^ c1 ^ k0, low(second), low(first >> 32) ^ c3 ^ k1, low(first)];
        key = [k0.wrapping_add(WEYL[0]), k1.wrapping_add(WEYL[1])];
        round += 1;
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_vectors() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]);
        let ones = philox([u32::MAX; 4], [u32::MAX; 2]);
        assert_eq!(ones, [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]);
    }

    fn moments(mut draw: impl FnMut(&mut Stream) -> f64) -> (f64, f64) {
        let mut stream = Stream::new(11, 99, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| draw(&mut stream)).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        (mean, draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0)
    }

    #[test]
    fn draws_have_their_moments() {
        let cases: [(f64, f64, (f64, f64)); 8] = [
            (0.5, 1.0 / 12.0, moments(Stream::uniform)),
            (0.0, 1.0, moments(Stream::normal)),
            (0.3, 0.3, moments(|s| s.gamma(0.3))),
            (7.5, 7.5, moments(|s| s.gamma(7.5))),
            (3.0, 3.0, moments(|s| float(s.poisson(3.0)))),
            (120.0, 120.0, moments(|s| float(s.poisson(120.0)))),
            (4.0, 3.92, moments(|s| float(s.binomial(200, 0.02)))),
            (1_200.0, 720.0, moments(|s| float(s.binomial(3_000, 0.4)))),
        ];
        for (mean, variance, (m, v)) in cases {
            let error = 4.5 * (variance / 40_000.0_f64).sqrt();
            assert!((m - mean).abs() < error && (v / variance - 1.0).abs() < 0.06, "{mean} {variance}: {m} {v}");
        }
    }

    #[test]
    fn a_multinomial_loses_nobody() {
        let weights = [0.1, 0.0, 5.0, 1e-9, 0.3];
        for index in 0..500 {
            let mut counts = [0; 5];
            Stream::new(3, 1, index).multinomial(2_744, &weights, &mut counts);
            assert_eq!(counts.iter().sum::<u64>(), 2_744);
            assert_eq!(counts[1], 0);
        }
    }

    #[test]
    fn each_cell_of_a_multinomial_has_its_mean_and_variance() {
        let weights = [25.0, 24.0, 70.0, 33.0, 21.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0];
        let draws = 40_000;
        let (mut sums, mut squares) = ([0.0; 14], [0.0; 14]);
        for index in 0..draws {
            let mut counts = [0; 14];
            Stream::new(8, 1, index).multinomial(185, &weights, &mut counts);
            for ((sum, square), count) in sums.iter_mut().zip(&mut squares).zip(counts) {
                *sum += float(count);
                *square += float(count * count);
            }
        }
        for ((sum, square), weight) in sums.iter().zip(squares).zip(weights) {
            let (mean, expected) = (sum / float(draws), weight * (1.0 - weight / 185.0));
            let variance = square / float(draws) - mean * mean;
            assert!((mean - weight).abs() < 4.0 * (expected / float(draws)).sqrt(), "{mean} {weight}");
            assert!((variance / expected - 1.0).abs() < 0.04, "{variance} {expected}");
        }
    }

    #[test]
    fn huge_tables_take_no_longer() {
        let mut stream = Stream::new(3, 1, 0);
        for _ in 0..1_000 {
            let drawn = stream.binomial(1 << 52, 0.3);
            assert!((float(drawn) / float(1 << 52) - 0.3).abs() < 1e-6);
        }
    }
}
