//! Every accepted method on one table, side by side, the range across them first.

mod methods;

use serde::Serialize;

use self::methods::{
    BIC_HIGHER, BIC_PAIRS, GRAPHS, THRESHOLD, averaged, downhill_search, fixed, historical, latent, references,
    refused, searched, stepwise, thresholded,
};
use crate::{
    bootstrap::Resampling,
    fit::Criterion,
    graphs::Hump,
    interval::Replicates,
    model::Model,
    parallel::Effort,
    refusal::TableRefusal,
    sensitivity::{ModelPicture, Sensitivity, WithInterval, sensitivity},
    stepwise::Stepwise,
    table::{CaptureTable, Diagnostics},
};

/// What is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The stepwise rule.
    pub stepwise: Stepwise,
    /// Replicates and seed.
    pub resampling: Resampling,
    /// Criterion of the searches.
    pub criterion: Criterion,
    /// Largest number of lists in a term of the searches.
    pub order: usize,
    /// How many of the best models are refitted in each replicate.
    pub top: usize,
    /// A model to fit beside the others.
    pub fixed: Option<Model>,
    /// Whether latent classes are run: they take longest.
    pub latent: bool,
    /// Whether what moves the estimate is looked at.
    pub sensitivity: bool,
}

impl Settings {
    /// The usual settings for a table: terms of three lists are searched where that is quick, which is up to five lists
    /// (with six there are 3.7 million such models, half a minute on two cores, so they are asked for).
    #[must_use]
    pub fn usual(table: &CaptureTable) -> Self {
        Self {
            stepwise: Stepwise::default(),
            resampling: Resampling::default(),
            criterion: Criterion::BicCases,
            order: if table.width() <= 5 { 3 } else { 2 },
            top: 50,
            fixed: None,
            latent: true,
            sensitivity: true,
        }
    }
}

/// What a method is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Enters the range.
    Estimate,
    /// For comparison only.
    Reference,
    /// A reproduction of what was once done.
    Historical,
}

/// One interval of a method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedInterval {
    /// How it was made.
    pub name: String,
    /// Lower 95% limit.
    pub low: f64,
    /// Upper 95% limit; `None` when open-ended.
    pub high: Option<f64>,
    /// What to know of it: a limit that is only the smallest replicate, the percentiles taken.
    pub caveats: Vec<String>,
}

/// One method on the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodResult {
    /// A stable key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is there for.
    pub role: Role,
    /// The model it chose, where it chooses one.
    pub model: Option<String>,
    /// The population; never without an interval.
    pub population: Option<f64>,
    /// Its 95% intervals, the default first.
    pub intervals: Vec<NamedInterval>,
    /// What to know.
    pub notes: Vec<String>,
    /// Why there is no figure.
    pub refused: Option<String>,
}

/// The range across methods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// Lowest and highest estimate of a method.
    pub estimates: (f64, f64),
    /// Lowest lower and highest upper 95% limit; the upper is `None` when one is open-ended.
    pub limits: (f64, Option<f64>),
    /// How many methods gave a figure.
    pub methods: usize,
    /// How many were refused.
    pub refused: usize,
}

/// All there is to say of one table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The range across methods: what to quote.
    pub range: Option<Range>,
    /// The methods.
    pub methods: Vec<MethodResult>,
    /// The table.
    pub table: CaptureTable,
    /// What the table looks like.
    pub diagnostics: Diagnostics,
    /// Humps of the graph average, when there is more than one.
    pub humps: Vec<Hump>,
    /// What moves the estimate.
    pub sensitivity: Sensitivity,
    /// Stepwise replicates, for the histogram.
    pub replicates: Option<Replicates>,
    /// Replicates asked for.
    pub replicates_asked: usize,
    /// Seed.
    pub seed: u64,
}

