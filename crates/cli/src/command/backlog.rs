//! `manumit backlog`: a cohort of waiting cases, frozen on a day and followed.

use clap::Args;
use jiff::{ToSpan, civil::Date};
use manumit_app::{
    Office,
    backlog::{Backlog as Followed, Cohort, backlog},
};
use manumit_domain::case::Identification;

use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Follow a cohort of waiting cases: how it went down, and what blocks those still open.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: manumit --data demo-data backlog --stage cg_pending --authority HO-CA --hosted-by none \
    --frozen-on 2013-04-01 --until 2013-09-30"
)]
pub struct Backlog {
    /// The stage in which the cases waited: screening, rg_pending, rg_suspended, cg_pending, cg_suspended.
    #[arg(long, default_value = "cg_pending")]
    stage: String,
    /// Only cases of this authority.
    #[arg(long, value_name = "CODE")]
    authority: Option<String>,
    /// Only cases whose caseworkers this organisation hosts; `none` for those hosted by nobody.
    #[arg(long, value_name = "CODE")]
    hosted_by: Option<String>,
    /// The day at the end of which the cohort is counted.
    #[arg(long, value_name = "DATE")]
    frozen_on: Date,
    /// The day to which it is followed; the ends of the months between are shown too.
    #[arg(long, value_name = "DATE")]
    until: Date,
    /// List every case that is still open, with what blocks it.
    #[arg(long)]
    list: bool,
}

/// Runs it.
pub async fn run(office: &Office, command: &Backlog, format: Format) -> anyhow::Result<()> {
    let stage = Identification::ALL.into_iter().find(|stage| stage.code() == command.stage);
    let Some(stage) = stage.filter(|stage| stage.awaits().is_some()) else {
        let known = Identification::ALL.into_iter().filter(|stage| stage.awaits().is_some());
        return Err(WrongUse::new(
            format!("{:?} is not a stage in which cases wait.", command.stage),
            format!("Use one of: {}.", known.map(Identification::code).collect::<Vec<_>>().join(", ")),
        )
        .into());
    };
    if command.until <= command.frozen_on {
        return Err(WrongUse::new(
            format!("{} is not after {}.", command.until, command.frozen_on),
            "Give --until a day after --frozen-on.",
        )
        .into());
    }
    let cohort = Cohort {
        stage,
        authority: command.authority.clone(),
        hosted_by: command
            .hosted_by
            .as_deref()
            .map(|host| if host == "none" { String::new() } else { host.to_owned() }),
        frozen_on: command.frozen_on,
    };
    let followed = backlog(office, &cohort, &days(command.frozen_on, command.until)).await?;
    match format {
        Format::Table => say(&text(&followed, command.list)),
        Format::Json => say(&serde_json::to_string_pretty(&serde_json::json!({
            "burn_down": followed.burn_down,
            "forecast": followed.burn_down.forecast(),
            "blockers": followed.blockers,
            "still_open": followed.still_open,
        }))?),
        Format::Csv if command.list => still_open(&followed).print(Format::Csv, ""),
        Format::Csv => {
            let mut grid = Grid::new(["on", "open", "cleared"]);
            for point in &followed.burn_down.points {
                grid.row([point.on.to_string(), point.open.to_string(), point.cleared.to_string()]);
            }
            grid.print(Format::Csv, "")
        }
    }
}

/// The ends of the months after one day, up to another, and that day itself.
fn days(after: Date, until: Date) -> Vec<Date> {
    let mut days = Vec::new();
    let mut month = after.last_of_month();
    while month < until {
        if month > after {
            days.push(month);
        }
        month = month.first_of_month().saturating_add(1.month()).last_of_month();
    }
    days.push(until);
    days
}

fn text(followed: &Followed, list: bool) -> String {
    let mut text = followed.burn_down.text();
    text.push_str("\nWhat blocks the cases still open:\n\n");
    let mut blockers = Grid::new(["cases", "blocked by"]);
    for (blocker, cases) in &followed.blockers {
        blockers.row([cases.to_string(), blocker.clone()]);
    }
    text.push_str(&blockers.text());
    if list {
        text.push('\n');
        text.push_str(&still_open(followed).text());
    }
    text
}

fn still_open(followed: &Followed) -> Grid {
    let mut grid = Grid::new(["case", "received", "waiting since", "blocked by"]);
    for open in &followed.still_open {
        grid.row([
            open.reference.clone(),
            open.received_on.clone(),
            open.waiting_since.clone(),
            open.blocked_by.clone(),
        ]);
    }
    grid
}
