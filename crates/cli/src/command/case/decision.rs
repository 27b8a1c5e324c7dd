//! Decisions: propose a negative, look at it a second time, decide; and correct a fact.

use clap::{Subcommand, ValueEnum};
use manumit_app::{Caller, Office, case, import};
use manumit_domain::{
    actor::Actor,
    case::{Command, Finding, Findings, Look, Outcome, Stage},
    facts::Correction,
    reference::Reference,
};

use crate::{acting::actor, failure::WrongUse, words::Text};

/// Decisions.
#[derive(Debug, Subcommand)]
pub enum DecisionStep {
    /// Propose a negative decision for a second look.
    #[command(after_help = "Example: manumit case propose-negative CAS-12-2345678-K --stage reasonable-grounds \
        --found met,not-shown,met --reasons @reasons.txt --as HO-CA/caseworker-1/ca_decision_maker")]
    ProposeNegative {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// At which stage.
        #[arg(long, value_enum)]
        stage: TwoStages,
        /// What was found about each element: the act, the means, the purpose. Each is met, not-met, not-shown or not-needed.
        #[arg(long, value_name = "ACT,MEANS,PURPOSE", value_parser = findings)]
        found: Option<Findings>,
        /// The written reasons: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reasons: Text,
    },
    /// Take the second look at a proposed negative decision.
    #[command(after_help = "Example: manumit case review CAS-12-2345678-K --look agreed --points @points.txt --as \
        HO-CA/caseworker-2/ca_second_reviewer")]
    Review {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Whether the second look agrees or returns it.
        #[arg(long, value_enum)]
        look: SecondLook,
        /// Another member of the panel, where a panel looks and you chair it; again for every member.
        #[arg(long = "with", value_name = "ORGANISATION/POST/ROLE", value_parser = actor)]
        panel: Vec<Actor>,
        /// The points made: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        points: Text,
    },
    /// Decide.
    #[command(
        after_help = "Example: manumit case decide CAS-12-2345678-K --stage reasonable-grounds --outcome positive \
        --reasons @reasons.txt --as HO-CA/caseworker-1/ca_decision_maker --on 2012-03-07"
    )]
    Decide {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// At which stage; a devolved panel decides both together for a child.
        #[arg(long, value_enum)]
        stage: DecidedStage,
        /// Positive or negative.
        #[arg(long, value_enum)]
        outcome: DecidedOutcome,
        /// What was found about each element: the act, the means, the purpose. Each is met, not-met, not-shown or not-needed. A negative keeps those
        /// with which it was proposed.
        #[arg(long, value_name = "ACT,MEANS,PURPOSE", value_parser = findings)]
        found: Option<Findings>,
        /// The reasons: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reasons: Text,
        /// The single competent authority has reviewed the panel's negative.
        #[arg(long)]
        reviewed_by_authority: bool,
    },
    /// Correct a coarse fact that was recorded wrongly. The old value stays in the journal.
    ///
    /// A value is written as in a referral file. Nationality takes COUNTRY, or BASIS:COUNTRY with the basis claimed,
    /// suspected, assessed or verified, and is added to what was recorded; a verified one settles what is counted.
    #[command(
        after_help = "Example: manumit case correct CAS-12-2345678-K --field nationality --value verified:Vietnam \
        --reason @reason.txt --as HO-CA/caseworker-1/ca_decision_maker"
    )]
    Correct {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Which fact.
        #[arg(long, value_enum)]
        field: Field,
        /// The right value; several with a semicolon where a fact can have several.
        #[arg(long)]
        value: String,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
}

/// A stage of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TwoStages {
    ReasonableGrounds,
    ConclusiveGrounds,
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecidedStage {
    ReasonableGrounds,
    ConclusiveGrounds,
    Combined,
}

/// What a decision can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecidedOutcome {
    Positive,
    Negative,
}

/// What a second look can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SecondLook {
    Agreed,
    Returned,
}

/// A fact that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Field {
    Sex,
    Nationality,
    FoundIn,
    ExploitedIn,
    ExploitationTypes,
    ChildWhenExploited,
}

/// Reads what was found about the three elements.
fn findings(text: &str) -> Result<Findings, String> {
    let found: Option<Vec<Finding>> =
        text.split(',').map(|one| Finding::find(&one.trim().to_lowercase().replace('-', "_"))).collect();
    match found.as_deref() {
        Some(&[act, means, purpose]) => Ok(Findings { act, means, purpose }),
        _ => Err("write three findings with commas between, for example met,not-shown,met".to_owned()),
    }
}

impl DecisionStep {
    /// The case and the command.
    pub async fn command(self, office: &Office, caller: &Caller) -> anyhow::Result<(Reference, Command)> {
        Ok(match self {
            Self::ProposeNegative { reference, stage, found, reasons } => {
                let stage = match stage {
                    TwoStages::ReasonableGrounds => Stage::ReasonableGrounds,
                    TwoStages::ConclusiveGrounds => Stage::ConclusiveGrounds,
                };
                (reference, Command::ProposeNegative { stage, findings: found, reasons: reasons.words()? })
            }
            Self::Review { reference, look, panel, points } => {
                let look = match look {
                    SecondLook::Agreed => Look::Agreed,
                    SecondLook::Returned => Look::Returned,
                };
                (reference, Command::ReviewNegative { look, panel, points: points.words()? })
            }
            Self::Decide { reference, stage, outcome, found: findings, reasons, reviewed_by_authority } => {
                let outcome = match outcome {
                    DecidedOutcome::Positive => Outcome::Positive,
                    DecidedOutcome::Negative => Outcome::Negative,
                };
                let reasons = reasons.words()?;
                let command = match stage {
                    DecidedStage::ReasonableGrounds => Command::DecideReasonableGrounds { outcome, findings, reasons },
                    DecidedStage::ConclusiveGrounds => Command::DecideConclusiveGrounds { outcome, findings, reasons },
                    DecidedStage::Combined => {
                        Command::DecideCombined { outcome, reviewed_by_authority, findings, reasons }
                    }
                };
                (reference, command)
            }
            Self::Correct { reference, field, value, reason } => {
                super::of_a_case(&reference)?;
                let correction = read(office, caller, &reference, (field, &value)).await?;
                (reference, Command::CorrectFact { correction, reason: reason.words()? })
            }
        })
    }
}

/// Reads the right value as a referral file writes it, beside what the case has now.
async fn read(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    (field, value): (Field, &str),
) -> anyhow::Result<Correction> {
    let column = match field {
        Field::Sex => "sex",
        Field::Nationality => "nationality_claimed",
        Field::FoundIn => "found_in",
        Field::ExploitedIn => "exploited_in",
        Field::ExploitationTypes => "exploitation_types",
        Field::ChildWhenExploited => "child_when_exploited",
    };
    let case = case::look(office, caller, reference).await?;
    import::correction(column, value, &case, office.law()).map_err(|problem| {
        let meaning = import::COLUMNS.iter().find(|known| known.name == column).map_or("", |known| known.meaning);
        WrongUse::new(format!("{value:?} {problem}."), format!("Write {meaning}; or one of {}.", import::BLANKS)).into()
    })
}
