//! `manumit trends compare`: one printed count against the one before.

use clap::Args;
use manumit_trends::{caveat::Caveat, year_on_year::Pair};
use serde_json::json;

use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Two counts.
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// The count.
    count: u64,
    /// The count before.
    previous: u64,
    /// The months that the count covers.
    #[arg(long, default_value_t = 12.0)]
    months: f64,
    /// The months that the count before covers.
    #[arg(long, default_value_t = 12.0)]
    previous_months: f64,
    /// How many of the count come from one operation.
    #[arg(long, value_name = "PERSONS")]
    one_operation: Option<u64>,
}

/// Runs it.
pub fn run(asked: &CompareArguments, format: Format) -> anyhow::Result<()> {
    let CompareArguments { count, previous, months, previous_months, one_operation } = *asked;
    let is_length = |months: f64| months.is_finite() && months > 0.0;
    if !is_length(months) || !is_length(previous_months) {
        return Err(WrongUse::new("A count covers a length of time.", "Write --months as a number above 0.").into());
    }
    if let Some(persons) = one_operation.filter(|persons| *persons > count) {
        let said = format!("{persons} of one operation are more than {count} in all.");
        return Err(WrongUse::new(said, "Write how many of the count come from it.").into());
    }
    let pair = Pair { count, exposure: months, previous, previous_exposure: previous_months };
    let (found, caveats) = (pair.compare(), pair.caveats(one_operation));
    if format == Format::Json {
        return say(&serde_json::to_string_pretty(&json!({ "comparison": found, "caveats": caveats }))?);
    }
    let mut grid = Grid::new(["count", "before", "ratio", "low", "high", "p_two_sided", "p_predictive"]);
    grid.row([
        count.to_string(),
        previous.to_string(),
        format!("{:.2}", found.ratio.ratio),
        format!("{:.2}", found.ratio.interval.low),
        format!("{:.2}", found.ratio.interval.high),
        format!("{:.2e}", found.ratio.two_sided),
        format!("{:.2e}", found.predictive_tail),
    ]);
    grid.print(format, &caveats.iter().map(Caveat::sentence).collect::<Vec<_>>().join("\n"))
}
