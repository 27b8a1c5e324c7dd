//! Referrals and cases for tests: synthetic people, real record kinds.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use manumit_domain::{
    actor::{Actor, Role},
    case::{Event as CaseEvent, Fact, Sealed},
    claim::Claims,
    context::Context,
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    identifier::{CaseId, PoliceNoticeId, ReferralId, SupportRequestId},
    journal::{Draft, StreamId, StreamKind},
    known::{Blank, Known},
    law::Law,
    person::{Identity, Words},
    place::{ExploitationPlaces, Nation, PresentationPlace, Region},
    reference::{Reference, ReferenceKind},
    referral::{Consent, Particulars, Submission, Submit, submit},
};
use manumit_store::{
    Store,
    journal::{Batch, Idempotency, NewEvent, Provenance},
};
use manumit_testkit::{Bench, Identifiers};

pub const ACCOUNT: &str = "A synthetic account.";
const RECEIVED: Date = date(2012, 3, 1);

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::united_kingdom().unwrap())
}

fn command() -> Submit {
    Submit {
        first_responder_organisation: "POLICE-EW".to_owned(),
        nation: Nation::England,
        received_on: RECEIVED,
        consent: Consent::Given {
            explained_by: "officer-1".to_owned(),
            language: "en".to_owned(),
            notice_version: "1".to_owned(),
        },
        support_wanted: Known::Value(true),
        police_contact: Known::Missing(Blank::AskLater),
        immediate_threat: false,
        facts: Facts {
            age: AgeAtReferral::Adult,
            sex: Known::Missing(Blank::NotRecorded),
            nationality: Claims::as_claimed("VN".parse().unwrap()),
            nationality_as_recorded: None,
            presented_at: PresentationPlace::in_region(Region::London),
            exploited_at: ExploitationPlaces::new(Vec::new()),
            exploitation_types: Known::Missing(Blank::DoesNotKnow),
            child_when_exploited: Known::Missing(Blank::NotRecorded),
            encounter: Encounter::default(),
        },
        particulars: Particulars {
            source_reference: None,
            identity: Identity {
                name: Known::Value("Example Person".to_owned()),
                other_names: Vec::new(),
                date_of_birth: Known::Missing(Blank::DoesNotKnow),
            },
            contact: Vec::new(),
            second_contact: "duty desk".to_owned(),
            local_authority_contact: None,
            operation: None,
            account: Words(ACCOUNT.to_owned()),
            answered: None,
        },
    }
}

/// A referral and the three records it opens, each on a new stream: what one submission appends.
pub fn submission(ids: &Identifiers) -> Vec<(StreamId, NewEvent)> {
    let [referral, case, police_notice, support_request] = std::array::from_fn(|_| ids.next());
    let reference = |kind, id: uuid::Uuid| {
        let mut entropy = [0; 8];
        entropy.copy_from_slice(&id.as_bytes()[8..]);
        Reference::new(kind, 2012, entropy)
    };
    let submission = Submission {
        referral: ReferralId(referral),
        referral_reference: reference(ReferenceKind::Referral, referral),
        case: CaseId(case),
        case_reference: reference(ReferenceKind::Case, case),
        police_notice: PoliceNoticeId(police_notice),
        police_notice_reference: reference(ReferenceKind::PoliceNotice, police_notice),
        support_request: SupportRequestId(support_request),
        support_reference: reference(ReferenceKind::Support, support_request),
    };
    let actor = Actor::new("POLICE-EW", "officer-1", Role::FirstResponder);
    let context = Context { law: law(), actor: &actor, today: date(2026, 4, 1) };
    let (draft, shares) = submit(command(), &submission, &context).unwrap();
    vec![
        (StreamId::new(StreamKind::Referral, referral), NewEvent::from_draft(draft).unwrap()),
        (StreamId::new(StreamKind::Case, case), NewEvent::from_draft(shares.case).unwrap()),
        (StreamId::new(StreamKind::PoliceNotice, police_notice), NewEvent::from_draft(shares.police).unwrap()),
        (
            StreamId::new(StreamKind::SupportRequest, support_request),
            NewEvent::from_draft(shares.support.unwrap()).unwrap(),
        ),
    ]
}

/// The opening of one case on its new stream.
pub fn opened(bench: &Bench) -> (StreamId, NewEvent) {
    submission(&bench.ids).swap_remove(1)
}

/// A referral on its new stream.
pub fn sent(bench: &Bench) -> (StreamId, NewEvent) {
    submission(&bench.ids).swap_remove(0)
}

pub fn noted(count: u64) -> NewEvent {
    NewEvent::from_draft(Draft::clear(date(2012, 3, 2), note(count))).unwrap()
}

pub fn noted_sealed(count: u64, text: &str) -> NewEvent {
    NewEvent::from_draft(Draft::sealed(date(2012, 3, 2), note(count), Sealed::words(text))).unwrap()
}

pub fn note(count: u64) -> CaseEvent {
    CaseEvent { fact: Fact::ReconsiderationRequested { ground: format!("ground {count}") }, duties: Vec::new() }
}

pub fn screened() -> NewEvent {
    let fact =
        Fact::ScreeningPassed { competent_authority: "UKHTC".to_owned(), hosted_by: None, immigration_interest: false };
    NewEvent::from_draft(Draft::clear(date(2012, 3, 2), CaseEvent { fact, duties: Vec::new() })).unwrap()
}

pub fn actor() -> Actor {
    Actor::new("competent-authority", "caseworker-07", Role::CaDecisionMaker)
}

pub fn provenance(bench: &Bench) -> Provenance {
    Provenance {
        recorded_at: bench.clock.tick(),
        actor: actor(),
        controller: "competent-authority".to_owned(),
        purpose: "decide".to_owned(),
        cause: None,
        idempotency: None,
    }
}

pub fn request(bench: &Bench, key: &str, fingerprint: &str) -> Provenance {
    let idempotency = Some(Idempotency { key: key.to_owned(), fingerprint: fingerprint.to_owned() });
    Provenance { idempotency, cause: Some("import/7".to_owned()), ..provenance(bench) }
}

/// A batch with all four records of a submission.
pub fn submitted(bench: &Bench) -> Batch {
    submission(&bench.ids)
        .into_iter()
        .fold(Batch::new(provenance(bench)), |batch, (stream, event)| batch.append(stream, 0, vec![event]))
}

/// Opens one case with one note.
pub async fn one_case(bench: &Bench, store: &Store) -> StreamId {
    let (stream, opened) = opened(bench);
    store.commit(Batch::new(provenance(bench)).append(stream, 0, vec![opened, noted(1)])).await.unwrap();
    stream
}
