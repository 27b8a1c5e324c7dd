//! Which records are in which block, and which block is the first that finds a pair.
#![expect(clippy::indexing_slicing, reason = "records, rules and blocks are numbers given out by the plan")]

use super::index::Entries;
use crate::records::Records;

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

impl Blocks {
    /// One block with every record.
    pub(super) fn everything(records: &Records) -> Self {
        let count = records.len() as u32;
        let rule = RuleBlocks { members: (0..count).collect(), starts: vec![0, count], kept: Kept::Single(0) };
        Self { rules: vec![rule], single: vec![1; records.len()], singles: 1 }
    }

    pub(super) fn gather(records: &Records, made: Vec<Entries>) -> Self {
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

    /// The members of neighbouring blocks, one after another.
    pub(crate) fn members_of(&self, rule: usize, blocks: std::ops::Range<usize>) -> &[u32] {
        let rule = &self.rules[rule];
        &rule.members[rule.starts[blocks.start] as usize..rule.starts[blocks.end] as usize]
    }

    /// Brings what is known of some records near the processor.
    pub(crate) fn warm(&self, members: &[u32]) {
        let first = members.iter().filter_map(|record| self.single.get(*record as usize * self.singles));
        std::hint::black_box(first.fold(0, |all, block| all ^ block));
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
