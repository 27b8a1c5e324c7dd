use manumit_disclosure::{
    cell_key::{NoiseTable, record_key},
    policy::{Audience, Policy},
    synthesis::noise::Secret,
};
use proptest::prelude::*;

use super::*;
use crate::{
    definition::Definitions,
    extract::{CURRENT, Column, Extract, ExtractBuilder, VersionRow, day_number},
    period::Period,
    table::{Cell, Table},
};

const LEAST: u64 = 10;

fn day(text: &str) -> i32 {
    day_number(text.parse().unwrap())
}

/// Referrals of the first half of 2026, and their keys: 240 in a regular pattern, and one of a nationality of their own.
fn record() -> (Extract, RecordKeys) {
    let mut builder = ExtractBuilder::synthetic();
    let mut keys = RecordKeys::default();
    for row in 0..241_u32 {
        let received_on = day("2026-01-05") + i32::try_from(row % 170).unwrap();
        let nationality = if row == 240 { "Ruritania" } else { ["Albania", "Vietnam", "UK"][row as usize % 3] };
        let version = VersionRow {
            row,
            recorded_from: received_on,
            recorded_to: CURRENT,
            received_on,
            sex: ["Female", "Male"][row as usize % 2],
            nationality,
            exploitation_type: ["Labour", "Criminal", "Sexual", ""][row as usize % 4],
            uk_country: "England",
            screening_outcome: if row % 40 == 7 { "void" } else { "accepted" },
            reasonable_grounds: "Pending",
            ..VersionRow::default()
        };
        // A decision is another version of the same record.
        if row % 5 == 0 {
            let decided = received_on + 30;
            builder.push(VersionRow { recorded_to: decided, ..version }).unwrap();
            let positive = VersionRow {
                recorded_from: decided,
                reasonable_grounds: "Positive",
                reasonable_grounds_on: Some(decided),
                ..version
            };
            builder.push(positive).unwrap();
        } else {
            builder.push(version).unwrap();
        }
        keys.push(record_key(&Secret([7; 32]), &format!("pseudonym {row}")));
    }
    (builder.finish().unwrap(), keys)
}

fn quarter(text: &str) -> Period {
    text.parse().unwrap()
}

fn by(names: &[&str]) -> Vec<Dimension> {
    names.iter().map(|name| Dimension::find(name).unwrap()).collect()
}

fn question(names: &[&str], only: &[(&str, &str)]) -> Question {
    Question {
        measure: Measure::Referrals,
        from: quarter("2026-Q1"),
        to: quarter("2026-Q2"),
        by: by(names),
        only: only.iter().map(|(name, value)| (Column::find(name).unwrap(), vec![(*value).to_owned()])).collect(),
    }
}

fn protected((extract, keys): &(Extract, RecordKeys), question: &Question, on: &str) -> Counted {
    question.check().unwrap();
    let noise = NoiseTable::new(LIMITS).unwrap();
    let view = View::Protected { keys, noise: &noise, least: LEAST };
    count(question, extract.as_at(day(on)), &Definitions::quarterly().unwrap().bulletin, view)
}

fn unprotected((extract, _): &(Extract, RecordKeys), question: &Question, on: &str) -> Counted {
    count(question, extract.as_at(day(on)), &Definitions::quarterly().unwrap().bulletin, View::Unprotected)
}

fn shown(table: &Table) -> String {
    let rows = table.rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    let header = table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>().join(",");
    [header].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn the_same_people_are_counted_the_same_by_every_way(
        sex in prop::sample::select(vec!["Female", "Male"]),
        nation in prop::sample::select(vec!["Albania", "Vietnam", "UK", "Ruritania"]),
        kind in prop::sample::select(vec!["Labour", "Criminal", "Sexual", "Not recorded"]),
        order in Just(vec!["sex", "nationality", "exploitation_type"]).prop_shuffle(),
        filtered in 0_usize..4,
    ) {
        let record = record();
        let value = |name: &str| match name { "sex" => sex, "nationality" => nation, _ => kind };
        let (only, names) = order.split_at(filtered.min(3));
        let only: Vec<(&str, &str)> = only.iter().map(|name| (*name, value(name))).collect();
        let asked = protected(&record, &question(names, &only), "2026-07-31");
        let cell: Vec<Option<&str>> = names.iter().map(|name| Some(value(name))).collect();
        let plain = protected(&record, &question(&["sex", "nationality", "exploitation_type"], &[]), "2026-07-31");
        prop_assert_eq!(asked.find(&cell), plain.find(&[Some(sex), Some(nation), Some(kind)]));
        // The total of what is filtered is a cell too.
        let all = vec![None; names.len()];
        let direct: Vec<Option<&str>> = ["sex", "nationality", "exploitation_type"]
            .iter()
            .map(|name| only.iter().find(|(filter, _)| filter == name).map(|(_, value)| *value))
            .collect();
        prop_assert_eq!(asked.find(&all), plain.find(&direct));
    }
}

