//! Readers take any bytes: they read, or say what is wrong and where.

use manumit_linkage::{error::LinkageError, link::link, model::Model, read, settings::Settings};
use proptest::prelude::*;

fn said(text: &[u8]) -> String {
    match read::csv_text(&super::settings("fake"), "list", text) {
        Err(error) => error.to_string(),
        Ok(records) => records.check().map_or_else(|error| error.to_string(), |warnings| warnings.join(" ")),
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_remedy() {
    let head = "unique_id,first_name,surname,dob,city,email\n";
    let row = "1,Ann,Lee,1970-01-02,York,a@b.c\n";
    assert!(said(b"\xff\xfeu\0n\0").contains("save it again as CSV in UTF-8"));
    assert!(
        said(format!("{head}{row}2,Ann\n").as_bytes()).contains("line 3: there are 2 cells where the headings are 6")
    );
    let latin = [head.as_bytes(), b"1,Ren\xe9,Lee,1970,York,x\n"].concat();
    assert!(said(&latin).contains("line 2: the text is not UTF-8"));
    assert!(said(b"unique_id,first_name\n").contains("there is no column \"surname\""));
    assert!(said(head.replace("city", "dob").as_bytes()).contains("\"dob\" is there twice"));
    assert!(said(format!("{head}{row}{row}").as_bytes()).contains("The identifier 1 is there twice"));
    assert!(said(format!("{head}1,,x,,,\n2,,y,,,\n").as_bytes()).contains("first_name: every value is missing"));
    assert!(said(head.as_bytes()).contains("There are 0 records"));
}

#[test]
fn a_rule_that_explodes_is_refused_with_a_better_one() {
    let mut settings = super::settings("febrl_low");
    settings.blocking.rules = vec![vec!["state".to_owned()]];
    settings.blocking.pairs_per_rule = 50_000;
    let records = read::csv_text(&settings, "febrl3", &super::data("febrl3")).unwrap();
    let refused = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap_err();
    let LinkageError::RuleExplodes { pairs, limit, remedy, .. } = &refused else { panic!("{refused}") };
    assert!(*pairs > 1_000_000 && *limit == 50_000, "{refused}");
    assert!(remedy.contains("Write state + "), "{remedy}");
}

#[test]
fn spilling_to_disk_changes_nothing() {
    let settings = super::settings("febrl_low");
    let records = read::csv_text(&settings, "febrl_c_1000", &super::data("febrl_c_1000")).unwrap();
    let kept = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
    let mut frugal = settings.clone();
    frugal.blocking.memory = 1 << 20;
    let spilled = link(&frugal, &records, None, &Default::default(), &|_| {}).unwrap();
    assert_eq!(kept.edges, spilled.edges);
    assert_eq!(kept.labels, spilled.labels);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = said(&bytes);
        let head = b"unique_id,first_name,surname,dob,city,email\n";
        let _ = said(&[head.as_slice(), &bytes].concat());
        let _ = Model::from_json(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_settings_are_read_or_refused(text in "[a-z_=\\[\\]\"\n .0-9]{0,200}") {
        let _ = Settings::parse(&text);
    }
}
