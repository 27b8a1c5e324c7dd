use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::{known::Known, law::Law};

const TODAY: Date = date(2026, 6, 1);

fn law() -> Law {
    Law::united_kingdom().unwrap()
}

fn text(text: &str) -> Answer {
    Known::Value(Given::Text(text.to_owned()))
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let answers = given.iter().map(|(question, answer)| ((*question).to_owned(), text(answer))).collect();
    Answers { answers, rows: BTreeMap::new() }
}

/// Answers every question that is asked, each with a reason or the plainest answer, as often as answers open others.
fn filled(set: &QuestionSet, law: &Law, mut answers: Answers) -> Answers {
    loop {
        let mut added = false;
        for (_, page, question) in set.questions() {
            let open = set.asked_pages(&answers).iter().any(|(_, asked)| std::ptr::eq(*asked, page));
            let missing = page.rows.is_none() && answers.find(&question.code).is_none();
            if open && missing && question.when.holds(|code| answers.find(code)) && question.need != Need::May {
                let answer = match (question.need, &question.kind) {
                    (Need::Reason, _) => Known::Missing(Blank::AskLater),
                    (_, Kind::Several(_)) => {
                        let all = question.choices(law, TODAY).into_iter().map(|choice| choice.code).collect();
                        Known::Value(Given::Chosen(all))
                    }
                    (_, Kind::One(_)) => text(&question.choices(law, TODAY).first().unwrap().code),
                    (_, Kind::Day) => text("2026-05-30"),
                    (_, Kind::Telephone) => text("+44 20 7946 0123"),
                    _ => text("words"),
                };
                answers.answers.insert(question.code.clone(), answer);
                added = true;
            }
        }
        let groups: Vec<String> = set
            .asked_pages(&answers)
            .into_iter()
            .filter_map(|(_, page)| page.rows.as_ref())
            .filter(|group| group.need != Need::May && answers.find(&group.code).is_none())
            .map(|group| group.code.clone())
            .collect();
        for group in groups {
            answers.answers.insert(group, text(NONE));
            added = true;
        }
        if !added {
            return answers;
        }
    }
}

fn adult() -> Answers {
    answers(&[("under_18", "no"), ("consent", "yes")])
}

#[test]
fn every_field_of_the_form_in_use_is_asked_or_its_absence_explained() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let ours: Vec<&String> = set
        .questions()
        .flat_map(|(_, page, question)| page.form.iter().chain(&question.form))
        .chain(set.not_asked.keys())
        .collect();
    let stands_for = |pattern: &str, field: &str| match pattern.strip_suffix('*') {
        Some(start) => field.starts_with(start),
        None => pattern == field,
    };
    let fields = include_str!("../../../../policy/question_sets/form-2026-04-fields.csv");
    let fields: Vec<&str> = fields.lines().skip(1).collect();
    assert_eq!(fields.len(), 142);
    for field in &fields {
        assert!(ours.iter().any(|pattern| stands_for(pattern, field)), "{field} is neither asked nor explained");
    }
    for pattern in ours {
        assert!(fields.iter().any(|field| stands_for(pattern, field)), "{pattern} is no field of the form");
    }
}

#[test]
fn an_adult_who_agrees_a_child_and_one_who_does_not_agree_are_asked_different_things() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let asked = |answers: &Answers| -> Vec<String> {
        let pages = set.asked_pages(answers).into_iter();
        pages.map(|(task, page)| format!("{}/{}", task.code, page.code)).collect()
    };
    let agreed = asked(&adult());
    assert!(agreed.contains(&"consent/consent".to_owned()) && agreed.contains(&"decision/recipient".to_owned()));
    assert!(!agreed.contains(&"safety/child".to_owned()) && !agreed.contains(&"notification/notice".to_owned()));
    let child = asked(&answers(&[("under_18", "not_sure")]));
    assert!(child.contains(&"safety/child".to_owned()));
    assert!(!child.contains(&"consent/consent".to_owned()) && !child.contains(&"support/support".to_owned()));
    let notified = asked(&answers(&[("under_18", "no"), ("consent", "no")]));
    assert_eq!(notified, ["consent/setting", "consent/age", "consent/consent", "notification/notice"]);
}

