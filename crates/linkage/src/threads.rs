//! On how many threads work is done. No answer depends on it.

/// As many as the machine offers.
pub(crate) fn offered() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
