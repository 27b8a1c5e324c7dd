//! Each rule, by the date on which it stood.

use super::*;
use crate::case::{Disqualification, Identification, Reconsideration, Safeguarding, WithdrawalReason};
use crate::{facts::Correction, statistics};

fn refused(result: Result<(), Refusal>) -> &'static str {
    result.expect_err("the rules should have said no").code
}

fn review(look: Look) -> Command {
    Command::ReviewNegative { look, panel: Vec::new(), points: words("points") }
}

#[test]
fn a_case_of_2012_goes_from_receipt_to_a_conclusive_decision() {
    let mut tried = Tried::positive(AgeAtReferral::Adult, date(2012, 3, 1));
    assert_eq!(tried.case.identification, Identification::CgPending);
    assert_eq!(tried.case.reasonable_grounds.as_ref().unwrap().threshold, "suspect-but-cannot-prove");
    let early = tried.step(date(2012, 4, 14), Role::CaDecisionMaker, conclusive_grounds(Outcome::Positive));
    assert_eq!(refused(early), "decision.in_the_recovery_period");
    tried.must(date(2012, 4, 15), Role::CaDecisionMaker, conclusive_grounds(Outcome::Positive));
    assert_eq!(tried.case.identification, Identification::CgPositive);
    assert_eq!(tried.case.duties.iter().count(), 0);
}

#[test]
fn at65_cases_of_2012_and_2023_get_their_own_clocks() {
    let earliest = |received: Date| {
        let mut tried = Tried::positive(AgeAtReferral::Adult, received);
        let mut on = received;
        while tried.step(on, Role::CaDecisionMaker, conclusive_grounds(Outcome::Positive)).is_err() {
            on = on.tomorrow().unwrap();
        }
        on
    };
    assert_eq!(earliest(date(2012, 3, 1)), date(2012, 4, 15), "forty-five days, the first not counted");
    assert_eq!(earliest(date(2023, 3, 1)), date(2023, 3, 30), "thirty days beginning with the day");
}

#[test]
fn v44_not_sure_is_a_child() {
    let tried = Tried::received(AgeAtReferral::NotSure, date(2012, 3, 1));
    assert_eq!(tried.case.safeguarding, Safeguarding::TreatedAsChild);
    assert!(tried.case.treated_as_child());
}

#[test]
fn an_adult_found_by_assessment_is_asked_for_consent() {
    let mut tried = Tried::screened(AgeAtReferral::NotSure, date(2012, 3, 1));
    let council = Actor::new("LA-EW", "social-worker-3", Role::LocalAuthority);
    let assess = Command::AssessAge { child: false, note: words("assessment of the council") };
    tried.by(date(2012, 3, 20), &council, assess).unwrap();
    assert_eq!(tried.case.safeguarding, Safeguarding::Adult);
    assert!(tried.case.duties.has(crate::duty::DutyKind::AskConsent));
}

#[test]
fn a_child_cannot_withdraw_consent_but_may_have_left_the_country() {
    let on = date(2012, 3, 2);
    let mut tried = Tried::screened(AgeAtReferral::Child, date(2012, 3, 1));
    let withdraw = |reason| Command::Withdraw { reason, note: words("note") };
    let actor = Actor::new("POLICE-EW", "officer-1", Role::FirstResponder);
    assert_eq!(refused(tried.by(on, &actor, withdraw(WithdrawalReason::ConsentWithdrawn))), "reason.not_for_a_child");
    tried.must(on, Role::CaDecisionMaker, withdraw(WithdrawalReason::LeftUk));
    assert_eq!(tried.case.identification, Identification::WithdrawnPreRg);
}

#[test]
fn the_authority_never_withdraws_consent_for_an_adult() {
    let mut tried = Tried::screened(AgeAtReferral::Adult, date(2024, 3, 1));
    let command = || Command::Withdraw { reason: WithdrawalReason::ConsentWithdrawn, note: words("note") };
    let by_authority = tried.step(date(2024, 3, 2), Role::CaDecisionMaker, command());
    assert_eq!(refused(by_authority), "reason.not_for_this_role");
    let person = Actor::new("PERSON", "self", Role::Survivor);
    tried.by(date(2024, 3, 2), &person, command()).unwrap();
}

