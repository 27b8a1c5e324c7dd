use jiff::civil::date;

use super::*;

fn organisations() -> Organisations {
    Organisations::parse(&sources()).unwrap()
}

fn sources() -> OrganisationFiles<'static> {
    OrganisationFiles {
        first_responders: include_str!("../../../../policy/first_responders.csv"),
        support_providers: include_str!("../../../../policy/support_providers.csv"),
        competent_authorities: include_str!("../../../../policy/policies.toml"),
        police_forces: include_str!("../../../../policy/police_forces.csv"),
        other_bodies: include_str!("../../../../policy/other_bodies.csv"),
    }
}

fn refused(code: &str, nation: Nation, day: Date) -> Refusal {
    organisations().first_responder_organisation_on(code, nation, day).unwrap_err()
}

#[test]
fn who_may_refer_depends_on_the_day_and_the_nation() {
    let organisations = organisations();
    let day = date(2012, 6, 1);
    let found = organisations.first_responder_organisation_on("UKBA", Nation::Scotland, day).unwrap();
    assert_eq!(found.sector.group(), Some(ResponderGroup::HomeOffice));
    insta::assert_snapshot!(refused("UKBA", Nation::Scotland, date(2014, 1, 1)), @"UK Border Agency is not a first responder organisation on 2014-01-01. Choose an organisation designated on that day, or check the date. (field first_responder_organisation; organisation.not_designated_on)");
    insta::assert_snapshot!(refused("TARA", Nation::England, day), @"Trafficking Awareness Raising Alliance (TARA) is a first responder organisation for Scotland. Choose an organisation designated for England. (field first_responder_organisation; organisation.not_designated_here)");
    insta::assert_snapshot!(refused("ACME", Nation::England, day), @"No first responder organisation has the code ACME. Use a code of the list of first responders. (field first_responder_organisation; organisation.unknown)");
    assert_eq!(refused("HIST-CPS", Nation::England, date(2009, 6, 1)).code, "organisation.historic_referrer");
    assert_eq!(refused("NCA", Nation::England, day).code, "organisation.not_designated_on");
}

#[test]
fn each_force_of_a_class_row_may_refer_under_its_own_code() {
    let organisations = organisations();
    let day = date(2012, 6, 1);
    let kent = organisations.first_responder_organisation_on("kent", Nation::England, day).unwrap();
    assert_eq!(kent.sector.group(), Some(ResponderGroup::PoliceSoca));
    assert!(organisations.first_responder_organisation_on("strathclyde", Nation::Scotland, day).is_ok());
    assert_eq!(refused("strathclyde", Nation::Scotland, date(2013, 4, 1)).code, "organisation.not_designated_on");
    assert_eq!(organisations.find_first_responder("npas"), None);
}

#[test]
fn every_code_is_there_once() {
    let organisations = organisations();
    let mut codes: Vec<&str> = organisations.first_responders().iter().map(|o| o.code.as_str()).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn every_group_of_figure_5_had_a_member_in_2012() {
    let organisations = organisations();
    for group in ResponderGroup::ALL {
        let there = organisations
            .first_responders()
            .iter()
            .any(|o| o.in_force_on(date(2012, 6, 1)) && o.sector.group() == Some(group));
        assert!(there, "{group}");
        assert_eq!(ResponderGroup::find(group.label()), Some(group));
        assert_eq!(serde_json::to_value(group).unwrap(), group.code());
    }
}

#[test]
fn the_duty_to_notify_begins_on_its_day() {
    let organisations = organisations();
    let council = organisations.find_first_responder("LA-EW").unwrap();
    assert!(!council.must_notify_on(date(2015, 10, 31)));
    assert!(council.must_notify_on(date(2015, 11, 1)));
    assert!(!organisations.find_first_responder("KALAYAAN").unwrap().must_notify_on(date(2024, 1, 1)));
}

#[test]
fn the_competent_authorities_of_each_era() {
    let organisations = organisations();
    let on = |day| organisations.competent_authorities_on(day).map(|a| a.code.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(on(date(2012, 6, 1)), "UKHTC HO-CA");
    assert_eq!(on(date(2019, 4, 28)), "UKHTC HO-CA");
    assert_eq!(on(date(2019, 4, 29)), "SCA");
    assert_eq!(on(date(2021, 11, 8)), "SCA IECA DDM");
    assert_eq!(on(date(2009, 3, 31)), "");
    insta::assert_snapshot!(organisations.competent_authority_on("SCA", date(2012, 6, 1)).unwrap_err(), @"Single Competent Authority does not decide on 2012-06-01. On 2012-06-01 the competent authorities are: UKHTC, HO-CA. (field competent_authority; authority.not_in_being)");
    assert_eq!(organisations.competent_authority_on("X", date(2012, 6, 1)).unwrap_err().code, "authority.unknown");
    assert!(organisations.competent_authority_on("UKHTC", date(2012, 6, 1)).is_ok());
}

#[test]
fn support_by_nation_and_day() {
    let organisations = organisations();
    let prime = |nation, day| organisations.support_prime_on(nation, day).map(|p| p.code.as_str());
    assert_eq!(prime(Nation::Wales, date(2012, 6, 1)), Some("tsa"));
    assert_eq!(prime(Nation::England, date(2011, 6, 30)), Some("poppy-pre"));
    assert_eq!(prime(Nation::Scotland, date(2012, 6, 1)), None);
    let scotland: Vec<_> = organisations.support_providers_on(Nation::Scotland, date(2012, 6, 1)).collect();
    assert!(scotland.iter().any(|p| p.code == "tara" && p.role == SupportRole::Direct));
    assert!(organisations.find_support_provider("blwa").is_some());
}

#[test]
fn an_entry_that_ends_before_it_begins_is_refused_with_its_line() {
    let mut wrong = sources();
    let text = sources().support_providers.replacen("2009-04-01,2011-06-30", "2009-04-01,2008-06-30", 1);
    wrong.support_providers = &text;
    insta::assert_snapshot!(Organisations::parse(&wrong).unwrap_err(), @r#"support_providers.csv, line 3: "2008-06-30" is before its first day, 2009-04-01"#);
}
