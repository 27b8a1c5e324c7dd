//! The privacy ledger: what was given, of whom, to whom, and what it cost; added up, and proof against shortening.
//!
//! Each entry holds the hash of the one before. A receipt is an entry's number and hash, printed with the release that it is
//! about: a ledger from which entries were cut off, at its end too, does not agree with the receipts that are out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{refusal::Refusal, synthesis::budget::epsilon_of};

/// How a release was protected, with what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Protection {
    /// Differential privacy: costs add up.
    Private {
        /// Zero-concentrated differential privacy.
        rho: f64,
        /// What comes on top of the conversion: values that one record alone has, rounding.
        delta: f64,
    },
    /// Combinations of at least so many; no cost that adds up can be stated.
    KAnonymous {
        /// How many.
        k: u32,
        /// Up to which length.
        length: usize,
    },
    /// Tables with cells withheld, and no count that can be computed.
    Withheld {
        /// The threshold for adults.
        threshold: u64,
        /// The threshold for children.
        threshold_children: u64,
    },
    /// Counts with noise from cell keys.
    CellKeys {
        /// The variance of the noise.
        variance: f64,
    },
    /// Rounded tables.
    Rounded {
        /// The base.
        base: u64,
    },
}

/// A hand-over as it is to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandOver {
    /// The day, as YYYY-MM-DD.
    pub on: String,
    /// Whose data: costs add up within a population.
    pub population: String,
    /// Who got it; `public` for everybody.
    pub recipient: String,
    /// What it is, and what for.
    pub what: String,
    /// SHA-256 of what was given, in hexadecimal.
    pub content: String,
    /// How it was protected.
    pub protection: Protection,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number from 1.
    pub number: usize,
    /// The hand-over.
    #[serde(flatten)]
    pub hand_over: HandOver,
    /// The hash of the entry before; zeros for the first.
    pub previous: String,
    /// The hash of this entry.
    pub hash: String,
}

/// What is printed with a release, to hold the ledger to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The number of the entry.
    pub number: usize,
    /// Its hash.
    pub hash: String,
}

/// What was spent on one population, by all recipients together: they may put their heads together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Total {
    /// How many hand-overs there were.
    pub hand_overs: usize,
    /// Zero-concentrated differential privacy, added up.
    pub rho: f64,
    /// Epsilon at delta.
    pub epsilon: f64,
    /// Delta.
    pub delta: f64,
    /// The part of rho of each recipient.
    pub by_recipient: BTreeMap<String, f64>,
    /// Hand-overs whose protection has no cost that adds up.
    pub without_cost: usize,
}

/// A ledger that was read and found whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Reads a ledger, one JSON object a line, and checks the chain and every receipt.
    ///
    /// # Errors
    /// [`Refusal::BrokenLedger`] with the entry at which it is broken.
    pub fn read(text: &str, receipts: &[Receipt]) -> Result<Self, Refusal> {
        let broken = |entry: usize, problem: &str| Refusal::BrokenLedger { entry, problem: problem.to_owned() };
        let mut ledger = Self::default();
        for (place, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            let number = place + 1;
            let entry: Entry =
                serde_json::from_str(line).map_err(|error| broken(number, &format!("it cannot be read ({error})")))?;
            if entry.number != number {
                return Err(broken(number, "an entry is missing, or stands in another place"));
            }
            if entry.previous != ledger.head() {
                return Err(broken(number, "it does not follow from the entry before"));
            }
            if entry.hash != hash_of(&entry) {
                return Err(broken(number, "it was changed"));
            }
            ledger.entries.push(entry);
        }
        for receipt in receipts {
            match receipt.number.checked_sub(1).and_then(|place| ledger.entries.get(place)) {
                None => return Err(broken(receipt.number, "it was cut off: a receipt for it is out")),
                Some(entry) if entry.hash != receipt.hash => {
                    return Err(broken(receipt.number, "it is not the one that the receipt is for"));
                }
                Some(_) => {}
            }
        }
        Ok(ledger)
    }

    /// The hash of the last entry; zeros if there is none.
    #[must_use]
    pub fn head(&self) -> String {
        self.entries.last().map_or_else(|| "0".repeat(64), |entry| entry.hash.clone())
    }

    /// The entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a hand-over, if what is spent on its population stays within a limit. Gives the line to append, and the receipt.
    ///
    /// # Errors
    /// [`Refusal::BudgetSpent`], [`Refusal::BadSetting`] for a cost that is no number from 0.
    pub fn add(&mut self, hand_over: HandOver, delta: f64, most: Option<f64>) -> Result<(String, Receipt), Refusal> {
        if let Protection::Private { rho, delta } = hand_over.protection
            && !(rho.is_finite() && rho >= 0.0 && delta.is_finite() && (0.0..1.0).contains(&delta))
        {
            return Err(Refusal::BadSetting {
                setting: "the cost of a hand-over".to_owned(),
                value: format!("rho {rho}, delta {delta}"),
                remedy: "write what the synthesis reported".to_owned(),
            });
        }
        let population = hand_over.population.clone();
        let mut entry = Entry { number: self.entries.len() + 1, hand_over, previous: self.head(), hash: String::new() };
        entry.hash = hash_of(&entry);
        let private = matches!(entry.hand_over.protection, Protection::Private { .. });
        let mut after = self.clone();
        after.entries.push(entry.clone());
        let total = after.totals(delta).remove(&population).unwrap_or_default();
        if let Some(most) = most.filter(|most| private && total.epsilon > *most) {
            return Err(Refusal::BudgetSpent {
                population,
                spent: format!("{:.2}", total.epsilon),
                most: most.to_string(),
            });
        }
        let line = serde_json::to_string(&entry).unwrap_or_default();
        *self = after;
        Ok((line + "\n", Receipt { number: entry.number, hash: entry.hash }))
    }

    /// What was spent on each population, with epsilon at the delta given for the conversion.
    #[must_use]
    pub fn totals(&self, delta: f64) -> BTreeMap<String, Total> {
        let mut totals: BTreeMap<String, Total> = BTreeMap::new();
        for entry in &self.entries {
            let total = totals.entry(entry.hand_over.population.clone()).or_default();
            total.hand_overs += 1;
            match entry.hand_over.protection {
                Protection::Private { rho, delta } => {
                    total.rho += rho;
                    total.delta += delta;
                    *total.by_recipient.entry(entry.hand_over.recipient.clone()).or_insert(0.0) += rho;
                }
                _ => total.without_cost += 1,
            }
        }
        for total in totals.values_mut() {
            total.epsilon = epsilon_of(total.rho, delta);
            total.delta += if total.rho > 0.0 { delta } else { 0.0 };
        }
        totals
    }
}

