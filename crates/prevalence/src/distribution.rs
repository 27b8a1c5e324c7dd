//! The few distribution functions the methods need, in double precision.
//!
//! Accuracy: `ln_gamma` 1e-15 relative away from its zeros, `normal_probability` 1e-15 absolute, `normal_quantile` the
//! inverse of it to the last digits, Poisson tails 1e-12 relative while they do not underflow.

use std::f64::consts::PI;

/// ln sqrt(2 pi).
const LN_SQRT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// Arguments from here on use Stirling's series; smaller ones are raised to it first.
const STIRLING_FROM: f64 = 15.0;

/// Poisson tails are summed term by term up to this count.
const SERIES_UP_TO: f64 = 1e6;

/// ln Γ(x) for x > 0, by Stirling's series after raising small arguments.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    if x >= STIRLING_FROM {
        return (x - 0.5) * x.ln() - x + LN_SQRT_TWO_PI + stirling_tail(x);
    }
    let mut product = 1.0;
    let mut raised = x;
    while raised < STIRLING_FROM {
        product *= raised;
        raised += 1.0;
    }
    (raised - 0.5) * raised.ln() - raised + LN_SQRT_TWO_PI + stirling_tail(raised) - product.ln()
}

/// What Stirling's approximation of ln Γ(x) leaves out, for x of at least 15.
fn stirling_tail(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = -691.0 / 360_360.0;
    let series = 1.0 / 1_188.0 + square * series;
    let series = -1.0 / 1_680.0 + square * series;
    let series = 1.0 / 1_260.0 + square * series;
    let series = -1.0 / 360.0 + square * series;
    (1.0 / 12.0 + square * series) / x
}

/// ln n! for a count.
#[must_use]
pub fn ln_factorial(n: f64) -> f64 {
    ln_gamma(n + 1.0)
}

/// The standard normal density at x.
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x - LN_SQRT_TWO_PI).exp()
}

/// P(Z ≤ x) for a standard normal Z: a power series near the middle, a continued fraction in the tails.
#[must_use]
pub fn normal_probability(x: f64) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    let size = x.abs();
    if size < 4.0 {
        let (mut term, mut sum, mut odd) = (size, size, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= size * size / odd;
            sum += term;
        }
        let half = sum * normal_density(size);
        return if x < 0.0 { 0.5 - half } else { 0.5 + half };
    }
    let mut fraction = 0.0;
    for step in (1..=120).rev() {
        fraction = f64::from(step) / (size + fraction);
    }
    let tail = normal_density(size) / (size + fraction);
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The value z with P(Z ≤ z) = p, for p in (0, 1); infinite at the ends.
///
/// Starts from the asymptotic tail form and takes Halley steps against [`normal_probability`].
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 {
            f64::NEG_INFINITY
        } else if p >= 1.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    let lower = p.min(1.0 - p);
    // Abramowitz and Stegun 26.2.23, good to 4.5e-4.
    let t = (-2.0 * lower.ln()).sqrt();
    let upper = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = upper / below - t;
    for _ in 0..4 {
        let error = (normal_probability(z) - lower) / normal_density(z);
        z -= error / (1.0 + 0.5 * z * error);
    }
    if p > 0.5 { -z } else { z }
}

/// The probability of exactly `n` when the mean is `mean`.
#[must_use]
pub fn poisson_probability(n: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if n == 0.0 { 1.0 } else { 0.0 };
    }
    (n * mean.ln() - mean - ln_factorial(n)).exp()
}

/// The smaller of P(X ≤ n) and P(X ≥ n) for a Poisson X: the one-sided p-value of the stepwise rule.
#[must_use]
pub fn poisson_smaller_tail(n: f64, mean: f64) -> f64 {
    if n > SERIES_UP_TO {
        let lower = large_lower_tail(n, mean);
        return lower.min(1.0 - lower + poisson_probability(n, mean));
    }
    let here = poisson_probability(n, mean);
    let tail = if n <= mean { lower_tail(n, mean, here) } else { upper_tail(n, mean, here) };
    if tail <= 0.5 { tail } else { tail.min(1.0 + here - tail) }
}

