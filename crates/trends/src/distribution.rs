//! Probability: tails, quantiles and exact intervals of the distributions the methods use.
//!
//! Written from the textbook formulas (Abramowitz and Stegun chapters 6 and 26; the continued fractions of the
//! incomplete gamma and beta functions after Lentz). Values agree with published tables to about 1e-13 relative.

mod beta;
mod gamma;
mod negative_binomial;
mod normal;
mod poisson;
mod rate_ratio;

pub use beta::{regularised_beta, student_two_sided};
pub use gamma::{ln_gamma, regularised_gamma_lower};
pub use negative_binomial::NegativeBinomial;
pub use normal::{normal_quantile, normal_upper_tail};
pub use poisson::Poisson;
pub use rate_ratio::{Interval, RateRatio, exact_binomial_interval};

/// A mean above which a count quantile is not looked for: no count of people is so large.
const LARGEST_MEAN: f64 = 1e12;

/// A count above which a quantile is not looked for. Far above every mean that is asked for: a distribution function that
/// has not reached its probability there is one that cannot be computed. Below it, whole numbers are exact, so that halving ends.
const LARGEST_COUNT: f64 = 1e15;

/// The smallest count whose distribution function reaches `probability`, from a first guess near it; none if it is not
/// reached by any count that is looked at.
fn smallest_reaching(guess: f64, probability: f64, distribution: impl Fn(f64) -> f64) -> Option<f64> {
    // A quantile asked for at a probability that is hit exactly must not be missed by a rounding of the sum.
    let wanted = probability * (1.0 - 64.0 * f64::EPSILON);
    let reaches = |count: f64| distribution(count) >= wanted;
    let (mut below, mut above);
    let mut step = 1.0;
    // What is no number at all starts at nothing.
    let start = guess.max(0.0).floor().min(LARGEST_COUNT);
    if reaches(start) {
        above = start;
        loop {
            if above == 0.0 {
                return Some(0.0);
            }
            below = (above - step).max(0.0);
            if !reaches(below) {
                break;
            }
            above = below;
            step *= 2.0;
        }
    } else {
        below = start;
        loop {
            above = below + step;
            if reaches(above) {
                break;
            }
            if above > LARGEST_COUNT {
                return None;
            }
            below = above;
            step *= 2.0;
        }
    }
    while above - below > 1.0 {
        let middle = ((above + below) / 2.0).floor();
        if reaches(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    Some(above)
}

#[cfg(test)]
mod tests;
