//! A folder that nobody declared: the rules are inferred from names, and the report says so.

use super::{super::Rule, check_folder, folder, lines, printed_folder};

const CONSISTENT: [(&str, &str); 3] = [
    (
        "table1.csv",
        "area,total_2020,pct_of_total_2020,total_2021,pct_of_total_2021,pct_change\n\
         North,10,25,15,33,50\nSouth,30,75,30,65,no change\nIslands,,0,1,2,new\nTotal,40,,46,,15\n",
    ),
    ("table2.csv", "kind,girls,boys,total\nA,1,2,3\nB,-,4,4\nTotal,1,6,7\n"),
    ("table3.csv", "year,rank,place,cases\n2020,1,X,9\n2020,2,Y,4\n2020,2,Z,4\n2021,1,Y,5\n2021,2,X,3\n"),
];

#[test]
fn a_consistent_folder_has_no_findings_and_says_that_rules_were_inferred() {
    let folder = folder(&CONSISTENT);
    let report = check_folder(folder.path(), None).unwrap();
    assert_eq!(lines(&report), Vec::<String>::new());
    assert!(report.inferred);
    assert!(report.rules.contains("inferred"));
    assert!(report.held > 30, "{}", report.held);
}

#[test]
fn what_does_not_follow_is_found_without_declared_rules() {
    let folder = folder(&[
        (
            "table1.csv",
            "area,total_2020,pct_of_total_2020,total_2021,pct_of_total_2021,pct_change\n\
             North,10,26,15,33,50\nSouth,30,75,30,65,5\nIslands,,0,1,2,100\nTotal,41,,46,,15\n",
        ),
        ("table2.csv", "kind,girls,boys,total\nA,1,2,3\nB,-,4,5\nA (again),1,0,1\nTotal,2,6,9\n"),
        ("table3a.csv", "year,rank,place,cases\n2020,1,X,9\n2020,2,Y,4\n2020,3,Z,4\n2021,1,Y,3\n2021,2,X,5\n"),
        ("table3b.csv", "place,cases\nX,1\n"),
        ("table5.csv", "place,cases\nX,1\n"),
    ]);
    let report = check_folder(folder.path(), None).unwrap();
    insta::assert_snapshot!(lines(&report).join("\n"), @r"
    - | share | table1.csv | North | pct_of_total_2020 = 26 -> 24
    - | share | table1.csv | South | pct_of_total_2020 = 75 -> 73
    - | change | table1.csv | South | pct_change = 5 -> 0
    - | change.from_zero | table1.csv | Islands | pct_change = 100 -> new
    - | sum | table1.csv | Total | total_2020 = 41 -> 40
    - | change | table1.csv | Total | pct_change = 15 -> 12
    - | sum | table2.csv | B | total = 5 -> 4
    - | label.twice | table2.csv | A (again) | kind = A (again) -> A
    - | sum | table2.csv | Total | total = 9 -> 8
    - | rank.tie_broken | table3a.csv | 2020 / Y, 2020 / Z | rank = 2, 3 -> 2 for each
    - | rank.contradicted | table3a.csv | 2021 / Y | rank = 1 -> 2
    - | rank.contradicted | table3a.csv | 2021 / X | rank = 2 -> before 1
    - | numbering.twice | table3b.csv = table 3, 2 times -> one number each
    - | numbering.missing | tables = no table 4 -> table 4
    ");
}

#[test]
fn columns_that_are_not_the_parts_of_a_total_are_not_added_up() {
    let folder = folder(&[("table1.csv", "area,total,under_18,homes\nNorth,90,20,5\nSouth,70,10,4\n")]);
    let report = check_folder(folder.path(), None).unwrap();
    assert_eq!(lines(&report), Vec::<String>::new());
}

#[test]
fn the_tables_of_the_report_hold_nothing_else_when_nobody_declares_them() {
    let copies = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(printed_folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(number) = name.strip_prefix("table").filter(|name| !name.contains("cells")) {
            std::fs::copy(&path, copies.path().join(format!("copy-of-{number}"))).unwrap();
        }
    }
    let report = check_folder(copies.path(), None).unwrap();
    assert!(report.inferred);
    let arithmetic = [
        Rule::Sum,
        Rule::Share,
        Rule::Change,
        Rule::ChangeFromZero,
        Rule::ChangeSign,
        Rule::Truncated,
        Rule::RankContradicted,
    ];
    let found: Vec<String> =
        report.findings.iter().filter(|finding| arithmetic.contains(&finding.rule)).map(super::line).collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    - | share | copy-of-01.csv | Northern Ireland | pct_of_total_2011_printed = 3.5 -> 3.4
    - | change | copy-of-01.csv | Northern Ireland | pct_change_printed = -63 -> -53
    - | change | copy-of-01.csv | Wales | pct_change_printed = 48 -> 42
    - | rounding.truncated | copy-of-02.csv | Not recorded | pct_change_printed = 126 -> 127
    - | change | copy-of-02.csv | Northern Ireland | pct_change_printed = -65 -> -63
    - | change.from_zero | copy-of-02.csv | Isle of Man | pct_change_printed = 100 -> new
    - | rounding.truncated | copy-of-03.csv | Eastern | pct_change_printed = -65 -> -66
    - | change.sign | copy-of-03.csv | North West | pct_change_printed = 10 -> -11
    - | rank.contradicted | copy-of-25.csv | Romania | position_2009 = 8 -> before 7
    ");
}
