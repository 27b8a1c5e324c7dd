//! Help texts, completions, the manual page, and how the command ends.

use crate::place::Place;

#[test]
fn the_first_help_names_every_command() {
    insta::assert_snapshot!(Place::empty().done(&["--help"]));
}

#[test]
fn the_help_of_a_step_names_its_options_and_gives_an_example() {
    insta::assert_snapshot!(Place::empty().done(&["case", "decide", "--help"]));
}

#[test]
fn every_help_of_a_command_that_does_something_has_an_example_of_itself() {
    let page = Place::empty().done(&["reference", "cli"]);
    let mut seen = 0;
    for part in page.split("\n## ").skip(1) {
        let name = part.lines().next().unwrap();
        if part.contains("\nCommands:\n") && name != "manumit" {
            continue;
        }
        seen += 1;
        let example = part.split_once("Example:").unwrap_or_else(|| panic!("{name} has no example")).1;
        let words: Vec<&str> = name.split(' ').skip(1).collect();
        let said = example.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("manumit") && words.iter().all(|word| said.contains(word)), "{name}: {said}");
    }
    assert!(seen > 40, "only {seen} commands were looked at");
}

#[test]
fn the_manual_page_and_the_completions_hold_every_command() {
    let place = Place::empty();
    let manual = place.done(&["man"]);
    let completions = place.done(&["completions", "bash"]);
    for command in ["case decide", "import referrals", "journal verify", "bulletin build", "config explain"] {
        assert!(manual.contains(&format!(".SH \"MANUMIT {}\"", command.to_uppercase())), "{command}");
        let last = command.rsplit(' ').next().unwrap();
        assert!(completions.contains(last), "{command}");
    }
    assert!(manual.contains("propose\\-negative") && !manual.contains("(1)\n"));
}

#[test]
fn wrong_use_ends_with_2_and_says_what_to_write() {
    let place = Place::empty();
    let told = |arguments: &[&str]| {
        let answer = place.run(arguments);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{answer:?}");
        answer.complaint
    };
    insta::assert_snapshot!(told(&["status"]), @"There is no journal in data. Name its directory with --data, begin one with `manumit init`, or try `manumit demo load idmg-2012`.");
    insta::assert_snapshot!(told(&["import", "referrals", "x.csv"]), @"Nobody is named who acts. Write --as ORGANISATION/POST/ROLE, or set MANUMIT_AS; for example --as HO-CA/caseworker-1/ca_decision_maker.");
    let unknown = told(&["case", "show", "CAS-12-2345678-K", "--as", "HO-CA/caseworker-1/boss"]);
    assert!(unknown.contains("\"boss\" is not a role; use one of: survivor, first_responder,"), "{unknown}");
    let misspelt = told(&["case", "show", "CAS-12-2345678-N", "--as", "HO-CA/caseworker-1/dpo"]);
    assert!(misspelt.contains("the last character does not fit the rest"), "{misspelt}");
    assert!(told(&["stauts"]).contains("'status'"));
}

#[test]
fn what_broke_ends_with_3_and_says_why() {
    let place = Place::begun();
    place.write("data/keyring.toml", "no keys");
    let answer = place.run(&["status"]);
    assert_eq!(answer.status, 3, "{answer:?}");
    insta::assert_snapshot!(answer.complaint, @"
    Error: data/keyring.toml: not a keys file
      because: expected ident at line 1 column 2
    ");
}

#[test]
fn beginning_twice_changes_nothing() {
    let place = Place::begun();
    let keys = place.read("data/keyring.toml");
    assert!(place.done(&["init"]).contains("nothing was changed"));
    assert_eq!(place.read("data/keyring.toml"), keys);
}
