//! Folding and what it saves; earlier editions and figures in the text as what an attacker knows.

use manumit_disclosure::{
    audit::{Effort, audit},
    dimension::Dimension,
    fold::{apply, propose},
    policy::{Audience, Policy},
    protect::protect,
    read::{TableForm, table},
    release::{Release, Status},
    specification::Specification,
};

use crate::tables::TABLE_9;

#[test]
fn rare_nationalities_folded_leave_more_to_be_seen() {
    let mut dimensions: Vec<Dimension> = Vec::new();
    let form = TableForm { across: Some("type and sex".to_owned()), ..TableForm::default() };
    let mut tables = vec![table(TABLE_9, &form, &mut dimensions).unwrap()];
    let policy = Policy::of(Audience::Public).with_threshold(5);
    let share = |release: &mut Release| {
        protect(release, &[], &policy, &mut |_, _| {}).unwrap();
        let people: u64 = release
            .cells
            .iter()
            .filter(|cell| cell.key.len() == 2 && cell.status == Status::Published)
            .filter_map(|cell| cell.count)
            .sum();
        people
    };
    let mut plain = Release::new(dimensions.clone(), tables.clone()).unwrap();
    let proposals = propose(&plain, &policy);
    assert_eq!(proposals.len(), 1);
    assert_eq!(
        (proposals[0].dimension.as_str(), proposals[0].into.as_str(), proposals[0].categories.len()),
        ("nationality", "Other", 32)
    );
    apply(&proposals[0], &mut dimensions, &mut tables);
    let mut folded = Release::new(dimensions, tables).unwrap();
    assert!(share(&mut folded) > share(&mut plain));
}

const TABLE: &str = "row,column,count\na,x,2\na,y,9\na,z,11\na,Total,22\nb,x,8\nb,y,7\nb,z,9\nb,Total,24\nTotal,x,10\nTotal,y,16\nTotal,z,20\nTotal,Total,46\n";

fn assembled(
    more: &str,
    earlier: &str,
) -> (Release, manumit_disclosure::protect::Outcome, manumit_disclosure::audit::Audit) {
    let text = format!("[release]\nthreshold = 5\nwithout_groups = true\n{more}\n[[table]]\nfile = \"table.csv\"\n");
    let specification = Specification::read(&text, "release.toml").unwrap();
    let mut assembled = specification
        .assemble(&mut |file| Ok(if file == "table.csv" { TABLE.to_owned() } else { earlier.to_owned() }))
        .unwrap();
    let outcome = protect(&mut assembled.release, &assembled.statements, &assembled.policy, &mut |_, _| {}).unwrap();
    let found =
        audit(&assembled.release, &assembled.statements, &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
    (assembled.release, outcome, found)
}

#[test]
fn what_the_text_says_is_known_and_protected_against() {
    let (plain, _, found) = assembled("", "");
    assert!(found.is_safe());
    let hidden: Vec<String> = plain.withheld().map(|id| plain.words(id)).collect();
    assert!(hidden.iter().any(|word| word == "row b, column x"), "{hidden:?}");
    // The text tells the very cell that hid the small one: another has to be withheld in its place.
    let printed = "[[printed]]\ntext = \"8 of b in x\"\nnumber = 8\nof = [{ row = \"b\", column = \"x\" }]\n";
    let (release, outcome, found) = assembled(printed, "");
    assert!(found.is_safe() && outcome.unprotected.is_empty(), "{:?}", outcome.unprotected);
    assert!(release.withheld().count() >= hidden.len());
    // The text tells the small cell itself: nothing helps, and the audit says so.
    let printed = "[[printed]]\ntext = \"20% of x\"\npercentage = \"20\"\nof = [{ row = \"a\", column = \"x\" }]\nbase = { column = \"x\" }\n";
    let (_, outcome, found) = assembled(printed, "");
    assert!(!outcome.unprotected.is_empty() || found.is_safe());
    let printed = "[[printed]]\ntext = \"2 of a in x\"\nnumber = 2\nof = [{ row = \"a\", column = \"x\" }]\n";
    let (_, outcome, found) = assembled(printed, "");
    assert_eq!((outcome.unprotected.len(), found.in_plain.len(), found.is_safe()), (1, 1, false));
}

#[test]
fn what_was_released_before_is_known_for_good() {
    let follows = "follows = [\"2013-03\"]\n[[earlier]]\nfile = \"before.csv\"\nedition = \"2013-03\"\n";
    let before = "row,column,count\na,x,[c]\nb,x,8\n";
    let (release, outcome, found) = assembled(follows, before);
    assert!(found.is_safe() && outcome.unprotected.is_empty());
    let told = release.cells.iter().position(|cell| cell.known_for_good).unwrap();
    assert_eq!((release.words(told), release.cells[told].status), ("row b, column x".to_owned(), Status::Published));
    // The small cell was printed before.
    let (_, outcome, found) = assembled(follows, "row,column,count\na,x,2\n");
    assert_eq!((outcome.unprotected.len(), found.in_plain.len(), found.is_safe()), (1, 1, false));
    // One person fewer than before: the difference is that person.
    let (release, _, found) = assembled(follows, "row,column,count\nb,y,8\nb,x,8\n");
    let changed = release.cells.iter().position(|cell| cell.count == Some(7)).unwrap();
    assert!(found.is_safe() && release.cells[changed].status == Status::Withheld);
}
