//! Candidate pairs made, compared and counted, on as many threads as are given, with the same answer on any number.
#![expect(clippy::indexing_slicing, reason = "blocks and rows are numbers given out by the blocks")]

mod spill;

use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use hashbrown::HashMap;

use self::spill::{BYTES_A_PAIR, Chunk};
use crate::{
    block::Blocks,
    compare::{Comparer, Found, Pairs, TOGETHER},
    error::LinkageError,
    records::Records,
    threads,
};

/// A candidate pair and which vector of levels it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// One record.
    pub a: u32,
    /// The other; always the larger number.
    pub b: u32,
    /// The number of its vector.
    pub vector: u32,
}

/// A vector of levels, and how many candidates have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vector {
    /// The levels, packed.
    pub packed: u64,
    /// Candidates that have it.
    pub count: u64,
}

/// All candidates, compared.
#[derive(Debug)]
pub struct Scan {
    /// The distinct vectors, in order.
    pub vectors: Vec<Vector>,
    chunks: Vec<Chunk>,
    /// How many pairs were compared.
    pub pairs: u64,
    spill: Option<Mutex<std::fs::File>>,
}

/// Something that is told how far a long piece of work has come.
pub type Progress<'p> = &'p (dyn Fn(u64) + Sync);

struct Task {
    rule: usize,
    blocks: Range<usize>,
    rows: Range<usize>,
}

const PAIRS_A_TASK: u64 = 400_000;

fn tasks(blocks: &Blocks) -> Vec<Task> {
    let mut tasks = Vec::new();
    for rule in 0..blocks.rules() {
        let (mut from, mut pairs) = (0, 0);
        let count = blocks.of_rule(rule);
        for block in 0..count {
            let size = blocks.members(rule, block).len();
            if size > 3_000 {
                tasks.push(Task { rule, blocks: from..block, rows: 0..usize::MAX });
                let step = (PAIRS_A_TASK as usize / size).max(1);
                let rows = (0..size).step_by(step).map(|row| row..(row + step).min(size));
                tasks.extend(rows.map(|rows| Task { rule, blocks: block..block + 1, rows }));
                (from, pairs) = (block + 1, 0);
                continue;
            }
            pairs += (size * size / 2) as u64;
            if pairs > PAIRS_A_TASK {
                tasks.push(Task { rule, blocks: from..block + 1, rows: 0..usize::MAX });
                (from, pairs) = (block + 1, 0);
            }
        }
        tasks.push(Task { rule, blocks: from..count, rows: 0..usize::MAX });
    }
    tasks.retain(|task| !task.blocks.is_empty());
    tasks
}

/// One thread's part: its pairs, with its own numbers for vectors.
struct Part {
    chunks: Vec<(usize, Chunk)>,
    numbers: HashMap<u64, u32>,
    counts: Vec<Vector>,
}

