//! A question set in another language: a file beside it, of the same version, with a text for each of its keys.
//!
//! The questions are what their own file says; a translation adds words and changes nothing that is kept or sent. A key
//! that the questions do not have is refused, so that a text that was renamed is not lost in silence. A key without a text
//! is said in English, and marked so by whoever shows it.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Choices, Kind, LawList, QuestionSet, QuestionSets};
use crate::policy_file::{LawError, read_toml};

/// What joins the parts of a condition, and what a printed sheet says beside the questions. What stands in braces is put in.
pub(super) const PHRASES: [(&str, &str); 7] = [
    ("joint.all", ", and "),
    ("joint.any", "; or "),
    ("joint.answers", " or "),
    (
        "sheet.begin",
        "Questions of version {version}. Ask only what is right to ask now. Where there is no answer, write down why: \
         {reasons}. Questions marked * need an answer, or a reason.",
    ),
    ("sheet.only_if", "Only if: {condition}."),
    ("sheet.part_only_if", "This part only if: {condition}."),
    ("sheet.once_for_each", "Once for each {one}; if there is none, say so."),
];

/// The texts of one version of a question set in one language.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The code of the language (BCP 47): `cy`.
    pub language: String,
    /// The questions.
    pub id: String,
    /// Their version.
    pub version: String,
    texts: BTreeMap<String, String>,
}

impl Translation {
    /// The text with a key.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The keys of the questions for which there is no text.
    pub fn missing(&self, set: &QuestionSet) -> BTreeSet<String> {
        english(set).into_keys().filter(|key| !self.texts.contains_key(key)).collect()
    }

    /// The texts of a list of the law, by the code of each entry.
    pub fn listed(&self, list: LawList) -> BTreeMap<&str, &str> {
        let begin = list.key("");
        let texts = self.texts.iter().filter_map(|(key, text)| Some((key.strip_prefix(&begin)?, text.as_str())));
        texts.collect()
    }
}

impl LawList {
    const ALL: [Self; 7] = [
        Self::Nations,
        Self::Regions,
        Self::Sexes,
        Self::Countries,
        Self::ExploitationTypes,
        Self::PoliceForces,
        Self::Indicators,
    ];

    /// The key of the text of an entry.
    pub(super) fn key(self, code: &str) -> String {
        let list = match self {
            Self::Nations => "nations",
            Self::Regions => "regions",
            Self::Sexes => "sexes",
            Self::Countries => "countries",
            Self::ExploitationTypes => "exploitation_types",
            Self::PoliceForces => "police_forces",
            Self::Indicators => "indicators",
        };
        format!("list.{list}.{code}")
    }
}

impl QuestionSets {
    /// Adds translations, each with the name of its file.
    ///
    /// # Errors
    /// A text is not TOML, is of no question set or of none of its keys, or the same translation is there twice.
    pub fn translated(mut self, files: &[(&'static str, &str)]) -> Result<Self, LawError> {
        for (name, text) in files {
            let translation = read(name, text)?;
            let place = || format!("{} {}", translation.id, translation.version);
            let set = self.versions.iter().find(|set| set.id == translation.id && set.version == translation.version);
            let Some(set) = set else {
                return Err(LawError::entry(
                    name,
                    place(),
                    &translation.language,
                    "translates questions that are not there",
                ));
            };
            if self.translation(set, &translation.language).is_some() {
                return Err(LawError::entry(name, place(), &translation.language, "is the language of another file"));
            }
            let known = english(set);
            let of_a_list = |key: &str| LawList::ALL.into_iter().any(|list| key.starts_with(&list.key("")));
            let unknown = translation.texts.keys().find(|key| !known.contains_key(*key) && !of_a_list(key));
            if let Some(unknown) = unknown {
                return Err(LawError::entry(
                    name,
                    place(),
                    unknown,
                    "is no key of these questions; correct or remove it",
                ));
            }
            self.translations.push(translation);
        }
        Ok(self)
    }

    /// What a question set is in a language other than English.
    pub fn translation(&self, set: &QuestionSet, language: &str) -> Option<&Translation> {
        let fits = |one: &&Translation| one.id == set.id && one.version == set.version && one.language == language;
        self.translations.iter().find(fits)
    }
}

fn read(file: &'static str, text: &str) -> Result<Translation, LawError> {
    let mut table: Table = read_toml(file, text)?;
    let mut named = |key: &str| match table.remove(key) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(LawError::entry(file, "the whole file", key, "has to be a text")),
    };
    let (language, id, version) = (named("language")?, named("id")?, named("version")?);
    let mut texts = BTreeMap::new();
    flatten(file, "", table, &mut texts)?;
    Ok(Translation { language, id, version, texts })
}

/// Puts every text under its whole key: `question.under_18.ask`.
fn flatten(
    file: &'static str,
    under: &str,
    table: Table,
    texts: &mut BTreeMap<String, String>,
) -> Result<(), LawError> {
    for (name, value) in table {
        let key = if under.is_empty() { name } else { format!("{under}.{name}") };
        match value {
            Value::String(text) if !text.trim().is_empty() => {
                texts.insert(key, text);
            }
            Value::Table(table) => flatten(file, &key, table, texts)?,
            other => return Err(LawError::entry(file, key, other.to_string(), "has to be a text that says something")),
        }
    }
    Ok(())
}

/// Every text that a translation has to have, in English, by its key.
pub(super) fn english(set: &QuestionSet) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = PHRASES.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    let mut add = |key: String, text: &str| {
        if !text.is_empty() {
            texts.insert(key, text.to_owned());
        }
    };
    add("title".to_owned(), &set.title);
    for blank in &set.reasons {
        add(format!("reason.{}", blank.code()), blank.label());
    }
    for task in &set.tasks {
        add(format!("task.{}.title", task.code), &task.title);
        add(format!("task.{}.why", task.code), &task.why);
        for page in &task.pages {
            add(format!("page.{}.title", page.code), &page.title);
            add(format!("page.{}.hint", page.code), &page.hint);
            add(format!("page.{}.one", page.code), page.rows.as_ref().map_or("", |group| group.one.as_str()));
        }
    }
    for (_, _, question) in set.questions() {
        add(format!("question.{}.ask", question.code), &question.ask);
        add(format!("question.{}.hint", question.code), &question.hint);
        if let Kind::One(Choices::Listed(choices)) | Kind::Several(Choices::Listed(choices)) = &question.kind {
            for choice in choices {
                add(format!("question.{}.option.{}", question.code, choice.code), &choice.label);
            }
        }
    }
    texts
}
