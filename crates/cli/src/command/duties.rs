//! `manumit duties`: what is owed.

use clap::Args;
use jiff::{Timestamp, civil::Date};
use manumit_app::Office;
use manumit_domain::clock::london_date;
use manumit_store::DutyFilter;

use crate::output::{Format, Grid};

/// List open duties: what is owed, by whom, until when, by which rule.
#[derive(Debug, Args)]
#[command(after_help = "Example: manumit --data demo-data duties --owner HO-CA --overdue-on 2013-10-15")]
pub struct Duties {
    /// Only those of this organisation.
    #[arg(long, value_name = "CODE")]
    owner: Option<String>,
    /// Only those that were past their day on this date.
    #[arg(long, value_name = "DATE")]
    overdue_on: Option<Date>,
    /// Count by owner and kind instead of listing.
    #[arg(long, conflicts_with_all = ["owner", "overdue_on"])]
    count: bool,
    /// At most so many, the earliest due first.
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

/// Runs it.
pub async fn run(office: &Office, command: &Duties, format: Format) -> anyhow::Result<()> {
    let absent = || "as soon as possible".to_owned();
    if command.count {
        let today = london_date(Timestamp::now())?;
        let mut grid = Grid::new(["owner", "duty", "open", "overdue", "earliest due"]);
        for count in office.store().count_open_duties(today).await? {
            let earliest = count.earliest.unwrap_or_else(absent);
            grid.row([count.owner, count.kind, count.open.to_string(), count.overdue.to_string(), earliest]);
        }
        return grid.print(format, &format!("Open duties, and those past their day on {today}."));
    }
    let filter =
        DutyFilter { owner: command.owner.clone(), due_before: command.overdue_on, limit: command.limit.max(1) };
    let duties = office.store().list_open_duties(&filter).await?;
    let mut grid = Grid::new(["due", "duty", "owner", "record", "opened", "rule"]);
    for duty in &duties {
        grid.row([
            duty.due_on.clone().unwrap_or_else(absent),
            duty.kind.clone(),
            duty.owner.clone(),
            duty.reference.clone().unwrap_or_default(),
            duty.opened_on.clone(),
            duty.rule.clone(),
        ]);
    }
    let heading = if duties.len() == filter.limit as usize {
        format!("The first {} open duties; --limit shows more.", duties.len())
    } else {
        format!("{} open duties.", duties.len())
    };
    grid.print(format, &heading)
}
