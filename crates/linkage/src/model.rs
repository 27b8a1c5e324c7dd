//! The model of Fellegi and Sunter: how often each level is seen between records of one person, and by chance.

use serde::{Deserialize, Serialize};

use crate::{block::Plan, compare::Comparison, error::LinkageError};

/// The form of a model file.
pub const VERSION: u32 = 2;

/// What was learned, from what, and how far it may be trusted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Model {
    /// The form of this file.
    pub version: u32,
    /// The probability that two records drawn at random are one person.
    pub prior: f64,
    /// Levels, one entry for each comparison.
    pub comparisons: Vec<Levels>,
    /// The comparison of nationality on which chance agreement depends.
    pub nationality: Option<usize>,
    /// The blocking under which it was trained, and under which later records are compared.
    pub plan: Plan,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Why it should not be trusted, if guards found a reason.
    pub warnings: Vec<String>,
}

/// One comparison's levels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Levels {
    /// What is compared.
    pub comparison: Comparison,
    /// How often each level is seen between records of one person, among pairs with the same parts missing.
    pub m: Vec<f64>,
    /// How often each level is seen between different people: by nationality unknown, the same and different when
    /// chance depends on it, else once.
    pub u: Vec<Vec<f64>>,
}

/// Where a model comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of the engine.
    pub engine: String,
    /// A digest of the settings.
    pub settings: String,
    /// Records and lists it was trained on.
    pub records: u64,
    /// Lists it was trained on.
    pub sources: Vec<String>,
    /// Candidate pairs.
    pub candidates: u64,
    /// Distinct vectors of levels.
    pub vectors: u64,
    /// Random pairs from which chance was learned.
    pub random_pairs: u64,
    /// The seed.
    pub seed: u64,
    /// Rounds of estimation until nothing changed.
    pub rounds: u32,
    /// Whether estimation came to rest.
    pub converged: bool,
    /// The logarithm of the likelihood after the last round.
    pub log_likelihood: f64,
    /// Matches estimated among the candidates.
    pub matches: f64,
    /// What two other starts came to, as matches.
    pub other_starts: Vec<f64>,
}

impl Model {
    /// The evidence of a vector of levels in bits, without the prior.
    #[must_use]
    pub fn evidence(&self, levels: &[u8]) -> f64 {
        let stratum = self.stratum(levels);
        self.comparisons.iter().zip(levels).map(|(table, level)| table.weight(*level, stratum)).sum()
    }

    /// The prior in bits.
    #[must_use]
    pub fn prior_weight(&self) -> f64 {
        (self.prior / (1.0 - self.prior)).log2()
    }

    /// Which table of chance holds for a pair: nationality unknown 0, the same 1, different 2.
    #[must_use]
    pub fn stratum(&self, levels: &[u8]) -> usize {
        self.nationality.and_then(|place| levels.get(place)).map_or(0, |level| usize::from(*level).min(2))
    }

    /// The model as a file.
    ///
    /// # Errors
    ///
    /// Never in practice; the form of the file says so.
    pub fn to_json(&self) -> Result<String, LinkageError> {
        serde_json::to_string_pretty(self).map_err(|error| LinkageError::Mismatch(error.to_string()))
    }

    /// Reads a model file.
    ///
    /// # Errors
    ///
    /// The file is not a model, or of another form.
    pub fn from_json(text: &str) -> Result<Self, LinkageError> {
        let model: Self = serde_json::from_str(text)
            .map_err(|error| LinkageError::Mismatch(format!("The model file cannot be read: {error}.")))?;
        let good = |table: &Levels| {
            let levels = table.comparison.levels();
            table.m.len() == levels && !table.u.is_empty() && table.u.iter().all(|u| u.len() == levels)
        };
        if model.version != VERSION || !model.comparisons.iter().all(good) || !(model.prior > 0.0 && model.prior < 1.0)
        {
            let sentence = format!("The model file is not of form {VERSION}, or is damaged; train it again.");
            return Err(LinkageError::Mismatch(sentence));
        }
        Ok(model)
    }
}

impl Levels {
    /// The evidence of a level in bits: the logarithm of m by u; missing tells nothing.
    #[must_use]
    pub fn weight(&self, level: u8, stratum: usize) -> f64 {
        let (m, u) = self.odds(level, stratum);
        if m > 0.0 && u > 0.0 { (m / u).log2().clamp(-30.0, 40.0) } else { 0.0 }
    }

    /// How often a level is seen between records of one person, and by chance.
    #[must_use]
    pub fn odds(&self, level: u8, stratum: usize) -> (f64, f64) {
        if level == 0 {
            return (1.0, 1.0);
        }
        let table = if self.u.len() > 1 { self.u.get(stratum) } else { self.u.first() };
        let at = |table: &Vec<f64>| table.get(usize::from(level)).copied().unwrap_or(1.0);
        (at(&self.m), table.map_or(1.0, at))
    }
}

/// The probability of a weight in bits.
#[must_use]
pub fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight.clamp(-60.0, 60.0)).exp2())
}
