//! `manumit trends series`: every period of the series in a file, judged.

use std::{fs::File, path::PathBuf};

use clap::{Args, ValueEnum};
use manumit_trends::{
    change_point::{PRIORS, single_change},
    cusum::Transformation,
    ears::Kind,
    farrington::{Dispersion, Options, Threshold, TimeAxis},
    likelihood_ratio::Variation,
    method::{Method, Row},
    predictive::Predictive,
    series::{self, Calendar, SeriesFile},
};

use super::{DeclaredEra, file_name, picture, shown, write};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// What to judge, and how.
#[derive(Debug, Args)]
pub struct SeriesArguments {
    /// The file: a column date, and one column of counts for each series.
    file: PathBuf,
    /// The method.
    #[arg(long, value_enum, default_value_t = MethodName::Tier)]
    method: MethodName,
    /// Populations at risk: a file with the same periods and columns, for farrington.
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
    /// The one-sided chance of an alarm when nothing happened.
    #[arg(long)]
    alpha: Option<f64>,
    /// The first period judged (from 1), for methods that need a stretch before it; without it, two years in.
    #[arg(long, value_name = "K")]
    first: Option<usize>,
    /// Earlier years looked back.
    #[arg(long)]
    years_back: Option<usize>,
    /// Half width of the window around each reference point.
    #[arg(long)]
    half_window: Option<usize>,
    /// Levels of the season factor; 1 leaves out all but the windows.
    #[arg(long)]
    levels: Option<usize>,
    /// Latest periods left out of the baseline.
    #[arg(long)]
    leave_out: Option<usize>,
    /// Fit no trend.
    #[arg(long)]
    no_trend: bool,
    /// Keep the trend if its p-value is below this.
    #[arg(long)]
    trend_below: Option<f64>,
    /// Give past peaks their full weight.
    #[arg(long)]
    no_reweight: bool,
    /// Down-weight past periods with a residual above this.
    #[arg(long)]
    reweight_above: Option<f64>,
    /// How the bound is made.
    #[arg(long, value_enum)]
    threshold: Option<ThresholdName>,
    /// Find reference points by the calendar rather than by counting periods.
    #[arg(long)]
    calendar_axis: bool,
    /// Take the dispersion of standard errors as the reference results have it; only for comparing with them.
    #[arg(long)]
    as_reference: bool,
    /// A day from which things are counted otherwise, and what changed: nothing before it is compared with.
    #[arg(long, value_name = "DATE=WHAT")]
    era: Option<DeclaredEra>,
    /// Ask since when: the chance that nothing changed and the likeliest period of one change, for two priors.
    #[arg(long, conflicts_with_all = ["method", "population", "alpha", "out"])]
    since_when: bool,
    /// Write a picture (SVG) and its data (CSV) for each series into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// What each series can bear.
    Tier,
    /// Improved Farrington.
    Farrington,
    /// Farrington as of 1996.
    #[value(name = "farrington-1996")]
    Farrington1996,
    /// EARS C1.
    EarsC1,
    /// EARS C2.
    EarsC2,
    /// EARS C3.
    EarsC3,
    /// Cumulative sum.
    Cusum,
    /// Cumulative sum, transformed after Rossi.
    CusumRossi,
    /// Cumulative sum, transformed after Anscombe.
    CusumAnscombe,
    /// Gamma-Poisson predictive bound.
    Predictive,
    /// Likelihood ratio of a raised Poisson mean.
    LikelihoodRatio,
    /// Monotone rise.
    Monotone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ThresholdName {
    /// Normal, on the scale of the 2/3 power.
    TwoThirds,
    /// Normal, on the scale of the square root.
    SquareRoot,
    /// Normal, on the scale of counts.
    Untransformed,
    /// Negative-binomial quantile.
    NegativeBinomial,
    /// Negative-binomial quantile at the upper end of the interval of the mean.
    NegativeBinomialUpperMean,
}

impl SeriesArguments {
    fn method(&self, calendar: Calendar) -> Result<Method, WrongUse> {
        if self.alpha.is_some_and(|alpha| !(alpha > 0.0 && alpha < 0.5)) {
            return Err(WrongUse::new(
                "--alpha is no chance of an alarm.",
                "Write a number between 0 and 0.5, as 0.01.",
            ));
        }
        Ok(match self.method {
            MethodName::Tier => Method::Tier,
            MethodName::Farrington => {
                let preset = match calendar {
                    Calendar::Month => Options::monthly(),
                    Calendar::Quarter => Options::quarterly(),
                    Calendar::Week => Options::weekly(),
                    Calendar::Day | Calendar::Year => {
                        return Err(WrongUse::new(
                            format!("farrington does not judge a series by the {}.", calendar.word()),
                            "Use --method tier or predictive, or counts by week, month or quarter.",
                        ));
                    }
                };
                Method::Farrington(Box::new(self.options(preset)))
            }
            MethodName::Farrington1996 => {
                let preset = Options { frequency: calendar.frequency(), ..Options::of_1996() };
                Method::Farrington(Box::new(self.options(preset)))
            }
            MethodName::EarsC1 => Method::ears(Kind::C1, self.alpha),
            MethodName::EarsC2 => Method::ears(Kind::C2, self.alpha),
            MethodName::EarsC3 => Method::ears(Kind::C3, self.alpha),
            MethodName::Cusum => Method::Cusum(Transformation::Standard),
            MethodName::CusumRossi => Method::Cusum(Transformation::Rossi),
            MethodName::CusumAnscombe => Method::Cusum(Transformation::Anscombe),
            MethodName::Predictive => Method::Predictive(Predictive {
                frequency: calendar.frequency(),
                years_back: self.years_back.unwrap_or(1),
                half_window: self.half_window.unwrap_or(6.min(calendar.frequency())),
                current_year: true,
                alpha: self.alpha.unwrap_or(0.01),
            }),
            MethodName::LikelihoodRatio => Method::LikelihoodRatio(Variation::Poisson),
            MethodName::Monotone => Method::Monotone,
        })
    }

