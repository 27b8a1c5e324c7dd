//! Suspend, resume, withdraw: the case waits, goes on, or closes without a decision.

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use manumit_domain::{
    case::{Command, WithdrawalReason},
    reference::Reference,
};

use crate::words::Text;

/// Suspend, resume, withdraw.
#[derive(Debug, Subcommand)]
pub enum PauseStep {
    /// Put a decision off: there is not enough to decide, and the person cannot be reached.
    #[command(after_help = "Example: manumit case suspend CAS-12-2345678-K --reason missing --review-on 2012-09-03 \
        --note @tried.txt --as HO-CA/caseworker-1/ca_decision_maker")]
    Suspend {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why: missing, insufficient_information or other.
        #[arg(long, value_name = "CODE")]
        reason: String,
        /// When it is looked at again.
        #[arg(long, value_name = "DATE")]
        review_on: Date,
        /// What was tried: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        note: Text,
    },
    /// Go on with a suspended case.
    #[command(after_help = "Example: manumit case resume CAS-12-2345678-K --note @changed.txt --as \
        HO-CA/caseworker-1/ca_decision_maker")]
    Resume {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// What changed: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        note: Text,
    },
    /// Close a case without a decision.
    #[command(after_help = "Example: manumit case withdraw CAS-12-2345678-K --reason left-uk --note @note.txt --as \
        HO-CA/caseworker-1/ca_decision_maker")]
    Withdraw {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why.
        #[arg(long, value_enum)]
        reason: Withdrawn,
        /// That it is free and informed, and what was explained: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        note: Text,
    },
}

/// Why a case closes without a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Withdrawn {
    LeftUk,
    #[value(name = "consent-withdrawn")]
    NoMoreConsent,
    #[value(name = "turned-18-no-consent")]
    Turned18NoConsent,
    Died,
}

impl PauseStep {
    /// The case and the command.
    pub fn command(self) -> anyhow::Result<(Reference, Command)> {
        Ok(match self {
            Self::Suspend { reference, reason, review_on, note } => {
                (reference, Command::Suspend { reason, review_on, note: note.words()? })
            }
            Self::Resume { reference, note } => (reference, Command::Resume { note: note.words()? }),
            Self::Withdraw { reference, reason, note } => {
                let reason = match reason {
                    Withdrawn::LeftUk => WithdrawalReason::LeftUk,
                    Withdrawn::NoMoreConsent => WithdrawalReason::ConsentWithdrawn,
                    Withdrawn::Turned18NoConsent => WithdrawalReason::Turned18NoConsent,
                    Withdrawn::Died => WithdrawalReason::Died,
                };
                (reference, Command::Withdraw { reason, note: note.words()? })
            }
        })
    }
}
