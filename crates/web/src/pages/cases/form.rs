//! The form of each step: which fields, and what stands above them.

mod authority;
mod correction;
mod decision;
mod enquiry;
mod merge;

use jiff::{ToSpan as _, civil::Date};
use manumit_app::case::{Candidate, CaseFile, Colleague, Offer};
use manumit_domain::{actor::Role, law::Law, person::Identity, place::Nation};

pub(super) use self::merge::{born, name};
use super::{
    field::{Choice, Field, choice, choice_of_the_law},
    wording,
};
use crate::{Texts, filled::Filled};

/// What a form is made from.
pub(super) struct Making<'a> {
    pub(super) texts: &'a Texts,
    pub(super) law: &'a Law,
    pub(super) file: &'a CaseFile,
    pub(super) today: Date,
    /// Who works in the authority, for steps that name a post.
    pub(super) colleagues: Vec<Colleague>,
    /// The identity of the person and the candidates for a duplicate, for steps that need them.
    pub(super) duplicates: (Option<Identity>, Vec<Candidate>),
    /// The words of the proposed negative decision, for the step that issues it.
    pub(super) proposed: String,
    /// The role of whoever takes the step.
    pub(super) role: Role,
}

impl Making<'_> {
    /// The fields of a step.
    pub(super) fn fields(&self, offer: Offer, form: &Filled) -> Vec<Field> {
        match offer {
            Offer::PassScreening => self.screening(),
            Offer::FailScreening => {
                vec![
                    Field::words("reason", self.say("case-form-why-not-valid"))
                        .hint(self.say("case-form-why-sent-back-hint")),
                ]
            }
            Offer::ProposeMerge => self.merge(),
            Offer::ProposeUndo => vec![Field::words("reason", self.say("case-form-why-another-person"))],
            Offer::AnswerMerge => vec![
                Field::one(
                    "agreed",
                    self.say("case-form-do-you-agree"),
                    vec![
                        choice("yes", self.say("case-form-i-agree")),
                        choice("no", self.say("case-form-no-nothing-changes")),
                    ],
                ),
                Field::words("reason", self.say("support-why")),
            ],
            Offer::Allocate => self.allocation(),
            Offer::DecideReasonableGrounds | Offer::DecideConclusiveGrounds => self.elements(),
            Offer::IssueNegative => {
                vec![Field::words_beginning("reasons", self.say("case-form-reasons-as-issued"), self.proposed.clone())]
            }
            Offer::ReviewNegative => vec![
                Field::one(
                    "look",
                    self.say("case-form-your-view"),
                    vec![
                        choice("agreed", self.say("case-form-agree-with-negative")),
                        choice("returned", self.say("case-form-return-it")),
                    ],
                ),
                Field::words("points", self.say("case-form-your-points")).hint(self.say("case-form-your-points-hint")),
            ],
            Offer::SendEnquiry => self.enquiry(),
            Offer::AnswerEnquiry => vec![
                self.open_enquiries(false),
                Field::words("answer", self.say("case-form-the-answer")).hint(self.say("case-form-the-answer-hint")),
            ],
            Offer::LapseEnquiry => vec![self.open_enquiries(true)],
            Offer::SuspendReasonableGrounds | Offer::SuspendConclusiveGrounds => vec![
                Field::one("reason", self.say("support-why"), self.reasons("suspended")),
                Field::day("review_on", self.say("case-form-when-looked-at-again"), Some(self.in_days(28))),
                Field::words("note", self.say("case-form-what-was-tried")),
            ],
            Offer::Resume => vec![Field::words("note", self.say("case-what-changed"))],
            Offer::Withdraw => vec![
                Field::one("reason", self.say("support-why"), self.reasons("withdrawn")),
                self.on(self.say("case-form-when-was-it")),
                Field::words("note", self.say("case-form-where-known-from"))
                    .hint(self.say("case-form-where-known-from-hint")),
            ],
            Offer::Reallocate => self.reallocation(),
            Offer::AssessAge => vec![
                Field::one(
                    "child",
                    self.say("case-form-what-was-found"),
                    vec![choice("yes", self.say("case-form-a-child")), choice("no", self.say("case-form-an-adult"))],
                )
                .hint(self.say("case-form-what-was-found-hint")),
                self.on(self.say("case-form-when-assessed")),
                Field::words("note", self.say("case-form-who-assessed")),
            ],
            Offer::TurnEighteen => vec![self.on(self.say("case-form-the-birthday"))],
            Offer::CorrectFact => self.correction(form),
            other => self.later(other),
        }
    }

    fn later(&self, offer: Offer) -> Vec<Field> {
        match offer {
            Offer::RequestReconsideration => vec![
                Field::one(
                    "ground",
                    self.say("case-form-which-ground"),
                    self.rule_codes("reconsideration.grounds", "all"),
                ),
                Field::words("request", self.say("case-form-the-request")).hint(self.say("case-form-the-request-hint")),
                Field::words("exceptional_reason", self.say("case-form-exceptional-reason"))
                    .hint(self.say("case-form-leave-empty")),
            ],
            Offer::ApplyDisqualification => vec![
                Field::one(
                    "ground",
                    self.say("case-form-which-ground"),
                    self.rule_codes("disqualification.grounds", "positive-rg"),
                ),
                Field::words("assessment", self.say("case-form-individual-assessment"))
                    .hint(self.say("case-form-individual-assessment-hint")),
            ],
            Offer::ConsiderDisqualification => vec![Field::words("note", self.say("case-form-what-was-put"))],
            Offer::ExcludePost => vec![
                Field::one_of_many("who", self.say("case-form-whom"), self.people(|_| true)),
                Field::words("reason", self.say("support-why")).hint(self.say("case-form-keep-away-hint")),
            ],
            _ => vec![Field::words("reason", self.say("support-why"))],
        }
    }

    fn rule_codes(&self, key: &str, applies_to: &str) -> Vec<Choice> {
        let rule = self.law.rules.rule(key, Nation::England, applies_to, self.today);
        let codes = rule.ok().map(|rule| match &rule.value {
            manumit_domain::rule::RuleValue::List(codes) => codes.clone(),
            _ => Vec::new(),
        });
        let named = |code: String| {
            let words = wording::plain(&code);
            let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
            choice_of_the_law(code, format!("{}{rest}", first.to_uppercase()))
        };
        codes.unwrap_or_default().into_iter().map(named).collect()
    }

    /// The reasons that may be given for this person, by this role, today.
    fn reasons(&self, of: &str) -> Vec<Choice> {
        let child = self.file.case.treated_as_child();
        let reasons = self.law.state_machine.reasons.iter().filter(|reason| {
            reason.of == of && reason.in_force_on(self.today) && reason.fits(child) && reason.may(self.role)
        });
        reasons.map(|reason| choice_of_the_law(&reason.code, &reason.label)).collect()
    }

    fn on(&self, label: String) -> Field {
        Field::day("on", label, Some(self.today))
    }

    fn in_days(&self, days: i32) -> Date {
        self.today.saturating_add(days.days())
    }

    fn say(&self, key: &str) -> String {
        self.texts.text(key)
    }
}
