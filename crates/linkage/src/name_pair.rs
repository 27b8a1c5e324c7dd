//! How alike two whole names are, in any scripts: string measures on folded text, and letters aligned by what was
//! learned of each script, combined by weights learned from pairs of names with known answers.
//!
//! The score orders pairs of names and is near a probability where half the pairs are the same name. It knows nothing
//! of how common a name is, and is never the only reason to link two people.
#![expect(clippy::indexing_slicing, reason = "letters, features and weights have fixed sizes")]

use std::sync::LazyLock;

use crate::{
    fold::{fold, is_particle, script, skeleton},
    similarity::{common_subsequence, edits, jaro_winkler},
};

/// How many measures are combined.
pub const FEATURES: usize = 18;

/// Which weights hold for a pair, by the scripts of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Both in Latin letters, or both in the same other script.
    Same = 0,
    /// One in Arabic.
    Arabic = 1,
    /// One in Chinese characters.
    Han = 2,
    /// One in Hebrew.
    Hebrew = 3,
    /// One in Cyrillic.
    Cyrillic = 4,
    /// One in Japanese kana.
    Kana = 5,
    /// One in Korean.
    Hangul = 6,
}

impl Between {
    /// Which weights hold for two names; `true` when the second is the one not in Latin letters.
    #[must_use]
    pub fn of(a: &str, b: &str) -> (Self, bool) {
        Self::scripts(Self::script(a), Self::script(b))
    }

    /// The script of one name; `Same` for Latin letters, and for scripts of which nothing was learned.
    pub(crate) fn script(text: &str) -> Self {
        match script(text) {
            "Arabic" => Self::Arabic,
            "Han" => Self::Han,
            "Hebrew" => Self::Hebrew,
            "Cyrillic" => Self::Cyrillic,
            "Kana" => Self::Kana,
            "Hangul" => Self::Hangul,
            _ => Self::Same,
        }
    }

    fn scripts(first: Self, second: Self) -> (Self, bool) {
        if first == second {
            (Self::Same, true)
        } else if first == Self::Same {
            (second, true)
        } else {
            (first, false)
        }
    }
}

/// Letters as numbers: 0 is nothing, 1 to 26 are a to z.
const LETTERS: usize = 27;
type Table = Vec<f32>;

/// For each kind of pair, the evidence of a letter of the Latin name standing for a letter of the other.
static ALIGNED: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let mut tables = vec![vec![-3.0; LETTERS * LETTERS]; 7];
    for line in include_str!("../data/letters.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [kind, from, weights @ ..] = cells.as_slice() else { continue };
        let (Ok(kind), Ok(from)) = (kind.parse::<usize>(), from.parse::<usize>()) else { continue };
        for (to, weight) in weights.iter().enumerate().take(LETTERS) {
            if let (Some(cell), Ok(weight)) =
                (tables.get_mut(kind).and_then(|t| t.get_mut(from * LETTERS + to)), weight.parse())
            {
                *cell = weight;
            }
        }
    }
    tables
});

/// The intercept and one weight for each feature, by kind of pair.
static WEIGHTS: LazyLock<Vec<[f64; FEATURES + 1]>> = LazyLock::new(|| {
    let mut weights = vec![[0.0; FEATURES + 1]; 7];
    for line in include_str!("../data/name_weights.csv").lines().skip(1) {
        let mut cells = line.split(',');
        let Some(kind) = cells.next().and_then(|kind| kind.parse::<usize>().ok()) else { continue };
        for (weight, cell) in weights.get_mut(kind).into_iter().flatten().zip(cells) {
            *weight = cell.parse().unwrap_or(0.0);
        }
    }
    weights
});

fn numbers(text: &str) -> Vec<usize> {
    text.bytes().filter(u8::is_ascii_lowercase).map(|letter| usize::from(letter - b'a') + 1).take(48).collect()
}

/// The best alignment of two names' letters, by evidence learned for the scripts; per letter.
fn aligned(a: &str, b: &str, table: &Table) -> f32 {
    let (a, b) = (numbers(a), numbers(b));
    if a.is_empty() || b.is_empty() {
        return -3.0;
    }
    let at = |x: usize, y: usize| table[x * LETTERS + y];
    let mut row: Vec<f32> = Vec::with_capacity(b.len() + 1);
    row.push(0.0);
    for y in &b {
        row.push(row[row.len() - 1] + at(0, *y));
    }
    for x in &a {
        let mut diagonal = row[0];
        row[0] += at(*x, 0);
        for (place, y) in b.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = (diagonal + at(*x, *y)).max(above + at(*x, 0)).max(row[place] + at(0, *y));
            diagonal = above;
        }
    }
    row[b.len()] / a.len().max(b.len()) as f32
}

fn telling(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty() && !is_particle(word)).collect();
    if words.is_empty() { text.split(' ').filter(|word| !word.is_empty()).collect() } else { words }
}