#[test]
fn at73b_no_negative_decision_while_an_enquiry_is_in_time() {
    let mut tried = Tried::screened(AgeAtReferral::Adult, date(2012, 3, 1));
    let enquiry = EnquiryId(Uuid::from_u128(9));
    let ask = send_enquiry(enquiry, EnquiryBody::Police, date(2012, 3, 10));
    tried.must(date(2012, 3, 1), Role::CaDecisionMaker, ask);
    let decide = || reasonable_grounds(Outcome::Negative);
    assert_eq!(refused(tried.step(date(2012, 3, 10), Role::CaDecisionMaker, decide())), "decision.enquiry_open");
    tried.must(date(2012, 3, 11), Role::CaDecisionMaker, propose(Stage::ReasonableGrounds));
    tried.second_look(date(2012, 3, 11));
    tried.must(date(2012, 3, 11), Role::CaDecisionMaker, decide());
}

#[test]
fn a_negative_conclusive_decision_asks_those_who_know_the_person() {
    let mut tried = Tried::positive(AgeAtReferral::Adult, date(2012, 3, 1));
    let on = date(2012, 6, 1);
    tried.must(on, Role::CaDecisionMaker, propose(Stage::ConclusiveGrounds));
    tried.second_look(on);
    let early = tried.step(on, Role::CaDecisionMaker, conclusive_grounds(Outcome::Negative));
    assert_eq!(refused(early), "decision.not_asked");
    tried.ask_everybody(on);
    tried.must(on, Role::CaDecisionMaker, conclusive_grounds(Outcome::Negative));
    assert_eq!(tried.case.identification, Identification::CgNegative);
}

#[test]
fn at73c_a_negative_needs_a_second_officer() {
    let on = date(2024, 3, 1);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    let decide = || reasonable_grounds(Outcome::Negative);
    assert_eq!(refused(tried.step(on, Role::CaDecisionMaker, decide())), "review.awaited");
    tried.must(on, Role::CaDecisionMaker, propose(Stage::ReasonableGrounds));
    assert_eq!(refused(tried.step(on, Role::CaDecisionMaker, decide())), "review.awaited");
    let maker = tried.step(on, Role::CaSecondReviewer, review(Look::Agreed));
    assert_eq!(refused(maker), "review.maker_is_reviewer");
    let reviewer = Actor::new(authority(on), "two", Role::CaSecondReviewer);
    tried.by(on, &reviewer, review(Look::Agreed)).unwrap();
    tried.must(on, Role::CaDecisionMaker, decide());
    assert_eq!(tried.case.identification, Identification::RgNegative);
}

#[test]
fn a_returned_negative_is_not_decided() {
    let on = date(2024, 3, 1);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    tried.must(on, Role::CaDecisionMaker, propose(Stage::ReasonableGrounds));
    let reviewer = Actor::new(authority(on), "two", Role::CaSecondReviewer);
    tried.by(on, &reviewer, review(Look::Returned)).unwrap();
    let decide = tried.step(on, Role::CaDecisionMaker, reasonable_grounds(Outcome::Negative));
    assert_eq!(refused(decide), "review.returned");
    tried.must(on, Role::CaDecisionMaker, reasonable_grounds(Outcome::Positive));
}

#[test]
fn at73c_from_2019_to_2022_a_panel_below_quorum_cannot_close() {
    let mut tried = Tried::positive(AgeAtReferral::Adult, date(2020, 3, 2));
    let on = date(2020, 6, 1);
    tried.ask_everybody(on);
    tried.must(on, Role::CaDecisionMaker, propose(Stage::ConclusiveGrounds));
    let member = |post: &str| Actor::new("PANEL", post, Role::MaapMember);
    let sit = |panel| Command::ReviewNegative { look: Look::Agreed, panel, points: words("points") };
    let two = tried.by(on, &member("chair"), sit(vec![member("a"), member("chair")]));
    assert_eq!(refused(two), "review.below_quorum");
    tried.by(on, &member("chair"), sit(vec![member("a"), member("b")])).unwrap();
    tried.must(on, Role::CaDecisionMaker, conclusive_grounds(Outcome::Negative));
}

#[test]
fn a_suspended_case_has_a_review_date_and_goes_on_where_it_stopped() {
    let mut tried = Tried::positive(AgeAtReferral::Adult, date(2012, 3, 1));
    let suspend = |review_on| Command::Suspend { reason: "missing".to_owned(), review_on, note: words("note") };
    let on = date(2012, 3, 5);
    assert_eq!(refused(tried.step(on, Role::CaDecisionMaker, suspend(on))), "suspension.review_not_later");
    tried.must(on, Role::CaDecisionMaker, suspend(date(2012, 6, 5)));
    assert_eq!(tried.case.identification, Identification::CgSuspended);
    tried.must(date(2012, 5, 1), Role::CaDecisionMaker, Command::Resume { note: words("found") });
    assert_eq!(tried.case.identification, Identification::CgPending);
    assert!(!tried.case.duties.has(crate::duty::DutyKind::ReviewSuspension));
}