    fn options(&self, preset: Options) -> Options {
        let threshold = self.threshold.map(|threshold| match threshold {
            ThresholdName::TwoThirds => Threshold::TwoThirds,
            ThresholdName::SquareRoot => Threshold::SquareRoot,
            ThresholdName::Untransformed => Threshold::Untransformed,
            ThresholdName::NegativeBinomial => Threshold::NegativeBinomial,
            ThresholdName::NegativeBinomialUpperMean => Threshold::NegativeBinomialUpperMean,
        });
        Options {
            axis: if self.calendar_axis { TimeAxis::Calendar } else { preset.axis },
            years_back: self.years_back.unwrap_or(preset.years_back),
            half_window: self.half_window.unwrap_or(preset.half_window),
            periods: self.levels.unwrap_or(preset.periods),
            past_not_included: self.leave_out.unwrap_or(preset.past_not_included),
            trend: preset.trend && !self.no_trend,
            trend_below: self.trend_below.unwrap_or(preset.trend_below),
            reweight: preset.reweight && !self.no_reweight,
            weights_threshold: self.reweight_above.unwrap_or(preset.weights_threshold),
            threshold: threshold.unwrap_or(preset.threshold),
            alpha: self.alpha.unwrap_or(preset.alpha),
            dispersion: if self.as_reference { Dispersion::AsReference } else { Dispersion::Pearson },
            ..preset
        }
    }
}

/// Runs it.
pub fn run(asked: &SeriesArguments, format: Format) -> anyhow::Result<()> {
    let open = |path: &PathBuf| {
        File::open(path)
            .map_err(|error| anyhow::Error::new(error).context(format!("{} cannot be read", path.display())))
    };
    let refused = |path: &PathBuf, error: series::SeriesFileError| {
        WrongUse::new(format!("{}: {error}.", path.display()), "Mend that line, and run the command again.")
    };
    let file = series::read(open(&asked.file)?).map_err(|error| refused(&asked.file, error))?;
    let populations = match &asked.population {
        Some(path) => Some(series::read_population(open(path)?, &file).map_err(|error| refused(path, error))?),
        None => None,
    };
    let (mut file, mut populations) = (file, populations);
    if let Some(DeclaredEra(era)) = &asked.era {
        let kept = file.series.first().map_or(0, |series| series.since(era.from).len());
        if kept < 2 {
            let said = format!("{kept} periods of {} lie after {}.", asked.file.display(), era.from);
            return Err(WrongUse::new(said, "Write the first day of an earlier change with --era.").into());
        }
        file.series = file.series.iter().map(|series| series.since(era.from)).collect();
        for population in populations.iter_mut().flatten() {
            population.drain(..population.len() - kept);
        }
    }
    if asked.since_when {
        return since_when(&file, format);
    }
    let method = asked.method(file.calendar)?;
    let first = asked.first.map_or(2 * file.calendar.frequency(), |first| first.saturating_sub(1));
    let mut all = Vec::new();
    for (at, series) in file.series.iter().enumerate() {
        let population = populations.as_ref().and_then(|populations| populations.get(at)).map(Vec::as_slice);
        let rows = method.run(series, population, first);
        if let Some(folder) = &asked.out {
            draw(asked, &file, &rows, folder)?;
        }
        all.extend(rows);
    }
    if all.is_empty() {
        return Err(WrongUse::new(
            "No period has enough before it for this method.",
            "Use --method tier, fewer --years-back, or a longer series.",
        )
        .into());
    }
    if format == Format::Json {
        return say(&serde_json::to_string_pretty(&all)?);
    }
    let alarms = all.iter().filter(|row| row.alarm).count();
    let since = asked
        .era
        .as_ref()
        .map(|DeclaredEra(era)| format!(" Nothing before {} is compared with: {}.", era.from, era.what));
    let heading = format!("{} periods judged, {alarms} above their bound.{}", all.len(), since.unwrap_or_default());
    grid(&all).print(format, &heading)
}

/// What a single change of rate is thought to have beforehand.
const CHANCE: f64 = 0.5;

/// Since when? A drawing aid and never an alarm: the answer leans on the prior, so two are shown.
fn since_when(file: &SeriesFile, format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["series", "prior", "no_change", "likeliest_new_period", "chance_of_it"]);
    for series in file.series.iter().filter(|series| series.len() > 1) {
        for prior in PRIORS {
            let found = single_change(&series.numbers(), prior, CHANCE);
            let likeliest = found.after.iter().enumerate().max_by(|one, two| one.1.total_cmp(two.1));
            let (place, chance) = likeliest.map_or((0, 0.0), |(place, chance)| (place, *chance));
            let period = series.dates.get(place + 1).map(|day| file.calendar.label(*day)).unwrap_or_default();
            grid.row([
                series.name.clone(),
                format!("Gamma({}, {})", prior.shape, prior.rate),
                format!("{:.7}", found.none),
                period,
                format!("{chance:.7}"),
            ]);
        }
    }
    grid.print(format, "The answer leans on the prior: it helps to draw a chart, and is no alarm.")
}

