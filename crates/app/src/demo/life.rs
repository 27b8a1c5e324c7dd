//! The steps of one synthetic referral, each by the post that would have taken it, on its day.

use jiff::{
    ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use manumit_domain::{
    actor::{Actor, Role},
    case::{Case, Command, EnquiryBody, Finding, Findings, Identification, Look, Outcome, Stage, WithdrawalReason},
    facts::Facts,
    known::Known,
    person::Words,
    place::{PublishedPlace, Region},
    police_notice,
    reference::Reference,
};
use manumit_store::journal::Idempotency;

use super::{
    BrokenData,
    population::{Authority, Final, Person},
    timeline::Dates,
    translate,
};
use crate::{AppError, Caller, Office, case, referral};

const PURPOSE: &str = "demonstration of the 2012 caseload";
/// When a suspended case of the synthetic record is looked at again.
const REVIEW_SUSPENSION: Date = date(2013, 12, 2);
/// When the Home Office and UKHTC asked again about the cases still open, and until when they asked for answers.
const ASKED_AGAIN: Date = date(2013, 9, 20);
const ANSWERS_DUE: Date = date(2013, 10, 31);

/// Takes one referral through its steps. Says whether anything was left to do.
pub(super) async fn live(office: &Office, person: &Person, number: usize, dates: Dates) -> Result<bool, AppError> {
    let command = translate::command(person, number, dates, office.law()).map_err(BrokenData::from)?;
    let facts = command.facts.clone();
    let responder = Actor::new(command.first_responder_organisation.clone(), "referral-desk", Role::FirstResponder);
    let idempotency = Idempotency {
        key: format!("demo/idmg-2012/{}", person.synthetic_id),
        fingerprint: "population.csv, first edition".to_owned(),
    };
    let caller = caller(responder, dates.received)?;
    let receipt = referral::submit(office, &caller, command, Some(idempotency)).await?;
    let life = Life { office, person, number, dates, case: receipt.case };
    let looking = life.post(Role::CaTriage, "triage-1", dates.received)?;
    let mut case = case::look(office, &looking, &receipt.case).await?;
    let mut moved = !receipt.repeated;
    while let Some(step) = life.next(&case)? {
        moved = true;
        case = life.take(step).await?;
    }
    moved |= life.tell_the_police(receipt.police_notice, &facts).await?;
    Ok(moved)
}

fn caller(actor: Actor, on: Date) -> Result<Caller, AppError> {
    let noon = on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or_default();
    Ok(Caller::new(actor, noon, PURPOSE))
}

struct Life<'a> {
    office: &'a Office,
    person: &'a Person,
    number: usize,
    dates: Dates,
    case: Reference,
}

/// A step: when, in which role, by which post, and what.
struct Step {
    on: Date,
    role: Role,
    post: &'static str,
    command: Command,
}

