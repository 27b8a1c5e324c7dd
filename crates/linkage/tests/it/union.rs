//! The union of lists counts people, not records, and says where they are only known from (AT21, AT24b).

use std::fmt::Write as _;

use manumit_linkage::{
    link::link,
    random::Random,
    read::csv_text,
    settings::{Settings, Tier},
    union::{How, Union, union},
};

const SETTINGS: &str = r#"
identifier = "id"
source = "list"
[[field]]
kind = "given_name"
column = "given"
[[field]]
kind = "surname"
column = "surname"
[[field]]
kind = "date"
column = "born"
[[field]]
kind = "reference"
column = "reference"
[tiers]
nrm = "A"
police = "B"
"#;

/// Made-up people of the strategic assessment of 2012: 2,255 in all, 549 of them children, 1,186 in the NRM.
fn lists() -> (String, Vec<bool>) {
    const PARTS: [&str; 12] = ["an", "ber", "co", "da", "el", "fen", "gor", "hu", "is", "jan", "ko", "lin"];
    let mut random = Random::new(2012);
    let mut name = |parts: u64| -> String { (0..parts).map(|_| PARTS[random.below(12) as usize]).collect() };
    let (mut text, mut child) = ("id,list,given,surname,born,reference\n".to_owned(), Vec::new());
    let mut number = 0;
    for person in 0..2_255_u32 {
        let (given, surname) = (name(2), name(3));
        let born = format!("{}-{:02}-{:02}", 1960 + person % 40, person % 12 + 1, person % 28 + 1);
        let lists: &[&str] = match person {
            0..50 => &["nrm", "nrm"],
            50..300 => &["nrm", "police"],
            300..1_186 => &["nrm"],
            1_186..1_300 => &["police", "charity"],
            1_300..1_900 => &["police"],
            _ => &["charity"],
        };
        for list in lists {
            let _ = writeln!(text, "{number},{list},{given},{surname},{born},r{:07}", person * 3_001 % 9_999_991);
            child.push(person % 4 == 1 && person < 2_196);
            number += 1;
        }
    }
    (text, child)
}

fn assessed() -> (Union, manumit_linkage::records::Records) {
    let settings = Settings::parse(SETTINGS).unwrap();
    let (text, child) = lists();
    let records = csv_text(&settings, "lists", text.as_bytes()).unwrap();
    let linked = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
    let how = How { settings: &settings, constraints: &Default::default(), draws: 20 };
    let group = |record: u32| if child[record as usize] { "child" } else { "adult" }.to_owned();
    (union(&records, &linked, how, &group), records)
}

#[test]
fn each_person_is_counted_once_and_where_they_are_only_known() {
    let (union, records) = assessed();
    assert_eq!(union.total.people, 2_255);
    assert_eq!(union.groups["child"].people, 549);
    let nrm = &union.lists[0];
    assert_eq!((nrm.list.as_str(), nrm.tier, nrm.people, nrm.only_elsewhere), ("nrm", Tier::A, 1_186, 1_069));
    assert_eq!(nrm.records, 1_236, "fifty people were referred twice: two referrals, one person");
    assert_eq!((union.total.tier_a, union.total.tier_b, union.total.tier_c), (1_186, 714, 355));
    let (low, high) = union.total_95.unwrap();
    assert!(low <= 2_255 && high >= 2_255, "{low} to {high}");
    assert_eq!(
        union.overlap_csv(&records),
        "nrm,police,charity,count\n1,0,0,936\n0,1,0,600\n1,1,0,250\n0,0,1,355\n0,1,1,114\n"
    );
    assert!(union.draws_csv(&records).starts_with("draw,nrm,police,charity,count\n1,"));
}

#[test]
fn the_union_reads_as_agreed() {
    let (union, records) = assessed();
    let text = union.text();
    assert!(text.starts_with("2255 people on 3 lists ("), "{text}");
    assert!(text.contains("nrm        A      1236      1186       936           1069\n"), "{text}");
    assert!(text.contains("child: 549 people (A "), "{text}");
    let mut people = Vec::new();
    union.write_people(&mut people).unwrap();
    let people = String::from_utf8(people).unwrap();
    assert!(people.starts_with("entity,tier,lists,records,confidence,in_doubt,group\n1,A,nrm,2,"), "{people:.200}");
    let mut members = Vec::new();
    union.write_records(&records, &mut members).unwrap();
    assert_eq!(String::from_utf8(members).unwrap().lines().count(), records.len() + 1);
    assert!(union.to_json().unwrap().contains("\"only_elsewhere\": 1069"));
}
