//! A small caseload of today: referrals at every stage, so that every desk has something on it.
//!
//! Made through the ordinary verbs, on days counted back from the day of loading. Names say that they are made up.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _, civil::Date};
use manumit_domain::{
    actor::{Actor, Role},
    case::{Command, EnquiryBody, Finding, Findings, Look, Outcome, Stage, WithdrawalReason},
    journal::StreamKind,
    known::Known,
    person::Words,
    police_notice,
    question_set::{Answer, Given},
    reference::Reference,
};
use manumit_store::journal::Idempotency;

use crate::{
    AppError, Caller, Office, case,
    form::{self, Body, Sent},
    police_notice as notice,
    referral::Receipt,
};

const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");
const CHILD: &str = include_str!("../../../../docs/examples/referral-age-not-sure.json");
const NOTIFICATION: &str = include_str!("../../../../docs/examples/notification.json");

/// How many notifications are made beside the referrals.
const NOTIFICATIONS: usize = 4;

/// One made-up person: name, birth, sex, nationality, type, region of the finding, and the life of the case.
type Person = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, Life);

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Screening,
    Waiting,
    Asked,
    SecondLook,
    Refused,
    Recovering,
    Due,
    Suspended,
    Confirmed,
    NotConfirmed,
    Withdrawn,
}

/// The made-up people, the latest referred first.
const PEOPLE: [Person; 30] = {
    use Life::{
        Asked, Confirmed, Due, NotConfirmed, Recovering, Refused, Screening, SecondLook, Suspended, Waiting, Withdrawn,
    };
    [
        ("Example Nguyễn Văn Một", "about 1998", "male", "VN", "n19.labour", "west-midlands", Screening),
        ("Example Arben", "2001-05-14", "male", "AL", "n19.criminal", "north-west", Screening),
        ("Example Mary", "1990", "female", "NG", "n19.sexual", "london", Screening),
        ("Example Selam", "1999-11", "female", "ER", "n19.domestic-servitude", "london", Screening),
        ("Example Ioana", "2003-02-20", "female", "RO", "n19.sexual", "north-east", Waiting),
        ("Example Tariq", "about 1995", "male", "SD", "n19.labour", "east-midlands", Waiting),
        ("Example Dylan", "2004-08-01", "male", "GB", "n19.criminal", "south-east", Waiting),
        ("Example Linh", "2002", "female", "VN", "n19.labour", "west-midlands", Asked),
        ("Example Besa", "1996-07-30", "female", "AL", "n19.sexual", "london", Asked),
        ("Example Ramesh", "1988", "male", "IN", "n19.labour", "eastern", Asked),
        ("Example Piotr", "1979-12-02", "male", "PL", "n19.labour", "eastern", SecondLook),
        ("Example Adaeze", "1994", "female", "NG", "n19.domestic-servitude", "london", SecondLook),
        ("Example Jozef", "1983", "male", "SK", "n19.labour", "south-west", Refused),
        ("Example Hana", "2000-04", "female", "ET", "n19.domestic-servitude", "london", Recovering),
        ("Example Khanh", "about 2001", "male", "VN", "n19.criminal", "north-east", Recovering),
        ("Example Mirela", "1992-09-09", "female", "RO", "n19.labour", "east-midlands", Recovering),
        ("Example Callum", "2005-01-22", "male", "GB", "n19.criminal", "north-west", Recovering),
        ("Example Yohannes", "1997", "male", "ER", "n19.labour", "south-east", Due),
        ("Example Grace", "1991-03", "female", "UG", "n19.domestic-servitude", "south-east", Due),
        ("Example Duc", "1999", "male", "VN", "n19.criminal", "north-east", Due),
        ("Example Ermal", "1995-10-11", "male", "AL", "n19.criminal", "north-west", Due),
        ("Example Fatima", "1987", "female", "SD", "n19.domestic-servitude", "west-midlands", Suspended),
        ("Example Andrei", "1985-06-06", "male", "RO", "n19.labour", "london", Suspended),
        ("Example Joy", "1998", "female", "NG", "n19.sexual", "london", Confirmed),
        ("Example Thu", "2000-12", "female", "VN", "n19.labour", "south-west", Confirmed),
        ("Example Lukas", "1976-02-15", "male", "CZ", "n19.labour", "east-midlands", Confirmed),
        ("Example Blessing", "1993", "female", "NG", "n19.sexual", "north-west", Confirmed),
        ("Example Kofi", "1989", "male", "GH", "n19.labour", "north-east", NotConfirmed),
        ("Example Sanjay", "1982-08", "male", "IN", "n19.labour", "west-midlands", NotConfirmed),
        ("Example Wei", "about 1990", "female", "CN", "n19.sexual", "london", Withdrawn),
    ]
};

