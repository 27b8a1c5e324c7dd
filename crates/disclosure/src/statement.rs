//! Numbers and percentages printed in the text: to an attacker they are as good as cells.

use std::collections::BTreeMap;

use crate::{
    refusal::Refusal,
    release::{CellId, Release},
};

/// A figure in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The sum of cells is a number.
    Number {
        /// The cells added up.
        cells: Vec<CellId>,
        /// What is printed.
        value: u64,
    },
    /// One cell as a percentage of another, to the nearest, half away from zero.
    Percentage {
        /// The part.
        part: CellId,
        /// The base.
        base: CellId,
        /// What is printed, times ten for each decimal.
        value: u64,
        /// How many decimals are printed.
        decimals: u32,
    },
    /// Cells stand in an order of size: one is at least another, or greater by so many.
    Order {
        /// The one that stands first.
        first: CellId,
        /// The one that follows.
        second: CellId,
        /// By how many the first is greater, at the least: none where equals may stand in either order.
        by: u32,
    },
}

/// A sentence with a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The sentence, or enough of it to find it.
    pub text: String,
    /// Its figure.
    pub figure: Figure,
}

/// What binds cells: a weighted sum that lies between two whole numbers, either of which may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bond {
    pub(crate) terms: Vec<(CellId, i64)>,
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
}

impl Bond {
    /// Whether it says that its last cell is the sum of the others.
    pub(crate) fn is_sum(&self) -> bool {
        let ones = self.terms.iter().rev().skip(1).all(|(_, weight)| *weight == 1);
        ones && (self.least, self.most) == (Some(0), Some(0))
    }
}

impl Statement {
    /// What readers may conclude.
    pub(crate) fn bonds(&self) -> Vec<Bond> {
        match &self.figure {
            Figure::Number { cells, value } => {
                let value = i64::try_from(*value).ok();
                let terms = cells.iter().map(|cell| (*cell, 1)).collect();
                vec![Bond { terms, least: value, most: value }]
            }
            // round(F part / base) = P, half up: 2F part >= (2P - 1) base and 2F part < (2P + 1) base.
            Figure::Percentage { part, base, value, decimals } => {
                let scale = 200 * 10_i64.pow((*decimals).min(6));
                let twice = i64::try_from(*value).unwrap_or(i64::MAX / 4).saturating_mul(2);
                vec![
                    Bond { terms: vec![(*part, scale), (*base, 1 - twice)], least: Some(0), most: None },
                    Bond { terms: vec![(*part, -scale), (*base, twice + 1)], least: Some(1), most: None },
                ]
            }
            Figure::Order { first, second, by } => {
                vec![Bond { terms: vec![(*first, 1), (*second, -1)], least: Some(i64::from(*by)), most: None }]
            }
        }
    }

    /// Refuses a sentence that the cells do not bear out.
    ///
    /// # Errors
    /// [`Refusal::TextDoesNotFollow`].
    pub fn check(&self, release: &Release) -> Result<(), Refusal> {
        let count = |cell: &CellId| release.cells.get(*cell).and_then(|cell| cell.count);
        let given = match &self.figure {
            Figure::Number { cells, value } => {
                let Some(sum) = cells.iter().map(count).sum::<Option<u64>>() else { return Ok(()) };
                (sum != *value).then(|| sum.to_string())
            }
            Figure::Percentage { part, base, value, decimals } => {
                let (Some(part), Some(base)) = (count(part), count(base)) else { return Ok(()) };
                let scale = 100 * 10_u128.pow((*decimals).min(6));
                let (part, base) = (u128::from(part), u128::from(base));
                let rounded = (2 * scale * part + base).checked_div(2 * base);
                (rounded != Some(u128::from(*value))).then(|| match rounded {
                    Some(rounded) => format!("{}%", rounded as f64 / 10_f64.powi((*decimals).min(6) as i32)),
                    None => "no percentage of nothing".to_owned(),
                })
            }
            Figure::Order { first, second, by } => {
                let (Some(one), Some(two)) = (count(first), count(second)) else { return Ok(()) };
                (one < two.saturating_add(u64::from(*by))).then(|| format!("{one} before {two}"))
            }
        };
        given.map_or(Ok(()), |given| Err(Refusal::TextDoesNotFollow { text: self.text.clone(), given }))
    }
}

/// A figure of the text as written in a description: which cell, by labels.
///
/// # Errors
/// [`Refusal`] if a dimension or category is unknown, or no table can hold the cell.
pub fn cell_of(release: &Release, population: &str, labels: &BTreeMap<String, String>) -> Result<CellId, Refusal> {
    release.find(population, labels)?.ok_or_else(|| {
        let words: Vec<String> = labels.iter().map(|(name, label)| format!("{name} {label}")).collect();
        Refusal::NotASpecification {
            file: "text".to_owned(),
            problem: format!("no table has the cell {}", words.join(", ")),
        }
    })
}
