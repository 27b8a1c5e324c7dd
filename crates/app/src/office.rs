//! The office: a journal, the law, and a source of identifiers, open together. Every verb begins here.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use jiff::{Timestamp, civil::Date};
use manumit_domain::{
    actor::Actor,
    case::Case,
    clock::london_date,
    context::Context,
    journal::{Draft, Event, StreamId, StreamKind},
    law::Law,
    reference::{Reference, ReferenceKind},
    refusal::Refusal,
};
use manumit_store::{
    Access as Look, Entropy, Store, StoreError,
    journal::{Batch, Idempotency, NewEvent, Provenance},
};
use uuid::Uuid;

use crate::{
    AppError,
    access::{Access, Desk},
};

/// A journal, the law, and a source of identifiers, open together.
#[derive(Clone, Debug)]
pub struct Office {
    store: Store,
    law: Arc<Law>,
    entropy: Entropy,
    access: Arc<Access>,
    drawn: Arc<AtomicU32>,
}

/// Who calls a verb, when, and why. Time comes from outside: no verb looks at a clock.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The post that acts.
    pub actor: Actor,
    /// The moment.
    pub at: Timestamp,
    /// Why: the task for which the record is opened.
    pub purpose: String,
    /// Where the caller sits: at the keys, or signed in with an account.
    pub desk: Desk,
}

impl Caller {
    /// A caller at the machine that holds the keys.
    pub fn new(actor: Actor, at: Timestamp, purpose: impl Into<String>) -> Self {
        Self { actor, at, purpose: purpose.into(), desk: Desk::Keyholder }
    }

    /// The civil date in London at which the caller acts.
    pub fn today(&self) -> Result<Date, Refusal> {
        london_date(self.at).map_err(|_| {
            Refusal::new("date.no_time_zone", "The civil date in London is not known.", "Check the time zone data.")
        })
    }

    /// What a decision may look at: the law, the actor and the day.
    pub(crate) fn context<'a>(&'a self, law: &'a Law) -> Result<Context<'a>, Refusal> {
        Ok(Context { law, actor: &self.actor, today: self.today()? })
    }

    pub(crate) fn provenance(&self, idempotency: Option<Idempotency>) -> Provenance {
        Provenance {
            recorded_at: self.at,
            actor: self.actor.clone(),
            controller: self.actor.organisation.clone(),
            purpose: self.purpose.clone(),
            cause: None,
            idempotency,
        }
    }
}

impl Office {
    /// Opens the office on a journal, under the law of the United Kingdom.
    ///
    /// # Errors
    /// [`AppError::Law`] or [`AppError::Access`] if a policy file is broken.
    pub fn open(store: Store, entropy: Entropy) -> Result<Self, AppError> {
        let law = Arc::new(Law::united_kingdom()?);
        Ok(Self { store, law, entropy, access: Arc::new(Access::read()?), drawn: Arc::default() })
    }

