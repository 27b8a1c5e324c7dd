//! Candidates for a duplicate: cases whose identity fields agree, shown side by side with what speaks for and against.
//!
//! Identity fields only, found by keyed codes: never narrative, nationality or type (V-23, V-24). Nobody is merged by
//! this: two people decide (V-26).

use std::collections::BTreeMap;

use manumit_domain::{
    case::Identification,
    journal::{Compartment, StreamId, StreamKind},
    known::Known,
    person::Identity,
    reference::Reference,
};
use manumit_store::normalised;

use super::{
    file::{fold, identity},
    looked, not_found,
};
use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
};

/// The most candidates that are shown.
const MOST: usize = 10;

/// How two values of one identity field stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They are the same.
    Same,
    /// They differ.
    Differs,
    /// One of them is not known.
    NotKnown,
}

/// A case that may be of the same person.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub stage: Identification,
    /// The day the authority received it.
    pub received_on: jiff::civil::Date,
    /// Its identity fields.
    pub identity: Identity,
    /// Whether a name is the same: a name or another name of the one with those of the other.
    pub name: Agreement,
    /// Whether the date of birth is the same.
    pub date_of_birth: Agreement,
}

/// The identity of a case, and the candidates for its duplicate. Every look is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for this caller; a refusal if the caller does not screen.
pub async fn duplicates(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
) -> Result<(Option<Identity>, Vec<Candidate>), AppError> {
    let stream = office.admit(caller, Action::ScreenCase, (reference, StreamKind::Case)).await?;
    let recorded = office.store().load(stream).await?;
    let first = recorded.first().ok_or_else(|| not_found(reference))?;
    office.store().record_access(&[looked(caller, stream)]).await?;
    let Some(own) = identity(office, first).await? else { return Ok((None, Vec::new())) };
    let mut candidates = Vec::new();
    for other in agreeing(office, &own).await?.into_iter().filter(|other| *other != stream) {
        if let Some(candidate) = candidate(office, caller, (other, &own)).await? {
            candidates.push(candidate);
        }
    }
    candidates.sort_by_key(|found| (found.name, found.date_of_birth, found.reference));
    candidates.truncate(MOST);
    Ok((Some(own), candidates))
}

/// The cases that agree with an identity in a name or in the date of birth.
async fn agreeing(office: &Office, own: &Identity) -> Result<Vec<StreamId>, AppError> {
    let token = |field, text: &str| office.store().token(Compartment::Decision, field, text);
    let mut tokens: Vec<_> = names(own).map(|name| token("name", name)).collect();
    if let Known::Value(born) = &own.date_of_birth {
        tokens.push(token("date_of_birth", &born.to_string()));
    }
    // Those that agree in more come first, so that a common date of birth does not hide them.
    let mut counted: BTreeMap<StreamId, u32> = BTreeMap::new();
    for token in tokens {
        for stream in office.store().find_by_token(&token).await? {
            *counted.entry(stream).or_default() += 1;
        }
    }
    let mut streams: Vec<_> = counted.into_iter().filter(|(stream, _)| stream.kind == StreamKind::Case).collect();
    streams.sort_by_key(|(stream, count)| (std::cmp::Reverse(*count), *stream));
    Ok(streams.into_iter().map(|(stream, _)| stream).take(MOST * 2).collect())
}

async fn candidate(
    office: &Office,
    caller: &Caller,
    (stream, own): (StreamId, &Identity),
) -> Result<Option<Candidate>, AppError> {
    let standing = office.standing(caller, stream).await?;
    if !office.permits(caller, Action::ScreenCase, &Resource::Record(StreamKind::Case, &standing))? {
        return Ok(None);
    }
    let recorded = office.store().load(stream).await?;
    let (Some(case), Some(first)) = (fold(&recorded)?.0, recorded.first()) else { return Ok(None) };
    if matches!(case.identification, Identification::MergedDuplicate | Identification::Void) {
        return Ok(None);
    }
    office.store().record_access(&[looked(caller, stream)]).await?;
    let Some(identity) = identity(office, first).await? else { return Ok(None) };
    Ok(Some(Candidate {
        reference: case.reference,
        stage: case.identification,
        received_on: case.received_on,
        name: names_agree(own, &identity),
        date_of_birth: match (&own.date_of_birth, &identity.date_of_birth) {
            (Known::Value(one), Known::Value(other)) if one == other => Agreement::Same,
            (Known::Value(_), Known::Value(_)) => Agreement::Differs,
            _ => Agreement::NotKnown,
        },
        identity,
    }))
}

fn names(identity: &Identity) -> impl Iterator<Item = &str> {
    identity.name.value().map(String::as_str).into_iter().chain(identity.other_names.iter().map(String::as_str))
}

fn names_agree(one: &Identity, other: &Identity) -> Agreement {
    let of_other: Vec<String> = names(other).map(normalised).collect();
    if of_other.is_empty() || names(one).next().is_none() {
        return Agreement::NotKnown;
    }
    let same = names(one).any(|name| of_other.contains(&normalised(name)));
    if same { Agreement::Same } else { Agreement::Differs }
}
