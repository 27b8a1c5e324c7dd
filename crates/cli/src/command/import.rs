//! `manumit import`: referrals from a file.

mod receipts;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use indicatif::ProgressBar;
use manumit_app::{
    Caller, Office,
    import::{self, Acceptance, Imported, Told},
};

use self::receipts::Receipts;
use crate::{
    acting::Acting,
    failure::{Found, WrongUse},
    output::{Format, Grid, complain, counted, say},
    place::Place,
    progress,
};

/// Bring referrals in from a file.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Bring referrals in: every row is checked, and then goes through the same verb as any other referral.
    ///
    /// Importing a file again changes nothing: rows that were received give their first receipt. An import that was
    /// interrupted is finished by running it again. Exit status 1 when rows are wrong.
    #[command(after_help = "Example: manumit --data demo-data import referrals march.csv --as \
        POLICE-EW/referral-desk/first_responder --receipts march-receipts.csv")]
    Referrals(Referrals),
    /// Print an empty template: the headings, and one made-up row.
    #[command(after_help = "Example: manumit import template > referrals.csv")]
    Template,
    /// Explain every column of a referral file.
    #[command(after_help = "Example: manumit import explain")]
    Explain,
}

/// Which file, for whom, and how.
#[derive(Debug, Args)]
pub struct Referrals {
    /// The file: CSV in UTF-8, with the headings of the template.
    file: PathBuf,
    #[command(flatten)]
    acting: Acting,
    /// What becomes of good rows when others are wrong.
    #[arg(long, value_enum, default_value_t = Accept::AllOrNothing)]
    accept: Accept,
    /// Check the file and bring in nothing.
    #[arg(long)]
    check: bool,
    /// A CSV file to which a line is added for every row received: source_reference, reference, repeated.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    receipts: Option<PathBuf>,
}

/// What becomes of good rows when others are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Accept {
    /// They are received; the others are listed.
    GoodRows,
    /// Nothing is received.
    AllOrNothing,
}

/// Runs it.
pub async fn run(command: &ImportCommand, place: &Place, format: Format) -> anyhow::Result<()> {
    match command {
        ImportCommand::Template => say(&import::template()?),
        ImportCommand::Explain => say(&import::reference_page()),
        ImportCommand::Referrals(asked) => {
            let caller = asked.acting.caller()?;
            let office = place.office().await?;
            let answer = referrals(&office, &caller, asked, format).await;
            office.store().clone().close().await;
            answer
        }
    }
}

async fn referrals(office: &Office, caller: &Caller, asked: &Referrals, format: Format) -> anyhow::Result<()> {
    readable(&asked.file)?;
    let mut receipts = asked.receipts.as_deref().map(Receipts::open).transpose()?;
    let mut shown = Shown::new();
    let mut told = |told: Told<'_>| {
        shown.tell(told);
        if let (Told::Received { source_reference, receipt }, Some(receipts)) = (told, &mut receipts) {
            receipts.add(source_reference, receipt);
        }
    };
    let imported = if asked.check {
        import::check(office, caller, &asked.file, &mut told).await
    } else {
        let acceptance = match asked.accept {
            Accept::GoodRows => Acceptance::GoodRows,
            Accept::AllOrNothing => Acceptance::AllOrNothing,
        };
        import::referrals(office, caller, (&asked.file, acceptance), &mut told).await
    };
    shown.end();
    let imported = imported?;
    print(&imported, asked.check, format)?;
    receipts.map_or(Ok(()), Receipts::close)?;
    if imported.wrong == 0 { Ok(()) } else { Err(Found(verdict(&imported, asked)).into()) }
}

/// Refuses a file that is not there before anything else is said of it.
fn readable(file: &Path) -> anyhow::Result<()> {
    match std::fs::metadata(file) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => {
            Err(WrongUse::new(format!("{} is not a file.", file.display()), "Name a CSV file with referrals.").into())
        }
        Err(error) => Err(WrongUse::new(
            format!("{} cannot be read: {error}.", file.display()),
            "Name a CSV file with referrals; `manumit import template` prints an empty one.",
        )
        .into()),
    }
}

/// The progress lines: rows checked, then rows received.
struct Shown {
    checked: ProgressBar,
    received: Option<ProgressBar>,
    rows: u64,
}

impl Shown {
    fn new() -> Self {
        Self { checked: progress::counting("Rows checked:"), received: None, rows: 0 }
    }

    fn tell(&mut self, told: Told<'_>) {
        match told {
            Told::Checked(rows) => {
                self.rows = rows;
                self.checked.set_position(rows);
            }
            Told::Received { .. } => {
                let bar = self.received.get_or_insert_with(|| {
                    self.checked.finish_and_clear();
                    progress::of(self.rows, "Rows received")
                });
                bar.inc(1);
            }
        }
    }

    fn end(&self) {
        self.checked.finish_and_clear();
        if let Some(received) = &self.received {
            received.finish_and_clear();
        }
    }
}

fn print(imported: &Imported, check: bool, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return say(&serde_json::to_string_pretty(imported)?);
    }
    let mut grid = Grid::new(["line", "column", "value", "problem", "what to write instead"]);
    for finding in &imported.findings {
        grid.row([
            finding.line.to_string(),
            finding.column.clone(),
            finding.value.clone(),
            finding.problem.clone(),
            finding.instead.clone(),
        ]);
    }
    let heading = if check {
        let good = imported.rows.saturating_sub(imported.wrong);
        format!("{} checked, {good} good.", counted(imported.rows, "row"))
    } else {
        format!(
            "{} read: {} received now, {} received before.",
            counted(imported.rows, "row"),
            imported.accepted,
            imported.already_there
        )
    };
    if grid.rows.is_empty() && format == Format::Table {
        return say(&heading);
    }
    grid.print(format, &heading)?;
    let kept = u64::try_from(imported.findings.len()).unwrap_or(u64::MAX);
    let more = imported.findings_in_all.saturating_sub(kept);
    if more > 0 {
        complain(&format!("Not listed here: {}.", counted(more, "further finding")));
    }
    Ok(())
}

fn verdict(imported: &Imported, asked: &Referrals) -> String {
    let wrong = match imported.wrong {
        1 => "1 row is wrong".to_owned(),
        wrong => format!("{wrong} rows are wrong"),
    };
    let findings = counted(imported.findings_in_all, "finding");
    let outcome = if asked.check {
        "nothing was to be received"
    } else if imported.accepted + imported.already_there > 0 {
        "the good rows were received"
    } else {
        "nothing was received"
    };
    format!("{wrong} ({findings}); {outcome}. Correct the file, and import it again.")
}
