//! `manumit rules`: the law as data, on a day.

use clap::Args;
use jiff::civil::Date;
use manumit_domain::{
    clock::Counted,
    law::Law,
    rule::{Rule, RuleValue},
};

use crate::output::{Format, Grid};

/// List the rules in force on a day, with their sources.
#[derive(Debug, Args)]
#[command(after_help = "Example: manumit rules --on 2012-06-01")]
pub struct Rules {
    /// The day: the date of the event that a rule is anchored to.
    #[arg(long, value_name = "DATE")]
    on: Date,
}

/// Runs it.
pub fn run(command: &Rules, format: Format) -> anyhow::Result<()> {
    let law = Law::united_kingdom()?;
    let mut grid = Grid::new(["rule", "nation", "applies to", "value", "from", "to", "sources"]);
    for rule in law.rules.rules_in_force(command.on) {
        grid.row([
            rule.key.clone(),
            rule.jurisdiction.code().to_owned(),
            rule.applies_to.clone(),
            value(rule),
            rule.valid_from.to_string(),
            rule.valid_to.map(|date| date.to_string()).unwrap_or_default(),
            rule.sources.join(" "),
        ]);
    }
    let era = law.rules.era_on(command.on).map_or("before the mechanism began", |era| era.title.as_str());
    grid.print(format, &format!("Rules in force on {}: {era}.", command.on))
}

/// What a rule says, in words.
pub fn value(rule: &Rule) -> String {
    match &rule.value {
        RuleValue::Period(period) => Counted { period: *period, division: None }.to_string(),
        RuleValue::Count(count) => count.to_string(),
        RuleValue::Text(text) => text.clone(),
        RuleValue::List(codes) => codes.join(", "),
    }
}
