//! Hierarchical log-linear models: sets of terms closed downwards.
//!
//! A *term* is a set of lists, written as bits: bit k stands for the (k+1)-th list. The model
//! log μ_w = Σ a_t over terms t ⊆ w always holds the empty term (its coefficient is the log of the hidden count) and
//! every single list. Models are written by their maximal terms, `[12,3]`.

use std::fmt;

/// A set of lists as bits; also a capture history.
pub type Term = u16;

/// Most lists a table or a model may have.
pub const MOST_LISTS: usize = 12;

/// A hierarchical model with all main effects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Model {
    lists: usize,
    terms: Vec<Term>,
}

/// A text that is not a model, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a model of {lists} lists: {problem}; write the maximal terms, as [12,3]")]
pub struct ModelError {
    /// What was written.
    pub text: String,
    /// How many lists there are.
    pub lists: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl Model {
    /// The model without any interaction between lists.
    #[must_use]
    pub fn main_effects(lists: usize) -> Self {
        Self::generated(lists, std::iter::empty())
    }

    /// The smallest hierarchical model with all main effects that holds the given terms.
    #[must_use]
    pub fn generated(lists: usize, generators: impl IntoIterator<Item = Term>) -> Self {
        let mut terms: Vec<Term> = std::iter::once(0).chain((0..lists).map(|list| 1 << list)).collect();
        for generator in generators {
            let mut subset = generator;
            while subset != 0 {
                terms.push(subset);
                subset = (subset - 1) & generator;
            }
        }
        terms.sort_unstable();
        terms.dedup();
        Self { lists, terms }
    }

    /// The model with every term of at most `order` lists.
    #[must_use]
    pub fn full(lists: usize, order: usize) -> Self {
        let all = 0..(1_u32 << lists);
        let terms =
            all.map(|term| u16::try_from(term).unwrap_or(0)).filter(|term| size(*term) <= order.max(1)).collect();
        Self { lists, terms }
    }

    /// A model from terms known to be closed downwards and sorted.
    pub(crate) fn from_closed(lists: usize, terms: Vec<Term>) -> Self {
        Self { lists, terms }
    }

    /// Reads `[12,3]`, or `[1.12,3]` where list numbers pass nine.
    ///
    /// # Errors
    /// When a list number is out of range or a character is not expected.
    pub fn parse(text: &str, lists: usize) -> Result<Self, ModelError> {
        let wrong = |problem: String| ModelError { text: text.to_owned(), lists, problem };
        let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let inner = inner.ok_or_else(|| wrong("it is not in square brackets".to_owned()))?;
        let mut generators = Vec::new();
        for part in inner.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let mut term: Term = 0;
            let numbers: Vec<String> = if part.contains('.') || lists > 9 && part.len() <= 2 {
                part.split('.').map(str::to_owned).collect()
            } else {
                part.chars().map(String::from).collect()
            };
            for number in numbers {
                match number.parse::<usize>() {
                    Ok(list) if (1..=lists).contains(&list) => term |= 1 << (list - 1),
                    _ => return Err(wrong(format!("{number:?} is not a list from 1 to {lists}"))),
                }
            }
            generators.push(term);
        }
        Ok(Self::generated(lists, generators))
    }

    /// How many lists the model is about.
    #[must_use]
    pub const fn lists(&self) -> usize {
        self.lists
    }

    /// All terms, the empty one first, in increasing order of their bits (so subsets before supersets).
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether the model holds a term.
    #[must_use]
    pub fn contains(&self, term: Term) -> bool {
        self.terms.binary_search(&term).is_ok()
    }

    /// The largest number of lists in a term.
    #[must_use]
    pub fn order(&self) -> usize {
        self.terms.iter().map(|term| size(*term)).max().unwrap_or(0)
    }

    /// The maximal terms, larger first, then by list numbers.
    #[must_use]
    pub fn generators(&self) -> Vec<Term> {
        let inside = |term: Term| self.terms.iter().any(|other| *other != term && other & term == term);
        let mut generators: Vec<Term> =
            self.terms.iter().copied().filter(|term| *term != 0 && !inside(*term)).collect();
        generators.sort_by_key(|term| (std::cmp::Reverse(size(*term)), members(*term)));
        generators
    }

