//! The simpler methods, the exact comparisons and the change points.

use std::collections::BTreeMap;

use manumit_trends::{
    change_point::{self, Prior},
    cusum::{Cusum, Transformation},
    discovery,
    ears::{Ears, Kind},
    farrington::{Counts, Options, judge},
    likelihood_ratio::{LikelihoodRatio, Variation},
    outbreak,
    predictive::Predictive,
    reading::Judged,
    series::Series,
    year_on_year::Pair,
};

use super::{Differences, TOLERANCE, folder, load};
use crate::table::{Row, Table};

/// The value of `key=value` in a description of parameters.
fn parameter(row: &Row<'_>, key: &str) -> Option<f64> {
    let text = row.text("params");
    let found = text.split([' ', ';']).find_map(|word| word.strip_prefix(&format!("{key}=")))?;
    match found {
        "TRUE" => Some(1.0),
        "FALSE" => Some(0.0),
        number => Some(number.parse().unwrap_or_else(|_| panic!("{key} is {number}"))),
    }
}

fn judged(entry: &Row<'_>, series: &Series, first: usize) -> Vec<Judged> {
    let counts = series.numbers();
    let of = |key| parameter(entry, key).unwrap_or_else(|| panic!("{} has no {key}", entry.text("file")));
    let ears =
        |kind| Ears { kind, baseline: of("baseline") as usize, alpha: of("alpha"), least_deviation: of("min_sigma") };
    let cusum = |transformation| Cusum { transformation, reference: of("k"), decision: of("h") };
    // The mean is printed to fifteen digits; it is that of the points before the range.
    let before = counts[..first].iter().sum::<f64>() / first as f64;
    let ratio = |variation| LikelihoodRatio { mean: before, variation, limit: of("c") };
    match entry.text("method") {
        "EARS C1" => ears(Kind::C1).judge(&counts),
        "EARS C2" => ears(Kind::C2).judge(&counts),
        "EARS C3" => ears(Kind::C3).judge(&counts),
        "CUSUM (standard)" => cusum(Transformation::Standard).judge(&counts, first),
        "CUSUM (rossi)" => cusum(Transformation::Rossi).judge(&counts, first),
        "CUSUM (anscombe)" => cusum(Transformation::Anscombe).judge(&counts, first),
        "GLR Poisson" => ratio(Variation::Poisson).judge(&counts, first),
        "GLR negative binomial (alpha=0.1)" => ratio(Variation::NegativeBinomial(0.1)).judge(&counts, first),
        method if method.starts_with("outbreakP") => outbreak::judge(&counts, of("k")),
        method if method.starts_with("negative-binomial predictive") => Predictive {
            frequency: series.calendar.frequency(),
            years_back: of("b") as usize,
            half_window: of("w") as usize,
            current_year: of("use_current_year") == 1.0,
            alpha: of("alpha"),
        }
        .judge(&counts),
        method if method.starts_with("Farrington 1996") => of_1996(series),
        method => panic!("no such method: {method}"),
    }
}

/// The method of 1996: a bound of 0 stands where there are too few cases.
fn of_1996(series: &Series) -> Vec<Judged> {
    let (counts, options) = (series.numbers(), Options::of_1996());
    let read = |place| {
        let reading = judge(&options, &series.dates, Counts { counts: &counts, population: None }, place)?;
        let bound = if reading.enough_cases { reading.bound.map(|bound| bound.upper) } else { Some(0.0) };
        Some(Judged { place, observed: reading.observed, alarm: reading.alarm, bound, statistic: None })
    };
    (options.first_place()..counts.len()).filter_map(read).collect()
}

#[test]
fn the_simpler_methods_equal_every_reference_file() {
    let mut differences = Differences::default();
    let folder = folder().join("expected");
    for entry in Table::read(&folder, "manifest_simple.csv").rows() {
        let name = entry.text("series");
        let file = load(name);
        let expected = Table::read(&folder, entry.text("file"));
        let mut units: BTreeMap<&str, BTreeMap<usize, Judged>> = BTreeMap::new();
        for row in expected.rows() {
            let (unit, k) = (row.text("unit"), row.index("k"));
            let place = format!("{name}, {} ({}), {unit} k={k}", entry.text("method"), expected.name);
            let judged = units.entry(unit).or_insert_with(|| {
                let series = file.series.iter().find(|series| series.name == unit).expect("the unit");
                judged(&entry, series, k - 1).into_iter().map(|judged| (judged.place, judged)).collect()
            });
            let Some(judged) = judged.get(&(k - 1)) else {
                differences.missing(&place);
                continue;
            };
            let method = entry.text("method");
            let (bound, tolerance) = match method {
                _ if method.starts_with("GLR") || method.starts_with("outbreakP") => (judged.statistic, TOLERANCE),
                _ if method.starts_with("Farrington 1996") => (judged.bound, 1e-4),
                _ if method.starts_with("negative-binomial") => (judged.bound, 0.0),
                _ => (judged.bound, TOLERANCE),
            };
            differences.alarm(&place, &row, judged.alarm);
            differences.number(&place, &row, "upperbound", bound, tolerance);
            if method.starts_with("CUSUM") {
                differences.number(&place, &row, "cusum", judged.statistic, TOLERANCE);
            }
        }
    }
    differences.finish();
}

