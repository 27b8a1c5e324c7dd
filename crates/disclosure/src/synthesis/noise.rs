//! Secret noise: whole numbers from a discrete Gaussian, drawn from a keyed stream.
//!
//! Noise in floating point leaks through the gaps between representable numbers (Mironov 2012). Here every draw is a whole
//! number found in a table of cumulative probabilities of 64 bits, so the output carries nothing but the count and the draw.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A secret of 256 bits. Whoever has it can take the noise off again: keep it as the records are kept.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("Secret(..)")
    }
}

/// Random bits: HMAC-SHA-256 of a purpose and a counter under the secret.
#[derive(Clone)]
pub struct Stream {
    keyed: Hmac<Sha256>,
    counter: u64,
    ready: Vec<u64>,
}

impl Stream {
    /// The stream of a purpose.
    ///
    /// # Panics
    /// Never: a key of any length is taken.
    #[must_use]
    pub fn new(secret: &Secret, purpose: &str) -> Self {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut keyed = Hmac::<Sha256>::new_from_slice(&secret.0).expect("any length");
        keyed.update(purpose.as_bytes());
        keyed.update(&[0]);
        Self { keyed, counter: 0, ready: Vec::new() }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        if let Some(bits) = self.ready.pop() {
            return bits;
        }
        let mut keyed = self.keyed.clone();
        keyed.update(&self.counter.to_be_bytes());
        self.counter += 1;
        let bytes: [u8; 32] = keyed.finalize().into_bytes().into();
        let mut chunks = bytes.as_chunks::<8>().0.iter().map(|chunk| u64::from_be_bytes(*chunk));
        let first = chunks.next().unwrap_or(0);
        self.ready.extend(chunks);
        first
    }

    /// A seed for what needs no secrecy once the noise is in.
    pub fn seed(&mut self) -> u64 {
        self.bits()
    }
}

/// The discrete Gaussian: P(x) proportional to exp(-x^2 / 2 s^2) on the whole numbers (Canonne, Kamath and Steinke 2020).
///
/// The table ends where less than 2^-64 is left, and each probability is rounded to 2^-64: a draw differs from the exact
/// distribution by less than 2^-50 in total variation, which the budget adds to delta.
#[derive(Clone, Debug)]
pub struct DiscreteGaussian {
    /// Cumulative probability of |x| <= place, times 2^64.
    table: Vec<u64>,
}

/// By how much one draw may differ from the exact distribution, in total variation.
pub const PER_DRAW: f64 = 1.0 / (1_u64 << 50) as f64;

impl DiscreteGaussian {
    /// With a standard deviation parameter above 0 and below 10^6.
    #[must_use]
    pub fn new(sigma: f64) -> Self {
        let sigma = sigma.clamp(1e-3, 1e6);
        let last = (9.6 * sigma).ceil() as u64 + 1;
        let weight = |x: u64| {
            let x = x as f64 / sigma;
            (-0.5 * x * x).exp() * if x == 0.0 { 1.0 } else { 2.0 }
        };
        // Small ones first, so that their sum is kept.
        let total: f64 = (0..=last).rev().map(weight).sum();
        let mut table = Vec::with_capacity(last as usize + 1);
        let mut rest: Vec<f64> = Vec::with_capacity(last as usize + 1);
        let mut above = 0.0;
        for x in (0..=last).rev() {
            rest.push(above);
            above += weight(x) / total;
        }
        for above in rest.into_iter().rev() {
            let missing = (above * 18_446_744_073_709_551_616.0) as u64;
            table.push(u64::MAX - missing);
        }
        Self { table }
    }

    /// A draw.
    pub fn draw(&self, stream: &mut Stream) -> i64 {
        let bits = stream.bits();
        let size = self.table.partition_point(|cumulative| *cumulative < bits) as i64;
        // The sign from another draw: bits used for the size must not be used twice.
        if size == 0 || stream.bits() & 1 == 0 { size } else { -size }
    }

    /// P(x >= bound).
    #[must_use]
    pub fn tail(&self, bound: i64) -> f64 {
        if bound <= 0 {
            return 1.0 - self.tail(1 - bound);
        }
        let missing = self.table.get(bound as usize - 1).map_or(0, |cumulative| u64::MAX - cumulative);
        missing as f64 / 18_446_744_073_709_551_616.0 / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_is_what_the_budget_says() {
        for sigma in [0.7, 3.0, 25.0] {
            let noise = DiscreteGaussian::new(sigma);
            let mut stream = Stream::new(&Secret([7; 32]), "test");
            let draws: Vec<f64> = (0..200_000).map(|_| noise.draw(&mut stream) as f64).collect();
            let mean = draws.iter().sum::<f64>() / draws.len() as f64;
            let variance = draws.iter().map(|draw| draw * draw).sum::<f64>() / draws.len() as f64;
            let exact_weight = |x: i64| (-0.5 * (x as f64 / sigma).powi(2)).exp();
            let total: f64 = (-400..=400).map(exact_weight).sum();
            let exact: f64 = (-400..=400).map(|x| exact_weight(x) * (x * x) as f64).sum::<f64>() / total;
            assert!(mean.abs() < 5.0 * sigma / 447.0, "mean {mean}");
            assert!((variance / exact - 1.0).abs() < 0.02, "variance {variance} for {exact}");
            for bound in [1, 2, 3] {
                let share = draws.iter().filter(|draw| **draw >= f64::from(bound)).count() as f64 / 200_000.0;
                let tail: f64 = (i64::from(bound)..=400).map(exact_weight).sum::<f64>() / total;
                assert!((noise.tail(i64::from(bound)) - tail).abs() < 1e-12);
                assert!((share - tail).abs() < 0.006, "{share} for {tail}");
            }
        }
    }

    #[test]
    fn the_same_secret_gives_the_same_noise_and_another_does_not() {
        let draws = |byte, purpose| (0..8).map(|_| Stream::new(&Secret([byte; 32]), purpose).bits()).next();
        assert_eq!(draws(1, "a"), draws(1, "a"));
        assert_ne!(draws(1, "a"), draws(2, "a"));
        assert_ne!(draws(1, "a"), draws(1, "b"));
        assert_eq!(format!("{:?}", Secret([1; 32])), "Secret(..)");
    }
}
