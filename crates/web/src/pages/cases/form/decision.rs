//! A decision by its elements, and the test that stands above it.

use manumit_app::case::Offer;
use manumit_domain::{case::Finding, clock, place::Nation};
use minijinja::{Value, context};

use super::{
    super::{
        field::{Field, choice},
        wording,
    },
    Making,
};

impl Making<'_> {
    pub(super) fn elements(&self) -> Vec<Field> {
        let child = self.file.case.treated_as_child();
        let finding = |which: &[Finding]| {
            let hint = |one| match one {
                Finding::NotMet => self.say("case-form-not-met-hint"),
                Finding::NotShown => self.say("case-form-not-shown-hint"),
                Finding::Met | Finding::NotNeeded => String::new(),
            };
            which.iter().map(|one| choice(one.code(), self.texts.finding(*one)).hint(hint(*one))).collect::<Vec<_>>()
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
                choice("negative", self.say("case-form-negative")).hint(self.say("case-form-negative-hint")),
            ],
        ));
        fields
    }

    /// What stands above the fields, and what is shown beside them.
    pub(in super::super) fn above(&self, offer: Offer) -> Value {
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
}