#[test]
fn v26_a_merge_takes_two_people_and_is_undone_exactly() {
    let on = date(2012, 3, 2);
    let mut tried = Tried::screened(AgeAtReferral::Adult, date(2012, 3, 1));
    let before = tried.case.clone();
    let merge = |second: &str| Command::ConfirmDuplicate {
        surviving_case: CaseId(Uuid::from_u128(77)),
        second: Actor::new(authority(on), second, Role::CaTriage),
        reason: words("the same person"),
    };
    assert_eq!(refused(tried.step(on, Role::CaTriage, merge("one"))), "duplicate.one_person");
    tried.must(on, Role::CaTriage, merge("two"));
    assert_eq!(tried.case.identification, Identification::MergedDuplicate);
    let second = Actor::new(authority(on), "two", Role::CaTriage);
    tried.must(on, Role::CaTriage, Command::UndoDuplicate { second, reason: words("another person") });
    assert_eq!(Case { latest_on: before.latest_on, ..tried.case }, before);
}

#[test]
fn only_the_authority_that_holds_a_case_decides_it() {
    let mut tried = Tried::screened(AgeAtReferral::Adult, date(2012, 3, 1));
    let other = Actor::new("HO-CA", "one", Role::CaDecisionMaker);
    let decide = tried.by(date(2012, 3, 2), &other, reasonable_grounds(Outcome::Positive));
    assert_eq!(refused(decide), "case.other_authority");
    let reallocate = Command::Reallocate {
        competent_authority: "HO-CA".to_owned(),
        hosted_by: None,
        reason: words("an asylum matter"),
    };
    tried.must(date(2012, 3, 2), Role::CaTriage, reallocate);
    tried.by(date(2012, 3, 2), &other, reasonable_grounds(Outcome::Positive)).unwrap();
}

#[test]
fn a_negative_decision_is_looked_at_again_by_somebody_else() {
    let on = date(2024, 9, 2);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    tried.must(on, Role::CaDecisionMaker, propose(Stage::ReasonableGrounds));
    tried.second_look(on);
    tried.must(on, Role::CaDecisionMaker, reasonable_grounds(Outcome::Negative));
    let person = Actor::new("PERSON", "self", Role::Survivor);
    let request = |exceptional: Option<&str>| Command::RequestReconsideration {
        ground: "new_evidence".to_owned(),
        exceptional_reason: exceptional.map(words),
        request: words("a letter"),
    };
    let late = date(2024, 10, 3);
    assert_eq!(refused(tried.by(late, &person, request(None))), "reconsideration.after_the_window");
    tried.by(date(2024, 10, 2), &person, request(None)).unwrap();
    let accept = Command::AcceptReconsideration { reason: words("new evidence") };
    tried.must(date(2024, 10, 3), Role::CaTechnicalSpecialist, accept);
    assert_eq!(tried.case.identification, Identification::RgPending);
    let same = tried.step(date(2024, 10, 4), Role::CaDecisionMaker, reasonable_grounds(Outcome::Positive));
    assert_eq!(refused(same), "reconsideration.same_maker");
    let other = Actor::new(authority(on), "three", Role::CaDecisionMaker);
    tried.by(date(2024, 10, 4), &other, reasonable_grounds(Outcome::Positive)).unwrap();
    assert_eq!(tried.case.reconsideration, Reconsideration::Overturned);
}

#[test]
fn disqualification_begins_in_2023_and_leaves_the_identification() {
    let consider = || Command::ConsiderDisqualification { note: words("put to the person") };
    let mut early = Tried::positive(AgeAtReferral::Adult, date(2022, 6, 1));
    let refused_early = early.step(date(2022, 7, 1), Role::CaTechnicalSpecialist, consider());
    assert_eq!(refused(refused_early), "step.not_yet_in_force");
    let mut tried = Tried::positive(AgeAtReferral::Adult, date(2023, 6, 1));
    tried.must(date(2023, 7, 1), Role::CaTechnicalSpecialist, consider());
    let apply = Command::ApplyDisqualification { ground: "bad_faith".to_owned(), assessment: words("assessment") };
    tried.must(date(2023, 8, 1), Role::CaTechnicalSpecialist, apply);
    assert_eq!(tried.case.disqualification, Disqualification::Applied);
    assert_eq!(tried.case.identification, Identification::CgPending);
}

