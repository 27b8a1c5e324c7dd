//! `manumit estimate`: how many people are on no list, by every accepted method, the range first.

mod simulate;

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use manumit_prevalence::{
    bootstrap::Resampling,
    estimate::{Estimate, Settings, estimate, quoted},
    fit::Criterion,
    model::Model,
    parallel::Effort,
    read::{self, Part},
    refusal::TableRefusal,
    report,
    sensitivity::{LinkageDraws, WithInterval, linkage_draws},
    stepwise::Stepwise,
    table::CaptureTable,
};

pub use self::simulate::{Simulate, run as run_simulate};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, pour, say},
    progress,
};

/// Estimate how many people are on no list: multiple systems estimation.
///
/// The file is CSV: a column of 0 and 1 for each list and a column "count", one history a row; or without "count", one
/// person a row; or the columns "entity" and "list", one record of a linked entity a row. A column "draw" numbers draws
/// of an uncertain linkage.
#[derive(Debug, Args)]
#[command(after_help = "Example: manumit estimate data/prevalence/uk-2013.csv --out report\n         \
    manumit estimate cases.csv --by year --format csv")]
pub struct EstimateCommand {
    /// The table.
    file: PathBuf,
    /// A column of subgroups or times; each becomes its own table. May be given again.
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Lists to take as one, as NAME=A+B. May be given again.
    #[arg(long, value_name = "NAME=A+B")]
    merge: Vec<String>,
    /// A list to leave out; people known only to it are then hidden too. May be given again.
    #[arg(long, value_name = "LIST")]
    without: Vec<String>,
    /// A folder for the report: JSON, CSV, a stand-alone page and pictures.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The title of the page.
    #[arg(long, default_value = "How many people are on no list?")]
    title: String,
    /// A model to fit beside the others, as [12,3].
    #[arg(long)]
    model: Option<String>,
    #[command(flatten)]
    how: How,
    /// Terms of at most so many lists in the searches; six lists with 3 are 3.7 million models.
    #[arg(long)]
    order: Option<usize>,
    /// What ranks models in the searches.
    #[arg(long, value_enum, default_value_t)]
    criterion: RankedBy,
    /// How many of the best models are refitted in each replicate.
    #[arg(long, default_value_t = 50)]
    top: usize,
    /// Leave out what takes longest: latent classes, and what moves the estimate.
    #[arg(long)]
    quick: bool,
}

/// How the stepwise rule and the resampling go.
#[derive(Clone, Copy, Debug, Args)]
pub struct How {
    /// The threshold of stepwise selection.
    #[arg(long, default_value_t = 0.02)]
    threshold: f64,
    /// Bootstrap replicates.
    #[arg(long, default_value_t = 1_000)]
    replicates: usize,
    /// The seed; the same seed gives the same figures on any number of threads.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; without it, as many as the machine offers.
    #[arg(long)]
    threads: Option<NonZero<usize>>,
}

/// What ranks models.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum RankedBy {
    /// BIC with the logarithm of the number of cases.
    #[default]
    Bic,
    /// BIC with the logarithm of the number of cells.
    BicCells,
    /// AIC.
    Aic,
}

impl How {
    fn stepwise(&self) -> anyhow::Result<Stepwise> {
        if !(0.0..=1.0).contains(&self.threshold) {
            let sentence = format!("{} is no threshold.", self.threshold);
            return Err(WrongUse::new(sentence, "Use a probability from 0 to 1; 0.02 is usual.").into());
        }
        Ok(Stepwise { threshold: self.threshold, order: 2 })
    }

    fn resampling(&self) -> anyhow::Result<Resampling> {
        if self.replicates < 100 {
            let sentence = format!("{} replicates are too few for a 95% limit.", self.replicates);
            return Err(WrongUse::new(sentence, "Use at least 100; 1,000 are usual.").into());
        }
        Ok(Resampling { replicates: self.replicates, seed: self.seed })
    }

