//! The likeness of names, on pairs with known answers.

use std::{collections::BTreeMap, path::Path};

use manumit_linkage::name_pair::{Between, likeness};

/// The best F1 asked for each group of pairs.
const ASKED: [(&str, f64); 7] = [
    ("sanctions aliases, matchable", 0.92),
    ("arabic", 0.92),
    ("hebrew", 0.90),
    ("russian", 0.97),
    ("chinese", 0.88),
    ("japanese", 0.91),
    ("korean", 0.83),
];

/// Pairs of a group, with their likeness and whether they are the same.
#[derive(Default)]
pub struct Scored(Vec<(f64, bool)>);

impl Scored {
    /// How many pairs, how many of them the same, and the F1 at the best threshold.
    pub fn best(&mut self) -> (usize, usize, f64) {
        self.0.sort_by(|a, b| b.0.total_cmp(&a.0));
        let matched = self.0.iter().filter(|(_, same)| *same).count();
        let (mut right, mut best) = (0, 0.0_f64);
        for (place, (likeness, same)) in self.0.iter().enumerate() {
            right += usize::from(*same);
            // Pairs of one likeness are taken together or not at all.
            if self.0.get(place + 1).is_none_or(|next| next.0 < *likeness) {
                best = best.max(2.0 * right as f64 / (place + 1 + matched) as f64);
            }
        }
        (self.0.len(), matched, best)
    }
}

/// Scores the pairs of a file, grouped by a column, or by the scripts between which they are.
///
/// Pairs whose column `string_band` says that no string measure can match them are left out.
pub fn score(file: &str, columns: [&str; 3], group: Option<&str>) -> BTreeMap<String, Scored> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headings = reader.headers().unwrap().clone();
    let find = |name: &str| headings.iter().position(|heading| heading == name);
    let [one, other, answer] = columns.map(|name| find(name).expect("a column of that name"));
    let (band, group) = (find("string_band"), group.and_then(find));
    let mut scored: BTreeMap<String, Scored> = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        let same = matches!(row[answer].to_lowercase().as_str(), "1" | "true");
        if same && band.is_some_and(|band| &row[band] == "unrelated_string") {
            continue;
        }
        let (between, _) = Between::of(&row[one], &row[other]);
        let name = group.map_or_else(|| format!("scripts {}", between as u8), |group| row[group].to_owned());
        scored.entry(name).or_default().0.push((likeness(&row[one], &row[other]), same));
    }
    scored
}

/// Prints a row for each group of names of the issue that is in a folder.
pub fn table(folder: &str) {
    let sanctions = format!("{folder}/sanctions_name_pairs_dev.csv");
    let scripts = format!("{folder}/translit_dev.csv");
    let mut all = BTreeMap::new();
    if Path::new(&sanctions).exists() {
        let scored = score(&sanctions, ["name1", "name2", "is_match"], None);
        let together = scored.into_values().flat_map(|scored| scored.0).collect();
        all.insert(ASKED[0].0.to_owned(), Scored(together));
    }
    if Path::new(&scripts).exists() {
        all.extend(score(&scripts, ["latin", "native", "is_match"], Some("language")));
    }
    for (name, asked) in ASKED {
        if let Some(scored) = all.get_mut(name) {
            let (pairs, matched, best) = scored.best();
            let verdict = if (best * 1e3).round() < (asked * 1e3).round() { "below" } else { "met" };
            println!("| {name} | {pairs} | {matched} | {best:.4} | {asked:.3} {verdict} |");
        }
    }
}