#[test]
fn the_same_people_are_counted_the_same_on_two_days_and_extracted_again() {
    let (record, again) = (record(), record());
    let asked = question(&["sex"], &[]);
    let (june, july) = (protected(&record, &asked, "2026-06-30"), protected(&record, &asked, "2026-07-31"));
    assert_eq!(june.find(&[Some("Female")]), july.find(&[Some("Female")]), "decisions moved, nobody came");
    assert_eq!(protected(&again, &asked, "2026-07-31"), july);
}

#[test]
fn nothing_below_the_least_is_shown_and_one_person_looks_like_nobody() {
    let record = record();
    for names in [&["nationality"][..], &["nationality", "sex"], &["quarter", "exploitation_type", "nationality"]] {
        let counted = protected(&record, &question(names, &[]), "2026-07-31");
        let table = counted.table(&Definitions::quarterly().unwrap().bulletin);
        assert!(!table.has_small_cells(LEAST), "{}", shown(&table));
        assert!(!shown(&table).contains("Ruritania"), "{}", shown(&table));
        assert!(!counted.picture().unwrap_or_default().contains("Ruritania"));
    }
    let only = |nation| {
        protected(&record, &question(&["sex"], &[("nationality", nation)]), "2026-07-31")
            .table(&Definitions::quarterly().unwrap().bulletin)
    };
    assert_eq!(only("Ruritania").rows, only("Atlantis").rows);
    assert_eq!(only("Ruritania").rows, [[Cell::Text("Total".to_owned()), Cell::Text("[low]".to_owned())]]);
}

#[test]
fn the_unprotected_answer_is_the_true_one_and_says_so() {
    let record = record();
    let counted = unprotected(&record, &question(&["nationality"], &[]), "2026-07-31");
    let table = counted.table(&Definitions::quarterly().unwrap().bulletin);
    // Six of the 241 are void.
    assert_eq!(counted.find(&[None]), Some(235));
    assert_eq!(counted.find(&[Some("Ruritania")]), Some(1));
    assert!(table.caption.small_cells.unwrap().contains("not for publication"));
    let early = unprotected(&record, &question(&[], &[]), "2026-01-05");
    assert_eq!(early.find(&[]), Some(2), "as at the first day two referrals stood in the record");
}

#[test]
fn decisions_are_counted_in_the_quarter_in_which_they_were_made() {
    let record = record();
    let asked = Question { measure: Measure::ReasonableGrounds, ..question(&["quarter", "reasonable_grounds"], &[]) };
    let counted = unprotected(&record, &asked, "2026-12-31");
    // Thirty days after receipt: of every fifth referral, those received by 1 March, and then by 31 May.
    assert_eq!(counted.find(&[Some("2026-Q1"), Some("Positive")]), Some(24));
    assert_eq!(counted.find(&[Some("2026-Q2"), Some("Positive")]), Some(21));
    assert_eq!(counted.find(&[None, None]), Some(45));
    assert_eq!(counted.find(&[None, Some("Pending")]), None);
}

/// The last quarter is over, and of the first everybody undecided waited at its end.
#[test]
fn what_waits_is_counted_at_the_end_of_each_quarter_and_never_added_over_quarters() {
    let record = record();
    let waiting = |names| Question { measure: Measure::AwaitingReasonableGrounds, ..question(names, &[]) };
    let counted = unprotected(&record, &waiting(&["quarter", "sex"]), "2026-07-31");
    let referrals = unprotected(&record, &question(&["quarter"], &[]), "2026-07-31").find(&[Some("2026-Q1")]);
    let decided = Question { measure: Measure::ReasonableGrounds, ..question(&["quarter"], &[]) };
    let decided = unprotected(&record, &decided, "2026-12-31").find(&[Some("2026-Q1")]);
    let waited = counted.find(&[Some("2026-Q1"), None]);
    assert_eq!(waited.zip(decided).map(|(waited, decided)| waited + decided), referrals);
    assert_eq!(counted.find(&[None, None]), None);
    assert_eq!(counted.find(&[None, Some("Female")]), None);
    let table = counted.table(&Definitions::quarterly().unwrap().bulletin);
    assert!(!table.has_total && table.rows.len() == 2, "{}", shown(&table));
    assert!(shown(&table).starts_with("quarter,Female,Male,total"), "{}", shown(&table));
    assert_eq!(waiting(&["sex"]).check(), Err(QuestionError::StockOfSeveral(Measure::AwaitingReasonableGrounds)));
    let one = Question { from: quarter("2026-Q2"), ..waiting(&["sex"]) };
    assert_eq!(one.check(), Ok(()));
    assert!(unprotected(&record, &one, "2026-07-31").find(&[None]) > waited);
}

