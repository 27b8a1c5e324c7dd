//! How alike two short folded texts are: Jaro-Winkler, and the restricted edit distance.
//!
//! Both work on bytes of folded (ASCII) text. The measures are written out in `docs/method/linkage.md`.
#![expect(clippy::indexing_slicing, reason = "indices are bounded by the lengths of the same arrays")]

mod short;

pub use short::{LONGEST, Short};

fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count()
}

/// Jaro: the share of letters in common within a window, less half of those out of order.
///
/// Texts longer than 64 bytes are compared on their first 64.
#[must_use]
pub fn jaro(a: &[u8], b: &[u8]) -> f32 {
    let (a, b) = (&a[..a.len().min(64)], &b[..b.len().min(64)]);
    // The window slides over the longer text, so that the measure is the same both ways.
    let (a, b) = if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) };
    if a.is_empty() || b.is_empty() {
        return f32::from(u8::from(a.is_empty() && b.is_empty()));
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b, mut common) = (0_u64, 0_u64, 0_u32);
    for (i, letter) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        for (j, other) in b.iter().enumerate().take(to).skip(from) {
            if other == letter && in_b & (1 << j) == 0 {
                in_a |= 1 << i;
                in_b |= 1 << j;
                common += 1;
                break;
            }
        }
    }
    if common == 0 {
        return 0.0;
    }
    let (mut left, mut right, mut displaced) = (in_a, in_b, 0_u32);
    while left != 0 {
        displaced += u32::from(a[left.trailing_zeros() as usize] != b[right.trailing_zeros() as usize]);
        left &= left - 1;
        right &= right - 1;
    }
    let common = common as f32;
    (common / a.len() as f32 + common / b.len() as f32 + (common - (displaced / 2) as f32) / common) / 3.0
}

/// Jaro-Winkler: Jaro, raised by a tenth of what is missing for each of up to four first letters in common, when Jaro
/// is above 0.7.
#[must_use]
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    winkler(jaro(a, b), common_prefix(a, b))
}

fn winkler(jaro: f32, prefix: usize) -> f32 {
    if jaro <= 0.7 { jaro } else { jaro + 0.1 * prefix as f32 * (1.0 - jaro) }
}

/// The restricted Damerau-Levenshtein distance (insert, delete, replace, swap neighbours; no part edited twice), or
/// `most + 1` as soon as it is known to be above `most`.
#[must_use]
pub fn edits(a: &[u8], b: &[u8], most: usize) -> usize {
    let (a, b) = (&a[..a.len().min(63)], &b[..b.len().min(63)]);
    let most = most.min(63);
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    // Only the band around the diagonal can stay within the bound; cells outside it hold more.
    let over = most as u8 + 1;
    let (mut before, mut previous, mut row) = ([over; 65], [over; 65], [over; 65]);
    for (j, cell) in previous.iter_mut().enumerate().take(most + 1) {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
        row[from - 1] = if from == 1 && i <= most { i as u8 } else { over };
        let mut least = row[from - 1];
        for j in from..=to {
            let replace = previous[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            let mut cell = replace.min(previous[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            row[j] = cell.min(over);
            least = least.min(cell);
        }
        row[to + 1] = over;
        if least >= over {
            return most + 1;
        }
        (before, previous, row) = (previous, row, before);
    }
    usize::from(previous[b.len()].min(over))
}

/// The length of the longest common subsequence.
#[must_use]
pub fn common_subsequence(a: &[u8], b: &[u8]) -> usize {
    let b = &b[..b.len().min(63)];
    let mut row = [0_usize; 64];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_values_of_jaro_winkler() {
        for (a, b, jaro_value, winkler) in [
            ("martha", "marhta", 0.944, 0.961),
            ("dwayne", "duane", 0.822, 0.840),
            ("dixon", "dicksonx", 0.767, 0.813),
            ("abc", "xyz", 0.0, 0.0),
        ] {
            assert!((jaro(a.as_bytes(), b.as_bytes()) - jaro_value).abs() < 0.001, "{a} {b}");
            assert!((jaro_winkler(a.as_bytes(), b.as_bytes()) - winkler).abs() < 0.001, "{a} {b}");
        }
    }

    #[test]
    fn a_swap_of_neighbours_is_one_edit_and_no_part_is_edited_twice() {
        assert_eq!(edits(b"abcd", b"abdc", 3), 1);
        assert_eq!(edits(b"ca", b"abc", 5), 3);
        assert_eq!(edits(b"kitten", b"sitting", 9), 3);
        assert_eq!(edits(b"kitten", b"sitting", 1), 2);
    }

    proptest! {
        #[test]
        fn measures_are_symmetric(a in "[a-f]{0,12}", b in "[a-f]{0,12}") {
            let (x, y) = (a.as_bytes(), b.as_bytes());
            prop_assert_eq!(jaro_winkler(x, y), jaro_winkler(y, x));
            prop_assert_eq!(edits(x, y, 4), edits(y, x, 4));
            prop_assert_eq!(common_subsequence(x, y), common_subsequence(y, x));
        }
    }
}
