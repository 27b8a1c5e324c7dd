//! Steps of screening: accept, send back, merge, undo a merge, give to another authority.

use clap::Subcommand;
use manumit_app::{AppError, Office};
use manumit_domain::{actor::Actor, case::Command, identifier::CaseId, journal::StreamKind, reference::Reference};

use crate::{acting::actor, words::Text};

/// Steps of screening.
#[derive(Debug, Subcommand)]
pub enum ScreeningStep {
    /// Accept a referral and give the case to the authority that decides.
    ///
    /// A person has checked the age group and looked for duplicates, and says so.
    #[command(after_help = "Example: manumit case screen CAS-12-2345678-K --authority UKHTC --age-checked \
        --duplicates-checked --as UKHTC/triage-1/ca_triage --on 2012-03-02")]
    Screen {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The authority that decides.
        #[arg(long, value_name = "CODE")]
        authority: String,
        /// The organisation that hosts its caseworkers, where that is another.
        #[arg(long, value_name = "CODE")]
        hosted_by: Option<String>,
        /// An asylum or immigration matter is linked.
        #[arg(long)]
        immigration_interest: bool,
        /// You checked the age group.
        #[arg(long)]
        age_checked: bool,
        /// You looked for duplicates.
        #[arg(long)]
        duplicates_checked: bool,
    },
    /// Send a referral back: it is not valid.
    #[command(after_help = "Example: manumit case send-back CAS-12-2345678-K --reason @reason.txt --as \
        UKHTC/triage-1/ca_triage")]
    SendBack {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why, and how to make it valid: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Record that two people found the person to have a case already.
    #[command(after_help = "Example: manumit case merge CAS-12-2345678-K --into CAS-12-3456789-Z --second \
        UKHTC/triage-2/ca_triage --reason @reason.txt --as UKHTC/triage-1/ca_triage")]
    Merge {
        /// The reference of the case that ends.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The reference of the case that goes on.
        #[arg(long, value_name = "REF")]
        into: Reference,
        /// The second of the two people.
        #[arg(long, value_name = "ORGANISATION/POST/ROLE", value_parser = actor)]
        second: Actor,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Undo a merge: two people found that it was another person after all.
    #[command(after_help = "Example: manumit case unmerge CAS-12-2345678-K --second UKHTC/triage-2/ca_triage \
        --reason @reason.txt --as UKHTC/triage-1/ca_triage")]
    Unmerge {
        /// The reference of the case that was merged.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The second of the two people.
        #[arg(long, value_name = "ORGANISATION/POST/ROLE", value_parser = actor)]
        second: Actor,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Give a case to another authority, or to caseworkers hosted elsewhere.
    #[command(after_help = "Example: manumit case reallocate CAS-12-2345678-K --authority HO-CA --hosted-by UKHTC \
        --reason @reason.txt --as UKHTC/triage-1/ca_triage")]
    Reallocate {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The authority that decides from now on.
        #[arg(long, value_name = "CODE")]
        authority: String,
        /// The organisation that hosts its caseworkers, where that is another.
        #[arg(long, value_name = "CODE")]
        hosted_by: Option<String>,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
}

impl ScreeningStep {
    /// The case and the command.
    pub async fn command(self, office: &Office) -> anyhow::Result<(Reference, Command)> {
        Ok(match self {
            Self::Screen { reference, authority, hosted_by, immigration_interest, age_checked, duplicates_checked } => {
                (
                    reference,
                    Command::PassScreening {
                        age_checked,
                        duplicates_checked,
                        competent_authority: authority,
                        hosted_by,
                        immigration_interest,
                    },
                )
            }
            Self::SendBack { reference, reason } => (reference, Command::FailScreening { reason: reason.words()? }),
            Self::Merge { reference, into, second, reason } => {
                let surviving_case = surviving(office, &into).await?;
                (reference, Command::ConfirmDuplicate { surviving_case, second, reason: reason.words()? })
            }
            Self::Unmerge { reference, second, reason } => {
                (reference, Command::UndoDuplicate { second, reason: reason.words()? })
            }
            Self::Reallocate { reference, authority, hosted_by, reason } => {
                (reference, Command::Reallocate { competent_authority: authority, hosted_by, reason: reason.words()? })
            }
        })
    }
}

async fn surviving(office: &Office, reference: &Reference) -> anyhow::Result<CaseId> {
    let found = office.store().find_reference(reference).await?.filter(|stream| stream.kind == StreamKind::Case);
    Ok(CaseId(found.ok_or_else(|| AppError::NotFound { reference: reference.to_string() })?.id))
}