/// P(X ≤ n) for large n by the uniform expansion of the incomplete gamma ratio, first order (Temme 1979).
fn large_lower_tail(n: f64, mean: f64) -> f64 {
    let a = n + 1.0;
    let off = mean / a - 1.0;
    let eta = if off.abs() < 1e-4 {
        off * (1.0 - off / 3.0 + 7.0 * off * off / 36.0)
    } else {
        off.signum() * (2.0 * (off - off.ln_1p())).sqrt()
    };
    let correction = if off.abs() < 1e-4 { eta / 12.0 - 1.0 / 3.0 } else { 1.0 / off - 1.0 / eta };
    let z = eta * a.sqrt();
    (normal_probability(-z) + normal_density(z) / a.sqrt() * correction).clamp(0.0, 1.0)
}

/// P(X ≤ n) for n at most the mean, from the top down until nothing is added.
fn lower_tail(n: f64, mean: f64, here: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0, 1.0, n);
    while k > 0.0 && term > sum * 1e-17 {
        term *= k / mean;
        sum += term;
        k -= 1.0;
    }
    here * sum
}

/// P(X ≥ n) for n above the mean.
fn upper_tail(n: f64, mean: f64, here: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0, 1.0, n);
    while term > sum * 1e-17 {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    here * sum
}

/// Two-sided p-value of a coefficient against its standard error, by the normal approximation.
#[must_use]
pub fn wald_p_value(coefficient: f64, standard_error: f64) -> f64 {
    2.0 * normal_probability(-(coefficient / standard_error).abs())
}

/// ln √(2πn): used by the multinomial profile for tiny hidden counts.
#[must_use]
pub(crate) fn half_ln_two_pi(n: f64) -> f64 {
    0.5 * (2.0 * PI * n).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1e-300), "{a} is not {b}");
    }

    #[test]
    fn ln_gamma_agrees_with_exact_values() {
        near(ln_gamma(0.5), PI.sqrt().ln(), 1e-15);
        near(ln_gamma(10.0), 362_880_f64.ln(), 1e-15);
        near(ln_gamma(0.031_25), 3.4484891277979584, 1e-13);
        let sum: f64 = (1..=200).map(|n| f64::from(n).ln()).sum();
        near(ln_factorial(200.0), sum, 1e-14);
    }

    #[test]
    fn the_normal_distribution_and_its_inverse_agree() {
        near(normal_probability(1.959_963_984_540_054), 0.975, 1e-15);
        near(normal_probability(-6.0), 9.865_876_450_376_98e-10, 1e-12);
        for p in [1e-12, 1e-6, 0.001, 0.025, 0.16, 0.5, 0.84, 0.999] {
            near(normal_probability(normal_quantile(p)), p, 1e-11);
        }
    }

    #[test]
    fn large_poisson_tails_meet_the_series() {
        for mean in [9_900.0, 9_999.0, 10_000.5, 10_001.0, 10_100.0, 10_300.0] {
            let n = 10_000.0;
            let here = poisson_probability(n, mean);
            let series = if n <= mean { lower_tail(n, mean, here) } else { 1.0 + here - upper_tail(n, mean, here) };
            near(large_lower_tail(n, mean), series, 1e-5);
        }
        assert!(poisson_smaller_tail(4e15, 4.000_000_3e15) < 0.01);
    }

    #[test]
    fn poisson_tails_add_up() {
        let direct = |n: u32, mean: f64| (0..=n).map(|k| poisson_probability(f64::from(k), mean)).sum::<f64>();
        for (n, mean) in [(0, 2.5), (3, 9.0), (9, 3.0), (76, 61.3), (12, 12.0)] {
            let (low, high) = (direct(n, mean), 1.0 - if n == 0 { 0.0 } else { direct(n - 1, mean) });
            near(poisson_smaller_tail(f64::from(n), mean), low.min(high), 1e-9);
        }
    }
}
