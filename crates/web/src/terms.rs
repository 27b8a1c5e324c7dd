//! The terms of the domain in the language of a page. The English is the label that the domain itself has.

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

    fn term(&self, kind: &str, code: &str) -> String {
        self.text(&format!("term-{kind}-{code}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

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