#[test]
fn a_panel_decides_both_stages_for_a_child() {
    let on = date(2024, 3, 1);
    let mut tried = Tried::screened(AgeAtReferral::Child, on);
    let panel = Actor::new("DDM", "panel-1", Role::PilotPanel);
    let combined = |reviewed| Command::DecideCombined {
        outcome: Outcome::Negative,
        reviewed_by_authority: reviewed,
        findings: None,
        reasons: words("reasons"),
    };
    assert_eq!(refused(tried.by(on, &panel, combined(false))), "combined.not_reviewed");
    tried.by(on, &panel, combined(true)).unwrap();
    assert_eq!(tried.case.identification, Identification::CgNegative);
}

/// What was found when a negative was proposed stands with the decision, and a decision that contradicts it is refused.
#[test]
fn a_negative_decision_carries_what_was_found_of_each_element() {
    let on = date(2024, 3, 1);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    let found = |means| Some(Findings { act: Finding::Met, means, purpose: Finding::Met });
    let proposal =
        |findings| Command::ProposeNegative { stage: Stage::ReasonableGrounds, findings, reasons: words("reasons") };
    let all_met = tried.step(on, Role::CaDecisionMaker, proposal(found(Finding::Met)));
    assert_eq!(refused(all_met), "elements.contradict");
    tried.must(on, Role::CaDecisionMaker, proposal(found(Finding::NotShown)));
    let look = Command::ReviewNegative { look: Look::Agreed, panel: Vec::new(), points: words("points") };
    tried.by(on, &Actor::new(authority(on), "reviewer-2", Role::CaSecondReviewer), look).unwrap();
    let positive =
        |findings| Command::DecideReasonableGrounds { outcome: Outcome::Positive, findings, reasons: words("reasons") };
    let contradicted = tried.step(on, Role::CaDecisionMaker, positive(found(Finding::NotMet)));
    assert_eq!(refused(contradicted), "elements.contradict");
    tried.must(on, Role::CaDecisionMaker, reasonable_grounds(Outcome::Negative));
    let decided = tried.case.reasonable_grounds.clone().unwrap();
    assert_eq!(decided.findings, found(Finding::NotShown));
    assert_eq!(decided.findings.and_then(Findings::reason), Some(NegativeReason::NotEnoughInformation));
}

#[test]
fn steps_are_never_dated_in_the_future_or_before_what_they_follow() {
    let mut tried = Tried::screened(AgeAtReferral::Adult, date(2012, 3, 5));
    let decide = || reasonable_grounds(Outcome::Positive);
    let before = tried.step(date(2012, 3, 4), Role::CaDecisionMaker, decide());
    assert_eq!(refused(before), "date.before_the_step_it_follows");
    let future = tried.step(date(2027, 1, 1), Role::CaDecisionMaker, decide());
    assert_eq!(refused(future), "date.in_the_future");
}

#[test]
fn nothing_that_narrates_shows_in_debug_output() {
    let tried = Tried::screened(AgeAtReferral::Adult, date(2012, 3, 1));
    let shown = format!("{:?}", tried.events);
    assert!(!shown.contains("Example Person") && !shown.contains("an account"), "{shown}");
}

/// V-23, V-26: two people, each from a session of their own; what was merged comes back as it was.
#[test]
fn v23_a_merge_is_proposed_by_one_and_answered_by_another() {
    let on = date(2024, 2, 1);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    let (one, two) = (Actor::new("SCA", "one", Role::CaTriage), Actor::new("SCA", "two", Role::CaTriage));
    let propose = Command::ProposeMerge { surviving_case: CaseId(Uuid::from_u128(9)), reason: words("same name") };
    let answer = |agreed| Command::AnswerMerge { agreed, reason: words("looked") };
    assert_eq!(tried.by(on, &two, answer(true)).unwrap_err().code, "duplicate.nothing_proposed");
    tried.by(on, &one, propose.clone()).unwrap();
    assert!(tried.case.duties.has(crate::duty::DutyKind::ConfirmMerge));
    assert_eq!(tried.by(on, &one, answer(true)).unwrap_err().code, "duplicate.one_person");
    assert_eq!(tried.by(on, &two, propose.clone()).unwrap_err().code, "duplicate.proposed_already");
    tried.by(on, &two, answer(false)).unwrap();
    assert!(!tried.case.duties.has(crate::duty::DutyKind::ConfirmMerge) && tried.case.merged_into.is_none());
    tried.by(on, &one, propose).unwrap();
    tried.by(on, &two, answer(true)).unwrap();
    assert_eq!(tried.case.identification, Identification::MergedDuplicate);
    assert_eq!(tried.case.merged_into, Some(CaseId(Uuid::from_u128(9))));
    tried.by(on, &two, Command::ProposeUndo { reason: words("another person") }).unwrap();
    assert_eq!(tried.by(on, &two, answer(true)).unwrap_err().code, "duplicate.one_person");
    tried.by(on, &one, answer(true)).unwrap();
    assert_eq!((tried.case.identification, tried.case.merged_into), (Identification::RgPending, None));
    assert!(!tried.case.duties.has(crate::duty::DutyKind::ConfirmMerge));
}

