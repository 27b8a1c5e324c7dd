//! Letters: what a decision means, in plain words, to whoever may safely be told. A broker finds where it goes.
//!
//! The contact of the person lives in the referral. It is read here, logged, and given on only to a role that the access
//! matrix shows it; others are told that there is a safe way, not which (V-19, V-21). For a child nothing goes to the
//! child's own address or telephone (V-43).

use jiff::civil::Date;
use manumit_domain::{
    access_matrix::DataClass,
    actor::Actor,
    case::{Case, Command, Fact, LetterWay, Outcome},
    clock,
    journal::StreamKind,
    language::Language,
    person::ContactChannel,
    reference::Reference,
    referral::{self, Particulars},
};

use super::{
    Happened, act,
    file::{Looker, fold},
    looked, not_found,
};
use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
};

/// Which decision a letter tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// On reasonable grounds.
    ReasonableGrounds(Outcome),
    /// On conclusive grounds.
    ConclusiveGrounds(Outcome),
    /// It will be looked at again.
    Reconsidered,
    /// It will not be looked at again.
    NotReconsidered,
    /// Another authority decides now.
    Reallocated,
}

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The person, by a way that they said is safe. The way itself is there only for a role that is shown it.
    Person(Option<ContactChannel>),
    /// Somebody whom the person named to receive the decision, and agreed to: name and address, for a role shown them.
    Named(Option<(String, String)>),
    /// The contact at children's services.
    ChildrensServices(Option<String>),
    /// The first responder organisation, which passes it on when it is safe.
    FirstResponder(String),
}

/// A letter about one decision.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The case.
    pub reference: Reference,
    /// Which decision.
    pub told: Told,
    /// When it was made.
    pub on: Date,
    /// Code of the authority.
    pub authority: String,
    /// To whom it goes.
    pub recipient: Recipient,
    /// Whether it is about a child.
    pub child: bool,
    /// The first day on which conclusive grounds can be decided, after a positive reasonable grounds decision.
    pub conclusive_grounds_from: Option<Date>,
    /// The last day to ask for reconsideration, after a negative decision, where the law of that day sets one.
    pub reconsider_until: Option<Date>,
    /// When it was recorded as sent.
    pub sent: Vec<Sending>,
    /// Whether the caller may record that it was sent.
    pub may_record: bool,
}

/// That a letter was sent.
#[derive(Clone, Debug)]
pub struct Sending {
    /// On which day.
    pub on: Date,
    /// By which way.
    pub way: LetterWay,
    /// In which language it was written.
    pub language: Language,
    /// Who recorded it.
    pub by: Actor,
}

/// The letter about the decision that one event of a case is. The look is recorded, in the referral too.
///
/// # Errors
/// [`AppError::NotFound`] for a case, or an event that is no decision to be told.
pub async fn letter(
    office: &Office,
    caller: &Caller,
    (reference, version): (&Reference, u64),
) -> Result<Letter, AppError> {
    let (stream, standing) =
        office.admit_with_standing(caller, Action::LookAtCase, (reference, StreamKind::Case)).await?;
    let looker = Looker::new(caller, &standing);
    let (case, history, _) = fold(&office.store().load(stream).await?)?;
    let case = case.ok_or_else(|| not_found(reference))?;
    let happened = history.iter().find(|happened| happened.version == version);
    let happened = happened.ok_or_else(|| not_found(reference))?;
    let told = told(&happened.fact).ok_or_else(|| not_found(reference))?;
    office.store().record_access(&[looked(caller, stream)]).await?;
    let particulars = particulars(office, caller, &case).await?;
    let shown = looker.is_shown(office, DataClass::SafeContact);
    let law = office.law();
    let positive = matches!(told, Told::ReasonableGrounds(Outcome::Positive));
    let negative =
        matches!(told, Told::ReasonableGrounds(Outcome::Negative) | Told::ConclusiveGrounds(Outcome::Negative));
    let earliest = || clock::conclusive_grounds_earliest(law, happened.on).ok().map(|deadline| deadline.due);
    let window = || clock::reconsideration_window(law, happened.on).ok().flatten().map(|deadline| deadline.due);
    Ok(Letter {
        reference: case.reference,
        told,
        on: happened.on,
        authority: case.competent_authority.clone(),
        recipient: recipient(&case, particulars.as_ref(), shown),
        child: case.treated_as_child(),
        conclusive_grounds_from: if positive { earliest() } else { None },
        reconsider_until: if negative { window() } else { None },
        sent: sendings(&history, version),
        may_record: office.permits(caller, Action::RecordLetter, &Resource::Record(StreamKind::Case, &standing))?,
    })
}

fn sendings(history: &[Happened], version: u64) -> Vec<Sending> {
    let sent = history.iter().filter_map(|happened| match happened.fact {
        Fact::LetterSent { letter, way, language } if letter == version => {
            let language = language.unwrap_or_default();
            Some(Sending { on: happened.on, way, language, by: happened.actor.clone() })
        }
        _ => None,
    });
    sent.collect()
}

