//! Verbs of the report from the public.

use jiff::{Timestamp, civil::Date};
use manumit_domain::{
    actor::{Actor, Role},
    journal::{StreamId, StreamKind},
    public_report::{self, Command, Event, Fact, PublicReport, Sealed, Submit},
    reference::{Reference, ReferenceKind},
};
use manumit_store::{
    CommitError, StoreError, Unsealed,
    journal::{Batch, Idempotency, NewEvent},
};

use crate::{AppError, Caller, Office, access::Action, office::Record};

/// How often a reference is drawn again when one is taken.
const DRAWS: u32 = 5;

/// Records what somebody reports. It needs no account, and nothing of where it came from is kept.
///
/// `once` is a text of the form that was sent: the same form sent again gives the first reference.
///
/// # Errors
/// [`AppError::Refused`] when nothing is written, or something is too long.
pub async fn submit(office: &Office, at: Timestamp, command: Submit, once: &str) -> Result<Reference, AppError> {
    let caller = Caller::new(Actor::new("PUBLIC", "report-page", Role::Public), at, "report from the public");
    let key = Idempotency { key: format!("public-report/{once}"), fingerprint: "one form".to_owned() };
    let key = (!once.is_empty()).then_some(key);
    let mut draws = 0;
    loop {
        let reference = office.reference(ReferenceKind::PublicReport, caller.today()?)?;
        let draft = public_report::submit(command.clone(), reference, &office.context(&caller)?)?;
        let stream = StreamId::new(StreamKind::PublicReport, office.identifier(at)?);
        let batch = Batch::new(caller.provenance(key.clone()))
            .append(stream, 0, vec![NewEvent::from_draft(draft)?])
            .result(reference.to_string());
        match office.store().commit(batch).await {
            Ok(_) => return Ok(reference),
            Err(CommitError::AlreadyDone { receipt }) => {
                let wrong = StoreError::Column { column: "result", expected: "a reference", found: "another text" };
                return receipt.result.parse().map_err(|_| wrong.into());
            }
            Err(CommitError::Broken(StoreError::Duplicate(_))) if draws < DRAWS => draws += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// One thing that happened to a report.
#[derive(Clone, Debug)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What.
    pub fact: Fact,
    /// The words that go with it; none where there are none, or where they were erased.
    pub words: Option<Sealed>,
}

/// Looks at a report. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such report for this caller.
pub async fn look(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
) -> Result<(PublicReport, Vec<Step>), AppError> {
    let stream = office.admit(caller, Action::LookAtReport, (reference, StreamKind::PublicReport)).await?;
    office.note_look(caller, stream).await?;
    let mut report = PublicReport::default();
    let mut steps = Vec::new();
    for recorded in office.store().load(stream).await? {
        if recorded.is_tombstone() {
            continue;
        }
        let event: Event = recorded.decode()?;
        let words = match office.store().unseal::<Event>(&recorded).await? {
            Unsealed::Content(words) => Some(words),
            _ => None,
        };
        report = report.evolve(&event);
        steps.push(Step { on: recorded.occurred_on, fact: event.fact, words });
    }
    Ok((report, steps))
}

/// Takes one step on a report.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::NotFound`] when there is no such report for this caller.
pub async fn act(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    command: Command,
) -> Result<PublicReport, AppError> {
    let stream = office.admit(caller, Action::TriageReport, (reference, StreamKind::PublicReport)).await?;
    let record = Record {
        start: PublicReport::default(),
        evolve: |report, _, event| report.evolve(event),
        decide: &|report: &PublicReport, context| report.decide(command.clone(), context),
    };
    office.step(caller, stream, &record).await
}
