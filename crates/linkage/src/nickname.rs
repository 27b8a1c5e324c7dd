//! Short forms of given names, so that `Bob` meets `Robert`.

use hashbrown::HashMap;
use std::sync::LazyLock;

/// The full names that a name may stand for, up to four, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Family([u16; 4]);

impl Family {
    /// Whether two names may stand for the same full name.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let none = |family: Self| family.0.first() == Some(&0);
        !none(self) && !none(other) && self.0.iter().any(|name| *name != 0 && other.0.contains(name))
    }

    fn add(&mut self, name: u16) {
        if let Some(free) = self.0.iter_mut().find(|place| **place == 0) {
            *free = name;
        }
    }
}

static FAMILIES: LazyLock<HashMap<&'static str, Family>> = LazyLock::new(|| {
    let mut families: HashMap<&'static str, Family> = HashMap::new();
    for (number, line) in include_str!("../data/nicknames_en.csv").lines().skip(1).enumerate() {
        let Some((name, short_forms)) = line.split_once(',') else { continue };
        let number = u16::try_from(number + 1).unwrap_or(0);
        for form in std::iter::once(name).chain(short_forms.split(' ')) {
            families.entry(form).or_default().add(number);
        }
    }
    families
});

/// The family of a folded given name; of its first word when there are several.
pub(crate) fn family(folded: &str) -> Family {
    let first = folded.split(' ').next().unwrap_or_default();
    FAMILIES.get(first).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bob_is_robert_and_not_william() {
        assert!(family("bob").meets(family("robert")));
        assert!(family("bob").meets(family("rob")));
        assert!(!family("bob").meets(family("william")));
        assert!(!family("huong").meets(family("huong")));
    }
}
