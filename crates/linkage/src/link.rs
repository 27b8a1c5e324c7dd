//! A whole link, from records to clusters.

use crate::{
    block::{Blocks, Plan, report::RuleReport},
    cluster::{Clusterer, Constraints},
    compare::Comparer,
    error::LinkageError,
    model::Model,
    records::Records,
    scan::{Progress, Scan},
    score::{Edge, Frequencies, Scorer},
    settings::Settings,
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
    /// For each record, the smallest record of its cluster.
    pub labels: Vec<u32>,
    /// The blocking rules.
    pub rules: Vec<RuleReport>,
}

/// Pairs below this weight in bits (one in a thousand) are not kept.
pub const FLOOR: f64 = -10.0;

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
        Err(LinkageError::settings("field", "the columns have too many levels together; leave out those that tell least."))
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
    let clusterer = Clusterer { settings: &settings.clusters, records, constraints };
    let components = clusterer.components(&edges);
    let inside = scorer.score_within(records, &scan, &components)?;
    let labels = clusterer.cluster(&components, &inside);
    Ok(Linked { comparer, model, scan, frequencies, edges, inside, labels, rules })
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
        && model.comparisons.iter().zip(&comparer.comparisons).all(|(table, comparison)| table.comparison == *comparison);
    if same {
        Ok(model)
    } else {
        let sentence = "The model was trained for other columns; use its settings, or train again.";
        Err(LinkageError::Mismatch(sentence.to_owned()))
    }
}
