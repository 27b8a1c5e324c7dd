//! The rules of a referral and a notification, and what their shares may carry.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::{
    actor::{Actor, Role},
    claim::Claims,
    context::Context,
    duty::DutyChange,
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    identifier::{CaseId, PoliceNoticeId, ReferralId, SupportRequestId},
    journal::Draft,
    known::{Blank, Known},
    law::Law,
    notification,
    person::{ContactChannel, Identity, Words},
    place::{ExploitationPlaces, Nation, PresentationPlace, Region},
    police_notice,
    reference::{Reference, ReferenceKind},
    refusal::Refusal,
};

const TODAY: Date = date(2026, 4, 1);

fn law() -> &'static Law {
    static LAW: std::sync::OnceLock<Law> = std::sync::OnceLock::new();
    LAW.get_or_init(|| Law::united_kingdom().unwrap())
}

fn reference(kind: ReferenceKind) -> Reference {
    Reference::new(kind, 2012, [3; 8])
}

fn command(age: AgeAtReferral, consent: Consent) -> Submit {
    Submit {
        first_responder_organisation: "POLICE-EW".to_owned(),
        nation: Nation::England,
        received_on: date(2012, 3, 1),
        consent,
        support_wanted: Known::Value(true),
        police_contact: Known::Value(false),
        immediate_threat: false,
        facts: Facts {
            age,
            sex: Known::Missing(Blank::PrefersNotToSay),
            nationality: Claims::as_claimed("VN".parse().unwrap()),
            nationality_as_recorded: None,
            presented_at: PresentationPlace::in_region(Region::London),
            exploited_at: ExploitationPlaces::new(Vec::new()),
            exploitation_types: Known::Missing(Blank::DoesNotKnow),
            child_when_exploited: Known::Missing(Blank::NotRecorded),
            encounter: Encounter::default(),
        },
        particulars: Particulars {
            source_reference: Some("OWN-1".to_owned()),
            identity: Identity {
                name: Known::Value("Example Person".to_owned()),
                other_names: Vec::new(),
                date_of_birth: Known::Missing(Blank::DoesNotKnow),
            },
            contact: vec![ContactChannel::as_told(
                "telephone".to_owned(),
                "00000 000000".to_owned(),
                Known::Value(true),
                String::new(),
            )],
            second_contact: "duty desk".to_owned(),
            local_authority_contact: None,
            operation: None,
            account: Words("what was told".to_owned()),
            answered: None,
        },
    }
}

fn given() -> Consent {
    Consent::Given {
        explained_by: "officer-1".to_owned(),
        language: "vi".to_owned(),
        notice_version: "2012-1".to_owned(),
    }
}

fn send(command: Submit) -> Result<(Draft<Event>, Shares), Refusal> {
    let actor = Actor::new("POLICE-EW", "officer-1", Role::FirstResponder);
    let submission = Submission {
        referral: ReferralId(Uuid::from_u128(1)),
        referral_reference: reference(ReferenceKind::Referral),
        case: CaseId(Uuid::from_u128(2)),
        case_reference: reference(ReferenceKind::Case),
        police_notice: PoliceNoticeId(Uuid::from_u128(3)),
        police_notice_reference: reference(ReferenceKind::PoliceNotice),
        support_request: SupportRequestId(Uuid::from_u128(4)),
        support_reference: reference(ReferenceKind::Support),
    };
    submit(command, &submission, &Context { law: law(), actor: &actor, today: TODAY })
}

fn refused(command: Submit) -> &'static str {
    send(command).expect_err("the rules should have said no").code
}

#[test]
fn an_adult_is_referred_only_with_recorded_consent() {
    assert!(send(command(AgeAtReferral::Adult, given())).is_ok());
    assert_eq!(refused(command(AgeAtReferral::Adult, Consent::Refused)), "consent.refused");
    assert_eq!(refused(command(AgeAtReferral::Adult, Consent::NotRequired)), "consent.not_recorded");
    let unexplained =
        Consent::Given { explained_by: " ".to_owned(), language: "vi".to_owned(), notice_version: "1".to_owned() };
    assert_eq!(refused(command(AgeAtReferral::Adult, unexplained)), "text.empty");
}

