//! Folders: which rules apply, what is skipped, and what stops a check.

use std::error::Error as _;

use super::{check_folder, folder, lines};

const RULES: &str = "name = \"ours\"\n[[table]]\nid = \"a\"\nfile = \"a.csv\"\n\
                     [[sum]]\ntable = \"a\"\ncolumns = [\"cases\"]\ntotal_row = \"Total\"\n";
const TABLE: &str = "place,cases\nX,1\nY,2\nTotal,4\n";

fn refused(files: &[(&str, &str)]) -> String {
    let error = check_folder(folder(files).path(), None).unwrap_err();
    let source = error.source().map_or_else(String::new, |source| format!(": {source}"));
    format!("{error}{source}")
}

#[test]
fn a_folder_brings_its_own_rules() {
    let folder = folder(&[("checks.toml", RULES), ("a.csv", TABLE), ("b.csv", TABLE)]);
    let report = check_folder(folder.path(), None).unwrap();
    assert!(report.rules.starts_with("ours ("), "{}", report.rules);
    assert_eq!(lines(&report), ["- | sum | a.csv | Total | cases = 4 -> 3"]);
    assert_eq!(report.skipped[0].check, "b.csv");
}

#[test]
fn rules_given_by_hand_go_before_those_of_the_folder() {
    let folder = folder(&[("checks.toml", "name = \"empty\"\n"), ("other.toml", RULES), ("a.csv", TABLE)]);
    let report = check_folder(folder.path(), Some(&folder.path().join("other.toml"))).unwrap();
    assert_eq!(lines(&report), ["- | sum | a.csv | Total | cases = 4 -> 3"]);
    assert_eq!(check_folder(folder.path(), None).unwrap().checks, 0);
}

#[test]
fn a_folder_with_other_tables_of_the_same_names_is_not_taken_for_the_report() {
    let folder = folder(&[("table01.csv", "ward,cases\nX,1\nTotal,1\n")]);
    assert!(check_folder(folder.path(), None).unwrap().inferred);
    let folder = super::folder(&[("table01.csv", "country,total_2012\nWales,1\nTotal,1\n"), ("table77.csv", TABLE)]);
    assert!(check_folder(folder.path(), None).unwrap().inferred);
}

#[test]
fn what_is_missing_is_skipped_by_name() {
    let folder = folder(&[("table04.csv", "outcome,referrals_2012\nPositive,2\nPending,1\nTotal,3\n")]);
    let report = check_folder(folder.path(), None).unwrap();
    assert!(!report.inferred);
    assert_eq!((report.held, report.findings.len()), (2, 0));
    let text = report.to_text();
    for said in [
        "Skipped because table05.csv is not in the folder (2 checks):\n   A conclusive grounds",
        "\n   sums of table05\n",
        "prose.csv is not",
    ] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn withheld_numbers_are_skipped_and_not_guessed() {
    let folder = folder(&[("table1.csv", "place,girls,boys,total\nX,[c],2,4\nY,1,1,2\nTotal,[c],3,6\n")]);
    let report = check_folder(folder.path(), None).unwrap();
    assert_eq!(lines(&report), Vec::<String>::new());
    assert!(report.skipped.iter().any(|skipped| skipped.why == "a number in it is withheld"), "{:?}", report.skipped);
}

#[test]
fn captions_and_metadata_are_no_tables() {
    let folder = folder(&[
        ("captions.csv", "file,notes\ntable1.csv,none\n"),
        ("table1.csv-metadata.json", "{}"),
        ("README.md", "# x"),
        ("table1.csv", "place,cases\nX,1\nTotal,1\n"),
    ]);
    let report = check_folder(folder.path(), None).unwrap();
    assert_eq!((lines(&report), report.skipped.len()), (vec![], 0));
}

#[test]
fn a_repeated_paragraph_is_found_where_the_text_is_there() {
    let text = "3.10 Work is under way to draw a picture of all that was met in the north over the whole of four years, \
                and it will help everybody there to plan.\n3.11 Other words.\n3.13 In the north work is under way to draw \
                a picture of all that was met in the north over the whole of four years, and it will help others.\n";
    let folder = folder(&[("table04.csv", "outcome,referrals_2012\nTotal,0\n"), ("report.txt", text)]);
    let report = check_folder(folder.path(), None).unwrap();
    assert_eq!(lines(&report), ["D16 | paragraph.twice | report.txt = 3.13 -> as 3.10"]);
}

#[test]
fn what_stops_a_check_names_the_place_and_the_remedy() {
    let rules = |more: &str| format!("{RULES}{more}");
    insta::assert_snapshot!(refused(&[("checks.toml", RULES), ("a.csv", "place,cases\nX,12O\nTotal,12\n")]), @r#"a.csv, line 2, column cases: "12O" is not a number. Write a number such as 34, nothing for none, or [c] for a number that is withheld."#);
    insta::assert_snapshot!(refused(&[("table1.csv", "place,cases\nX,1,2\n")]), @r#"table1.csv, line 2, column 3: "X,1,2" has more cells than the header. Write 2 cells, and quotation marks around a cell that holds a comma."#);
    let unknown = rules("[[share]]\ntable = \"b\"\ncolumn = \"x\"\nof = \"y\"\nbase_row = \"Total\"\n");
    let unknown = refused(&[("checks.toml", &unknown), ("a.csv", TABLE)]);
    assert!(
        unknown.ends_with("A [[share]] is about \"b\", which no [[table]] declares. Write one of: a instead."),
        "{unknown}"
    );
    let misspelt = refused(&[("checks.toml", &rules("total_rwo = \"All\"\n")), ("a.csv", TABLE)]);
    assert!(
        misspelt.contains("checks.toml is not a valid set of check rules") && misspelt.contains("total_rwo"),
        "{misspelt}"
    );
    let cell = rules("[[remainder]]\nsays = \"x\"\nwhole = \"a / X\"\nparts = []\n");
    let cell = refused(&[("checks.toml", &cell), ("a.csv", TABLE)]);
    assert!(cell.contains("\"a / X\" names no cell"), "{cell}");
    let empty = folder(&[("README.md", "")]);
    let empty = check_folder(empty.path(), None).unwrap_err().to_string();
    assert!(empty.ends_with("holds no table: put one CSV file a table there, for example table01.csv"), "{empty}");
}
