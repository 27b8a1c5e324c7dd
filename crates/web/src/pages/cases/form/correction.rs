//! What was recorded wrongly, and what is right.

use manumit_domain::{code_list::Sex, known::Blank, place::Region};

use super::{
    super::field::{Field, choice, choice_of_the_law},
    Making,
};
use crate::filled::Filled;

/// What can be corrected, with the key of what it is called.
const CORRECTIONS: [(&str, &str); 6] = [
    ("sex", "case-sex"),
    ("nationality", "case-nationality"),
    ("exploitation_types", "case-types-of-exploitation"),
    ("presented_at", "case-form-correct-found"),
    ("exploited_at", "case-form-correct-exploited"),
    ("child_when_exploited", "case-child-when-exploited"),
];

impl Making<'_> {
    pub(super) fn correction(&self, form: &Filled) -> Vec<Field> {
        let Some(what) = form.given("what") else {
            let what = CORRECTIONS.map(|(code, key)| choice(code, self.say(key))).to_vec();
            return vec![Field::one("what", self.say("case-form-recorded-wrongly"), what)];
        };
        let blanks = || Blank::ALL.map(|blank| choice(blank.code(), self.texts.blank(blank)));
        let regions = || {
            Region::ALL.map(|region| match self.texts.value(region.label()) {
                Some(label) => choice(region.code(), label),
                None => choice_of_the_law(region.code(), region.label()),
            })
        };
        let right = match what {
            "sex" => Field::one(
                "value",
                self.say("case-form-what-is-right"),
                Sex::ALL.map(|sex| choice(sex.code(), self.texts.sex(sex))).into_iter().chain(blanks()).collect(),
            ),
            "nationality" => {
                let countries = self.law.code_lists.countries.iter();
                let countries = countries.map(|country| choice_of_the_law(country.code.to_string(), &country.label));
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
                    list.types_of(scheme).map(|entry| choice_of_the_law(entry.code.code(), &entry.label)).collect()
                });
                Field::some("value", self.say("case-form-which-types"), types.unwrap_or_default())
            }
            "child_when_exploited" => Field::one(
                "value",
                self.say("case-form-what-is-right"),
                ["yes", "no"]
                    .map(|code| choice(code, self.say(&format!("term-value-{code}"))))
                    .into_iter()
                    .chain(blanks())
                    .collect(),
            ),
            "presented_at" => Field::one("value", self.say("case-form-where-found"), regions().to_vec()),
            _ => Field::some("value", self.say("case-form-where-exploited"), regions().to_vec()),
        };
        vec![right, Field::words("reason", self.say("case-form-how-known"))]
    }
}