    /// Terms that could be added one at a time: absent, of at most `most` lists, with every immediate subset present.
    #[must_use]
    pub fn addable(&self, most: usize) -> Vec<Term> {
        let absent = (1_u32..1 << self.lists).filter_map(|term| u16::try_from(term).ok());
        let mut terms: Vec<Term> = absent
            .filter(|term| size(*term) <= most && !self.contains(*term))
            .filter(|term| immediate_subsets(*term).all(|subset| self.contains(subset)))
            .collect();
        terms.sort_by_key(|term| (size(*term), members(*term)));
        terms
    }

    /// Maximal interactions: terms that could be dropped one at a time.
    #[must_use]
    pub fn droppable(&self) -> Vec<Term> {
        self.generators().into_iter().filter(|term| size(*term) > 1).collect()
    }

    /// The model with one more term, whose subsets must be present.
    #[must_use]
    pub fn with(&self, term: Term) -> Self {
        let mut terms = self.terms.clone();
        if let Err(place) = terms.binary_search(&term) {
            terms.insert(place, term);
        }
        Self { lists: self.lists, terms }
    }

    /// The model without a maximal term.
    #[must_use]
    pub fn without(&self, term: Term) -> Self {
        Self { lists: self.lists, terms: self.terms.iter().copied().filter(|held| *held != term).collect() }
    }

    /// The interactions (terms of two lists or more), smallest first.
    #[must_use]
    pub fn interactions(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = self.terms.iter().copied().filter(|term| size(*term) > 1).collect();
        terms.sort_by_key(|term| (size(*term), members(*term)));
        terms
    }
}

impl fmt::Display for Model {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.generators().iter().map(|term| term_text(*term, self.lists)).collect();
        write!(out, "[{}]", texts.join(","))
    }
}

/// How many lists are in a term.
#[must_use]
pub const fn size(term: Term) -> usize {
    term.count_ones() as usize
}

/// The list numbers of a term, from 1.
#[must_use]
pub fn members(term: Term) -> Vec<usize> {
    (0..16).filter(|list| term >> list & 1 == 1).map(|list| list + 1).collect()
}

/// A term as its list numbers: `12`, or `1.12` where there are more than nine lists.
#[must_use]
pub fn term_text(term: Term, lists: usize) -> String {
    let numbers: Vec<String> = members(term).iter().map(ToString::to_string).collect();
    numbers.join(if lists > 9 { "." } else { "" })
}

/// The subsets of a term with one list fewer.
pub fn immediate_subsets(term: Term) -> impl Iterator<Item = Term> {
    (0..16).filter(move |list| term >> list & 1 == 1).map(move |list| term & !(1 << list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_read_and_written() {
        for text in ["[12,3]", "[123,25,34]", "[1,2,3,4,5]", "[1234,15]"] {
            let lists = if text == "[12,3]" { 3 } else { 5 };
            assert_eq!(Model::parse(text, lists).unwrap().to_string(), text);
        }
        assert_eq!(Model::parse("[1.12,3]", 12).unwrap().generators().len(), 11);
        assert_eq!(Model::parse("[35,1,2,4]", 5).unwrap().to_string(), "[35,1,2,4]");
        assert!(Model::parse("[16]", 5).unwrap_err().to_string().contains("from 1 to 5"));
        assert!(Model::parse("12", 5).is_err());
    }

    #[test]
    fn neighbours_keep_the_hierarchy() {
        let model = Model::parse("[12,13,23,4]", 4).unwrap();
        let addable: Vec<String> = model.addable(4).iter().map(|term| term_text(*term, 4)).collect();
        assert_eq!(addable, ["14", "24", "34", "123"]);
        let droppable: Vec<String> = model.droppable().iter().map(|term| term_text(*term, 4)).collect();
        assert_eq!(droppable, ["12", "13", "23"]);
    }
}
