//! Records by block: how a rule is counted, kept within its limit, or refused.
#![expect(clippy::indexing_slicing, reason = "records, rules and blocks are numbers given out by the plan")]

use hashbrown::HashMap;

use super::{
    key::{self, Key, Part},
    report,
    rule::{Rule, START, finer_block, joined},
};
use crate::{error::LinkageError, records::Records};

/// The largest block that is compared as it is.
const LARGEST: usize = 2_000;

/// Parts, as a power of two, in which records are sorted by block.
const PART_BITS: u32 = 11;

/// Keys by value, worked out once for all records.
#[derive(Default)]
struct Tables {
    by_key: Vec<(Key, Vec<u64>)>,
}

impl Tables {
    fn new(records: &Records, keys: &[Key]) -> Self {
        let whole = |key: &Key| match key {
            Key::Either(one, other) => {
                vec![Key::Of(*one, Part::Whole), Key::Of(*other, Part::Whole)]
            }
            key => vec![key.clone()],
        };
        let table = |key: Key| Some((key.clone(), key.table(&records.columns)?));
        Self { by_key: keys.iter().flat_map(whole).filter_map(table).collect() }
    }

    fn get(&self, key: &Key) -> Option<&[u64]> {
        self.by_key.iter().find(|(known, _)| known == key).map(|(_, table)| table.as_slice())
    }
}

/// Records by block, sorted.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) entries: Vec<(u64, u32)>,
    pub(super) multiple: bool,
}

impl Entries {
    /// The blocks of records; with `refine`, as the rule was refined before.
    pub(super) fn of(records: &Records, rule: &Rule, refine: bool) -> Self {
        let multiple = rule.keys.iter().any(|key| key.is_multiple(&records.columns));
        let mut entries = Vec::with_capacity(records.len());
        if multiple || refine {
            let (mut found, mut room) = (Vec::new(), Vec::new());
            for record in 0..records.len() as u32 {
                rule.blocks(records, records.row(record), &mut found, &mut room);
                entries.extend(found.iter().map(|block| (*block, record)));
            }
        } else {
            let tables = Tables::new(records, &rule.keys);
            let keys: Vec<_> = rule.keys.iter().map(|key| Single::new(key, &tables)).collect();
            for record in 0..records.len() as u32 {
                let row = records.row(record);
                let extended = |block: u64, key: &Single<'_>| {
                    let key = key.of(row)?;
                    Some(joined(block, key))
                };
                if let Some(block) = keys.iter().try_fold(START, extended) {
                    entries.push((block, record));
                }
            }
        }
        let mut entries = Self { entries, multiple };
        entries.sort();
        entries
    }

    /// Sorts by block, then record: parted by the first bits of the block, which are as good as random, so that each
    /// part is sorted near the processor.
    fn sort(&mut self) {
        if self.entries.len() < 1 << PART_BITS {
            self.entries.sort_unstable();
            return;
        }
        let part = |block: u64| (block >> (64 - PART_BITS)) as usize;
        let mut ends = vec![0_usize; 1 << PART_BITS];
        for (block, _) in &self.entries {
            ends[part(*block)] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            (*end, start) = (start, start + *end);
        }
        let mut parted = vec![(0, 0); self.entries.len()];
        for entry in &self.entries {
            let place = &mut ends[part(entry.0)];
            parted[*place] = *entry;
            *place += 1;
        }
        start = 0;
        for end in ends {
            parted[start..end].sort_unstable();
            start = end;
        }
        self.entries = parted;
    }

    pub(super) fn runs(&self) -> impl Iterator<Item = &[(u64, u32)]> {
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
            Key::Either(one, other) => Self::Either(table(*one, Part::Whole), table(*other, Part::Whole)),
        }
    }

    /// Brings the cells of some records near the processor.
    fn warm(&self, records: &Records, entries: &[(u64, u32)]) {
        let (Self::Of(column, _) | Self::Either((column, _), _)) = self;
        let cells = entries.iter().map(|(_, record)| records.row(*record)[*column]);
        std::hint::black_box(cells.fold(0, |all, cell| all ^ cell));
    }

    fn of(&self, row: &[u32]) -> Option<u64> {
        let look = |(column, table): (usize, &[u64])| table.get(row[column] as usize).copied().filter(|key| *key != 0);
        match self {
            Self::Of(column, table) => look((*column, table)),
            Self::Either(one, other) => Some(key::either(look(*one)?, look(*other)?)),
        }
    }
}

/// Records whose cells are fetched together, so that the processor waits for many at once.
const TOGETHER: usize = 512;

type Indexed = (Rule, Entries, report::RuleReport);

/// Indexes rules on two threads; the order of the answer is the order of the rules.
pub(super) fn indexed(
    records: &Records,
    rules: Vec<Rule>,
    limit: u64,
    must_fit: bool,
) -> Result<Vec<Indexed>, LinkageError> {
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
    let tables = Tables::new(records, &rule.finer);
    let finer: Vec<Single<'_>> = rule.finer.iter().map(|key| Single::new(key, &tables)).collect();
    let mut done = Vec::new();
    let mut room = Vec::new();
    let mut rest = limit;
    let mut left_out = 0;
    for key in finer.iter().map(Some).chain([None]) {
        let largest = largest(&entries, rest);
        for run in entries.runs() {
            let block = run.first().map_or(0, |entry| entry.0);
            if run.len() <= largest {
                rest = rest.saturating_sub(pairs_of(run.len()));
                done.extend_from_slice(if run.len() > 1 { run } else { &[] });
            } else if key.is_none() {
                rule.left_out.insert(block);
                left_out += run.len() as u64;
            } else {
                rule.refined.insert(block);
                room.extend_from_slice(run);
            }
        }
        let Some(key) = key.filter(|_| !room.is_empty()) else {
            break;
        };
        let parted = |(block, record): (u64, u32)| Some((finer_block(block, key.of(records.row(record))?), record));
        entries.entries.clear();
        for together in room.chunks(TOGETHER) {
            key.warm(records, together);
            entries.entries.extend(together.iter().copied().filter_map(parted));
        }
        room.clear();
        entries.sort();
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
