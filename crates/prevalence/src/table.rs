//! The table every method starts from: how many people were seen on exactly which lists.

use serde::Serialize;

use crate::{
    model::{MOST_LISTS, Term, members, size},
    refusal::TableRefusal,
};

/// The largest total a table may hold: counts stay exact in double precision.
pub const LARGEST_TOTAL: u64 = 1 << 53;

/// Counts by capture history of two to twelve named lists.
///
/// The history of bits `h` means: on every list whose bit is set, on no other. History 0 (on no list) is what the
/// methods estimate; its count here is always 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptureTable {
    lists: Vec<String>,
    counts: Vec<u64>,
}

/// Two lists and what they share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overlap {
    /// The pair, as a term.
    pub pair: Term,
    /// People on both.
    pub both: u64,
    /// Lincoln and Petersen's estimate of the population from these two alone; `None` when they share nobody.
    pub lincoln_petersen: Option<f64>,
    /// Chapman's estimate, which always exists.
    pub chapman: f64,
    /// The variance of Chapman's estimate.
    pub chapman_variance: f64,
}

/// What to know of a table before any model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnostics {
    /// People seen.
    pub cases: u64,
    /// People on each list.
    pub list_sizes: Vec<u64>,
    /// People on more than one list.
    pub overlapping: u64,
    /// How many people were on exactly one, two, ... lists.
    pub by_number_of_lists: Vec<u64>,
    /// Each pair of lists.
    pub overlaps: Vec<Overlap>,
    /// Pairs of lists that share nobody.
    pub empty_overlaps: Vec<Term>,
    /// How many triples of lists overlap in every pair.
    pub overlapping_triples: usize,
    /// Lists that share nobody with any other.
    pub isolated: Vec<usize>,
    /// What a reader should be warned of.
    pub warnings: Vec<String>,
}