#[test]
fn v42_a_child_or_not_sure_is_not_asked_and_has_a_local_authority_contact() {
    for age in [AgeAtReferral::Child, AgeAtReferral::NotSure] {
        assert_eq!(refused(command(age, given())), "consent.not_asked_of_a_child");
        assert_eq!(refused(command(age, Consent::NotRequired)), "text.empty");
        let mut with_contact = command(age, Consent::NotRequired);
        with_contact.particulars.local_authority_contact = Some("children's services".to_owned());
        assert!(send(with_contact).is_ok());
    }
}

#[test]
fn only_a_first_responder_organisation_of_that_day_refers() {
    let mut early = command(AgeAtReferral::Adult, given());
    early.received_on = date(2008, 1, 1);
    assert!(send(early).is_err());
    let mut other = command(AgeAtReferral::Adult, given());
    other.first_responder_organisation = "UKBA".to_owned();
    assert_eq!(refused(other), "referral.other_organisation");
    let mut future = command(AgeAtReferral::Adult, given());
    future.received_on = date(2026, 4, 2);
    assert_eq!(refused(future), "date.in_the_future");
}

#[test]
fn nobody_is_found_after_their_referral_was_received() {
    let found = |on| {
        let mut sent = command(AgeAtReferral::Adult, given());
        sent.facts.encounter.on = Some(on);
        sent
    };
    assert!(send(found(date(2012, 3, 1))).is_ok());
    assert_eq!(refused(found(date(2012, 3, 2))), "encounter.after_receipt");
}

#[test]
fn the_name_of_an_operation_stays_sealed_with_the_referral() {
    let mut sent = command(AgeAtReferral::Adult, given());
    sent.particulars.operation = Some("Operation Example".to_owned());
    sent.facts.encounter.operation = Some(crate::encounter::OperationMark("mark-1".to_owned()));
    let (referral, shares) = send(sent).unwrap();
    let opened = serde_json::to_string(&shares.case.event).unwrap();
    assert!(opened.contains("mark-1"), "{opened}");
    let clear = serde_json::to_string(&referral.event).unwrap();
    let sealed = serde_json::to_string(&shares.case.sealed).unwrap();
    for text in [opened, clear, sealed] {
        assert!(!text.contains("Operation Example"), "{text}");
    }
    assert!(serde_json::to_string(&referral.sealed).unwrap().contains("Operation Example"));
}

#[test]
fn v02_each_share_carries_its_allow_list_and_no_more() {
    let mut sent = command(AgeAtReferral::Adult, given());
    sent.immediate_threat = true;
    let (_, shares) = send(sent).unwrap();
    let keys = |body: serde_json::Value| -> BTreeSet<String> {
        let own = ["fact", "share", "duties"];
        body.as_object().unwrap().keys().filter(|key| !own.contains(&key.as_str())).cloned().collect()
    };
    let allowed = |kind: &str| -> BTreeSet<String> {
        let (_, fields) = MINIMAL_MESSAGES.into_iter().find(|(known, _)| *known == kind).unwrap();
        fields.iter().map(|field| (*field).to_owned()).collect()
    };
    let case = keys(serde_json::to_value(&shares.case.event).unwrap());
    assert_eq!(case, allowed("referral_to_competent_authority"));
    let police = keys(serde_json::to_value(&shares.police.event).unwrap());
    assert_eq!(police, allowed("referral_to_police"));
    let support = keys(serde_json::to_value(&shares.support.as_ref().unwrap().event).unwrap());
    assert_eq!(support, allowed("referral_to_support"));
    let (_, notice) = notify(AgeAtReferral::Adult, "POLICE-EW", date(2016, 5, 1)).unwrap();
    assert_eq!(keys(serde_json::to_value(&notice.event).unwrap()), allowed("notification_to_police"));
    assert!(shares.police.sealed.is_none(), "the police get no account and no identity before a person passes them");
    let support = serde_json::to_string(&shares.support.unwrap().sealed).unwrap();
    assert!(!support.contains("what was told") && !support.contains("Example Person"), "{support}");
}

