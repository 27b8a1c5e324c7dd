//! Whether two cases are of one person: the candidates side by side, and the proposal.

use manumit_app::case::Agreement;
use manumit_domain::{known::Known, person::Identity};
use minijinja::{Value, context};

use super::{
    super::{
        field::{Choice, Field, choice},
        wording,
    },
    Making,
};
use crate::Texts;

impl Making<'_> {
    pub(super) fn merge(&self) -> Vec<Field> {
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

    /// What speaks for one person, or against it.
    fn evidence(&self, what: &str, agreement: Agreement) -> String {
        let key = match agreement {
            Agreement::Same => "case-evidence-same",
            Agreement::Differs => "case-evidence-differs",
            Agreement::NotKnown => "case-evidence-not-known",
        };
        self.texts.with(key, [("what", self.say(what))])
    }

    pub(super) fn side_by_side(&self) -> Value {
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

/// A name, or why there is none.
pub(in super::super) fn name(texts: &Texts, identity: &Identity) -> String {
    match &identity.name {
        Known::Value(name) => name.clone(),
        Known::Missing(blank) => texts.blank(*blank),
    }
}

/// A date of birth, as far as it is known, or why it is not.
pub(in super::super) fn born(texts: &Texts, identity: &Identity) -> String {
    match &identity.date_of_birth {
        Known::Value(born) => born.exact_day().map_or_else(|| born.to_string(), |day| texts.day(day)),
        Known::Missing(blank) => texts.blank(*blank),
    }
}
