//! Random sequences of commands: no order of them reaches an illegal state.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::case::{Identification, Safeguarding, WithdrawalReason};

/// The roles, dates and commands that a random step is made of. Most steps are refused; the legal ones move the case.
fn step() -> impl Strategy<Value = (i32, Role, &'static str, Command)> {
    let roles = select(vec![
        Role::CaTriage,
        Role::CaDecisionMaker,
        Role::CaDecisionMaker,
        Role::CaSecondReviewer,
        Role::CaTechnicalSpecialist,
        Role::FirstResponder,
        Role::Survivor,
        Role::LocalAuthority,
        Role::PilotPanel,
    ]);
    (0..40_i32, roles, select(vec!["one", "two"]), any_command())
}

fn any_command() -> impl Strategy<Value = Command> {
    let stage = select(vec![Stage::ReasonableGrounds, Stage::ConclusiveGrounds]);
    let outcome = select(vec![Outcome::Positive, Outcome::Negative]);
    let reason = select(vec![
        WithdrawalReason::LeftUk,
        WithdrawalReason::ConsentWithdrawn,
        WithdrawalReason::Turned18NoConsent,
        WithdrawalReason::Died,
    ]);
    let bodies = select(vec![
        EnquiryBody::SupportProvider,
        EnquiryBody::Police,
        EnquiryBody::FirstResponder,
        EnquiryBody::LocalAuthority,
    ]);
    let enquiry = (0..4_u128).prop_map(|number| EnquiryId(Uuid::from_u128(number)));
    prop_oneof![
        4 => Just(pass_screening("SCA")),
        1 => Just(Command::FailScreening { reason: words("not valid") }),
        1 => Just(Command::ConfirmDuplicate {
            surviving_case: CaseId(Uuid::from_u128(5)),
            second: Actor::new("SCA", "three", Role::CaTriage),
            reason: words("same"),
        }),
        1 => Just(Command::UndoDuplicate {
            second: Actor::new("SCA", "three", Role::CaTriage),
            reason: words("another"),
        }),
        1 => Just(Command::ProposeMerge { surviving_case: CaseId(Uuid::from_u128(5)), reason: words("same") }),
        1 => Just(Command::ProposeUndo { reason: words("another") }),
        2 => any::<bool>().prop_map(|agreed| Command::AnswerMerge { agreed, reason: words("looked") }),
        3 => (enquiry.clone(), bodies).prop_map(|(enquiry, body)| send_enquiry(enquiry, body, date(2024, 1, 1))),
        3 => enquiry.prop_map(|enquiry| Command::AnswerEnquiry { enquiry, answer: words("answer") }),
        2 => stage.prop_map(propose),
        2 => select(vec![Look::Agreed, Look::Returned])
            .prop_map(|look| Command::ReviewNegative { look, panel: Vec::new(), points: words("points") }),
        5 => outcome.clone().prop_map(reasonable_grounds),
        5 => outcome.clone().prop_map(conclusive_grounds),
        1 => (outcome, any::<bool>()).prop_map(|(outcome, reviewed_by_authority)| Command::DecideCombined {
            outcome,
            reviewed_by_authority,
            findings: None,
            reasons: words("reasons"),
        }),
        2 => Just(Command::Suspend {
            reason: "missing".to_owned(),
            review_on: date(2025, 12, 1),
            note: words("note"),
        }),
        2 => Just(Command::Resume { note: words("found") }),
        1 => reason.prop_map(|reason| Command::Withdraw { reason, note: words("note") }),
        1 => any::<bool>().prop_map(|child| Command::AssessAge { child, note: words("assessed") }),
        1 => Just(Command::TurnEighteen),
        2 => Just(Command::RequestReconsideration {
            ground: "new_evidence".to_owned(),
            exceptional_reason: Some(words("unforeseeable")),
            request: words("a letter"),
        }),
        2 => Just(Command::AcceptReconsideration { reason: words("new evidence") }),
        1 => Just(Command::RefuseReconsideration { reason: words("nothing new") }),
        1 => Just(Command::ConsiderDisqualification { note: words("put") }),
        1 => Just(Command::ApplyDisqualification { ground: "public_order".to_owned(), assessment: words("a") }),
    ]
}

/// What holds in every state that a case may reach.
fn check(case: &Case) -> Result<(), TestCaseError> {
    use Identification as I;
    let positive = case.reasonable_grounds.as_ref().is_some_and(|decision| decision.outcome == Outcome::Positive);
    let past_reasonable_grounds = matches!(
        case.identification,
        I::CgPending | I::CgSuspended | I::CgPositive | I::CgNegative | I::WithdrawnPreCg
    );
    prop_assert!(!past_reasonable_grounds || positive, "no conclusive grounds without positive reasonable grounds");
    let suspended = matches!(case.identification, I::RgSuspended | I::CgSuspended);
    prop_assert_eq!(suspended, case.suspension.is_some(), "a suspended case has a review date, and no other has");
    let waits = case.identification.awaits().is_some();
    let decides = [
        crate::duty::DutyKind::ScreenReferral,
        crate::duty::DutyKind::DecideReasonableGrounds,
        crate::duty::DutyKind::DecideConclusiveGrounds,
    ];
    let owed = decides.into_iter().filter(|kind| case.duties.has(*kind)).count();
    prop_assert_eq!(owed, usize::from(waits), "a case that waits has exactly one duty to decide, and no other has any");
    prop_assert!(case.safeguarding != Safeguarding::TreatedAsChild || case.treated_as_child());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_reaches_an_illegal_state(
        age in select(vec![AgeAtReferral::Adult, AgeAtReferral::Child, AgeAtReferral::NotSure]),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut tried = Tried::received(age, date(2023, 2, 1));
        let mut on = date(2023, 2, 1);
        for (days, role, post, command) in steps {
            on = on.checked_add(jiff::Span::new().days(days)).unwrap().min(LATER);
            let organisation = if role == Role::PilotPanel { "DDM" } else { "SCA" };
            let actor = Actor::new(organisation, post, role);
            let before = tried.case.clone();
            if tried.by(on, &actor, command).is_err() {
                prop_assert_eq!(&tried.case, &before, "a refusal changes nothing");
            }
            check(&tried.case)?;
        }
        let replayed = tried.events.iter().fold(None, |case, draft| {
            Case::evolve(case, draft.occurred_on, &draft.event)
        });
        prop_assert_eq!(replayed.as_ref(), Some(&tried.case), "replay equals live");
    }

    #[test]
    fn every_negative_of_today_had_a_second_look_by_somebody_else(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut tried = Tried::received(AgeAtReferral::Adult, date(2024, 2, 1));
        let mut on = date(2024, 2, 1);
        for (days, role, post, command) in steps {
            on = on.checked_add(jiff::Span::new().days(days)).unwrap().min(LATER);
            let _ = tried.by(on, &Actor::new("SCA", post, role), command);
        }
        let mut agreed: Option<Stage> = None;
        for draft in &tried.events {
            use crate::case::Fact;
            match &draft.event.fact {
                Fact::NegativeReviewed { stage, agreed: true, .. } => agreed = Some(*stage),
                Fact::NegativeReviewed { .. } | Fact::NegativeProposed { .. } => agreed = None,
                Fact::ReasonableGroundsDecided { outcome: Outcome::Negative, .. } => {
                    prop_assert_eq!(agreed.take(), Some(Stage::ReasonableGrounds));
                }
                Fact::ConclusiveGroundsDecided { outcome: Outcome::Negative, .. } => {
                    prop_assert_eq!(agreed.take(), Some(Stage::ConclusiveGrounds));
                }
                _ => {}
            }
        }
    }
}
