//! Blocking: which pairs are compared at all, counted before any is made.
//!
//! A rule is a list of keys; records that share all of them are in one block, and pairs within a block are candidates.
//! Blocks are counted first. A block that is too large is made finer by a further key; a rule of the settings that
//! would make too many pairs is refused, with a better one. A pair found by several rules is compared once, by the
//! first that finds it.
#![expect(clippy::indexing_slicing, reason = "records, rules and blocks are numbers given out here")]

pub mod key;
pub mod report;

use std::collections::BTreeSet;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::{error::LinkageError, random::mix, records::Records, settings::Settings};
use key::Key;

/// The largest block that is compared as it is.
const LARGEST: usize = 2_000;

/// Which pairs are compared. It is part of a model, so that a later record meets the same candidates.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The rules; none when every pair is compared.
    pub rules: Vec<Rule>,
}

/// One rule, and what was done to keep it within bounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The rule as it is written in settings.
    pub name: String,
    keys: Vec<Key>,
    finer: Vec<Key>,
    /// Blocks that were made finer by the next key.
    refined: BTreeSet<u64>,
    /// Blocks that stayed too large and are not compared under this rule.
    left_out: BTreeSet<u64>,
}

impl Rule {
    fn new(records: &Records, keys: Vec<Key>) -> Self {
        let name: Vec<String> = keys.iter().map(|key| key.text(&records.columns)).collect();
        let finer = key::refinements(&records.columns, &keys);
        Self { name: name.join(" + "), keys, finer, refined: BTreeSet::new(), left_out: BTreeSet::new() }
    }

    /// The blocks of a row of cells, each once.
    pub(crate) fn blocks(&self, records: &Records, row: &[u32], found: &mut Vec<u64>, room: &mut Vec<u64>) {
        found.clear();
        found.push(0x5eed);
        for key in &self.keys {
            extend(key, records, row, found, room);
        }
        if self.keys.is_empty() {
            found.clear();
        }
        for block in found.iter_mut() {
            for key in &self.finer {
                if !self.refined.contains(block) {
                    break;
                }
                *block = finer(key, records, row, *block, room);
            }
        }
        found.retain(|block| *block != 0 && !self.left_out.contains(block));
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }
}

/// Multiplies the blocks found by the keys of one more part; none left when the part is missing.
fn extend(key: &Key, records: &Records, row: &[u32], found: &mut Vec<u64>, room: &mut Vec<u64>) {
    room.clear();
    key.of_row(&records.columns, row, room);
    if let ([block], [key]) = (found.as_mut_slice(), room.as_slice()) {
        *block = mix(*block ^ key).wrapping_add(1);
        return;
    }
    let before = std::mem::take(found);
    for block in before {
        found.extend(room.iter().take(64).map(|key| mix(block ^ key).wrapping_add(1)));
    }
}

/// The finer block of a record, or 0 when the finer key is missing.
fn finer(key: &Key, records: &Records, row: &[u32], block: u64, room: &mut Vec<u64>) -> u64 {
    room.clear();
    key.of_row(&records.columns, row, room);
    room.first().map_or(0, |key| mix(block ^ key.rotate_left(17)).wrapping_add(2))
}

/// Keys by value, worked out once for all records.
#[derive(Default)]
struct Tables {
    by_key: Vec<(Key, Vec<u64>)>,
}

impl Tables {
    fn new(records: &Records, rule: &Rule) -> Self {
        let keys = rule.keys.iter().chain(&rule.finer);
        let whole = |key: &Key| match key {
            Key::Either(one, other) => {
                vec![Key::Of(*one, key::Part::Whole), Key::Of(*other, key::Part::Whole)]
            }
            key => vec![key.clone()],
        };
        let table = |key: Key| Some((key.clone(), key.table(&records.columns)?));
        Self { by_key: keys.flat_map(whole).filter_map(table).collect() }
    }

    fn get(&self, key: &Key) -> Option<&[u64]> {
        self.by_key.iter().find(|(known, _)| known == key).map(|(_, table)| table.as_slice())
    }
}

/// The blocks of all records under a plan.
#[derive(Debug)]
pub struct Blocks {
    rules: Vec<RuleBlocks>,
    /// For rules that give a record one block at most: the block by record, then rule; 0 is none.
    single: Vec<u32>,
    singles: usize,
}

#[derive(Debug)]
struct RuleBlocks {
    members: Vec<u32>,
    starts: Vec<u32>,
    /// The place among single rules, or the blocks by record.
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Single(usize),
    Multiple { starts: Vec<u32>, blocks: Vec<u32> },
}

