use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::*;

fn lists() -> CodeLists {
    CodeLists::parse(
        include_str!("../../../../policy/exploitation_types.csv"),
        include_str!("../../../../policy/countries.csv"),
        include_str!("../../../../policy/indicators.csv"),
    )
    .unwrap()
}

fn type_on(text: &str, day: Date) -> String {
    lists().exploitation_types.find_on(text, day).map_or_else(|r| r.code.to_owned(), |e| e.code.to_string())
}

const IN_2012: Date = date(2012, 6, 1);
const IN_2020: Date = date(2020, 6, 1);

/// The nationalities in the tables of the 2013 report.
const NATIONALITIES_2012: &str = "Afghanistan, Albania, Algeria, Bangladesh, Brazil, Bulgaria, Cameroon, China, Congo, \
    Czech Republic, Democratic Republic of the Congo, Eritrea, Estonia, Ethiopia, Gambia, Ghana, Guinea, Haiti, Hungary, \
    India, Indonesia, Iran, Italy, Ivory Coast, Jamaica, Kenya, Latvia, Liberia, Libya, Lithuania, Malawi, Malaysia, \
    Moldova, Morocco, Namibia, Nepal, Nigeria, Pakistan, Philippines, Poland, Romania, Russia, Sierra Leone, Slovakia, \
    Somalia, South Africa, Sri Lanka, St Lucia, Tanzania, Thailand, UK, Uganda, Ukraine, USA, Vietnam, Zimbabwe";

#[test]
fn the_scheme_changes_on_its_day() {
    let types = lists().exploitation_types;
    assert_eq!(types.scheme_on(date(2009, 3, 31)), None);
    assert_eq!(types.scheme_on(date(2009, 4, 1)), Some(Scheme::Nrm2009));
    assert_eq!(types.scheme_on(date(2019, 9, 30)), Some(Scheme::Nrm2009));
    assert_eq!(types.scheme_on(date(2019, 10, 1)), Some(Scheme::Nrm2019));
    assert_eq!((types.types_of(Scheme::Nrm2009).count(), types.types_of(Scheme::Nrm2019).count()), (5, 6));
}

#[test]
fn a_type_is_found_by_code_label_or_other_name_in_the_scheme_of_the_day() {
    assert_eq!(type_on("n09.labour", IN_2012), "n09.labour");
    assert_eq!(type_on(" labour  exploitation", IN_2012), "n09.labour");
    assert_eq!(type_on("Unknown or not recorded", IN_2012), "n09.unknown");
    assert_eq!(type_on("Labour", IN_2020), "n19.labour");
    assert_eq!(type_on("County lines", IN_2020), "n19.criminal.county-lines");
    assert_eq!(type_on("Criminal", IN_2012), "exploitation_type.unknown");
    assert_eq!(type_on("n09.labour", IN_2020), "exploitation_type.unknown");
    assert_eq!(type_on("Labour", date(2008, 1, 1)), "exploitation_type.no_scheme");
    for label in [
        "Domestic servitude",
        "Labour exploitation",
        "Organ harvesting",
        "Sexual exploitation",
        "Unknown or not recorded",
    ] {
        assert!(type_on(label, IN_2012).starts_with("n09."), "{label}");
    }
}

#[test]
fn an_unknown_type_is_told_the_codes_of_that_day() {
    let types = lists().exploitation_types;
    insta::assert_snapshot!(types.find_on("Criminal", IN_2012).unwrap_err(), @r#""Criminal" is not an exploitation type on 2012-06-01, when the scheme is nrm-2009. Use one of: n09.domestic-servitude, n09.labour, n09.sexual, n09.organ-harvesting, n09.unknown. (field exploitation_type; exploitation_type.unknown)"#);
    assert!(types.find_on("x", IN_2020).unwrap_err().remedy.contains("n19.criminal"));
}

#[test]
fn no_name_means_two_types_on_one_day() {
    let types = lists().exploitation_types;
    for scheme in [Scheme::Nrm2009, Scheme::Nrm2019] {
        let mut seen = BTreeSet::new();
        for entry in types.iter().filter(|entry| entry.scheme == scheme) {
            let names: BTreeSet<String> = [entry.code.code(), &entry.label]
                .into_iter()
                .map(folded)
                .chain(entry.aliases.iter().map(|a| folded(a)))
                .collect();
            for name in names {
                assert!(seen.insert(name.clone()), "{name}");
            }
        }
    }
}

#[test]
fn labour_before_2019_cannot_be_read_as_one_later_type() {
    let lists = lists();
    let labour = lists.exploitation_types.find_on("n09.labour", IN_2012).unwrap();
    let later: Vec<&str> = labour.maps_to_nrm2019.iter().map(ExploitationType::code).collect();
    assert_eq!(later, ["n19.labour", "n19.criminal"]);
    assert_eq!(lists.exploitation_types.of(&labour.code), Some(labour));
}

#[test]
fn every_nationality_of_the_2013_report_has_one_code_and_prints_as_it_did() {
    let countries = lists().countries;
    let mut codes = BTreeSet::new();
    for name in NATIONALITIES_2012.split(", ") {
        let country = countries.country(name).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!(country.table_label(), name);
        assert!(codes.insert(country.code), "{name}");
    }
    assert_eq!(countries.country("Nationality in doubt").unwrap_err().code, "country.unknown");
}

#[test]
fn every_member_of_the_united_nations_is_there() {
    let countries = lists().countries;
    assert_eq!(countries.iter().filter(|country| country.un_member).count(), 193);
    for country in countries.iter() {
        assert_eq!(countries.of(country.code), Some(country));
        assert_eq!(countries.find(&country.label), Some(country));
        assert_eq!(countries.find(&country.label.to_uppercase()), Some(country));
    }
}

#[test]
fn a_country_code_is_two_letters() {
    assert_eq!("vn".parse::<CountryCode>().unwrap().to_string(), "VN");
    assert!("Vietnam".parse::<CountryCode>().unwrap_err().to_string().contains("two letters"));
    assert_eq!(serde_json::to_string(&"VN".parse::<CountryCode>().unwrap()).unwrap(), "\"VN\"");
    assert!(serde_json::from_str::<CountryCode>("\"V1\"").is_err());
}

#[test]
fn a_name_shared_by_two_countries_is_refused_with_its_line() {
    let text = "code,label,table_label,aliases,un_member,note\nCG,Congo,,,true,\nCD,Congo,,,true,\n";
    insta::assert_snapshot!(Countries::parse(text).unwrap_err(), @r#"countries.csv, line 3: "Congo" already names an earlier country; give each name to one country"#);
}

#[test]
fn a_mapping_to_nowhere_is_refused_with_its_line() {
    let text =
        include_str!("../../../../policy/exploitation_types.csv").replacen("n19.labour|n19.criminal", "n19.work", 1);
    insta::assert_snapshot!(ExploitationTypes::parse(&text).unwrap_err(), @r#"exploitation_types.csv, line 3: "n19.work" is not a code of this file"#);
}

#[test]
fn sex_reads_back() {
    for sex in Sex::ALL {
        assert_eq!(Sex::find(sex.label()), Some(sex));
        assert_eq!(serde_json::to_value(sex).unwrap(), sex.code());
    }
    assert_eq!(Sex::find("Not recorded"), None);
}
