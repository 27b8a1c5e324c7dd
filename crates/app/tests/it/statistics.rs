//! What counts can be narrowed to, and what an extract gives away.

use std::io::Cursor;

use jiff::Timestamp;
use manumit_app::{
    Office, demo,
    statistics::{self, Extract, Measure, choices},
};
use manumit_store::Entropy;

async fn office(bench: &manumit_testkit::Bench) -> Office {
    let office = Office::open(bench.store.clone(), Entropy::System).unwrap();
    let at: Timestamp = "2026-08-03T09:00:00Z".parse().unwrap();
    demo::load_present_day(&office, at).await.unwrap();
    office
}

#[test]
fn every_value_in_a_record_can_be_asked_for_by_the_lists_of_the_law() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench).await;
        let extracts = statistics::extracts(&office).await.unwrap();
        let mut looked_at = 0;
        for measure in Measure::ALL {
            let extract = if measure == Measure::Notifications { &extracts.notifications } else { &extracts.referrals };
            for column in measure.columns() {
                let known = choices(office.law(), *column);
                for label in extract.labels(*column).iter().filter(|_| !known.is_empty()) {
                    let shown = if label.is_empty() { "Not recorded" } else { label };
                    assert!(known.iter().any(|known| known == shown), "{}: {label:?} is not offered", column.name());
                    looked_at += 1;
                }
            }
        }
        assert!(looked_at > 60, "{looked_at}");
    });
}

#[test]
fn an_extract_that_is_written_holds_no_key() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench).await;
        let with_keys = statistics::extracts(&office).await.unwrap();
        let frozen = statistics::extract(&office, None, |_| ()).await.unwrap();
        let bytes = |extract: &Extract| {
            let mut bytes = Cursor::new(Vec::new());
            extract.write(&mut bytes).unwrap();
            bytes.into_inner()
        };
        assert_eq!(bytes(&with_keys.referrals), bytes(&frozen));
        let text = String::from_utf8_lossy(&bytes(&frozen)).into_owned();
        assert!(text.contains("first_responder_sector") && !text.contains("key"), "a column of keys is written");
        assert_eq!(format!("{with_keys:?}").matches("RecordKeys(of").count(), 2);
    });
}
