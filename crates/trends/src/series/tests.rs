use proptest::prelude::*;

use super::*;

fn refusal(text: &str) -> String {
    read(text.as_bytes()).expect_err("not a file of series").to_string()
}

#[test]
fn every_way_of_writing_a_period_is_read() {
    for (text, calendar) in [
        ("date,a\n2012-07-30,1\n2012-08-06,2\n", Calendar::Week),
        ("date,a\n2012-07-01,1\n2012-08-01,2\n", Calendar::Month),
        ("date,a\n2012-07-01,1\n2012-10-01,2\n", Calendar::Quarter),
        ("date,a\n2012-07-01,1\n2013-07-01,2\n", Calendar::Year),
        ("date,a\n2012-07-01,1\n2012-07-02,2\n", Calendar::Day),
        ("period,a\n2012-W52,1\n2013-W01,2\n", Calendar::Week),
        ("period,a\n2012-12,1\n2013-01,2\n", Calendar::Month),
        ("period,a\n2012-Q4,1\n2013-Q1,2\n", Calendar::Quarter),
        ("k,period,a\n1,2012,1\n2,2013,2\n", Calendar::Year),
    ] {
        let file = read(text.as_bytes()).expect(text);
        assert_eq!((file.calendar, &file.series[0].counts), (calendar, &vec![1, 2]), "{text}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_line_field_value_and_remedy() {
    for (text, said) in [
        (
            "date,a\n2012-01,1\n2012-02,2\n2012-04,3\n",
            "line 4, field date: \"2012-04\" leaves a gap after \"2012-02\", in a series of one month after another; write the row of 2012-03",
        ),
        (
            "date,a\n2012-01,1\n2012-02,2\n2012-02,3\n",
            "line 4, field date: \"2012-02\" stands twice; write the row of 2012-03",
        ),
        (
            "date,a\n2012-01,1\n2012-02,2\n2012-01,3\n",
            "line 4, field date: \"2012-01\" goes back in time after \"2012-02\"; write the row of 2012-03",
        ),
        (
            "date,a\n2012-01,1\n2012-Q2,2\n",
            "line 3, field date: \"2012-Q2\" is not written like \"2012-01\" of line 2; write the row of 2012-02",
        ),
        (
            "date,a\n2012-01-02,1\n2012-01-09,2\n2012-02-01,3\n",
            "line 4, field date: \"2012-02-01\" is off the calendar of the rows before, one week after another; write the row of 2012-01-16",
        ),
        (
            "date,a\n2012-01-31,1\n2012-02-29,2\n",
            "line 3, field date: \"2012-02-29\" is not one day, week, month, quarter or year after \"2012-01-31\"; write every period once, in order, months and longer from their first day",
        ),
        ("date,a\n2012-01,1\n2012-02,-2\n", "line 3, field a: \"-2\" is a negative count; write how many there were"),
        (
            "date,a\n2012-01,1\n2012-02,2.5\n",
            "line 3, field a: \"2.5\" is not a whole number; write the count in digits only, without commas or points",
        ),
        (
            "date,a\n2012-01,1\n2012-02,\n",
            "line 3, field a: \"\" is empty; write 0 if there was none, and cut the series if nobody counted",
        ),
        (
            "date,a\n2012-01,1\n2012-13,2\n",
            "line 3, field date: \"2012-13\" is not a period; write 2012-07-30, 2012-W31, 2012-07, 2012-Q3 or 2012",
        ),
        (
            "k,date,a\n1,2012-01,1\n3,2012-02,2\n",
            "line 3, field k: \"3\" is not the running number of its row; write 2, or leave the column out",
        ),
        (
            "date,a\n2012-01,1\n2012-02\n",
            "line 3: the row has 1 cells under 2 headings; write one for each heading, 0 for none",
        ),
        ("a,b\n1,2\n", "line 1, headings: \"a,b\" have no date; name the column of the periods date"),
        ("date,a,a\n2012,1,2\n2013,1,2\n", "line 1, heading 3: \"a\" stands twice; give every series its own name"),
        (
            "date,k\n2012,1\n2013,2\n",
            "line 1, headings: \"date,k\" name no series; add one column of counts for each series",
        ),
        ("date,a\n2012,1\n", "the file has 1 rows under its heading; a series needs at least two periods"),
        ("", "the file has 0 rows under its heading; a series needs at least two periods"),
    ] {
        assert_eq!(refusal(text), said);
    }
}

#[test]
fn weeks_fall_into_the_month_of_their_thursday_and_cut_months_are_left_out() {
    let first = Date::constant(2012, 1, 9);
    let weeks = Series::starting("a", Calendar::Week, first, vec![1; 12]);
    let months = weeks.by_month();
    assert_eq!(months.dates, [Date::constant(2012, 2, 1), Date::constant(2012, 3, 1)]);
    assert_eq!(months.counts, [4, 5]);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(bytes.as_slice());
    }

    #[test]
    fn anything_like_a_file_is_read_or_refused_in_words(text in "(k,)?date(,[ab]){0,3}\n(([0-9]{1,3},)?(20[0-9]{2}-[0-9W Q]{2,3}(-[0-9]{2})?|[0-9]{4})(,(-?[0-9]{0,3}|x)){0,3}\r?\n){0,8}") {
        match read(text.as_bytes()) {
            Ok(file) => prop_assert!(file.series.iter().all(|series| series.len() == series.dates.len() && series.len() >= 2)),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn what_is_written_is_read(counts in prop::collection::vec(0_u64..5000, 2..60), step in 0_usize..5, year in 1900_i16..2100) {
        let calendar = [Calendar::Day, Calendar::Week, Calendar::Month, Calendar::Quarter, Calendar::Year][step];
        let series = Series::starting("a", calendar, Date::constant(2000, 1, 1).with().year(year).build().unwrap(), counts);
        let rows: String = series.dates.iter().zip(&series.counts).map(|(day, count)| format!("{day},{count}\n")).collect();
        let file = read(format!("date,a\n{rows}").as_bytes()).unwrap();
        prop_assert_eq!(file.calendar, calendar);
        prop_assert_eq!(&file.series[0], &series);
    }
}
