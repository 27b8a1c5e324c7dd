//! Every hierarchical model of up to six lists, fitted and checked; ranking, rank bootstrap and downhill search.
//!
//! Silverman, Chan and Vincent 2024.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    bootstrap::{Resampler, Resampling, jackknife_tables},
    existence,
    fit::Criterion,
    interval::Replicates,
    model::{Model, Term, immediate_subsets, size},
    parallel::Effort,
    solver::{Solver, as_float},
    table::CaptureTable,
};

/// Most lists for which every model can be listed.
pub const MOST_SEARCHED: usize = 6;
/// Triangle subsets of one graph that go into one piece of work, as a power of two.
const BLOCK: usize = 10;

/// Hierarchical models with all main effects, of so many lists, with terms of at most `order` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelSpace {
    lists: usize,
    order: usize,
}

/// One model as fitted in a search. Its terms are the bits of a number: bit t for the term t.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scored {
    /// The terms.
    pub terms: u64,
    /// Hidden count; not a number where the model is not admissible.
    pub hidden: f64,
    /// Log-likelihood; not a number where the model is not admissible.
    pub log_likelihood: f64,
    /// Number of parameters, those at minus infinity included.
    pub parameters: u8,
    /// Existence code; 9 when the fit did not settle.
    pub code: u8,
}

/// The code of a model whose fit did not settle.
pub const NOT_SETTLED: u8 = 9;

impl Scored {
    /// Whether the model may be used.
    #[must_use]
    pub const fn admissible(&self) -> bool {
        self.code == 0
    }

    /// The model.
    #[must_use]
    pub fn model(&self, lists: usize) -> Model {
        Model::from_closed(lists, terms_of(self.terms))
    }
}

fn terms_of(bits: u64) -> Vec<Term> {
    (0..64).filter(|term| bits >> term & 1 == 1).collect()
}

impl ModelSpace {
    /// The space; `None` for more than six lists or fewer than two. Saturated models, which can never be used, are left
    /// out: the order is at most one less than the number of lists.
    #[must_use]
    pub fn new(lists: usize, order: usize) -> Option<Self> {
        let order = order.clamp(1, lists.saturating_sub(1).max(1));
        (2..=MOST_SEARCHED).contains(&lists).then_some(Self { lists, order })
    }

    /// The order in use.
    #[must_use]
    pub const fn order(&self) -> usize {
        self.order
    }

    /// How many models there are, by walking them without fitting.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.pieces()
            .iter()
            .map(|piece| {
                let mut found = 0;
                self.walk(*piece, &mut |_| found += 1);
                found
            })
            .sum()
    }

    fn main_effects(&self) -> u64 {
        (0..self.lists).fold(1, |bits, list| bits | 1 << (1_u64 << list))
    }

    /// Pieces of work: a set of pairs, and a block of subsets of its triangles.
    fn pieces(&self) -> Vec<(u64, u64)> {
        let pairs: Vec<Term> = crate::table::pairs(self.lists).collect();
        if self.order == 1 {
            return vec![(self.main_effects(), 0)];
        }
        let mut pieces = Vec::new();
        for graph in 0_u64..1 << pairs.len() {
            let chosen = pairs.iter().enumerate().filter(|(place, _)| graph >> place & 1 == 1);
            let bits = chosen.fold(self.main_effects(), |bits, (_, pair)| bits | 1 << pair);
            let triangles = if self.order > 2 { self.candidates(bits, 3).len() } else { 0 };
            let blocks = 1_u64 << triangles.saturating_sub(BLOCK);
            pieces.extend((0..blocks).map(|block| (bits, block)));
        }
        pieces
    }

    /// Absent terms of a size whose immediate subsets are all present.
    fn candidates(&self, bits: u64, of_size: usize) -> Vec<Term> {
        let terms = (1_u32..1 << self.lists).filter_map(|term| Term::try_from(term).ok());
        terms
            .filter(|term| size(*term) == of_size && immediate_subsets(*term).all(|subset| bits >> subset & 1 == 1))
            .collect()
    }

    fn walk(&self, (bits, block): (u64, u64), visit: &mut dyn FnMut(u64)) {
        if self.order < 3 {
            return visit(bits);
        }
        let triangles = self.candidates(bits, 3);
        let low = triangles.len().min(BLOCK);
        let add = |bits: u64, place: usize, chosen: u64, term: Term| {
            if chosen >> place & 1 == 1 { bits | 1 << term } else { bits }
        };
        for subset in 0..1_u64 << low {
            // In Gray code order neighbours differ by one term, so each fit starts close to where the last one ended.
            let chosen = block << low | (subset ^ subset >> 1);
            let with = triangles.iter().enumerate().fold(bits, |bits, (place, term)| add(bits, place, chosen, *term));
            self.extend(with, 4, visit);
        }
    }

    fn extend(&self, bits: u64, of_size: usize, visit: &mut dyn FnMut(u64)) {
        if of_size > self.order {
            return visit(bits);
        }
        let candidates = self.candidates(bits, of_size);
        for chosen in 0..1_u64 << candidates.len() {
            let picked = candidates.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1);
            self.extend(picked.fold(bits, |bits, (_, term)| bits | 1 << term), of_size + 1, visit);
        }
    }

    /// Fits and checks every model, in a fixed order.
    #[must_use]
    pub fn fit_all(&self, table: &CaptureTable, effort: &Effort) -> Vec<Scored> {
        let pieces = self.pieces();
        let state = || {
            let mut solver = Solver::new(self.lists);
            solver.load(table.counts());
            (solver, Vec::with_capacity(64))
        };
        let found = effort.map(pieces.len(), state, |(solver, terms), index| {
            let mut scored = Vec::new();
            if let Some(piece) = pieces.get(index) {
                let mut warm = false;
                self.walk(*piece, &mut |bits| {
                    let found = score(solver, terms, bits, warm);
                    warm = found.admissible();
                    scored.push(found);
                });
            }
            scored
        });
        found.into_iter().flatten().collect()
    }
}

