//! `manumit form`: the questions in force, and answers to them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::{Timestamp, civil::Date};
use manumit_app::{
    AppError, Caller,
    form::{self, Body, Sent, prompt_sheet, schema, spreadsheet},
};
use manumit_domain::{
    clock::london_date,
    language::Language,
    law::Law,
    question_set::{Finding, QuestionSet},
};

use crate::{
    acting::Acting,
    failure::{Found, WrongUse},
    output::{Format, Grid, counted, say},
    place::Place,
};

/// The languages, by their codes.
fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code)).map(|code| Language::find(&code).unwrap_or_default())
}

/// The questions put to first responders: on paper, as a spreadsheet, as a schema, and answers to them.
#[derive(Debug, Subcommand)]
pub enum FormCommand {
    /// List the versions of the questions, each with the day from which it is in force.
    #[command(after_help = "Example: manumit form list")]
    List,
    /// Print the questions on a sheet to take along, in Markdown.
    #[command(after_help = "Example: manumit form sheet > prompt-sheet.md")]
    Sheet {
        #[command(flatten)]
        questions: Questions,
        /// The language. The Welsh is a draft that no translator has reviewed.
        #[arg(long, default_value = Language::English.code(), value_parser = language())]
        language: Language,
    },
    /// Print the headings of a spreadsheet: one row a referral, one column a question.
    #[command(after_help = "Example: manumit form template > referrals.csv")]
    Template(Questions),
    /// Print the JSON schema of the answers.
    #[command(after_help = "Example: manumit form schema > referral.schema.json")]
    Schema(Questions),
    /// Check answers in a JSON file, or a spreadsheet of them, without a journal and without sending anything.
    ///
    /// Exit status 1 when something is wrong; the answers themselves are never printed.
    #[command(after_help = "Example: manumit form check referral.json --as POLICE-EW/referral-desk/first_responder")]
    Check(Answered),
    /// Send answers: a referral, or the notification of an adult who does not agree to one.
    #[command(after_help = "Example: manumit --data demo-data form send referral.json --as \
        POLICE-EW/referral-desk/first_responder")]
    Send(Answered),
}

/// Which questions.
#[derive(Debug, Args)]
pub struct Questions {
    /// The set of questions.
    #[arg(long, value_name = "NAME", default_value = "uk-nrm")]
    set: String,
    /// The day on which they are in force; today, if it is not given.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

/// A file of answers, and who sends them.
#[derive(Debug, Args)]
pub struct Answered {
    /// The file: one JSON body of answers (.json), or a spreadsheet with the headings of the template (.csv).
    file: PathBuf,
    #[command(flatten)]
    acting: Acting,
}

impl Questions {
    fn find<'a>(&self, law: &'a Law) -> anyhow::Result<(&'a QuestionSet, Date)> {
        let on = self.on.map_or_else(|| london_date(Timestamp::now()), Ok)?;
        Ok((law.question_sets.in_force(&self.set, on)?, on))
    }
}

/// Runs it.
pub async fn run(command: &FormCommand, place: &Place, format: Format) -> anyhow::Result<()> {
    let law = Law::united_kingdom()?;
    match command {
        FormCommand::List => list(&law, format),
        FormCommand::Sheet { questions, language } => {
            let (set, on) = questions.find(&law)?;
            say(&prompt_sheet::prompt_sheet(&law.question_sets.worded(set, language.code()), &law, on))
        }
        FormCommand::Template(questions) => say(&spreadsheet::template(questions.find(&law)?.0)?),
        FormCommand::Schema(questions) => {
            let (set, on) = questions.find(&law)?;
            say(&serde_json::to_string_pretty(&schema::schema(set, &law, on))?)
        }
        FormCommand::Check(answered) => {
            let caller = answered.acting.caller()?;
            let lines = read(&answered.file, &law)?;
            let findings = check(&law, &caller, &lines)?;
            conclude(&lines, &findings, format)
        }
        FormCommand::Send(answered) => {
            let caller = answered.acting.caller()?;
            let lines = read(&answered.file, &law)?;
            let findings = check(&law, &caller, &lines)?;
            if !findings.is_empty() {
                return conclude(&lines, &findings, format);
            }
            send(place, &caller, &lines, format).await
        }
    }
}