#[test]
fn filled_answers_of_every_route_are_complete() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    for begun in [adult(), answers(&[("under_18", "yes")]), answers(&[("under_18", "no"), ("consent", "no")])] {
        let filled = filled(set, &law, begun);
        assert_eq!(set.check(&filled, &law, TODAY), []);
        assert_eq!(set.sendable(&filled), filled);
        for task in &set.tasks {
            let progress = set.progress(task, &filled, (&law, TODAY));
            assert!(matches!(progress, Progress::Done | Progress::NotNeeded), "{}: {progress:?}", task.code);
        }
    }
}

#[test]
fn who_does_not_agree_cannot_be_named() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let mut filled = filled(set, &law, answers(&[("under_18", "no"), ("consent", "no")]));
    filled.answers.insert("name".to_owned(), text("Example Person"));
    filled.rows.insert("exploiters".to_owned(), vec![Row::from([("exploiter_description".to_owned(), text("x"))])]);
    let findings = set.check(&filled, &law, TODAY);
    let named: Vec<(&str, Option<usize>)> = findings.iter().map(|f| (f.question.as_str(), f.row)).collect();
    assert_eq!(named, [("name", None), ("exploiter_description", Some(1))]);
    assert!(set.sendable(&filled).find("name").is_none());
}

#[test]
fn nothing_narrates_before_age_and_consent() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let progress = |code: &str, answers: &Answers| {
        set.progress(set.tasks.iter().find(|task| task.code == code).unwrap(), answers, (&law, TODAY))
    };
    assert_eq!(progress("consent", &Answers::default()), Progress::NotStarted);
    assert_eq!(progress("account", &Answers::default()), Progress::NotNeeded);
    assert_eq!(progress("account", &answers(&[("under_18", "no")])), Progress::NotNeeded);
    assert_eq!(progress("account", &adult()), Progress::NotStarted);
    assert_eq!(progress("account", &answers(&[("under_18", "yes")])), Progress::NotStarted);
}

#[test]
fn each_kind_of_answer_says_what_is_wrong_and_what_to_do() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let said = |question: &str, given: Given| {
        let (_, question) = set.find(question).unwrap();
        question.wrong(&given, &question.choices(&law, TODAY))
    };
    let one = |question: &str, answer: &str| said(question, Given::Text(answer.to_owned()));
    assert_eq!(one("under_18", "perhaps").unwrap().1, "choose one: yes, no, not_sure");
    assert!(one("met_on", "1 June").is_some() && one("met_on", "2026-06-01").is_none());
    assert!(one("date_of_birth", "about 1990").is_none() && one("date_of_birth", "03/04/1990").is_some());
    assert!(one("nationality", "VN").is_none() && one("nationality", "Vietnam").is_some());
    assert!(one("referrer_telephone", "020 7946 0123").is_none() && one("referrer_telephone", "none").is_some());
    assert!(one("local_authority_email", "a@b.example").is_none());
    for wrong in ["a", "a@b", "@b.example", "a@b@c.example", "a b@c.example", "a@.example", "a@example."] {
        assert!(one("local_authority_email", wrong).is_some(), "{wrong}");
    }
    assert!(one("name", "two\nlines").is_some() && one("name", "  ").is_some() && one("name", "\u{200f}ש").is_none());
    assert!(one("professional_view", &"x".repeat(LONG)).is_none());
    assert_eq!(one("professional_view", &"x".repeat(LONG + 1)).unwrap().0, "is too long");
    assert!(said("number_of_children", Given::Number(31)).is_some());
    assert!(said("exploitation_types", Given::Chosen(vec!["nonsense".to_owned()])).is_some());
    assert!(said("exploitation_types", Given::Text("nonsense".to_owned())).is_some());
    let first = set.find("exploitation_types").unwrap().1.choices(&law, TODAY).remove(0).code;
    assert!(said("exploitation_types", Given::Chosen(vec![first.clone()])).is_none());
    assert!(said("exploitation_types", Given::Chosen(vec![first.clone(), first])).is_some());
}

