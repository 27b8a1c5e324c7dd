//! The prompt sheet: the questions on paper, to take along where there is no screen.

use jiff::civil::Date;
use manumit_domain::{
    law::Law,
    question_set::{Condition, Kind, Need, Page, Question, Wording, Words},
};

/// Lists longer than this are not printed: nobody reads two hundred countries on paper.
const PRINTED: usize = 20;

/// The sheet, in Markdown, with room to write.
pub fn prompt_sheet(wording: &Wording<'_>, law: &Law, on: Date) -> String {
    let set = wording.set();
    let begin = wording.on_the_sheet("begin", &[("version", &set.version), ("reasons", &wording.reasons().text)]);
    let mut sheet = format!("# {}\n\n{begin}\n", wording.title().text);
    for (number, task) in (1..).zip(&set.tasks) {
        sheet.push_str(&format!("\n## {number}. {}\n", wording.task_title(task).text));
        let why = wording.task_why(task).text;
        if !why.is_empty() {
            sheet.push_str(&format!("\n{why}\n"));
        }
        sheet.push_str(&only_if(&task.when, wording, ("\n", "part_only_if")));
        for page in &task.pages {
            print_page(&mut sheet, (wording, page), &|question| printed_choices(wording, question, (law, on)));
        }
    }
    sheet
}

fn only_if(when: &Condition, wording: &Wording<'_>, (begin, phrase): (&str, &str)) -> String {
    let said = |words: Words| wording.on_the_sheet(phrase, &[("condition", &words.text)]);
    wording.when(when).map(|words| format!("{begin}{}\n", said(words))).unwrap_or_default()
}

fn print_page(sheet: &mut String, (wording, page): (&Wording<'_>, &Page), choices: &dyn Fn(&Question) -> Vec<Words>) {
    sheet.push_str(&format!("\n### {}\n", wording.page_title(page).text));
    sheet.push_str(&only_if(&page.when, wording, ("\n", "only_if")));
    let hint = wording.page_hint(page).text;
    if !hint.is_empty() {
        sheet.push_str(&format!("\n{hint}\n"));
    }
    if let Some(one) = wording.one(page) {
        sheet.push_str(&format!("\n{}\n", wording.on_the_sheet("once_for_each", &[("one", &one.text)])));
    }
    sheet.push('\n');
    for question in &page.questions {
        let star = if question.need == Need::May { "" } else { " *" };
        sheet.push_str(&format!("* **{}**{star}\n", wording.ask(question).text));
        let hint = wording.hint(question).text;
        if !hint.is_empty() {
            sheet.push_str(&format!("  {hint}\n"));
        }
        sheet.push_str(&only_if(&question.when, wording, ("  ", "only_if")));
        let choices = choices(question);
        if choices.is_empty() {
            sheet.push_str(room(&question.kind));
        }
        for choice in choices {
            sheet.push_str(&format!("  * [ ] {}\n", choice.text));
        }
    }
}

/// What can be chosen, where that is few enough to print.
pub fn printed_choices(wording: &Wording<'_>, question: &Question, (law, on): (&Law, Date)) -> Vec<Words> {
    let choices = question.choices(law, on);
    if choices.len() > PRINTED {
        return Vec::new();
    }
    choices.iter().map(|choice| wording.choice(question, choice)).collect()
}

fn room(kind: &Kind) -> &'static str {
    match kind {
        Kind::Long => {
            "\n  ______________________________________________\n\n  ______________________________________________\n\n"
        }
        _ => "\n  ______________________________________________\n\n",
    }
}
