//! Whole names: words in any order, initials, particles, joined words, and how two such names agree.
#![expect(clippy::indexing_slicing, reason = "word numbers are given out by the same table")]

use hashbrown::HashMap;

use crate::{
    fold::{is_particle, skeleton},
    similarity::Short,
};

/// Words of names, each once, with what comparing them needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    number: HashMap<String, u32>,
    entries: Vec<Word>,
    names: u32,
}

#[derive(Clone, Debug)]
struct Word {
    short: Short,
    skeleton: u32,
    /// In how many names.
    seen: u32,
    initial: bool,
    particle: bool,
}

/// A name as the numbers of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    words: Vec<u32>,
    /// Each word joined to its follower: `abd rahman` meets `abdrahman`.
    joined: Vec<u32>,
}

impl Words {
    fn word(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number.get(text) {
            return *number;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.number.insert(text.to_owned(), number);
        self.entries.push(Word {
            short: Short::new(text),
            skeleton: crate::random::hash(skeleton(text).as_bytes()) as u32,
            seen: 0,
            initial: text.len() == 1,
            particle: is_particle(text),
        });
        number
    }

    /// Takes in a folded name.
    pub(crate) fn name(&mut self, folded: &str) -> Name {
        let texts: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(12).collect();
        let words: Vec<u32> = texts.iter().map(|text| self.word(text)).collect();
        let joined = texts
            .windows(2)
            .map(|pair| {
                let text = pair.concat();
                self.word(&text)
            })
            .collect();
        for word in &words {
            self.entries[*word as usize].seen += 1;
        }
        self.names += 1;
        Name { words, joined }
    }

    /// How much a word tells: rare words more, particles and initials little.
    fn weight(&self, word: u32) -> f32 {
        let word = &self.entries[word as usize];
        if word.particle {
            return 0.15;
        }
        let share = (word.seen.max(1) as f32 + 1.0) / (self.names as f32 + 20.0);
        let rarity = (-share.ln()).clamp(0.8, 6.0) / 4.0;
        if word.initial { 0.3 * rarity } else { rarity }
    }

    fn alike(&self, a: u32, b: u32) -> f32 {
        if a == b {
            return 1.0;
        }
        let (a, b) = (&self.entries[a as usize], &self.entries[b as usize]);
        if a.initial || b.initial {
            let same = a.short.bytes().first() == b.short.bytes().first();
            return if same { 0.85 } else { 0.0 };
        }
        let letters = a.short.jaro_winkler_above(&b.short, 0.72);
        if a.skeleton == b.skeleton && letters > 0.0 { letters.max(0.95) } else { letters }
    }

    /// How alike two names are, from 0 to 1, whatever the order of their words.
    pub(crate) fn score(&self, a: &Name, b: &Name) -> f32 {
        let (a, b) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
        let forward = self.aligned(a, b);
        let backward = self.aligned(b, a);
        if forward.1 == 0.0 || backward.1 == 0.0 {
            return 0.0;
        }
        let both = (forward.0 + backward.0) / (forward.1 + backward.1);
        let (fraction_a, fraction_b) = (forward.0 / forward.1, backward.0 / backward.1);
        let part = fraction_a.max(fraction_b);
        let told = forward.0.min(backward.0);
        let trust = (told / 2.5).min(1.0);
        both + (part - both).max(0.0) * 0.6 * trust
    }

    /// What of `a` is found in `b`, and what there is to find.
    fn aligned(&self, a: &Name, b: &Name) -> (f32, f32) {
        let mut taken = 0_u32;
        let (mut found, mut all) = (0.0, 0.0);
        for (place, word) in a.words.iter().enumerate() {
            let weight = self.weight(*word);
            all += weight;
            let mut best = (0.0_f32, usize::MAX);
            for (other, candidate) in b.words.iter().enumerate() {
                if taken & (1 << other) == 0 {
                    let alike = self.alike(*word, *candidate);
                    if alike > best.0 {
                        best = (alike, other);
                    }
                }
            }
            if best.0 < 0.95 {
                let whole = b.joined.iter().map(|joined| self.alike(*word, *joined));
                let halves = [place.checked_sub(1), Some(place)].into_iter().flatten();
                let joined = halves
                    .filter_map(|start| a.joined.get(start))
                    .flat_map(|joined| b.words.iter().map(|other| self.alike(*joined, *other)));
                let best_joined = whole.chain(joined).fold(0.0, f32::max);
                if best_joined > best.0.max(0.88) {
                    best = (best_joined, usize::MAX);
                }
            }
            if best.1 != usize::MAX {
                taken |= 1 << best.1;
            }
            if best.0 >= 0.72 {
                found += weight * (1.0 - (1.0 - best.0) * 2.0);
            }
        }
        (found, all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn score(a: &str, b: &str) -> f32 {
        let mut words = Words::default();
        for other in ["Ali Hassan", "Maria Pop", "Nguyen Van An", "John Smith"] {
            words.name(&fold(other));
        }
        let (a, b) = (words.name(&fold(a)), words.name(&fold(b)));
        words.score(&a, &b)
    }

    #[test]
    fn order_particles_and_spelling_do_not_part_a_name() {
        assert!(score("Nguyễn Thị Hương", "Huong Nguyen Thi") > 0.99);
        assert!(score("Abd al-Rahman Yusuf", "Abdulrahman Youssef") > 0.75);
        assert!(score("Mohammed Ali Hassan", "Muhammad Hassan") > 0.75);
        assert!(score("Maria Popescu", "John Smith") < 0.3);
        assert!(score("M Popescu", "Maria Popescu") > 0.8);
    }
}