fn list(law: &Law, format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["set", "version", "in force from", "tasks", "questions", "for"]);
    for set in law.question_sets.iter() {
        grid.row([
            set.id.clone(),
            set.version.clone(),
            set.in_force_from.to_string(),
            set.tasks.iter().filter(|task| !task.instead).count().to_string(),
            set.questions().count().to_string(),
            set.title.clone(),
        ]);
    }
    grid.print(format, "Versions of the questions.")
}

/// One body of answers, and the line of the spreadsheet it stands in.
struct Line {
    line: Option<u64>,
    body: Body,
    findings: Vec<Finding>,
}

fn read(file: &Path, law: &Law) -> anyhow::Result<Vec<Line>> {
    let unreadable = |error: std::io::Error| {
        WrongUse::new(format!("{} cannot be read: {error}.", file.display()), "Name a JSON or CSV file with answers.")
    };
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("json") => {
            let text = fs::read_to_string(file).map_err(unreadable)?;
            let body = serde_json::from_str(&text).map_err(|error| {
                WrongUse::new(
                    format!("{} is no body of answers: {error}.", file.display()),
                    "`manumit form schema` says what can be written.",
                )
            })?;
            Ok(vec![Line { line: None, body, findings: Vec::new() }])
        }
        Some("csv") => {
            let today = london_date(Timestamp::now()).context("the date in London is not known")?;
            let set = law.question_sets.in_force("uk-nrm", today)?;
            let lines = spreadsheet::read(set, fs::File::open(file).map_err(unreadable)?).map_err(|error| {
                WrongUse::new(format!("{}: {error}.", file.display()), "`manumit form template` prints the headings.")
            })?;
            let line =
                |read: spreadsheet::Line| Line { line: Some(read.line), body: read.body, findings: read.findings };
            Ok(lines.into_iter().map(line).collect())
        }
        _ => Err(WrongUse::new(
            format!("{} is neither a .json nor a .csv file.", file.display()),
            "Name a file of answers whose name ends in .json or .csv.",
        )
        .into()),
    }
}

type FoundAt = (Option<u64>, Finding);

fn check(law: &Law, caller: &Caller, lines: &[Line]) -> anyhow::Result<Vec<FoundAt>> {
    let mut found = Vec::new();
    for Line { line, body, findings } in lines {
        let unread: Vec<&str> = findings.iter().map(|finding| finding.question.as_str()).collect();
        let checked = form::check(law, caller, body)?;
        // What could not be read is not also said to be missing.
        let checked = checked.into_iter().filter(|finding| !unread.contains(&finding.question.as_str()));
        found.extend(findings.iter().cloned().chain(checked).map(|finding| (*line, finding)));
    }
    Ok(found)
}

fn conclude(lines: &[Line], findings: &[FoundAt], format: Format) -> anyhow::Result<()> {
    let bodies = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    if findings.is_empty() {
        return say(&format!("{} checked: nothing is wrong.", counted(bodies, "form")));
    }
    let mut grid = Grid::new(["line", "question", "row", "problem", "what to do instead"]);
    for (line, finding) in findings {
        grid.row([
            numbered(*line),
            finding.question.clone(),
            finding.row.map(|row| row.to_string()).unwrap_or_default(),
            finding.problem.clone(),
            finding.instead.clone(),
        ]);
    }
    let wrong = counted(u64::try_from(findings.len()).unwrap_or(u64::MAX), "finding");
    grid.print(format, &format!("{wrong}. Nothing was sent."))?;
    Err(Found(format!("{wrong}: correct the answers, and check them again.")).into())
}

async fn send(place: &Place, caller: &Caller, lines: &[Line], format: Format) -> anyhow::Result<()> {
    let office = place.office().await?;
    let mut grid = Grid::new(["line", "became", "reference"]);
    let mut outcome = Ok(());
    for Line { line, body, .. } in lines {
        match form::send(&office, caller, body, form::request(&office, caller, body)).await {
            Ok(sent) => {
                let (became, reference) = match sent {
                    Sent::Referral(receipt) if receipt.repeated => ("referral, sent before", receipt.referral),
                    Sent::Referral(receipt) => ("referral", receipt.referral),
                    Sent::Notification(reference) => ("notification", reference),
                };
                grid.row([numbered(*line), became.to_owned(), reference.to_string()]);
            }
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
    }
    office.store().clone().close().await;
    if !grid.rows.is_empty() {
        grid.print(format, "Sent. Keep the reference: it is how the record is asked for.")?;
    }
    outcome.map_err(|error: AppError| error.into())
}

fn numbered(line: Option<u64>) -> String {
    line.map(|line| line.to_string()).unwrap_or_default()
}