impl CaptureTable {
    /// A table from named lists and counts by history (2^L places, place 0 ignored).
    ///
    /// # Errors
    /// When there are too few or too many lists, names repeat, or the total passes 2^53.
    pub fn new(lists: Vec<String>, mut counts: Vec<u64>) -> Result<Self, TableRefusal> {
        if lists.len() < 2 {
            return Err(TableRefusal::TooFewLists { usable: lists.len() });
        }
        if lists.len() > MOST_LISTS {
            return Err(TableRefusal::TooManyLists { lists: lists.len(), most: MOST_LISTS });
        }
        for (place, name) in lists.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(TableRefusal::NamelessColumn { column: place + 1 });
            }
            if lists.iter().take(place).any(|other| other == name) {
                return Err(TableRefusal::RepeatedColumn { column: name.clone() });
            }
        }
        counts.resize(1 << lists.len(), 0);
        if let Some(hidden) = counts.first_mut() {
            *hidden = 0;
        }
        let total = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        match total {
            Some(total) if total <= LARGEST_TOTAL => Ok(Self { lists, counts }),
            _ => Err(TableRefusal::TotalTooLarge),
        }
    }

    /// A table from one history for each person.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn from_histories(lists: Vec<String>, histories: impl IntoIterator<Item = Term>) -> Result<Self, TableRefusal> {
        if lists.len() > MOST_LISTS {
            return Err(TableRefusal::TooManyLists { lists: lists.len(), most: MOST_LISTS });
        }
        let mut counts = vec![0; 1 << lists.len()];
        for history in histories {
            if let Some(count) = counts.get_mut(usize::from(history)) {
                *count += 1;
            }
        }
        Self::new(lists, counts)
    }

    /// A table from linked entities: for each entity, the lists on which any of its records stands.
    ///
    /// # Errors
    /// When an entity stands on a list that is not named, and as [`Self::new`].
    pub fn from_entities<'a, E, R>(lists: Vec<String>, entities: E) -> Result<Self, TableRefusal>
    where
        E: IntoIterator<Item = R>,
        R: IntoIterator<Item = &'a str>,
    {
        let mut histories = Vec::new();
        for (row, records) in entities.into_iter().enumerate() {
            let mut history: Term = 0;
            for name in records {
                match lists.iter().position(|list| list == name) {
                    Some(list) => history |= 1 << list,
                    None => return Err(TableRefusal::UnknownList { row: row + 1, list: name.to_owned() }),
                }
            }
            histories.push(history);
        }
        Self::from_histories(lists, histories)
    }

    /// Names of the lists.
    #[must_use]
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// How many lists there are.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.lists.len()
    }

    /// Counts by history, 2^L of them; place 0 holds 0.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many people have exactly this history.
    #[must_use]
    pub fn count(&self, history: Term) -> u64 {
        self.counts.get(usize::from(history)).copied().unwrap_or(0)
    }

    /// How many people are on all lists of a term, and perhaps on others.
    #[must_use]
    pub fn margin(&self, term: Term) -> u64 {
        self.histories().filter(|(history, _)| history & term == term).map(|(_, count)| count).sum()
    }

    /// People seen.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Histories that were seen, with their counts.
    pub fn histories(&self) -> impl Iterator<Item = (Term, u64)> {
        let counts = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.filter_map(|(history, count)| Term::try_from(history).ok().map(|history| (history, *count)))
    }

    /// The number of a list by its name.
    ///
    /// # Errors
    /// When there is no such list.
    pub fn find_list(&self, name: &str) -> Result<usize, TableRefusal> {
        self.lists
            .iter()
            .position(|list| list == name)
            .ok_or_else(|| TableRefusal::NoSuchList { list: name.to_owned(), known: self.lists.clone() })
    }

    /// The table with two or more lists taken as one; people on any of them are on the merged list.
    ///
    /// The merged list stands where the first of them stood.
    ///
    /// # Errors
    /// When fewer than two lists would be left.
    pub fn merge(&self, together: Term, name: &str) -> Result<Self, TableRefusal> {
        let Some(first) = members(together).first().map(|number| number - 1) else { return Ok(self.clone()) };
        let staying: Vec<usize> =
            (0..self.width()).filter(|list| *list == first || together >> list & 1 == 0).collect();
        let names = staying.iter().map(|list| match self.lists.get(*list) {
            Some(kept) if *list != first => kept.clone(),
            _ => name.to_owned(),
        });
        self.reshape(names.collect(), |history| {
            let mut moved: Term = 0;
            for (place, list) in staying.iter().enumerate() {
                let on = if *list == first { history & together != 0 } else { history >> list & 1 == 1 };
                moved |= Term::from(on) << place;
            }
            Some(moved)
        })
    }

    /// The table without a list; people known only to it are left out.
    ///
    /// # Errors
    /// When fewer than two lists would be left.
    pub fn without(&self, dropped: usize) -> Result<Self, TableRefusal> {
        let names = self.lists.iter().enumerate().filter(|(list, _)| *list != dropped).map(|(_, name)| name.clone());
        self.reshape(names.collect(), |history| Some(squeeze(history, dropped)))
    }

    /// The table of the other lists among people of one list: that list's size is then a known population.
    ///
    /// # Errors
    /// When fewer than two lists would be left.
    pub fn within(&self, list: usize) -> Result<Self, TableRefusal> {
        let names = self.lists.iter().enumerate().filter(|(other, _)| *other != list).map(|(_, name)| name.clone());
        self.reshape(names.collect(), |history| (history >> list & 1 == 1).then(|| squeeze(history, list)))
    }

    fn reshape(&self, names: Vec<String>, place: impl Fn(Term) -> Option<Term>) -> Result<Self, TableRefusal> {
        let mut counts = vec![0; 1 << names.len()];
        for (history, count) in self.histories() {
            if let Some(moved) = place(history)
                && let Some(cell) = counts.get_mut(usize::from(moved))
            {
                *cell += count;
            }
        }
        Self::new(names, counts)
    }

    /// What to know of the table before any model.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        let list_sizes: Vec<u64> = (0..self.width()).map(|list| self.margin(1 << list)).collect();
        let pairs: Vec<Term> = pairs(self.width()).collect();
        let overlaps: Vec<Overlap> = pairs.iter().map(|pair| self.overlap(*pair, &list_sizes)).collect();
        let empty = |pair: Term| overlaps.iter().any(|overlap| overlap.pair == pair && overlap.both == 0);
        let triples = (1..self.counts.len()).filter_map(|term| Term::try_from(term).ok()).filter(|t| size(*t) == 3);
        let overlapping_triples =
            triples.filter(|triple| !pairs.iter().any(|pair| pair & triple == *pair && empty(*pair))).count();
        let isolated: Vec<usize> = (0..self.width())
            .filter(|list| overlaps.iter().all(|overlap| overlap.pair >> list & 1 == 0 || overlap.both == 0))
            .collect();
        let by_number_of_lists: Vec<u64> = (1..=self.width())
            .map(|number| self.histories().filter(|(h, _)| size(*h) == number).map(|(_, count)| count).sum())
            .collect();
        let overlapping = by_number_of_lists.iter().skip(1).sum();
        let mut diagnostics = Diagnostics {
            cases: self.cases(),
            list_sizes,
            overlapping,
            by_number_of_lists,
            empty_overlaps: pairs.iter().copied().filter(|pair| empty(*pair)).collect(),
            overlapping_triples,
            isolated,
            warnings: Vec::new(),
            overlaps,
        };
        diagnostics.warnings = self.warnings(&diagnostics);
        diagnostics
    }

    fn overlap(&self, pair: Term, sizes: &[u64]) -> Overlap {
        let both = self.margin(pair);
        let mut on = members(pair).into_iter().map(|list| sizes.get(list - 1).copied().unwrap_or(0));
        let (a, b) = (on.next().unwrap_or(0), on.next().unwrap_or(0));
        let [a, b, m] = [a, b, both].map(crate::solver::as_float);
        Overlap {
            pair,
            both,
            lincoln_petersen: (both > 0).then(|| a * b / m),
            chapman: (a + 1.0) * (b + 1.0) / (m + 1.0) - 1.0,
            chapman_variance: (a + 1.0) * (b + 1.0) * (a - m) * (b - m) / ((m + 1.0) * (m + 1.0) * (m + 2.0)),
        }
    }

    fn warnings(&self, found: &Diagnostics) -> Vec<String> {
        let name = |list: usize| self.lists.get(list).map_or("", String::as_str);
        let mut warnings = Vec::new();
        if found.overlapping < 30 {
            warnings.push(format!(
                "Only {} people are on more than one list; below about 30 any estimate rests on very little.",
                found.overlapping
            ));
        }
        for list in &found.isolated {
            warnings.push(format!("List {} shares nobody with any other list.", name(*list)));
        }
        for (a, first) in found.list_sizes.iter().enumerate() {
            if *first == found.cases {
                warnings.push(format!("List {} holds everybody: nobody can be missing from it.", name(a)));
            }
            for (b, second) in found.list_sizes.iter().enumerate().skip(a + 1) {
                let pair = (1 << a) | (1 << b);
                if first == second && self.margin(pair) == *first && *first > 0 {
                    warnings.push(format!(
                        "Lists {} and {} hold the same people: one may be a copy.",
                        name(a),
                        name(b)
                    ));
                }
            }
        }
        warnings
    }

    /// Refuses tables that no method here can use.
    ///
    /// # Errors
    /// When fewer than three lists hold anybody, when nobody is on two lists, when all people share one history, or
    /// when a list overlaps none of the others.
    pub fn check_usable(&self) -> Result<(), TableRefusal> {
        let found = self.diagnostics();
        let usable = found.list_sizes.iter().filter(|size| **size > 0).count();
        if usable < 3 {
            return Err(TableRefusal::TooFewLists { usable });
        }
        if self.histories().count() == 1 {
            return Err(TableRefusal::OneHistory);
        }
        if found.overlapping == 0 {
            return Err(TableRefusal::NoOverlap);
        }
        if let Some(empty) = found.list_sizes.iter().position(|size| *size == 0) {
            return Err(TableRefusal::EmptyList { list: self.lists.get(empty).cloned().unwrap_or_default() });
        }
        if let Some(list) = found.isolated.first() {
            return Err(TableRefusal::IsolatedList { list: self.lists.get(*list).cloned().unwrap_or_default() });
        }
        Ok(())
    }

    /// A term in the names of its lists: `LA:NG`.
    #[must_use]
    pub fn name_term(&self, term: Term) -> String {
        let names = members(term).into_iter().filter_map(|number| self.lists.get(number - 1).cloned());
        names.collect::<Vec<_>>().join(":")
    }
}

