//! The one tie rule: equal counts have equal rank, and stand in order of name.

use std::cmp::Reverse;

/// Ranks items by count, highest first. After two that share rank 3 comes rank 5.
pub(super) fn rank<T: Ord>(mut items: Vec<(u64, T)>) -> Vec<(u32, u64, T)> {
    items.sort_by(|(a, x), (b, y)| (Reverse(a), x).cmp(&(Reverse(b), y)));
    let mut ranked: Vec<(u32, u64, T)> = Vec::with_capacity(items.len());
    for (place, (count, item)) in (1_u32..).zip(items) {
        let rank = ranked.last().filter(|(_, last, _)| *last == count).map_or(place, |(rank, _, _)| *rank);
        ranked.push((rank, count, item));
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_counts_have_equal_rank_and_stand_by_name() {
        let ranked = rank(vec![(16, "Zimbabwe"), (14, "India"), (16, "Romania"), (81, "Nigeria")]);
        assert_eq!(ranked, [(1, 81, "Nigeria"), (2, 16, "Romania"), (2, 16, "Zimbabwe"), (4, 14, "India")]);
    }
}
