//! Guards: reasons why an estimate should not be trusted, found before it is used.
#![expect(clippy::indexing_slicing, reason = "levels are below the size of their comparison's tables")]

use crate::{model::Model, records::Records, settings::Kind, train::Seen};

/// Every reason found, in plain sentences.
pub(crate) fn look(model: &Model, seen: &[Seen], records: &Records) -> Vec<String> {
    let mut warnings = Vec::new();
    let provenance = &model.provenance;
    if !provenance.converged {
        warnings.push(format!(
            "Estimation did not come to rest in {} rounds; raise model.rounds, or look at the columns.",
            provenance.rounds
        ));
    }
    if let Some(other) = provenance.other_starts.iter().find(|other| apart(**other, provenance.matches) > 1.25) {
        warnings.push(format!(
            "There are two solutions: one with {:.0} matches, another with {other:.0}. The more likely is used; judge \
             some pairs before you rely on it.",
            provenance.matches
        ));
    }
    let strict = strict(model, seen);
    if strict >= 20.0 && apart(strict, provenance.matches) > 3.0 {
        warnings.push(format!(
            "{:.0} matches are estimated, but pairs that agree on most of what they have make {strict:.0} likely; the two \
             should be within three times of each other.",
            provenance.matches
        ));
    }
    exact_is_best(model, &mut warnings);
    identifiers(model, seen, records, &mut warnings);
    warnings
}

fn apart(a: f64, b: f64) -> f64 {
    let (a, b) = (a.max(1.0), b.max(1.0));
    (a / b).max(b / a)
}

/// Pairs with exactly the same value in at least three columns and in two thirds of those both have, less what chance
/// makes so; divided by the share of matches that is usually so clean.
fn strict(model: &Model, seen: &[Seen]) -> f64 {
    let agrees = |seen: &&Seen| {
        let (mut same, mut present) = (0, 0);
        for (table, level) in model.comparisons.iter().zip(&seen.levels) {
            for part in table.comparison.parts(usize::from(*level)).unwrap_or_default() {
                same += usize::from(part == 1);
                present += usize::from(part != 0);
            }
        }
        same >= 3 && same * 3 >= present * 2
    };
    let matched = |seen: &Seen| {
        let weight = model.evidence(&seen.levels) + model.prior_weight();
        if weight > -5.0 { seen.count } else { 0.0 }
    };
    seen.iter().filter(agrees).map(matched).sum::<f64>() / 0.6
}

fn exact_is_best(model: &Model, warnings: &mut Vec<String>) {
    for table in &model.comparisons {
        if table.comparison.columns.len() > 1 {
            continue;
        }
        let exact = table.weight(1, 0);
        let better = (2..table.comparison.levels()).any(|level| table.weight(level as u8, 0) > exact + 1.0);
        if better && table.m[1] > 0.02 {
            let title = &table.comparison.title;
            warnings.push(format!("{title}: a worse agreement speaks more for a match than the same value does."));
        }
    }
}

fn identifiers(model: &Model, seen: &[Seen], records: &Records, warnings: &mut Vec<String>) {
    for (place, table) in model.comparisons.iter().enumerate() {
        let [column] = table.comparison.columns[..] else { continue };
        let column = &records.columns[column];
        if !matches!(column.kind, Kind::Identifier | Kind::Plate | Kind::Reference) {
            continue;
        }
        let (mut matched, mut all) = (0.0, 0.0);
        for seen in seen.iter().filter(|seen| seen.levels[place] == 1) {
            let weight = model.evidence(&seen.levels) + model.prior_weight();
            matched += seen.count * crate::model::probability(weight);
            all += seen.count;
        }
        if all >= 20.0 && matched / all < 0.9 {
            warnings.push(format!(
                "{}: only {:.0}% of pairs with the same value are thought to be one person; is it shared?",
                column.title,
                100.0 * matched / all
            ));
        }
    }
}
