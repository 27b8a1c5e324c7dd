//! Short texts laid out so that a comparison touches half a cache line and rarely looks at letters.
//!
//! Letters are compared eight at a time inside ordinary 64-bit words. The edit distance is the bit-parallel one of
//! Hyyrö (2003), restricted Damerau-Levenshtein; a histogram of letters bounds both measures before either is worked out.

use super::{common_prefix, winkler};

/// The longest text that is compared letter by letter; what follows is ignored by the measures (never by equality).
pub const LONGEST: usize = 23;

const SPACE: u8 = 0x20;
/// One kind of letter is there more often than its four bits count.
const OVERFULL: u8 = 0x40;
const LENGTH: u8 = 0x1f;
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = LOW << 7;
const HALF: u64 = 0x0f0f_0f0f_0f0f_0f0f;

/// A folded text, never across two cache lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(32))]
pub struct Short {
    letters: [u8; LONGEST],
    /// How many letters, whether there is a space among them, and whether the bag has them all.
    shape: u8,
    /// How many letters of each of sixteen kinds, in four bits each.
    bag: u64,
}

impl Short {
    /// No text.
    pub(crate) const NONE: Self = Self { letters: [0; LONGEST], shape: 0, bag: 0 };

    /// Keeps the first letters of a folded text, and how often each kind of letter is there.
    #[must_use]
    pub fn new(folded: &str) -> Self {
        let mut short = Self::NONE;
        let mut length = 0_u8;
        for (place, letter) in short.letters.iter_mut().zip(folded.bytes()) {
            *place = letter;
            length += 1;
            let kind = u32::from(letter & 15) * 4;
            if (short.bag >> kind) & 15 < 15 {
                short.bag += 1 << kind;
            } else {
                short.shape |= OVERFULL;
            }
            short.shape |= if letter == b' ' { SPACE } else { 0 };
        }
        short.shape |= length;
        short
    }

    /// How many letters are kept.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        usize::from(self.shape & LENGTH)
    }

    /// Whether there is no letter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is more than one word.
    #[must_use]
    #[inline]
    pub(crate) fn has_space(&self) -> bool {
        self.shape & SPACE != 0
    }

    /// The letters kept.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.letters.get(..self.len()).unwrap_or_default()
    }

    /// The letters in words of eight, the first letter lowest.
    #[inline]
    fn words(&self) -> [u64; 3] {
        let mut last = [0; 8];
        let (first, rest) = self.letters.split_at(8);
        let (second, third) = rest.split_at(8);
        for (to, from) in last.iter_mut().zip(third) {
            *to = *from;
        }
        let word = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        [word(first), word(second), u64::from_le_bytes(last)]
    }

    /// At least so many letters of each have no partner in the other.
    #[inline]
    fn alone(&self, other: &Self) -> (u32, u32) {
        let ours = surplus(self.bag, other.bag);
        if (self.shape | other.shape) & OVERFULL != 0 {
            return (ours, surplus(other.bag, self.bag));
        }
        // What both have in common is the same number, whichever side it is counted from.
        (ours, ours + other.len() as u32 - self.len() as u32)
    }

    /// Whether all letters of another text may be among these.
    #[must_use]
    #[inline]
    pub(crate) fn may_hold(&self, other: &Self) -> bool {
        self.alone(other).1 == 0
    }

    /// The edit distance (insert, delete, replace, swap neighbours; no part edited twice), or `most + 1` as soon as it
    /// is known to be above `most`.
    #[must_use]
    #[inline]
    pub fn edits_within(&self, other: &Self, most: usize) -> usize {
        let (ours, theirs) = self.alone(other);
        if ours.max(theirs) as usize > most {
            return most + 1;
        }
        self.edits(other).min(most + 1)
    }

    fn edits(&self, other: &Self) -> usize {
        let (pattern, text) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        if pattern.is_empty() {
            return text.len();
        }
        let words = pattern.words();
        let count = pattern.len().div_ceil(8);
        let last = 1_u32 << (pattern.len() - 1);
        let (mut up, mut down, mut zero, mut before) = (u32::MAX, 0_u32, 0_u32, 0_u32);
        let mut distance = pattern.len();
        for letter in text.bytes() {
            let here = places(&words, count, *letter);
            let swap = ((!zero & here) << 1) & before;
            zero = ((here & up).wrapping_add(up) ^ up) | here | down | swap;
            let more = down | !(zero | up);
            let less = zero & up;
            distance += usize::from(more & last != 0);
            distance -= usize::from(less & last != 0);
            let (more, less) = (more << 1 | 1, less << 1);
            up = less | !(zero | more);
            down = more & zero;
            before = here;
        }
        distance
    }

    /// Jaro-Winkler, or 0 as soon as it is known to be below `least`.
    #[must_use]
    #[inline]
    pub fn jaro_winkler_above(&self, other: &Self, least: f32) -> f32 {
        let (a, b) = (self.len() as u32, other.len() as u32);
        if a == 0 || b == 0 {
            return 0.0;
        }
        // Jaro is at most (c/a + c/b + 1)/3 with c letters in common; without the fractions, c(a + b) must reach
        // (3 jaro - 1)ab, where jaro is what a prefix of so many letters lifts to the least.
        let common = a - self.alone(other).0;
        let (reach, whole) = ((common * (a + b)) as f32 + 1e-3, (a * b) as f32);
        let needed = |prefix: f32| (3.0 * (least - 0.1 * prefix) / (1.0 - 0.1 * prefix) - 1.0) * whole;
        if reach < needed(4.0) {
            return 0.0;
        }
        self.jaro_winkler(other, |prefix| reach >= needed(prefix))
    }

    /// Jaro-Winkler, or 0 when the prefix in common shows that it cannot be reached.
    fn jaro_winkler(&self, other: &Self, may_reach: impl Fn(f32) -> bool) -> f32 {
        let prefix = common_prefix(self.bytes(), other.bytes());
        if may_reach(prefix as f32) { winkler(self.jaro(other), prefix) } else { 0.0 }
    }

    /// Jaro, as [`super::jaro`] of the letters kept.
    #[must_use]
    pub fn jaro(&self, other: &Self) -> f32 {
        let (a, b) =
            if (self.len(), self.bytes()) <= (other.len(), other.bytes()) { (self, other) } else { (other, self) };
        if a.is_empty() {
            return f32::from(u8::from(b.is_empty()));
        }
        let (words, count) = (b.words(), b.len().div_ceil(8));
        let window = (b.len() / 2).saturating_sub(1);
        let wide = (1_u32 << (2 * window + 1)) - 1;
        let (mut in_a, mut in_b) = (0_u32, 0_u32);
        for (place, letter) in a.bytes().iter().enumerate() {
            let within = if place >= window { wide << (place - window) } else { wide >> (window - place) };
            let free = places(&words, count, *letter) & within & !in_b;
            let first = free & free.wrapping_neg();
            in_b |= first;
            in_a |= u32::from(first != 0) << place;
        }
        let common = in_a.count_ones();
        if common == 0 {
            return 0.0;
        }
        let (mut left, mut right, mut displaced) = (in_a, in_b, 0_u32);
        while left != 0 {
            let (x, y) = (left.trailing_zeros() as usize, right.trailing_zeros() as usize);
            displaced += u32::from(a.letters.get(x) != b.letters.get(y));
            left &= left - 1;
            right &= right - 1;
        }
        let common = common as f32;
        (common / a.len() as f32 + common / b.len() as f32 + (common - (displaced / 2) as f32) / common) / 3.0
    }
}

