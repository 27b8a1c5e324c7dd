//! Every reference file, number by number. A difference names the data set, the method and the row.
//!
//! `MANUMIT_TRENDS_REFERENCE` points the same test at another folder of the same layout.

mod simple;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use manumit_trends::{
    farrington::{Baseline, Counts, Dispersion, Options, Reading, Regression, Threshold, TimeAxis, judge_with},
    series::{self, SeriesFile},
};

use crate::table::{Row, Table};

/// Numbers other than quantiles agree to this, relatively.
pub const TOLERANCE: f64 = 1e-8;

pub fn folder() -> PathBuf {
    std::env::var_os("MANUMIT_TRENDS_REFERENCE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"), PathBuf::from)
}

/// What was found to differ; all of it is shown at once.
#[derive(Default)]
pub struct Differences {
    pub compared: usize,
    found: Vec<String>,
}

impl Differences {
    pub fn number(&mut self, place: &str, row: &Row<'_>, column: &str, found: Option<f64>, tolerance: f64) {
        self.compared += 1;
        let expected = row.maybe(column);
        let same = match (found, expected) {
            (Some(found), Some(expected)) => near(found, expected, tolerance),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.found.push(format!("{place} {column}: found {found:?}, expected {expected:?}"));
        }
    }

    pub fn alarm(&mut self, place: &str, row: &Row<'_>, found: bool) {
        self.compared += 1;
        if found != row.flag("alarm") {
            self.found.push(format!("{place} alarm: found {found}"));
        }
    }

    pub fn missing(&mut self, place: &str) {
        self.found.push(format!("{place}: not judged"));
    }

    pub fn finish(self) {
        let shown: Vec<&String> = self.found.iter().take(40).collect();
        assert!(self.found.is_empty(), "{} of {} differ:\n{shown:#?}", self.found.len(), self.compared);
        println!("{} values compared", self.compared);
    }
}

pub fn near(found: f64, expected: f64, tolerance: f64) -> bool {
    // A difference of two nearly equal numbers keeps no relative precision: 1e-12 is nothing on the scale of any column.
    let nothing = if tolerance > 0.0 { 1e-12 } else { 0.0 };
    found == expected || (found - expected).abs() <= (tolerance * expected.abs()).max(nothing)
}