fn hash_of(entry: &Entry) -> String {
    let blank = Entry { hash: String::new(), ..entry.clone() };
    let text = serde_json::to_string(&blank).unwrap_or_default();
    hex(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_over(recipient: &str, rho: f64) -> HandOver {
        HandOver {
            on: "2026-11-22".to_owned(),
            population: "referrals 2012".to_owned(),
            recipient: recipient.to_owned(),
            what: "synthetic records".to_owned(),
            content: fingerprint(recipient.as_bytes()),
            protection: Protection::Private { rho, delta: 1e-7 },
        }
    }

    fn three() -> (String, Vec<Receipt>) {
        let (mut ledger, mut text, mut receipts) = (Ledger::default(), String::new(), Vec::new());
        for (recipient, rho) in [("public", 0.1), ("university", 0.2), ("public", 0.05)] {
            let (line, receipt) = ledger.add(hand_over(recipient, rho), 1e-6, None).unwrap();
            text.push_str(&line);
            receipts.push(receipt);
        }
        (text, receipts)
    }

    #[test]
    fn costs_add_up_over_releases_and_recipients() {
        let (text, receipts) = three();
        let ledger = Ledger::read(&text, &receipts).unwrap();
        let total = ledger.totals(1e-6).remove("referrals 2012").unwrap();
        assert!((total.rho - 0.35).abs() < 1e-12);
        assert!((total.by_recipient["public"] - 0.15).abs() < 1e-12);
        assert!((total.delta - 1.3e-6).abs() < 1e-15);
        assert!((total.epsilon - epsilon_of(0.35, 1e-6)).abs() < 1e-9);
        let mut ledger = ledger;
        let refused = ledger.add(hand_over("press", 5.0), 1e-6, Some(6.0)).unwrap_err();
        assert!(matches!(refused, Refusal::BudgetSpent { .. }));
        assert_eq!(ledger.entries().len(), 3, "a refused hand-over is not written");
    }

    #[test]
    fn no_entry_can_be_changed_removed_or_cut_off() {
        let (text, receipts) = three();
        let lines: Vec<&str> = text.lines().collect();
        for cut in 0..3 {
            let shorter = lines[..cut].join("\n");
            assert!(Ledger::read(&shorter, &receipts).is_err(), "cut to {cut}");
        }
        for gone in 0..3 {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, line)| *line).collect();
            assert!(Ledger::read(&rest.join("\n"), &receipts).is_err(), "without {gone}");
        }
        for (from, to) in [("0.2", "0.1"), ("university", "univercity"), ("referrals 2012", "referrals 2013")] {
            assert!(Ledger::read(&text.replacen(from, to, 1), &receipts).is_err(), "{from} to {to}");
        }
        assert!(Ledger::read(&[lines[1], lines[0], lines[2]].join("\n"), &[]).is_err());
        // Cut at its end without any receipt it is whole to itself: that is what receipts are for.
        assert!(Ledger::read(&lines[..2].join("\n"), &[]).is_ok());
        assert!(Ledger::read("{", &[]).is_err());
    }
}