/// Loads the caseload, as it would stand at a moment, and says how many referrals were made. Loading it again makes none.
///
/// # Errors
/// [`AppError`] of the first verb that fails; what was recorded before stays.
pub async fn load_present_day(office: &Office, at: Timestamp) -> Result<usize, AppError> {
    let mut made = 0;
    for (number, person) in PEOPLE.iter().enumerate() {
        made += usize::from(live(office, at, (number, person)).await?);
    }
    for number in 0..NOTIFICATIONS {
        let day = at - (24 * (3 + 5 * hours(number))).hours();
        let mut body = example(NOTIFICATION)?;
        dated(&mut body, day)?;
        let idempotency = Some(request(office, "notification", number));
        let sent = form::send(office, &officer(day), &body, idempotency).await?;
        if let (Sent::Notification(reference), 1..) = (sent, number) {
            pass_on(office, day + 24.hours(), &reference).await?;
        }
    }
    Ok(made)
}

/// Passes the notice of a notification to the force of the place, unless it was passed before.
async fn pass_on(office: &Office, at: Timestamp, notification: &Reference) -> Result<(), AppError> {
    let Some(stream) = office.store().find_opened_from(notification, StreamKind::PoliceNotice).await? else {
        return Ok(());
    };
    let Some(reference) = office.store().reference_of(stream).await?.and_then(|reference| reference.parse().ok())
    else {
        return Ok(());
    };
    let triage = Caller::new(Actor::new("SCA", "triage-1", Role::CaTriage), at, "demonstration");
    let pass = (vec!["metropolitan".to_owned()], triage.today()?);
    match notice::pass(office, &triage, &reference, pass).await {
        Err(AppError::Refused(refusal)) if refusal.code == "step.not_from_this_state" => Ok(()),
        passed => passed.map(|_| ()),
    }
}

/// Where exploitation took place in the areas of two forces.
fn both() -> Vec<String> {
    ["metropolitan", "kent"].map(str::to_owned).to_vec()
}

fn hours(number: usize) -> i64 {
    i64::try_from(number).unwrap_or_default()
}

fn request(office: &Office, kind: &str, number: usize) -> Idempotency {
    let key = office.store().projector().pseudonym(&format!("demonstration/present-day/{kind}/{number}"));
    Idempotency { fingerprint: key.clone(), key }
}

fn example(text: &str) -> Result<Body, AppError> {
    serde_json::from_str(text)
        .map_err(|source| AppError::File { path: "docs/examples".to_owned(), source: Box::new(source) })
}

fn officer(at: Timestamp) -> Caller {
    Caller::new(Actor::new("POLICE-EW", "officer-12", Role::FirstResponder), at, "demonstration")
}

fn dated(body: &mut Body, day: Timestamp) -> Result<(), AppError> {
    let met = officer(day).today()?;
    body.answers.insert("met_on".to_owned(), text(&met.to_string()));
    body.answers.remove("own_reference");
    Ok(())
}

fn text(given: &str) -> Answer {
    Known::Value(Given::Text(given.to_owned()))
}

/// How many days ago a case of each life was referred.
fn age_in_days(life: Life, number: usize) -> i64 {
    let number = hours(number);
    match life {
        Life::Screening => number,
        Life::Waiting => 2 + number,
        Life::Asked => 4 + number,
        Life::SecondLook => 6 + number,
        Life::Refused => 25,
        Life::Recovering => 6 + number,
        Life::Due | Life::Suspended => 30 + number,
        Life::Confirmed | Life::NotConfirmed | Life::Withdrawn => 60 + number,
    }
}