impl Plan {
    /// The most pairs that one rule may make.
    fn limit(settings: &Settings, records: &Records) -> u64 {
        match settings.blocking.pairs_per_rule {
            // Small files can afford two million a rule; a million records as many as there are records.
            0 => {
                let records = records.len() as u64;
                (400_000_000_000 / records.max(1)).min(2_000_000).max(records)
            }
            limit => limit,
        }
    }

    /// Chooses the rules, counts their blocks, and makes finer what is too large.
    ///
    /// # Errors
    ///
    /// A rule of the settings that is not understood, or that would make too many pairs.
    pub fn new(
        settings: &Settings,
        records: &Records,
    ) -> Result<(Self, Blocks, Vec<report::RuleReport>), LinkageError> {
        let asked = &settings.blocking.rules;
        if asked.is_empty() && records.pairs() <= settings.blocking.compare_all_below {
            let blocks = Blocks::everything(records);
            let report = report::RuleReport::everything(records);
            return Ok((Self::default(), blocks, vec![report]));
        }
        let limit = Self::limit(settings, records);
        let mut rules = Vec::new();
        if asked.is_empty() {
            rules.extend(key::usual(&records.columns, records.len()).into_iter().map(|keys| Rule::new(records, keys)));
        } else {
            for rule in asked {
                let keys = rule.iter().map(|key| Key::parse(key, &records.columns)).collect::<Result<_, _>>()?;
                rules.push(Rule::new(records, keys));
            }
        }
        if rules.is_empty() {
            let sentence = "no rule can be made from these kinds of column; write blocking.rules.";
            return Err(LinkageError::settings("blocking.rules", sentence));
        }
        let must_fit = !asked.is_empty();
        let indexed = indexed(records, rules, limit, must_fit)?;
        let mut plan = Self::default();
        let mut reports = Vec::new();
        let mut made = Vec::new();
        for (rule, blocks, report) in indexed {
            plan.rules.push(rule);
            made.push(blocks);
            reports.push(report);
        }
        let blocks = Blocks::gather(records, made);
        Ok((plan, blocks, reports))
    }

    /// The blocks of records under a plan that was made before.
    #[must_use]
    pub fn apply(&self, records: &Records) -> Blocks {
        if self.rules.is_empty() {
            return Blocks::everything(records);
        }
        let made = self.rules.iter().map(|rule| Entries::of(records, rule, true)).collect();
        Blocks::gather(records, made)
    }
}

type Indexed = (Rule, Entries, report::RuleReport);

/// Indexes rules on two threads; the order of the answer is the order of the rules.
fn indexed(records: &Records, rules: Vec<Rule>, limit: u64, must_fit: bool) -> Result<Vec<Indexed>, LinkageError> {
    let (even, odd): (Vec<_>, Vec<_>) = rules.into_iter().enumerate().partition(|(place, _)| place % 2 == 0);
    let work = |part: Vec<(usize, Rule)>| -> Vec<(usize, Result<Indexed, LinkageError>)> {
        part.into_iter().map(|(place, rule)| (place, index(records, rule, limit, must_fit))).collect()
    };
    let mut all = std::thread::scope(|scope| {
        let other = scope.spawn(|| work(odd));
        let mut all = work(even);
        all.extend(other.join().unwrap_or_default());
        all
    });
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, indexed)| indexed).collect()
}

/// Records by block, sorted.
#[derive(Debug)]
struct Entries {
    entries: Vec<(u64, u32)>,
    multiple: bool,
}

impl Entries {
    fn of(records: &Records, rule: &Rule, refine: bool) -> Self {
        let multiple = rule.keys.iter().any(|key| key.is_multiple(&records.columns));
        let mut entries = Vec::with_capacity(records.len());
        if multiple || refine {
            let (mut found, mut room) = (Vec::new(), Vec::new());
            for record in 0..records.len() as u32 {
                rule.blocks(records, records.row(record), &mut found, &mut room);
                entries.extend(found.iter().map(|block| (*block, record)));
            }
        } else {
            let tables = Tables::new(records, rule);
            let keys: Vec<_> = rule.keys.iter().map(|key| Single::new(key, &tables)).collect();
            for record in 0..records.len() as u32 {
                let row = records.row(record);
                let extended = |block: u64, key: &Single<'_>| {
                    let key = key.of(row)?;
                    Some(mix(block ^ key).wrapping_add(1))
                };
                if let Some(block) = keys.iter().try_fold(0x5eed, extended) {
                    entries.push((block, record));
                }
            }
        }
        entries.sort_unstable();
        Self { entries, multiple }
    }

    fn runs(&self) -> impl Iterator<Item = &[(u64, u32)]> {
        self.entries.chunk_by(|a, b| a.0 == b.0)
    }

    fn pairs(&self) -> u64 {
        self.runs().map(|run| pairs_of(run.len())).sum()
    }
}

