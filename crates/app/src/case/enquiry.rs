//! What a body that was asked sees of a case: the question that was put to it, and nothing else.

use jiff::civil::Date;
use manumit_domain::{
    case::{Case, Command, EnquiryState, Event, Fact, Sealed},
    identifier::EnquiryId,
    journal::StreamKind,
    person::Words,
    reference::Reference,
};

use super::{act, looked, not_found};
use crate::{AppError, Caller, Office, access::Action};

/// A question that was put to the caller's organisation.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub question: Words,
    /// Code of the authority that asks.
    pub by: String,
    /// When it was asked.
    pub on: Date,
    /// Until when.
    pub due_on: Date,
}

/// The question that was put to the caller's organisation, while it may be answered. The look is recorded.
///
/// # Errors
/// [`AppError::NotFound`] for a case, an enquiry, or an enquiry to another organisation, which all look alike.
pub async fn asked(
    office: &Office,
    caller: &Caller,
    (reference, enquiry): (&Reference, EnquiryId),
) -> Result<Asked, AppError> {
    let stream = office.admit(caller, Action::AnswerEnquiry, (reference, StreamKind::Case)).await?;
    let recorded = office.store().load(stream).await?;
    let mut case = None;
    let mut sent = None;
    for event in recorded.iter().filter(|event| !event.is_tombstone()) {
        let decoded = event.decode::<Event>()?;
        if matches!(&decoded.fact, Fact::EnquirySent { enquiry: found, .. } if *found == enquiry) {
            sent = Some(event);
        }
        case = Case::evolve(case, event.occurred_on, &decoded);
    }
    let open = case
        .as_ref()
        .and_then(|case| case.enquiries.get(&enquiry))
        .filter(|asked| asked.state == EnquiryState::Open && asked.organisation == caller.actor.organisation);
    let (Some(open), Some(sent)) = (open, sent) else { return Err(not_found(reference)) };
    office.store().record_access(&[looked(caller, stream)]).await?;
    let Some(Sealed::Words(question)) = office.store().unseal::<Event>(sent).await?.content() else {
        return Err(not_found(reference));
    };
    Ok(Asked { question, by: sent.actor.organisation.clone(), on: sent.occurred_on, due_on: open.due_on })
}

/// Answers the question that was put to the caller's organisation.
///
/// # Errors
/// As [`asked`]; a refusal if nothing is written.
pub async fn answer(
    office: &Office,
    caller: &Caller,
    (reference, enquiry): (&Reference, EnquiryId),
    answer: Words,
) -> Result<(), AppError> {
    asked(office, caller, (reference, enquiry)).await?;
    let today = caller.today()?;
    act(office, caller, reference, (today, Command::AnswerEnquiry { enquiry, answer })).await?;
    Ok(())
}
