//! `manumit reference`: the generated reference pages, in Markdown.
//!
//! The pages under `docs/reference` are these texts. A test compares them, and writes them when it is asked to.

use std::fmt::Write as _;

use clap::{CommandFactory, ValueEnum};
use manumit_app::import;
use manumit_domain::{law::Law, rule::Rule, state_machine::Transition};

use super::{rules, tree};
use crate::arguments::Manumit;

/// The width at which help texts are set in the page.
const WIDTH: usize = 100;

/// The pages that can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Page {
    /// Every command and option.
    Cli,
    /// The columns of a referral file.
    ReferralFile,
    /// The states of a case, and who may take which step.
    States,
    /// Every rule with its dates and sources.
    Rules,
}

/// The text of a page.
pub fn text(page: Page) -> anyhow::Result<String> {
    Ok(match page {
        Page::Cli => commands(),
        Page::ReferralFile => import::reference_page(),
        Page::States => states(&Law::united_kingdom()?),
        Page::Rules => all_rules(&Law::united_kingdom()?),
    })
}

fn commands() -> String {
    let mut page = String::from(
        "# The command\n\nEvery command of `manumit`, as its own `--help` says it. Options of a command are understood by \
         every command below it too.\n",
    );
    for mut command in tree::every(Manumit::command().term_width(WIDTH)) {
        let name = tree::full_name(&command).to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    page
}

fn states(law: &Law) -> String {
    let machine = &law.state_machine;
    let mut page = format!(
        "# The states of a case\n\nMade from `policy/state_machine.toml`. Regions run side by side on one case; support and \
         police are records of their own compartments.\n\n```mermaid\n{}```\n",
        machine.to_mermaid()
    );
    for region in &machine.regions {
        let _ = write!(page, "\n## {region}\n\n| state | in words | counted as |\n| --- | --- | --- |\n");
        for state in machine.states.iter().filter(|state| state.region == *region) {
            let counted = state.counts_as.as_deref().unwrap_or("");
            let _ = writeln!(page, "| `{}` | {} | {} |", state.code, cell(&state.label), cell(counted));
        }
        let _ = write!(
            page,
            "\n| step | from | to | who | from day | until | rules |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        );
        for transition in machine.transitions.iter().filter(|transition| transition.region == *region) {
            let _ = writeln!(page, "{}", step(transition));
        }
    }
    page.push_str("\n## Reasons\n\n| of | reason | in words | for | who | from day | until |\n");
    page.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for reason in &machine.reasons {
        let scope = match reason.applies_to {
            manumit_domain::state_machine::ReasonScope::Adult => "adults",
            manumit_domain::state_machine::ReasonScope::All => "all",
        };
        let who: Vec<&str> = reason.who.iter().map(|role| role.code()).collect();
        let until = reason.valid_to.map(|day| day.to_string()).unwrap_or_default();
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {scope} | {} | {} | {until} |",
            reason.of,
            reason.code,
            cell(&reason.label),
            who.join(", "),
            reason.valid_from
        );
    }
    page
}

fn step(transition: &Transition) -> String {
    let who: Vec<&str> = transition.who.iter().map(|role| role.code()).collect();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} |",
        transition.id,
        codes(transition.from()),
        codes(transition.to()),
        who.join(", "),
        day(transition.valid_from),
        day(transition.valid_to),
        codes(transition.rules.iter().map(String::as_str)),
    )
}

/// Codes, each once, in their order.
fn codes<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let mut seen = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

fn all_rules(law: &Law) -> String {
    let mut page = format!(
        "# The rules\n\nMade from `policy/policies.toml`. The version of a rule is chosen by the day of its anchor, never by \
         today. The sources are listed in `policy/sources.csv`; they were last read on {}.\n",
        law.rules.known_until()
    );
    page.push_str(
        "\n## Eras\n\n| era | from | to | what | authorities that decide |\n| --- | --- | --- | --- | --- |\n",
    );
    for era in law.rules.eras() {
        let until = era.valid_to.map(|day| day.to_string()).unwrap_or_default();
        let authorities = era.competent_authorities.join(", ");
        let _ =
            writeln!(page, "| `{}` | {} | {until} | {} | {authorities} |", era.id, era.valid_from, cell(&era.title));
    }
    for key in law.rules.keys() {
        let _ = write!(
            page,
            "\n## {key}\n\n| nation | for | from | to | says | anchor | ends | certainty | sources |\n\
             | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        );
        for rule in law.rules.rules().iter().filter(|rule| rule.key == key) {
            let _ = writeln!(page, "{}", version(rule));
        }
        for note in law.rules.rules().iter().filter(|rule| rule.key == key).filter_map(|rule| rule.note.as_ref()) {
            let _ = write!(page, "\n{}\n", cell(note));
        }
    }
    page
}

fn version(rule: &Rule) -> String {
    let word = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|value| value.as_str().map(|word| word.replace(['_', '-'], " "))).unwrap_or_default()
    };
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        rule.jurisdiction.label(),
        cell(&rule.applies_to),
        rule.valid_from,
        rule.valid_to.map(|day| day.to_string()).unwrap_or_default(),
        cell(&rules::value(rule)),
        word(serde_json::to_value(rule.anchor)),
        if rule.period().is_some() { word(serde_json::to_value(rule.ends)) } else { String::new() },
        format!("{:?}", rule.certainty).to_lowercase(),
        rule.sources.join(", "),
    )
}

/// A text that stands in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
