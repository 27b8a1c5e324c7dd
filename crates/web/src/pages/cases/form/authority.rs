//! Which authority decides: at screening, and when the case is handed over; and to whom in it.

use manumit_app::case::Colleague;
use manumit_domain::actor::Role;

use super::{
    super::field::{Choice, Field, choice, choice_of_the_law},
    Making,
};

/// The roles to which a case is given.
const GIVEN_TO: [Role; 3] = [Role::CaDecisionMaker, Role::CaSecondReviewer, Role::CaTechnicalSpecialist];

impl Making<'_> {
    pub(super) fn screening(&self) -> Vec<Field> {
        let authorities = self.law.organisations.competent_authorities_on(self.today);
        let authorities = authorities.map(|one| choice_of_the_law(&one.code, &one.name).hint(&one.remit));
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
            self.host(),
        ]
    }

    /// Who hosts the caseworkers, where that is another body.
    fn host(&self) -> Field {
        let authorities = self.law.organisations.competent_authorities_on(self.today);
        let hosts = authorities.map(|found| choice_of_the_law(found.code.clone(), found.name.clone()));
        let choices = std::iter::once(choice("", self.say("case-form-hosted-by-itself"))).chain(hosts);
        Field::one_of_many("hosted_by", self.say("case-form-hosted-by"), choices.collect())
            .hint(self.say("case-form-hosted-by-hint"))
    }

    pub(super) fn reallocation(&self) -> Vec<Field> {
        let held = &self.file.case.competent_authority;
        let others = self.law.organisations.competent_authorities_on(self.today).filter(|found| found.code != *held);
        vec![
            Field::one(
                "competent_authority",
                self.say("case-form-which-takes-over"),
                others.map(|one| choice_of_the_law(&one.code, &one.name).hint(&one.remit)).collect(),
            ),
            self.host(),
            Field::words("reason", self.say("case-form-by-which-rule")).hint(self.say("case-form-by-which-rule-hint")),
        ]
    }

    pub(super) fn allocation(&self) -> Vec<Field> {
        let may = |colleague: &Colleague| !colleague.excluded && GIVEN_TO.contains(&colleague.actor.role);
        vec![
            Field::one_of_many("to", self.say("case-form-to-whom"), self.people(may))
                .hint(self.say("case-form-to-whom-hint")),
        ]
    }

    pub(super) fn people(&self, of: impl Fn(&Colleague) -> bool) -> Vec<Choice> {
        let people = self.colleagues.iter().filter(|colleague| of(colleague)).map(|colleague| {
            let actor = &colleague.actor;
            let value = format!("{}/{}/{}", actor.organisation, actor.post, actor.role.code());
            choice(value, format!("{}, {}, {}", colleague.name, self.texts.role(actor.role).to_lowercase(), actor.post))
        });
        std::iter::once(choice("", self.say("draft-choose"))).chain(people).collect()
    }
}