fn score(solver: &mut Solver, terms: &mut Vec<Term>, bits: u64, warm: bool) -> Scored {
    terms.clear();
    let mut left = bits;
    while left != 0 {
        terms.push(Term::try_from(left.trailing_zeros()).unwrap_or(0));
        left &= left - 1;
    }
    let parameters = u8::try_from(terms.len()).unwrap_or(u8::MAX);
    let code = existence::code(solver.counts(), solver.margins(), terms);
    let refused = |code| Scored { terms: bits, hidden: f64::NAN, log_likelihood: f64::NAN, parameters, code };
    if code != 0 {
        return refused(code);
    }
    let warm = if warm { solver.refit(terms) } else { None };
    match warm.or_else(|| solver.fit(terms)) {
        Some(s) => Scored { terms: bits, hidden: s.hidden, log_likelihood: s.log_likelihood, parameters, code },
        None => refused(NOT_SETTLED),
    }
}

/// The admissible models of a search, best first.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// The criterion.
    pub criterion: Criterion,
    /// Value of the criterion, and the model.
    pub models: Vec<(f64, Scored)>,
    /// How many models were looked at.
    pub candidates: usize,
    /// How many had each existence code 0 to 3, and how many did not settle.
    pub codes: [usize; 5],
}

impl Ranking {
    /// Ranks models of a table by a criterion; equal values in the order they were found.
    #[must_use]
    pub fn new(table: &CaptureTable, scored: &[Scored], criterion: Criterion) -> Self {
        let cases = as_float(table.cases());
        let value = |s: &Scored| criterion.value(s.log_likelihood, usize::from(s.parameters), cases, table.width());
        let mut models: Vec<(f64, Scored)> = scored.iter().filter(|s| s.admissible()).map(|s| (value(s), *s)).collect();
        models.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut codes = [0; 5];
        for s in scored {
            if let Some(count) = codes.get_mut(usize::from(s.code.min(4))) {
                *count += 1;
            }
        }
        Self { criterion, models, candidates: scored.len(), codes }
    }

    /// The best so many models.
    #[must_use]
    pub fn top(&self, number: usize, lists: usize) -> Vec<Model> {
        self.models.iter().take(number).map(|(_, scored)| scored.model(lists)).collect()
    }
}

/// For each k from 1, the rank from 1 of the winner among the first k models, and its estimate.
pub type Winners = Vec<Option<(usize, f64)>>;

/// What the best of the first k models gives, for every k at once.
#[derive(Clone, Debug, PartialEq)]
pub struct RankBootstrap {
    /// The estimate from the table itself: the best model of all.
    pub estimate: f64,
    /// The winners in each replicate.
    pub replicates: Vec<Winners>,
    /// The same with one person of a history removed, and how many people have it.
    pub jackknife: Vec<(f64, Winners)>,
}

impl RankBootstrap {
    /// The replicates when only the first `top` models are refitted.
    #[must_use]
    pub fn at(&self, top: usize) -> Replicates {
        let pick = |row: &Winners| row.get(top.min(row.len()).saturating_sub(1)).copied().flatten();
        let estimates: Vec<f64> = self.replicates.iter().filter_map(pick).map(|(_, value)| value).collect();
        Replicates {
            estimate: self.estimate,
            failed: self.replicates.len() - estimates.len(),
            estimates,
            jackknife: self.jackknife.iter().map(|(count, row)| (*count, pick(row).map(|(_, value)| value))).collect(),
        }
    }

    /// In how many replicates the winner among all refitted models had an original rank of at most `rank`.
    #[must_use]
    pub fn winners_within(&self, rank: usize) -> usize {
        let winner = |row: &&Winners| row.last().copied().flatten().is_some_and(|(won, _)| won <= rank);
        self.replicates.iter().filter(winner).count()
    }
}

