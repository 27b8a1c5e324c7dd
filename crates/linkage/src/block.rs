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

use hashbrown::{HashMap, HashSet};
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
            0 => (4 * records.len() as u64).max(2_000_000),
            limit => limit,
        }
    }

    /// Chooses the rules, counts their blocks, and makes finer what is too large.
    ///
    /// # Errors
    ///
    /// A rule of the settings that is not understood, or that would make too many pairs.
    pub fn new(settings: &Settings, records: &Records) -> Result<(Self, Blocks, Vec<report::RuleReport>), LinkageError> {
        let asked = &settings.blocking.rules;
        if asked.is_empty() && records.pairs() <= settings.blocking.compare_all_below {
            let blocks = Blocks::everything(records);
            let report = report::RuleReport::everything(records);
            return Ok((Self::default(), blocks, vec![report]));
        }
        let limit = Self::limit(settings, records);
        let mut rules = Vec::new();
        if asked.is_empty() {
            rules.extend(key::usual(&records.columns).into_iter().map(|keys| Rule::new(records, keys)));
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
        let made = self.rules.iter().map(|rule| Entries::of(records, rule)).collect();
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
    fn of(records: &Records, rule: &Rule) -> Self {
        let (mut found, mut room) = (Vec::new(), Vec::new());
        let mut entries = Vec::with_capacity(records.len());
        for record in 0..records.len() as u32 {
            rule.blocks(records, records.row(record), &mut found, &mut room);
            entries.extend(found.iter().map(|block| (*block, record)));
        }
        entries.sort_unstable();
        let multiple = rule.keys.iter().any(|key| key.is_multiple(&records.columns));
        Self { entries, multiple }
    }

    fn runs(&self) -> impl Iterator<Item = &[(u64, u32)]> {
        self.entries.chunk_by(|a, b| a.0 == b.0)
    }

    fn pairs(&self) -> u64 {
        self.runs().map(|run| pairs_of(run.len())).sum()
    }
}

fn pairs_of(records: usize) -> u64 {
    let records = records as u64;
    records * records.saturating_sub(1) / 2
}

fn index(records: &Records, mut rule: Rule, limit: u64, must_fit: bool) -> Result<Indexed, LinkageError> {
    let mut entries = Entries::of(records, &rule);
    let counted = entries.pairs();
    if must_fit && counted > limit {
        return Err(refuse(records, &rule, counted, limit));
    }
    for key in rule.finer.clone() {
        let too_large = too_large(&entries, limit);
        if too_large.is_empty() {
            break;
        }
        let mut room = Vec::new();
        for entry in &mut entries.entries {
            if too_large.contains(&entry.0) {
                entry.0 = finer(&key, records, records.row(entry.1), entry.0, &mut room);
            }
        }
        rule.refined.extend(too_large);
        entries.entries.retain(|entry| entry.0 != 0);
        entries.entries.sort_unstable();
    }
    let left_out = too_large(&entries, limit);
    let records_left_out = entries.entries.iter().filter(|entry| left_out.contains(&entry.0)).count() as u64;
    entries.entries.retain(|entry| !left_out.contains(&entry.0));
    rule.left_out = left_out.into_iter().collect();
    let report = report::RuleReport {
        rule: rule.name.clone(),
        pairs_unrefined: counted,
        pairs: entries.pairs(),
        largest_block: entries.runs().map(<[_]>::len).max().unwrap_or(0) as u64,
        refined_blocks: rule.refined.len() as u64,
        records_left_out,
        ..report::RuleReport::default()
    };
    Ok((rule, entries, report))
}

/// The blocks above the size at which the rule as a whole keeps to its limit.
fn too_large(entries: &Entries, limit: u64) -> HashSet<u64> {
    let mut sizes = HashMap::<usize, u64>::new();
    for run in entries.runs() {
        *sizes.entry(run.len()).or_default() += 1;
    }
    let mut sizes: Vec<(usize, u64)> = sizes.into_iter().collect();
    sizes.sort_unstable();
    let (mut largest, mut pairs) = (0, 0);
    for (size, count) in sizes {
        pairs += pairs_of(size) * count;
        if pairs > limit || size > LARGEST {
            break;
        }
        largest = size;
    }
    entries.runs().filter(|run| run.len() > largest.max(1)).filter_map(|run| run.first()).map(|entry| entry.0).collect()
}

fn refuse(records: &Records, rule: &Rule, pairs: u64, limit: u64) -> LinkageError {
    let better = rule.finer.iter().find_map(|key| {
        let mut keys = rule.keys.clone();
        keys.push(key.clone());
        let better = Rule::new(records, keys);
        let pairs = Entries::of(records, &better).pairs();
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
                if let Kept::Multiple { .. } = kept {
                    if kept.first_common(a, b) != Some(block as u32 + 1) {
                        return false;
                    }
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
