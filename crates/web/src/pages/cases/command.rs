//! From a form that was sent to the command it amounts to.

use jiff::civil::Date;
use manumit_app::case::{CaseFile, Offer};
use manumit_domain::{
    actor::{Actor, Role},
    case::{Command, Elements, EnquiryBody, Finding, Look, Outcome, Stage, WithdrawalReason},
    claim::{Basis, Claim},
    code_list::Sex,
    context::given,
    facts::Correction,
    identifier::{CaseId, EnquiryId},
    known::{Blank, Known},
    law::Law,
    person::Words,
    place::{ExploitationPlaces, Place, PresentationPlace, Region},
    refusal::Refusal,
};

use super::field::day_of;
use crate::filled::Filled;

/// What a form is read with.
pub(super) struct Reading<'a> {
    pub(super) law: &'a Law,
    pub(super) file: &'a CaseFile,
    pub(super) form: &'a Filled,
    pub(super) today: Date,
    /// A new identifier, for an enquiry that is sent.
    pub(super) enquiry: EnquiryId,
    /// The case that would go on, where one was chosen.
    pub(super) surviving_case: Option<CaseId>,
}

impl Reading<'_> {
    /// The day of the step, and the command.
    pub(super) fn step(&self, offer: Offer) -> Result<(Date, Command), Refusal> {
        let on = match offer {
            Offer::Withdraw | Offer::AssessAge | Offer::TurnEighteen => day_of(self.form, "on")?,
            _ => None,
        };
        Ok((on.unwrap_or(self.today), self.command(offer)?))
    }

    fn command(&self, offer: Offer) -> Result<Command, Refusal> {
        Ok(match offer {
            Offer::PassScreening => Command::PassScreening {
                age_checked: self.form.ticked("age_checked"),
                duplicates_checked: self.form.ticked("duplicates_checked"),
                competent_authority: self.chosen("competent_authority")?,
                hosted_by: self.host()?,
                immigration_interest: self.yes("immigration_interest")?,
            },
            Offer::FailScreening => Command::FailScreening { reason: self.words("reason") },
            Offer::ProposeMerge => {
                let surviving_case = self.surviving_case.ok_or_else(|| nothing_chosen("surviving_case"))?;
                Command::ProposeMerge { surviving_case, reason: self.words("reason") }
            }
            Offer::ProposeUndo => Command::ProposeUndo { reason: self.words("reason") },
            Offer::AnswerMerge => Command::AnswerMerge { agreed: self.yes("agreed")?, reason: self.words("reason") },
            Offer::Allocate => Command::Allocate { to: self.post("to")? },
            Offer::DecideReasonableGrounds => self.decide(Stage::ReasonableGrounds)?,
            Offer::DecideConclusiveGrounds => self.decide(Stage::ConclusiveGrounds)?,
            Offer::IssueNegative => self.issue()?,
            Offer::ReviewNegative => Command::ReviewNegative {
                look: match self.chosen("look")?.as_str() {
                    "agreed" => Look::Agreed,
                    _ => Look::Returned,
                },
                panel: Vec::new(),
                points: self.words("points"),
            },
            Offer::SendEnquiry => self.enquiry()?,
            Offer::AnswerEnquiry => {
                Command::AnswerEnquiry { enquiry: self.open_enquiry()?, answer: self.words("answer") }
            }
            Offer::LapseEnquiry => Command::LapseEnquiry { enquiry: self.open_enquiry()? },
            Offer::SuspendReasonableGrounds | Offer::SuspendConclusiveGrounds => Command::Suspend {
                reason: self.chosen("reason")?,
                review_on: day_of(self.form, "review_on")?.ok_or_else(|| nothing_chosen("review_on"))?,
                note: self.words("note"),
            },
            Offer::Resume => Command::Resume { note: self.words("note") },
            Offer::Withdraw => Command::Withdraw { reason: self.withdrawal()?, note: self.words("note") },
            Offer::Reallocate => Command::Reallocate {
                competent_authority: self.chosen("competent_authority")?,
                hosted_by: self.host()?,
                reason: self.words("reason"),
            },
            other => self.later(other)?,
        })
    }

    fn later(&self, offer: Offer) -> Result<Command, Refusal> {
        Ok(match offer {
            Offer::ExcludePost => {
                let Actor { organisation, post, .. } = self.post("who")?;
                Command::ExcludePost { organisation, post, reason: self.words("reason") }
            }
            Offer::CorrectFact => Command::CorrectFact { correction: self.correction()?, reason: self.words("reason") },
            Offer::AssessAge => Command::AssessAge { child: self.yes("child")?, note: self.words("note") },
            Offer::RequestReconsideration => Command::RequestReconsideration {
                ground: self.chosen("ground")?,
                exceptional_reason: self.form.given("exceptional_reason").map(|reason| Words(reason.to_owned())),
                request: self.words("request"),
            },
            Offer::AcceptReconsideration => Command::AcceptReconsideration { reason: self.words("reason") },
            Offer::RefuseReconsideration => Command::RefuseReconsideration { reason: self.words("reason") },
            Offer::ConsiderDisqualification => Command::ConsiderDisqualification { note: self.words("note") },
            Offer::ApplyDisqualification => {
                Command::ApplyDisqualification { ground: self.chosen("ground")?, assessment: self.words("assessment") }
            }
            Offer::DeclineDisqualification => Command::DeclineDisqualification { reason: self.words("reason") },
            Offer::LiftDisqualification => Command::LiftDisqualification { reason: self.words("reason") },
            _ => Command::TurnEighteen,
        })
    }

    /// A decision by its elements; a negative one is proposed first.
    fn decide(&self, stage: Stage) -> Result<Command, Refusal> {
        let child = self.file.case.treated_as_child();
        let element = |name, reasons| Ok::<_, Refusal>((self.finding(name)?, self.words(reasons)));
        let elements = Elements {
            act: element("act", "act_reasons")?,
            means: if child { None } else { Some(element("means", "means_reasons")?) },
            purpose: element("purpose", "purpose_reasons")?,
            whole: self.words("reasons"),
        };
        let outcome = match self.chosen("outcome")?.as_str() {
            "positive" => Outcome::Positive,
            _ => Outcome::Negative,
        };
        elements.check(outcome, child)?;
        let (findings, reasons) = (Some(elements.findings()), elements.words());
        Ok(match outcome {
            Outcome::Negative => Command::ProposeNegative { stage, findings, reasons },
            Outcome::Positive => Command::decision(stage, outcome, findings, reasons),
        })
    }

    fn issue(&self) -> Result<Command, Refusal> {
        let proposal = self.file.case.proposal.as_ref().ok_or_else(|| {
            Refusal::new(
                "review.awaited",
                "No negative decision is proposed.",
                "Propose it first, and have it looked at.",
            )
        })?;
        // What was found stands in the proposal.
        Ok(Command::decision(proposal.stage, Outcome::Negative, None, self.words("reasons")))
    }

    fn finding(&self, name: &'static str) -> Result<Finding, Refusal> {
        Finding::find(&self.chosen(name)?).ok_or_else(|| nothing_chosen(name))
    }

    fn enquiry(&self) -> Result<Command, Refusal> {
        let chosen = self.chosen("organisation")?;
        let (kind, organisation) = chosen.split_once(':').ok_or_else(|| nothing_chosen("organisation"))?;
        let bodies = [
            EnquiryBody::SupportProvider,
            EnquiryBody::Police,
            EnquiryBody::FirstResponder,
            EnquiryBody::LocalAuthority,
            EnquiryBody::Other,
        ];
        let body = bodies.into_iter().find(|body| body.code() == kind);
        let known = self.law.organisation_name(organisation) != organisation;
        Ok(Command::SendEnquiry {
            enquiry: self.enquiry,
            body: body.filter(|_| known).ok_or_else(|| nothing_chosen("organisation"))?,
            organisation: organisation.to_owned(),
            due_on: day_of(self.form, "due_on")?.ok_or_else(|| nothing_chosen("due_on"))?,
            question: self.words("question"),
        })
    }

    fn open_enquiry(&self) -> Result<EnquiryId, Refusal> {
        let chosen = self.chosen("enquiry")?;
        let found = self.file.case.enquiries.keys().find(|enquiry| enquiry.to_string() == chosen);
        found.copied().ok_or_else(|| nothing_chosen("enquiry"))
    }

    /// The body that hosts the caseworkers, where one is chosen: another authority of the day.
    fn host(&self) -> Result<Option<String>, Refusal> {
        let Some(code) = self.form.given("hosted_by") else { return Ok(None) };
        let mut known = self.law.organisations.competent_authorities_on(self.today);
        let found = known.find(|authority| authority.code == code).ok_or_else(|| nothing_chosen("hosted_by"))?;
        Ok(Some(found.code.clone()))
    }

    fn withdrawal(&self) -> Result<WithdrawalReason, Refusal> {
        let code = self.chosen("reason")?;
        let all = [
            WithdrawalReason::LeftUk,
            WithdrawalReason::ConsentWithdrawn,
            WithdrawalReason::Turned18NoConsent,
            WithdrawalReason::Died,
        ];
        all.into_iter().find(|reason| reason.code() == code).ok_or_else(|| nothing_chosen("reason"))
    }

    fn correction(&self) -> Result<Correction, Refusal> {
        let facts = &self.file.case.facts;
        let value = self.form.text("value");
        let blank = |text: &str| text.parse::<Blank>().ok();
        let region = |text: &str| Region::find(text).ok_or_else(|| nothing_chosen("value"));
        Ok(match self.form.text("what") {
            "sex" => Correction::Sex(match (Sex::find(value), blank(value)) {
                (Some(sex), _) => Known::Value(sex),
                (None, Some(blank)) => Known::Missing(blank),
                (None, None) => return Err(nothing_chosen("value")),
            }),
            "nationality" => {
                let country = value.parse().map_err(|_| nothing_chosen("value"))?;
                if self.law.code_lists.countries.of(country).is_none() {
                    return Err(nothing_chosen("value"));
                }
                let mut claims = facts.nationality.clone();
                claims.add(Claim { stated_on: Some(self.today), ..Claim::new(country, Basis::Verified) });
                Correction::Nationality { claims, as_recorded: facts.nationality_as_recorded.clone() }
            }
            "exploitation_types" => {
                let list = &self.law.code_lists.exploitation_types;
                let received = self.file.case.received_on;
                let chosen = self.form.all("value");
                let types = chosen.iter().map(|code| Ok(list.find_on(code, received)?.code.clone()));
                let types = types.collect::<Result<Vec<_>, Refusal>>().map_err(|refusal| refusal.about("value"))?;
                if types.is_empty() {
                    return Err(nothing_chosen("value"));
                }
                Correction::ExploitationTypes(Known::Value(types))
            }
            "child_when_exploited" => Correction::ChildWhenExploited(match value {
                "yes" => Known::Value(true),
                "no" => Known::Value(false),
                _ => Known::Missing(blank(value).ok_or_else(|| nothing_chosen("value"))?),
            }),
            "presented_at" => Correction::PresentedAt(PresentationPlace::in_region(region(value)?)),
            "exploited_at" => {
                let chosen = self.form.all("value");
                let places = chosen.iter().map(|text| Ok(Place::Region(region(text)?)));
                let places = places.collect::<Result<Vec<_>, Refusal>>()?;
                if places.is_empty() {
                    return Err(nothing_chosen("value"));
                }
                Correction::ExploitedAt(ExploitationPlaces::new(places))
            }
            _ => return Err(nothing_chosen("what")),
        })
    }

    fn post(&self, name: &'static str) -> Result<Actor, Refusal> {
        let chosen = self.chosen(name)?;
        let parts: Vec<&str> = chosen.split('/').collect();
        let [organisation, post, role] = parts.as_slice() else { return Err(nothing_chosen(name)) };
        let role = Role::find(role).ok_or_else(|| nothing_chosen(name))?;
        Ok(Actor::new(*organisation, *post, role))
    }

    fn yes(&self, name: &'static str) -> Result<bool, Refusal> {
        Ok(self.chosen(name)? == "yes")
    }

    fn chosen(&self, name: &'static str) -> Result<String, Refusal> {
        given(self.form.text(name), name).map_err(|_| nothing_chosen(name))?;
        Ok(self.form.text(name).to_owned())
    }

    /// What was written, as it was typed.
    fn words(&self, name: &str) -> Words {
        Words(self.form.as_typed(name).cloned().unwrap_or_default())
    }
}

pub(super) fn nothing_chosen(name: &'static str) -> Refusal {
    Refusal::new("form.nothing_chosen", "Nothing is chosen here.", "Choose what is right.").about(name)
}
