//! The store on disk: opening it again gives exactly what was closed, wherever it was cut off.

use std::path::Path;

use manumit_linkage::{
    judgement::{Judgement, RecordKey, Verdict},
    link::Linked,
    random::Random,
    records::Records,
    settings::Settings,
    store::StoreFile,
};
use proptest::prelude::*;

struct Ground {
    settings: Settings,
    records: Records,
    linked: Linked,
}

fn ground() -> &'static Ground {
    static GROUND: std::sync::OnceLock<Ground> = std::sync::OnceLock::new();
    GROUND.get_or_init(|| {
        let (settings, records, linked, _) = super::linked("fake_1000", "fake");
        Ground { settings, records, linked }
    })
}

impl Ground {
    fn texts(&self, record: u32) -> Vec<&str> {
        (0..self.settings.fields.len()).map(|column| self.records.original(record, column)).collect()
    }

    fn arrive(&self, store: &mut StoreFile, record: u32) -> bool {
        store.add("fake_1000", self.records.identifier(record), &self.texts(record)).is_ok()
    }

    fn judge(&self, store: &mut StoreFile, (a, b): (u32, u32), verdict: Verdict) -> Option<usize> {
        let key = |record: u32| RecordKey {
            source: "fake_1000".to_owned(),
            identifier: self.records.identifier(record).to_owned(),
        };
        let (by, on) = ("reviewer".to_owned(), "2026-01-01".to_owned());
        let given = Judgement { a: key(a), b: key(b), verdict, by, on, reason: String::new() };
        store.judge(given).ok().map(|(number, _)| number)
    }
}

fn same(left: &StoreFile, right: &StoreFile) -> bool {
    let (left, right) = (left.store(), right.store());
    left.state() == right.state()
        && left.partition() == right.partition()
        && left.judgements() == right.judgements()
        && left.records().len() == right.records().len()
}

fn reopened(path: &Path, store: StoreFile) -> StoreFile {
    let copy = path.with_extension("copy");
    std::fs::copy(path, &copy).unwrap();
    let again = StoreFile::open(&copy).unwrap();
    assert!(same(&store, &again), "another state after opening again");
    drop(store);
    let again = StoreFile::open(path).unwrap();
    std::fs::remove_file(copy).unwrap();
    again
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn whatever_happens_opening_again_changes_nothing(seed in any::<u64>(), stop in 0.0..1.0_f64) {
        let ground = ground();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.store");
        let mut store = StoreFile::create(&path, &ground.settings, &ground.linked, &ground.records).unwrap();
        let mut random = Random::new(seed);
        let mut judged = Vec::new();
        for _ in 0..100 {
            let (a, b) = (random.below(120) as u32, random.below(120) as u32);
            match random.below(8) {
                0 => judged.extend(ground.judge(&mut store, (a, b), Verdict::Same)),
                1 => judged.extend(ground.judge(&mut store, (a, b), Verdict::Different)),
                2 => {
                    if let Some(number) = judged.pop() {
                        prop_assert!(store.undo(number, "reviewer", "2026-01-02").is_ok());
                    }
                }
                3 if random.below(10) == 0 => store = reopened(&path, store),
                _ => {
                    ground.arrive(&mut store, a);
                }
            }
        }
        let store = reopened(&path, store);
        drop(store);
        // Wherever the machine stopped, what is whole is read and what was cut off is dropped.
        let text = std::fs::read(&path).unwrap();
        let first = text.iter().position(|sign| *sign == b'\n').unwrap() + 1;
        let cut = first + ((text.len() - first) as f64 * stop) as usize;
        std::fs::write(&path, &text[..cut]).unwrap();
        let store = StoreFile::open(&path).unwrap();
        let whole = text[..cut].iter().rposition(|sign| *sign == b'\n').unwrap() + 1;
        prop_assert_eq!(store.dropped(), (cut - whole) as u64);
        drop(store);
        prop_assert_eq!(std::fs::read(&path).unwrap(), &text[..whole]);
    }
}

#[test]
fn a_batch_is_kept_trained_again_and_undone_across_openings() {
    let ground = ground();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.store");
    let mut store = StoreFile::create_of_batch(&path, &ground.settings, &ground.linked, &ground.records).unwrap();
    assert_eq!(store.store().partition().len(), {
        let labels = &ground.linked.labels;
        (0_u32..).zip(labels).filter(|(record, label)| record == *label).count()
    });
    let before = (store.store().state().clone(), store.store().partition());
    let number = ground.judge(&mut store, (1, 500), Verdict::Same).unwrap();
    assert!(before.1 != store.store().partition());
    let mut store = reopened(&path, store);
    store.undo(number, "reviewer", "2026-01-02").unwrap();
    assert!(before == (store.store().state().clone(), store.store().partition()), "undone after opening again");
    let mut again = ground.settings.clone();
    again.model.seed = 9;
    store.retrain(&again).unwrap();
    let mut store = reopened(&path, store);
    assert!(!ground.arrive(&mut store, 3), "an identifier twice is refused");
    let arrival = store.add("fake_1000", "new", &ground.texts(3)).unwrap();
    assert_eq!(arrival.entity, store.store().state().entity_of[3]);
}

#[test]
fn what_is_no_store_or_is_open_elsewhere_is_refused() {
    let ground = ground();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.store");
    std::fs::write(&path, "id,name\n1,Ann\n").unwrap();
    assert!(StoreFile::open(&path).unwrap_err().to_string().contains("line 1: this line of the store is damaged"));
    assert!(StoreFile::create(&path, &ground.settings, &ground.linked, &ground.records).is_err(), "never overwritten");
    let path = folder.path().join("other.store");
    let open = StoreFile::create(&path, &ground.settings, &ground.linked, &ground.records).unwrap();
    assert!(StoreFile::open(&path).unwrap_err().to_string().contains("open in another process"));
    drop(open);
    assert!(StoreFile::open(&path).is_ok());
}
