use jiff::civil::{Date, date};

use super::*;
use crate::{actor::Actor, law::Law, reference::ReferenceKind};

const TODAY: Date = date(2026, 6, 1);

fn reference() -> Reference {
    Reference::new(ReferenceKind::PublicReport, 2026, [7; 8])
}

fn told(what: &str) -> Submit {
    let told = Told { what: what.to_owned(), ..Told::default() };
    Submit { told, force: Some("metropolitan".to_owned()), danger_now: false }
}

fn on_behalf_of<T>(actor: &Actor, decide: impl FnOnce(&Context<'_>) -> T) -> T {
    let law = Law::united_kingdom().unwrap();
    decide(&Context { law: &law, actor, today: TODAY })
}

fn anybody() -> Actor {
    Actor::new("PUBLIC", "report-page", Role::Public)
}

fn folded(drafts: &[Draft<Event>], start: PublicReport) -> PublicReport {
    drafts.iter().fold(start, |report, draft| report.evolve(&draft.event))
}

#[test]
fn at71_a_report_needs_words_and_nothing_else() {
    on_behalf_of(&anybody(), |context| {
        let draft = submit(told("People sleep in the shop."), reference(), context).unwrap();
        let Fact::Received { force, danger_now, can_be_reached, .. } = &draft.event.fact else { panic!("received") };
        assert_eq!((force.as_str(), *danger_now, *can_be_reached), ("metropolitan", false, false));
        let clear = serde_json::to_string(&draft.event).unwrap();
        assert!(!clear.contains("shop"), "{clear}");
        assert!(!format!("{draft:?}").contains("shop"), "words show in debug output");
        assert_eq!(submit(told(" \n "), reference(), context).unwrap_err().field, Some("what"));
        let long = "å".repeat(LONGEST + 1);
        assert_eq!(submit(told(&long), reference(), context).unwrap_err().code, "public_report.too_long");
        assert!(submit(told(&long[..2 * LONGEST]), reference(), context).is_ok(), "characters, not bytes");
    });
}

#[test]
fn without_a_place_the_agency_of_the_country_receives_it_and_danger_makes_it_due_today() {
    on_behalf_of(&anybody(), |context| {
        let draft = submit(Submit { force: None, danger_now: true, ..told("x") }, reference(), context).unwrap();
        let [DutyChange::Opened { owner, due_on, .. }] = &draft.event.duties[..] else { panic!("one duty") };
        assert_eq!((owner.as_str(), *due_on), ("nca", Some(TODAY)));
        let unknown = Submit { force: Some("nowhere".to_owned()), ..told("x") };
        assert_eq!(submit(unknown, reference(), context).unwrap_err().code, "police.unknown_force");
    });
}

#[test]
fn the_force_that_holds_it_says_once_what_comes_of_it_or_passes_it_on() {
    let received = on_behalf_of(&anybody(), |context| submit(told("x"), reference(), context).unwrap());
    let report = PublicReport::default().evolve(&received.event);
    let triage = Command::Triage { outcome: Outcome::RecordMade, note: Words("SYN/1".to_owned()) };
    let other = Actor::new("kent", "point-of-contact", Role::PoliceReceiver);
    let code = |actor: &Actor, report: &PublicReport, command: &Command| {
        on_behalf_of(actor, |context| report.decide(command.clone(), context).unwrap_err().code)
    };
    assert_eq!(code(&other, &report, &triage), "public_report.other_force");
    let holder = Actor::new("metropolitan", "point-of-contact", Role::PoliceReceiver);
    let wordless = Command::Triage { outcome: Outcome::NotEnough, note: Words(" ".to_owned()) };
    assert_eq!(code(&holder, &report, &wordless), "text.empty");
    let pass = Command::PassOn { force: "kent".to_owned() };
    let passed = on_behalf_of(&holder, |context| report.decide(pass.clone(), context).unwrap());
    let report = folded(&passed, report);
    assert_eq!((report.force(), report.duties.has(DutyKind::TriageReport)), ("kent", true));
    assert_eq!(code(&holder, &report, &triage), "public_report.other_force");
    assert_eq!(code(&other, &report, &pass), "public_report.same_force");
    let done = on_behalf_of(&other, |context| report.decide(triage.clone(), context).unwrap());
    let report = folded(&done, report);
    assert_eq!((report.outcome(), report.duties.has(DutyKind::TriageReport)), (Some(Outcome::RecordMade), false));
    assert_eq!(code(&other, &report, &triage), "public_report.done");
}