    /// The effort, told to a progress line.
    fn effort<'a>(&self, progress: &'a (dyn Fn(usize) + Sync)) -> Effort<'a> {
        let threads = self.threads.unwrap_or(Effort::available().threads);
        Effort { threads, progress }
    }
}

/// Counts pieces of work on a progress line.
fn with_progress<T>(what: &str, work: impl FnOnce(&(dyn Fn(usize) + Sync)) -> T) -> T {
    let bar = progress::counting(what);
    let done = AtomicU64::new(0);
    let answer = work(&|more| {
        let before = done.fetch_add(more as u64, Ordering::Relaxed);
        bar.set_position(before + more as u64);
    });
    bar.finish_and_clear();
    answer
}

/// Runs it.
pub fn run(command: &EstimateCommand, format: Format) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(&command.file).with_context(|| format!("{} cannot be read", command.file.display()))?;
    let tables = read::tables(&text, &command.by)?;
    let drawn = tables.drawn;
    let parts = tables.tables.into_iter().map(|part| reshaped(command, part)).collect::<anyhow::Result<Vec<Part>>>()?;
    if drawn {
        return draws(command, &parts, format);
    }
    match parts.as_slice() {
        [only] if command.by.is_empty() => {
            let settings = settings(command, &only.table)?;
            let found = with_progress("Pieces of work done:", |progress| {
                estimate(&only.table, &settings, &command.how.effort(progress))
            })?;
            if let Some(out) = &command.out {
                write_report(out, &found, &command.title)?;
            }
            print(&found, format)
        }
        parts => by_subgroup(command, parts, format),
    }
}

fn reshaped(command: &EstimateCommand, part: Part) -> anyhow::Result<Part> {
    let mut table = part.table;
    for asked in &command.merge {
        let wrong = || WrongUse::new(format!("{asked:?} does not say which lists to merge."), "Write NAME=A+B.");
        let (name, lists) = asked.split_once('=').ok_or_else(wrong)?;
        let mut together = 0;
        for list in lists.split('+') {
            together |= 1 << table.find_list(list)?;
        }
        table = table.merge(together, name)?;
    }
    for list in &command.without {
        table = table.without(table.find_list(list)?)?;
    }
    Ok(Part { table, ..part })
}

fn settings(command: &EstimateCommand, table: &CaptureTable) -> anyhow::Result<Settings> {
    let usual = Settings::usual(table);
    let fixed = command.model.as_ref().map(|text| Model::parse(text, table.width())).transpose();
    let fixed = fixed.map_err(|wrong| WrongUse::new(format!("{wrong}."), "List 1 is the first column."))?;
    Ok(Settings {
        stepwise: command.how.stepwise()?,
        resampling: command.how.resampling()?,
        criterion: match command.criterion {
            RankedBy::Bic => Criterion::BicCases,
            RankedBy::BicCells => Criterion::BicCells,
            RankedBy::Aic => Criterion::Aic,
        },
        order: command.order.unwrap_or(usual.order),
        top: command.top.max(1),
        fixed,
        latent: !command.quick,
        sensitivity: !command.quick,
    })
}

fn print(found: &Estimate, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => say(&report::text(found)),
        Format::Json => say(&serde_json::to_string_pretty(found)?),
        Format::Csv => pour(report::csv(found).as_bytes()),
    }
}

fn write(out: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    std::fs::write(out.join(name), text).with_context(|| format!("{name} cannot be written to {}", out.display()))
}

fn write_report(out: &Path, found: &Estimate, title: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("{} cannot be written", out.display()))?;
    write(out, "estimate.json", &serde_json::to_string_pretty(found)?)?;
    write(out, "estimate.csv", &report::csv(found))?;
    write(out, "estimate.html", &report::html(found, title))?;
    write(out, "overlaps.svg", &report::plot::upset(found))?;
    write(out, "methods.svg", &report::plot::methods(found))?;
    if let Some(picture) = report::plot::histogram(found) {
        write(out, "replicates.svg", &picture)?;
    }
    if let Some(picture) = report::plot::models(found) {
        write(out, "models.svg", &picture)?;
    }
    Ok(())
}