#[test]
fn several_values_of_a_filter_say_nothing_that_they_do_not_say_apart() {
    let record = record();
    let of = |values: &[&str]| Question {
        only: vec![(Column::Nationality, values.iter().map(|value| (*value).to_owned()).collect())],
        ..question(&["sex"], &[])
    };
    let asked = |values: &[&str]| protected(&record, &of(values), "2026-07-31").find(&[Some("Male")]);
    let both = asked(&["Albania", "Vietnam"]);
    assert_eq!(both, asked(&["Albania"]).zip(asked(&["Vietnam"])).map(|(one, other)| one + other));
    // Whether somebody is of a nationality shows in no set that holds it.
    assert_eq!(asked(&["Albania", "Vietnam", "Ruritania"]), both);
    assert_eq!(asked(&["Albania", "Vietnam", "Atlantis"]), both);
    let true_one = |values: &[&str]| unprotected(&record, &of(values), "2026-07-31").find(&[None]);
    assert_eq!(true_one(&["Albania", "Ruritania"]), true_one(&["Albania"]).map(|count| count + 1));
    assert_eq!(of(&["Albania", "UK"]).filters(), "nationality Albania or UK");
    assert!(matches!(of(&["UK", "UK"]).check(), Err(QuestionError::Twice("Nationality"))));
    let many: Vec<String> = (0..=MOST_VALUES).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(matches!(of(&many).check(), Err(QuestionError::TooManyValues { .. })));
}

#[test]
fn nationality_sex_type_and_nation_never_stand_together_as_dimension_or_filter() {
    let policy = Policy::of(Audience::Public);
    let crossed = [
        question(&["nationality", "sex", "exploitation_type"], &[("uk_country", "England")]),
        question(&["region_of_referral"], &[("sex", "Male"), ("nationality", "UK"), ("exploitation_type", "Labour")]),
        question(&["first_responder", "sex"], &[("nationality", "UK"), ("exploitation_type", "Labour")]),
    ];
    for question in crossed {
        question.check().unwrap();
        let error = question.check_crossings(&policy).unwrap_err();
        assert!(matches!(error, QuestionError::NeverTogether { .. }), "{error}");
    }
    let three = question(&["nationality", "sex", "exploitation_type"], &[]);
    assert_eq!(three.check_crossings(&policy), Ok(()));
    let said = question(&["nationality", "sex", "uk_country"], &[("exploitation_type", "Labour")]);
    let said = said.check_crossings(&policy).unwrap_err().to_string();
    let wanted = "Nationality, Sex, UK country of referral and Exploitation type are never shown together; leave one of them out";
    assert_eq!(said, wanted);
}

#[test]
fn a_question_without_an_answer_is_refused_in_words() {
    let refused = |question: Question| question.check().unwrap_err().to_string();
    let plain = question(&[], &[]);
    assert_eq!(
        refused(Question { from: quarter("2026-Q3"), ..plain.clone() }),
        "2026-Q2 is before 2026-Q3; begin with the earlier quarter"
    );
    assert_eq!(
        refused(Question { from: Period::year(2026), ..plain.clone() }),
        "2026 is no quarter; write one as 2026-Q3"
    );
    let long = Question { from: quarter("0001-Q1"), ..plain };
    assert_eq!(refused(long), "8102 quarters are too many; ask for at most 100");
    assert_eq!(refused(question(&["sex", "sex"], &[])), "Sex is asked for twice; ask for it once");
    assert_eq!(
        refused(question(&["sex", "age_group", "quarter", "uk_country"], &[])),
        "4 dimensions are too many; ask for at most 3"
    );
    assert_eq!(
        refused(question(&["nationality_suspected"], &[])),
        "referrals received cannot be counted by nationality suspected; choose another"
    );
    let twice = question(&[], &[("sex", "Male"), ("sex", "Female")]);
    assert_eq!(refused(twice), "Sex is asked for twice; ask for it once");
}

#[test]
fn keys_show_in_no_debug_output() {
    let (_, keys) = record();
    assert_eq!(format!("{keys:?}"), "RecordKeys(of 241 records)");
}

#[test]
fn a_table_has_its_caption_and_its_picture() {
    let record = record();
    let counted = protected(&record, &question(&["nationality", "sex"], &[]), "2026-07-31");
    let table = counted.table(&Definitions::quarterly().unwrap().bulletin);
    insta::assert_snapshot!("table", format!("{}\n\n{:#?}", shown(&table), table.caption));
    insta::assert_snapshot!("picture", counted.picture().unwrap());
    let over_time = protected(&record, &question(&["quarter", "exploitation_type"], &[]), "2026-07-31");
    insta::assert_snapshot!("picture_over_time", over_time.picture().unwrap());
}