/// Records that the letter about a decision was sent: on which day, by which way and in which language. The caller learns no address by it.
///
/// # Errors
/// [`AppError::NotFound`] for a case, or an event that is no decision to be told; refused with `letter.way_not_safe` by a
/// way that is not known to be safe for the person.
pub async fn record_letter(
    office: &Office,
    caller: &Caller,
    (reference, version): (&Reference, u64),
    (on, way, language): (Date, LetterWay, Language),
) -> Result<(), AppError> {
    let stream = office.admit(caller, Action::RecordLetter, (reference, StreamKind::Case)).await?;
    let (case, history, _) = fold(&office.store().load(stream).await?)?;
    let case = case.ok_or_else(|| not_found(reference))?;
    let is_told = history.iter().any(|happened| happened.version == version && told(&happened.fact).is_some());
    if !is_told {
        return Err(not_found(reference));
    }
    let particulars = particulars(office, caller, &case).await?;
    let safe = safe_ways(&case, particulars.as_ref());
    act(office, caller, reference, (on, Command::RecordLetter { letter: version, way, language, safe })).await?;
    Ok(())
}

/// The ways by which a letter may go. That the first responder organisation passes it on is always one.
fn safe_ways(case: &Case, particulars: Option<&Particulars>) -> Vec<LetterWay> {
    let mut ways = match recipient(case, particulars, true) {
        Recipient::Person(_) => {
            let channels = particulars.map(|particulars| particulars.contact.as_slice()).unwrap_or_default();
            channels.iter().filter_map(safe_way).collect()
        }
        Recipient::Named(_) => vec![LetterWay::Named],
        Recipient::ChildrensServices(_) => vec![LetterWay::ChildrensServices],
        Recipient::FirstResponder(_) => Vec::new(),
    };
    ways.push(LetterWay::FirstResponder);
    ways
}

/// The way that a channel is, if a letter can go by it and it is known to be safe (V-19).
fn safe_way(channel: &ContactChannel) -> Option<LetterWay> {
    LetterWay::of_channel(&channel.channel).filter(|_| channel.may_be_used())
}

/// Whether a fact is told by a letter, and as what.
pub(super) fn told(fact: &Fact) -> Option<Told> {
    Some(match fact {
        Fact::ReasonableGroundsDecided { outcome, .. } => Told::ReasonableGrounds(*outcome),
        Fact::ConclusiveGroundsDecided { outcome, .. } | Fact::CombinedDecided { outcome, .. } => {
            Told::ConclusiveGrounds(*outcome)
        }
        Fact::ReconsiderationAccepted { .. } => Told::Reconsidered,
        Fact::ReconsiderationRefused => Told::NotReconsidered,
        Fact::Reallocated { .. } => Told::Reallocated,
        _ => return None,
    })
}

impl Told {
    /// Whether a fact is told by a letter, and as what.
    pub fn by(fact: &Fact) -> Option<Self> {
        told(fact)
    }
}

async fn particulars(office: &Office, caller: &Caller, case: &Case) -> Result<Option<Particulars>, AppError> {
    let found = office.store().find_reference(&case.referral_reference).await?;
    let Some(stream) = found.filter(|stream| stream.kind == StreamKind::Referral) else { return Ok(None) };
    office.store().record_access(&[looked(caller, stream)]).await?;
    let recorded = office.store().load(stream).await?;
    let Some(first) = recorded.first() else { return Ok(None) };
    Ok(office.store().unseal::<referral::Event>(first).await?.content())
}

/// To whom a letter goes. A channel whose safety is not known is not used (V-19).
fn recipient(case: &Case, particulars: Option<&Particulars>, shown: bool) -> Recipient {
    let responder = || Recipient::FirstResponder(case.first_responder_organisation.clone());
    let Some(particulars) = particulars else { return responder() };
    if case.treated_as_child() {
        let contact = particulars.local_authority_contact.clone().filter(|_| shown);
        return if particulars.local_authority_contact.is_some() {
            Recipient::ChildrensServices(contact)
        } else {
            responder()
        };
    }
    if let Some(answered) = &particulars.answered
        && answered.given.text("decision_to") == Some("someone_else")
    {
        let text = |question| answered.given.text(question).map(str::to_owned);
        let agreed = answered.given.text("recipient_permission") == Some("yes");
        return match (agreed, text("recipient_name").zip(text("recipient_detail"))) {
            (true, Some(named)) => Recipient::Named(Some(named).filter(|_| shown)),
            _ => responder(),
        };
    }
    match particulars.contact.iter().find(|channel| safe_way(channel).is_some()) {
        Some(channel) => Recipient::Person(Some(channel.clone()).filter(|_| shown)),
        None => responder(),
    }
}
