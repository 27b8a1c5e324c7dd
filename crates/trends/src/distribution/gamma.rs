//! The gamma function and the regularised incomplete gamma function.

const ROUNDS: usize = 100_000;
const TINY: f64 = 1e-300;
/// A factor as near to one as rounding lets it come: with less, a fraction that swings between two neighbours never ends.
pub(super) const SETTLED: f64 = 2.0 * f64::EPSILON;

/// The natural logarithm of the gamma function, for a positive argument.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The regularised lower incomplete gamma function P(a, x), for positive `a` and `x` not negative.
///
/// With a whole `a` it is the chance that a Poisson count of mean `x` is at least `a`.
pub fn regularised_gamma_lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 { front * series(a, x) } else { 1.0 - front * fraction(a, x) }
}

/// Its complement Q(a, x), without cancellation.
pub(super) fn regularised_gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 { 1.0 - front * series(a, x) } else { front * fraction(a, x) }
}

fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut n = a;
    for _ in 0..ROUNDS {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

/// A value that can be divided by: none of a continued fraction may be nothing (Lentz).
pub(super) fn guarded(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    let mut i = 0.0;
    for _ in 0..ROUNDS {
        i += 1.0;
        let an = -i * (i - a);
        b += 2.0;
        d = guarded(an * d + b);
        c = guarded(b + an / c);
        d = 1.0 / d;
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() <= SETTLED {
            break;
        }
    }
    h
}
