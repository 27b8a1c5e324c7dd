//! Every question is sent ten thousand odd answers: each is kept byte for byte, or refused in clear words.

use jiff::civil::date;
use manumit_domain::{
    known::Known,
    law::Law,
    question_set::{Answers, Condition, Given, Kind, Page, Question},
};

use super::question::read;
use crate::filled::Filled;

const ANSWERS: usize = 10_000;

/// Letters from which odd answers are put together: scripts, controls, directions, widths, nulls, marks, what computes.
const LETTERS: [&str; 40] = [
    "a",
    "Z",
    "0",
    "9",
    " ",
    "-",
    ".",
    ",",
    "'",
    "\"",
    "<",
    "&",
    "%",
    "=",
    "@",
    "\\",
    "/",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\r\n",
    "\t",
    "\u{85}",
    "\u{a0}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "é",
    "e\u{301}",
    "ß",
    "Ї",
    "ع",
    "ש",
    "王",
    "😀",
    "\u{10ffff}",
];

/// A row of numbers that looks random and is the same each time.
struct Row(u64);

impl Row {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn answer(&mut self) -> String {
        let length = match self.next() % 100 {
            0 => 6_000,
            1..5 => 400,
            _ => self.next() % 24,
        };
        (0..length).map(|_| LETTERS[self.next() % LETTERS.len()]).collect()
    }
}

/// What is to be kept of a typed text: what narrates as it was typed, the rest without the spaces around it.
fn as_kept(question: &Question, typed: &str) -> String {
    match question.kind {
        Kind::Line | Kind::Long | Kind::File | Kind::Several(_) => typed.to_owned(),
        _ => typed.trim().to_owned(),
    }
}

#[test]
fn an_odd_answer_is_kept_byte_for_byte_or_refused_in_clear_words() {
    let law = Law::united_kingdom().unwrap();
    let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
    let today = date(2026, 9, 16);
    let (mut row, mut kept, mut refused) = (Row(1), 0_u64, 0_u64);
    for page in set.tasks.iter().flat_map(|task| &task.pages) {
        for question in &page.questions {
            // The question alone on a page, as it is put once what comes before it was answered.
            let alone = Question { when: Condition::default(), ..question.clone() };
            let page = Page { questions: vec![alone], rows: None, ..page.clone() };
            for _ in 0..ANSWERS {
                let typed = row.answer();
                let field =
                    if question.kind == Kind::Day { format!("{}-year", question.code) } else { question.code.clone() };
                let Some(answer) = read(question, &Filled(vec![(field, typed.clone())])) else {
                    assert!(typed.trim().is_empty(), "{}: {typed:?} is lost", question.code);
                    continue;
                };
                let mut given = Answers::default();
                given.answers.insert(question.code.clone(), answer.clone());
                let findings = set.check_page(&page, &given, &law, today);
                match findings.iter().find(|finding| finding.question == question.code) {
                    Some(finding) => {
                        refused += 1;
                        let words = format!("{} {}", finding.problem, finding.instead);
                        // A message may repeat what was typed, escaped.
                        let longest = 400 + typed.escape_debug().count() + typed.chars().count();
                        let is_clear = !words.chars().any(char::is_control) && words.chars().count() < longest;
                        assert!(is_clear && !finding.instead.is_empty(), "{}: {typed:?}: {words:?}", question.code);
                    }
                    None => {
                        kept += 1;
                        let is_kept = match &answer {
                            Known::Value(Given::Text(text)) => {
                                *text == as_kept(question, &typed) || question.kind == Kind::Day
                            }
                            Known::Value(Given::Chosen(codes)) => *codes == [typed.clone()],
                            Known::Value(Given::Number(number)) => typed.trim().parse() == Ok(*number),
                            Known::Missing(_) => false,
                        };
                        assert!(is_kept, "{}: {typed:?} is kept as {answer:?}", question.code);
                    }
                }
            }
        }
    }
    assert!(kept > 100_000 && refused > 100_000, "{kept} kept, {refused} refused");
}
