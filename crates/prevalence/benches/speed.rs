//! quick
use std::time::Instant;
use manumit_prevalence::{bootstrap::Resampling, interval::Ties, parallel::Effort, read, search::*, stepwise::Stepwise, solver::Solver, model::Model, fit::Criterion};

fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
fn main() {
    let t = |n: &str| read::table(&std::fs::read_to_string(format!("{}/tests/data/mse/{n}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()).unwrap();
    let (u5, u6) = (t("UKdat_5"), t("UKdat"));
    for (name, table) in [("UK5", &u5), ("UK6", &u6)] {
        for _ in 0..3 {
            let a = cpu();
            let r = Stepwise::default().resample(table, Resampling::default(), &Effort::single()).unwrap();
            let i = r.intervals(Ties::Half).unwrap();
            println!("{name} stepwise 1000 BCa {:.4} s  {:?}", cpu() - a, i.bca(0.95).map(|(l, h)| (l.value, h.value)));
        }
    }
    let mut s = Solver::new(5);
    s.load(u5.counts());
    let m = Model::parse("[12,13,24,25,35,45]", 5).unwrap();
    let a = cpu();
    let mut steps = 0;
    for _ in 0..100_000 { steps += s.fit(m.terms()).unwrap().steps; }
    println!("one fit {:.3} us, {} steps", (cpu() - a) * 10.0, steps as f64 / 1e5);
    for _ in 0..2 {
        let a = cpu();
        let all = ModelSpace::new(5, 4).unwrap().fit_all(&u5, &Effort::single());
        println!("all five-list {} in {:.4} s", all.len(), cpu() - a);
        let a = cpu();
        let all = ModelSpace::new(6, 2).unwrap().fit_all(&u6, &Effort::single());
        println!("six-list pairs {} in {:.4} s", all.len(), cpu() - a);
        let r = Ranking::new(&u6, &all, Criterion::BicCases);
        println!("codes {:?}", r.codes);
    }
    for n in [("UK5", &u5)] {
        let a = cpu();
        let all = ModelSpace::new(5, 3).unwrap().fit_all(n.1, &Effort::single());
        println!("order 3 five lists {} {:.4} s", all.len(), cpu() - a);
    }
    if std::env::args().any(|a| a == "big") {
        let w = Instant::now();
        let all = ModelSpace::new(6, 3).unwrap().fit_all(&u6, &Effort::threads(2));
        let r = Ranking::new(&u6, &all, Criterion::BicCases);
        println!("six-list order 3 {} in {:.1} s wall; {:?} best {} {}", all.len(), w.elapsed().as_secs_f64(), r.codes, r.models[0].1.model(6), 2744.0 + r.models[0].1.hidden);
    }
}
