//! What the rules say, in the language of a page.
//!
//! The rules speak English: a refusal is a sentence with a remedy, a finding a problem and what to do instead. A page in
//! another language finds a sentence in `refusal.ftl` by what it says in English, whatever its values are, and says the
//! text of the same key. A sentence that was reworded since, or never translated, stays in English and is marked so.

use fluent_bundle::FluentArgs;
use manumit_domain::{known::Blank, question_set::Finding, refusal::Refusal};
use minijinja::{HtmlEscape, Value};

use super::{TEXTS, Texts};
use crate::Language;

/// The file whose texts are sentences of the rules.
const FILE: &str = "en/refusal.ftl";

/// A sentence as it stands in the English file: what it begins with, then each value with what follows it.
#[derive(Debug)]
struct Sentence {
    key: &'static str,
    begins: &'static str,
    values: Vec<(&'static str, &'static str)>,
}

/// Every sentence of the rules that has a text, the one that says most by itself first.
#[derive(Debug)]
pub(super) struct Sentences(Vec<Sentence>);

impl Sentences {
    /// Reads them.
    pub(super) fn read() -> Self {
        let file = TEXTS.iter().find(|(name, _)| *name == FILE).map(|(_, text)| *text).unwrap_or_default();
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let mut sentences: Vec<Sentence> =
            lines.filter_map(|line| line.split_once(" = ")).map(|(key, text)| Sentence::of(key, text)).collect();
        sentences.sort_by_key(|sentence| std::cmp::Reverse(sentence.said_by_itself()));
        Self(sentences)
    }

    /// The key and the values of what was said in English.
    fn find<'a>(&self, english: &'a str) -> Option<(&'static str, Vec<(&'static str, &'a str)>)> {
        self.0.iter().find_map(|sentence| Some((sentence.key, sentence.values_in(english)?)))
    }
}

impl Sentence {
    fn of(key: &'static str, text: &'static str) -> Self {
        let (begins, rest) = text.split_once("{ $").unwrap_or((text, ""));
        let values = rest.split("{ $").filter_map(|value| value.split_once(" }"));
        Self { key, begins, values: values.collect() }
    }

    fn said_by_itself(&self) -> usize {
        self.begins.len() + self.values.iter().map(|(_, after)| after.len()).sum::<usize>()
    }

    /// The values, if this is what was said.
    fn values_in<'a>(&self, english: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut rest = english.strip_prefix(self.begins)?;
        let mut found = Vec::new();
        for (place, (name, after)) in self.values.iter().enumerate() {
            let is_last = place + 1 == self.values.len();
            let (value, later) = if is_last { (rest.strip_suffix(after)?, "") } else { rest.split_once(after)? };
            if value.is_empty() {
                return None;
            }
            found.push((*name, value));
            rest = later;
        }
        rest.is_empty().then_some(found)
    }
}

impl Texts {
    /// A sentence of the rules as markup; in English, the sentence itself.
    pub(crate) fn said(&self, english: &str) -> Value {
        match self.language() {
            Language::English => Value::from(english),
            Language::Welsh => Value::from_safe_string(self.translated(english)),
        }
    }

    /// A refusal with its remedy.
    pub(crate) fn refused(&self, refusal: &Refusal) -> Value {
        let Refusal { sentence, remedy, .. } = refusal;
        match self.language() {
            Language::English => Value::from(format!("{sentence} {remedy}")),
            Language::Welsh => {
                Value::from_safe_string(format!("{} {}", self.translated(sentence), self.translated(remedy)))
            }
        }
    }

    /// A refusal under the label of the field that it is about.
    pub(crate) fn refused_at(&self, label: &str, refusal: &Refusal) -> Value {
        let refused = self.refused(refusal);
        if refused.is_safe() {
            Value::from_safe_string(format!("“{}”: {refused}", HtmlEscape(label)))
        } else {
            Value::from(format!("“{label}”: {refused}"))
        }
    }

    /// What is wrong with the answer to a question, and what to do instead.
    pub(crate) fn wrong(&self, ask: &str, finding: &Finding) -> Value {
        let ask = ask.trim_end_matches('?');
        let Finding { problem, instead, .. } = finding;
        match self.language() {
            Language::English => Value::from(format!("“{ask}” {problem}: {instead}")),
            Language::Welsh => Value::from_safe_string(format!(
                "“{}” {}: {}",
                marked(ask),
                self.translated(problem),
                self.translated(instead)
            )),
        }
    }

