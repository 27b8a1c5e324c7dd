//! Which role reads which class of data: the access matrix, as data.
//!
//! The access policies say who may open a record at all; this says what of an opened record a role is shown. What the
//! file does not grant in so many words is not shown.

use std::collections::BTreeMap;

use crate::policy_file::LawError;

const FILE: &str = "access_matrix.csv";

/// The columns before the classes of data.
const LEADING: [&str; 3] = ["role", "description", "note"];

macro_rules! data_classes {
    ($($name:ident => $code:literal),+ $(,)?) => {
        /// A class of data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are the columns of policy/access_matrix.csv")]
        pub enum DataClass { $($name),+ }

        impl DataClass {
            /// Every class, in the order of the file.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The column.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

data_classes! {
    Identity => "identity",
    Demographic => "demographic",
    SafeContact => "safe-contact",
    SafeLocation => "safe-location",
    Contact => "contact",
    Narrative => "narrative",
    Risk => "risk",
    Assessment => "assessment",
    Exploiter => "exploiter",
    Location => "location",
    Police => "police",
    Immigration => "immigration",
    Health => "health",
    SupportNotes => "support-notes",
    Consent => "consent",
    DecisionOutcome => "decision-outcome",
    DecisionReasons => "decision-reasons",
    Evidence => "evidence",
    Case => "case",
    Child => "child",
    Family => "family",
    AccessNeed => "access-need",
    Audit => "audit",
    Aggregate => "aggregate",
}

/// What a role may do with a class of data in a record that it may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// Nothing.
    None,
    /// Read, or write, in every record that it may open.
    Open,
    /// Read, or write, in records that were given to the post.
    Allocated,
    /// Only by breaking the glass.
    BreakGlass,
    /// Only on a condition of its own: a share, a consent, a passing on, a broker, redaction. No page of a case
    /// fulfils it by itself.
    Conditional,
}

/// Every word that a cell may hold, and what it means for whoever opened the record.
const WORDS: [(&str, Reading); 25] = [
    ("none", Reading::None),
    ("read", Reading::Open),
    ("write", Reading::Open),
    ("read-own-org", Reading::Open),
    ("write-until-submit-then-read-own", Reading::Open),
    ("read-allocated", Reading::Allocated),
    ("write-allocated", Reading::Allocated),
    ("break-glass", Reading::BreakGlass),
    ("read-redacted", Reading::Conditional),
    ("read-log", Reading::Conditional),
    ("read-metadata", Reading::Conditional),
    ("read-published", Reading::Conditional),
    ("read-if-negative", Reading::Conditional),
    ("read-passed", Reading::Conditional),
    ("read-summary", Reading::Conditional),
    ("read-for-duplicate-check", Reading::Conditional),
    ("send-only", Reading::Conditional),
    ("via-broker-if-agreed", Reading::Conditional),
    ("on-request-logged", Reading::Conditional),
    ("with-consent", Reading::Conditional),
    ("with-authority", Reading::Conditional),
    ("coarse-only", Reading::Conditional),
    ("pseudonymised", Reading::Conditional),
    ("pseudonymised-controlled", Reading::Conditional),
    ("sampled-redacted", Reading::Conditional),
];

/// The access matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessMatrix(BTreeMap<(String, DataClass), (String, Reading)>);

impl AccessMatrix {
    /// Reads the matrix.
    ///
    /// # Errors
    /// A column is no class of data, a class has no column, a role is there twice, or a cell holds an unknown word.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let csv_error = |source: csv::Error| LawError::Csv { file: FILE, source: Box::new(source) };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().map_err(csv_error)?.clone();
        let expected = LEADING.into_iter().chain(DataClass::ALL.iter().map(|class| class.code()));
        if !headers.iter().eq(expected) {
            let found = headers.iter().collect::<Vec<_>>().join(",");
            return Err(LawError::entry(FILE, "line 1", found, "does not name the classes of data in their order"));
        }
        let mut cells = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(csv_error)?;
            let line = record.position().map_or(0, csv::Position::line);
            let role = record.get(0).unwrap_or_default();
            for (class, word) in DataClass::ALL.iter().zip(record.iter().skip(LEADING.len())) {
                let wrong = |remedy| LawError::entry(FILE, format!("line {line}, {}", class.code()), word, remedy);
                let known = WORDS.into_iter().find(|(known, _)| *known == word);
                let (_, reading) = known.ok_or_else(|| wrong("is not a word of the matrix"))?;
                if cells.insert((role.to_owned(), *class), (word.to_owned(), reading)).is_some() {
                    return Err(wrong("is said of a role that is there twice"));
                }
            }
        }
        Ok(Self(cells))
    }

    /// What a role may do with a class of data; nothing for a role that the matrix does not know.
    pub fn reading(&self, role: &str, class: DataClass) -> Reading {
        self.0.get(&(role.to_owned(), class)).map_or(Reading::None, |(_, reading)| *reading)
    }

    /// The word of a cell, as the file has it.
    pub fn word(&self, role: &str, class: DataClass) -> Option<&str> {
        self.0.get(&(role.to_owned(), class)).map(|(word, _)| word.as_str())
    }

    /// Every cell: role, class, word and what it means, in a fixed order.
    pub fn cells(&self) -> impl Iterator<Item = (&str, DataClass, &str, Reading)> {
        self.0.iter().map(|((role, class), (word, reading))| (role.as_str(), *class, word.as_str(), *reading))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::actor::Role;

    const TEXT: &str = include_str!("../../../policy/access_matrix.csv");

    fn matrix() -> AccessMatrix {
        AccessMatrix::parse(TEXT).unwrap()
    }

    #[test]
    fn every_word_of_every_cell_is_known_and_every_known_word_is_used() {
        let matrix = matrix();
        let used: BTreeSet<&str> = matrix.cells().map(|(_, _, word, _)| word).collect();
        let known: BTreeSet<&str> = WORDS.into_iter().map(|(word, _)| word).collect();
        assert_eq!(used, known);
        let changed = TEXT.replacen(",read,", ",peek,", 1);
        assert!(AccessMatrix::parse(&changed).unwrap_err().to_string().contains("is not a word of the matrix"));
    }

    #[test]
    fn every_role_that_acts_is_in_the_matrix() {
        let matrix = matrix();
        // The system reminds and the public reports; neither ever sees a record.
        let sees = |role: &Role| !matches!(role, Role::SystemReminder | Role::Public);
        for role in Role::ALL.into_iter().filter(sees) {
            assert!(matrix.word(role.code(), DataClass::Identity).is_some(), "{}", role.code());
        }
    }

    /// The rows that the principles state in words: section 4, V-21, V-06.
    #[test]
    fn v21_who_must_never_see_what_is_not_shown() {
        let matrix = matrix();
        let reading = |role: Role, class| matrix.reading(role.code(), class);
        for role in [Role::CaTriage, Role::CaDecisionMaker, Role::CaSecondReviewer, Role::CaTechnicalSpecialist] {
            assert_eq!(reading(role, DataClass::SafeLocation), Reading::None, "{}", role.code());
            assert_eq!(reading(role, DataClass::SupportNotes), Reading::None, "{}", role.code());
        }
        assert_eq!(reading(Role::CaTriage, DataClass::Narrative), Reading::None);
        assert_eq!(reading(Role::CaDecisionMaker, DataClass::Narrative), Reading::Allocated);
        assert_eq!(reading(Role::CaDecisionMaker, DataClass::SafeContact), Reading::Conditional);
        for (role, class, _, reading) in matrix.cells().filter(|(role, ..)| *role == "immigration_enforcement") {
            let nothing = reading == Reading::None || class == DataClass::Aggregate;
            assert!(nothing, "{role} and {}", class.code());
        }
    }
}
