use manumit_prevalence::{estimate::*, read, parallel::Effort, report};
fn main() {
    let file = std::env::args().nth(1).unwrap();
    let out = std::env::args().nth(2).unwrap();
    let t = read::table(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let s = std::time::Instant::now();
    let e = estimate(&t, &Settings::usual(&t), &Effort::available()).unwrap();
    eprintln!("{:.2} s", s.elapsed().as_secs_f64());
    std::fs::create_dir_all(&out).unwrap();
    let w = |n: &str, t: String| std::fs::write(format!("{out}/{n}"), t).unwrap();
    w("r.html", report::html(&e, "How many victims of trafficking? United Kingdom 2013"));
    w("methods.svg", report::plot::methods(&e));
    w("upset.svg", report::plot::upset(&e));
    w("hist.svg", report::plot::histogram(&e).unwrap());
    if let Some(m) = report::plot::models(&e) { w("models.svg", m); }
    w("r.csv", report::csv(&e));
    w("r.json", serde_json::to_string_pretty(&e).unwrap());
    print!("{}", report::text(&e));
}
