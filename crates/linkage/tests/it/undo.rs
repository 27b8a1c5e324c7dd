//! Judgements override the model, contradictions are refused, and undo is exact.

use manumit_linkage::{
    judgement::{Judgement, RecordKey, Verdict},
    random::Random,
    store::{Outcome, Store},
};

fn judgement(store: &Store, a: u32, b: u32, verdict: Verdict) -> Judgement {
    Judgement {
        a: RecordKey::of(store.records(), a),
        b: RecordKey::of(store.records(), b),
        verdict,
        by: "reviewer".to_owned(),
        on: "2026-01-01".to_owned(),
        reason: String::new(),
    }
}

#[test]
fn undo_restores_the_exact_state_before_any_judgement() {
    let (settings, records, linked, _) = super::linked("fake_1000", "fake");
    let mut store = Store::of_batch(&settings, &linked, &records).unwrap();
    let mut random = Random::new(5);
    let mut done = 0;
    while done < 60 {
        let (a, b) = (random.below(1_000) as u32, random.below(1_000) as u32);
        let verdict = if random.below(2) == 0 { Verdict::Same } else { Verdict::Different };
        let before = (store.state().clone(), store.partition());
        let given = judgement(&store, a, b, verdict);
        let Ok((number, _)) = store.judge(given) else { continue };
        let together = store.state().entity_of[a as usize] == store.state().entity_of[b as usize];
        assert_eq!(together, verdict == Verdict::Same);
        store.undo(number, "reviewer", "2026-01-02").unwrap();
        assert!(before == (store.state().clone(), store.partition()), "{a} and {b} {verdict:?}");
        done += 1;
    }
    assert_eq!(store.judgements().all().len(), 120, "nothing is edited or removed");
}

#[test]
fn judgements_survive_training_again_and_numbers_stay() {
    let (settings, records, linked, _) = super::linked("fake_1000", "fake");
    let mut store = Store::of_batch(&settings, &linked, &records).unwrap();
    let pair = linked.edges.iter().find(|edge| edge.weight > 20.0).unwrap();
    let (number, outcome) = store.judge(judgement(&store, pair.a, pair.b, Verdict::Different)).unwrap();
    assert_eq!(outcome, Outcome::Split);
    let contradiction = store.judge(judgement(&store, pair.b, pair.a, Verdict::Same));
    assert!(contradiction.is_ok(), "the same pair is superseded, not contradicted");
    store.judge(judgement(&store, pair.a, pair.b, Verdict::Different)).unwrap();
    let before = store.state().clone();
    let mut again = settings.clone();
    again.model.seed = 2;
    store.retrain(&again).unwrap();
    let after = store.state();
    assert_ne!(after.entity_of[pair.a as usize], after.entity_of[pair.b as usize]);
    let kept = before.entity_of.iter().zip(&after.entity_of).filter(|(a, b)| a == b).count();
    assert!(kept > 950, "{kept} of 1,000 records keep their entity");
    assert!(number == 0 && store.undo(999, "x", "y").is_err());
}

#[test]
fn a_chain_of_the_same_cannot_join_what_is_different() {
    let (settings, records, linked, _) = super::linked("fake_1000", "fake");
    let mut store = Store::of_batch(&settings, &linked, &records).unwrap();
    store.judge(judgement(&store, 1, 500, Verdict::Different)).unwrap();
    store.judge(judgement(&store, 1, 900, Verdict::Same)).unwrap();
    let refused = store.judge(judgement(&store, 900, 500, Verdict::Same)).unwrap_err();
    assert!(refused.to_string().contains("contradicts an earlier judgement"), "{refused}");
}
