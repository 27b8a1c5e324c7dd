//! What the rules say, in the language of a page.
//!
//! The rules speak English: a refusal is a sentence with a remedy, a finding a problem and what to do instead. A page in
//! another language finds a sentence in `refusal.ftl` by what it says in English, whatever its values are, and says the
//! text of the same key. A sentence that was reworded since, or never translated, stays in English and is marked so.

use fluent_bundle::FluentArgs;
use manumit_domain::{
    actor::Role,
    case::Stage,
    known::Blank,
    question_set::{Choice, Finding, Wording, Words},
    refusal::Refusal,
};
use minijinja::{HtmlEscape, Value};

use super::{TEXTS, Texts};
use crate::{Language, language::mark, template::escaped, words::shown};

/// The file whose texts are sentences of the rules.
const FILE: &str = "en/refusal.ftl";

/// The values that are codes of the rules, and have a text each: `refusal-field-act-reasons` for `act_reasons`.
const CODED: [&str; 3] = ["body", "field", "state"];

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
        let is_code = |line: &str| CODED.iter().any(|name| line.starts_with(&format!("refusal-{name}-")));
        let lines = file.lines().filter(|line| !line.starts_with('#') && !is_code(line));
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
    pub(crate) fn wrong(&self, wording: &Wording<'_>, ask: &Words, finding: &Finding) -> Value {
        let Finding { problem, instead, .. } = finding;
        let ask = without_mark(ask);
        match self.language() {
            Language::English => Value::from(format!("“{ask}” {problem}: {instead}")),
            Language::Welsh => Value::from_safe_string(format!(
                "“{}” {}: {}",
                escaped(&ask),
                self.translated(problem),
                self.find_translated(instead, Some((wording, finding))).unwrap_or_else(|| marked(instead))
            )),
        }
    }

    /// What is wrong with the answer to a question, in short, with the number of its row.
    pub(crate) fn wrong_in_short(&self, ask: &Words, finding: &Finding) -> Value {
        let row = finding.row.map(|row| format!(" ({})", self.with("draft-number", [("number", row)])));
        let row = row.unwrap_or_default();
        let ask = without_mark(ask);
        match self.language() {
            Language::English => Value::from(format!("“{ask}”{row} {}", finding.problem)),
            Language::Welsh => {
                Value::from_safe_string(format!("“{}”{row} {}", escaped(&ask), self.translated(&finding.problem)))
            }
        }
    }

    fn translated(&self, english: &str) -> String {
        self.find_translated(english, None).unwrap_or_else(|| marked(english))
    }

    /// The sentence with its values in the same language.
    fn find_translated(&self, english: &str, of: Option<(&Wording<'_>, &Finding)>) -> Option<String> {
        let (key, values) = self.sentences.find(english)?;
        let said = |(name, value)| (name, self.value_said((name, value), of));
        let values: FluentArgs<'_> = values.into_iter().map(said).collect();
        self.make(key, &values).ok()
    }

    /// A value by its name: a term of the domain, what the question set of a finding calls something, or a sentence itself.
    fn value_said(&self, (name, value): (&str, &str), of: Option<(&Wording<'_>, &Finding)>) -> String {
        let one = || Some(escaped(&shown(&of?.0.one_called(value)?)));
        let stage =
            || [Stage::ReasonableGrounds, Stage::ConclusiveGrounds].into_iter().find(|one| one.label() == value);
        match name {
            "reasons" => each(value, |label| Some(self.blank(blank_called(label)?))),
            "role" | "roles" => each(value, |code| Some(self.role(Role::find(code)?))),
            "stage" => stage().map_or_else(|| marked(value), |stage| self.stage(stage)),
            "codes" => each_choice(value, of),
            "one" => one().unwrap_or_else(|| marked(value)),
            "problem" => self.translated(value),
            name if CODED.contains(&name) => self.coded(name, value).unwrap_or_else(|| HtmlEscape(value).to_string()),
            _ => self.find_translated(value, of).unwrap_or_else(|| HtmlEscape(value).to_string()),
        }
    }

    /// A code of the rules in words, if it has some.
    fn coded(&self, name: &str, code: &str) -> Option<String> {
        self.make(&format!("refusal-{name}-{}", code.replace('_', "-")), &FluentArgs::new()).ok()
    }
}

/// The reason that a finding lists by this name.
fn blank_called(label: &str) -> Option<Blank> {
    Blank::ALL.into_iter().find(|blank| blank.label().to_lowercase() == label)
}

/// Each term of a list inside a sentence; what is none is left as it is.
fn each(list: &str, term: impl Fn(&str) -> Option<String>) -> String {
    let said = |one: &str| term(one).map_or_else(|| HtmlEscape(one).to_string(), |term| term.to_lowercase());
    list.split(", ").map(said).collect::<Vec<_>>().join(", ")
}

/// The choices of the question that a finding is about, by their codes.
fn each_choice(codes: &str, of: Option<(&Wording<'_>, &Finding)>) -> String {
    let question = of.and_then(|(wording, finding)| Some((wording, wording.set().find(&finding.question)?.1)));
    let Some((wording, question)) = question else { return HtmlEscape(codes).to_string() };
    let label = |code: &str| {
        let choice = Choice { code: code.to_owned(), label: code.to_owned() };
        HtmlEscape(&wording.choice(question, &choice).text).to_string()
    };
    codes.split(", ").map(label).collect::<Vec<_>>().join("; ")
}

fn marked(english: &str) -> String {
    mark(Language::English, english).to_string()
}

/// What a question asks, without its question mark: inside a sentence.
fn without_mark(ask: &Words) -> Value {
    shown(&Words { text: ask.text.trim_end_matches('?').to_owned(), ..ask.clone() })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use manumit_domain::law::Law;

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
    fn a_refusal_of_casework_says_roles_stages_and_fields_in_its_language() {
        let texts = welsh();
        for (english, expected) in [
            (
                "The role police_receiver may not take the step second_look.",
                "Ni chaiff y rôl pwynt cyswllt yr heddlu gymryd y cam second_look.",
            ),
            ("It is for: ca_decision_maker, nobody.", "I’r rhain y mae: gwneuthurwr penderfyniadau, nobody."),
            (
                "The case does not wait for a conclusive grounds decision.",
                "Nid yw’r achos yn aros am benderfyniad sail derfynol.",
            ),
            ("Nothing is written in means_reasons.", "Nid oes dim wedi’i ysgrifennu yn y rhesymau ynghylch y moddion."),
            (
                "An enquiry to police may still be answered until 2026-05-01.",
                "Mae amser o hyd i ateb ymholiad at yr heddlu, tan 2026-05-01.",
            ),
            (
                "\"asleep\" is not a reason for a case to be suspended on 2026-05-01.",
                "Nid yw &quot;asleep&quot; yn rheswm i achos fod wedi’i atal ar 2026-05-01.",
            ),
            (
                "The law gives no answer: nobody knows.",
                "Nid yw’r gyfraith yn rhoi ateb: <span lang=\"en\">nobody knows</span>.",
            ),
        ] {
            assert_eq!(texts.said(english).to_string(), expected);
        }
    }

    #[test]
    fn what_is_missing_from_a_question_is_said_with_what_the_question_set_calls_it() {
        let law = Law::united_kingdom().unwrap();
        let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
        let wording = law.question_sets.worded(set, "cy");
        let page = set.tasks.iter().flat_map(|task| &task.pages).find(|page| page.code == "episodes").unwrap();
        let finding = Finding {
            question: "episodes".to_owned(),
            row: None,
            problem: "is not answered".to_owned(),
            instead: "add each situation, or answer \"none\", or say why there is no answer: not asked".to_owned(),
        };
        let said = welsh().wrong(&wording, &wording.page_title(page), &finding).to_string();
        let chosen = Finding {
            question: "future_risk".to_owned(),
            instead: "choose one: yes, no, or say why there is no answer: not asked".to_owned(),
            ..finding.clone()
        };
        let ask = wording.ask(set.find("future_risk").unwrap().1);
        let chosen = welsh().wrong(&wording, &ask, &chosen).to_string();
        assert!(
            chosen.ends_with("eto” heb ei ateb: dewiswch un: Oes; Nac oes, neu dywedwch pam nad oes ateb: heb ofyn"),
            "{chosen}"
        );
        assert_eq!(
            said,
            "“Sefyllfaoedd” heb ei ateb: ychwanegwch bob sefyllfa, neu atebwch \"none\", neu dywedwch pam nad oes ateb: \
             heb ofyn"
        );
    }

    /// What a refusal or a finding of casework says is a sentence of the file: none was forgotten.
    #[test]
    fn every_sentence_of_the_rules_of_casework_has_its_welsh() {
        let mut said = String::new();
        for place in ["case/decide", "case/elements.rs", "context.rs", "facts.rs", "permitted.rs", "support_request.rs"]
        {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src").join(place), &mut said);
        }
        let said = said.split("\\\n").map(str::trim_start).collect::<String>().replace("\\\"", "\u{1}");
        let is_sentence = |text: &&str| {
            text.ends_with('.')
                && text.starts_with(|sign: char| sign.is_uppercase() || sign == '{')
                && text.contains(' ')
        };
        let without_values = |text: &str| {
            let mut pieces = text.split('{');
            let first = pieces.next().unwrap_or_default().to_owned();
            pieces.fold(first, |whole, piece| whole + "7" + piece.split_once('}').map_or(piece, |(_, after)| after))
        };
        let sentences = Sentences::read();
        let mut found = 0;
        for text in said.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(is_sentence) {
            found += 1;
            assert!(sentences.find(&without_values(text)).is_some(), "{text:?} has no text");
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn a_code_in_english_is_itself() {
        let (english, welsh) = (Texts::read(Language::English).unwrap(), welsh());
        for (name, code) in [("body", "first_responder"), ("field", "consent_explained_by"), ("state", "withdrawn")] {
            assert_eq!(english.coded(name, code).as_deref(), Some(code));
            assert!(welsh.coded(name, code).is_some_and(|text| text != code), "{code}");
        }
        assert_eq!(welsh.said("other").to_string(), "<span lang=\"en\">other</span>", "a code by itself says nothing");
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

    /// Every source under a place as one text.
    fn sources(place: &Path, into: &mut String) {
        if place.is_dir() {
            for entry in fs::read_dir(place).unwrap() {
                sources(&entry.unwrap().path(), into);
            }
        } else if place.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(place).unwrap());
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
