//! The reader on good, bad and random files.

use manumit_prevalence::{read, table::CaptureTable};
use proptest::prelude::*;

fn refused(text: &str) -> String {
    let refusal = read::table(text).unwrap_err();
    format!("{}: {refusal}", refusal.code())
}

#[test]
fn what_is_wrong_is_named_by_line_column_and_value() {
    let cases = [
        "",
        "a,b,c,count\n",
        "a,a,c,count\n1,0,0,1\n",
        "a,,c,count\n1,0,0,1\n",
        "a,b,c,count\n1,0,0,-1\n",
        "a,b,c,count\n1,0,0,1.5\n",
        "a,b,c,count\n1,0,0,\n",
        "a,b,c,count\n1,0,0,1e3\n",
        "a,b,c,count\n1,0,2,1\n",
        "a,b,c,count\n1,0,,1\n",
        "a,b,c,count\n1,0,0,5\n1,0,0,6\n",
        "a,b,c,count\n0,0,0,5\n",
        "a,b,c,count\n1,0,0,9007199254740993\n",
        "a,b,c,count\n1,0,0,99999999999999999999999\n",
        "a,b,c,count\n1,0\n",
        "a,b,sex,count\n1,0,female,3\n",
        "a,count\n1,4\n",
        "entity,list\np1,\n",
    ];
    let told: Vec<String> = cases.iter().map(|text| format!("{text:?}\n    {}", refused(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_three_shapes_give_one_table() {
    let counted = read::table("a,b,c,count\n1,1,0,2\n0,0,1,1\n").unwrap();
    let people = read::table("a,b,c\n1,1,0\n0,0,1\n1,1,0\n").unwrap();
    let entities = read::table("entity,list\np1,a\np2,a\np2,b\np1,b\np3,c\np1,a\n").unwrap();
    assert_eq!(counted, people);
    assert_eq!(counted, entities);
}

#[test]
fn strata_and_draws_are_tables_of_their_own() {
    let text = "year,a,b,c,count\n2012,1,0,0,5\n2013,1,0,0,7\n2012,0,1,1,2\n";
    let tables = read::tables(text, &["year".to_owned()]).unwrap().tables;
    assert_eq!(
        tables.iter().map(|part| (part.stratum[0].as_str(), part.table.cases())).collect::<Vec<_>>(),
        [("2012", 7), ("2013", 7)]
    );
    let drawn = read::tables("draw,a,b,c,count\n1,1,0,0,5\n2,1,0,0,6\n", &[]).unwrap();
    assert!(drawn.drawn && drawn.tables.len() == 2);
    assert!(read::tables(text, &["town".to_owned()]).unwrap_err().to_string().contains("year, a, b, c, count"));
}

fn any_table() -> impl Strategy<Value = CaptureTable> {
    (3_usize..6).prop_flat_map(|lists| {
        prop::collection::vec(prop_oneof![3 => Just(0_u64), 4 => 0..40_u64, 1 => 0..5_000_u64], 1 << lists).prop_map(
            move |counts| CaptureTable::new((0..lists).map(|list| format!("list {list}")).collect(), counts).unwrap(),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = read::tables(&text, &["x".to_owned()]);
        let _ = read::table(&text);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read::table(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_near_table_makes_the_reader_panic(text in "(a|b|c|count|draw|entity|list|,|\"){1,12}\n(([01]|,|-|[0-9]{1,20}|\"|\n| ){0,40}\n){0,6}") {
        let _ = read::table(&text);
    }

    #[test]
    fn what_is_written_is_read_again(table in any_table()) {
        prop_assume!(table.cases() > 0);
        prop_assert_eq!(read::table(&read::write(&table)).unwrap(), table);
    }
}

mod whole {
    use manumit_prevalence::{
        bootstrap::Resampling,
        estimate::{Settings, estimate},
        parallel::Effort,
        report,
    };

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn no_figure_goes_without_its_interval_on_any_table(table in any_table()) {
            let resampling = Resampling { replicates: 100, seed: 3 };
            let usual = Settings::usual(&table);
            let settings = Settings { resampling, latent: false, sensitivity: false, order: 2, top: 10, ..usual };
            if let Ok(found) = estimate(&table, &settings, &Effort::single()) {
                for method in &found.methods {
                    prop_assert_eq!(method.population.is_some(), !method.intervals.is_empty(), "{:?}", method);
                    prop_assert!(method.population.is_none_or(f64::is_finite), "{:?}", method);
                    prop_assert!(method.population.is_some() != method.refused.is_some(), "{:?}", method);
                }
                prop_assert!(report::html(&found, "a & b").contains("a &amp; b"));
                prop_assert!(!report::text(&found).contains("NaN") && !report::csv(&found).contains("NaN"));
            }
        }
    }
}