pub fn load(name: &str) -> SeriesFile {
    let path = folder().join("series").join(format!("{name}.csv"));
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    series::read(file).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn population(name: &str, series: &SeriesFile) -> Vec<Vec<f64>> {
    let path = folder().join("series").join(format!("{name}_population.csv"));
    series::read_population(std::fs::File::open(path).expect("a population"), series).expect("a population")
}

pub fn options(row: &Row<'_>) -> Options {
    Options {
        axis: if row.text("time_axis") == "dates" { TimeAxis::Calendar } else { TimeAxis::Index },
        frequency: row.index("freq"),
        years_back: row.index("b"),
        half_window: row.index("w"),
        periods: row.index("no_periods"),
        past_not_included: row.index("past_not_included"),
        trend: row.flag("trend"),
        trend_below: row.number("p_threshold_trend"),
        reweight: row.flag("reweight"),
        weights_threshold: row.number("weights_threshold"),
        threshold: threshold(row.text("threshold_method"), row.text("powertrans")),
        alpha: row.number("alpha"),
        limit_cases: row.index("limit_cases") as u64,
        limit_periods: row.index("limit_periods"),
        dispersion: Dispersion::AsReference,
    }
}

fn threshold(method: &str, power: &str) -> Threshold {
    match (method, power) {
        ("nbPlugin", _) => Threshold::NegativeBinomial,
        ("muan", _) => Threshold::NegativeBinomialUpperMean,
        ("delta", "2/3") => Threshold::TwoThirds,
        ("delta", "1/2") => Threshold::SquareRoot,
        ("delta", "none") => Threshold::Untransformed,
        _ => panic!("{method} {power} is no method"),
    }
}

#[test]
fn the_improved_farrington_method_equals_every_reference_file() {
    let mut differences = Differences::default();
    let folder = folder().join("expected");
    for entry in Table::read(&folder, "manifest_flex.csv").rows() {
        let name = entry.text("series");
        let file = load(name);
        let options = options(&entry);
        let populations = entry.flag("population_offset").then(|| population(name, &file));
        let expected = Table::read(&folder, entry.text("file"));
        let mut baselines: BTreeMap<usize, Option<Baseline>> = BTreeMap::new();
        let mut regression = Regression::default();
        for row in expected.rows() {
            let (unit, k) = (row.text("unit"), row.index("k"));
            let place = format!("{name}, {} ({}), {unit} k={k}", entry.text("preset"), expected.name);
            let at = file.series.iter().position(|series| series.name == unit).expect("the unit");
            let series = &file.series[at];
            let counts = series.numbers();
            let baseline =
                baselines.entry(k).or_insert_with(|| Baseline::find(&options, &series.dates, k - 1)).as_ref();
            let population = populations.as_ref().map(|populations| populations[at].as_slice());
            let counts = Counts { counts: &counts, population };
            let reading = baseline.and_then(|found| judge_with(&options, found, counts, &mut regression));
            match reading {
                Some(reading) => compare(&mut differences, &place, &row, &options, &reading),
                None => differences.missing(&place),
            }
        }
    }
    differences.finish();
}

fn compare(differences: &mut Differences, place: &str, row: &Row<'_>, options: &Options, reading: &Reading) {
    let (prediction, quantile) = (reading.prediction, row.text("upperbound"));
    differences.alarm(place, row, reading.alarm);
    let plug_in = matches!(options.threshold, Threshold::NegativeBinomial | Threshold::NegativeBinomialUpperMean);
    let upper = reading.bound.map(|bound| bound.upper);
    let shown = upper.filter(|_| reading.enough_cases);
    differences.number(place, row, "upperbound", shown, if plug_in { 0.0 } else { TOLERANCE });
    let expected = Some(prediction.mean).filter(|_| !quantile.is_empty());
    if shown.is_some() {
        differences.number(place, row, "expected", expected, TOLERANCE);
    }
    differences.number(place, row, "phi", Some(prediction.dispersion), TOLERANCE);
    let tail = options.threshold.upper_tail_at(&prediction, reading.observed, options.alpha);
    let possible = options.threshold.bound_mean(&prediction, options.alpha).is_some();
    differences.number(place, row, "pvalue", Some(tail).filter(|_| possible), TOLERANCE);
    // The reference leaves the prediction of the plug-in methods on the scale of logarithms.
    let centre = if plug_in { prediction.link } else { prediction.mean };
    if let Some(upper) = upper.filter(|upper| *upper > 0.0) {
        differences.number(place, row, "score", Some((reading.observed - centre) / (upper - centre)), TOLERANCE);
    }
    // In fits that are all but empty the reference drops a trend on the last bit of a p-value of 1.
    let on_the_last_bit =
        reading.trend_p.is_some_and(|p| p >= 1.0 - 1e-12) || (reading.trend.is_none() && row.flag("trend_used"));
    if !on_the_last_bit {
        differences.number(place, row, "trend_coef", reading.trend, TOLERANCE);
    }
}

#[test]
fn one_fit_taken_apart_equals_the_reference() {
    let mut differences = Differences::default();
    let file = load("salmonella_agona_uk");
    let counts = file.series[0].numbers();
    let manifest = Table::read(&folder().join("expected"), "manifest_flex.csv");
    for preset in ["default", "noufaily"] {
        let entry = manifest
            .rows()
            .find(|row| row.text("file") == format!("flex__salmonella_agona_uk__{preset}__index.csv"))
            .expect("the preset");
        let options = options(&entry);
        let reading = manumit_trends::farrington::judge(
            &options,
            &file.series[0].dates,
            Counts { counts: &counts, population: None },
            259,
        );
        let prediction = reading.expect("a fit").prediction;
        let pearson = Options { dispersion: Dispersion::Pearson, ..options };
        let reading = manumit_trends::farrington::judge(
            &pearson,
            &file.series[0].dates,
            Counts { counts: &counts, population: None },
            259,
        );
        let with_pearson = reading.expect("a fit").prediction;
        let scalars = Table::read(&folder().join("stages"), &format!("agona_k260_{preset}_scalars.csv"));
        for row in scalars.rows() {
            let found = match row.text("name") {
                "fit2_phi" => prediction.dispersion,
                "pred_link" => prediction.link,
                "pred_link_se" => prediction.link_error,
                "pred_response" => prediction.mean,
                "pred_response_se" => prediction.mean * prediction.link_error,
                "pred_link_se_with_pearson_dispersion" => with_pearson.link_error,
                _ => continue,
            };
            let place = format!("agona k=260 {preset} {}", row.text("name"));
            // The trend of the smaller model is nothing but rounding, and is dropped here.
            differences.number(&place, &row, "value", Some(found), if preset == "default" { 1.0 } else { TOLERANCE });
        }
    }
    differences.finish();
}

#[test]
fn the_threshold_functions_equal_the_reference_on_a_grid() {
    let mut differences = Differences::default();
    let table = Table::read(&folder().join("stages"), "threshold_functions.csv");
    for row in table.rows() {
        let threshold = threshold(row.text("method"), row.text("powertrans"));
        let plug_in = matches!(threshold, Threshold::NegativeBinomial | Threshold::NegativeBinomialUpperMean);
        let (pred, error, alpha, y) = (row.number("pred"), row.number("pred_se"), row.number("alpha"), row.number("y"));
        let (link, mean) = if plug_in { (pred, pred.exp()) } else { (pred.ln(), pred) };
        let link_error = if plug_in { error } else { error / pred };
        let prediction =
            manumit_trends::farrington::Prediction { link, link_error, mean, dispersion: row.number("phi") };
        let bound = threshold.bound(&prediction, alpha).expect("a bound");
        let place = format!("threshold_functions.csv line {}", row.line);
        let tolerance = if plug_in { 0.0 } else { TOLERANCE };
        // The reference squares a negative square root; nothing is below a count of 0.
        if row.text("powertrans") == "1/2" && bound.lower == 0.0 {
            let squared = (bound.upper.sqrt() - 2.0 * pred.sqrt()).powi(2);
            differences.number(&place, &row, "lower", Some(squared), TOLERANCE);
        } else {
            differences.number(&place, &row, "lower", Some(bound.lower), tolerance);
        }
        differences.number(&place, &row, "upper", Some(bound.upper), tolerance);
        let tail = threshold.upper_tail_at(&prediction, y, alpha);
        differences.number(&place, &row, "prob", Some(tail), TOLERANCE);
    }
    differences.finish();
}
