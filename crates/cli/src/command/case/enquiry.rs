//! Enquiries to other bodies before a decision: ask, record the answer, record that none came.

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use manumit_app::{Caller, Office, case};
use manumit_domain::{
    case::{Command, EnquiryBody},
    identifier::EnquiryId,
    reference::Reference,
};
use uuid::Uuid;

use crate::words::Text;

/// Enquiries to other bodies.
#[derive(Debug, Subcommand)]
pub enum EnquiryStep {
    /// Ask another body before a decision. Prints the identifier of the enquiry.
    #[command(after_help = "Example: manumit case ask CAS-12-2345678-K --body police --organisation metropolitan \
        --due 2012-05-01 --question @question.txt --as HO-CA/caseworker-1/ca_decision_maker")]
    Ask {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// Which body.
        #[arg(long, value_enum)]
        body: Body,
        /// The organisation that owes the answer.
        #[arg(long, value_name = "CODE")]
        organisation: String,
        /// Until when.
        #[arg(long, value_name = "DATE")]
        due: Date,
        /// The question: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        question: Text,
    },
    /// Record the answer to an enquiry.
    #[command(after_help = "Example: manumit case answer CAS-12-2345678-K --enquiry \
        0190c2a4-7b1e-7c3d-9a5f-1b2c3d4e5f60 --answer @answer.txt --as HO-CA/caseworker-1/ca_decision_maker")]
    Answer {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The enquiry: `manumit case show` lists them.
        #[arg(long, value_name = "ID")]
        enquiry: Uuid,
        /// The answer: the text, @FILE, or - for standard input.
        #[arg(long, value_name = "TEXT")]
        answer: Text,
    },
    /// Record that no answer came in time.
    #[command(after_help = "Example: manumit case lapse CAS-12-2345678-K --enquiry \
        0190c2a4-7b1e-7c3d-9a5f-1b2c3d4e5f60 --as HO-CA/caseworker-1/ca_decision_maker")]
    Lapse {
        /// The case's reference.
        #[arg(value_name = "REF")]
        reference: Reference,
        /// The enquiry: `manumit case show` lists them.
        #[arg(long, value_name = "ID")]
        enquiry: Uuid,
    },
}

/// A body that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Body {
    SupportProvider,
    Police,
    FirstResponder,
    LocalAuthority,
    Other,
}

impl From<Body> for EnquiryBody {
    fn from(body: Body) -> Self {
        match body {
            Body::SupportProvider => Self::SupportProvider,
            Body::Police => Self::Police,
            Body::FirstResponder => Self::FirstResponder,
            Body::LocalAuthority => Self::LocalAuthority,
            Body::Other => Self::Other,
        }
    }
}

impl EnquiryStep {
    /// The case and the command.
    pub fn command(self, office: &Office, caller: &Caller) -> anyhow::Result<(Reference, Command)> {
        Ok(match self {
            Self::Ask { reference, body, organisation, due, question } => {
                let enquiry = case::new_enquiry(office, caller)?;
                let question = question.words()?;
                (reference, Command::SendEnquiry { enquiry, body: body.into(), organisation, due_on: due, question })
            }
            Self::Answer { reference, enquiry, answer } => {
                (reference, Command::AnswerEnquiry { enquiry: EnquiryId(enquiry), answer: answer.words()? })
            }
            Self::Lapse { reference, enquiry } => (reference, Command::LapseEnquiry { enquiry: EnquiryId(enquiry) }),
        })
    }
}
