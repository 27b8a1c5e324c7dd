//! What counts can be narrowed to, and what an extract gives away.

use std::{collections::BTreeMap, io::Cursor};

use jiff::Timestamp;
use manumit_app::{
    Caller, Office, demo, import,
    statistics::{self, Extract, Measure, choices},
};
use manumit_bulletin::{
    compute::{Bulletin, Sources},
    definition::Definitions,
    extract::Column,
    gate::{Candidate, Earlier, judge},
    protection::Protection,
    publication::{Material, Provenance, Publication},
    published::Published,
};
use manumit_disclosure::policy::{Audience, Policy};
use manumit_domain::actor::{Actor, Role};
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

/// Some notices of the caseload went to two forces.
#[test]
fn a_referral_is_counted_under_the_first_force_that_was_told() {
    manumit_testkit::on_both_engines(async |bench| {
        let extracts = statistics::extracts(&office(&bench).await).await.unwrap();
        let areas = extracts.referrals.labels(Column::PoliceForceArea).join(", ");
        assert!(areas.contains("Metropolitan") && !areas.contains("Kent"), "{areas}");
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

/// A quarter of today from the journal: few referrals, so most of it is withheld, and it may leave under today's authorities.
#[test]
fn a_quarter_of_the_present_day_passes_the_gate() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench).await;
        let extracts = statistics::extracts(&office).await.unwrap();
        let definitions = Definitions::quarterly().unwrap();
        let day = statistics::day_number(jiff::civil::date(2026, 7, 31));
        let sources = Sources {
            referrals: extracts.referrals.as_at(day),
            notifications: Some(extracts.notifications.as_at(day)),
        };
        let bulletin = Bulletin { definitions: &definitions, published: &Published::default() };
        let release = bulletin.compute(sources, "2026-Q2".parse().unwrap()).unwrap();
        let policy = Policy::of(Audience::Public).with_threshold(definitions.bulletin.small_cell_threshold);
        let protection =
            Protection { definitions: &definitions, release: &release, earlier: None, beside: &[], stood: &[], policy };
        let protected = protection.protect(&mut |_, _, _| ()).unwrap();
        assert!(protected.is_safe());
        let public = release.protected(&protected.audit, &definitions).unwrap();
        let authorities = public.find("competent_authority").unwrap();
        let named: Vec<&str> = authorities.columns.iter().map(|column| column.name.as_str()).collect();
        assert!(named.contains(&"single_competent_authority") && !named.contains(&"ukhtc"), "{named:?}");
        let material = Material {
            definitions: &definitions,
            release: &public,
            audit: Some(&protected.audit),
            revisions: &[],
            provenance: Provenance::default(),
        };
        let publication = Publication::prepare(material).unwrap();
        let candidate = Candidate {
            definitions: &definitions,
            release: &public,
            audit: Some(&protected.audit),
            earlier: Earlier::First,
            revisions: &[],
        };
        let sentences = publication.sentences();
        let files = publication.files().unwrap();
        let verdict = judge(&candidate, &files, &sentences.iter().collect::<Vec<_>>()).unwrap();
        assert!(verdict.passes(), "{}", verdict.text());
    });
}

/// A group referred as a group: spellings of one operation are one, another place or week is another finding, and the name of
/// the operation is nowhere but sealed with the referral.
#[test]
fn at70_people_found_together_have_one_number_in_the_extract() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::System).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("group.csv");
        let template = import::template().unwrap();
        let (headings, row) = template.split_once('\n').unwrap();
        let mut file = csv_rows(headings);
        let found = [
            ("Operation Eagle", "2012-02-28", "London"),
            ("op. EAGLE", "2012-02-29", "London"),
            ("eagle", "", "London"),
            ("Eagle", "2012-02-20", "London"),
            ("Eagle", "2012-02-28", "North East"),
            ("Group 2", "2012-02-28", "London"),
            ("", "2012-02-28", "London"),
        ];
        for (number, (operation, on, place)) in found.iter().enumerate() {
            file.push(
                row,
                &[
                    ("source_reference", &format!("G-{number}")),
                    ("operation", operation),
                    ("found_on", on),
                    ("found_in", place),
                ],
            );
        }
        std::fs::write(&path, file.text).unwrap();
        let at: Timestamp = "2012-03-01T12:00:00Z".parse().unwrap();
        let officer = Caller::new(Actor::new("POLICE-EW", "referral-desk", Role::FirstResponder), at, "test");
        let imported =
            import::referrals(&office, &officer, (&path, import::Acceptance::AllOrNothing), |_| ()).await.unwrap();
        assert_eq!((imported.accepted, imported.findings.as_slice()), (7, [].as_slice()));
        let extract = statistics::extract(&office, None, |_| ()).await.unwrap();
        let mut sizes: BTreeMap<Option<u32>, usize> = BTreeMap::new();
        for finding in extract.as_at(statistics::day_number(jiff::civil::date(2012, 3, 1))).findings() {
            *sizes.entry(finding).or_default() += 1;
        }
        let alone = sizes.remove(&None);
        let mut sizes: Vec<usize> = sizes.into_values().collect();
        sizes.sort_unstable();
        // The third names no day, and was received in the week of the first two.
        assert_eq!((alone, sizes), (Some(1), vec![1, 1, 1, 3]));
    });
}

/// Rows of a referral file, each the template's with some cells changed.
struct CsvRows {
    headings: Vec<String>,
    text: String,
}

fn csv_rows(headings: &str) -> CsvRows {
    CsvRows { headings: headings.trim().split(',').map(str::to_owned).collect(), text: format!("{headings}\n") }
}

impl CsvRows {
    fn push(&mut self, row: &str, cells: &[(&str, &str)]) {
        let mut own: Vec<String> = row.trim().split(',').map(str::to_owned).collect();
        assert_eq!(own.len(), self.headings.len(), "a cell of the example holds a comma");
        for (name, value) in cells {
            let place = self.headings.iter().position(|heading| heading == name).unwrap();
            *own.get_mut(place).unwrap() = (*value).to_owned();
        }
        self.text.push_str(&own.join(","));
        self.text.push('\n');
    }
}