fn ratio(a: &str, b: &str) -> f32 {
    let longest = a.len().max(b.len()).clamp(1, 63);
    1.0 - edits(a.as_bytes(), b.as_bytes(), 62).min(longest) as f32 / longest as f32
}

/// Each word of the shorter name with its best of the other, weighed by length.
fn greedy(a: &[String], b: &[String]) -> (f32, f32) {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut taken = vec![false; long.len()];
    let (mut sum, mut letters) = (0.0, 0.0);
    for word in short {
        let alike = |(place, other): (usize, &String)| (jaro_winkler(word.as_bytes(), other.as_bytes()), place);
        let free = long.iter().enumerate().filter(|(place, _)| !taken[*place]);
        let best = free.map(alike).max_by(|x, y| x.0.total_cmp(&y.0).then_with(|| y.1.cmp(&x.1)));
        if let Some((alike, place)) = best {
            taken[place] = true;
            sum += alike * word.len() as f32;
        }
        letters += word.len() as f32;
    }
    let all: usize = long.iter().map(String::len).sum();
    (sum / f32::max(letters, 1.0), sum / f32::max(all as f32, 1.0))
}

fn sorted(words: &[&str]) -> String {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.join(" ")
}

/// The measures of two names.
#[must_use]
pub fn features(a: &str, b: &str) -> (Between, [f32; FEATURES]) {
    let (between, turned) = Between::of(a, b);
    let (a, b) = if turned { (fold(a), fold(b)) } else { (fold(b), fold(a)) };
    (between, of_folded(between, &a, &b))
}

/// The measures of two folded names, the one in Latin letters first.
fn of_folded(between: Between, a: &str, b: &str) -> [f32; FEATURES] {
    // Within one script neither name is first: the measures are the same both ways.
    let (a, b) = if between == Between::Same && b < a { (b, a) } else { (a, b) };
    let (words_a, words_b) = (telling(a), telling(b));
    let joined = |text: &str| text.replace(' ', "");
    let (whole_a, whole_b) = (joined(a), joined(b));
    let sounds = |words: &[&str]| -> Vec<String> { words.iter().map(|word| skeleton(word)).collect() };
    let (sounds_a, sounds_b) = (sounds(&words_a), sounds(&words_b));
    let (bones_a, bones_b) = (sounds_a.concat(), sounds_b.concat());
    let own = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let (part, full) = greedy(&own(&words_a), &own(&words_b));
    let (bones_part, bones_full) = greedy(&sounds_a, &sounds_b);
    let common = words_a.iter().filter(|word| words_b.contains(word)).count() as f32;
    let fewer = words_a.len().min(words_b.len()).max(1) as f32;
    let subsequence = common_subsequence(bones_a.as_bytes(), bones_b.as_bytes()) as f32;
    let (short, long) =
        (bones_a.len().min(bones_b.len()).max(1) as f32, bones_a.len().max(bones_b.len()).max(1) as f32);
    let same_first = a.bytes().next() == b.bytes().next();
    let sorted_a = sorted(&words_a).replace(' ', "");
    let sorted_b = sorted(&words_b).replace(' ', "");
    let table = &ALIGNED[between as usize];
    [
        jaro_winkler(a.as_bytes(), b.as_bytes()),
        ratio(&whole_a, &whole_b),
        ratio(&sorted_a, &sorted_b),
        part,
        full,
        bones_part,
        bones_full,
        ratio(&bones_a, &bones_b),
        subsequence / short,
        subsequence / long,
        common / fewer,
        common / (words_a.len().max(words_b.len()).max(1) as f32),
        f32::from(u8::from(same_first)),
        (words_a.len() as f32 - words_b.len() as f32).abs().min(4.0) / 4.0,
        words_a.len().min(words_b.len()).min(5) as f32 / 5.0,
        whole_a.len().min(whole_b.len()) as f32 / whole_a.len().max(whole_b.len()).max(1) as f32,
        aligned(&whole_a, &whole_b, table),
        aligned(&sorted_a, &sorted_b, table).max(aligned(&whole_a, &whole_b, table)),
    ]
}

/// How alike two names are, from 0 to 1, in any scripts.
#[must_use]
pub fn likeness(a: &str, b: &str) -> f64 {
    if a.trim().is_empty() || b.trim().is_empty() {
        return 0.0;
    }
    let (between, features) = features(a, b);
    weighed(between, &features)
}

/// How alike two folded names are whose scripts are known and differ.
pub(crate) fn likeness_across(scripts: (Between, Between), a: &str, b: &str) -> f64 {
    let (between, turned) = Between::scripts(scripts.0, scripts.1);
    weighed(between, &if turned { of_folded(between, a, b) } else { of_folded(between, b, a) })
}

fn weighed(between: Between, features: &[f32; FEATURES]) -> f64 {
    let weights = &WEIGHTS[between as usize];
    let sum = weights[0]
        + features.iter().zip(&weights[1..]).map(|(feature, weight)| f64::from(*feature) * weight).sum::<f64>();
    1.0 / (1.0 + (-sum).exp())
}