impl Scan {
    /// Makes and compares every candidate pair.
    ///
    /// # Errors
    ///
    /// The temporary file could not be written, when pairs take more than `memory` bytes.
    pub fn run(
        records: &Records,
        comparer: &Comparer,
        blocks: &Blocks,
        memory: u64,
        progress: Progress<'_>,
    ) -> Result<Self, LinkageError> {
        let tasks = tasks(blocks);
        let next = AtomicUsize::new(0);
        let held = AtomicU64::new(0);
        let temporary = || LinkageError::file("temporary file for candidate pairs");
        let spill = tempfile::tempfile().map_err(temporary())?;
        let spill = Mutex::new(spill);
        let work = || -> Result<Part, LinkageError> {
            let mut part = Part { chunks: Vec::new(), numbers: HashMap::new(), counts: Vec::new() };
            let mut room = Room::new(comparer.memory(&records.columns));
            let mut pairs = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(task) = tasks.get(place) else { return Ok(part) };
                let job = Job { records, comparer, blocks, task };
                job.run(&mut room, &mut part, &mut pairs);
                let count = pairs.len() as u64;
                let held = held.fetch_add(count * BYTES_A_PAIR, Ordering::Relaxed) + count * BYTES_A_PAIR;
                let chunk = if held > memory {
                    spill::write(&spill, &pairs).map_err(temporary())?
                } else {
                    Chunk::Kept(pairs.clone())
                };
                pairs.clear();
                part.chunks.push((place, chunk));
                progress(count);
            }
        };
        let threads = threads::offered();
        let parts: Vec<Result<Part, LinkageError>> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        if parts.len() < threads {
            return Err(LinkageError::Records("A thread that compares pairs stopped; please report this.".to_owned()));
        }
        merge(parts, spill).map_err(temporary())
    }

    /// Compares every candidate again and does nothing else, on one thread: what comparing alone costs, for benchmarks.
    ///
    /// The answer says nothing; it keeps the work from being left out.
    ///
    /// # Errors
    ///
    /// The temporary file could not be read.
    pub fn compare_again(&self, records: &Records, comparer: &Comparer) -> Result<u64, LinkageError> {
        let (mut memory, mut found) = (comparer.memory(&records.columns), Found::default());
        let (mut rows, width) = (Vec::new(), records.columns.len());
        let places: Vec<(u32, u32)> = (0..TOGETHER as u32).map(|pair| (2 * pair, 2 * pair + 1)).collect();
        let mut all = 0;
        self.each(|pairs| {
            for pairs in pairs.chunks(TOGETHER) {
                rows.clear();
                for pair in pairs {
                    rows.extend_from_slice(records.row(pair.a));
                    rows.extend_from_slice(records.row(pair.b));
                }
                let these = Pairs { rows: &rows, width, places: &places[..pairs.len()] };
                comparer.compare_many(&records.columns, &mut memory, these, &mut found);
                all ^= found.packed.iter().fold(0, |all, packed| all ^ packed);
            }
        })?;
        Ok(all)
    }

    /// Calls a function with every chunk of pairs, in order.
    ///
    /// # Errors
    ///
    /// The temporary file could not be read.
    pub fn each(&self, mut with: impl FnMut(&[Pair])) -> Result<(), LinkageError> {
        for chunk in &self.chunks {
            with(&self.open(chunk)?);
        }
        Ok(())
    }
}

impl Scan {
    /// Makes something of each pair, or nothing, on all threads; in the order of the pairs.
    ///
    /// # Errors
    ///
    /// The temporary file could not be read.
    pub fn collect<T: Send>(&self, with: impl Fn(&Pair) -> Option<T> + Sync) -> Result<Vec<T>, LinkageError> {
        let next = AtomicUsize::new(0);
        let work = || -> Result<Vec<(usize, Vec<T>)>, LinkageError> {
            let mut made = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(chunk) = self.chunks.get(place) else { return Ok(made) };
                made.push((place, self.open(chunk)?.iter().filter_map(&with).collect()));
            }
        };
        let mut all = Vec::new();
        std::thread::scope(|scope| -> Result<(), LinkageError> {
            let handles: Vec<_> = (0..threads::offered()).map(|_| scope.spawn(work)).collect();
            for handle in handles.into_iter().filter_map(|handle| handle.join().ok()) {
                all.extend(handle?);
            }
            Ok(())
        })?;
        all.sort_by_key(|(place, _)| *place);
        Ok(all.into_iter().flat_map(|(_, made)| made).collect())
    }

    fn open<'c>(&self, chunk: &'c Chunk) -> Result<std::borrow::Cow<'c, [Pair]>, LinkageError> {
        match chunk {
            Chunk::Kept(pairs) => Ok(pairs.into()),
            Chunk::Spilled { at, pairs } => {
                let read = self.spill.as_ref().map(|spill| spill::read(spill, *at, *pairs)).transpose();
                Ok(read.map_err(LinkageError::file("temporary file for candidate pairs"))?.unwrap_or_default().into())
            }
        }
    }
}

struct Job<'j> {
    records: &'j Records,
    comparer: &'j Comparer,
    blocks: &'j Blocks,
    task: &'j Task,
}

/// Records whose rows are fetched together: the processor then waits for many at once, and not for each in turn.
const FETCHED: usize = 512;

/// What one thread works with.
struct Room {
    memory: crate::compare::Memory,
    /// Rows of cells near the processor, and whose they are.
    rows: Vec<u32>,
    members: Vec<u32>,
    /// Candidates among them, as places of their rows.
    places: Vec<(u32, u32)>,
    found: Found,
}

