use super::*;

fn near(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "found {found}, expected {expected}");
}

#[test]
fn normal_quantiles_equal_the_tables() {
    near(normal_quantile(0.95), 1.644_853_626_951_472_7, 1e-14);
    near(normal_quantile(0.99), 2.326_347_874_040_841, 1e-14);
    near(normal_quantile(0.999), 3.090_232_306_167_813_5, 1e-14);
    near(normal_quantile(0.025), -1.959_963_984_540_054, 1e-14);
    assert!(normal_quantile(0.5).abs() < 1e-15);
}

#[test]
fn tails_and_quantiles_agree_with_sums_of_masses() {
    for (size, success) in [(0.5, 0.96), (2.3, 0.4), (40.25, 0.11), (0.01, 0.7)] {
        let distribution = NegativeBinomial { size, success, failure: 1.0 - success };
        let mut below = 0.0;
        for count in 0..60 {
            let count = f64::from(count);
            let tail = distribution.upper_tail(count);
            assert!((1.0 - below - tail).abs() < 1e-12, "{size} {success} {count}: {below} and {tail}");
            below += distribution.ln_mass(count).exp();
        }
    }
    for mean in [0.07, 1.0, 17.5] {
        let distribution = Poisson { mean };
        let mut below = 0.0;
        for count in 0..60 {
            let count = f64::from(count);
            assert!((1.0 - below - distribution.upper_tail(count)).abs() < 1e-12);
            below += distribution.ln_mass(count).exp();
        }
    }
}

#[test]
fn a_quantile_is_the_first_count_that_reaches_its_probability() {
    for probability in [0.01, 0.5, 0.95, 0.99, 0.9995] {
        for (mean, dispersion) in [(0.001, 1.5), (0.4, 3.0), (12.0, 1.01), (900.0, 12.0), (90_000.0, 40.0)] {
            let distribution = NegativeBinomial::overdispersed(mean, dispersion);
            let quantile = distribution.quantile(probability).expect("a possible mean");
            assert!(distribution.distribution(quantile) >= probability);
            assert!(quantile == 0.0 || distribution.distribution(quantile - 1.0) < probability);
        }
    }
}

#[test]
fn an_impossible_mean_has_no_quantile() {
    assert_eq!(Poisson { mean: f64::INFINITY }.quantile(0.99), None);
    assert_eq!(NegativeBinomial::overdispersed(1e300, 2.0).quantile(0.99), None);
    assert_eq!(NegativeBinomial::overdispersed(f64::NAN, 2.0).quantile(0.99), None);
}

#[test]
fn student_tails_equal_the_tables() {
    near(student_two_sided(2.228_138_852, 10.0), 0.05, 1e-8);
    near(student_two_sided(12.706_204_736, 1.0), 0.05, 1e-9);
    near(student_two_sided(0.0, 7.0), 1.0, 1e-15);
}

#[test]
fn nothing_after_nothing_is_no_ratio() {
    let none = RateRatio::exact(0, 1.0, 0, 1.0);
    assert!(none.ratio.is_nan());
    assert_eq!(none.two_sided, 1.0);
    let first = RateRatio::exact(3, 1.0, 0, 1.0);
    assert!(first.ratio.is_infinite() && first.interval.high.is_infinite() && first.interval.low > 0.0);
}

#[test]
fn every_quantile_that_is_looked_for_ends() {
    for power in -6..13 {
        let mean = 10_f64.powi(power);
        for dispersion in [1.0 + 1e-12, 1.0 + 1e-6, 1.5, 40.0, 1e4, 1e9] {
            for probability in [1e-12, 0.005, 0.5, 0.995, 1.0 - 1e-15] {
                let found = NegativeBinomial::overdispersed(mean, dispersion).quantile(probability);
                assert!(
                    found.is_none_or(|count| count >= 0.0 && count.is_finite()),
                    "{mean} {dispersion} {probability}"
                );
            }
        }
    }
}
