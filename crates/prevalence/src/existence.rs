//! Does a maximum likelihood estimate exist, and is it the only one? Decided in whole numbers, with a proof.
//!
//! After empty overlaps are dropped (extended maximum likelihood), write f(w) for the sum of coefficients over terms
//! inside w. A model's f is fixed by its values on the model's own terms, and for any other history
//! f(w) = Σ c(w,u) f(u) with whole numbers c(w,u) = Σ (−1)^(|t|−|u|) over terms t with u ⊆ t ⊆ w. Histories that were
//! seen pin their f, so the only freedom is in Z: the hidden cell and the model's terms whose own history was not seen.
//! That turns the cells × parameters problem into one with |Z| columns, usually one to four:
//!
//! * C: rows c(w, Z) for seen histories outside the model; B a basis of its null space, of dimension d;
//! * d = 0: the estimate exists and is unique;
//! * otherwise G holds the change along B of every unseen history: not identifiable when rank G < d, and no estimate
//!   when some direction u has G u ≤ 0, G u ≠ 0 (Fienberg and Rinaldo 2012; Stiemke's alternative).
#![expect(clippy::indexing_slicing, reason = "terms index vectors of 2^L places; columns are below |Z|")]

use serde::Serialize;

use crate::{
    exact::{Alternative, Echelon, Row, stiemke},
    model::{Model, Term, size},
    table::CaptureTable,
};

/// What can be said of a model on a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Existence {
    /// No maximum likelihood estimate exists, even with empty overlaps at minus infinity.
    pub no_maximum: bool,
    /// Different parameters give the same fit.
    pub not_identifiable: bool,
    /// Why.
    pub certificate: Certificate,
}

/// The proof, which anybody can check with pencil and paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Certificate {
    /// The histories that were seen determine every coefficient: nothing more is needed.
    SeenHistoriesDetermineAll,
    /// A table with the same margins and a positive number in every cell: weights by unseen history, over a denominator.
    PositiveTable {
        /// What the weights are divided by.
        denominator: i128,
        /// Unseen history and its weight above zero.
        weights: Vec<(Term, i128)>,
    },
    /// A change of coefficients along which the likelihood rises for ever (or stays, when only not identifiable).
    Direction {
        /// Term and how much its coefficient changes.
        coefficients: Vec<(Term, i128)>,
    },
    /// A number passed 128 bits: treated as not admissible.
    NotDecided,
}

impl Existence {
    /// 0 exists and identifiable, 1 no estimate, 2 not identifiable, 3 both.
    #[must_use]
    pub const fn code(&self) -> u8 {
        self.no_maximum as u8 + 2 * self.not_identifiable as u8
    }

    /// Whether the model may be used.
    #[must_use]
    pub const fn admissible(&self) -> bool {
        self.code() == 0
    }

    /// What is wrong, in a sentence; empty when nothing is.
    #[must_use]
    pub const fn sentence(&self) -> &'static str {
        match (self.no_maximum, self.not_identifiable) {
            (false, false) => "",
            (true, false) => "no maximum likelihood estimate exists: the likelihood rises for ever in one direction",
            (false, true) => "the model is not identifiable: different hidden counts fit the table equally well",
            (true, true) => "no maximum likelihood estimate exists, and the model is not identifiable",
        }
    }
}

/// Decides existence and identifiability of a model on a table. The model must be of the table's lists.
#[must_use]
pub fn existence(table: &CaptureTable, model: &Model) -> Existence {
    let counts: Vec<f64> = table.counts().iter().map(|count| crate::solver::as_float(*count)).collect();
    let mut margins = counts.clone();
    crate::transform::superset_sums(&mut margins);
    decide(&counts, &margins, model.terms())
}

/// As [`existence`], on counts and margins in place.
pub(crate) fn decide(counts: &[f64], margins: &[f64], terms: &[Term]) -> Existence {
    Question::new(counts, margins, terms).and_then(|question| question.answer()).unwrap_or(Existence {
        no_maximum: true,
        not_identifiable: true,
        certificate: Certificate::NotDecided,
    })
}

/// Whether a model is admissible, without building the certificate when the answer is quick.
pub(crate) fn admissible(counts: &[f64], margins: &[f64], terms: &[Term]) -> bool {
    code(counts, margins, terms) == 0
}

/// The code of [`Existence::code`], quick where the seen histories determine all.
pub(crate) fn code(counts: &[f64], margins: &[f64], terms: &[Term]) -> u8 {
    if quick(counts, margins, terms) { 0 } else { decide(counts, margins, terms).code() }
}

/// Sufficient and usual: every term's own history was seen, and one seen history outside the model pins the hidden cell.
fn quick(counts: &[f64], margins: &[f64], terms: &[Term]) -> bool {
    let own = |term: &&Term| **term != 0 && margins[usize::from(**term)] > 0.0 && counts[usize::from(**term)] == 0.0;
    if terms.iter().any(|term| own(&term)) {
        return false;
    }
    let mut next = 0;
    for (history, count) in counts.iter().enumerate().skip(1) {
        while terms.get(next).is_some_and(|term| usize::from(*term) < history) {
            next += 1;
        }
        let inside = terms.get(next).is_some_and(|term| usize::from(*term) == history);
        if *count > 0.0 && !inside {
            let history = u16::try_from(history).unwrap_or(0);
            // An empty overlap cannot be part of a seen history, so all terms inside it are kept.
            if coefficient(terms, history, 0) != 0 {
                return true;
            }
        }
    }
    false
}