fn draw(asked: &SeriesArguments, file: &SeriesFile, rows: &[Row], folder: &std::path::Path) -> anyhow::Result<()> {
    let Some(last) = rows.last() else { return Ok(()) };
    let alarms = rows.iter().filter(|row| row.alarm).count();
    // Weeks that were folded into months are labelled as months.
    let folded = file.calendar == Calendar::Week && last.date.day() == 1 && rows.iter().all(|row| row.date.day() == 1);
    let calendar = if folded { Calendar::Month } else { file.calendar };
    let said = if last.alarm { "above its bound" } else { "within its bound" };
    let title = format!(
        "{}: {} is {said} with {}; {alarms} of {} judged were above",
        last.unit,
        calendar.label(last.date),
        last.observed,
        rows.len()
    );
    let method = asked.method.to_possible_value().map(|name| name.get_name().to_owned()).unwrap_or_default();
    let subtitle = format!("Count by {}; method {method}", calendar.word());
    write(folder, &file_name(&last.unit, "svg"), picture(title, subtitle, calendar, rows).svg().as_bytes())?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    let grid = grid(rows);
    csv.write_record(&grid.headings)?;
    for row in &grid.rows {
        csv.write_record(row)?;
    }
    write(folder, &file_name(&last.unit, "csv"), &csv.into_inner()?)
}

fn grid(rows: &[Row]) -> Grid {
    let mut grid = Grid::new([
        "unit",
        "k",
        "date",
        "observed",
        "alarm",
        "upperbound",
        "expected",
        "score",
        "pvalue",
        "phi",
        "trend",
        "statistic",
    ]);
    for row in rows {
        grid.row([
            row.unit.clone(),
            row.k.to_string(),
            row.date.to_string(),
            row.observed.to_string(),
            u8::from(row.alarm).to_string(),
            shown(row.upperbound),
            shown(row.expected),
            shown(row.score),
            shown(row.pvalue),
            shown(row.phi),
            shown(row.trend),
            shown(row.statistic),
        ]);
    }
    grid
}