#[test]
fn the_exact_comparisons_equal_the_reference() {
    let mut differences = Differences::default();
    let table = Table::read(&folder().join("published_counts"), "expected_year_on_year.csv");
    let mut families: BTreeMap<(String, String), Vec<(Row<'_>, f64)>> = BTreeMap::new();
    for row in table.rows() {
        let pair = Pair {
            count: row.index("count") as u64,
            exposure: row.number("exposure"),
            previous: row.index("previous") as u64,
            previous_exposure: row.number("previous_exposure"),
        };
        let compared = pair.compare();
        let place = format!("{} {} {}", row.text("table"), row.text("country"), row.text("year"));
        for (column, found) in [
            ("rate_ratio", compared.ratio.ratio),
            ("ci_low", compared.ratio.interval.low),
            ("ci_high", compared.ratio.interval.high),
            ("p_two_sided", compared.ratio.two_sided),
            ("nb_predictive_tail", compared.predictive_tail),
        ] {
            differences.number(&place, &row, column, Some(found), TOLERANCE);
        }
        let family = (row.text("table").to_owned(), row.text("year").to_owned());
        families.entry(family).or_default().push((row, compared.ratio.two_sided));
    }
    for family in families.values() {
        let p: Vec<f64> = family.iter().map(|(_, p)| *p).collect();
        for ((row, _), adjusted) in family.iter().zip(discovery::adjusted(&p)) {
            let place = format!("{} {} {}", row.text("table"), row.text("country"), row.text("year"));
            differences.number(&place, row, "p_bh_within_table_year", Some(adjusted), TOLERANCE);
        }
    }
    differences.finish();
}

fn change_series() -> BTreeMap<String, Vec<f64>> {
    let mut series: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in Table::read(&folder().join("changepoint"), "series.csv").rows() {
        series.entry(row.text("series").to_owned()).or_default().push(row.number("count"));
    }
    series
}

#[test]
fn the_change_points_equal_the_reference() {
    let mut differences = Differences::default();
    let (folder, series) = (folder().join("changepoint"), change_series());
    let single = Table::read(&folder, "single_change.csv");
    let mut known = BTreeMap::new();
    for row in single.rows() {
        let key = (row.text("series"), row.text("a"), row.text("b"), row.text("prior_change"));
        let found = known.entry(key).or_insert_with(|| {
            let prior = Prior { shape: row.number("a"), rate: row.number("b") };
            change_point::single_change(&series[row.text("series")], prior, row.number("prior_change"))
        });
        let place = format!("single_change.csv line {}", row.line);
        differences.number(&place, &row, "p_no_change", Some(found.none), TOLERANCE);
        differences.number(&place, &row, "p_change_after_t", found.after.get(row.index("t") - 1).copied(), TOLERANCE);
    }
    let online = Table::read(&folder, "online.csv");
    let mut known = BTreeMap::new();
    for row in online.rows() {
        let key = (row.text("series"), row.text("a"), row.text("b"), row.text("hazard"));
        let found = known.entry(key).or_insert_with(|| {
            let prior = Prior { shape: row.number("a"), rate: row.number("b") };
            change_point::online(&series[row.text("series")], prior, row.number("hazard"))
        });
        let place = format!("online.csv line {}", row.line);
        let run = found[row.index("t") - 1];
        differences.number(&place, &row, "most_likely_run_length", Some(run.most_likely as f64), 0.0);
        differences.number(&place, &row, "mean_run_length", Some(run.mean), TOLERANCE);
        differences.number(&place, &row, "p_run_length_below_5", Some(run.below_five), TOLERANCE);
        differences.number(&place, &row, "log_predictive", Some(run.ln_predictive), TOLERANCE);
    }
    assert!(single.len() > 0 && online.len() > 0);
    differences.finish();
}
