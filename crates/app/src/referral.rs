//! Verbs of the referral.

use jiff::civil::Date;
use manumit_domain::{
    encounter::{OperationMark, operation_key},
    identifier::{CaseId, PoliceNoticeId, ReferralId, SupportRequestId},
    journal::{Compartment, StreamId, StreamKind},
    known::Known,
    law::Law,
    person::Identity,
    reference::{Reference, ReferenceKind},
    referral::{self, Submission, Submit},
    refusal::Refusal,
};
use manumit_store::{
    CommitError, StoreError, Token,
    journal::{Batch, Idempotency, NewEvent},
};

mod status;

pub use self::status::{Asked, Status, Step, admit_evidence, status};
use crate::{AppError, Caller, Office, office::identifier};

/// How often references are drawn again when one is taken: two records in thousands of millions draw the same.
const DRAWS: u32 = 5;

/// The records that a submission opened. The first responder is told the first reference; the others are for the
/// bodies that hold those records.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    /// The public reference of the referral.
    pub referral: Reference,
    /// The public reference of the case that it opened.
    pub case: Reference,
    /// The public reference of the notice to the police.
    pub police_notice: Reference,
    /// The public reference of the request for support, if support is wanted.
    pub support: Option<Reference>,
    /// Whether the same referral had been received before: then nothing was changed, and this is the first receipt.
    pub repeated: bool,
}

/// Submits a referral.
///
/// One commit holds the referral, the shares it owes to the competent authority, the police and the support prime,
/// their duties, and every view row. With an idempotency key, sending it again gives the first receipt.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::Store`] when something broke, and then nothing is kept.
pub async fn submit(
    office: &Office,
    caller: &Caller,
    mut command: Submit,
    idempotency: Option<Idempotency>,
) -> Result<Receipt, AppError> {
    mark_operation(office, &mut command);
    let mut draws = 0;
    loop {
        let submission = drawn((caller, command.received_on), office.count(4), office.random()?);
        let (batch, receipt) = prepare(office, caller, command.clone(), (&submission, idempotency.clone()))?;
        match office.store().commit(batch).await {
            Ok(_) => return Ok(receipt),
            Err(CommitError::AlreadyDone { receipt }) => return read(&receipt.result),
            Err(CommitError::Broken(StoreError::Duplicate(_))) if draws < DRAWS => draws += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Puts the mark of the operation in which the person was found among the facts. Its name stays sealed with the referral.
fn mark_operation(office: &Office, command: &mut Submit) {
    let key = command.particulars.operation.as_deref().and_then(operation_key);
    let mark = |key: String| OperationMark(office.store().projector().pseudonym(&format!("operation {key}")));
    command.facts.encounter.operation = key.map(mark);
}

/// Says whether a referral would be accepted. It needs no journal, so a sender can ask before sending.
///
/// # Errors
/// What the rules say, when they say no.
pub fn check(law: &Law, caller: &Caller, command: Submit) -> Result<(), Refusal> {
    let submission = drawn((caller, command.received_on), 0, [[0; 18]; 4]);
    referral::submit(command, &submission, &caller.context(law)?).map(|_| ())
}

/// Identifiers and references for the four records that a submission opens, from eighteen random bytes each.
fn drawn((caller, received_on): (&Caller, Date), first: u32, random: [[u8; 18]; 4]) -> Submission {
    let mut count = first;
    let [referral, case, notice, support] = random.map(|bytes| {
        let mut identity = [0; 10];
        let mut name = [0; 8];
        identity.iter_mut().chain(&mut name).zip(bytes).for_each(|(to, from)| *to = from);
        let identifier = identifier(caller.at, count, &identity);
        count = count.wrapping_add(1);
        (identifier, name)
    });
    let reference = |kind, entropy| Reference::new(kind, received_on.year(), entropy);
    Submission {
        referral: ReferralId(referral.0),
        referral_reference: reference(ReferenceKind::Referral, referral.1),
        case: CaseId(case.0),
        case_reference: reference(ReferenceKind::Case, case.1),
        police_notice: PoliceNoticeId(notice.0),
        police_notice_reference: reference(ReferenceKind::PoliceNotice, notice.1),
        support_request: SupportRequestId(support.0),
        support_reference: reference(ReferenceKind::Support, support.1),
    }
}

fn prepare(
    office: &Office,
    caller: &Caller,
    command: Submit,
    (submission, idempotency): (&Submission, Option<Idempotency>),
) -> Result<(Batch, Receipt), AppError> {
    let case = StreamId::new(StreamKind::Case, submission.case.0);
    let tokens = tokens(office, &command.particulars.identity);
    let (referral, shares) = referral::submit(command, submission, &office.context(caller)?)?;
    let mut batch = Batch::new(caller.provenance(idempotency))
        .append(StreamId::new(StreamKind::Referral, submission.referral.0), 0, vec![NewEvent::from_draft(referral)?])
        .append(case, 0, vec![NewEvent::from_draft(shares.case)?])
        .append(
            StreamId::new(StreamKind::PoliceNotice, submission.police_notice.0),
            0,
            vec![NewEvent::from_draft(shares.police)?],
        );
    let receipt = Receipt {
        referral: submission.referral_reference,
        case: submission.case_reference,
        police_notice: submission.police_notice_reference,
        support: shares.support.is_some().then_some(submission.support_reference),
        repeated: false,
    };
    if let Some(support) = shares.support {
        let stream = StreamId::new(StreamKind::SupportRequest, submission.support_request.0);
        batch = batch.append(stream, 0, vec![NewEvent::from_draft(support)?]);
    }
    for token in tokens {
        batch = batch.token(case, token);
    }
    Ok((batch.result(written(&receipt)), receipt))
}

/// Blind-index tokens for duplicate checking: identity fields only (V-23), inside the decision compartment.
fn tokens(office: &Office, identity: &Identity) -> Vec<Token> {
    let token = |field, text: &str| office.store().token(Compartment::Decision, field, text);
    let mut tokens = Vec::new();
    if let Known::Value(name) = &identity.name {
        tokens.push(token("name", name));
    }
    tokens.extend(identity.other_names.iter().map(|name| token("name", name)));
    if let Known::Value(born) = &identity.date_of_birth {
        tokens.push(token("date_of_birth", &born.to_string()));
    }
    tokens
}

/// The receipt as it is kept beside the idempotency key.
fn written(receipt: &Receipt) -> String {
    let Receipt { referral, case, police_notice, support, .. } = receipt;
    let support = support.map(|reference| reference.to_string()).unwrap_or_default();
    format!("{referral} {case} {police_notice} {support}")
}

fn read(result: &str) -> Result<Receipt, AppError> {
    let references = result.split_whitespace().map(str::parse).collect::<Result<Vec<Reference>, _>>();
    match references.as_deref() {
        Ok([referral, case, police_notice, support @ ..]) => Ok(Receipt {
            referral: *referral,
            case: *case,
            police_notice: *police_notice,
            support: support.first().copied(),
            repeated: true,
        }),
        _ => {
            Err(StoreError::Column { column: "result", expected: "the references of a receipt", found: "another text" }
                .into())
        }
    }
}
