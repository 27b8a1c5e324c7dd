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
use crate::{filled::Filled, written::day};

/// What a form is made from.
pub(super) struct Making<'a> {
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
                vec![Field::words("reason", "Why it is not valid, and how to make it valid").hint(WHO_SENT)]
            }
            Offer::ProposeMerge => self.merge(),
            Offer::ProposeUndo => vec![Field::words("reason", "Why it was another person after all")],
            Offer::AnswerMerge => vec![
                Field::one("agreed", "Do you agree?", vec![choice("yes", "Yes"), choice("no", "No: nothing changes")]),
                Field::words("reason", "Why"),
            ],
            Offer::Allocate => self.allocation(),
            Offer::DecideReasonableGrounds | Offer::DecideConclusiveGrounds => self.elements(),
            Offer::IssueNegative => {
                vec![Field::words_beginning("reasons", "The reasons, as they are issued", self.proposed.clone())]
            }
            Offer::ReviewNegative => vec![
                Field::one(
                    "look",
                    "What is your view?",
                    vec![choice("agreed", "I agree with the negative decision"), choice("returned", "I return it")],
                ),
                Field::words("points", "Your points").hint("What you looked at, and what has to be answered."),
            ],
            Offer::SendEnquiry => self.enquiry(),
            Offer::AnswerEnquiry => vec![
                self.open_enquiries(false),
                Field::words("answer", "The answer").hint("Say how it came, and from which post."),
            ],
            Offer::LapseEnquiry => vec![self.open_enquiries(true)],
            Offer::SuspendReasonableGrounds | Offer::SuspendConclusiveGrounds => vec![
                Field::one("reason", "Why", self.reasons("suspended")),
                Field::day("review_on", "When is it looked at again?", Some(self.in_days(28))),
                Field::words("note", "What was tried to reach the person"),
            ],
            Offer::Resume => vec![Field::words("note", "What changed")],
            Offer::Withdraw => vec![
                Field::one("reason", "Why", self.reasons("withdrawn")),
                self.on("When was it?"),
                Field::words("note", "Where this is known from").hint(
                    "No case is closed for want of an answer unless contact was really made. Say when, and by whom.",
                ),
            ],
            Offer::Reallocate => self.reallocation(),
            Offer::AssessAge => vec![
                Field::one("child", "What was found?", vec![choice("yes", "A child"), choice("no", "An adult")])
                    .hint("The local authority assesses. Nothing is concluded from looks, behaviour, bones or teeth."),
                self.on("When was it assessed?"),
                Field::words("note", "Who assessed it, and how"),
            ],
            Offer::TurnEighteen => vec![self.on("The birthday")],
            Offer::CorrectFact => self.correction(form),
            other => self.later(other),
        }
    }

    fn later(&self, offer: Offer) -> Vec<Field> {
        match offer {
            Offer::RequestReconsideration => vec![
                Field::one("ground", "On which ground?", self.rule_codes("reconsideration.grounds", "all")),
                Field::words("request", "The request").hint("In the words of whoever asked. Say who it was."),
                Field::words("exceptional_reason", "The exceptional reason, if it comes late or again")
                    .hint("Leave this empty otherwise."),
            ],
            Offer::ApplyDisqualification => vec![
                Field::one("ground", "On which ground?", self.rule_codes("disqualification.grounds", "positive-rg")),
                Field::words("assessment", "The individual assessment")
                    .hint("Include the risk of being trafficked again, and whether the person was compelled."),
            ],
            Offer::ConsiderDisqualification => vec![Field::words("note", "What was put to the person, and when")],
            Offer::ExcludePost => vec![
                Field::one_of_many("who", "Whom", self.people(|_| true)),
                Field::words("reason", "Why").hint(
                    "For example: they know the person, share an employer with a suspect, or acted as first responder.",
                ),
            ],
            _ => vec![Field::words("reason", "Why")],
        }
    }

    fn screening(&self) -> Vec<Field> {
        let authorities = self.law.organisations.competent_authorities_on(self.today);
        let authorities = authorities.map(|found| (found.code.clone(), found.name.clone(), found.remit.clone()));
        vec![
            Field::some("age_checked", "Age", vec![choice("yes", "I checked the age group against the date of birth")])
                .hint("Who may be a child is treated as a child."),
            Field::some(
                "duplicates_checked",
                "Duplicates",
                vec![choice("yes", "I looked for another case of the same person")],
            ),
            Field::one("immigration_interest", "Is an asylum or immigration matter linked?", yes_or_no()),
            Field::one("competent_authority", "Which authority decides?", authorities.collect()),
        ]
    }

    fn merge(&self) -> Vec<Field> {
        let candidates = self.duplicates.1.iter().map(|found| {
            let stage = wording::stage(self.law, found.stage);
            let label = format!("{}, received {}, {}", found.reference, day(found.received_on), stage);
            choice(found.reference.to_string(), label)
        });
        let candidates: Vec<Choice> = candidates.collect();
        if candidates.is_empty() {
            return Vec::new();
        }
        vec![
            Field::one("surviving_case", "Which case goes on?", candidates)
                .hint("Nothing changes until a second person has answered, and a merge can always be undone."),
            Field::words("reason", "What speaks for it being one person"),
        ]
    }

    fn allocation(&self) -> Vec<Field> {
        let may = |colleague: &Colleague| !colleague.excluded && GIVEN_TO.contains(&colleague.actor.role);
        vec![Field::one_of_many("to", "To whom", self.people(may)).hint(
            "The decision, the second look and reconsideration each have a post of their own. A post that is kept \
                 away is not listed.",
        )]
    }

    fn people(&self, of: impl Fn(&Colleague) -> bool) -> Vec<Choice> {
        let people = self.colleagues.iter().filter(|colleague| of(colleague)).map(|colleague| {
            let actor = &colleague.actor;
            let value = format!("{}/{}/{}", actor.organisation, actor.post, actor.role.code());
            choice(value, format!("{}, {}, {}", colleague.name, actor.role.label().to_lowercase(), actor.post))
        });
        std::iter::once(choice("", "Choose")).chain(people).collect()
    }

    fn elements(&self) -> Vec<Field> {
        let child = self.file.case.treated_as_child();
        let finding = |which: &[Finding]| which.iter().map(|one| choice(one.code(), one.label())).collect::<Vec<_>>();
        let all = [Finding::Met, Finding::NotMet, Finding::NotNeeded];
        let mut fields = vec![
            Field::one("act", "Act", finding(&all)).hint(
                "Recruiting, moving, harbouring or receiving the person. Not needed for slavery, servitude, and forced \
                 or compulsory labour.",
            ),
            Field::words("act_reasons", "Reasons about the act"),
        ];
        if !child {
            fields.push(Field::one("means", "Means", finding(&all[..2])).hint(
                "Threat, force, coercion, abduction, fraud, deception, abuse of power or of a position of vulnerability.",
            ));
            fields.push(Field::words("means_reasons", "Reasons about the means"));
        }
        fields.push(
            Field::one("purpose", "Purpose", finding(&all[..2])).hint("Exploitation, or the intention to exploit."),
        );
        fields.push(Field::words("purpose_reasons", "Reasons about the purpose"));
        fields.push(Field::words("reasons", "The reasons as a whole").hint(
            "What was weighed and how. Gaps, late disclosure and change have reasons: fear, trauma, control, the \
             interpreter, memory.",
        ));
        fields.push(Field::one(
            "outcome",
            "The decision",
            vec![
                choice("positive", "Positive"),
                (
                    "negative".to_owned(),
                    "Negative".to_owned(),
                    "It is proposed first. Somebody else takes a second look before it is issued.".to_owned(),
                ),
            ],
        ));
        fields
    }

    fn enquiry(&self) -> Vec<Field> {
        vec![
            Field::one_of_many("organisation", "Whom do you ask?", self.bodies()),
            Field::words("question", "The question").hint(
                "They see this question and nothing else of the case. Say whom it is about only as far as they need it.",
            ),
            Field::day("due_on", "Until when?", Some(self.in_days(14)))
                .hint("No negative decision is possible while there is still time to answer."),
        ]
    }

    /// The bodies that can be asked, from the lists of the law, the likeliest first.
    fn bodies(&self) -> Vec<Choice> {
        let case = &self.file.case;
        let organisations = &self.law.organisations;
        let of = |kind: &str, code: &str, label: String| choice(format!("{kind}:{code}"), label);
        let first = &case.first_responder_organisation;
        let mut bodies = vec![
            choice("", "Choose"),
            of("first_responder", first, format!("First responder: {}", self.law.organisation_name(first))),
        ];
        bodies.extend(
            organisations
                .support_providers_on(case.nation, self.today)
                .map(|found| of("support_provider", &found.code, format!("Support provider: {}", found.name))),
        );
        let current = organisations.first_responders().iter().filter(|found| found.in_force_on(self.today));
        let (local, other): (Vec<_>, Vec<_>) =
            current.partition(|found| matches!(found.sector, Sector::LocalAuthority | Sector::HealthSocialCare));
        bodies.extend(
            local.iter().map(|found| of("local_authority", &found.code, format!("Local authority: {}", found.name))),
        );
        let forces = self
            .law
            .police_forces
            .iter()
            .filter(|force| force.exists_on(self.today) && !matches!(force.kind, PoliceForceKind::SupportBody));
        bodies.extend(forces.map(|force| of("police", &force.code, format!("Police: {}", force.name))));
        bodies.extend(other.iter().map(|found| of("other", &found.code, format!("Other: {}", found.name))));
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
            let body = wording::body(asked.body);
            choice(enquiry.to_string(), format!("{body}: {whom}, to answer by {}", day(asked.due_on)))
        });
        Field::one("enquiry", "Which enquiry?", choices.collect())
    }

    fn reallocation(&self) -> Vec<Field> {
        let held = &self.file.case.competent_authority;
        let others = self.law.organisations.competent_authorities_on(self.today).filter(|found| found.code != *held);
        vec![
            Field::one(
                "competent_authority",
                "Which authority takes it over?",
                others.map(|found| (found.code.clone(), found.name.clone(), found.remit.clone())).collect(),
            ),
            Field::words("reason", "By which rule of both remits, and why")
                .hint("Nobody here can open the case afterwards. The person and the first responder are told."),
        ]
    }

    fn correction(&self, form: &Filled) -> Vec<Field> {
        let Some(what) = form.given("what") else {
            let what = CORRECTIONS.map(|(code, label)| choice(code, label)).to_vec();
            return vec![Field::one("what", "What was recorded wrongly?", what)];
        };
        let blanks = || Blank::ALL.map(|blank| choice(blank.code(), blank.label()));
        let regions = || Region::ALL.map(|region| choice(region.code(), region.label()));
        let right = match what {
            "sex" => Field::one(
                "value",
                "What is right?",
                Sex::ALL.map(|sex| choice(sex.code(), sex.label())).into_iter().chain(blanks()).collect(),
            ),
            "nationality" => {
                let countries = self.law.code_lists.countries.iter();
                let countries = countries.map(|country| choice(country.code.to_string(), country.label.clone()));
                Field::one_of_many(
                    "value",
                    "The nationality that was established",
                    std::iter::once(choice("", "Choose")).chain(countries).collect(),
                )
                .hint("It is added beside what was claimed; nothing is taken out.")
            }
            "exploitation_types" => {
                let list = &self.law.code_lists.exploitation_types;
                let received = self.file.case.received_on;
                let types = list.scheme_on(received).map(|scheme| {
                    list.types_of(scheme).map(|entry| choice(entry.code.code(), entry.label.clone())).collect()
                });
                Field::some("value", "Which types are right?", types.unwrap_or_default())
            }
            "presented_at" => Field::one("value", "Where was the person found?", regions().to_vec()),
            _ => Field::some("value", "Where was the person exploited?", regions().to_vec()),
        };
        vec![right, Field::words("reason", "How this is known")]
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

    fn on(&self, label: &str) -> Field {
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
                not_before => earliest.filter(|earliest| *earliest > self.today).map(day),
            },
            Offer::ProposeMerge => self.side_by_side(),
            Offer::AnswerMerge => context! { merge => self.side_by_side() },
            _ => context! {},
        }
    }

    fn side_by_side(&self) -> Value {
        let own = self.duplicates.0.as_ref();
        let others = self.duplicates.1.iter().map(|found| {
            context! {
                reference => found.reference.to_string(),
                name => name(&found.identity),
                other_names => found.identity.other_names.join(", "),
                born => born(&found.identity),
                stage => wording::stage(self.law, found.stage),
                received => day(found.received_on),
                evidence => [evidence("Name", found.name), evidence("Date of birth", found.date_of_birth)],
            }
        });
        context! {
            side_by_side => true,
            own => own.map(|own| context! {
                name => name(own), other_names => own.other_names.join(", "), born => born(own),
            }),
            others => others.collect::<Vec<_>>(),
        }
    }
}