#[test]
fn rows_are_counted_checked_and_may_be_none() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let mut answers = filled(set, &law, adult());
    answers.answers.remove("exploiters");
    let about = |answers: &Answers| {
        let findings = set.check(answers, &law, TODAY);
        findings.into_iter().map(|f| (f.question, f.row, f.problem)).collect::<Vec<_>>()
    };
    assert_eq!(about(&answers), [("exploiters".to_owned(), None, "is not answered".to_owned())]);
    let row = |known: &str| {
        Row::from([
            ("exploiter_description".to_owned(), text("A man called Boss")),
            ("exploiter_location_known".to_owned(), text(known)),
            ("exploiter_location".to_owned(), text("Leeds")),
        ])
    };
    answers.rows.insert("exploiters".to_owned(), vec![row("yes_uk"), row("no")]);
    let problem = "is not asked here, so it may not be answered".to_owned();
    assert_eq!(about(&answers), [("exploiter_location".to_owned(), Some(2), problem)]);
    answers.rows.insert("exploiters".to_owned(), vec![row("yes_uk"); 21]);
    assert_eq!(about(&answers), [("exploiters".to_owned(), None, "has 21 rows".to_owned())]);
}

#[test]
fn signs_that_are_profiles_are_not_offered() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let offered = set.find("sign").unwrap().1.choices(&law, TODAY);
    assert!(offered.iter().any(|choice| choice.code == "ILO-07"));
    assert!(offered.iter().all(|choice| choice.code != "GEN-11" && choice.code != "GEN-14"));
}

#[test]
fn a_version_is_found_by_day_and_by_name() {
    let law = law();
    let sets = &law.question_sets;
    assert_eq!(sets.in_force("uk-nrm", TODAY).unwrap().version, "2026-04");
    assert_eq!(sets.in_force("uk-nrm", date(2026, 3, 31)).unwrap_err().code, "question_set.none");
    assert!(sets.version("uk-nrm", "2026-04").is_ok());
    assert_eq!(sets.version("uk-nrm", "1999").unwrap_err().code, "question_set.unknown");
}

const SMALL: &str = r#"
id = "small"
version = "1"
in_force_from = "2026-01-01"
title = "Small"
reasons = ["not_asked"]
before_account = ["age"]
[[task]]
code = "one"
title = "One"
[[task.page]]
code = "page"
title = "Page"
questions = [
    { code = "age", ask = "Age?", kind = "choice", options = [["yes", "Yes"]], need = "answer", class = "case" },
    { code = "more", ask = "More?", kind = "long", need = "may", when = "age = yes", class = "case" },
]
"#;

#[test]
fn a_file_that_cannot_be_right_names_what_and_why() {
    let said = |text: &str| QuestionSets::parse(&[("small.toml", text)]).unwrap_err().to_string();
    assert!(QuestionSets::parse(&[("small.toml", SMALL)]).is_ok());
    for (wrong, expected) in [
        (SMALL.replace("code = \"more\"", "code = \"age\""), "is the code of an earlier question"),
        (SMALL.replace("age = yes", "later = yes"), "is asked about in a condition before it is asked"),
        (SMALL.replace("age = yes", "age = no"), "is no choice of the question that the condition asks about"),
        (SMALL.replace("age = yes", "age yes"), "is no condition"),
        (SMALL.replace("before_account = [\"age\"]", "before_account = [\"consent\"]"), "before consent is asked"),
        (SMALL.replace(", options = [[\"yes\", \"Yes\"]]", ""), "needs options or a list"),
    ] {
        assert!(said(&wrong).contains(expected), "{expected}: {}", said(&wrong));
    }
    let twice = QuestionSets::parse(&[("a.toml", SMALL), ("b.toml", SMALL)]).unwrap_err().to_string();
    assert!(twice.contains("is the version of another file"), "{twice}");
}