async fn live(office: &Office, at: Timestamp, (number, person): (usize, &Person)) -> Result<bool, AppError> {
    let (_, _, _, _, _, _, life) = *person;
    let begun = at - (24 * age_in_days(life, number) + 2).hours();
    let caller = match number % 3 {
        0 => Caller::new(Actor::new("SALVATION-ARMY", "caseworker-3", Role::FirstResponder), begun, "demonstration"),
        _ => officer(begun),
    };
    let body = told(person, begun, number)?;
    let Sent::Referral(receipt) = form::send(office, &caller, &body, Some(request(office, "referral", number))).await?
    else {
        return Ok(false);
    };
    if receipt.repeated {
        return Ok(false);
    }
    let organisation = caller.actor.organisation.clone();
    Steps { office, receipt: &receipt, begun, organisation }.take(life, number).await?;
    Ok(true)
}

/// What is told of a made-up person: the example, with what makes this one different.
fn told(person: &Person, day: Timestamp, number: usize) -> Result<Body, AppError> {
    let (name, born, sex, nationality, kind, region, life) = *person;
    let child = life == Life::Screening && number == 1;
    let mut body = example(if child { CHILD } else { ADULT })?;
    dated(&mut body, day)?;
    let mut given = BTreeMap::from([
        ("name", name),
        ("date_of_birth", born),
        ("sex", sex),
        ("nationality", nationality),
        ("found_in", region),
    ]);
    if number == 2 {
        given.insert("immediate_threat", "yes");
    }
    for (code, value) in given {
        body.answers.insert(code.to_owned(), text(value));
    }
    let kinds = vec![kind.to_owned()];
    body.answers.insert("exploitation_types".to_owned(), Known::Value(Given::Chosen(kinds)));
    body.answers.remove("other_names");
    for row in body.rows.get_mut("places").into_iter().flatten().take(1) {
        row.insert("place_region".to_owned(), text(region));
        row.remove("place_town");
        row.remove("place_detail");
    }
    for row in body.rows.get_mut("episodes").into_iter().flatten() {
        row.insert("episode_type".to_owned(), text(kind));
    }
    Ok(body)
}

struct Steps<'a> {
    office: &'a Office,
    receipt: &'a Receipt,
    begun: Timestamp,
    organisation: String,
}