impl Life<'_> {
    /// The next step that the synthetic record still needs: none when the case stands where the report left it.
    ///
    /// Asked of the state that was recorded, so an interrupted load goes on where it stopped.
    fn next(&self, case: &Case) -> Result<Option<Step>, AppError> {
        Ok(match case.identification {
            Identification::Screening => Some(self.screen()),
            Identification::RgPending => self.at_reasonable_grounds(case),
            Identification::CgPending => self.at_conclusive_grounds(case)?,
            _ => None,
        })
    }

    fn authority(&self) -> (&'static str, Option<String>) {
        match self.person.authority {
            Authority::HomeOffice => ("HO-CA", None),
            Authority::HostedInUkhtc => ("HO-CA", Some("UKHTC".to_owned())),
            Authority::Ukhtc => ("UKHTC", None),
        }
    }

    fn screen(&self) -> Step {
        let (competent_authority, hosted_by) = self.authority();
        let command = Command::PassScreening {
            age_checked: true,
            duplicates_checked: true,
            competent_authority: competent_authority.to_owned(),
            hosted_by,
            immigration_interest: self.person.linked_immigration_interest,
        };
        Step { on: self.dates.screened, role: Role::CaTriage, post: "triage-1", command }
    }

    fn at_reasonable_grounds(&self, case: &Case) -> Option<Step> {
        let on = self.dates.reasonable_grounds;
        let decided = |outcome| Command::DecideReasonableGrounds { outcome, findings: None, reasons: reasons() };
        let command = match self.person.reasonable_grounds {
            Final::Positive => decided(Outcome::Positive),
            Final::Negative => return Some(self.towards_negative(case, on, Stage::ReasonableGrounds)),
            Final::Pending => return None,
            Final::Suspended => suspend(),
            Final::Withdrawn => withdraw(),
        };
        Some(self.decision(on, command))
    }

    fn at_conclusive_grounds(&self, case: &Case) -> Result<Option<Step>, AppError> {
        let on = self.dates.conclusive_grounds;
        let decided = |outcome| Command::DecideConclusiveGrounds { outcome, findings: None, reasons: reasons() };
        let command = match self.person.conclusive_grounds {
            Some(Final::Positive) => decided(Outcome::Positive),
            Some(Final::Negative) => {
                let asked = match self.next_enquiry(case, on)? {
                    Some(step) => step,
                    None => self.towards_negative(case, on, Stage::ConclusiveGrounds),
                };
                return Ok(Some(asked));
            }
            Some(Final::Suspended) => suspend(),
            Some(Final::Withdrawn) => withdraw(),
            Some(Final::Pending) => return self.ask_again(case),
            None => return Ok(None),
        };
        Ok(Some(self.decision(on, command)))
    }

    fn decision(&self, on: Date, command: Command) -> Step {
        Step { on, role: Role::CaDecisionMaker, post: "caseworker-1", command }
    }

    /// Propose, have it looked at by somebody else, decide.
    fn towards_negative(&self, case: &Case, on: Date, stage: Stage) -> Step {
        match &case.proposal {
            None => {
                let findings = Some(self.findings(case.treated_as_child()));
                self.decision(on, Command::ProposeNegative { stage, findings, reasons: reasons() })
            }
            Some(proposal) if proposal.agreed.is_none() => Step {
                on,
                role: Role::CaSecondReviewer,
                post: "caseworker-2",
                command: Command::ReviewNegative { look: Look::Agreed, panel: Vec::new(), points: reasons() },
            },
            Some(_) => self.decision(on, Command::decision(stage, Outcome::Negative, None, reasons())),
        }
    }

    /// What was found of a negative: the report does not print it, so it is made up by a fixed rule.
    fn findings(&self, child: bool) -> Findings {
        let failed = if matches!(self.number % 5, 0 | 2) { Finding::NotShown } else { Finding::NotMet };
        let means = if child { Finding::NotNeeded } else { Finding::Met };
        match self.number % 3 {
            0 => Findings { act: failed, means, purpose: Finding::Met },
            1 if !child => Findings { act: Finding::Met, means: failed, purpose: Finding::Met },
            _ => Findings { act: Finding::Met, means, purpose: failed },
        }
    }

    /// The next enquiry before a negative conclusive grounds decision: asked a month before, answered or let lapse.
    fn next_enquiry(&self, case: &Case, decided_on: Date) -> Result<Option<Step>, AppError> {
        let asked_on = decided_on.saturating_sub(30.days());
        let due_on = decided_on.saturating_sub(10.days());
        let closed_on = decided_on.saturating_sub(5.days());
        let provider = if case.treated_as_child() { EnquiryBody::LocalAuthority } else { EnquiryBody::SupportProvider };
        for body in [provider, EnquiryBody::Police, EnquiryBody::FirstResponder] {
            if !case.enquiries.values().any(|asked| asked.body == body) {
                return Ok(Some(self.enquiry(case, body, (asked_on, due_on))?));
            }
        }
        let open = case.enquiries.iter().find(|(_, asked)| asked.state == manumit_domain::case::EnquiryState::Open);
        Ok(open.map(|(enquiry, asked)| {
            let lapsed = asked.body == EnquiryBody::Police && self.number.is_multiple_of(4);
            let command = if lapsed {
                Command::LapseEnquiry { enquiry: *enquiry }
            } else {
                Command::AnswerEnquiry { enquiry: *enquiry, answer: Words("Synthetic answer.".to_owned()) }
            };
            self.decision(closed_on, command)
        }))
    }

    /// Two in three of the cases still open wait for an answer.
    fn ask_again(&self, case: &Case) -> Result<Option<Step>, AppError> {
        let body = match self.number % 3 {
            0 => EnquiryBody::Police,
            1 => EnquiryBody::FirstResponder,
            _ => return Ok(None),
        };
        if !case.enquiries.is_empty() {
            return Ok(None);
        }
        self.enquiry(case, body, (ASKED_AGAIN, ANSWERS_DUE)).map(Some)
    }

    fn enquiry(&self, case: &Case, body: EnquiryBody, (on, due_on): (Date, Date)) -> Result<Step, AppError> {
        let organisation = match body {
            EnquiryBody::Police => force(&case.facts).unwrap_or("SOCA"),
            EnquiryBody::FirstResponder => &case.first_responder_organisation,
            EnquiryBody::SupportProvider => "tsa",
            EnquiryBody::LocalAuthority | EnquiryBody::Other => "LA-EW",
        };
        let caller = self.post(Role::CaDecisionMaker, "caseworker-1", on)?;
        let command = Command::SendEnquiry {
            enquiry: case::new_enquiry(self.office, &caller)?,
            body,
            organisation: organisation.to_owned(),
            due_on,
            question: Words("Synthetic question.".to_owned()),
        };
        Ok(self.decision(on, command))
    }

    /// A post of the authority that holds the case: at receipt the one that receives, afterwards the one that decides.
    fn post(&self, role: Role, post: &str, on: Date) -> Result<Caller, AppError> {
        let organisation = if role == Role::CaTriage { "UKHTC" } else { self.authority().0 };
        caller(Actor::new(organisation, post, role), on)
    }

    async fn take(&self, step: Step) -> Result<Case, AppError> {
        let caller = self.post(step.role, step.post, step.on)?;
        case::act(self.office, &caller, &self.case, (step.on, step.command)).await
    }

    /// Passes the notice once the first decision is made, where a force follows from the places recorded; nine in ten
    /// are acknowledged.
    async fn tell_the_police(&self, notice: Reference, facts: &Facts) -> Result<bool, AppError> {
        let decided = matches!(self.person.reasonable_grounds, Final::Positive | Final::Negative);
        let Some(force) = force(facts).filter(|_| decided) else { return Ok(false) };
        let on = self.dates.reasonable_grounds;
        let triage = caller(Actor::new("UKHTC", "triage-1", Role::CaTriage), on)?;
        let pass =
            police_notice::Command::Pass { forces: vec![force.to_owned()], on, reasonable_grounds_decided: true };
        let passed = self.police_step(&triage, notice, pass).await?;
        if self.number.is_multiple_of(10) {
            return Ok(passed);
        }
        let on = on.saturating_add(7.days());
        let desk = caller(Actor::new(force, "single-point-of-contact", Role::PoliceReceiver), on)?;
        let crime_reference = format!("SYN/{}/12", self.number + 1);
        let acknowledge = police_notice::Command::Acknowledge { crime_reference, on };
        Ok(self.police_step(&desk, notice, acknowledge).await? || passed)
    }

    /// Takes a step on the notice; false if it was taken before.
    async fn police_step(
        &self,
        caller: &Caller,
        notice: Reference,
        command: police_notice::Command,
    ) -> Result<bool, AppError> {
        match crate::police_notice::act(self.office, caller, &notice, command).await {
            Ok(_) => Ok(true),
            Err(AppError::Refused(refusal)) if refusal.code == "step.not_from_this_state" => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// A force of the region where exploitation took place; failing that, where the person was found.
fn force(facts: &Facts) -> Option<&'static str> {
    let region = match (facts.exploited_at.published(), facts.presented_at.region()) {
        (PublishedPlace::Region(region), _) | (_, Known::Value(region)) => region,
        _ => return None,
    };
    Some(match region {
        Region::EastMidlands => "nottinghamshire",
        Region::Eastern => "essex",
        Region::London => "metropolitan",
        Region::NorthEast => "west-yorkshire",
        Region::NorthWest => "greater-manchester",
        Region::SouthEast => "kent",
        Region::SouthWest => "avon-and-somerset",
        Region::WestMidlands => "west-midlands",
        Region::Wales => "south-wales",
        Region::NorthernIreland => "psni",
        Region::Scotland => "strathclyde",
        Region::IsleOfMan => "isle-of-man",
    })
}

fn reasons() -> Words {
    Words("Synthetic reasons: the report prints outcomes, not reasons.".to_owned())
}

fn suspend() -> Command {
    Command::Suspend { reason: "missing".to_owned(), review_on: REVIEW_SUSPENSION, note: reasons() }
}

/// In 2012 "withdrawn" meant that the person had left the country.
fn withdraw() -> Command {
    Command::Withdraw { reason: WithdrawalReason::LeftUk, note: reasons() }
}
