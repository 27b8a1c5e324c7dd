//! The rules of a case, tried one by one and in random order.

mod rules;
mod sequences;

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Case, Command, EnquiryBody, Event, Finding, Findings, Look, NegativeReason, Outcome, Stage};
use crate::{
    actor::{Actor, Role},
    claim::Claims,
    context::Context,
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    identifier::{CaseId, EnquiryId, PoliceNoticeId, ReferralId, SupportRequestId},
    journal::Draft,
    known::{Blank, Known},
    law::Law,
    person::{Identity, Words},
    place::{ExploitationPlaces, Nation, PresentationPlace, Region},
    reference::{Reference, ReferenceKind},
    referral::{Consent, Particulars, Submission, Submit, submit},
    refusal::Refusal,
};

/// A day after everything that the tests do.
const LATER: Date = date(2026, 4, 1);

fn law() -> &'static Law {
    static LAW: std::sync::OnceLock<Law> = std::sync::OnceLock::new();
    LAW.get_or_init(|| Law::united_kingdom().unwrap())
}

/// The authority that receives and decides on a date.
fn authority(on: Date) -> &'static str {
    law().organisations.competent_authorities_on(on).next().unwrap().code.as_str()
}

fn words(text: &str) -> Words {
    Words(text.to_owned())
}

fn command(age: AgeAtReferral, received_on: Date) -> Submit {
    let child = age.treated_as_child();
    Submit {
        first_responder_organisation: "POLICE-EW".to_owned(),
        nation: Nation::England,
        received_on,
        consent: if child {
            Consent::NotRequired
        } else {
            Consent::Given {
                explained_by: "officer-1".to_owned(),
                language: "en".to_owned(),
                notice_version: "1".to_owned(),
            }
        },
        support_wanted: Known::Value(!child),
        police_contact: Known::Missing(Blank::AskLater),
        immediate_threat: false,
        facts: Facts {
            age,
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
            local_authority_contact: child.then(|| "children's services duty desk".to_owned()),
            operation: None,
            account: words("an account"),
            answered: None,
        },
    }
}

fn submission() -> Submission {
    let reference = |kind| Reference::new(kind, 2012, [7; 8]);
    Submission {
        referral: ReferralId(Uuid::from_u128(1)),
        referral_reference: reference(ReferenceKind::Referral),
        case: CaseId(Uuid::from_u128(2)),
        case_reference: reference(ReferenceKind::Case),
        police_notice: PoliceNoticeId(Uuid::from_u128(3)),
        police_notice_reference: reference(ReferenceKind::PoliceNotice),
        support_request: SupportRequestId(Uuid::from_u128(4)),
        support_reference: reference(ReferenceKind::Support),
    }
}

/// A case under test: its events, and the state folded from them.
#[derive(Clone)]
struct Tried {
    case: Case,
    events: Vec<Draft<Event>>,
}

impl Tried {
    /// A referral received on a date, and the case it opened.
    fn received(age: AgeAtReferral, on: Date) -> Self {
        let actor = Actor::new("POLICE-EW", "officer-1", Role::FirstResponder);
        let context = Context { law: law(), actor: &actor, today: LATER };
        let (_, shares) = submit(command(age, on), &submission(), &context).unwrap();
        let case = Case::evolve(None, shares.case.occurred_on, &shares.case.event).unwrap();
        Self { case, events: vec![shares.case] }
    }

    /// A case that passed screening on the day it was received.
    fn screened(age: AgeAtReferral, on: Date) -> Self {
        let mut tried = Self::received(age, on);
        tried.must(on, Role::CaTriage, pass_screening(authority(on)));
        tried
    }

    /// A case with a positive reasonable grounds decision.
    fn positive(age: AgeAtReferral, on: Date) -> Self {
        let mut tried = Self::screened(age, on);
        tried.must(on, Role::CaDecisionMaker, reasonable_grounds(Outcome::Positive));
        tried
    }

    fn by(&mut self, on: Date, actor: &Actor, command: Command) -> Result<(), Refusal> {
        let context = Context { law: law(), actor, today: LATER };
        let drafts = self.case.decide(on, command, &context)?;
        for draft in drafts {
            self.case = Case::evolve(Some(self.case.clone()), draft.occurred_on, &draft.event).unwrap();
            self.events.push(draft);
        }
        Ok(())
    }

    /// Takes a step as the post `one` of the case's authority.
    fn step(&mut self, on: Date, role: Role, command: Command) -> Result<(), Refusal> {
        let actor = Actor::new(self.case.competent_authority.clone(), "one", role);
        self.by(on, &actor, command)
    }

    fn must(&mut self, on: Date, role: Role, command: Command) {
        self.step(on, role, command).unwrap();
    }

    /// Has another post agree to the proposed negative.
    fn second_look(&mut self, on: Date) {
        let reviewer = Actor::new(self.case.competent_authority.clone(), "two", Role::CaSecondReviewer);
        let agree = Command::ReviewNegative { look: Look::Agreed, panel: Vec::new(), points: words("agreed") };
        self.by(on, &reviewer, agree).unwrap();
    }

    /// Asks everybody who is asked before a negative, and records their answers.
    fn ask_everybody(&mut self, on: Date) {
        let bodies = [
            EnquiryBody::SupportProvider,
            EnquiryBody::Police,
            EnquiryBody::FirstResponder,
            EnquiryBody::LocalAuthority,
        ];
        for (number, body) in bodies.into_iter().enumerate() {
            let enquiry = EnquiryId(Uuid::from_u128(100 + number as u128));
            self.must(on, Role::CaDecisionMaker, send_enquiry(enquiry, body, on));
            self.must(on, Role::CaDecisionMaker, Command::AnswerEnquiry { enquiry, answer: words("nothing to add") });
        }
    }
}

fn pass_screening(authority: &str) -> Command {
    Command::PassScreening {
        age_checked: true,
        duplicates_checked: true,
        competent_authority: authority.to_owned(),
        hosted_by: None,
        immigration_interest: false,
    }
}

fn reasonable_grounds(outcome: Outcome) -> Command {
    Command::DecideReasonableGrounds { outcome, findings: None, reasons: words("reasons") }
}

fn conclusive_grounds(outcome: Outcome) -> Command {
    Command::DecideConclusiveGrounds { outcome, findings: None, reasons: words("reasons") }
}

fn send_enquiry(enquiry: EnquiryId, body: EnquiryBody, due_on: Date) -> Command {
    Command::SendEnquiry { enquiry, body, organisation: "ASKED".to_owned(), due_on, question: words("what is known?") }
}

fn propose(stage: Stage) -> Command {
    Command::ProposeNegative { stage, findings: None, reasons: words("reasons") }
}
