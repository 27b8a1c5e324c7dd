//! Synthetic records: guarantees, reproducibility, likeness.

use manumit_disclosure::synthesis::{
    evaluate::compare,
    k_anonymous,
    noise::Secret,
    private::{Wish, synthesise},
    records::Records,
};

/// Made-up records whose columns hang together.
fn records(count: usize) -> Records {
    let mut text = "age,sex,nationality,type,outcome\n".to_owned();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..count {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let nationality = (state >> 8) % 10 * ((state >> 20) % 10) / 9;
        let kind = (nationality + (state >> 32) % 2) % 5;
        let outcome =
            if (state >> 40).is_multiple_of(3) { "" } else { ["Positive", "Negative"][((state >> 44) % 2) as usize] };
        text += &format!(
            "{},{},N{nationality},T{kind},{outcome}\n",
            ["Adult", "Child"][((state >> 50) % 2) as usize],
            ["Male", "Female"][(kind % 2) as usize]
        );
    }
    Records::read(&text, "records", &[]).unwrap()
}

#[test]
fn no_rare_combination_is_in_k_anonymous_records() {
    let real = records(3_000);
    for length in [2, 3] {
        let made = k_anonymous::synthesise(&real, 10, length, 40, &Secret([1; 32])).unwrap();
        let count = |records: &Records, length: usize| {
            let mut counts = std::collections::BTreeMap::<Vec<(usize, String)>, u32>::new();
            for record in 0..records.count {
                let values: Vec<(usize, String)> = records
                    .columns
                    .iter()
                    .enumerate()
                    .map(|(place, column)| (place, column.value(column.codes[record]).to_owned()))
                    .filter(|(_, value)| !value.is_empty())
                    .collect();
                for a in 0..values.len() {
                    for b in a..values.len() {
                        for c in b..values.len() {
                            let mut key = vec![values[a].clone(), values[b].clone(), values[c].clone()];
                            key.dedup();
                            let different = [a, b, c].iter().collect::<std::collections::BTreeSet<_>>().len();
                            if different <= length && (different == 3 || b == c) {
                                *counts.entry(key).or_insert(0) += 1;
                            }
                        }
                    }
                }
            }
            counts
        };
        let (real, made) = (count(&real, length), count(&made, length));
        assert!(made.len() > 40);
        for key in made.keys() {
            assert!(real.get(key).is_some_and(|count| *count >= 10), "{key:?}");
        }
    }
}

#[test]
fn private_records_are_like_the_real_ones_and_the_same_for_the_same_secret() {
    let real = records(4_000);
    for length in [2, 3] {
        let wish = Wish { length, ..Wish::default() };
        let made = synthesise(&real, &wish, &Secret([5; 32])).unwrap();
        assert_eq!(made, synthesise(&real, &wish, &Secret([5; 32])).unwrap());
        assert_ne!(made, synthesise(&real, &wish, &Secret([6; 32])).unwrap());
        let likeness = compare(&real, &made.records, 3);
        assert!(likeness[0].error < 0.06 && likeness[1].error < 0.15, "{likeness:?}");
        assert!(likeness[1].made_up < 0.05, "{likeness:?}");
        let same = compare(&real, &real, 3);
        assert!(same.iter().all(|one| one.error == 0.0 && one.lost == 0.0 && one.made_up == 0.0));
    }
}

#[test]
fn a_value_that_one_person_has_is_never_told() {
    let mut text = String::from_utf8(records(2_000).write().unwrap()).unwrap();
    text += "Adult,Male,Unheard of,T1,Positive\n";
    let real = Records::read(&text, "records", &[]).unwrap();
    for secret in 0..20 {
        let made = synthesise(&real, &Wish { effort: 1, ..Wish::default() }, &Secret([secret; 32])).unwrap();
        assert!(made.records.columns.iter().all(|column| !column.values.iter().any(|value| value == "Unheard of")));
    }
}

#[test]
fn small_and_odd_files_are_taken_or_refused() {
    let one = Records::read("a,b\n1,2\n", "records", &[]).unwrap();
    assert!(synthesise(&one, &Wish::default(), &Secret([1; 32])).is_ok());
    let single = Records::read("a\n1\n", "records", &[]).unwrap();
    assert!(synthesise(&single, &Wish::default(), &Secret([1; 32])).is_err());
    let blank = Records::read("a,b,c\n,,\n,,\n", "records", &[]).unwrap();
    assert!(synthesise(&blank, &Wish { length: 3, ..Wish::default() }, &Secret([1; 32])).is_ok());
    for epsilon in [0.0, -1.0, f64::NAN, 100.0] {
        assert!(synthesise(&blank, &Wish { epsilon, ..Wish::default() }, &Secret([1; 32])).is_err());
    }
    assert!(k_anonymous::synthesise(&blank, 1, 2, 1, &Secret([1; 32])).is_err());
    assert!(k_anonymous::synthesise(&blank, 5, 2, 1, &Secret([1; 32])).is_ok());
}
