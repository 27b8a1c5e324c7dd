//! Judgements of people: same, different, unsure. They override the model for ever, are superseded and never edited.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    cluster::Constraints,
    error::LinkageError,
    records::{Places, Records},
};

/// A record by its list and its own identifier, which outlive any file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    /// The list.
    pub source: String,
    /// The identifier within the list.
    pub identifier: String,
}

impl RecordKey {
    /// The key of a record.
    #[must_use]
    pub fn of(records: &Records, record: u32) -> Self {
        Self { source: records.source_name(record).to_owned(), identifier: records.identifier(record).to_owned() }
    }
}

/// What somebody found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The two records are one person.
    Same,
    /// They are not.
    Different,
    /// It cannot be said; the model decides.
    Unsure,
    /// An earlier judgement no longer stands; the model decides.
    Withdrawn,
}

/// One judgement, as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// One record.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// What was found.
    pub verdict: Verdict,
    /// The post that judged.
    pub by: String,
    /// The day, as year, month and day.
    pub on: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Every judgement ever given, in order. The last one on a pair stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgements {
    given: Vec<Judgement>,
}

impl Judgements {
    /// Adds a judgement, which supersedes an earlier one on the same pair.
    ///
    /// # Errors
    ///
    /// The two records are the same record, or `same` contradicts what stands: the records in between are named.
    pub fn give(&mut self, judgement: Judgement) -> Result<usize, LinkageError> {
        if judgement.a == judgement.b {
            let sentence = format!("{} cannot be judged against itself.", judgement.a.identifier);
            return Err(LinkageError::Records(sentence));
        }
        if let Some((a, b)) = self.contradicted(&judgement) {
            return Err(LinkageError::Records(format!(
                "This contradicts an earlier judgement: {} and {} are judged {}. Withdraw that first, if it is wrong.",
                a.identifier,
                b.identifier,
                if judgement.verdict == Verdict::Same { "different" } else { "the same, through others" },
            )));
        }
        self.given.push(judgement);
        Ok(self.given.len() - 1)
    }

    /// Every judgement, in the order given.
    #[must_use]
    pub fn all(&self) -> &[Judgement] {
        &self.given
    }

    /// The judgement that stands on each pair.
    #[must_use]
    pub fn standing(&self) -> BTreeMap<(&RecordKey, &RecordKey), &Judgement> {
        let mut standing = BTreeMap::new();
        for judgement in &self.given {
            let (a, b) = (&judgement.a, &judgement.b);
            standing.insert(if a < b { (a, b) } else { (b, a) }, judgement);
        }
        standing
    }

    /// What a judgement would contradict: two records judged different that it would join, or the reverse.
    fn contradicted(&self, judgement: &Judgement) -> Option<(RecordKey, RecordKey)> {
        let pair = |judgement: &Judgement| {
            if judgement.a < judgement.b {
                (judgement.a.clone(), judgement.b.clone())
            } else {
                (judgement.b.clone(), judgement.a.clone())
            }
        };
        let this = pair(judgement);
        let mut groups: BTreeMap<RecordKey, RecordKey> = BTreeMap::new();
        fn root(groups: &BTreeMap<RecordKey, RecordKey>, key: &RecordKey) -> RecordKey {
            let mut key = key.clone();
            while let Some(above) = groups.get(&key) {
                key = above.clone();
            }
            key
        }
        let standing = self.standing();
        let others = || standing.values().filter(|other| pair(other) != this);
        let same = others().filter(|other| other.verdict == Verdict::Same).map(|other| pair(other));
        for (a, b) in same.chain((judgement.verdict == Verdict::Same).then(|| this.clone())) {
            let (a, b) = (root(&groups, &a), root(&groups, &b));
            if a != b {
                groups.insert(b, a);
            }
        }
        let different = others().filter(|other| other.verdict == Verdict::Different).map(|other| pair(other));
        different
            .chain((judgement.verdict == Verdict::Different).then(|| this.clone()))
            .find(|(a, b)| root(&groups, a) == root(&groups, b))
    }

    /// What stands, for the records that are there.
    #[must_use]
    pub fn constraints(&self, records: &Records) -> Constraints {
        self.constraints_at(records, &Places::of(records))
    }

    /// What stands, for records whose places are known.
    pub(crate) fn constraints_at(&self, records: &Records, places: &Places) -> Constraints {
        let find = |key: &RecordKey| places.find(records, &key.source, &key.identifier);
        let mut constraints = Constraints::default();
        for ((a, b), judgement) in self.standing() {
            let (Some(a), Some(b)) = (find(a), find(b)) else { continue };
            let pair = (a.min(b), a.max(b));
            match judgement.verdict {
                Verdict::Same => constraints.must.insert(pair),
                Verdict::Different => constraints.cannot.insert(pair),
                Verdict::Unsure | Verdict::Withdrawn => false,
            };
        }
        constraints
    }

    /// Reads judgements from CSV: `source_a,id_a,source_b,id_b,verdict,by,on,reason`.
    ///
    /// # Errors
    ///
    /// A line that is not a judgement, or that contradicts those before it.
    pub fn read(path: &std::path::Path, text: impl std::io::Read) -> Result<Self, LinkageError> {
        let mut reader = csv::Reader::from_reader(text);
        let mut judgements = Self::default();
        for row in reader.deserialize() {
            let wrong = |line: u64, error: &dyn std::fmt::Display| {
                let form =
                    "write source_a,id_a,source_b,id_b,verdict (same, different, unsure or withdrawn),by,on,reason";
                LinkageError::form(path, line, format!("{error}; {form}."))
            };
            let row: Row =
                row.map_err(|error: csv::Error| wrong(error.position().map_or(0, csv::Position::line), &error))?;
            judgements.give(Judgement {
                a: RecordKey { source: row.source_a, identifier: row.id_a },
                b: RecordKey { source: row.source_b, identifier: row.id_b },
                verdict: row.verdict,
                by: row.by,
                on: row.on,
                reason: row.reason,
            })?;
        }
        Ok(judgements)
    }
}

#[derive(Deserialize)]
struct Row {
    source_a: String,
    id_a: String,
    source_b: String,
    id_b: String,
    verdict: Verdict,
    by: String,
    on: String,
    #[serde(default)]
    reason: String,
}
