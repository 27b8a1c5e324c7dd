//! The Poisson distribution.

use super::{
    LARGEST_MEAN,
    gamma::{ln_gamma, regularised_gamma_lower, regularised_gamma_upper},
    normal::normal_quantile,
    smallest_reaching,
};

/// A Poisson distribution with a mean not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    /// The mean.
    pub mean: f64,
}

impl Poisson {
    /// P(X <= count).
    pub fn distribution(self, count: f64) -> f64 {
        if self.mean <= 0.0 { 1.0 } else { regularised_gamma_upper(count.floor() + 1.0, self.mean) }
    }

    /// P(X >= count).
    pub fn upper_tail(self, count: f64) -> f64 {
        if count <= 0.0 { 1.0 } else { regularised_gamma_lower(count.ceil(), self.mean) }
    }

    /// P(X = count), as a logarithm.
    pub fn ln_mass(self, count: f64) -> f64 {
        if self.mean <= 0.0 {
            return if count == 0.0 { 0.0 } else { f64::NEG_INFINITY };
        }
        count * self.mean.ln() - self.mean - ln_gamma(count + 1.0)
    }

    /// The smallest count whose distribution function reaches `probability`; none if the mean is not a possible one.
    pub fn quantile(self, probability: f64) -> Option<f64> {
        if !(0.0..=LARGEST_MEAN).contains(&self.mean) || !(0.0..1.0).contains(&probability) {
            return None;
        }
        let guess = self.mean + normal_quantile(probability.max(1e-12)) * self.mean.sqrt();
        smallest_reaching(guess, probability, |count| self.distribution(count))
    }
}
