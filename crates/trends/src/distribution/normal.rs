//! The normal distribution.

use std::f64::consts::{PI, SQRT_2};

/// The chance that a standard normal value is above `z`.
pub fn normal_upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The standard normal quantile, for a probability strictly between 0 and 1; infinite at its ends.
///
/// A rational first guess (Abramowitz and Stegun 26.2.23), then Halley's rounds on the error function.
pub fn normal_quantile(probability: f64) -> f64 {
    if probability <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if probability >= 1.0 {
        return f64::INFINITY;
    }
    let upper = probability.min(1.0 - probability);
    let t = (-2.0 * upper.ln()).sqrt();
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - top / bottom;
    for _ in 0..4 {
        let density = (-z * z / 2.0).exp() / (2.0 * PI).sqrt();
        let step = (normal_upper_tail(z) - upper) / density;
        z += step / (1.0 - z * step / 2.0);
    }
    if probability < 0.5 { -z } else { z }
}
