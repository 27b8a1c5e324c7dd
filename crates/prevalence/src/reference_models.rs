//! Reference points: equal capture, independence, and Chao's lower bounds.
//!
//! M0: every list catches with one probability. Mt: each list with its own, all independent (main effects). The lower
//! bounds add a free level for people on three lists or more, kept only where it is not negative, so that everything
//! the estimate rests on is the people on one list and on two: Chao 1987; Rivest and Baillargeon 2007.
#![expect(clippy::indexing_slicing, reason = "columns have one entry a history, and loops run below their number")]

use serde::Serialize;

use crate::{model::size, solver::as_float, table::CaptureTable};

/// Iterations of the weighted least squares at most.
const ITERATIONS: usize = 100;

/// A reference estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReferenceEstimate {
    /// Population.
    pub population: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// The four reference models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceModel {
    /// Equal probabilities, independence.
    Equal,
    /// Each list its own probability, independence.
    Independence,
    /// Lower bound with equal probabilities.
    LowerBound,
    /// Lower bound with each list its own probability.
    LowerBoundByList,
}

/// The estimate of a reference model; `None` when it does not exist.
#[must_use]
pub fn reference_estimate(table: &CaptureTable, model: ReferenceModel) -> Option<ReferenceEstimate> {
    let lists = table.width();
    let histories: Vec<u16> = (1..1_u32 << lists).filter_map(|history| u16::try_from(history).ok()).collect();
    let counts: Vec<f64> = histories.iter().map(|history| as_float(table.count(*history))).collect();
    let column = |value: &dyn Fn(u16) -> f64| -> Vec<f64> { histories.iter().map(|history| value(*history)).collect() };
    let on = |history: u16| as_float(size(history) as u64);
    let mut base = vec![column(&|_| 1.0)];
    match model {
        ReferenceModel::Equal | ReferenceModel::LowerBound => base.push(column(&on)),
        _ => base.extend((0..lists).map(|list| column(&|history| f64::from(history >> list & 1)))),
    }
    let mut steps: Vec<Vec<f64>> = Vec::new();
    if matches!(model, ReferenceModel::LowerBound | ReferenceModel::LowerBoundByList) {
        let most = table.histories().map(|(history, _)| size(history)).max().unwrap_or(0);
        steps = (3..=most).map(|from| column(&|history| (on(history) - as_float(from as u64 - 1)).max(0.0))).collect();
    }
    loop {
        let columns: Vec<&[f64]> = base.iter().chain(&steps).map(Vec::as_slice).collect();
        let (coefficients, variance) = poisson_regression(&columns, &counts)?;
        let negative: Vec<bool> = coefficients[base.len()..].iter().map(|value| *value < 0.0).collect();
        if !negative.contains(&true) {
            let hidden = coefficients[0].exp();
            let standard_error = (hidden + hidden * hidden * variance).sqrt();
            return Some(ReferenceEstimate { population: as_float(table.cases()) + hidden, standard_error });
        }
        let mut kept = negative.iter();
        steps.retain(|_| !kept.next().copied().unwrap_or(false));
    }
}

/// Poisson regression by iteratively reweighted least squares: coefficients, and the variance of the first.
fn poisson_regression(columns: &[&[f64]], counts: &[f64]) -> Option<(Vec<f64>, f64)> {
    let mut means: Vec<f64> = counts.iter().map(|count| count + 0.1).collect();
    let mut before = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let right: Vec<f64> = means.iter().zip(counts).map(|(mean, count)| mean * mean.ln() + count - mean).collect();
        let weighted = |column: &[f64], values: &[f64]| column.iter().zip(values).map(|(x, v)| x * v).sum::<f64>();
        let mut matrix: Vec<Vec<f64>> = columns
            .iter()
            .map(|row| {
                let products: Vec<f64> = row.iter().zip(&means).map(|(x, mean)| x * mean).collect();
                columns.iter().map(|column| weighted(column, &products)).chain([weighted(row, &right)]).collect()
            })
            .collect();
        for (place, row) in matrix.iter_mut().enumerate() {
            row.push(if place == 0 { 1.0 } else { 0.0 });
        }
        let solved = gauss(matrix)?;
        let coefficients: Vec<f64> = solved.iter().map(|(value, _)| *value).collect();
        for (cell, mean) in means.iter_mut().enumerate() {
            *mean = columns.iter().zip(&coefficients).map(|(column, a)| column[cell] * a).sum::<f64>().exp();
        }
        if means.iter().any(|mean| !mean.is_finite()) {
            return None;
        }
        // The usual rule of the field's software: the deviance moves by less than 1e-8 of itself.
        let deviance: f64 = means
            .iter()
            .zip(counts)
            .map(|(mean, count)| 2.0 * (if *count > 0.0 { count * (count / mean).ln() } else { 0.0 } - count + mean))
            .sum();
        if (deviance - before).abs() / (deviance.abs() + 0.1) < 1e-8 {
            return Some((coefficients, solved[0].1));
        }
        before = deviance;
    }
    None
}

/// Solves a symmetric positive definite system with two right sides, the last two entries of each row.
fn gauss(mut matrix: Vec<Vec<f64>>) -> Option<Vec<(f64, f64)>> {
    let p = matrix.len();
    for k in 0..p {
        let pivot_row = matrix[k].clone();
        let pivot = pivot_row[k];
        if pivot.is_nan() || pivot <= 0.0 {
            return None;
        }
        for row in matrix.iter_mut().skip(k + 1) {
            let multiplier = row[k] / pivot;
            for (entry, above) in row.iter_mut().zip(&pivot_row).skip(k) {
                *entry -= multiplier * above;
            }
        }
    }
    let mut solved = vec![(0.0, 0.0); p];
    for k in (0..p).rev() {
        let (mut first, mut second) = (matrix[k][p], matrix[k][p + 1]);
        for j in k + 1..p {
            first -= matrix[k][j] * solved[j].0;
            second -= matrix[k][j] * solved[j].1;
        }
        solved[k] = (first / matrix[k][k], second / matrix[k][k]);
    }
    Some(solved)
}
