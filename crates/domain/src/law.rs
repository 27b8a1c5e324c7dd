//! The law as data: every dated rule, calendar, organisation and list, read from the files shipped in `policy/`.
//!
//! The files are compiled in, so a build always carries the rules it was tested with, and reading them needs no disk.
//! Each is checked as it is read; an error names the file, the line or entry, and the value.

use crate::{
    access_matrix::AccessMatrix,
    calendar::{Calendars, Division},
    code_list::CodeLists,
    organisation::Organisations,
    place::PoliceForces,
    policy_file::LawError,
    question_set::QuestionSets,
    rule::RuleBook,
    state_machine::StateMachine,
};

/// Everything the law says, ready to be asked.
#[derive(Clone, Debug)]
pub struct Law {
    /// Dated rules, eras and form versions.
    pub rules: RuleBook,
    /// Bank holidays and working days by division.
    pub calendars: Calendars,
    /// First responder organisations, competent authorities and support providers.
    pub organisations: Organisations,
    /// Police forces with their areas.
    pub police_forces: PoliceForces,
    /// Exploitation types, countries and indicators.
    pub code_lists: CodeLists,
    /// What is asked of first responders.
    pub question_sets: QuestionSets,
    /// States and transitions of a case.
    pub state_machine: StateMachine,
    /// Which role is shown which class of data.
    pub access_matrix: AccessMatrix,
}

impl Law {
    /// The name of an organisation of any kind by its code; the code itself for one that is in no list.
    pub fn organisation_name<'a>(&'a self, code: &'a str) -> &'a str {
        let organisations = &self.organisations;
        let authority = || organisations.competent_authorities().iter().find(|authority| authority.code == code);
        let named = organisations.find_first_responder(code).map(|found| found.name.as_str());
        named
            .or_else(|| authority().map(|found| found.name.as_str()))
            .or_else(|| organisations.find_support_provider(code).map(|found| found.name.as_str()))
            .or_else(|| self.police_forces.find(code).map(|found| found.name.as_str()))
            .or_else(|| organisations.find_other_body(code).map(|found| found.name.as_str()))
            .unwrap_or(code)
    }

    /// The law of the United Kingdom, from the files compiled in.
    ///
    /// # Errors
    /// A shipped file is wrong. A test reads them all, so a release cannot meet this.
    pub fn united_kingdom() -> Result<Self, LawError> {
        let law = Self {
            rules: RuleBook::parse(include_str!("../../../policy/policies.toml"))?,
            calendars: Calendars::parse(include_str!("../../../policy/bank_holidays.csv"))?,
            organisations: Organisations::parse(&crate::organisation::OrganisationFiles {
                first_responders: include_str!("../../../policy/first_responders.csv"),
                support_providers: include_str!("../../../policy/support_providers.csv"),
                competent_authorities: include_str!("../../../policy/policies.toml"),
                police_forces: include_str!("../../../policy/police_forces.csv"),
                other_bodies: include_str!("../../../policy/other_bodies.csv"),
            })?,
            police_forces: PoliceForces::parse(include_str!("../../../policy/police_forces.csv"))?,
            code_lists: CodeLists::parse(
                include_str!("../../../policy/exploitation_types.csv"),
                include_str!("../../../policy/countries.csv"),
                include_str!("../../../policy/indicators.csv"),
            )?,
            question_sets: QuestionSets::parse(&[(
                "question_sets/uk-nrm-2026-04.toml",
                include_str!("../../../policy/question_sets/uk-nrm-2026-04.toml"),
            )])?
            .translated(&[(
                "question_sets/uk-nrm-2026-04.cy.toml",
                include_str!("../../../policy/question_sets/uk-nrm-2026-04.cy.toml"),
            )])?,
            state_machine: StateMachine::parse(include_str!("../../../policy/state_machine.toml"))?,
            access_matrix: AccessMatrix::parse(include_str!("../../../policy/access_matrix.csv"))?,
        };
        law.state_machine.check_rules(&law.rules)?;
        Ok(law)
    }

    /// The division whose bank holidays competent authorities use.
    ///
    /// No stored source names one; England and Wales is this platform's own reading, written in the policy file.
    pub fn division_for_authority(&self) -> Division {
        self.rules.division_for_authority()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{code_list::Scheme, place::Nation};

    #[test]
    fn the_shipped_files_are_one_law() {
        let law = Law::united_kingdom().unwrap();
        assert_eq!(law.division_for_authority(), Division::EnglandAndWales);
        for era in law.rules.eras() {
            for code in &era.competent_authorities {
                let authority = law.organisations.competent_authorities().iter().find(|a| a.code == *code);
                assert!(authority.is_some(), "{}: {code}", era.id);
            }
        }
        assert_eq!(law.code_lists.exploitation_types.scheme_on(date(2012, 6, 1)), Some(Scheme::Nrm2009));
        assert!(law.rules.rule("rg.target", Nation::Wales, "all", date(2012, 6, 1)).is_ok());
    }

    #[test]
    fn every_body_with_a_desk_has_a_name() {
        let law = Law::united_kingdom().unwrap();
        for (code, name) in [
            ("HO-STATISTICS", "Home Office statistics"),
            ("IASC", "Independent Anti-Slavery Commissioner"),
            ("HO-PLATFORM", "Home Office platform administration"),
            ("SCA", "Single Competent Authority"),
            ("NOBODY-KNOWS", "NOBODY-KNOWS"),
        ] {
            assert_eq!(law.organisation_name(code), name);
        }
    }

    #[test]
    fn a_file_that_is_not_toml_names_itself_and_the_line() {
        let error = RuleBook::parse("schema_version = 1\nknown_until =\n").unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(error.to_string(), "policies.toml cannot be read");
        assert!(source.contains("line 2"), "{source}");
    }
}
