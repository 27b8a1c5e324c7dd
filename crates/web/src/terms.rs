//! The terms of the domain in the language of a page. The English is the label that the domain itself has.

use fluent_bundle::FluentArgs;
use manumit_app::statistics::{Calendar, Dimension, Measure, Period};
use manumit_domain::{
    actor::Role,
    case::{Finding, Stage},
    code_list::Sex,
    duty::DutyKind,
    known::Blank,
    place::Nation,
    public_report::Outcome,
};

use crate::Texts;

impl Texts {
    /// A role.
    pub(crate) fn role(&self, role: Role) -> String {
        self.term("role", role.code())
    }

    /// What has to be done.
    pub(crate) fn duty(&self, kind: DutyKind) -> String {
        self.term("duty", kind.code())
    }

    /// A nation of the United Kingdom.
    pub(crate) fn nation(&self, nation: Nation) -> String {
        self.term("nation", nation.code())
    }

    /// Why there is no answer.
    pub(crate) fn blank(&self, blank: Blank) -> String {
        self.term("blank", blank.code())
    }

    /// Whether an element is met.
    pub(crate) fn finding(&self, finding: Finding) -> String {
        self.term("finding", finding.code())
    }

    /// A sex, as recorded.
    pub(crate) fn sex(&self, sex: Sex) -> String {
        self.term("sex", sex.code())
    }

    /// A stage of the decision, inside a sentence.
    pub(crate) fn stage(&self, stage: Stage) -> String {
        self.text(match stage {
            Stage::ReasonableGrounds => "term-stage-reasonable_grounds",
            Stage::ConclusiveGrounds => "term-stage-conclusive_grounds",
        })
    }

    /// What came of a report from the public.
    pub(crate) fn report_outcome(&self, outcome: Outcome) -> String {
        self.term("outcome", outcome.code())
    }

    /// What is counted.
    pub(crate) fn measure(&self, measure: Measure) -> String {
        self.term("measure", measure.code())
    }

    /// By what is counted.
    pub(crate) fn dimension(&self, dimension: Dimension) -> String {
        self.term("dimension", dimension.name())
    }

    /// A quarter or a year.
    pub(crate) fn period(&self, period: Period) -> String {
        let (Calendar::Quarter, Some(first)) = (period.calendar(), period.first_day()) else {
            return period.to_string();
        };
        let key = format!("term-quarter-{}", (first.month() + 2) / 3);
        self.with(&key, [("year", period.calendar_year().to_string())])
    }

    /// A value of a list by which counts are narrowed, if it is one of few words: those of long lists stand in English.
    pub(crate) fn value(&self, label: &str) -> Option<String> {
        let words = label.to_lowercase();
        let words: Vec<&str> = words.split(|sign: char| !sign.is_ascii_alphanumeric()).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        self.make(&format!("term-value-{}", words.join("-")), &FluentArgs::new()).ok()
    }

    fn term(&self, kind: &str, code: &str) -> String {
        self.text(&format!("term-{kind}-{code}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use manumit_app::statistics::{Column, choices};
    use manumit_domain::{law::Law, place::Region, question_set::LawList};

    use super::*;
    use crate::Language;

    /// A term is the same word wherever it stands: in the questions and on every other page.
    #[test]
    fn the_questions_use_the_same_terms_in_welsh() {
        let welsh = Texts::read(Language::Welsh).unwrap();
        let law = Law::united_kingdom().unwrap();
        for set in law.question_sets.iter() {
            let questions = law.question_sets.translation(set, Language::Welsh.code()).unwrap();
            let wording = law.question_sets.worded(set, Language::Welsh.code());
            for blank in &set.reasons {
                assert_eq!(wording.reason(*blank).text, welsh.blank(*blank));
            }
            for (code, text) in questions.listed(LawList::Nations) {
                let nation = Nation::ALL.into_iter().find(|nation| nation.code() == code).unwrap();
                assert_eq!(text, welsh.nation(nation), "{code}");
            }
            for (code, text) in questions.listed(LawList::Sexes) {
                let sex = Sex::ALL.into_iter().find(|sex| sex.code() == code).unwrap();
                assert_eq!(text, welsh.sex(sex), "{code}");
            }
            for (code, text) in questions.listed(LawList::Regions) {
                let region = Region::ALL.into_iter().find(|region| region.code() == code).unwrap();
                assert_eq!(Some(text), welsh.value(region.label()).as_deref(), "{code}");
            }
        }
    }

    /// The columns by which something can be counted.
    fn offered() -> impl Iterator<Item = Column> {
        Measure::ALL.into_iter().flat_map(|measure| measure.columns().iter().copied())
    }

    #[test]
    fn a_term_in_english_is_the_label_of_the_domain_and_there_is_one_in_every_language() {
        let english = Texts::read(Language::English).unwrap();
        let mut pairs = Vec::new();
        pairs.extend(Role::ALL.map(|role| (english.role(role), role.label())));
        pairs.extend(DutyKind::ALL.map(|kind| (english.duty(kind), kind.label())));
        pairs.extend(Nation::ALL.map(|nation| (english.nation(nation), nation.label())));
        pairs.extend(Blank::ALL.map(|blank| (english.blank(blank), blank.label())));
        pairs.extend(Finding::ALL.map(|finding| (english.finding(finding), finding.label())));
        pairs.extend(Sex::ALL.map(|sex| (english.sex(sex), sex.label())));
        pairs.extend(Outcome::ALL.map(|outcome| (english.report_outcome(outcome), outcome.label())));
        let stages = [Stage::ReasonableGrounds, Stage::ConclusiveGrounds];
        pairs.extend(stages.map(|stage| (english.stage(stage), stage.label())));
        pairs.extend(Measure::ALL.map(|measure| (english.measure(measure), measure.label())));
        let dimensions = offered().map(Dimension::Column).chain([Dimension::Quarter]);
        let dimensions: BTreeMap<&str, Dimension> = dimensions.map(|one| (one.name(), one)).collect();
        pairs.extend(dimensions.into_values().map(|dimension| (english.dimension(dimension), dimension.label())));
        let quarters: Vec<(Period, String)> = (0..4)
            .map(|plus| "2026-Q1".parse::<Period>().unwrap().plus(plus))
            .map(|quarter| (quarter, quarter.in_words()))
            .collect();
        pairs.extend(quarters.iter().map(|(quarter, words)| (english.period(*quarter), words.as_str())));
        let law = Law::united_kingdom().unwrap();
        let values: BTreeSet<String> = offered().flat_map(|column| choices(&law, column)).collect();
        pairs.extend(values.iter().filter_map(|label| Some((english.value(label)?, label.as_str()))));
        for (text, label) in &pairs {
            assert_eq!(text, label);
        }
        assert_eq!(
            pairs.len(),
            crate::texts::tests::keys(Language::English).filter(|key| key.starts_with("term-")).count(),
            "a term that nothing names"
        );
    }
}
