//! What blocking will cost and miss, said before anything runs.

use serde::Serialize;

use crate::records::Records;

/// One rule: its pairs, and after a trial what it finds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleReport {
    /// The rule as written in settings.
    pub rule: String,
    /// Pairs that share its keys.
    pub pairs_unrefined: u64,
    /// Pairs after blocks that were too large were made finer.
    pub pairs: u64,
    /// The records of its largest block.
    pub largest_block: u64,
    /// Blocks that were made finer.
    pub refined_blocks: u64,
    /// Records in blocks that stayed too large, and are not compared under this rule.
    pub records_left_out: u64,
    /// Pairs that no earlier rule finds.
    pub new_pairs: Option<u64>,
    /// Matches it finds, as estimated by the model.
    pub matches: Option<f64>,
    /// Matches that no other rule finds.
    pub matches_alone: Option<f64>,
}

impl RuleReport {
    pub(crate) fn everything(records: &Records) -> Self {
        Self {
            rule: "every pair".to_owned(),
            pairs_unrefined: records.pairs(),
            pairs: records.pairs(),
            largest_block: records.len() as u64,
            ..Self::default()
        }
    }
}

/// The matches that all rules together find, out of all there are, estimated by capture-recapture.
///
/// `once` and `twice` are the matches found by exactly one and exactly two rules, `found` those found by any. Chao's
/// lower bound for what nobody found is once squared over twice twice; the recall is therefore an upper estimate.
#[must_use]
pub fn recall(found: f64, once: f64, twice: f64) -> f64 {
    if found <= 0.0 {
        return 0.0;
    }
    let unseen = if twice > 0.0 { once * once / (2.0 * twice) } else { once * (once - 1.0).max(0.0) / 2.0 };
    found / (found + unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_falls_with_matches_found_by_one_rule_only() {
        assert!((recall(100.0, 0.0, 20.0) - 1.0).abs() < 1e-12);
        assert!((recall(100.0, 20.0, 40.0) - 100.0 / 105.0).abs() < 1e-12);
        assert!(recall(0.0, 0.0, 0.0).abs() < 1e-12);
    }
}