#[test]
fn an_answer_that_is_no_longer_asked_opens_nothing() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    // Consent was refused first; then the person turned out to be a child, who is not asked.
    let changed = answers(&[("under_18", "yes"), ("consent", "no")]);
    let tasks: Vec<&str> = set.asked_pages(&changed).iter().map(|(task, _)| task.code.as_str()).collect();
    assert!(tasks.contains(&"safety") && !tasks.contains(&"notification"));
    assert!(set.sendable(&changed).find("consent").is_none());
}

/// Codes of questions and groups, and some of nothing.
fn code() -> impl Strategy<Value = String> {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let mut codes: Vec<String> = set.questions().map(|(_, _, question)| question.code.clone()).collect();
    codes.extend(["episodes", "places", "exploiters", "signs", "contacts", "documents", "nothing"].map(str::to_owned));
    proptest::sample::select(codes)
}

fn answer() -> impl Strategy<Value = Answer> {
    let word = || prop_oneof!["yes|no|not_sure|none|VN|2026-05-01", "\\PC{0,40}"];
    prop_oneof![
        word().prop_map(|word| Known::Value(Given::Text(word))),
        proptest::collection::vec(word(), 0..4).prop_map(|chosen| Known::Value(Given::Chosen(chosen))),
        any::<u32>().prop_map(|number| Known::Value(Given::Number(number))),
        proptest::sample::select(Blank::ALL.to_vec()).prop_map(Known::Missing),
    ]
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let row = || proptest::collection::btree_map(code(), answer(), 0..5);
    let rows = proptest::collection::btree_map(code(), proptest::collection::vec(row(), 0..4), 0..4);
    (proptest::collection::btree_map(code(), answer(), 0..30), rows)
        .prop_map(|(answers, rows)| Answers { answers, rows })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_answered_is_checked_and_what_is_sent_was_asked(given in any_answers()) {
        let law = law();
        let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
        let sent = set.sendable(&given);
        prop_assert_eq!(&set.sendable(&sent), &sent);
        let unasked = "is not asked here, so it may not be answered";
        prop_assert!(set.check(&sent, &law, TODAY).iter().all(|finding| finding.problem != unasked));
        let unchanged = set.check(&given, &law, TODAY).iter().all(|finding| finding.problem != unasked);
        let empty_groups = given.rows.values().any(Vec::is_empty);
        prop_assert!(unchanged == (sent == given) || empty_groups);
        let text = serde_json::to_string(&given).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answers>(&text).unwrap(), given);
    }
}

const SMALL_IN_WELSH: &str = r#"
language = "cy"
id = "small"
version = "1"
title = "Bach"
joint = { all = " a ", any = " neu ", answers = " neu " }
[question.age]
ask = "Oedran?"
option = { yes = "Ie" }
"#;

/// The small questions with their Welsh.
fn small(welsh: &str) -> Result<QuestionSets, crate::policy_file::LawError> {
    QuestionSets::parse(&[("small.toml", SMALL)]).unwrap().translated(&[("small.cy.toml", welsh)])
}

#[test]
fn what_is_not_translated_stands_in_english_and_says_so() {
    let sets = small(SMALL_IN_WELSH).unwrap();
    let set = sets.version("small", "1").unwrap();
    let (welsh, english) = (sets.worded(set, "cy"), sets.worded(set, "en"));
    let words = |text: &str, stand_in| Words { text: text.to_owned(), stand_in };
    assert_eq!(welsh.title(), words("Bach", false));
    assert_eq!(english.title(), words("Small", false));
    let (page, more) = set.find("more").unwrap();
    assert_eq!((welsh.page_title(page), welsh.hint(more)), (words("Page", true), words("", false)));
    assert_eq!(welsh.when(&more.when), Some(words("Oedran? Ie", false)));
    assert_eq!(english.when(&more.when), Some(words("Age? Yes", false)));
    assert_eq!(welsh.when(&page.when), None);
    let missing = sets.translation(set, "cy").unwrap().missing(set);
    assert!(missing.contains("question.more.ask") && !missing.contains("question.age.option.yes"), "{missing:?}");
    // A condition of two languages would be neither: it is English as a whole.
    let sets = small(&SMALL_IN_WELSH.replace("option = { yes = \"Ie\" }", "")).unwrap();
    let set = sets.version("small", "1").unwrap();
    assert_eq!(sets.worded(set, "cy").when(&more.when), Some(words("Age? Yes", true)));
    assert_eq!(sets.worded(set, "fr").title(), words("Small", true));
}

