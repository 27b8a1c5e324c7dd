//! A whole link, from records to clusters.

use crate::{
    block::{Blocks, Plan, report::RuleReport},
    cluster::{Clusterer, Constraints},
    compare::Comparer,
    error::LinkageError,
    explain::Explanation,
    model::Model,
    records::Records,
    scan::{Progress, Scan},
    score::{Edge, FLOOR, Frequencies, Scorer},
    settings::Settings,
    settle::{self, Settled},
    taken::{self, Taken},
    train,
};

/// What a link found.
#[derive(Debug)]
pub struct Linked {
    /// How values are compared.
    pub comparer: Comparer,
    /// The model used.
    pub model: Model,
    /// The candidates.
    pub scan: Scan,
    /// How common values are.
    pub frequencies: Frequencies,
    /// Pairs that are not hopeless, by record.
    pub edges: Vec<Edge>,
    /// Compared pairs inside components, whatever their weight.
    pub inside: Vec<Edge>,
    /// Pairs that lists without duplicates have left, with the weight that follows, by record; see [`crate::taken`].
    pub open: Vec<Edge>,
    /// Pairs with the weight that all records together give them, by record; see [`crate::settle`].
    pub settled: Vec<Edge>,
    /// For each record, the smallest record of its cluster.
    pub labels: Vec<u32>,
    /// The same by the evidence of pairs alone: what a standing store keeps, as it does not know who is still to come.
    pub labels_alone: Vec<u32>,
    /// The blocking rules.
    pub rules: Vec<RuleReport>,
}

/// A comparer for records.
///
/// # Errors
///
/// So many columns that their levels do not fit.
pub fn comparer(records: &Records) -> Result<Comparer, LinkageError> {
    let comparer = Comparer::new(&records.columns);
    if comparer.fits() {
        Ok(comparer)
    } else {
        Err(LinkageError::settings(
            "field",
            "the columns have too many levels together; leave out those that tell least.",
        ))
    }
}

/// Links records: candidates, model (trained unless one is given), scores, clusters.
///
/// # Errors
///
/// A rule that explodes, a model that does not fit or cannot be trusted, a disk that is full.
pub fn link(
    settings: &Settings,
    records: &Records,
    model: Option<Model>,
    constraints: &Constraints,
    progress: Progress<'_>,
) -> Result<Linked, LinkageError> {
    let comparer = comparer(records)?;
    let (plan, blocks, rules) = planned(settings, records, model.as_ref())?;
    let scan = Scan::run(records, &comparer, &blocks, settings.blocking.memory, progress)?;
    drop(blocks);
    let model = match model {
        Some(model) => fitting(model, &comparer)?,
        None => train::train(settings, records, &comparer, &plan, &scan)?,
    };
    let first = Frequencies::of_records(records);
    let sure = Scorer { model: &model, comparer: &comparer, frequencies: &first }.score(records, &scan, 3.3)?;
    let frequencies = Frequencies::of_people(records, &sure);
    let scorer = Scorer { model: &model, comparer: &comparer, frequencies: &frequencies };
    let edges = scorer.score(records, &scan, FLOOR)?;
    let clusterer = Clusterer { settings: &settings.clusters, records, constraints, scorer };
    let components = clusterer.components(&edges);
    let inside = scorer.score_within(records, &scan, &components)?;
    let labels_alone = clusterer.cluster(&components, &inside);
    let taken = Taken { records, settings: &settings.clusters, constraints, scorer, labels: &labels_alone };
    let open = if taken.applies() { taken.weigh(&scan)? } else { Vec::new() };
    let (labels, inside, extended) = if open.is_empty() {
        (labels_alone.clone(), inside, None)
    } else {
        let wider = taken.components(&components, &open);
        let inside = taken::reweighed(&scorer.score_within(records, &scan, &wider)?, &open);
        (clusterer.join(&labels_alone, &wider, &inside), inside, Some(taken::extended(&edges, &open)))
    };
    let settled = Settled { records, settings: &settings.clusters, constraints, labels: &labels };
    let settled = settled.weigh(extended.as_deref().unwrap_or(&edges), &inside);
    Ok(Linked { comparer, model, scan, frequencies, edges, inside, open, settled, labels, labels_alone, rules })
}