#[test]
fn support_is_asked_for_only_when_the_person_wants_it() {
    let mut unwanted = command(AgeAtReferral::Adult, given());
    unwanted.support_wanted = Known::Missing(Blank::AskLater);
    assert!(send(unwanted).unwrap().1.support.is_none());
}

type Notified = (Draft<notification::Event>, Draft<police_notice::Event>);

fn notify(age: AgeAtReferral, organisation: &str, on: Date) -> Result<Notified, Refusal> {
    notify_with_force(age, organisation, on, "metropolitan")
}

fn notify_with_force(age: AgeAtReferral, organisation: &str, on: Date, force: &str) -> Result<Notified, Refusal> {
    let actor = Actor::new(organisation, "officer-1", Role::FirstResponder);
    let command = notification::Submit {
        first_responder_organisation: organisation.to_owned(),
        age,
        notice: notification::Notice {
            nation: Nation::England,
            encountered_on: on,
            sex: Known::Missing(Blank::PrefersNotToSay),
            nationality: Known::Missing(Blank::DoesNotKnow),
            child_when_it_began: Known::Missing(Blank::NotAsked),
            exploited_in: Known::Value(vec![Region::London]),
            exploited_overseas: Known::Value(false),
            exploitation_types: Known::Missing(Blank::DoesNotKnow),
            police_force: Known::Value(force.to_owned()),
        },
    };
    let context = Context { law: law(), actor: &actor, today: TODAY };
    let references = (reference(ReferenceKind::Notification), reference(ReferenceKind::PoliceNotice));
    notification::submit(command, references, &context)
}

#[test]
fn a_notification_is_for_adults_of_bodies_under_the_duty_since_2015() {
    let code = |result: Result<_, Refusal>| result.expect_err("the rules should have said no").code;
    assert!(notify(AgeAtReferral::Adult, "POLICE-EW", date(2016, 5, 1)).is_ok());
    assert_eq!(code(notify(AgeAtReferral::NotSure, "POLICE-EW", date(2016, 5, 1))), "notification.child");
    assert_eq!(code(notify(AgeAtReferral::Adult, "POLICE-EW", date(2012, 5, 1))), "step.not_yet_in_force");
    assert_eq!(code(notify(AgeAtReferral::Adult, "KALAYAAN", date(2016, 5, 1))), "notification.no_duty");
}

#[test]
fn a_notification_holds_no_text_that_somebody_typed() {
    let (draft, of_the_police) = notify(AgeAtReferral::Adult, "POLICE-EW", date(2016, 5, 1)).unwrap();
    let body = serde_json::to_value(&draft.event).unwrap();
    let notice = body["notice"].as_object().unwrap();
    let mut fields: Vec<&str> = notice.keys().map(String::as_str).collect();
    fields.sort_unstable();
    let schedule_one = [
        "child_when_it_began",
        "encountered_on",
        "exploitation_types",
        "exploited_in",
        "exploited_overseas",
        "nation",
        "nationality",
        "police_force",
        "sex",
    ];
    assert_eq!(fields, schedule_one);
    let words = notify_with_force(AgeAtReferral::Adult, "POLICE-EW", date(2016, 5, 1), "Example Person");
    assert_eq!(words.unwrap_err().code, "police.unknown_force");
    assert!(draft.sealed.is_none() && of_the_police.sealed.is_none());
    let owed = &of_the_police.event.duties[..];
    assert!(matches!(owed, [DutyChange::Opened { due_on: Some(TODAY), .. }]), "it waits for nothing: {owed:?}");
}
