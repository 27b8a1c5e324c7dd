//! Short texts laid out so that a comparison touches half a cache line and rarely looks at letters.
//!
//! A letter is looked for at sixteen places at a time, in the units of the processor for many values at once. The edit
//! distance is the bit-parallel one of Hyyrö (2003), restricted Damerau-Levenshtein; a histogram of letters bounds both
//! measures before either is worked out.

use wide::u8x16;

use super::winkler;

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

    /// The letters, to be looked through all at once.
    #[inline]
    fn line(&self) -> Line {
        let from = |place: usize| {
            let letters = self.letters.get(place..).and_then(<[u8]>::first_chunk);
            u8x16::new(letters.copied().unwrap_or_default())
        };
        Line { first: from(0), last: from(LONGEST - 16), is_long: self.len() > 16 }
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
        let line = pattern.line();
        let last = 1_u32 << (pattern.len() - 1);
        let (mut up, mut down, mut zero, mut before) = (u32::MAX, 0_u32, 0_u32, 0_u32);
        let mut distance = pattern.len();
        for letter in text.bytes() {
            let here = line.places(*letter);
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
        // (3 jaro - 1)ab, where jaro is (least - lift)/(1 - lift), which a prefix lifts to the least.
        let common = a - self.alone(other).0;
        let (reach, whole) = ((common * (a + b)) as f32 + 1e-2, (a * b) as f32);
        let may_reach = |prefix: f32| {
            let rest = 1.0 - 0.1 * prefix;
            reach * rest >= (3.0 * (least - 0.1 * prefix) - rest) * whole
        };
        if may_reach(4.0) { self.jaro_winkler(other, may_reach) } else { 0.0 }
    }

    /// Jaro-Winkler, or 0 when the prefix in common shows that it cannot be reached.
    fn jaro_winkler(&self, other: &Self, may_reach: impl Fn(f32) -> bool) -> f32 {
        let same = self.same_start(other);
        let prefix = same.min(4);
        if may_reach(prefix as f32) { winkler(self.jaro_after(other, same), prefix as usize) } else { 0.0 }
    }

    /// With how many of the same letters both begin, of the first sixteen.
    #[inline]
    fn same_start(&self, other: &Self) -> u32 {
        let same = self.line().first.simd_eq(other.line().first).to_bitmask().trailing_ones();
        same.min(self.len().min(other.len()) as u32)
    }

    /// Jaro, as [`super::jaro`] of the letters kept.
    #[must_use]
    pub fn jaro(&self, other: &Self) -> f32 {
        self.jaro_after(other, self.same_start(other))
    }

    /// Jaro of two texts that begin with so many of the same letters: these are each other's partners, as none before
    /// them is free.
    fn jaro_after(&self, other: &Self, same: u32) -> f32 {
        let (a, b) = if self.stands_before(other) { (self, other) } else { (other, self) };
        if a.is_empty() {
            return f32::from(u8::from(b.is_empty()));
        }
        let line = b.line();
        let window = (b.len() / 2).saturating_sub(1);
        let wide = (1_u64 << (2 * window + 1)) - 1;
        let (mut in_a, mut in_b) = ((1_u32 << same) - 1, (1_u32 << same) - 1);
        let mut in_order = true;
        for (place, letter) in a.bytes().iter().enumerate().skip(same as usize) {
            let within = (wide << place >> window) as u32;
            let free = line.places(*letter) & within & !in_b;
            let first = free & free.wrapping_neg();
            in_order &= first == 0 || in_b < first;
            in_b |= first;
            in_a |= u32::from(first != 0) << place;
        }
        let common = in_a.count_ones();
        if common == 0 {
            return 0.0;
        }
        let displaced = if in_order { 0 } else { a.displaced(b, in_a, in_b) };
        let common = common as f32;
        (common / a.len() as f32 + common / b.len() as f32 + (common - (displaced / 2) as f32) / common) / 3.0
    }

    /// How many of the letters at some places differ from those at as many places of another text, in order.
    fn displaced(&self, other: &Self, mut ours: u32, mut theirs: u32) -> u32 {
        let mut displaced = 0;
        while ours != 0 {
            let (x, y) = (ours.trailing_zeros() as usize, theirs.trailing_zeros() as usize);
            displaced += u32::from(self.letters.get(x) != other.letters.get(y));
            ours &= ours - 1;
            theirs &= theirs - 1;
        }
        displaced
    }

    /// Whether this is the shorter text, or of two as long the first by its letters.
    #[inline]
    fn stands_before(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.len(), other.len());
        ours < theirs || ours == theirs && self.letters <= other.letters
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

/// The letters of a text, in two units of the processor that lap over.
struct Line {
    first: u8x16,
    last: u8x16,
    is_long: bool,
}

impl Line {
    /// At which places a letter stands, one bit a place.
    #[inline]
    fn places(&self, letter: u8) -> u32 {
        let letter = u8x16::splat(letter);
        let first = self.first.simd_eq(letter).to_bitmask();
        if self.is_long { first | self.last.simd_eq(letter).to_bitmask() << (LONGEST - 16) } else { first }
    }
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