/// A key that a record has at most once, looked up by value.
enum Single<'t> {
    Of(usize, &'t [u64]),
    Either((usize, &'t [u64]), (usize, &'t [u64])),
}

impl<'t> Single<'t> {
    fn new(key: &Key, tables: &'t Tables) -> Self {
        let table = |column: usize, part| (column, tables.get(&Key::Of(column, part)).unwrap_or_default());
        match key {
            Key::Of(column, part) => {
                let (column, table) = table(*column, *part);
                Self::Of(column, table)
            }
            Key::Either(one, other) => Self::Either(table(*one, key::Part::Whole), table(*other, key::Part::Whole)),
        }
    }

    fn of(&self, row: &[u32]) -> Option<u64> {
        let look = |(column, table): (usize, &[u64])| table.get(row[column] as usize).copied().filter(|key| *key != 0);
        match self {
            Self::Of(column, table) => look((*column, table)),
            Self::Either(one, other) => Some(key::either(look(*one)?, look(*other)?)),
        }
    }
}

fn pairs_of(records: usize) -> u64 {
    let records = records as u64;
    records * records.saturating_sub(1) / 2
}

fn index(records: &Records, mut rule: Rule, limit: u64, must_fit: bool) -> Result<Indexed, LinkageError> {
    let mut entries = Entries::of(records, &rule, false);
    let counted = entries.pairs();
    if must_fit && counted > limit {
        return Err(refuse(records, &rule, counted, limit));
    }
    let mut done = Vec::new();
    let mut room = Vec::new();
    let mut rest = limit;
    let mut left_out = 0;
    for place in 0..=rule.finer.len() {
        let largest = largest(&entries, rest);
        let mut too_large = Vec::new();
        let last = place == rule.finer.len();
        for run in entries.runs() {
            let block = run.first().map_or(0, |entry| entry.0);
            if run.len() <= largest {
                rest = rest.saturating_sub(pairs_of(run.len()));
                done.extend_from_slice(if run.len() > 1 { run } else { &[] });
            } else if last {
                rule.left_out.insert(block);
                too_large.push(run.len() as u64);
            } else {
                rule.refined.insert(block);
                let key = &rule.finer[place];
                too_large.push(0);
                room.extend(run.iter().map(|(_, record)| (block, *record, key)));
            }
        }
        if last || room.is_empty() {
            left_out += too_large.iter().sum::<u64>();
            break;
        }
        let mut keys = Vec::new();
        let finer = room
            .drain(..)
            .map(|(block, record, key)| (finer(key, records, records.row(record), block, &mut keys), record));
        entries.entries = finer.filter(|entry| entry.0 != 0).collect();
        entries.entries.sort_unstable();
    }
    entries.entries = done;
    let report = report::RuleReport {
        rule: rule.name.clone(),
        pairs_unrefined: counted,
        pairs: entries.pairs(),
        largest_block: entries.runs().map(<[_]>::len).max().unwrap_or(0) as u64,
        refined_blocks: rule.refined.len() as u64,
        records_left_out: left_out,
        ..report::RuleReport::default()
    };
    Ok((rule, entries, report))
}

/// The size up to which blocks keep to the limit together.
fn largest(entries: &Entries, limit: u64) -> usize {
    let mut sizes = HashMap::<usize, u64>::new();
    for run in entries.runs() {
        *sizes.entry(run.len()).or_default() += 1;
    }
    let mut sizes: Vec<(usize, u64)> = sizes.into_iter().collect();
    sizes.sort_unstable();
    let (mut largest, mut pairs) = (1, 0);
    for (size, count) in sizes {
        pairs += pairs_of(size) * count;
        if pairs > limit || size > LARGEST {
            break;
        }
        largest = size;
    }
    largest
}