/// The pairs of so many lists in lexical order: 12, 13, ..., 23, ...
pub fn pairs(lists: usize) -> impl Iterator<Item = Term> {
    (0..lists).flat_map(move |a| (a + 1..lists).map(move |b| (1 << a) | (1 << b)))
}

/// A history with the bit of a list taken out.
const fn squeeze(history: Term, list: usize) -> Term {
    let low = history & ((1 << list) - 1);
    let high = (history >> (list + 1)) << list;
    high | low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn lists_are_merged_dropped_and_conditioned_on() {
        let table = CaptureTable::new(names("a b c"), vec![0, 5, 4, 1, 3, 2, 6, 7]).unwrap();
        let merged = table.merge(0b101, "ac").unwrap();
        assert_eq!(merged.lists(), ["ac", "b"]);
        assert_eq!(merged.counts(), [0, 5 + 3 + 2, 4, 1 + 6 + 7]);
        let dropped = table.without(1).unwrap();
        assert_eq!(dropped.counts(), [0, 5 + 1, 3 + 6, 2 + 7]);
        let within = table.within(0).unwrap();
        assert_eq!(within.counts(), [0, 1, 2, 7]);
        assert_eq!(within.lists(), ["b", "c"]);
    }

    #[test]
    fn entities_become_histories() {
        let entities = [vec!["a", "a", "b"], vec!["c"], vec!["b", "a"]];
        let table = CaptureTable::from_entities(names("a b c"), entities).unwrap();
        assert_eq!((table.count(0b011), table.count(0b100)), (2, 1));
        let refused = CaptureTable::from_entities(names("a b"), [vec!["z"]]).unwrap_err();
        assert!(refused.to_string().contains("row 1"), "{refused}");
    }

    #[test]
    fn unusable_tables_are_refused() {
        let refused =
            |counts: Vec<u64>| CaptureTable::new(names("a b c"), counts).unwrap().check_usable().unwrap_err().code();
        assert_eq!(refused(vec![0, 5, 4, 0, 3, 0, 0, 0]), "no-overlap");
        assert_eq!(refused(vec![0, 0, 0, 0, 0, 0, 0, 9]), "one-history");
        assert_eq!(refused(vec![0, 5, 4, 2, 0, 0, 0, 0]), "too-few-lists");
        assert_eq!(refused(vec![0, 5, 4, 2, 7, 0, 0, 0]), "isolated-list");
        assert_eq!(CaptureTable::new(names("a b c"), vec![0, 1 << 53, 1]).unwrap_err().code(), "total-too-large");
    }
}