fn planned(
    settings: &Settings,
    records: &Records,
    model: Option<&Model>,
) -> Result<(Plan, Blocks, Vec<RuleReport>), LinkageError> {
    match model {
        Some(model) => {
            let blocks = model.plan.apply(records);
            Ok((model.plan.clone(), blocks, Vec::new()))
        }
        None => Plan::new(settings, records),
    }
}

/// A model as it is, if it was trained for the same comparisons.
fn fitting(model: Model, comparer: &Comparer) -> Result<Model, LinkageError> {
    let same = model.comparisons.len() == comparer.comparisons.len()
        && model
            .comparisons
            .iter()
            .zip(&comparer.comparisons)
            .all(|(table, comparison)| table.comparison == *comparison);
    if same {
        Ok(model)
    } else {
        let sentence = "The model was trained for other columns; use its settings, or train again.";
        Err(LinkageError::Mismatch(sentence.to_owned()))
    }
}

/// What blocking rules find, by the model's reckoning.
#[derive(Clone, Debug, Default)]
pub struct Captured {
    /// Each rule's part.
    pub rules: Vec<CapturedBy>,
    /// Matches found by any rule.
    pub matches: f64,
    /// Matches found by exactly one.
    pub once: f64,
    /// Matches found by exactly two.
    pub twice: f64,
}

/// What one rule finds.
#[derive(Clone, Copy, Debug, Default)]
pub struct CapturedBy {
    /// Pairs that no earlier rule finds.
    pub new_pairs: u64,
    /// Matches it finds.
    pub matches: f64,
    /// Matches that no other rule finds.
    pub alone: f64,
}

impl Linked {
    /// Why two records have their score: the pair itself, what lists without duplicates say, and what other records of
    /// their groups say.
    #[must_use]
    pub fn explain(&self, records: &Records, a: u32, b: u32) -> Explanation {
        let scorer = Scorer { model: &self.model, comparer: &self.comparer, frequencies: &self.frequencies };
        let alone = scorer.explain(records, a, b);
        let open = match settle::find(&self.open, a, b) {
            Some(weight) => alone.open(weight),
            None => alone,
        };
        match settle::find(&self.settled, a, b) {
            Some(weight) => open.settled(weight),
            None => open,
        }
    }

    /// Counts, over all candidates, which rules find a pair, weighted by the probability that it is a match.
    ///
    /// # Errors
    ///
    /// The temporary file of pairs could not be read.
    pub fn captured(&self, records: &Records) -> Result<Captured, LinkageError> {
        let blocks = self.model.plan.apply(records);
        let mut captured = Captured { rules: vec![CapturedBy::default(); blocks.rules()], ..Captured::default() };
        let prior = self.model.prior_weight();
        let weights: Vec<f64> = self
            .scan
            .vectors
            .iter()
            .map(|vector| prior + self.model.evidence(&self.comparer.unpack(vector.packed)))
            .collect();
        self.scan.each(|pairs| {
            for pair in pairs {
                let weight = weights.get(pair.vector as usize).copied().unwrap_or(f64::NEG_INFINITY);
                let matched = crate::model::probability(weight);
                let found: Vec<usize> =
                    (0..blocks.rules()).filter(|rule| blocks.shares(*rule, pair.a, pair.b)).collect();
                let first = found.first().and_then(|rule| captured.rules.get_mut(*rule));
                first.into_iter().for_each(|rule| rule.new_pairs += 1);
                for rule in &found {
                    if let Some(rule) = captured.rules.get_mut(*rule) {
                        rule.matches += matched;
                        rule.alone += if found.len() == 1 { matched } else { 0.0 };
                    }
                }
                captured.matches += matched;
                captured.once += if found.len() == 1 { matched } else { 0.0 };
                captured.twice += if found.len() == 2 { matched } else { 0.0 };
            }
        })?;
        Ok(captured)
    }
}