/// The winner among the first k models of a table, for every k.
pub fn best_of(solver: &mut Solver, counts: &[u64], models: &[Model], criterion: Criterion) -> Winners {
    solver.load(counts);
    let cases = as_float(counts.iter().sum());
    let mut best: Option<(usize, f64)> = None;
    let mut lowest = f64::INFINITY;
    let mut row = Vec::with_capacity(models.len());
    for (place, model) in models.iter().enumerate() {
        if existence::admissible(solver.counts(), solver.margins(), model.terms())
            && let Some(solution) = solver.fit(model.terms())
        {
            let value = criterion.value(solution.log_likelihood, model.terms().len(), cases, model.lists());
            if value < lowest {
                lowest = value;
                best = Some((place + 1, cases + solution.hidden));
            }
        }
        row.push(best);
    }
    row
}

/// Resamples a table and refits the given models, best first, in every replicate.
#[must_use]
pub fn rank_bootstrap(
    table: &CaptureTable,
    (models, criterion): (&[Model], Criterion),
    resampling: Resampling,
    effort: &Effort,
) -> Option<RankBootstrap> {
    let lists = table.width();
    let (_, estimate) =
        best_of(&mut Solver::new(lists), table.counts(), models, criterion).last().copied().flatten()?;
    let state = || (Resampler::new(table, resampling.seed), Solver::new(lists));
    let replicates = effort.map(resampling.replicates, state, |(resampler, solver), index| {
        resampler.draw(index);
        best_of(solver, &resampler.counts, models, criterion)
    });
    let tables = jackknife_tables(table);
    let jackknife = effort.map(
        tables.len(),
        || Solver::new(lists),
        |solver, index| tables.get(index).map(|(count, counts)| (*count, best_of(solver, counts, models, criterion))),
    );
    Some(RankBootstrap { estimate, replicates, jackknife: jackknife.into_iter().flatten().collect() })
}

/// Downhill search: from each start, to the best neighbour (a term added or dropped) until none is better.
///
/// Works for any number of lists. A single start can end in a local optimum, so several are taken. `None` when no start
/// is admissible.
#[must_use]
pub fn downhill(
    table: &CaptureTable,
    criterion: Criterion,
    order: usize,
    starts: &[Model],
) -> Option<(Model, f64, f64)> {
    let mut solver = Solver::new(table.width());
    solver.load(table.counts());
    let mut descent = Descent { solver, cases: as_float(table.cases()), criterion, known: BTreeMap::new() };
    let mut best: Option<(Model, f64, f64)> = None;
    for start in starts {
        let Some(found) = descent.run(start.clone(), order) else { continue };
        if best.as_ref().is_none_or(|(_, value, _)| found.1 < *value) {
            best = Some(found);
        }
    }
    best
}

/// The starts that [`downhill`] is usually given: main effects, each single pair, all pairs.
#[must_use]
pub fn usual_starts(lists: usize) -> Vec<Model> {
    let main = Model::main_effects(lists);
    let singles = crate::table::pairs(lists).map(|pair| main.with(pair));
    std::iter::once(main.clone()).chain(singles).chain(std::iter::once(Model::full(lists, 2))).collect()
}

struct Descent {
    solver: Solver,
    cases: f64,
    criterion: Criterion,
    known: BTreeMap<Vec<Term>, Option<(f64, f64)>>,
}

impl Descent {
    fn value(&mut self, model: &Model) -> Option<(f64, f64)> {
        if let Some(known) = self.known.get(model.terms()) {
            return *known;
        }
        let admissible = existence::admissible(self.solver.counts(), self.solver.margins(), model.terms());
        let solution = if admissible { self.solver.fit(model.terms()) } else { None };
        let value = solution.map(|s| {
            let value = self.criterion.value(s.log_likelihood, model.terms().len(), self.cases, model.lists());
            (value, self.cases + s.hidden)
        });
        self.known.insert(model.terms().to_vec(), value);
        value
    }

    fn run(&mut self, start: Model, order: usize) -> Option<(Model, f64, f64)> {
        let (mut value, mut population) = self.value(&start)?;
        let mut here = start;
        loop {
            let added = here.addable(order.max(2)).into_iter().map(|term| here.with(term));
            let dropped = here.droppable().into_iter().map(|term| here.without(term));
            let neighbours: Vec<Model> = added.chain(dropped).collect();
            let mut better: Option<Model> = None;
            for neighbour in neighbours {
                if let Some((found, people)) = self.value(&neighbour)
                    && found < value
                {
                    (value, population) = (found, people);
                    better = Some(neighbour);
                }
            }
            match better {
                Some(model) => here = model,
                None => return Some((here, value, population)),
            }
        }
    }
}