impl Steps<'_> {
    fn desk(&self, post: &str, role: Role, days: i64) -> Caller {
        Caller::new(Actor::new("SCA", post, role), self.begun + (24 * days + 1).hours(), "demonstration")
    }

    async fn step(&self, caller: Caller, command: Command) -> Result<(), AppError> {
        let on: Date = caller.today()?;
        case::act(self.office, &caller, &self.receipt.case, (on, command)).await.map(|_| ())
    }

    async fn triage(&self, days: i64, command: Command) -> Result<(), AppError> {
        self.step(self.desk("triage-1", Role::CaTriage, days), command).await
    }

    async fn decide(&self, days: i64, command: Command) -> Result<(), AppError> {
        self.step(self.desk("caseworker-1", Role::CaDecisionMaker, days), command).await
    }

    async fn take(&self, life: Life, number: usize) -> Result<(), AppError> {
        if life == Life::Screening {
            return Ok(());
        }
        self.screened().await?;
        match life {
            Life::Screening | Life::Waiting => {}
            Life::Asked => self.asked(number).await?,
            Life::SecondLook => self.decide(3, self.propose(Stage::ReasonableGrounds)).await?,
            Life::Refused => self.refused(Stage::ReasonableGrounds, 3).await?,
            Life::Withdrawn => {
                let note = words("The person decided freely, and knows that funded support ends.");
                let caller = officer(self.begun + (24 * 2).hours());
                self.step(caller, Command::Withdraw { reason: WithdrawalReason::ConsentWithdrawn, note }).await?;
            }
            _ => self.later(life).await?,
        }
        Ok(())
    }

    async fn screened(&self) -> Result<(), AppError> {
        self.triage(
            0,
            Command::PassScreening {
                age_checked: true,
                duplicates_checked: true,
                competent_authority: "SCA".to_owned(),
                hosted_by: None,
                immigration_interest: false,
            },
        )
        .await?;
        for (post, role) in [("caseworker-1", Role::CaDecisionMaker), ("reviewer-1", Role::CaSecondReviewer)] {
            self.triage(0, Command::Allocate { to: Actor::new("SCA", post, role) }).await?;
        }
        Ok(())
    }

    async fn asked(&self, number: usize) -> Result<(), AppError> {
        let caller = self.desk("caseworker-1", Role::CaDecisionMaker, 1);
        let enquiry = case::new_enquiry(self.office, &caller)?;
        let due_on = caller.today()?.checked_add(14.days()).unwrap_or(caller.today()?);
        let (body, organisation, question) = if number.is_multiple_of(2) {
            (
                EnquiryBody::FirstResponder,
                self.organisation.clone(),
                "Where was the person found, and who was with them?",
            )
        } else {
            (EnquiryBody::Police, "metropolitan".to_owned(), "Is there an investigation into the place that was named?")
        };
        let question = words(question);
        self.decide(1, Command::SendEnquiry { enquiry, body, organisation, due_on, question }).await
    }

    fn propose(&self, stage: Stage) -> Command {
        Command::ProposeNegative {
            stage,
            findings: Some(Findings { act: Finding::Met, means: Finding::NotShown, purpose: Finding::Met }),
            reasons: words("Made-up reasons: act, means and purpose were weighed one by one."),
        }
    }

    async fn refused(&self, stage: Stage, days: i64) -> Result<(), AppError> {
        self.decide(days, self.propose(stage)).await?;
        let look = Command::ReviewNegative { look: Look::Agreed, panel: Vec::new(), points: words("Agreed.") };
        self.step(self.desk("reviewer-1", Role::CaSecondReviewer, days), look).await?;
        let reasons = words("Made-up reasons.");
        self.decide(days, Command::decision(stage, Outcome::Negative, None, reasons)).await
    }

    /// What follows a positive reasonable grounds decision.
    async fn later(&self, life: Life) -> Result<(), AppError> {
        let reasons = || words("Made-up reasons: act, means and purpose are each supported.");
        let outcome = Outcome::Positive;
        let findings = Some(Findings { act: Finding::Met, means: Finding::Met, purpose: Finding::Met });
        self.decide(4, Command::DecideReasonableGrounds { outcome, findings, reasons: reasons() }).await?;
        let pass = police_notice::Command::Pass {
            forces: if life == Life::Due { both() } else { vec!["metropolitan".to_owned()] },
            on: self.desk("triage-1", Role::CaTriage, 5).today()?,
            reasonable_grounds_decided: true,
        };
        let reference: &Reference = &self.receipt.police_notice;
        notice::act(self.office, &self.desk("triage-1", Role::CaTriage, 5), reference, pass).await?;
        match life {
            Life::Suspended => {
                let caller = self.desk("caseworker-1", Role::CaDecisionMaker, 20);
                let today = caller.today()?;
                let review_on = today.checked_add(28.days()).unwrap_or(today);
                let note = words("Not reached at any safe contact since the move.");
                self.step(caller, Command::Suspend { reason: "missing".to_owned(), review_on, note }).await
            }
            Life::Confirmed => {
                self.answered(30).await?;
                self.decide(50, Command::DecideConclusiveGrounds { outcome, findings, reasons: reasons() }).await
            }
            Life::NotConfirmed => {
                self.answered(30).await?;
                self.refused(Stage::ConclusiveGrounds, 50).await
            }
            _ => Ok(()),
        }
    }

    /// The others are asked before a conclusive decision, and answer.
    async fn answered(&self, days: i64) -> Result<(), AppError> {
        for (body, organisation) in [
            (EnquiryBody::Police, "metropolitan"),
            (EnquiryBody::SupportProvider, "tsa"),
            (EnquiryBody::FirstResponder, "POLICE-EW"),
        ] {
            let caller = self.desk("caseworker-1", Role::CaDecisionMaker, days);
            let enquiry = case::new_enquiry(self.office, &caller)?;
            let today = caller.today()?;
            let due_on = today.checked_add(14.days()).unwrap_or(today);
            let question = words("What do you know that bears on the decision?");
            let organisation = organisation.to_owned();
            self.step(caller.clone(), Command::SendEnquiry { enquiry, body, organisation, due_on, question }).await?;
            self.step(caller, Command::AnswerEnquiry { enquiry, answer: words("Made-up answer.") }).await?;
        }
        Ok(())
    }
}

fn words(text: &str) -> Words {
    Words(text.to_owned())
}
