//! The report as printed: every defect that its tables and its stated numbers hold is found, and none is invented.

use std::collections::BTreeMap;

use super::{super::Severity, lines, printed_folder, printed_report};

#[test]
fn the_report_as_printed_has_exactly_these_findings() {
    insta::assert_snapshot!(lines(&printed_report()).join("\n"));
}

#[test]
fn the_report_for_people_reads_as_agreed() {
    insta::assert_snapshot!(printed_report().to_text());
}

/// AT82, and the defects of the statements in the text. D12 needs an earlier release, D16 the running text, D22 is no
/// defect of a figure.
#[test]
fn every_defect_of_the_catalogue_that_the_files_hold_is_found() {
    let mut by_defect: BTreeMap<String, usize> = BTreeMap::new();
    for finding in printed_report().findings {
        *by_defect.entry(finding.defect.unwrap_or_else(|| "none".to_owned())).or_default() += 1;
    }
    let found: Vec<(&str, usize)> = by_defect.iter().map(|(defect, count)| (defect.as_str(), *count)).collect();
    assert_eq!(
        found,
        [
            ("D01", 1),
            ("D02", 1),
            ("D03", 2),
            ("D04", 2),
            ("D05", 1),
            ("D06", 1),
            ("D07", 2),
            ("D08", 3),
            ("D09", 7),
            ("D10", 1),
            ("D11", 1),
            ("D13", 16),
            ("D14", 1),
            ("D15", 3),
            ("D17", 1),
            ("D18", 1),
            ("D19", 1),
            ("D20", 1),
            ("D21", 1),
            ("none", 10),
        ]
    );
}

