//! The rules of a notice: who passes it to whom, when, and who answers.

use std::sync::OnceLock;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    actor::{Actor, Role},
    known::Blank,
    law::Law,
    reference::ReferenceKind,
};

const ON: Date = date(2026, 4, 1);

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::united_kingdom().unwrap())
}

fn reference(kind: ReferenceKind) -> Reference {
    Reference::new(kind, 2026, [3; 8])
}

fn share(kind: &str) -> Message {
    Message {
        kind: kind.to_owned(),
        purpose: "made up".to_owned(),
        basis: "police.notification".to_owned(),
        from: "POLICE-EW".to_owned(),
        to: "made up".to_owned(),
    }
}

fn of_a_referral(immediate_threat: bool) -> PoliceNotice {
    let fact = Fact::Queued {
        reference: reference(ReferenceKind::PoliceNotice),
        referral_reference: reference(ReferenceKind::Referral),
        nation: Nation::England,
        child: false,
        police_contact: Known::Missing(Blank::NotAsked),
        immediate_threat,
        places: ExploitationPlaces::default(),
        types: Vec::new(),
        share: share("referral_to_police"),
    };
    queued(fact)
}

fn of_a_notification() -> PoliceNotice {
    let fact = Fact::QueuedWithoutIdentity {
        reference: reference(ReferenceKind::PoliceNotice),
        notification_reference: reference(ReferenceKind::Notification),
        nation: Nation::England,
        exploited_in: Known::Value(vec![Region::London]),
        exploited_overseas: Known::Value(false),
        types: Vec::new(),
        force_told: Known::Missing(Blank::NotAsked),
        share: share("notification_to_police"),
    };
    queued(fact)
}

fn queued(fact: Fact) -> PoliceNotice {
    let duties = vec![DutyChange::opened(DutyKind::PassToPolice, "SCA", None, "police.notification")];
    PoliceNotice::default().evolve(&Event { fact, duties })
}

fn decide(notice: &PoliceNotice, (organisation, role): (&str, Role), command: Command) -> Result<Vec<Event>, Refusal> {
    let actor = Actor::new(organisation, "post-1", role);
    let drafts = notice.decide(command, &Context { law: law(), actor: &actor, today: ON })?;
    Ok(drafts.into_iter().map(|draft| draft.event).collect())
}

fn take(notice: PoliceNotice, by: (&str, Role), command: Command) -> PoliceNotice {
    decide(&notice, by, command).unwrap().iter().fold(notice, PoliceNotice::evolve)
}

const TRIAGE: (&str, Role) = ("SCA", Role::CaTriage);

fn desk_of(force: &str) -> (&str, Role) {
    (force, Role::PoliceReceiver)
}

fn pass(forces: &[&str]) -> Command {
    let forces = forces.iter().map(|force| (*force).to_owned()).collect();
    Command::Pass { forces, on: ON, reasonable_grounds_decided: false }
}

fn acknowledge() -> Command {
    Command::Acknowledge { crime_reference: "SYN/1/26".to_owned(), on: ON }
}

fn refused(notice: &PoliceNotice, by: (&str, Role), command: Command) -> &'static str {
    decide(notice, by, command).unwrap_err().code
}

#[test]
fn each_force_is_told_and_each_answers_for_itself() {
    let notice = take(of_a_referral(true), TRIAGE, pass(&["kent", "essex", "kent"]));
    assert_eq!(notice.duties.iter().count(), 2, "the duty to pass it on is done; each force owes an answer, once");
    assert!(notice.waits_for("kent") && notice.waits_for("essex") && !notice.waits_for("metropolitan"));
    assert_eq!(refused(&notice, desk_of("metropolitan"), acknowledge()), "police.other_force");
    let notice = take(notice, desk_of("essex"), acknowledge());
    assert_eq!((notice.state_code(), notice.waits_for("essex")), ("passed", false));
    assert_eq!(refused(&notice, desk_of("essex"), acknowledge()), "police.other_force");
    let notice = take(notice, desk_of("kent"), acknowledge());
    assert_eq!((notice.state_code(), notice.duties.iter().count()), ("acknowledged", 0));
}

#[test]
fn a_notice_without_identity_passes_at_once_and_nobody_owes_an_answer() {
    let notice = of_a_notification();
    assert!(notice.duties.has(DutyKind::PassToPolice));
    assert_eq!(refused(&notice, desk_of("metropolitan"), pass(&["metropolitan"])), "step.not_for_this_role");
    let notice = take(notice, TRIAGE, pass(&["metropolitan", "kent"]));
    assert_eq!((notice.state_code(), notice.duties.iter().count()), ("passed_anonymous", 0));
    assert_eq!(refused(&notice, desk_of("kent"), acknowledge()), "step.not_from_this_state");
    assert_eq!(refused(&notice, TRIAGE, pass(&["essex"])), "step.not_from_this_state");
}

#[test]
fn a_notice_goes_to_a_force_in_being_and_to_one_at_least() {
    let notice = of_a_referral(true);
    assert_eq!(refused(&notice, TRIAGE, pass(&[])), "police.no_force");
    assert_eq!(refused(&notice, TRIAGE, pass(&["metropolitan", "strathclyde"])), "police.force_not_in_being");
    assert_eq!(refused(&notice, TRIAGE, pass(&["nobody"])), "police.unknown_force");
    assert_eq!(refused(&of_a_referral(false), TRIAGE, pass(&["kent"])), "police.not_before_reasonable_grounds");
}

/// Journals hold acknowledgements that name no force, of the time when a notice went to one.
#[test]
fn an_acknowledgement_that_names_no_force_ends_the_notice() {
    let passed = Event { fact: Fact::Passed { force: "kent".to_owned() }, duties: Vec::new() };
    let fact = Fact::Acknowledged { force: None, crime_reference: "SYN/1/12".to_owned() };
    let notice = of_a_referral(true).evolve(&passed).evolve(&Event { fact, duties: Vec::new() });
    assert_eq!(notice.state_code(), "acknowledged");
}

fn commands() -> impl Strategy<Value = (usize, bool, Vec<usize>)> {
    (0..4_usize, any::<bool>(), proptest::collection::vec(0..4_usize, 0..4))
}

proptest! {
    /// Whatever is tried, in whatever order: who still owes an answer is whom the record says it waits for, and the duty
    /// to pass it on is open as long as it was not passed.
    #[test]
    fn the_open_duties_always_say_what_is_awaited(
        (identified, tried) in (any::<bool>(), proptest::collection::vec(commands(), 0..12))
    ) {
        let forces = ["kent", "essex", "metropolitan", "psni"];
        let mut notice = if identified { of_a_referral(true) } else { of_a_notification() };
        for (desk, passing, to) in tried {
            let to: Vec<&str> = to.into_iter().map(|force| forces[force]).collect();
            let (by, command) = if passing { (TRIAGE, pass(&to)) } else { (desk_of(forces[desk]), acknowledge()) };
            if let Ok(events) = decide(&notice, by, command) {
                prop_assert!(!events.is_empty());
                notice = events.iter().fold(notice, PoliceNotice::evolve);
            }
            let owed: BTreeSet<&str> = notice.duties.iter().map(|key| key.subject.as_str()).collect();
            let awaited: BTreeSet<&str> = match notice.state_code() {
                "passed_pending" => BTreeSet::from([""]),
                _ => forces.into_iter().filter(|force| notice.waits_for(force)).collect(),
            };
            prop_assert_eq!(owed, awaited);
            prop_assert_eq!(notice.state_code() == "passed", forces.iter().any(|force| notice.waits_for(force)));
        }
    }
}
