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
            "{:.0} matches are estimated, but {strict:.0} pairs agree on all that they have; one in three or three \
             times as many was expected at most.",
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

/// Pairs that agree on at least three comparisons and differ on none.
fn strict(model: &Model, seen: &[Seen]) -> f64 {
    let agrees = |seen: &&Seen| {
        let mut same = 0;
        for (table, level) in model.comparisons.iter().zip(&seen.levels) {
            let Some(parts) = table.comparison.parts(usize::from(*level)) else { return false };
            if parts.iter().any(|part| *part > 2) {
                return false;
            }
            same += parts.iter().filter(|part| **part == 1).count();
        }
        same >= 3
    };
    let found: f64 = seen.iter().filter(agrees).map(|seen| seen.count).sum();
    found / 0.5
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
