//! Single rules, each on the smallest table that can break it.

use super::{check_with, lines};

const CHANGE: &str = "name = \"t\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\n\
                      [[change]]\ntable = \"t\"\ncolumn = \"pct_change\"\nfrom = \"was\"\nto = \"is\"\n";

fn change(row: &str) -> Vec<String> {
    let report = check_with(CHANGE, &[("t.csv", &format!("label,was,is,pct_change\nX,{row}\n"))]);
    lines(&report).iter().map(|line| line.replace(" | t.csv | X | pct_change", "")).collect()
}

#[test]
fn a_change_follows_or_is_explained() {
    let none: [&str; 0] = [];
    for right in
        ["4,5,25", "4,3,-25%", "8,9,13", "8,7,-13", "4,4,0", "4,4,No change", "0,3,new", ",3,new", "0,3,", "8,9,12.5"]
    {
        assert_eq!(change(right), none, "{right}");
    }
    assert_eq!(change("78,177,126"), ["- | rounding.truncated = 126 -> 127"]);
    assert_eq!(change("38,34,11"), ["- | change.sign = 11 -> -11"]);
    assert_eq!(change("38,34,10"), ["- | change.sign = 10 -> -11"]);
    assert_eq!(change("0,1,100"), ["- | change.from_zero = 100 -> new"]);
    assert_eq!(change("0,0,new"), ["- | change.from_zero = new -> no change"]);
    assert_eq!(change("4,5,new"), ["- | change = new -> 25"]);
    assert_eq!(change("4,5,no change"), ["- | change = no change -> 25"]);
    assert_eq!(change("40,50,40"), ["- | change = 40 -> 25"]);
}

#[test]
fn a_change_without_its_base_must_come_from_a_whole_number() {
    let rules = "name = \"t\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\n\
                 [[whole_base]]\ntable = \"t\"\ncolumn = \"pct_change\"\ncount = \"is\"\n";
    let table = "label,is,pct_change\nA,10,66\nB,10,67\nC,3,-40\nD,3,-41\nE,13,No change\n";
    let report = check_with(rules, &[("t.csv", table)]);
    assert_eq!(
        lines(&report),
        [
            "- | rounding.truncated | t.csv | A | pct_change = 66 -> 67",
            "- | change.whole_base | t.csv | D | pct_change = -41 -> no whole number"
        ]
    );
    assert_eq!(report.held, 2);
}

#[test]
fn ranks_follow_from_counts_and_ties_share_a_rank() {
    let rules = |complete: bool| {
        format!(
            "name = \"t\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\n\
             [[rank]]\ntable = \"t\"\nrank = \"rank\"\ncount = \"n\"\ncomplete = {complete}\n"
        )
    };
    let found =
        |complete, rows: &str| lines(&check_with(&rules(complete), &[("t.csv", &format!("label,rank,n\n{rows}"))]));
    let none: [&str; 0] = [];
    assert_eq!(found(true, "A,1,9\nB,2=,4\nC,2=,4\nD,4,1\nE,N/A,0\n"), none);
    assert_eq!(
        found(true, "A,1,9\nB,2,4\nC,3,4\n"),
        ["- | rank.tie_broken | t.csv | B, C | rank = 2, 3 -> 2 for each"]
    );
    assert_eq!(found(true, "A,1,9\nB,3,4\n"), ["- | rank.contradicted | t.csv | B | rank = 3 -> 2"]);
    assert_eq!(found(false, "A,1,9\nB,13,4\n"), none);
    assert_eq!(found(false, "A,1,9\nB,1,4\n"), ["- | rank.contradicted | t.csv | B | rank = 1 -> after 1"]);
    assert_eq!(found(false, "A,8,4\nB,7,9\nC,6,5\n"), ["- | rank.contradicted | t.csv | B | rank = 7 -> before 6"]);
}

const TWO: &str = "name = \"t\"\n[[table]]\nid = \"a\"\nfile = \"a.csv\"\n[[table]]\nid = \"b\"\nfile = \"b.csv\"\n";

#[test]
fn columns_are_matched_by_label_whatever_its_case() {
    let rules = format!(
        "{TWO}[[match]]\nbecause = \"both count\"\nleft = \"a | * | n\"\nright = [\"b | * | n\"]\nlabels = {{ Rest = \"other\" }}\n"
    );
    let report = check_with(
        &rules,
        &[
            ("a.csv", "x,n\nNorth,1\nSouth,2\nRest,3\nTotal,9\n"),
            ("b.csv", "x,n\nNORTH,1\nsouth,5\nOther,3\nTotal,8\n"),
        ],
    );
    assert_eq!(lines(&report), ["- | margin | a.csv | South | n = 2 -> 5"]);
    assert_eq!(report.held, 2);
    let report = check_with(&rules, &[("a.csv", "x,n\nNorth,1\n"), ("b.csv", "x,n\nEast,1\n")]);
    assert_eq!((report.checks, report.skipped.len()), (0, 1));
}

