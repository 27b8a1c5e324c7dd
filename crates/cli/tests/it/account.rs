//! Accounts at the keys: how the first administrator is made.

use crate::place::Place;

const KEYS: &str = "HO-PLATFORM/keyholder/sysadmin";

#[test]
fn the_first_administrator_is_invited_listed_suspended_and_closed() {
    let place = Place::empty();
    place.done(&["init"]);
    let who = ["--name", "Ada Example", "--email", "ada@example.org", "--lead", "--as", KEYS];
    let invite = [&["account", "invite", "HO-PLATFORM/administrator-1/sysadmin"], &who[..]].concat();
    let said = place.done(&invite);
    let account = said.split("as account ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let token = said.trim_end().rsplit('/').next().unwrap();
    assert!(token.len() == 48 && token.chars().all(|c| c.is_ascii_hexdigit()), "{said}");
    assert_eq!(place.run(&invite).status, 1, "an email address is used once");
    let listed = place.done(&["account", "list", "--as", KEYS]);
    assert!(listed.contains("administrator-1") && listed.contains("invited") && !listed.contains(token), "{listed}");
    assert!(place.done(&["account", "list", "--organisation", "SCA", "--as", KEYS]).contains("0 accounts"));
    assert_eq!(place.run(&["account", "suspend", &account, "--as", KEYS]).status, 1, "it is not open yet");
    place.done(&["account", "close", &account, "--as", KEYS]);
    assert!(place.done(&["account", "list", "--as", KEYS]).contains("closed"));
    assert_eq!(place.run(&["account", "close", "nothing", "--as", KEYS]).status, 1);
}