#[test]
fn findings_without_a_catalogue_number_are_these() {
    let report = printed_report();
    let unnumbered: Vec<String> = lines(&report).into_iter().filter(|line| line.starts_with('-')).collect();
    insta::assert_snapshot!(unnumbered.join("\n"), @r"
    - | share | table01.csv | Northern Ireland | pct_of_total_2011_printed = 3.5 -> 3.4
    - | rounding.precision | table01.csv | Northern Ireland, Wales | pct_of_total_2011_printed = 3.5, 2.5 -> 0 decimal places
    - | rounding.truncated | table03.csv | Eastern | pct_change_printed = -65 -> -66
    - | rounding.truncated | table10.csv | Bangladesh | pct_change_printed = 66 -> 67
    - | rank.contradicted | table25.csv | Romania | position_2009 = 8 -> before 7
    - | axis.short | prose.csv | 1.17 / adult sexual exploitation referrals | value = 378 -> at most 350
    - | direction | prose.csv | referrals in Scotland = rose -> fell
    - | leaders | prose.csv | girls sexually exploited: Nigerians, then Ugandans and Vietnamese = Nigeria 25, Uganda 1, Vietnam 9 -> Nigeria 25, UK 20, Albania 11, Vietnam 9
    - | majority | prose.csv | Vietnamese males in cannabis farms, of forced labour cases = the majority -> at most 24.2%
    - | period.covered | prose.csv | convictions in England and Wales in 2012 = 2012 -> 2009, 2010, 2011, 2012
    ");
}

#[test]
fn a_figure_that_fits_other_counts_says_which() {
    let report = printed_report();
    let fits = |defect: &str| {
        let of = |finding: &&super::Finding| finding.defect.as_deref() == Some(defect);
        report.findings.iter().filter(of).filter_map(|finding| finding.fits.clone()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(fits("D01"), @"It fits table 2, where 32 to 12 is -62.5%.");
    insta::assert_snapshot!(fits("D02"), @"It would fit 23 to 34, which is 47.8%.");
    insta::assert_snapshot!(fits("D03"), @r"
    It fits all referrals, those pending, suspended and withdrawn included: 817 of 1186 is 68.9%.
    It fits all positive reasonable grounds decisions, those pending, suspended and withdrawn included: 481 of 817 is 58.9%.
    ");
    insta::assert_snapshot!(fits("D04"), @"It would fit 32 to 11, which is -65.6%, truncated.");
    insta::assert_snapshot!(fits("D08"), @r"
    The 3 may be among the 177 of Not recorded there.
    The 10 may be among the 177 of Not recorded there.
    The 8 may be among the 177 of Not recorded there.
    ");
    insta::assert_snapshot!(fits("D10"), @"It is the number of minors alone (table 8).");
}

#[test]
fn tables_without_the_text_hold_the_defects_of_the_tables_only() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(printed_folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name != "prose.csv" {
            std::fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let alone = super::check_folder(folder.path(), None).unwrap();
    let with_text = printed_report();
    let of_tables = |report: &super::Report| -> Vec<String> {
        report.findings.iter().filter(|finding| finding.place.file != "prose.csv").map(super::line).collect()
    };
    assert_eq!(lines(&alone), of_tables(&with_text));
    assert_eq!(alone.checks + prose_checks(&alone), with_text.checks);
}

/// Every check that the missing statements skip is one comparison.
fn prose_checks(report: &super::Report) -> usize {
    report.skipped.iter().filter(|skipped| skipped.why.contains("prose.csv")).count()
}

#[test]
fn counts_add_up_and_the_order_is_the_order_of_the_report() {
    let report = printed_report();
    assert_eq!(report.checks, report.held + report.findings.len());
    assert_eq!(report.findings.len(), report.count(Severity::Defect) + report.count(Severity::Caution));
    assert!(report.held > 700, "only {} comparisons hold", report.held);
    assert!(!report.passes());
    assert_eq!(report, printed_report());
    let files: Vec<&str> = report.findings.iter().map(|finding| finding.place.file.as_str()).collect();
    let first = |file: &str| files.iter().position(|other| *other == file).unwrap();
    assert!(first("table01.csv") < first("table10.csv") && first("table10.csv") < first("table23.csv"));
    assert!(first("table25.csv") < first("table11.csv") && first("table11.csv") < first("prose.csv"));
}

#[test]
fn csv_and_json_carry_every_finding() {
    let report = printed_report();
    let csv = report.to_csv().unwrap();
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), report.findings.len());
    let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), report.findings.len());
    assert_eq!(json["held"], report.held);
    let first = &json["findings"][0];
    assert_eq!((&first["rule"], &first["file"], &first["line"]), (&"share".into(), &"table01.csv".into(), &3.into()));
    let rules = "name = \"ours\"\n[[table]]\nid = \"a\"\nfile = \"a.csv\"\nunit = \"referrals\"\n\
                 [[sum]]\ntable = \"a\"\ncolumns = [\"cases\"]\ntotal_row = \"Total\"\n";
    let report = super::check_with(rules, &[("a.csv", "place,cases\nX,1\nY,2\nTotal,4\n")]);
    insta::assert_snapshot!(report.to_csv().unwrap(), @r"
    severity,defect,rule,class,file,table,paragraph,line,row,column,unit,calendar,printed,computed,words,working,fits
    defect,,sum,arithmetic,a.csv,a,,4,Total,cases,referrals,,4,3,A total is the sum of what it totals.,What it totals adds up to 3.,
    ");
    insta::assert_snapshot!(report.to_json().unwrap(), @r#"
    {
      "rules": "ours",
      "inferred": false,
      "checks": 1,
      "held": 0,
      "findings": [
        {
          "rule": "sum",
          "severity": "defect",
          "class": "arithmetic",
          "defect": null,
          "file": "a.csv",
          "table": "a",
          "paragraph": null,
          "line": 4,
          "row": "Total",
          "column": "cases",
          "unit": "referrals",
          "calendar": null,
          "printed": "4",
          "computed": "3",
          "words": "A total is the sum of what it totals.",
          "working": "What it totals adds up to 3.",
          "fits": null
        }
      ],
      "skipped": []
    }
    "#);
}
