//! `manumit case`: look at a case, and take its steps.

mod decision;
mod enquiry;
mod later;
mod pause;
mod screening;
mod show;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use manumit_app::{Office, case};
use manumit_domain::{
    case::{Case, Command, Identification},
    law::Law,
    reference::{Reference, ReferenceKind},
};

use self::{
    decision::DecisionStep, enquiry::EnquiryStep, later::LaterStep, pause::PauseStep, screening::ScreeningStep,
};
use crate::{
    acting::Acting,
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Look at a case, and take its steps.
#[derive(Debug, Args)]
pub struct CaseCommand {
    #[command(flatten)]
    acting: Acting,
    /// The day on which the step was taken; without it, today in London.
    #[arg(long, global = true, value_name = "DATE")]
    on: Option<Date>,
    #[command(subcommand)]
    asked: Asked,
}

/// What is asked of a case.
#[derive(Debug, Subcommand)]
enum Asked {
    /// Show where a case stands: states, decisions, clocks, duties and enquiries. The look is recorded.
    ///
    /// Neither identity nor narrative is shown.
    #[command(after_help = "Example: manumit --data demo-data case show CAS-12-2345678-K --as \
        UKHTC/triage-1/ca_triage")]
    Show {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
    },
    /// Show who looked at a record, the latest first.
    #[command(after_help = "Example: manumit --data demo-data case readers CAS-12-2345678-K")]
    Readers {
        /// The record's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// At most so many looks.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    #[command(flatten)]
    Screening(ScreeningStep),
    #[command(flatten)]
    Enquiry(EnquiryStep),
    #[command(flatten)]
    Decision(DecisionStep),
    #[command(flatten)]
    Pause(PauseStep),
    #[command(flatten)]
    Later(LaterStep),
}

/// Runs it.
pub async fn run(office: &Office, command: CaseCommand, format: Format) -> anyhow::Result<()> {
    let CaseCommand { acting, on, asked } = command;
    let (reference, step) = match asked {
        Asked::Readers { reference, limit } => return show::readers(office, &reference, limit, format).await,
        Asked::Show { reference } => {
            of_a_case(&reference)?;
            return show::show(office, &acting.caller()?, &reference, format).await;
        }
        Asked::Screening(step) => step.command(office).await?,
        Asked::Enquiry(step) => step.command(office, &acting.caller()?)?,
        Asked::Decision(step) => step.command(office, &acting.caller()?).await?,
        Asked::Pause(step) => step.command()?,
        Asked::Later(step) => step.command()?,
    };
    of_a_case(&reference)?;
    let caller = acting.caller()?;
    let on = match on {
        Some(on) => on,
        None => caller.today()?,
    };
    let enquiry = match &step {
        Command::SendEnquiry { enquiry, .. } => Some(enquiry.to_string()),
        _ => None,
    };
    let case = case::act(office, &caller, &reference, (on, step)).await?;
    stands(&case, enquiry.as_deref(), office.law(), format)
}

/// Refuses the reference of another record before anything is looked up.
fn of_a_case(reference: &Reference) -> anyhow::Result<()> {
    if reference.kind() == ReferenceKind::Case {
        return Ok(());
    }
    Err(WrongUse::new(
        format!("{reference} is not the reference of a case."),
        "The reference of a case begins with CAS; `manumit duties` and `manumit backlog --list` name them.",
    )
    .into())
}

/// Prints where a case stands after a step.
fn stands(case: &Case, enquiry: Option<&str>, law: &Law, format: Format) -> anyhow::Result<()> {
    if format != Format::Table {
        let mut grid = Grid::new(["case", "identification", "authority", "hosted by", "safeguarding", "enquiry"]);
        grid.row([
            case.reference.to_string(),
            case.identification.code().to_owned(),
            case.competent_authority.clone(),
            case.hosted_by.clone().unwrap_or_default(),
            case.safeguarding.code().to_owned(),
            enquiry.unwrap_or_default().to_owned(),
        ]);
        return grid.print(format, "");
    }
    let host = case.hosted_by.as_ref().map(|host| format!(", hosted by {host}")).unwrap_or_default();
    let asked = enquiry.map(|enquiry| format!(" Enquiry {enquiry} was sent.")).unwrap_or_default();
    let mut duties: Vec<&str> = case.duties.iter().map(|key| key.kind.code()).collect();
    duties.dedup();
    let owed = if duties.is_empty() { "nothing is owed".to_owned() } else { format!("owed: {}", duties.join(", ")) };
    say(&format!(
        "{}: {}, with {}{host}; {owed}.{asked}",
        case.reference,
        label(law, case.identification),
        case.competent_authority,
    ))
}

/// The words of the state machine for a state of the identification region.
fn label(law: &Law, state: Identification) -> String {
    let words = law.state_machine.state("identification", state.code()).map(|state| state.label.as_str());
    words.unwrap_or_else(|| state.code()).to_owned()
}