#[test]
fn a_translation_that_cannot_be_right_names_what_and_why() {
    for (wrong, expected) in [
        (
            SMALL_IN_WELSH.replace("[question.age]", "[question.aeg]"),
            "\"question.aeg.ask\" is no key of these questions",
        ),
        (SMALL_IN_WELSH.replace("yes = \"Ie\"", "no = \"Na\""), "\"question.age.option.no\" is no key"),
        (SMALL_IN_WELSH.replace("version = \"1\"", "version = \"2\""), "translates questions that are not there"),
        (SMALL_IN_WELSH.replace("\"Oedran?\"", "\" \""), "has to be a text that says something"),
        (SMALL_IN_WELSH.replace("language = \"cy\"", ""), "\"language\" has to be a text"),
    ] {
        let said = small(&wrong).unwrap_err().to_string();
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let twice = small(SMALL_IN_WELSH).unwrap().translated(&[("again.toml", SMALL_IN_WELSH)]).unwrap_err().to_string();
    assert!(twice.contains("is the language of another file"), "{twice}");
}

#[test]
fn the_questions_in_force_have_all_their_welsh_and_it_says_that_no_translator_made_it() {
    let law = law();
    let sets = &law.question_sets;
    for set in sets.iter() {
        let welsh = sets.translation(set, "cy").unwrap();
        assert_eq!(welsh.missing(set), std::collections::BTreeSet::new(), "{} {}", set.id, set.version);
        for (key, english) in translation::english(set) {
            let text = welsh.find(&key).unwrap();
            let braces = |text: &str| {
                let names =
                    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()));
                names.collect::<std::collections::BTreeSet<String>>()
            };
            assert_eq!(braces(text), braces(&english), "{key}");
            let words = english.split(|sign: char| !sign.is_alphabetic()).filter(|word| word.len() > 4).count();
            assert!(words == 0 || text != english, "{key} is not translated: {text}");
        }
    }
    let file = include_str!("../../../../policy/question_sets/uk-nrm-2026-04.cy.toml");
    assert!(file.starts_with("# NOT MADE BY A TRANSLATOR.") && file.contains("DRAFFT: heb ei adolygu gan gyfieithydd"));
}

#[test]
fn the_short_lists_of_the_law_have_their_welsh_and_no_code_that_is_not_theirs() {
    let law = law();
    let set = law.question_sets.in_force("uk-nrm", TODAY).unwrap();
    let welsh = law.question_sets.translation(set, "cy").unwrap();
    for (list, question) in [
        (LawList::Nations, "nation"),
        (LawList::Regions, "found_in"),
        (LawList::Sexes, "sex"),
        (LawList::ExploitationTypes, "exploitation_types"),
    ] {
        let offered: Vec<String> =
            set.find(question).unwrap().1.choices(&law, TODAY).into_iter().map(|choice| choice.code).collect();
        let texts = welsh.listed(list);
        assert!(offered.iter().all(|code| texts.contains_key(code.as_str())), "{list:?}: {offered:?}");
        assert_eq!(texts.len(), offered.len(), "{list:?}");
    }
    for list in [LawList::Countries, LawList::PoliceForces, LawList::Indicators] {
        assert!(welsh.listed(list).is_empty(), "{list:?}: nothing holds its codes");
    }
}
