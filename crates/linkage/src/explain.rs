//! Why a pair has its score: one object, made by the scorer itself, whose parts sum to the score.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    compare::{SWAPS, compare_records, level_names},
    model::probability,
    records::Records,
    score::Scorer,
};

/// Why two records have the score they have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// One record: its list and identifier.
    pub a: (String, String),
    /// The other.
    pub b: (String, String),
    /// What is believed before anything is compared, in bits.
    pub prior: f64,
    /// What each comparison adds, in bits.
    pub parts: Vec<Part>,
    /// What it says, in bits, that other records of lists without duplicates are taken, and which are left; else 0.
    pub taken: f64,
    /// What other records of the two records' groups say, in bits; 0 when the pair is looked at alone.
    pub others: f64,
    /// The sum, in bits.
    pub weight: f64,
    /// The probability that they are one person.
    pub probability: f64,
}

/// What one comparison adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What was compared.
    pub title: String,
    /// The texts of one record, as they were read.
    pub a: String,
    /// The texts of the other.
    pub b: String,
    /// How they agree, in words.
    pub agreement: String,
    /// How often this is seen between records of one person.
    pub m: f64,
    /// How often it is seen by chance.
    pub u: f64,
    /// The logarithm of m by u, in bits.
    pub agreement_weight: f64,
    /// What the rarity of the values adds, in bits.
    pub rarity_weight: f64,
    /// The probability without this comparison.
    pub probability_without: f64,
}

impl Part {
    /// Both weights together.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.agreement_weight + self.rarity_weight
    }
}

impl Scorer<'_> {
    /// Explains a pair, whether it was a candidate or not.
    #[must_use]
    pub fn explain(&self, records: &Records, a: u32, b: u32) -> Explanation {
        let levels = self.comparer.unpack(compare_records(self.comparer, records, a, b));
        let stratum = self.model.stratum(&levels);
        let mut parts = Vec::new();
        for ((table, comparison), level) in self.model.comparisons.iter().zip(&self.comparer.comparisons).zip(&levels) {
            let texts = |record: u32| -> String {
                let texts = comparison.columns.iter().filter_map(|column| records.columns.get(*column));
                let texts: Vec<&str> = texts.map(|column| column.original(record)).collect();
                texts.join(" / ")
            };
            let split = comparison.parts(usize::from(*level));
            let words = match &split {
                None => SWAPS.get(usize::from(*level) - comparison.product()).copied().unwrap_or_default().to_owned(),
                Some(split) => words(records, &comparison.columns, split),
            };
            let (row_a, row_b) = (records.row(a), records.row(b));
            let rarity = comparison.columns.iter().zip(split.unwrap_or_default()).map(|(column, part)| {
                let cell = |row: &[u32]| row.get(*column).copied().unwrap_or(0);
                self.frequencies.bits(&records.columns, *column, part, cell(row_a), cell(row_b))
            });
            let (m, u) = table.odds(*level, stratum);
            parts.push(Part {
                title: comparison.title.clone(),
                a: texts(a),
                b: texts(b),
                agreement: words,
                m,
                u,
                agreement_weight: table.weight(*level, stratum),
                rarity_weight: rarity.sum(),
                probability_without: 0.0,
            });
        }
        let prior = self.model.prior_weight();
        let weight = prior + parts.iter().map(Part::weight).sum::<f64>();
        for part in &mut parts {
            part.probability_without = probability(weight - part.weight());
        }
        let name = |record: u32| (records.source_name(record).to_owned(), records.identifier(record).to_owned());
        Explanation {
            a: name(a),
            b: name(b),
            prior,
            parts,
            taken: 0.0,
            others: 0.0,
            weight,
            probability: probability(weight),
        }
    }
}

fn words(records: &Records, columns: &[usize], parts: &[u8]) -> String {
    let word = |(column, part): (&usize, &u8)| {
        let column = records.columns.get(*column)?;
        let word = level_names(column.kind).get(usize::from(*part)).copied().unwrap_or_default();
        Some(if columns.len() > 1 { format!("{}: {word}", column.title) } else { word.to_owned() })
    };
    columns.iter().zip(parts).filter_map(word).collect::<Vec<_>>().join("; ")
}

impl Explanation {
    /// The explanation of a settled weight: what is not in the pair itself is what other records say.
    #[must_use]
    pub fn settled(mut self, weight: f64) -> Self {
        self.others += weight - self.weight;
        self.weighs(weight)
    }

    /// The explanation of a pair that lists without duplicates have left.
    #[must_use]
    pub fn open(mut self, weight: f64) -> Self {
        self.taken += weight - self.weight;
        self.weighs(weight)
    }

    fn weighs(mut self, weight: f64) -> Self {
        self.weight = weight;
        self.probability = probability(weight);
        for part in &mut self.parts {
            part.probability_without = probability(weight - part.weight());
        }
        self
    }

    /// The explanation as text: one line for each comparison, and the sum.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "{} {} and {} {}: probability {:.3} that they are one person ({:+.2} bits).\n\n",
            self.a.0, self.a.1, self.b.0, self.b.1, self.probability, self.weight
        );
        let _ = writeln!(text, "{:>8}  two records drawn at random", format!("{:+.2}", self.prior));
        for part in &self.parts {
            let _ =
                writeln!(text, "{:>8}  {}: {}", format!("{:+.2}", part.agreement_weight), part.title, part.agreement);
            let _ = writeln!(text, "{:>8}  {} | {}", "", shown(&part.a), shown(&part.b));
            if part.rarity_weight.abs() >= 0.005 {
                let word = if part.rarity_weight > 0.0 { "rarer" } else { "commoner" };
                let rarity = format!("{:+.2}", part.rarity_weight);
                let _ = writeln!(text, "{rarity:>8}  {}: {word} values than most that agree", part.title);
            }
        }
        if self.taken != 0.0 {
            let taken = format!("{:+.2}", self.taken);
            let _ = writeln!(text, "{taken:>8}  other records of lists without duplicates are taken, and what is left");
        }
        if self.others != 0.0 {
            let others = format!("{:+.2}", self.others);
            let _ = writeln!(text, "{others:>8}  what the other records of their groups say");
        }
        let _ = writeln!(text, "--------\n{:>8}  in all", format!("{:+.2}", self.weight));
        let changes: Vec<String> = self
            .parts
            .iter()
            .filter(|part| (part.probability_without >= 0.5) != (self.probability >= 0.5))
            .map(|part| format!("without {} it would be {:.2}", part.title, part.probability_without))
            .collect();
        if !changes.is_empty() {
            let _ = writeln!(text, "What would change the answer: {}.", changes.join("; "));
        }
        text
    }
}

fn shown(text: &str) -> &str {
    if text.trim().is_empty() { "(missing)" } else { text }
}