impl Room {
    fn new(memory: crate::compare::Memory) -> Self {
        Self {
            memory,
            rows: Vec::new(),
            members: Vec::new(),
            places: Vec::with_capacity(TOGETHER),
            found: Found::default(),
        }
    }
}

impl Job<'_> {
    fn run(&self, room: &mut Room, part: &mut Part, pairs: &mut Vec<Pair>) {
        let Task { rule, blocks, rows: of } = self.task;
        let mut next = blocks.start;
        while next < blocks.end {
            let (from, mut held) = (next, 0);
            while next < blocks.end && (next == from || held < FETCHED) {
                held += self.blocks.members(*rule, next).len();
                next += 1;
            }
            let members = self.blocks.members_of(*rule, from..next);
            room.members.clear();
            room.members.extend_from_slice(members);
            room.rows.clear();
            for record in members {
                room.rows.extend_from_slice(self.records.row(*record));
            }
            self.blocks.warm(members);
            self.comparer.warm(&self.records.columns, &room.rows);
            let mut start = 0;
            for block in from..next {
                let size = self.blocks.members(*rule, block).len();
                self.block((block, start..start + size), of.clone(), room, (part, pairs));
                start += size;
            }
            self.compare(room, part, pairs);
        }
    }

    /// Finds the candidates of one block, whose members are at some places.
    fn block(
        &self,
        (block, places): (usize, Range<usize>),
        of: Range<usize>,
        room: &mut Room,
        (part, pairs): (&mut Part, &mut Vec<Pair>),
    ) {
        let several = self.blocks.rules() > 1;
        for i in of.start..of.end.min(places.len()) {
            let first = places.start + i;
            let a = room.members[first];
            for second in first + 1..places.end {
                let b = room.members[second];
                if !self.records.in_question(a, b) || several && !self.blocks.is_first(self.task.rule, block, a, b) {
                    continue;
                }
                room.places.push((first as u32, second as u32));
            }
            if room.places.len() >= TOGETHER {
                self.compare(room, part, pairs);
            }
        }
    }

    /// Compares the candidates found so far, and numbers their vectors.
    fn compare(&self, room: &mut Room, part: &mut Part, pairs: &mut Vec<Pair>) {
        let columns = &self.records.columns;
        let these = Pairs { rows: &room.rows, width: columns.len(), places: &room.places };
        self.comparer.compare_many(columns, &mut room.memory, these, &mut room.found);
        let mut last = (u64::MAX, 0);
        for (packed, (first, second)) in room.found.packed.iter().zip(&room.places) {
            if *packed != last.0 {
                let number = *part.numbers.entry(*packed).or_insert_with(|| {
                    part.counts.push(Vector { packed: *packed, count: 0 });
                    part.counts.len() as u32 - 1
                });
                last = (*packed, number);
            }
            part.counts[last.1 as usize].count += 1;
            let (a, b) = (room.members[*first as usize], room.members[*second as usize]);
            pairs.push(Pair { a: a.min(b), b: a.max(b), vector: last.1 });
        }
        room.places.clear();
    }
}

fn merge(parts: Vec<Part>, spill: Mutex<std::fs::File>) -> std::io::Result<Scan> {
    let mut vectors: Vec<Vector> = parts.iter().flat_map(|part| part.counts.iter().copied()).collect();
    vectors.sort_unstable();
    vectors.dedup_by(|later, kept| {
        let same = later.packed == kept.packed;
        if same {
            kept.count += later.count;
        }
        same
    });
    let mut chunks = Vec::new();
    for part in parts {
        let number = |vector: &Vector| vectors.partition_point(|known| known.packed < vector.packed) as u32;
        let renumbered: Vec<u32> = part.counts.iter().map(number).collect();
        for (place, mut chunk) in part.chunks {
            spill::change(&spill, &mut chunk, |pair| pair.vector = renumbered[pair.vector as usize])?;
            chunks.push((place, chunk));
        }
    }
    chunks.sort_by_key(|(place, _)| *place);
    let pairs = vectors.iter().map(|vector| vector.count).sum();
    Ok(Scan { vectors, chunks: chunks.into_iter().map(|(_, chunk)| chunk).collect(), pairs, spill: Some(spill) })
}