/// Runs every method on a table.
///
/// # Errors
/// When no method can use the table: fewer than three lists, no overlap, one history, an empty or isolated list.
pub fn estimate(table: &CaptureTable, settings: &Settings, effort: &Effort) -> Result<Estimate, TableRefusal> {
    table.check_usable()?;
    let (stepwise, replicates) = stepwise(table, settings, effort);
    let mut methods = vec![stepwise];
    let mut seen: Option<ModelPicture> = None;
    if table.cases() > LARGEST_COMPARED {
        methods.extend([("bic-pairs", BIC_PAIRS), ("threshold", THRESHOLD), ("graphs", GRAPHS)].map(|(key, name)| {
            refused(key, name, "counts beyond 10^11 leave too few digits for likelihoods to be compared")
        }));
        return Ok(together(table, settings, (methods, Vec::new(), Sensitivity::default()), replicates));
    }
    if let Some((mut found, drawn)) = searched(table, settings, 2, effort) {
        seen = Some(drawn);
        if settings.order > 2
            && let Some((more, drawn)) = searched(table, settings, settings.order, effort)
        {
            seen = Some(drawn);
            found.push(more.into_iter().next().unwrap_or_else(|| refused("bic-higher", BIC_HIGHER, "not run")));
        }
        methods.extend(found);
    } else {
        methods.push(downhill_search(table, settings));
    }
    methods.push(thresholded(table, settings, effort));
    let (graphs, humps) = averaged(table, effort);
    methods.push(graphs);
    if settings.latent {
        methods.push(latent(table, settings, effort));
    }
    if let Some(model) = &settings.fixed {
        methods.push(fixed(table, model));
    }
    methods.extend(references(table));
    methods.push(historical(table));
    let mut beside = Sensitivity::default();
    if settings.sensitivity {
        let fewer = Resampling { replicates: settings.resampling.replicates.min(500), ..settings.resampling };
        beside = sensitivity(table, settings.stepwise, fewer, effort);
    }
    beside.picture = seen;
    Ok(together(table, settings, (methods, humps, beside), replicates))
}

fn together(
    table: &CaptureTable,
    settings: &Settings,
    (methods, humps, sensitivity): (Vec<MethodResult>, Vec<Hump>, Sensitivity),
    replicates: Option<Replicates>,
) -> Estimate {
    let methods: Vec<MethodResult> = methods.into_iter().map(finite).collect();
    Estimate {
        range: range(&methods),
        methods,
        table: table.clone(),
        diagnostics: table.diagnostics(),
        humps,
        sensitivity,
        replicates,
        replicates_asked: settings.resampling.replicates,
        seed: settings.resampling.seed,
    }
}

/// Limits beyond all numbers are open-ended; a figure that is no number, or that has lost its interval, is refused.
fn finite(mut method: MethodResult) -> MethodResult {
    method.intervals.retain(|interval| interval.low.is_finite() && interval.high.is_none_or(|high| !high.is_nan()));
    for interval in &mut method.intervals {
        interval.high = interval.high.filter(|high| *high < LARGEST_FIGURE);
    }
    let figure = method.population.filter(|figure| *figure < LARGEST_FIGURE && !method.intervals.is_empty());
    if figure.is_none() {
        method.intervals.clear();
        let why = "the figure or its interval runs beyond all bounds on this table";
        method.refused.get_or_insert_with(|| why.to_owned());
    }
    method.population = figure;
    method
}

/// What is not below this is no figure of people.
const LARGEST_FIGURE: f64 = 1e18;

/// Beyond so many people log-likelihoods of double precision cannot be compared.
const LARGEST_COMPARED: u64 = 100_000_000_000;

fn range(methods: &[MethodResult]) -> Option<Range> {
    let entering = || methods.iter().filter(|method| method.role == Role::Estimate);
    let figures: Vec<(f64, &NamedInterval)> =
        entering().filter_map(|method| method.population.zip(method.intervals.first())).collect();
    let (first, _) = figures.first()?;
    let lowest = figures.iter().map(|(value, _)| *value).fold(*first, f64::min);
    let highest = figures.iter().map(|(value, _)| *value).fold(*first, f64::max);
    let low = figures.iter().map(|(_, interval)| interval.low).fold(f64::INFINITY, f64::min);
    let high = figures.iter().try_fold(0.0_f64, |most, (_, interval)| interval.high.map(|high| most.max(high)));
    let refused = entering().filter(|method| method.refused.is_some()).count();
    Some(Range { estimates: (lowest, highest), limits: (low, high), methods: figures.len(), refused })
}

/// The default interval of a method, as a number with its interval.
#[must_use]
pub fn quoted(method: &MethodResult) -> Option<WithInterval> {
    let interval = method.intervals.first()?;
    Some(WithInterval { value: method.population?, low: interval.low, high: interval.high.unwrap_or(f64::INFINITY) })
}
