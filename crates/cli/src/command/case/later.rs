//! What can come beside and after a decision: age, reconsideration, disqualification.

use clap::{Subcommand, ValueEnum};
use manumit_domain::{case::Command, reference::Reference};

use crate::words::Text;

/// Age, reconsideration, disqualification.
#[derive(Debug, Subcommand)]
pub enum LaterStep {
    /// Record the local authority's assessment of age.
    #[command(
        after_help = "Example: manumit case assess-age CAS-12-2345678-K --found child --note @assessment.txt --as \
        LA-EW/social-worker-1/local_authority"
    )]
    AssessAge {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// What was found.
        #[arg(long, value_enum)]
        found: Age,
        /// How it was determined: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        note: Text,
    },
    /// Record the eighteenth birthday.
    #[command(after_help = "Example: manumit case turn-eighteen CAS-12-2345678-K --on 2012-06-01 --as \
        HO-CA/caseworker-1/ca_decision_maker")]
    TurnEighteen {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
    },
    /// Ask to look again at a negative decision.
    #[command(after_help = "Example: manumit case request-reconsideration CAS-12-2345678-K --ground new_evidence \
        --request @request.txt --as TSA/worker-1/support_worker")]
    RequestReconsideration {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// new_evidence or not_in_line_with_guidance.
        #[arg(long, value_name = "CODE")]
        ground: String,
        /// The request: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        request: Text,
        /// For a late or a second request: the exceptional reason.
        #[arg(long, value_name = "TEXT")]
        exceptional_reason: Option<Text>,
    },
    /// Agree to look again.
    #[command(after_help = "Example: manumit case accept-reconsideration CAS-12-2345678-K --reason @reason.txt --as \
        HO-CA/specialist-1/ca_technical_specialist")]
    AcceptReconsideration {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Decline to look again.
    #[command(after_help = "Example: manumit case refuse-reconsideration CAS-12-2345678-K --reason @reason.txt --as \
        HO-CA/specialist-1/ca_technical_specialist")]
    RefuseReconsideration {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Begin to consider disqualification: the person is told and asked.
    #[command(after_help = "Example: manumit case consider-disqualification CAS-23-2345678-R --note @note.txt --as \
        SCA/specialist-1/ca_technical_specialist")]
    ConsiderDisqualification {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// What was put to the person: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        note: Text,
    },
    /// Apply disqualification. The identification stands; protections end.
    #[command(after_help = "Example: manumit case apply-disqualification CAS-23-2345678-R --ground public_order \
        --assessment @assessment.txt --as SCA/specialist-1/ca_technical_specialist")]
    ApplyDisqualification {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// public_order or bad_faith.
        #[arg(long, value_name = "CODE")]
        ground: String,
        /// The individual assessment of re-trafficking and compulsion: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        assessment: Text,
    },
    /// Leave the protections as they are.
    #[command(
        after_help = "Example: manumit case decline-disqualification CAS-23-2345678-R --reason @reason.txt --as \
        SCA/specialist-1/ca_technical_specialist"
    )]
    DeclineDisqualification {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
    /// Lift a disqualification.
    #[command(after_help = "Example: manumit case lift-disqualification CAS-23-2345678-R --reason @reason.txt --as \
        SCA/specialist-1/ca_technical_specialist")]
    LiftDisqualification {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Why: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        reason: Text,
    },
}

/// What an assessment of age found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Age {
    Adult,
    Child,
}

impl LaterStep {
    /// The case and the command.
    pub fn command(self) -> anyhow::Result<(Reference, Command)> {
        Ok(match self {
            Self::AssessAge { reference, found, note } => {
                (reference, Command::AssessAge { child: found == Age::Child, note: note.words()? })
            }
            Self::TurnEighteen { reference } => (reference, Command::TurnEighteen),
            Self::RequestReconsideration { reference, ground, request, exceptional_reason } => {
                let exceptional_reason = exceptional_reason.as_ref().map(Text::words).transpose()?;
                let request = request.words()?;
                (reference, Command::RequestReconsideration { ground, exceptional_reason, request })
            }
            Self::AcceptReconsideration { reference, reason } => {
                (reference, Command::AcceptReconsideration { reason: reason.words()? })
            }
            Self::RefuseReconsideration { reference, reason } => {
                (reference, Command::RefuseReconsideration { reason: reason.words()? })
            }
            Self::ConsiderDisqualification { reference, note } => {
                (reference, Command::ConsiderDisqualification { note: note.words()? })
            }
            Self::ApplyDisqualification { reference, ground, assessment } => {
                (reference, Command::ApplyDisqualification { ground, assessment: assessment.words()? })
            }
            Self::DeclineDisqualification { reference, reason } => {
                (reference, Command::DeclineDisqualification { reason: reason.words()? })
            }
            Self::LiftDisqualification { reference, reason } => {
                (reference, Command::LiftDisqualification { reason: reason.words()? })
            }
        })
    }
}
