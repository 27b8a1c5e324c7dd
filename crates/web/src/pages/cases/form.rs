//! The form of each step: which fields, and what stands above them.

use jiff::{ToSpan as _, civil::Date};
use manumit_app::case::{Agreement, Candidate, CaseFile, Colleague, Offer};
use manumit_domain::{
    actor::Role,
    case::{EnquiryState, Finding},
    clock,
    code_list::Sex,
    known::{Blank, Known},
    law::Law,
    organisation::Sector,
    person::Identity,
    place::{Nation, PoliceForceKind, Region},
};
use minijinja::{Value, context};

use super::{
    field::{Choice, Field, choice},
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

/// The roles to which a case is given.
const GIVEN_TO: [Role; 3] = [Role::CaDecisionMaker, Role::CaSecondReviewer, Role::CaTechnicalSpecialist];

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

    fn screening(&self) -> Vec<Field> {
        let authorities = self.law.organisations.competent_authorities_on(self.today);
        let authorities = authorities.map(|found| (found.code.clone(), found.name.clone(), found.remit.clone()));
        vec![
            Field::some(
                "age_checked",
                self.say("case-form-age"),
                vec![choice("yes", self.say("case-form-age-checked"))],
            )
            .hint(self.say("case-form-age-hint")),
            Field::some(
                "duplicates_checked",
                self.say("case-form-duplicates"),
                vec![choice("yes", self.say("case-form-duplicates-checked"))],
            ),
            Field::one(
                "immigration_interest",
                self.say("case-form-immigration"),
                vec![choice("yes", self.say("case-form-there-is")), choice("no", self.say("case-form-there-is-not"))],
            ),
            Field::one("competent_authority", self.say("case-form-which-authority"), authorities.collect()),
        ]
    }

    fn merge(&self) -> Vec<Field> {
        let candidates = self.duplicates.1.iter().map(|found| {
            let stage = wording::stage(self.law, found.stage);
            let label = self.texts.with(
                "case-form-candidate",
                [
                    ("reference", found.reference.to_string()),
                    ("received", self.texts.day(found.received_on)),
                    ("stage", stage),
                ],
            );
            choice(found.reference.to_string(), label)
        });
        let candidates: Vec<Choice> = candidates.collect();
        if candidates.is_empty() {
            return Vec::new();
        }
        vec![
            Field::one("surviving_case", self.say("case-form-which-goes-on"), candidates)
                .hint(self.say("case-form-which-goes-on-hint")),
            Field::words("reason", self.say("case-form-one-person")),
        ]
    }

    fn allocation(&self) -> Vec<Field> {
        let may = |colleague: &Colleague| !colleague.excluded && GIVEN_TO.contains(&colleague.actor.role);
        vec![
            Field::one_of_many("to", self.say("case-form-to-whom"), self.people(may))
                .hint(self.say("case-form-to-whom-hint")),
        ]
    }

    fn people(&self, of: impl Fn(&Colleague) -> bool) -> Vec<Choice> {
        let people = self.colleagues.iter().filter(|colleague| of(colleague)).map(|colleague| {
            let actor = &colleague.actor;
            let value = format!("{}/{}/{}", actor.organisation, actor.post, actor.role.code());
            choice(value, format!("{}, {}, {}", colleague.name, self.texts.role(actor.role).to_lowercase(), actor.post))
        });
        std::iter::once(choice("", self.say("draft-choose"))).chain(people).collect()
    }

    fn elements(&self) -> Vec<Field> {
        let child = self.file.case.treated_as_child();
        let finding = |which: &[Finding]| {
            let hint = |one| match one {
                Finding::NotMet => self.say("case-form-not-met-hint"),
                Finding::NotShown => self.say("case-form-not-shown-hint"),
                Finding::Met | Finding::NotNeeded => String::new(),
            };
            which.iter().map(|one| (one.code().to_owned(), self.texts.finding(*one), hint(*one))).collect::<Vec<_>>()
        };
        let all = [Finding::Met, Finding::NotMet, Finding::NotShown, Finding::NotNeeded];
        let needed = [Finding::Met, Finding::NotMet, Finding::NotShown];
        let mut fields = vec![
            Field::one("act", self.say("case-form-act"), finding(&all)).hint(self.say("case-form-act-hint")),
            Field::words("act_reasons", self.say("case-form-act-reasons")),
        ];
        if !child {
            fields.push(
                Field::one("means", self.say("case-form-means"), finding(&needed))
                    .hint(self.say("case-form-means-hint")),
            );
            fields.push(Field::words("means_reasons", self.say("case-form-means-reasons")));
        }
        fields.push(
            Field::one("purpose", self.say("case-form-purpose"), finding(&needed))
                .hint(self.say("case-form-purpose-hint")),
        );
        fields.push(Field::words("purpose_reasons", self.say("case-form-purpose-reasons")));
        fields.push(
            Field::words("reasons", self.say("case-form-reasons-whole")).hint(self.say("case-form-reasons-whole-hint")),
        );
        fields.push(Field::one(
            "outcome",
            self.say("case-form-the-decision"),
            vec![
                choice("positive", self.say("case-form-positive")),
                ("negative".to_owned(), self.say("case-form-negative"), self.say("case-form-negative-hint")),
            ],
        ));
        fields
    }

    fn enquiry(&self) -> Vec<Field> {
        vec![
            Field::one_of_many("organisation", self.say("case-form-whom-do-you-ask"), self.bodies()),
            Field::words("question", self.say("case-form-the-question")).hint(self.say("case-form-the-question-hint")),
            Field::day("due_on", self.say("case-form-until-when"), Some(self.in_days(14)))
                .hint(self.say("case-form-until-when-hint")),
        ]
    }

    /// The bodies that can be asked, from the lists of the law, the likeliest first.
    fn bodies(&self) -> Vec<Choice> {
        let case = &self.file.case;
        let organisations = &self.law.organisations;
        let of = |kind: &str, code: &str, key: &str, name: &str| {
            choice(format!("{kind}:{code}"), self.texts.with(key, [("name", name)]))
        };
        let first = &case.first_responder_organisation;
        let mut bodies = vec![
            choice("", self.say("draft-choose")),
            of("first_responder", first, "case-form-first-responder", self.law.organisation_name(first)),
        ];
        bodies.extend(
            organisations
                .support_providers_on(case.nation, self.today)
                .map(|found| of("support_provider", &found.code, "case-form-support-provider", &found.name)),
        );
        let current = organisations.first_responders().iter().filter(|found| found.in_force_on(self.today));
        let (local, other): (Vec<_>, Vec<_>) =
            current.partition(|found| matches!(found.sector, Sector::LocalAuthority | Sector::HealthSocialCare));
        bodies.extend(
            local.iter().map(|found| of("local_authority", &found.code, "case-form-local-authority", &found.name)),
        );
        let forces = self
            .law
            .police_forces
            .iter()
            .filter(|force| force.exists_on(self.today) && !matches!(force.kind, PoliceForceKind::SupportBody));
        bodies.extend(forces.map(|force| of("police", &force.code, "case-form-police", &force.name)));
        bodies.extend(other.iter().map(|found| of("other", &found.code, "case-form-other", &found.name)));
        bodies
    }

    fn open_enquiries(&self, past: bool) -> Field {
        let open = self
            .file
            .case
            .enquiries
            .iter()
            .filter(|(_, asked)| asked.state == EnquiryState::Open && (!past || asked.due_on < self.today));
        let choices = open.map(|(enquiry, asked)| {
            let whom = self.law.organisation_name(&asked.organisation);
            let body = wording::body(self.texts, asked.body);
            let due = self.texts.day(asked.due_on);
            let values = [("body", body.as_str()), ("whom", whom), ("due", due.as_str())];
            choice(enquiry.to_string(), self.texts.with("case-form-open-enquiry", values))
        });
        Field::one("enquiry", self.say("case-form-which-enquiry"), choices.collect())
    }

    fn reallocation(&self) -> Vec<Field> {
        let held = &self.file.case.competent_authority;
        let others = self.law.organisations.competent_authorities_on(self.today).filter(|found| found.code != *held);
        vec![
            Field::one(
                "competent_authority",
                self.say("case-form-which-takes-over"),
                others.map(|found| (found.code.clone(), found.name.clone(), found.remit.clone())).collect(),
            ),
            Field::words("reason", self.say("case-form-by-which-rule")).hint(self.say("case-form-by-which-rule-hint")),
        ]
    }

    fn correction(&self, form: &Filled) -> Vec<Field> {
        let Some(what) = form.given("what") else {
            let what = CORRECTIONS.map(|(code, key)| choice(code, self.say(key))).to_vec();
            return vec![Field::one("what", self.say("case-form-recorded-wrongly"), what)];
        };
        let blanks = || Blank::ALL.map(|blank| choice(blank.code(), self.texts.blank(blank)));
        let regions = || Region::ALL.map(|region| choice(region.code(), region.label()));
        let right = match what {
            "sex" => Field::one(
                "value",
                self.say("case-form-what-is-right"),
                Sex::ALL.map(|sex| choice(sex.code(), self.texts.sex(sex))).into_iter().chain(blanks()).collect(),
            ),
            "nationality" => {
                let countries = self.law.code_lists.countries.iter();
                let countries = countries.map(|country| choice(country.code.to_string(), country.label.clone()));
                Field::one_of_many(
                    "value",
                    self.say("case-form-nationality-established"),
                    std::iter::once(choice("", self.say("draft-choose"))).chain(countries).collect(),
                )
                .hint(self.say("case-form-nationality-hint"))
            }
            "exploitation_types" => {
                let list = &self.law.code_lists.exploitation_types;
                let received = self.file.case.received_on;
                let types = list.scheme_on(received).map(|scheme| {
                    list.types_of(scheme).map(|entry| choice(entry.code.code(), entry.label.clone())).collect()
                });
                Field::some("value", self.say("case-form-which-types"), types.unwrap_or_default())
            }
            "presented_at" => Field::one("value", self.say("case-form-where-found"), regions().to_vec()),
            _ => Field::some("value", self.say("case-form-where-exploited"), regions().to_vec()),
        };
        vec![right, Field::words("reason", self.say("case-form-how-known"))]
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
            choice(code, format!("{}{rest}", first.to_uppercase()))
        };
        codes.unwrap_or_default().into_iter().map(named).collect()
    }

    /// The reasons that may be given for this person, by this role, today.
    fn reasons(&self, of: &str) -> Vec<Choice> {
        let child = self.file.case.treated_as_child();
        let reasons = self.law.state_machine.reasons.iter().filter(|reason| {
            reason.of == of && reason.in_force_on(self.today) && reason.fits(child) && reason.may(self.role)
        });
        reasons.map(|reason| choice(reason.code.clone(), reason.label.clone())).collect()
    }

    fn on(&self, label: String) -> Field {
        Field::day("on", label, Some(self.today))
    }

    fn in_days(&self, days: i32) -> Date {
        self.today.saturating_add(days.days())
    }

    /// What stands above the fields, and what is shown beside them.
    pub(super) fn above(&self, offer: Offer) -> Value {
        let case = &self.file.case;
        let rule = |key| {
            let rule = self.law.rules.rule(key, Nation::England, "all", self.today).ok();
            rule.and_then(|rule| rule.text()).map(wording::plain)
        };
        let earliest = case.reasonable_grounds.as_ref().and_then(|decision| {
            clock::conclusive_grounds_earliest(self.law, decision.on).ok().map(|deadline| deadline.due)
        });
        match offer {
            Offer::DecideReasonableGrounds => {
                context! { test => rule("rg.threshold"), child => case.treated_as_child() }
            }
            Offer::DecideConclusiveGrounds => context! {
                test => rule("cg.threshold"),
                child => case.treated_as_child(),
                not_before => earliest.filter(|earliest| *earliest > self.today).map(|day| self.texts.day(day)),
            },
            Offer::ProposeMerge => self.side_by_side(),
            Offer::AnswerMerge => context! { merge => self.side_by_side() },
            _ => context! {},
        }
    }

    /// What speaks for one person, or against it.
    fn evidence(&self, what: &str, agreement: Agreement) -> String {
        let key = match agreement {
            Agreement::Same => "case-evidence-same",
            Agreement::Differs => "case-evidence-differs",
            Agreement::NotKnown => "case-evidence-not-known",
        };
        self.texts.with(key, [("what", self.say(what))])
    }

    fn say(&self, key: &str) -> String {
        self.texts.text(key)
    }

    fn side_by_side(&self) -> Value {
        let own = self.duplicates.0.as_ref();
        let others = self.duplicates.1.iter().map(|found| {
            context! {
                reference => found.reference.to_string(),
                name => name(self.texts, &found.identity),
                other_names => found.identity.other_names.join(", "),
                born => born(self.texts, &found.identity),
                stage => wording::stage(self.law, found.stage),
                received => self.texts.day(found.received_on),
                evidence => [self.evidence("frame-name", found.name), self.evidence("case-date-of-birth", found.date_of_birth)],
            }
        });
        context! {
            side_by_side => true,
            own => own.map(|own| context! {
                name => name(self.texts, own), other_names => own.other_names.join(", "), born => born(self.texts, own),
            }),
            others => others.collect::<Vec<_>>(),
        }
    }
}

/// What can be corrected, with the key of what it is called.
const CORRECTIONS: [(&str, &str); 5] = [
    ("sex", "case-sex"),
    ("nationality", "case-nationality"),
    ("exploitation_types", "case-types-of-exploitation"),
    ("presented_at", "case-form-correct-found"),
    ("exploited_at", "case-form-correct-exploited"),
];

/// A name, or why there is none.
pub(super) fn name(texts: &Texts, identity: &Identity) -> String {
    match &identity.name {
        Known::Value(name) => name.clone(),
        Known::Missing(blank) => texts.blank(*blank),
    }
}

/// A date of birth, as far as it is known, or why it is not.
pub(super) fn born(texts: &Texts, identity: &Identity) -> String {
    match &identity.date_of_birth {
        Known::Value(born) => born.exact_day().map_or_else(|| born.to_string(), |day| texts.day(day)),
        Known::Missing(blank) => texts.blank(*blank),
    }
}
