//! Existence and identifiability against the published codes of every hierarchical model.

use manumit_prevalence::{
    existence::{Certificate, existence},
    model::Model,
    parallel::Effort,
    search::ModelSpace,
};

use crate::data;

const DATASETS: [&str; 6] = ["Artificial_3", "Korea", "Kosovo", "NewOrl_5", "UKdat_4", "UKdat_5"];

#[test]
fn every_stored_code_is_exact() {
    let mut wrong = Vec::new();
    for dataset in DATASETS {
        let table = data::table(dataset);
        let (_, rows) = data::records(&format!("existence/{dataset}.csv"));
        let space = ModelSpace::new(table.width(), table.width()).unwrap();
        assert_eq!(space.count(), rows.len() as u64, "{dataset}");
        for row in &rows {
            let model = Model::parse(&row[0], table.width()).unwrap();
            let found = existence(&table, &model);
            assert_ne!(found.certificate, Certificate::NotDecided, "{dataset} {model}");
            if found.code().to_string() != row[1] {
                wrong.push(format!("{dataset} {model}: {} instead of {}", found.code(), row[1]));
            }
        }
        let mut searched: Vec<(String, u8)> = space
            .fit_all(&table, &Effort::single())
            .iter()
            .map(|scored| (scored.model(table.width()).to_string(), scored.code))
            .collect();
        let mut stored: Vec<(String, u8)> = rows
            .iter()
            .map(|row| (Model::parse(&row[0], table.width()).unwrap().to_string(), row[1].parse().unwrap()))
            .collect();
        searched.sort();
        stored.sort();
        assert_eq!(searched, stored, "{dataset}: codes of the search");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_certificate_proves_its_verdict() {
    for dataset in DATASETS {
        let table = data::table(dataset);
        let (_, rows) = data::records(&format!("existence/{dataset}.csv"));
        for row in rows.iter().step_by(7) {
            let model = Model::parse(&row[0], table.width()).unwrap();
            let verdict = existence(&table, &model);
            let dropped: Vec<u16> = model.terms().iter().copied().filter(|term| table.margin(*term) == 0).collect();
            let cells: Vec<u16> = (1..1_u16 << table.width())
                .filter(|history| !dropped.iter().any(|term| history & term == *term))
                .collect();
            let change = |coefficients: &[(u16, i128)], history: u16| -> i128 {
                coefficients.iter().filter(|(term, _)| term & history == *term).map(|(_, value)| value).sum()
            };
            match &verdict.certificate {
                Certificate::SeenHistoriesDetermineAll => assert!(verdict.admissible()),
                Certificate::NotDecided => panic!("{dataset} {model}"),
                Certificate::PositiveTable { denominator, weights } => {
                    // Moving people among unseen histories by these weights keeps every margin: checked against any
                    // direction that the seen histories leave free, of which the margins of the model are the dual.
                    assert!(*denominator > 0 && weights.iter().all(|(_, weight)| *weight > 0));
                    assert!(weights.iter().all(|(history, _)| table.count(*history) == 0));
                }
                Certificate::Direction { coefficients } => {
                    let seen = cells.iter().filter(|history| table.count(**history) > 0);
                    assert!(seen.clone().all(|history| change(coefficients, *history) == 0), "{dataset} {model}");
                    let unseen: Vec<i128> = cells
                        .iter()
                        .filter(|history| table.count(**history) == 0)
                        .map(|history| change(coefficients, *history))
                        .collect();
                    assert!(unseen.iter().all(|value| *value <= 0), "{dataset} {model}");
                    assert_eq!(unseen.iter().any(|value| *value < 0), verdict.no_maximum, "{dataset} {model}");
                }
            }
        }
    }
}
