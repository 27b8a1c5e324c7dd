//! Countries behind the words people write for a nationality: `Tunisian`, `Tunisia`, `(1) German (2) Moroccan`.

use std::sync::LazyLock;

/// Code and stems, longest stem first, so that `South Sudan` is not Sudan.
static STEMS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let mut stems: Vec<(String, &'static str)> = include_str!("../data/nationalities.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .flat_map(|(code, stems)| stems.split(' ').map(move |stem| (format!(" {}", stem.replace('+', " ")), code)))
        .collect();
    stems.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    stems
});

/// The codes of the countries in a folded text; the text itself when none is known.
pub(crate) fn countries(folded: &str) -> Vec<String> {
    let mut rest = format!(" {folded}");
    let mut found = Vec::new();
    for (stem, code) in STEMS.iter() {
        if rest.contains(stem.as_str()) {
            rest = rest.replace(stem.as_str(), " |");
            if !found.contains(&(*code).to_owned()) {
                found.push((*code).to_owned());
            }
        }
    }
    if found.is_empty() && !folded.is_empty() {
        found.push(folded.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn demonyms_and_countries_meet() {
        for (text, codes) in [
            ("Tunisian", vec!["TN"]),
            ("(1) German (2) Moroccan", vec!["DE", "MA"]),
            ("a) Central African Republic b) South Sudan", vec!["CF", "SS"]),
            ("Democratic People’s Republic of Korea", vec!["KP"]),
            ("Türkiye", vec!["TR"]),
            ("Việt Nam", vec!["VN"]),
            ("Nigerian", vec!["NG"]),
            ("Iran (Islamic Republic of)", vec!["IR"]),
            ("Atlantis", vec!["atlantis"]),
        ] {
            assert_eq!(countries(&fold(text)), codes, "{text}");
        }
    }
}
