//! Questions to other bodies: to whom, and which of them are open.

use manumit_domain::{case::EnquiryState, organisation::Sector, place::PoliceForceKind};

use super::{
    super::{
        field::{Choice, Field, choice},
        wording,
    },
    Making,
};

impl Making<'_> {
    pub(super) fn enquiry(&self) -> Vec<Field> {
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

    pub(super) fn open_enquiries(&self, past: bool) -> Field {
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
}