#[test]
fn tables_are_numbered_without_a_gap_a_double_or_a_step_back() {
    let mut rules = "name = \"t\"\n[[numbering]]\nseries = \"table\"\n".to_owned();
    let numbers = [1, 2, 5, 6, 3, 6];
    let files: Vec<String> = (0..numbers.len()).map(|index| format!("t{index}.csv")).collect();
    for (number, file) in numbers.iter().zip(&files) {
        rules += &format!("[[table]]\nid = \"{file}\"\nfile = \"{file}\"\nseries = \"table\"\nnumber = {number}\n");
    }
    let tables: Vec<(&str, &str)> = files.iter().map(|file| (file.as_str(), "a\n1\n")).collect();
    assert_eq!(
        lines(&check_with(&rules, &tables)),
        [
            "- | numbering.order | t4.csv = 5, 6 before 3 -> rising numbers",
            "- | numbering.twice | t5.csv = table 6, 2 times -> one number each",
            "- | numbering.missing | tables = no table 4 -> table 4"
        ]
    );
}

#[test]
fn a_mean_with_its_median_in_the_same_paragraph_does_not_stand_alone() {
    let rules = "name = \"t\"\n[[table]]\nid = \"prose\"\nfile = \"prose.csv\"\nkey = [\"paragraph\", \"statement\"]\n\
                 [[mean]]\nsays = \"The stay\"\nvalue = \"prose | 1.1 / average stay | value\"\n\
                 of = \"prose | 1.1 / people | value\"\nbeside = \"statement\"\n";
    let prose = |more: &str| format!("paragraph,statement,value\n1.1,average stay,73\n1.1,people,10\n{more}");
    assert_eq!(check_with(rules, &[("prose.csv", &prose("1.2,median stay,40\n"))]).findings.len(), 1);
    assert_eq!(check_with(rules, &[("prose.csv", &prose("1.1,median stay,40\n"))]).findings.len(), 0);
}

#[test]
fn passages_hold_when_they_name_the_right_table_period_and_columns() {
    let rules = "name = \"t\"\n[[table]]\nid = \"prose\"\nfile = \"prose.csv\"\n\
                 [[table]]\nid = \"a\"\nfile = \"a.csv\"\nseries = \"table\"\nnumber = 14\n\
                 [[passage]]\nparagraph = \"1\"\nquote = \"(table 14 above)\"\nrule = \"cross_reference\"\nabout = \"a\"\n\
                 [[passage]]\nparagraph = \"2\"\nquote = \"in 2011 and 2012\"\nrule = \"coverage\"\nabout = \"a\"\n\
                 [[passage]]\nparagraph = \"3\"\nquote = \"in 2012-13 and 2013-14\"\nrule = \"repeated_period\"\n\
                 [[passage]]\nparagraph = \"4\"\nquote = \"by region\"\nrule = \"promise\"\nabout = \"a\"\npromises = [\"Region\"]\n";
    let report = check_with(rules, &[("prose.csv", "p\n1\n"), ("a.csv", "year,region_n\n2011,1\n2012,2\nTotal,3\n")]);
    assert_eq!((lines(&report), report.held), (vec![], 4));
}

#[test]
fn statements_that_hold_are_held() {
    let rules = format!(
        "{TWO}[[table]]\nid = \"prose\"\nfile = \"prose.csv\"\n\
         [[majority]]\nparagraph = \"1\"\nsays = \"x\"\npart = [\"a | X | n\"]\nwhole = [\"a | * | n\"]\n\
         [[leaders]]\nparagraph = \"2\"\nsays = \"x\"\nstated = [\"X\", \"Y\"]\ncolumn = \"a | * | n\"\n\
         [[direction]]\nparagraph = \"3\"\nsays = \"x\"\ndirection = \"fell\"\nfrom = \"a | X | n\"\nto = \"a | Y | n\"\n\
         [[periods]]\nparagraph = \"4\"\nsays = \"x\"\nvalue = \"a | X | n\"\nfrom = \"a | X | n\"\nfrom_months = 12\n\
         to = \"a | Y | n\"\nto_months = 12\n"
    );
    let report = check_with(&rules, &[("prose.csv", "p\n1\n"), ("a.csv", "x,n\nX,5\nY,2\nZ,1\n")]);
    assert_eq!((lines(&report), report.held), (vec![], 4));
}
