//! Blocking: which pairs are compared at all, counted before any is made.
//!
//! A rule is a list of keys; records that share all of them are in one block, and pairs within a block are candidates.
//! Blocks are counted first. A block that is too large is made finer by a further key; a rule of the settings that
//! would make too many pairs is refused, with a better one. A pair found by several rules is compared once, by the
//! first that finds it.
pub mod key;
pub mod report;

mod index;
mod membership;
mod rule;

use serde::{Deserialize, Serialize};

pub use self::{membership::Blocks, rule::Rule};
use crate::{error::LinkageError, records::Records, settings::Settings};
use index::{Entries, indexed};
use key::Key;

/// Which pairs are compared. It is part of a model, so that a later record meets the same candidates.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The rules; none when every pair is compared.
    pub rules: Vec<Rule>,
}

impl Plan {
    /// The most pairs that one rule may make.
    fn limit(settings: &Settings, records: &Records) -> u64 {
        match settings.blocking.pairs_per_rule {
            // Small files can afford two million a rule; a million records as many as there are records.
            0 => {
                let records = records.len() as u64;
                (400_000_000_000 / records.max(1)).min(2_000_000).max(records)
            }
            limit => limit,
        }
    }

    /// Chooses the rules, counts their blocks, and makes finer what is too large.
    ///
    /// # Errors
    ///
    /// A rule of the settings that is not understood, or that would make too many pairs.
    pub fn new(
        settings: &Settings,
        records: &Records,
    ) -> Result<(Self, Blocks, Vec<report::RuleReport>), LinkageError> {
        let asked = &settings.blocking.rules;
        if asked.is_empty() && records.pairs() <= settings.blocking.compare_all_below {
            let blocks = Blocks::everything(records);
            let report = report::RuleReport::everything(records);
            return Ok((Self::default(), blocks, vec![report]));
        }
        let limit = Self::limit(settings, records);
        let mut rules = Vec::new();
        if asked.is_empty() {
            rules.extend(key::usual(&records.columns, records.len()).into_iter().map(|keys| Rule::new(records, keys)));
        } else {
            for rule in asked {
                let keys = rule.iter().map(|key| Key::parse(key, &records.columns)).collect::<Result<_, _>>()?;
                rules.push(Rule::new(records, keys));
            }
        }
        if rules.is_empty() {
            let sentence = "no rule can be made from these kinds of column; write blocking.rules.";
            return Err(LinkageError::settings("blocking.rules", sentence));
        }
        let must_fit = !asked.is_empty();
        let indexed = indexed(records, rules, limit, must_fit)?;
        let mut plan = Self::default();
        let mut reports = Vec::new();
        let mut made = Vec::new();
        for (rule, blocks, report) in indexed {
            plan.rules.push(rule);
            made.push(blocks);
            reports.push(report);
        }
        let blocks = Blocks::gather(records, made);
        Ok((plan, blocks, reports))
    }

    /// The blocks of records under a plan that was made before.
    #[must_use]
    pub fn apply(&self, records: &Records) -> Blocks {
        if self.rules.is_empty() {
            return Blocks::everything(records);
        }
        let made = self.rules.iter().map(|rule| Entries::of(records, rule, true)).collect();
        Blocks::gather(records, made)
    }
}
