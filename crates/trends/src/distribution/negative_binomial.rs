//! The negative binomial distribution with a real size: a Poisson count whose mean is itself uncertain.

use super::{LARGEST_MEAN, beta::regularised_beta_pair, gamma::ln_gamma, normal::normal_quantile, smallest_reaching};

/// Failures before the `size`-th success: mean `size * failure / success`, variance mean / success.
///
/// The predictive distribution of one count after `n` counts of sum `S`, under a Gamma(a, 0) prior on the rate, has size
/// `S + a` and `success` n / (n + 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    /// The size, positive, not necessarily whole.
    pub size: f64,
    /// The chance of success at each trial, in (0, 1].
    pub success: f64,
    /// Its complement, kept because it may be known more exactly than by subtraction.
    pub failure: f64,
}

impl NegativeBinomial {
    /// The distribution of a count with this mean and a variance `dispersion` times the mean; `dispersion` above 1.
    pub fn overdispersed(mean: f64, dispersion: f64) -> Self {
        Self { size: mean / (dispersion - 1.0), success: 1.0 / dispersion, failure: (dispersion - 1.0) / dispersion }
    }

    /// What to expect of a count over `exposure` after `sum` over `baseline` (both in one unit of time), with a
    /// Gamma(1/2, 0) prior on the rate.
    pub fn predictive(sum: f64, baseline: f64, exposure: f64) -> Self {
        let total = baseline + exposure;
        Self { size: sum + 0.5, success: baseline / total, failure: exposure / total }
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        self.size * self.failure / self.success
    }

    /// P(X <= count).
    pub fn distribution(self, count: f64) -> f64 {
        regularised_beta_pair(self.size, count.floor() + 1.0, self.success, self.failure)
    }

    /// P(X >= count).
    pub fn upper_tail(self, count: f64) -> f64 {
        if count <= 0.0 { 1.0 } else { regularised_beta_pair(count.ceil(), self.size, self.failure, self.success) }
    }

    /// P(X = count), as a logarithm.
    pub fn ln_mass(self, count: f64) -> f64 {
        let ways = ln_gamma(count + self.size) - ln_gamma(self.size) - ln_gamma(count + 1.0);
        let failures = if count == 0.0 { 0.0 } else { count * self.failure.ln() };
        ways + self.size * self.success.ln() + failures
    }

    /// The smallest count whose distribution function reaches `probability`; none if the mean is not a possible one.
    pub fn quantile(self, probability: f64) -> Option<f64> {
        let mean = self.mean();
        if !(0.0..=LARGEST_MEAN).contains(&mean) || !(0.0..1.0).contains(&probability) {
            return None;
        }
        if self.size <= 0.0 {
            return Some(0.0);
        }
        let z = normal_quantile(probability.max(1e-12));
        let deviation = (mean / self.success).sqrt();
        let skewness = (1.0 + self.failure) / (self.size * self.failure).sqrt();
        let guess = mean + deviation * (z + skewness * (z * z - 1.0) / 6.0);
        let guess = if guess.is_finite() { guess } else { mean };
        smallest_reaching(guess, probability, |count| self.distribution(count))
    }
}