/// c(w,u).
fn coefficient(terms: &[Term], w: Term, u: Term) -> i32 {
    let mut sum = 0;
    for term in terms {
        if *term & !w == 0 && *term & u == u {
            sum += 1 - 2 * i32::from(size(*term ^ u) & 1 == 1);
        }
    }
    sum
}

struct Question<'a> {
    counts: &'a [f64],
    kept: Vec<Term>,
    dropped: Vec<Term>,
    free: Vec<Term>,
    basis: Vec<Row>,
}

impl<'a> Question<'a> {
    fn new(counts: &'a [f64], margins: &'a [f64], terms: &[Term]) -> Option<Self> {
        let (kept, dropped): (Vec<Term>, Vec<Term>) = terms.iter().partition(|term| margins[usize::from(**term)] > 0.0);
        let free: Vec<Term> =
            kept.iter().copied().filter(|term| *term == 0 || counts[usize::from(*term)] == 0.0).collect();
        let mut question = Self { counts, kept, dropped, free, basis: Vec::new() };
        let mut echelon = Echelon::new(question.free.len());
        for history in question.outside().filter(|history| counts[usize::from(*history)] > 0.0) {
            echelon.add(question.row(history))?;
            if echelon.rank() == question.free.len() {
                break;
            }
        }
        question.basis = echelon.null_space()?;
        Some(question)
    }

    /// Observable histories that are not terms of the model and not dropped.
    fn outside(&self) -> impl Iterator<Item = Term> {
        (1..self.counts.len())
            .filter_map(|history| Term::try_from(history).ok())
            .filter(|history| self.kept.binary_search(history).is_err())
            .filter(|history| !self.dropped.iter().any(|term| history & term == *term))
    }

    fn row(&self, history: Term) -> Row {
        self.free.iter().map(|u| i128::from(coefficient(&self.kept, history, *u))).collect()
    }

    fn along_basis(&self, row: &[i128]) -> Row {
        self.basis.iter().map(|vector| vector.iter().zip(row).map(|(a, b)| a * b).sum()).collect()
    }

    fn answer(&self) -> Option<Existence> {
        let d = self.basis.len();
        if d == 0 {
            let certificate = Certificate::SeenHistoriesDetermineAll;
            return Some(Existence { no_maximum: false, not_identifiable: false, certificate });
        }
        let (mut histories, mut rows) = (Vec::new(), Vec::new());
        for (column, term) in self.free.iter().enumerate().filter(|(_, term)| **term != 0) {
            histories.push(*term);
            rows.push(self.basis.iter().map(|vector| vector[column]).collect::<Row>());
        }
        for history in self.outside().filter(|history| self.counts[usize::from(*history)] == 0.0) {
            histories.push(history);
            rows.push(self.along_basis(&self.row(history)));
        }
        let mut rank = Echelon::new(d);
        for row in &rows {
            rank.add(row.clone())?;
        }
        let not_identifiable = rank.rank() < d;
        match stiemke(&rows, d)? {
            Alternative::Direction(u) => {
                let coefficients = self.coefficients(&u)?;
                let certificate = Certificate::Direction { coefficients };
                Some(Existence { no_maximum: true, not_identifiable, certificate })
            }
            Alternative::Weights(denominator, weights) => {
                let certificate = if not_identifiable {
                    let still = rank.null_space()?.into_iter().next().unwrap_or_default();
                    Certificate::Direction { coefficients: self.coefficients(&still)? }
                } else {
                    Certificate::PositiveTable { denominator, weights: histories.into_iter().zip(weights).collect() }
                };
                Some(Existence { no_maximum: false, not_identifiable, certificate })
            }
        }
    }

    /// From a vector in the basis back to coefficients: a_t = Σ (−1)^(|t|−|u|) f(u) over u ⊆ t.
    fn coefficients(&self, u: &[i128]) -> Option<Vec<(Term, i128)>> {
        let mut values = Vec::with_capacity(self.free.len());
        for column in 0..self.free.len() {
            let mut sum: i128 = 0;
            for (vector, weight) in self.basis.iter().zip(u) {
                sum = sum.checked_add(vector[column].checked_mul(*weight)?)?;
            }
            values.push(sum);
        }
        let at = |term: Term| {
            let inside = self.free.iter().zip(&values).filter(|(u, _)| **u & !term == 0);
            inside.map(|(u, value)| if size(term ^ u) & 1 == 1 { -value } else { *value }).sum::<i128>()
        };
        Some(self.kept.iter().map(|term| (*term, at(*term))).filter(|(_, value)| *value != 0).collect())
    }
}
