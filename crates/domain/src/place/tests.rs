use jiff::civil::date;

use super::*;
use crate::known::Blank;

fn forces() -> PoliceForces {
    PoliceForces::parse(include_str!("../../../../policy/police_forces.csv")).unwrap()
}

fn published(places: &[Place]) -> &'static str {
    ExploitationPlaces::new(places.to_vec()).published().label()
}

fn overseas(code: &str) -> Place {
    Place::Overseas(Known::Value(code.parse().unwrap()))
}

#[test]
fn every_code_and_label_reads_back_and_serde_writes_the_code() {
    for nation in Nation::ALL {
        assert_eq!((Nation::find(nation.code()), Nation::find(nation.label())), (Some(nation), Some(nation)));
        assert_eq!(serde_json::to_value(nation).unwrap(), nation.code());
    }
    for territory in Territory::ALL {
        assert_eq!(Territory::find(territory.label()), Some(territory));
        assert_eq!(serde_json::to_value(territory).unwrap(), territory.code());
    }
    for region in Region::ALL {
        assert_eq!((Region::find(region.code()), Region::find(region.label())), (Some(region), Some(region)));
        assert_eq!(serde_json::to_value(region).unwrap(), region.code());
    }
    for region in OnsRegion::ALL {
        assert_eq!(OnsRegion::find(region.label()), Some(region));
    }
    assert_eq!(Region::find("Not recorded"), None);
}

#[test]
fn england_and_wales_are_one_law_and_two_nations() {
    assert_eq!(Nation::England.law_nation().code(), "england-and-wales");
    assert_eq!(Nation::Wales.law_nation(), Nation::England.law_nation());
    for nation in Nation::ALL {
        assert!(nation.law_nation().covers(nation));
        assert!(Jurisdiction::UnitedKingdom.covers(nation));
        assert!(!Jurisdiction::IsleOfMan.covers(nation));
    }
}

#[test]
fn the_isle_of_man_is_its_own_territory_and_is_counted_in_england() {
    let place = PresentationPlace::in_region(Region::IsleOfMan);
    assert_eq!(place.territory(), Territory::IsleOfMan);
    assert_eq!(place.territory().nation(), None);
    assert_eq!(place.territory().counted_in(), Nation::England);
    for nation in Nation::ALL {
        assert_eq!(Territory::from(nation).counted_in(), nation);
    }
}

#[test]
fn a_place_of_presentation_has_a_nation_even_without_a_region() {
    let place = PresentationPlace::new(Territory::Scotland, Known::Missing(Blank::NotRecorded)).unwrap();
    assert_eq!((place.territory(), place.region().blank()), (Territory::Scotland, Some(Blank::NotRecorded)));
    let refusal = PresentationPlace::new(Territory::Wales, Known::Value(Region::London)).unwrap_err();
    insta::assert_snapshot!(refusal, @"London is not in Wales. Choose a region of Wales, or the territory England. (field region; place.region_outside_territory)");
    let written = r#"{"territory":"wales","region":{"value":"london"}}"#;
    assert!(serde_json::from_str::<PresentationPlace>(written).is_err());
    let good = serde_json::to_string(&place).unwrap();
    assert_eq!(serde_json::from_str::<PresentationPlace>(&good).unwrap(), place);
}

#[test]
fn the_published_place_of_exploitation_is_computed() {
    let england = Place::Territory(Territory::England);
    let town = Place::Town { name: "Hull".into(), region: Region::NorthEast };
    assert_eq!(published(&[]), "Not recorded");
    assert_eq!(published(&[Place::Region(Region::London)]), "London");
    assert_eq!(published(&[Place::Region(Region::NorthEast), town.clone()]), "North East");
    assert_eq!(published(&[Place::Region(Region::London), town]), "Multiple");
    assert_eq!(published(&[overseas("VN")]), "Overseas");
    assert_eq!(published(&[Place::Overseas(Known::Missing(Blank::NotRecorded))]), "Overseas");
    assert_eq!(published(&[overseas("VN"), Place::Region(Region::London)]), "London");
    assert_eq!(published(&[Place::Territory(Territory::Scotland)]), "Scotland");
    assert_eq!(published(std::slice::from_ref(&england)), "Not recorded");
    assert_eq!(published(&[england.clone(), overseas("VN")]), "Not recorded");
    assert_eq!(published(&[england.clone(), Place::Region(Region::London)]), "London");
    assert_eq!(published(&[england, Place::Territory(Territory::Scotland)]), "Multiple");
    assert_eq!(ExploitationPlaces::several_regions_unnamed().published(), PublishedPlace::Multiple);
}

#[test]
fn exploitation_places_read_back() {
    let places = ExploitationPlaces::new(vec![Place::Region(Region::London), overseas("VN")]);
    let text = serde_json::to_string(&places).unwrap();
    assert_eq!(text, r#"{"places":[{"region":"london"},{"overseas":{"value":"VN"}}]}"#);
    assert_eq!(serde_json::from_str::<ExploitationPlaces>(&text).unwrap(), places);
    let summed = ExploitationPlaces::several_regions_unnamed();
    assert_eq!(serde_json::from_str::<ExploitationPlaces>(&serde_json::to_string(&summed).unwrap()).unwrap(), summed);
}

#[test]
fn both_schemes_of_regions_agree_for_every_force() {
    for force in forces().iter() {
        if let (Some(ons), Some(region)) = (force.ons_region, force.region) {
            assert_eq!(ons.police_region(), region, "{}", force.code);
            assert_eq!(force.jurisdiction.nations(), region.territory().nation().as_slice(), "{}", force.code);
        }
    }
    assert_eq!(forces().iter().filter(|f| f.kind == PoliceForceKind::Territorial && f.valid_to.is_none()).count(), 45);
}

#[test]
fn a_force_gives_its_place() {
    let forces = forces();
    let place = forces.find("west-yorkshire").unwrap().place().unwrap();
    assert_eq!((place.level(), place.region()), (PlaceLevel::ForceArea, Some(Region::NorthEast)));
    assert_eq!(forces.find("nca").unwrap().place(), None);
}

#[test]
fn a_referral_goes_only_to_a_force_in_being() {
    let forces = forces();
    let refused = |code: &str, day| forces.recipient_on(code, day).unwrap_err();
    assert_eq!(forces.recipient_on("strathclyde", date(2012, 6, 1)).unwrap().code, "strathclyde");
    insta::assert_snapshot!(refused("strathclyde", date(2013, 4, 1)), @"Strathclyde Police was not in being on 2013-04-01. If the day is later, use police-scotland. (field force; police.force_not_in_being)");
    assert_eq!(refused("police-scotland", date(2013, 3, 31)).code, "police.force_not_in_being");
    assert_eq!(refused("npas", date(2013, 4, 1)).code, "police.not_a_recipient");
    assert_eq!(refused("nowhere", date(2013, 4, 1)).code, "police.unknown_force");
}

#[test]
fn a_wrong_force_is_refused_with_its_line() {
    let head =
        "code,name,nation,region_ons,region_idmg2013,kind,valid_from,valid_to,gss_pfa_code_verify,successor,note\n";
    let refused = |row: &str| PoliceForces::parse(&format!("{head}{row}\n")).unwrap_err();
    insta::assert_snapshot!(refused("a,A,england,London,Londres,territorial,2009-04-01,,,,"), @r#"police_forces.csv, line 2: "Londres" is not a region of the 2013 report"#);
    insta::assert_snapshot!(refused("a,A,england,London,London,territorial,2009-04-01,,,b,"), @r#"police_forces.csv, line 2: "b" is not the code of a force in this file"#);
}
