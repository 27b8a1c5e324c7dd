//! Quality at P = 0.5 with nothing tuned: floors a little below what was measured, so that a loss is found.

use manumit_linkage::evaluate::{Truth, at, best, clusters, sweep};

fn holds(set: &str, with: &str, pair: f64, cluster: f64) {
    let (_, records, linked, people) = super::linked(set, with);
    let truth = Truth::new(&records, people.iter().map(|person| Some(person.as_str())));
    let found = at(&truth, &linked.edges, 0.5).f1();
    let grouped = clusters(&truth, &records, &linked.labels).f1();
    let most = best(&sweep(&truth, &linked.edges)).f1();
    assert!(found >= pair, "{set}: pair F1 {found}");
    assert!(grouped >= cluster, "{set}: cluster F1 {grouped}");
    assert!(most - found <= 0.015, "{set}: F1 at 0.5 is {found}, at best {most}");
    let share = linked.model.provenance.matches / truth.pairs as f64;
    assert!((share - 1.0).abs() <= 0.1, "{set}: estimated matches are {share} of the true");
}

#[test]
fn fake_1000() {
    holds("fake_1000", "fake", 0.94, 0.975);
}

#[test]
fn febrl_c_1000_with_little_information() {
    holds("febrl_c_1000", "febrl_low", 0.94, 0.96);
}

#[test]
fn febrl3_with_little_information() {
    holds("febrl3", "febrl_low", 0.985, 0.992);
}

#[test]
fn the_same_seed_gives_the_same_model_and_the_parts_of_a_score_sum_to_it() {
    let (_, records, one, _) = super::linked("fake_1000", "fake");
    let (_, _, two, _) = super::linked("fake_1000", "fake");
    assert_eq!(one.model.to_json().unwrap(), two.model.to_json().unwrap());
    assert_eq!(one.edges, two.edges);
    let scorer =
        manumit_linkage::score::Scorer { model: &one.model, comparer: &one.comparer, frequencies: &one.frequencies };
    for edge in one.edges.iter().step_by(7) {
        let explanation = scorer.explain(&records, edge.a, edge.b);
        let sum = explanation.prior + explanation.parts.iter().map(|part| part.weight()).sum::<f64>();
        assert!((sum - explanation.weight).abs() < 1e-9);
        assert!((explanation.weight - f64::from(edge.weight)).abs() < 1e-4, "{explanation:?}");
    }
}
