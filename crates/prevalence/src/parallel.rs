//! Independent pieces of work on several threads, results in order: the same whatever the number of threads.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// How the work is done: never what it gives.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// How many threads.
    pub threads: NonZero<usize>,
    /// Told now and then how many more pieces are done.
    pub progress: &'a (dyn Fn(usize) + Sync),
}

impl Effort<'_> {
    /// One thread, in silence.
    #[must_use]
    pub fn single() -> Self {
        Self { threads: NonZero::<usize>::MIN, progress: &|_| {} }
    }

    /// As many threads as the machine offers, in silence.
    #[must_use]
    pub fn available() -> Self {
        Self { threads: thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN), progress: &|_| {} }
    }

    /// So many threads, in silence; at least one.
    #[must_use]
    pub fn threads(threads: usize) -> Self {
        Self { threads: NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN), progress: &|_| {} }
    }

    /// `work(state, i)` for each i below `count`, in order of i. Each thread has its own `state`, which must carry
    /// nothing from one piece to the next that changes a result.
    pub(crate) fn map<S, T: Send>(
        &self,
        count: usize,
        state: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, usize) -> T + Sync,
    ) -> Vec<T> {
        let threads = self.threads.get().min(count.max(1));
        let block = (count / (threads * 8)).clamp(1, 256);
        let run = |begin: usize, state: &mut S| -> Vec<T> {
            let end = (begin + block).min(count);
            let done = (begin..end).map(|piece| work(state, piece)).collect();
            (self.progress)(end - begin);
            done
        };
        if threads == 1 {
            let mut own = state();
            return (0..count).step_by(block).flat_map(|begin| run(begin, &mut own)).collect();
        }
        let next = AtomicUsize::new(0);
        let worker = || {
            let mut own = state();
            let mut done = Vec::new();
            loop {
                let begin = next.fetch_add(block, Ordering::Relaxed);
                if begin >= count {
                    return done;
                }
                done.push((begin, run(begin, &mut own)));
            }
        };
        let mut blocks: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            let finished = handles.into_iter().map(thread::ScopedJoinHandle::join);
            finished.flat_map(|joined| joined.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        blocks.sort_by_key(|(begin, _)| *begin);
        blocks.into_iter().flat_map(|(_, done)| done).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_for_any_number_of_threads() {
        for threads in [1, 2, 8] {
            let squares = Effort::threads(threads).map(1_000, || (), |(), i| i * i);
            assert!(squares.iter().enumerate().all(|(i, square)| *square == i * i));
        }
        assert!(Effort::single().map(0, || (), |(), i| i).is_empty());
    }
}
