//! The regularised incomplete beta function, and Student's t by it.

use super::gamma::{SETTLED, guarded, ln_gamma};

const ROUNDS: usize = 200_000;

/// The regularised incomplete beta function I_x(a, b), for positive `a` and `b` and `x` between 0 and 1.
pub fn regularised_beta(a: f64, b: f64, x: f64) -> f64 {
    regularised_beta_pair(a, b, x, 1.0 - x)
}

/// The same with `1 - x` given, where it is known more exactly than by subtraction.
pub(super) fn regularised_beta_pair(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * rest.ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) { front * fraction(a, b, x) / a } else { 1.0 - front * fraction(b, a, rest) / b }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    let mut m = 0.0;
    for _ in 0..ROUNDS {
        m += 1.0;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() <= SETTLED {
            break;
        }
    }
    h
}

/// The two-sided tail of Student's t with `degrees` of freedom: the chance of a value at least as far from zero.
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if !square.is_finite() {
        return if square.is_nan() { f64::NAN } else { 0.0 };
    }
    regularised_beta_pair(degrees / 2.0, 0.5, degrees / (degrees + square), square / (degrees + square))
}