    /// The journal.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The law.
    pub fn law(&self) -> &Law {
        &self.law
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    pub(crate) fn context<'a>(&'a self, caller: &'a Caller) -> Result<Context<'a>, Refusal> {
        caller.context(&self.law)
    }

    /// A new identifier, ordered by the moment.
    pub(crate) fn identifier(&self, at: Timestamp) -> Result<Uuid, StoreError> {
        Ok(identifier(at, self.count(1), &self.entropy.bytes::<10>()?))
    }

    /// Random bytes for the records of one submission, in one draw.
    pub(crate) fn random(&self) -> Result<[[u8; 18]; 4], StoreError> {
        let drawn = self.entropy.bytes::<72>()?;
        let mut random = [[0; 18]; 4];
        random.iter_mut().flatten().zip(drawn).for_each(|(to, from)| *to = from);
        Ok(random)
    }

    /// Counts identifiers that are about to be drawn, and gives the number of the first.
    pub(crate) fn count(&self, identifiers: u32) -> u32 {
        self.drawn.fetch_add(identifiers, Ordering::Relaxed)
    }

    /// A new public reference of the year.
    pub(crate) fn reference(&self, kind: ReferenceKind, on: Date) -> Result<Reference, StoreError> {
        Ok(Reference::new(kind, on.year(), self.entropy.bytes::<8>()?))
    }

    /// The case that a referral opened, folded: for a verb of another compartment, which may show one fact of it.
    pub(crate) async fn case_of(&self, referral: &Reference) -> Result<Option<(StreamId, Case)>, AppError> {
        let Some(stream) = self.store.find_opened_from(referral, StreamKind::Case).await? else { return Ok(None) };
        let (case, _) = self.fold(stream, None, Case::evolve).await?;
        Ok(case.map(|case| (stream, case)))
    }

    /// Records that a caller looks at a record. Show nothing before it has returned.
    pub(crate) async fn note_look(&self, caller: &Caller, record: StreamId) -> Result<(), AppError> {
        let purpose = caller.purpose.clone();
        let access = Look { at: caller.at, actor: caller.actor.clone(), purpose, record };
        Ok(self.store.record_access(&[access]).await?)
    }

    /// Loads a record: its state, and the version to which it was folded.
    pub(crate) async fn fold<E: Event, S>(
        &self,
        stream: StreamId,
        start: S,
        evolve: impl Fn(S, Date, &E) -> S,
    ) -> Result<(S, u64), AppError> {
        let mut state = start;
        let mut version = 0;
        for recorded in self.store.load(stream).await? {
            version = recorded.version;
            if !recorded.is_tombstone() {
                state = evolve(state, recorded.occurred_on, &recorded.decode::<E>()?);
            }
        }
        Ok((state, version))
    }

    /// Takes one step on a record: load, decide, commit.
    ///
    /// If somebody else appended first, the record is loaded and the step decided once more: the rules may answer
    /// differently now.
    pub(crate) async fn step<E: Event, S: Clone>(
        &self,
        caller: &Caller,
        stream: StreamId,
        record: &Record<'_, E, S>,
    ) -> Result<S, AppError> {
        match self.step_once(caller, stream, (record, None)).await {
            Err(AppError::Contended) => self.step_once(caller, stream, (record, None)).await,
            answer => answer,
        }
    }

    /// Takes one step on a record as it was shown: if anything was appended since, nothing is recorded.
    pub(crate) async fn step_as_seen<E: Event, S: Clone>(
        &self,
        caller: &Caller,
        stream: StreamId,
        (record, seen): (&Record<'_, E, S>, u64),
    ) -> Result<S, AppError> {
        match self.step_once(caller, stream, (record, Some(seen))).await {
            Err(AppError::Contended) => Err(AppError::Moved { seen }),
            answer => answer,
        }
    }

    async fn step_once<E: Event, S: Clone>(
        &self,
        caller: &Caller,
        stream: StreamId,
        (record, seen): (&Record<'_, E, S>, Option<u64>),
    ) -> Result<S, AppError> {
        let (mut state, version) = self.fold(stream, record.start.clone(), record.evolve).await?;
        if let Some(seen) = seen.filter(|seen| *seen != version) {
            return Err(AppError::Moved { seen });
        }
        let drafts = (record.decide)(&state, &self.context(caller)?)?;
        let mut events = Vec::with_capacity(drafts.len());
        for draft in drafts {
            state = (record.evolve)(state, draft.occurred_on, &draft.event);
            events.push(NewEvent::from_draft(draft)?);
        }
        let batch = Batch::new(caller.provenance(None)).append(stream, version, events);
        self.store.commit(batch).await?;
        Ok(state)
    }
}

/// An identifier ordered by the moment and, within it, by a count (RFC 9562, section 6.2, method 1), from random bytes.
///
/// Many records are opened in one moment. In the order of a count their rows stand side by side; in no order, each one
/// would touch another page of every index.
pub(crate) fn identifier(at: Timestamp, count: u32, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    // Of these four bytes the version takes the first four bits and the variant two bits of the third.
    let [high, low] = [count >> 14 & 0xfff, count & 0x3fff];
    let mut bytes = *random;
    bytes.iter_mut().zip((high << 16 | low).to_be_bytes()).for_each(|(to, from)| *to = from);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// A step, decided on the state of a record.
type Decide<'a, E, S> = dyn Fn(&S, &Context<'_>) -> Result<Vec<Draft<E>>, Refusal> + Send + Sync + 'a;

/// How one record kind is folded, and the step that is decided on it.
pub(crate) struct Record<'a, E: Event, S> {
    pub(crate) start: S,
    pub(crate) evolve: fn(S, Date, &E) -> S,
    pub(crate) decide: &'a Decide<'a, E, S>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_one_moment_are_in_the_order_of_their_count() {
        let at: Timestamp = "2012-03-04T05:06:07.089Z".parse().unwrap();
        let drawn = |count| identifier(at, count, &[0xff; 10]);
        let counts = [0, 1, 0x3fff, 0x4000, 0xffff, 0x10000, 0x3ff_ffff];
        let identifiers = counts.map(drawn);
        assert!(identifiers.is_sorted());
        assert!(identifiers.iter().all(|identifier| identifier.get_version_num() == 7));
        assert_ne!(identifier(at, 7, &[1; 10]), identifier(at, 7, &[2; 10]));
        let later = at + jiff::SignedDuration::from_millis(1);
        assert!(identifiers.iter().all(|earlier| *earlier < identifier(later, 0, &[0; 10])));
    }
}