    /// What is wrong with the answer to a question, in short, with the number of its row.
    pub(crate) fn wrong_in_short(&self, ask: &str, finding: &Finding) -> Value {
        let ask = ask.trim_end_matches('?');
        let row = finding.row.map(|row| format!(" ({})", self.with("draft-number", [("number", row)])));
        let row = row.unwrap_or_default();
        match self.language() {
            Language::English => Value::from(format!("“{ask}”{row} {}", finding.problem)),
            Language::Welsh => {
                Value::from_safe_string(format!("“{}”{row} {}", marked(ask), self.translated(&finding.problem)))
            }
        }
    }

    fn translated(&self, english: &str) -> String {
        self.find_translated(english).unwrap_or_else(|| marked(english))
    }

    /// The sentence with its values, each of which may be a sentence itself.
    fn find_translated(&self, english: &str) -> Option<String> {
        let (key, values) = self.sentences.find(english)?;
        let said = |(name, value)| match name {
            "reasons" => (name, self.reasons(value)),
            name => (name, self.find_translated(value).unwrap_or_else(|| HtmlEscape(value).to_string())),
        };
        let values: FluentArgs<'_> = values.into_iter().map(said).collect();
        self.make(key, &values).ok()
    }

    /// The reasons that may stand in place of an answer, as a finding lists them.
    fn reasons(&self, english: &str) -> String {
        let reason = |label: &str| {
            let blank = Blank::ALL.into_iter().find(|blank| blank.label().to_lowercase() == label);
            blank.map_or_else(|| HtmlEscape(label).to_string(), |blank| self.blank(blank).to_lowercase())
        };
        english.split(", ").map(reason).collect::<Vec<_>>().join(", ")
    }
}

fn marked(english: &str) -> String {
    format!("<span lang=\"{}\">{}</span>", Language::English.code(), HtmlEscape(english))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn welsh() -> Texts {
        Texts::read(Language::Welsh).unwrap()
    }

    #[test]
    fn a_sentence_is_found_with_its_values_and_what_is_not_known_is_marked_as_english() {
        let texts = welsh();
        assert_eq!(texts.said("The file is empty.").to_string(), "Mae’r ffeil yn wag.");
        assert_eq!(texts.said("2026-10-01 has not come yet.").to_string(), "Nid yw 2026-10-01 wedi dod eto.");
        assert_eq!(
            texts.said("Nobody wrote <this>.").to_string(),
            "<span lang=\"en\">Nobody wrote &lt;this&gt;.</span>"
        );
        assert_eq!(texts.said("\"<b>\" is no period.").to_string(), "Nid yw &quot;&lt;b&gt;&quot; yn gyfnod.");
        let file = "was not taken in. The file is empty.";
        assert_eq!(texts.said(file).to_string(), "heb ei dderbyn. Mae’r ffeil yn wag.");
        let english = Texts::read(Language::English).unwrap();
        assert_eq!(english.said(file).to_string(), file);
    }

    #[test]
    fn what_to_do_instead_is_said_with_its_reason() {
        let instead = "choose one: yes, no, or say why there is no answer: not asked, ask later";
        let said = welsh().said(instead).to_string();
        assert_eq!(said, "dewiswch un: yes, no, neu dywedwch pam nad oes ateb: heb ofyn, gofyn yn ddiweddarach");
    }

    #[test]
    fn each_sentence_is_found_as_itself() {
        let sentences = Sentences::read();
        assert!(sentences.0.len() > 100, "{}", sentences.0.len());
        let english = Texts::read(Language::English).unwrap();
        for sentence in &sentences.0 {
            let values: FluentArgs<'_> = sentence.values.iter().map(|(name, _)| (*name, "seven")).collect();
            let made = english.make(sentence.key, &values).unwrap();
            assert_eq!(sentences.find(&made).unwrap().0, sentence.key, "{made}");
        }
    }

    /// Every source under a folder as one text, without the places where a literal goes on in the next line.
    fn sources(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn each_sentence_is_one_that_the_rules_say() {
        let mut said = String::new();
        for area in ["domain", "app", "web", "bulletin"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(area).join("src"), &mut said);
        }
        let lines = said.split("\\\n").map(str::trim_start);
        let said = lines.collect::<String>().replace("\\\"", "\"");
        for sentence in &Sentences::read().0 {
            let pieces = [sentence.begins].into_iter().chain(sentence.values.iter().map(|(_, after)| *after));
            for piece in pieces.filter(|piece| piece.len() > 3) {
                let piece = piece.trim_start_matches(", or ");
                assert!(said.contains(piece), "{}: nobody says {piece:?}", sentence.key);
            }
        }
    }
}
