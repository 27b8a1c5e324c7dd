//! What privacy costs: zero-concentrated differential privacy, and what it means as epsilon and delta.
//!
//! Neighbours are two files of which one has one record more. A count with discrete Gaussian noise of parameter s costs
//! rho = 1 / 2 s^2; costs add up. A total rho gives (epsilon, delta) for every a > 1 with
//! delta = exp((a - 1)(a rho - epsilon)) / (a - 1) (1 - 1/a)^a; the least over a is taken (Canonne, Kamath and Steinke 2020,
//! proposition 12).

/// The least delta for an epsilon, given rho.
#[must_use]
pub fn delta_of(rho: f64, epsilon: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    let log_delta = |a: f64| (a - 1.0) * (a * rho - epsilon) - (a - 1.0).ln() + a * (1.0 - 1.0 / a).ln();
    // Convex in a: golden section on the logarithm of a - 1.
    let (mut low, mut high) = (-12.0_f64, 16.0_f64);
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..200 {
        let (one, two) = (high - ratio * (high - low), low + ratio * (high - low));
        if log_delta(1.0 + one.exp()) < log_delta(1.0 + two.exp()) { high = two } else { low = one }
    }
    log_delta(1.0 + f64::midpoint(low, high).exp()).exp().min(1.0)
}

/// The least epsilon for a delta, given rho.
#[must_use]
pub fn epsilon_of(rho: f64, delta: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, rho + 2.0 * (rho * (1.0 / delta).ln()).sqrt());
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if delta_of(rho, middle) > delta { low = middle } else { high = middle }
    }
    high
}

/// The greatest rho that stays within epsilon and delta.
#[must_use]
pub fn rho_of(epsilon: f64, delta: f64) -> f64 {
    let (mut low, mut high) = (0.0, epsilon.max(1e-12));
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if delta_of(middle, epsilon) > delta { high = middle } else { low = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_is_tighter_than_the_textbook_and_not_tighter_than_the_gaussian() {
        let (epsilon, delta) = (4.0_f64, 8.7e-7_f64);
        let rho = rho_of(epsilon, delta);
        let log = (1.0 / delta).ln();
        let textbook = ((epsilon + log).sqrt() - log.sqrt()).powi(2);
        assert!(rho > textbook, "{rho} {textbook}");
        assert!((epsilon_of(rho, delta) - epsilon).abs() < 1e-6);
        // The Gaussian mechanism itself: delta = P(N > e/m - m/2) - exp(e) P(N < -e/m - m/2), with m = sqrt(2 rho).
        let tail = |x: f64| 0.5 * libm::erfc(x / 2.0_f64.sqrt());
        let m = (2.0 * rho).sqrt();
        let exact = tail(epsilon / m - m / 2.0) - epsilon.exp() * tail(epsilon / m + m / 2.0);
        assert!(exact <= delta, "{exact}");
        assert!(exact > delta / 20.0, "{exact}");
    }

    #[test]
    fn costs_add_up() {
        assert!(epsilon_of(0.2, 1e-6) > epsilon_of(0.1, 1e-6));
        assert!(epsilon_of(0.2, 1e-6) < 2.0 * epsilon_of(0.1, 1e-6));
        assert!(delta_of(0.1, 4.0) < delta_of(0.2, 4.0));
    }
}
