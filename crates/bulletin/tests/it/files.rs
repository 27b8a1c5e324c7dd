//! The files of a release.

use std::collections::BTreeMap;

use crate::population::release;

fn files() -> BTreeMap<String, String> {
    let files = release().files().unwrap();
    files.into_iter().map(|file| (file.name, String::from_utf8(file.bytes).unwrap())).collect()
}

#[test]
fn each_table_has_a_file_and_its_metadata_and_all_captions_stand_together() {
    let files = files();
    let mut expected: Vec<String> = vec!["README.md".into(), "captions.csv".into(), "release.json".into()];
    for table in &release().tables {
        expected.extend([format!("{}.csv", table.id), format!("{}.csv-metadata.json", table.id)]);
    }
    expected.sort();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(files["captions.csv"].lines().count(), release().tables.len() + 1);
    assert!(files["README.md"].contains("| table09.csv | Table 9 |"));
    assert_eq!(
        files["table01.csv"].lines().next(),
        Some("country,total_2011,pct_of_total_2011_printed,total_2012,pct_of_total_2012_printed,pct_change_printed")
    );
    assert_eq!(files["table02.csv"].lines().nth(13), Some("Isle of Man,,1,new"));
    assert_eq!(files["table25.csv"].lines().nth(10), Some("10,Eritrea,17,0,N/A,5,9,7,10,5,12"));
}

#[test]
fn the_same_release_gives_the_same_bytes() {
    assert_eq!(release().files().unwrap(), release().files().unwrap());
}

#[test]
fn metadata_names_columns_keys_and_what_may_be_blank() {
    insta::assert_snapshot!(files()["table04.csv-metadata.json"]);
}

#[test]
fn a_table_for_the_terminal_carries_its_caption() {
    insta::assert_snapshot!(release().find("table01").unwrap().text());
}