const WHO_SENT: &str = "This goes back to whoever sent it. Say nothing that the person has not said to them.";

/// What can be corrected.
pub(super) const CORRECTIONS: [(&str, &str); 5] = [
    ("sex", "Sex"),
    ("nationality", "Nationality"),
    ("exploitation_types", "Types of exploitation"),
    ("presented_at", "Where the person was found"),
    ("exploited_at", "Where the person was exploited"),
];

fn yes_or_no() -> Vec<Choice> {
    vec![choice("yes", "Yes"), choice("no", "No")]
}

fn evidence(what: &str, agreement: Agreement) -> String {
    match agreement {
        Agreement::Same => format!("{what}: the same"),
        Agreement::Differs => format!("{what}: differs"),
        Agreement::NotKnown => format!("{what}: not known of both"),
    }
}

/// A name, or why there is none.
pub(super) fn name(identity: &Identity) -> String {
    match &identity.name {
        Known::Value(name) => name.clone(),
        Known::Missing(blank) => blank.label().to_owned(),
    }
}

/// A date of birth, as far as it is known, or why it is not.
pub(super) fn born(identity: &Identity) -> String {
    match &identity.date_of_birth {
        Known::Value(born) => born.exact_day().map_or_else(|| born.to_string(), day),
        Known::Missing(blank) => blank.label().to_owned(),
    }
}
