//! The law as data: every dated rule, calendar, organisation and list, read from the files shipped in `policy/`.
//!
//! The files are compiled in, so a build always carries the rules it was tested with, and reading them needs no disk.
//! Each is checked as it is read; an error names the file, the line or entry, and the value.

use serde::de::DeserializeOwned;

use crate::{
    calendar::{Calendars, Division},
    code_list::CodeLists,
    organisation::Organisations,
    place::PoliceForces,
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
}

/// A policy file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// Not TOML, or a key or value that the file may not hold. The source names the line.
    #[error("{file} cannot be read")]
    Toml {
        /// Name of the file.
        file: &'static str,
        /// What the reader says, with the line.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// Not CSV, or a row that does not fit. The source names the line.
    #[error("{file} cannot be read")]
    Csv {
        /// Name of the file.
        file: &'static str,
        /// What the reader says, with the line.
        #[source]
        source: Box<csv::Error>,
    },
    /// A value that can be read and cannot be right.
    #[error("{file}, {entry}: {value:?} {remedy}")]
    Entry {
        /// Name of the file.
        file: &'static str,
        /// The line or entry, for example `line 7` or `rule rg.target`.
        entry: String,
        /// The value found.
        value: String,
        /// What is wrong with it, or what to write instead.
        remedy: String,
    },
}

impl LawError {
    pub(crate) fn entry(
        file: &'static str,
        entry: impl Into<String>,
        value: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::Entry { file, entry: entry.into(), value: value.into(), remedy: remedy.into() }
    }
}

impl Law {
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
            )])?,
            state_machine: StateMachine::parse(include_str!("../../../policy/state_machine.toml"))?,
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

/// Reads a CSV file into rows, each with its line.
pub(crate) fn read_rows<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<(u64, T)>, LawError> {
    let csv_error = |source: csv::Error| LawError::Csv { file, source: Box::new(source) };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(csv_error)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.deserialize(Some(&headers)).map_err(csv_error)?));
    }
    Ok(rows)
}

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LawError> {
    toml::from_str(text).map_err(|source| LawError::Toml { file, source: Box::new(source) })
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
    fn a_file_that_is_not_toml_names_itself_and_the_line() {
        let error = RuleBook::parse("schema_version = 1\nknown_until =\n").unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(error.to_string(), "policies.toml cannot be read");
        assert!(source.contains("line 2"), "{source}");
    }
}