/// A number of a subgroup or draw in a grid: nothing where there is none.
fn cell(number: Option<f64>) -> String {
    number.filter(|number| number.is_finite()).map_or(String::new(), |number| format!("{number:.0}"))
}

fn by_subgroup(command: &EstimateCommand, parts: &[Part], format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["subgroup", "seen", "range from", "range to", "stepwise", "from", "to", "refused"]);
    let mut drawn = Vec::new();
    for part in parts {
        let name = part.stratum.join(" / ");
        let settings = Settings { latent: false, sensitivity: false, ..settings(command, &part.table)? };
        let found = with_progress(&format!("{name}: pieces of work done:"), |progress| {
            estimate(&part.table, &settings, &command.how.effort(progress))
        });
        let seen = part.table.cases().to_string();
        let (range, stepwise, refused) = match &found {
            Err(why) => (None, None, why.to_string()),
            Ok(found) => {
                let stepwise = found.methods.first();
                let refused = stepwise.and_then(|method| method.refused.clone()).unwrap_or_default();
                (found.range.as_ref().map(|range| range.limits), stepwise.and_then(quoted), refused)
            }
        };
        drawn.push((name.clone(), stepwise));
        let [low, high] = [range.map(|(low, _)| low), range.and_then(|(_, high)| high)].map(cell);
        let [value, from, to] =
            [stepwise.map(|s| s.value), stepwise.map(|s| s.low), stepwise.map(|s| s.high)].map(cell);
        grid.row([name, seen, low, high, value, from, to, refused]);
    }
    if let Some(out) = &command.out {
        std::fs::create_dir_all(out).with_context(|| format!("{} cannot be written", out.display()))?;
        write(out, "subgroups.svg", &report::plot::strata(&drawn))?;
    }
    grid.print(
        format,
        "People in all, seen and unseen, by subgroup. The range holds the 95% intervals of all accepted methods; quote it.\n\
         Subgroups need not add up to the whole.",
    )
}

fn draws(command: &EstimateCommand, parts: &[Part], format: Format) -> anyhow::Result<()> {
    if !command.by.is_empty() {
        let remedy = "Take one subgroup at a time, or leave out --by.";
        return Err(WrongUse::new("Linkage draws and subgroups cannot be taken together.", remedy).into());
    }
    let tables: Vec<(String, CaptureTable)> =
        parts.iter().map(|part| (part.draw.clone().unwrap_or_default(), part.table.clone())).collect();
    let (rule, resampling) = (command.how.stepwise()?, command.how.resampling()?);
    let LinkageDraws { draws, together } = with_progress("Pieces of work done:", |progress| {
        linkage_draws(&tables, rule, resampling, &command.how.effort(progress))
    });
    let together = together.ok_or(TableRefusal::NoOverlap)?;
    let mut grid = Grid::new(["draw", "estimate", "from", "to", "model", "refused"]);
    let mut row = |name: String, estimate: Option<WithInterval>, model: Option<String>, refused: Option<String>| {
        let [value, low, high] =
            [estimate.map(|e| e.value), estimate.map(|e| e.low), estimate.map(|e| e.high)].map(cell);
        grid.row([name, value, low, high, model.unwrap_or_default(), refused.unwrap_or_default()]);
    };
    row("all together".to_owned(), Some(together), None, None);
    for draw in draws {
        row(draw.change, draw.estimate, draw.model, draw.refused);
    }
    let heading = format!(
        "Between {} and {} people in all, over {} draws of the linkage, with the choice of model and chance.\n\
         Stepwise selection only: run one draw at a time for the range across methods.",
        report::people(together.low),
        report::people(together.high),
        tables.len()
    );
    grid.print(format, &heading)
}
