//! Names across scripts, draws, and the pictures and texts of an explanation.

use manumit_linkage::{
    draws::{count, overlaps, to_csv},
    name_pair::likeness,
    read::csv_text,
    score::Scorer,
    settings::Settings,
    waterfall::{thresholds, waterfall},
};

#[test]
fn names_across_scripts_meet_and_others_do_not() {
    for (a, b) in [
        ("masmoudi", "المصمودي"),
        ("Maria", "Мария"),
        ("Nguyễn Thị Hương", "Huong Nguyen"),
        ("Abd al-Rahman Yusuf", "Abdulrahman Youssef"),
    ] {
        let (forth, back) = (likeness(a, b), likeness(b, a));
        assert!(forth > 0.5, "{a} and {b}: {forth}");
        assert!((forth - back).abs() < 1e-6, "{a} and {b} both ways");
    }
    for (a, b) in [("masmoudi", "لاكوفيتش"), ("Maria Popescu", "John Smith"), ("", "Maria")] {
        assert!(likeness(a, b) < 0.5, "{a} and {b}: {}", likeness(a, b));
    }
}

#[test]
fn draws_are_near_the_clusters_and_the_same_for_a_seed() {
    let (_, records, linked, _) = super::linked("fake_1000", "fake");
    let draw = || overlaps(&records, &linked.labels, &linked.inside, &Default::default(), 20, 7);
    let draws = draw();
    assert_eq!(draws, draw());
    let people: u64 = count(&records, &linked.labels).values().sum();
    for drawn in &draws {
        let drawn: u64 = drawn.values().sum();
        assert!(drawn.abs_diff(people) * 10 < people, "{drawn} people drawn around {people}");
    }
    assert!(draws.iter().any(|drawn| drawn != &draws[0]), "draws differ");
    assert!(to_csv(&records, &draws).starts_with("draw,fake_1000,count\n1,1,"));
}

#[test]
fn an_explanation_reads_and_draws_as_agreed() {
    let (_, records, linked, _) = super::linked("fake_1000", "fake");
    let scorer = Scorer { model: &linked.model, comparer: &linked.comparer, frequencies: &linked.frequencies };
    let explanation = scorer.explain(&records, 0, 2);
    let text = explanation.text();
    assert!(text.contains("two records drawn at random") && text.contains("(missing) | London"), "{text}");
    let picture = waterfall(&explanation);
    assert!(picture.starts_with("<svg") && picture.contains("<title") && picture.ends_with("</svg>\n"));
    let truth = manumit_linkage::evaluate::Truth::new(&records, (0..1_000).map(|_| Some("one")));
    assert!(thresholds(&manumit_linkage::evaluate::sweep(&truth, &linked.edges), "curve").contains("precision"));
}

#[test]
fn a_link_joins_names_across_scripts() {
    let settings = Settings::parse(
        "identifier = \"id\"\n[[field]]\nkind = \"given_name\"\ncolumn = \"given\"\n[[field]]\nkind = \"surname\"\n\
         column = \"surname\"\n[[field]]\nkind = \"date\"\ncolumn = \"born\"\n",
    )
    .unwrap();
    let mut text = "id,given,surname,born\n".to_owned();
    for (number, (given, surname)) in
        [("Yusuf", "Masmoudi"), ("Maria", "Popescu"), ("Adam", "Lewis"), ("Olena", "Shevchenko")].iter().enumerate()
    {
        text += &format!("{number},{given},{surname},1980-0{}-11\n", number + 1);
    }
    text += "a,يوسف,المصمودي,1980-01-11\nb,Олена,Шевченко,1980-04-11\n";
    let records = csv_text(&settings, "list", text.as_bytes()).unwrap();
    let comparer = manumit_linkage::link::comparer(&records).unwrap();
    let level = |a: u32, b: u32| {
        let levels = comparer.unpack(manumit_linkage::compare::compare_records(&comparer, &records, a, b));
        comparer.comparisons[0].parts(usize::from(levels[0])).unwrap()
    };
    assert!(level(0, 4).iter().all(|part| *part <= 5), "{:?}", level(0, 4));
    assert!(level(3, 5).iter().all(|part| *part <= 4), "{:?}", level(3, 5));
    assert_eq!(level(1, 4), [7, 7]);
    assert_eq!(level(4, 1), level(1, 4));
}