fn refuse(records: &Records, rule: &Rule, pairs: u64, limit: u64) -> LinkageError {
    let better = rule.finer.iter().find_map(|key| {
        let mut keys = rule.keys.clone();
        keys.push(key.clone());
        let better = Rule::new(records, keys);
        let pairs = Entries::of(records, &better, false).pairs();
        (pairs <= limit).then(|| format!("Write {} instead: {pairs} pairs.", better.name))
    });
    let remedy = better.unwrap_or_else(|| "Add a key that tells records apart, or leave the rule out.".to_owned());
    LinkageError::RuleExplodes { rule: rule.name.clone(), pairs, limit, remedy }
}

impl Blocks {
    /// One block with every record.
    fn everything(records: &Records) -> Self {
        let count = records.len() as u32;
        let rule = RuleBlocks { members: (0..count).collect(), starts: vec![0, count], kept: Kept::Single(0) };
        Self { rules: vec![rule], single: vec![1; records.len()], singles: 1 }
    }

    fn gather(records: &Records, made: Vec<Entries>) -> Self {
        let singles = made.iter().filter(|entries| !entries.multiple).count();
        let mut single = vec![0_u32; records.len() * singles];
        let mut rules = Vec::with_capacity(made.len());
        let mut place = 0;
        for entries in made {
            let mut starts = vec![0];
            let mut members = Vec::with_capacity(entries.entries.len());
            let mut memberships = Vec::new();
            for run in entries.runs().filter(|run| run.len() > 1) {
                let block = starts.len() as u32;
                for (_, record) in run {
                    members.push(*record);
                    if entries.multiple {
                        memberships.push((*record, block));
                    } else {
                        single[*record as usize * singles + place] = block;
                    }
                }
                starts.push(members.len() as u32);
            }
            let kept = if entries.multiple {
                Kept::of(memberships, records.len())
            } else {
                place += 1;
                Kept::Single(place - 1)
            };
            rules.push(RuleBlocks { members, starts, kept });
        }
        Self { rules, single, singles }
    }

    /// How many rules.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// The blocks of a rule.
    pub(crate) fn of_rule(&self, rule: usize) -> usize {
        self.rules[rule].starts.len() - 1
    }

    pub(crate) fn members(&self, rule: usize, block: usize) -> &[u32] {
        let rule = &self.rules[rule];
        &rule.members[rule.starts[block] as usize..rule.starts[block + 1] as usize]
    }

    /// Whether a rule puts two records in one block.
    pub(crate) fn shares(&self, rule: usize, a: u32, b: u32) -> bool {
        match &self.rules[rule].kept {
            Kept::Single(place) => {
                let block = self.single[a as usize * self.singles + place];
                block != 0 && block == self.single[b as usize * self.singles + place]
            }
            kept @ Kept::Multiple { .. } => kept.first_common(a, b).is_some(),
        }
    }

    /// Whether this block of this rule is the first that finds the pair.
    #[inline]
    pub(crate) fn is_first(&self, rule: usize, block: usize, a: u32, b: u32) -> bool {
        let (row_a, row_b) = (a as usize * self.singles, b as usize * self.singles);
        match &self.rules[rule].kept {
            Kept::Single(place) if self.singles == self.rules.len() => {
                let (x, y) = (&self.single[row_a..row_a + place], &self.single[row_b..row_b + place]);
                !x.iter().zip(y).fold(false, |found, (x, y)| found | (*x != 0 && x == y))
            }
            kept => {
                if let Kept::Multiple { .. } = kept
                    && kept.first_common(a, b) != Some(block as u32 + 1)
                {
                    return false;
                }
                (0..rule).all(|earlier| !self.shares(earlier, a, b))
            }
        }
    }
}

impl Kept {
    fn of(mut memberships: Vec<(u32, u32)>, records: usize) -> Self {
        memberships.sort_unstable();
        let mut starts = vec![0_u32; records + 1];
        for (record, _) in &memberships {
            starts[*record as usize + 1] += 1;
        }
        for record in 0..records {
            starts[record + 1] += starts[record];
        }
        Self::Multiple { starts, blocks: memberships.into_iter().map(|(_, block)| block).collect() }
    }

    fn first_common(&self, a: u32, b: u32) -> Option<u32> {
        let Self::Multiple { starts, blocks } = self else { return None };
        let of = |record: u32| &blocks[starts[record as usize] as usize..starts[record as usize + 1] as usize];
        let (mut x, mut y) = (of(a).iter().peekable(), of(b).iter().peekable());
        while let (Some(p), Some(q)) = (x.peek(), y.peek()) {
            match p.cmp(q) {
                std::cmp::Ordering::Equal => return Some(**p),
                std::cmp::Ordering::Less => x.next(),
                std::cmp::Ordering::Greater => y.next(),
            };
        }
        None
    }
}
