use manumit_prevalence::{simulate::*, read, stepwise::Stepwise, model::Model, parallel::Effort, bootstrap::Resampling};
fn main() {
    for n in ["UKdat_5", "UKdat_4", "Kosovo", "Ned_5"] {
        let t = read::table(&std::fs::read_to_string(format!("{}/tests/data/mse/{n}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()).unwrap();
        let (fit, _) = Stepwise::default().select(&t).unwrap();
        let m = Model::parse(&fit.model, t.width()).unwrap();
        let truth = Truth::of_model(&t, &m).unwrap();
        let s = study(&truth, 1000, Resampling { replicates: 500, seed: 2013 }, StudyOf { bic_top: 20, graphs: true, threshold: true }, &Effort::threads(2));
        println!("{n} {} truth {} refused {} rmse_log {:.4}", fit.model, s.population, s.refused, s.log_error);
        for c in &s.coverage { println!("  {:<36} {} cov {:.3} low {:.3} width {:.2} beyond {:.3}", c.interval, c.tables, c.covered, c.too_low, c.width, c.beyond_replicates); }
    }
}