#[test]
fn only_the_body_that_was_asked_answers_an_enquiry() {
    let on = date(2024, 2, 1);
    let mut tried = Tried::screened(AgeAtReferral::Adult, on);
    let enquiry = EnquiryId(Uuid::from_u128(7));
    tried.must(on, Role::CaDecisionMaker, send_enquiry(enquiry, EnquiryBody::Police, on));
    let answer = Command::AnswerEnquiry { enquiry, answer: words("nothing known") };
    let other = Actor::new("tsa", "worker", Role::SupportWorker);
    assert_eq!(tried.by(on, &other, answer.clone()).unwrap_err().code, "enquiry.of_another");
    tried.by(on, &Actor::new("ASKED", "desk", Role::PoliceReceiver), answer).unwrap();
}

#[test]
fn v19_a_letter_is_recorded_as_sent_only_by_a_way_that_is_safe() {
    use crate::case::LetterWay::{Email, FirstResponder, Post};
    let on = date(2024, 3, 1);
    let mut tried = Tried::positive(AgeAtReferral::Adult, on);
    let letter = u64::try_from(tried.events.len()).unwrap();
    let language = crate::language::Language::Welsh;
    let by = |way| Command::RecordLetter { letter, way, language, safe: vec![Post, FirstResponder] };
    assert_eq!(refused(tried.step(on, Role::CaTriage, by(Email))), "letter.way_not_safe");
    assert_eq!(refused(tried.step(on, Role::CaSecondReviewer, by(Post))), "step.not_for_this_role");
    tried.must(on, Role::CaTriage, by(Post));
    assert!(tried.case.duties.has(crate::duty::DutyKind::DecideConclusiveGrounds), "it changes nothing else");
    let mut waiting = Tried::screened(AgeAtReferral::Adult, on);
    waiting.must(on, Role::CaTriage, by(Post));
    let mut received = Tried::received(AgeAtReferral::Adult, on);
    assert_eq!(refused(received.step(on, Role::CaTriage, by(Post))), "step.not_from_this_state");
}

#[test]
fn an_authority_does_not_host_its_own_caseworkers() {
    let on = date(2024, 3, 1);
    let mut tried = Tried::received(AgeAtReferral::Adult, on);
    let hosted = |host: &str| match pass_screening(authority(on)) {
        Command::PassScreening { competent_authority, immigration_interest, .. } => Command::PassScreening {
            age_checked: true,
            duplicates_checked: true,
            competent_authority,
            hosted_by: Some(host.to_owned()),
            immigration_interest,
        },
        other => other,
    };
    assert_eq!(refused(tried.step(on, Role::CaTriage, hosted(authority(on)))), "authority.hosts_itself");
    tried.must(on, Role::CaTriage, hosted("IECA"));
    assert_eq!(tried.case.hosted_by.as_deref(), Some("IECA"));
}

#[test]
fn the_age_at_exploitation_is_corrected_like_any_other_fact() {
    let then = |child| Command::CorrectFact {
        correction: Correction::ChildWhenExploited(Known::Value(child)),
        reason: words("a birth certificate"),
    };
    let counted = |tried: &Tried| {
        let codes = tried.events.iter().filter_map(|draft| statistics::change(&draft.event.fact, draft.occurred_on));
        codes.filter_map(|change| change.facts).next_back().map(|facts| facts.age_at_exploitation)
    };
    let on = date(2012, 3, 1);
    let mut adult = Tried::screened(AgeAtReferral::Adult, on);
    assert_eq!(adult.case.facts.child_when_exploited, Known::Missing(Blank::NotRecorded));
    adult.must(on, Role::CaDecisionMaker, then(true));
    assert_eq!((&adult.case.facts.child_when_exploited, counted(&adult)), (&Known::Value(true), Some("child")));
    assert_eq!(refused(adult.step(on, Role::CaDecisionMaker, then(true))), "correction.changes_nothing");
    adult.must(on, Role::CaDecisionMaker, then(false));
    assert_eq!(counted(&adult), Some("adult"));
    let mut child = Tried::screened(AgeAtReferral::Child, on);
    assert_eq!(refused(child.step(on, Role::CaDecisionMaker, then(false))), "correction.child_then");
}
