//! `manumit funnel`: what happened to a cohort.

use std::collections::BTreeMap;

use clap::Args;
use manumit_app::Office;
use manumit_bulletin::{extract::Column, funnel};

use super::bulletin::{Cut, cut_off, extract};
use crate::{
    common::Common,
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Show a cohort by stage, with the named gap at each, and shares of all and of the decided.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: manumit --data demo-data funnel --year 2012 --where age_group=Minor --where uk_country=Scotland"
)]
pub struct Funnel {
    #[command(flatten)]
    cut: Cut,
    /// Only referrals with this value in this column; several values of one column widen the cohort.
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    filters: Vec<String>,
}

/// Runs it.
pub async fn run(office: &Office, common: &Common, command: &Funnel) -> anyhow::Result<()> {
    let extract = extract(office, common).await?;
    let mut filter: BTreeMap<Column, Vec<String>> = BTreeMap::new();
    for text in &command.filters {
        let (column, value) = parse(text)?;
        if !extract.labels(column).contains(&value) {
            let mut known = extract.labels(column).to_vec();
            known.sort_unstable();
            return Err(WrongUse::new(
                format!("No referral has {value:?} in {}.", column.name()),
                format!("Values: {}.", known.join(", ")),
            )
            .into());
        }
        filter.entry(column).or_default().push(value);
    }
    let selection = extract.as_at(cut_off(&extract, command.cut.as_at));
    let funnel = funnel::Funnel::of_referrals(selection, command.cut.year, &filter)?;
    match common.format {
        Format::Table => say(&funnel.text()),
        Format::Json => say(&serde_json::to_string_pretty(&funnel)?),
        Format::Csv => {
            let mut grid = Grid::new(["stage", "reached", "gap", "number"]);
            for stage in funnel.stages() {
                grid.row([stage.name.clone(), stage.reached.to_string(), String::new(), String::new()]);
                for gap in &stage.gaps {
                    grid.row([stage.name.clone(), String::new(), gap.reason.clone(), gap.number.to_string()]);
                }
            }
            grid.print(Format::Csv, "")
        }
    }
}

fn parse(text: &str) -> anyhow::Result<(Column, String)> {
    let known = || Column::ALL.map(Column::name).join(", ");
    let (column, value) = text
        .split_once('=')
        .ok_or_else(|| WrongUse::new(format!("{text:?} is not COLUMN=VALUE."), format!("Columns: {}.", known())))?;
    let column = Column::find(column.trim())
        .ok_or_else(|| WrongUse::new(format!("There is no column {column:?}."), format!("Columns: {}.", known())))?;
    Ok((column, value.trim().to_owned()))
}
