//! The exact comparison of two counts: given their sum, the first is binomial.

use serde::{Deserialize, Serialize};

use super::{beta::regularised_beta, gamma::ln_gamma};

/// A closed interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end; infinite where nothing bounds it.
    pub high: f64,
}

/// The ratio of two Poisson rates with its exact conditional interval and test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateRatio {
    /// Rate of the later over rate of the earlier; infinite after none, not a number after none with none.
    pub ratio: f64,
    /// The 95% interval of Clopper and Pearson.
    pub interval: Interval,
    /// The two-sided p-value: the chance of every split at most as likely as the one seen.
    pub two_sided: f64,
}

impl RateRatio {
    /// Compares `count` over `exposure` with `previous` over `previous_exposure`.
    pub fn exact(count: u64, exposure: f64, previous: u64, previous_exposure: f64) -> Self {
        let (count, previous) = (count as f64, previous as f64);
        let share = exposure / (exposure + previous_exposure);
        let odds = |share: f64| share / (1.0 - share) * previous_exposure / exposure;
        let interval = exact_binomial_interval(count, count + previous, 0.95);
        Self {
            ratio: (count / exposure) / (previous / previous_exposure),
            interval: Interval { low: odds(interval.low), high: odds(interval.high) },
            two_sided: two_sided(count, count + previous, share),
        }
    }
}

/// The interval of Clopper and Pearson for the chance behind `successes` of `trials`.
pub fn exact_binomial_interval(successes: f64, trials: f64, confidence: f64) -> Interval {
    let tail = (1.0 - confidence) / 2.0;
    let failures = trials - successes;
    let low = if successes == 0.0 { 0.0 } else { beta_quantile(tail, successes, failures + 1.0) };
    let high = if failures == 0.0 { 1.0 } else { 1.0 - beta_quantile(tail, failures, successes + 1.0) };
    Interval { low, high }
}

/// The value at which I_x(a, b) is `probability`, by halving: sixty rounds leave nothing of an interval of doubles near
/// one half, and a relative step is kept for small values.
fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..200 {
        let middle = if low > 0.0 && high / low > 4.0 { (low * high).sqrt() } else { (low + high) / 2.0 };
        if middle <= low || middle >= high {
            break;
        }
        if regularised_beta(a, b, middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The chance of every number of successes at most as likely as the one seen, with a ten-millionth of slack for ties.
fn two_sided(successes: f64, trials: f64, share: f64) -> f64 {
    let ways = ln_gamma(trials + 1.0);
    let ln_mass = |x: f64| {
        let chance = ways - ln_gamma(x + 1.0) - ln_gamma(trials - x + 1.0);
        chance + x * share.ln() + (trials - x) * (1.0 - share).ln()
    };
    let limit = ln_mass(successes) + 1e-7_f64.ln_1p();
    let middle = trials * share;
    if successes == middle {
        return 1.0;
    }
    let at_least = |x: f64| if x <= 0.0 { 1.0 } else { regularised_beta(x, trials - x + 1.0, share) };
    let at_most = |x: f64| if x >= trials { 1.0 } else { regularised_beta(trials - x, x + 1.0, 1.0 - share) };
    let p = if successes < middle {
        let (mut low, mut high) = (middle.ceil() - 1.0, trials + 1.0);
        while high - low > 1.0 {
            let x = ((low + high) / 2.0).floor();
            if ln_mass(x) <= limit { high = x } else { low = x }
        }
        at_most(successes) + if high > trials { 0.0 } else { at_least(high) }
    } else {
        let (mut low, mut high) = (-1.0, middle.floor() + 1.0);
        while high - low > 1.0 {
            let x = ((low + high) / 2.0).floor();
            if ln_mass(x) <= limit { low = x } else { high = x }
        }
        at_least(successes) + if low < 0.0 { 0.0 } else { at_most(low) }
    };
    p.min(1.0)
}