/// How far the counts of one bag exceed those of another, in all.
#[inline]
fn surplus(a: u64, b: u64) -> u32 {
    let exceed = |a: u64, b: u64| {
        let difference = (a | HIGH) - b;
        let kept = difference & HIGH;
        difference & (kept - (kept >> 7))
    };
    // Eight sums of two counts up to 15 each: all together fit in a byte.
    let both = exceed(a & HALF, b & HALF) + exceed((a >> 4) & HALF, (b >> 4) & HALF);
    (both.wrapping_mul(LOW) >> 56) as u32
}

/// At which places of some words a letter stands, one bit a place.
#[inline]
fn places(words: &[u64; 3], count: usize, letter: u8) -> u32 {
    let mut found = 0;
    for (number, word) in words.iter().take(count).enumerate() {
        let different = word ^ (u64::from(letter) * LOW);
        let same = !(((different & !HIGH) + !HIGH) | different | !HIGH);
        let bits = (same >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= (bits as u32) << (number * 8);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{edits, jaro, jaro_winkler};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_say_what_letters_say(a in "[a-f q0-9]{0,23}", b in "[a-f q0-9]{0,23}") {
            let (x, y) = (Short::new(&a), Short::new(&b));
            prop_assert_eq!(x.edits(&y), edits(a.as_bytes(), b.as_bytes(), 30));
            prop_assert_eq!(x.edits_within(&y, 2), edits(a.as_bytes(), b.as_bytes(), 2));
            prop_assert_eq!(x.jaro(&y), jaro(a.as_bytes(), b.as_bytes()));
        }

        #[test]
        fn the_bound_never_hides_a_likeness(a in "[a-f]{1,23}", b in "[a-f]{1,23}") {
            let bounded = Short::new(&a).jaro_winkler_above(&Short::new(&b), 0.75);
            let full = jaro_winkler(a.as_bytes(), b.as_bytes());
            if full >= 0.75 {
                prop_assert_eq!(bounded, full);
            }
        }
    }
}
