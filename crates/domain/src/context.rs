//! What every decision is given: the law, who acts, and what day it is.

use jiff::civil::Date;

use crate::{
    actor::Actor,
    clock::ClockError,
    law::Law,
    place::Nation,
    refusal::Refusal,
    rule::{NoRule, RuleValue},
};

/// What a command is decided in.
///
/// Time is a parameter: `today` is the civil date in London on which the command arrives. The same command with the
/// same context always gives the same answer.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The dated rules, calendars, code lists and organisations.
    pub law: &'a Law,
    /// Who acts.
    pub actor: &'a Actor,
    /// The civil date in London.
    pub today: Date,
}

impl<'a> Context<'a> {
    /// The authority that receives every referral on a date: the first that is in force, in the order of the file.
    pub fn receiving_authority_on(&self, date: Date) -> Result<&'a str, Refusal> {
        self.law
            .organisations
            .competent_authorities_on(date)
            .next()
            .map(|authority| authority.code.as_str())
            .ok_or_else(|| {
                Refusal::new(
                    "authority.none_in_force",
                    format!("No competent authority was in force on {date}."),
                    "Check the date: the mechanism began on 2009-04-01.",
                )
                .about("received_on")
            })
    }

    /// The support prime of a nation on a date; where support is funded directly, the provider that serves adults.
    pub fn support_intake_on(&self, nation: Nation, date: Date) -> Result<&'a str, Refusal> {
        let organisations = &self.law.organisations;
        let prime = organisations.support_prime_on(nation, date);
        let provider = prime.or_else(|| organisations.support_providers_on(nation, date).next());
        provider.map(|provider| provider.code.as_str()).ok_or_else(|| {
            Refusal::new(
                "support.no_provider",
                format!("No support provider is known in {} on {date}.", nation.label()),
                "Record the safe contact in the account, and tell the administrator.",
            )
            .about("support_wanted")
        })
    }

    /// What a rule of the whole United Kingdom says in words on the date of its anchor.
    pub fn rule_text(&self, key: &'static str, on: Date) -> Result<&'a str, Refusal> {
        let rule = self.law.rules.rule(key, Nation::England, "all", on)?;
        rule.text().ok_or_else(|| no_answer(format!("The rule {key} says nothing in words on {on}.")).under(key))
    }

    /// The closed list of codes that a rule of the whole United Kingdom gives on the date of its anchor.
    pub fn rule_list(&self, key: &'static str, applies_to: &str, on: Date) -> Result<&'a [String], Refusal> {
        match &self.law.rules.rule(key, Nation::England, applies_to, on)?.value {
            RuleValue::List(codes) => Ok(codes),
            _ => Err(no_answer(format!("The rule {key} gives no list on {on}.")).under(key)),
        }
    }

    /// Refuses a date that has not come yet.
    pub fn not_in_the_future(&self, date: Date, field: &'static str) -> Result<(), Refusal> {
        if date <= self.today {
            return Ok(());
        }
        Err(Refusal::new(
            "date.in_the_future",
            format!("{date} has not come yet."),
            format!("Give a date up to {}.", self.today),
        )
        .about(field))
    }

    /// Refuses a date before the step it follows.
    pub fn not_before(&self, date: Date, earlier: Date, field: &'static str) -> Result<(), Refusal> {
        if date >= earlier {
            return Ok(());
        }
        Err(Refusal::new(
            "date.before_the_step_it_follows",
            format!("{date} is before the step it follows, which was on {earlier}."),
            format!("Give a date from {earlier} on."),
        )
        .about(field))
    }
}

/// Refuses a text that is empty or only spaces.
pub fn given(text: &str, field: &'static str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new("text.empty", format!("Nothing is written in {field}."), "Write it, and send again.")
            .about(field));
    }
    Ok(())
}

/// A question to which the law as loaded has no answer: the step cannot be taken, and the sentence says why.
fn no_answer(sentence: String) -> Refusal {
    Refusal::new(
        "law.no_answer",
        sentence,
        "Check the date; if it is right, ask the administrator to check the policy files.",
    )
}

impl From<NoRule> for Refusal {
    fn from(missing: NoRule) -> Self {
        no_answer(format!("The law gives no answer: {missing}."))
    }
}

impl From<ClockError> for Refusal {
    fn from(error: ClockError) -> Self {
        no_answer(format!("The due date cannot be computed: {error}."))
    }
}
