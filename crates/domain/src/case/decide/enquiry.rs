//! Enquiries to other bodies before a decision: asked, answered, or let lapse on the record.

use super::{Decided, Step};
use crate::{
    case::{
        command::Command,
        event::Fact,
        state::{Enquiry, EnquiryState},
    },
    context::given,
    duty::{DutyChange, DutyKey, DutyKind},
    identifier::EnquiryId,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn enquiry(&self, command: Command) -> Decided {
        match command {
            Command::SendEnquiry { enquiry, body, organisation, due_on, question } => {
                self.permitted("send_enquiry")?;
                self.of_the_authority()?;
                given(&organisation, "organisation")?;
                self.context.not_before(due_on, self.on, "due_on")?;
                let duty = DutyChange::opened(duty(enquiry), &organisation, Some(due_on), "asked");
                self.with_words(Fact::EnquirySent { enquiry, body, due_on }, vec![duty], question, "question")
            }
            Command::AnswerEnquiry { enquiry, answer } => {
                self.permitted("close_enquiry")?;
                let asked = self.open_enquiry(enquiry)?;
                self.answered_by(asked)?;
                let duties = vec![DutyChange::closed(duty(enquiry), "done")];
                self.with_words(Fact::EnquiryAnswered { enquiry }, duties, answer, "answer")
            }
            Command::LapseEnquiry { enquiry } => {
                self.permitted("close_enquiry")?;
                let asked = self.open_enquiry(enquiry)?;
                if asked.due_on >= self.on {
                    return Err(Refusal::new(
                        "enquiry.still_in_time",
                        format!("The enquiry may be answered until {}.", asked.due_on),
                        "Record that no answer came after that day.",
                    )
                    .about("on"));
                }
                self.plain(
                    Fact::EnquiryLapsed { enquiry },
                    vec![DutyChange::closed(duty(enquiry), "no answer in time")],
                )
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The organisation that was asked answers, or the authority records what came from it: nobody else.
    fn answered_by(&self, asked: &Enquiry) -> Result<(), Refusal> {
        let organisation = &self.context.actor.organisation;
        let of_authority =
            *organisation == self.case.competent_authority || self.case.hosted_by.as_ref() == Some(organisation);
        if of_authority || *organisation == asked.organisation {
            return Ok(());
        }
        Err(Refusal::new(
            "enquiry.of_another",
            "That enquiry was put to another organisation.",
            "Answer the one that was put to yours.",
        )
        .about("enquiry"))
    }

    fn open_enquiry(&self, enquiry: EnquiryId) -> Result<&Enquiry, Refusal> {
        self.case.enquiries.get(&enquiry).filter(|asked| asked.state == EnquiryState::Open).ok_or_else(|| {
            Refusal::new("enquiry.not_open", "No such enquiry is open on this case.", "Choose one that is.")
                .about("enquiry")
        })
    }
}

fn duty(enquiry: EnquiryId) -> DutyKey {
    DutyKey { kind: DutyKind::AnswerEnquiry, subject: enquiry.to_string() }
}
