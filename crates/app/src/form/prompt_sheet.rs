//! The prompt sheet: the questions on paper, to take along where there is no screen.

use jiff::civil::Date;
use manumit_domain::{
    law::Law,
    question_set::{Condition, Kind, Need, Page, Question, QuestionSet},
};

/// Lists longer than this are not printed: nobody reads two hundred countries on paper.
const PRINTED: usize = 20;

/// The sheet, in Markdown, with room to write.
pub fn prompt_sheet(set: &QuestionSet, law: &Law, on: Date) -> String {
    let mut sheet = format!(
        "# {}\n\nQuestions of version {}. Ask only what is right to ask now. Where there is no answer, write down why: {}. \
         Questions marked * need an answer, or a reason.\n",
        set.title,
        set.version,
        set.reasons_in_words(),
    );
    for (number, task) in (1..).zip(&set.tasks) {
        sheet.push_str(&format!("\n## {number}. {}\n", task.title));
        if !task.why.is_empty() {
            sheet.push_str(&format!("\n{}\n", task.why));
        }
        sheet.push_str(&only_if(&task.when, set, "\nThis part only if: "));
        for page in &task.pages {
            print_page(&mut sheet, (set, page), &|question| printed_choices(question, law, on));
        }
    }
    sheet
}

fn only_if(when: &Condition, set: &QuestionSet, begin: &str) -> String {
    when.in_words(set).map(|words| format!("{begin}{words}.\n")).unwrap_or_default()
}

fn print_page(sheet: &mut String, (set, page): (&QuestionSet, &Page), choices: &dyn Fn(&Question) -> Vec<String>) {
    sheet.push_str(&format!("\n### {}\n", page.title));
    sheet.push_str(&only_if(&page.when, set, "\nOnly if: "));
    if !page.hint.is_empty() {
        sheet.push_str(&format!("\n{}\n", page.hint));
    }
    if let Some(group) = &page.rows {
        sheet.push_str(&format!("\nOnce for each {}; if there is none, say so.\n", group.one));
    }
    sheet.push('\n');
    for question in &page.questions {
        let star = if question.need == Need::May { "" } else { " *" };
        sheet.push_str(&format!("* **{}**{star}\n", question.ask));
        if !question.hint.is_empty() {
            sheet.push_str(&format!("  {}\n", question.hint));
        }
        sheet.push_str(&only_if(&question.when, set, "  Only if: "));
        let choices = choices(question);
        if choices.is_empty() {
            sheet.push_str(room(&question.kind));
        }
        for choice in choices {
            sheet.push_str(&format!("  * [ ] {choice}\n"));
        }
    }
}

/// What can be chosen, where that is few enough to print.
pub fn printed_choices(question: &Question, law: &Law, on: Date) -> Vec<String> {
    let choices: Vec<String> = question.choices(law, on).into_iter().map(|choice| choice.label).collect();
    if choices.len() > PRINTED { Vec::new() } else { choices }
}

fn room(kind: &Kind) -> &'static str {
    match kind {
        Kind::Long => {
            "\n  ______________________________________________\n\n  ______________________________________________\n\n"
        }
        _ => "\n  ______________________________________________\n\n",
    }
}
