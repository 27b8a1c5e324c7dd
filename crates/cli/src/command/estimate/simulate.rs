//! `manumit simulate`: the truth is known, and how often each interval holds it is counted.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use manumit_prevalence::{
    model::Model,
    read,
    simulate::{StudyOf, Truth, study},
};

use super::{How, with_progress};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Draw tables from a known population and count how often each interval holds it.
///
/// The truth is a model fitted to a table: the one stepwise selection chooses, or the one given.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: manumit simulate data/prevalence/uk-2013-five-lists.csv --tables 1000 --replicates 500"
)]
pub struct Simulate {
    /// The table whose fitted model is the truth.
    file: PathBuf,
    /// The model of the truth, as [12,3]; without it, the one that stepwise selection chooses.
    #[arg(long)]
    model: Option<String>,
    /// How many tables are drawn.
    #[arg(long, default_value_t = 300)]
    tables: usize,
    #[command(flatten)]
    how: How,
    /// Look at the best of all models with pairs too, refitting so many in each replicate; 0 leaves it out.
    #[arg(long, default_value_t = 0)]
    bic_top: usize,
    /// Look at the average over decomposable graphs too.
    #[arg(long)]
    graphs: bool,
    /// Look at Bayesian thresholding too.
    #[arg(long)]
    bayes: bool,
}

/// Runs it.
pub fn run(command: &Simulate, format: Format) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(&command.file).with_context(|| format!("{} cannot be read", command.file.display()))?;
    let table = read::table(&text)?;
    table.check_usable()?;
    let wrong = |why: &dyn std::fmt::Display| WrongUse::new(format!("{why}."), "Give another model with --model.");
    let chosen = match &command.model {
        Some(text) => text.clone(),
        None => command.how.stepwise()?.select(&table).map_err(|why| wrong(&why))?.0.model,
    };
    let model = Model::parse(&chosen, table.width()).map_err(|why| wrong(&why))?;
    let truth = Truth::of_model(&table, &model).map_err(|why| wrong(&why))?;
    let of =
        StudyOf { tables: command.tables, bic_top: command.bic_top, graphs: command.graphs, threshold: command.bayes };
    let resampling = command.how.resampling()?;
    let found = with_progress("Tables done:", |progress| study(&truth, of, resampling, &command.how.effort(progress)));
    if format == Format::Json {
        return say(&serde_json::to_string_pretty(&found)?);
    }
    let mut grid =
        Grid::new(["interval", "tables", "holds the truth", "too low", "width", "limit is an extreme replicate"]);
    for row in &found.coverage {
        let share = |value: f64| format!("{:.1}%", 100.0 * value);
        let width = if row.width.is_finite() { format!("{:.2}", row.width) } else { "open".to_owned() };
        let (covered, low, beyond) = (share(row.covered), share(row.too_low), share(row.beyond_replicates));
        grid.row([row.interval.clone(), row.tables.to_string(), covered, low, width, beyond]);
    }
    let heading = format!(
        "Truth: {} people, model {model}. {} tables, {} refused. Root mean square error of the logarithm: {:.3}.",
        found.population, found.tables, found.refused, found.log_error
    );
    grid.print(format, &heading)
}
