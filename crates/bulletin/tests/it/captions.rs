//! What captions say, and the figures that a share needs its denominator for.

use manumit_bulletin::table::Cell;

use crate::population::release;

fn notes(id: &str) -> &'static [String] {
    &release().find(id).unwrap().caption.notes
}

#[test]
fn table_one_and_table_two_say_why_they_differ() {
    assert_eq!(
        notes("table01"),
        [
            "Northern Ireland: 15 by UK country here, 12 by region of presentation in table 2; the difference has no region recorded",
            "Scotland: 96 by UK country here, 86 by region of presentation in table 2; the difference has no region recorded",
            "Wales: 34 by UK country here, 26 by region of presentation in table 2; the difference has no region recorded",
            "1 referral presented in the Isle of Man is counted in England",
        ]
    );
    assert_eq!(
        notes("table02")[..2],
        [
            "177 have no region recorded: 156 England, 3 Northern Ireland, 10 Scotland, 8 Wales",
            "1 referral presented in the Isle of Man is counted in England in table 1",
        ]
    );
    assert_eq!(
        notes("fig02"),
        ["875 referrals have a linked immigration interest: 777 Home Office, 98 Home Office hosted in UKHTC"]
    );
}

#[test]
fn a_share_is_printed_with_each_of_its_denominators() {
    let decisions = release().find("decisions").unwrap();
    let shares = |row: &str| {
        ["pct_of_all", "pct_of_decided", "pct_of_referrals"].map(|c| decisions.find(row, c).unwrap().to_string())
    };
    assert_eq!(shares("Reasonable grounds · Positive"), ["68.9", "73.9", "68.9"]);
    assert_eq!(shares("Conclusive grounds · Positive"), ["58.9", "71.4", "40.6"]);
    assert_eq!(shares("Conclusive grounds · Pending"), ["12.9", "", "8.9"]);
    assert_eq!(
        decisions.caption.denominators,
        [
            "pct_of_all: share of all who reached the stage, decided or not (Reasonable grounds 1,106 of 1,186 decided; Conclusive grounds 674 of 817 decided)",
            "pct_of_decided: share of those decided at the stage (Reasonable grounds 1,106 of 1,186 decided; Conclusive grounds 674 of 817 decided)",
            "pct_of_referrals: share of all 1,186 referrals of the year",
        ]
    );
}

#[test]
fn every_table_with_a_small_count_in_a_cell_or_a_note_says_that_it_is_not_protected() {
    let notice = "internal view: cells below 10 are not protected; not for publication";
    let mut marked = Vec::new();
    for table in &release().tables {
        let small = table.rows.iter().flatten().any(|cell| matches!(cell, Cell::Count(1..10)));
        let said = table.caption.small_cells.as_deref();
        assert!(said == Some(notice) || (said.is_none() && !small), "{}", table.id);
        marked.extend(said.map(|_| table.id.as_str()));
    }
    // Tables 1, 6 and 7 and figure 3 have no small cell; a note of each gives one away.
    let expected =
        "table01 table02 table03 table05 table06 table07 table08 table09 table23 table25 fig03 fig06 decisions";
    assert_eq!(marked.join(" "), expected);
}

#[test]
fn earlier_years_are_published_figures_and_the_caption_says_so() {
    let caption = &release().find("table22").unwrap().caption;
    assert_eq!(caption.calendar, "calendar years 2009 to 2012; 2009 is April to December only (part year)");
    assert_eq!(caption.cut_off, "31 March 2013");
    assert_eq!(
        caption.sources[2..],
        [
            "2011: published figures (IDMG second report, October 2013, 3.2 table 22); the extract has no referral of that year",
            "2012: counted from the extract",
        ]
    );
    let table06 = &release().find("table06").unwrap().caption;
    assert!(table06.sources[0].contains("in part derived"), "{}", table06.sources[0]);
    assert_eq!(
        table06.notes,
        [
            "The 10 rows shown hold 806 of 1,186 referrals of 2012 (68%)",
            "Without a row and a rank: Nationality in doubt 10, Unknown 1",
        ]
    );
}
