//! Scores the engine on labelled sets in a folder that is named: `cargo run --release --example quality -- FOLDER`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a measurement stops where it cannot go on"
)]

fn main() {
    let folder = std::env::args().nth(1).expect("name the folder of labelled sets");
    let only = std::env::args().nth(2);
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/settings");
    println!(
        "{:<22} {:>9} {:>6} | {:>6} {:>6} {:>6} | {:>6} {:>6} | cluster {:>6} {:>6} {:>6} | {:>9} {:>8}",
        "set", "cand", "blk", "P", "R", "F1@.5", "best", "@P", "P", "R", "F1", "est/true", "sec"
    );
    for (name, settings, files, label) in SETS {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let text = std::fs::read_to_string(format!("{here}/{settings}.toml")).unwrap();
        let settings = manumit_linkage::settings::Settings::parse(&text).unwrap();
        let paths: Vec<String> = files.iter().map(|f| format!("{folder}/{f}.csv")).collect();
        let start = std::time::Instant::now();
        let records = manumit_linkage::read::files(&settings, &paths, &|_| {}).unwrap();
        records.check().unwrap();
        let linked = manumit_linkage::link::link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
        let sec = start.elapsed().as_secs_f64();
        let mut truths = std::collections::HashMap::new();
        if *label == "links" {
            let mut r = csv::Reader::from_path(format!("{folder}/uk_un_gold.csv")).unwrap();
            for row in r.records() {
                let row = row.unwrap();
                truths.insert(row[0].to_owned(), format!("g{}", &row[1]));
                truths.insert(row[1].to_owned(), format!("g{}", &row[1]));
            }
        } else {
            for path in &paths {
                let mut r = csv::Reader::from_path(path).unwrap();
                let h = r.headers().unwrap().clone();
                let (i, c) = (
                    h.iter().position(|x| x == settings.identifier).unwrap(),
                    h.iter().position(|x| x == *label).unwrap(),
                );
                for row in r.records() {
                    let row = row.unwrap();
                    truths.insert(row[i].to_owned(), row[c].to_owned());
                }
            }
        }
        let names: Vec<String> = (0..records.len() as u32)
            .map(|r| truths.get(records.identifier(r)).cloned().unwrap_or_else(|| format!("alone {r}")))
            .collect();
        let truth = manumit_linkage::evaluate::Truth::new(&records, names.iter().map(|n| Some(n.as_str())));
        let sweep = manumit_linkage::evaluate::sweep(&truth, &linked.edges);
        let best = manumit_linkage::evaluate::best(&sweep);
        let at = manumit_linkage::evaluate::at(&truth, &linked.edges, 0.5);
        let cl = manumit_linkage::evaluate::clusters(&truth, &records, &linked.labels);
        let mut found = 0u64;
        linked
            .scan
            .each(|ps| found += ps.iter().filter(|p| truth.same(p.a, p.b) == Some(true)).count() as u64)
            .unwrap();
        let settled = manumit_linkage::evaluate::at(&truth, &linked.settled, 0.5);
        let settled_best = manumit_linkage::evaluate::best(&manumit_linkage::evaluate::sweep(&truth, &linked.settled));
        println!(
            "{:<22} settled P {:.4} R {:.4} F1 {:.4} best {:.4} @ {:.4}",
            name,
            settled.precision(),
            settled.recall(),
            settled.f1(),
            settled_best.f1(),
            settled_best.threshold
        );
        println!(
            "{:<22} {:>9} {:.4} | {:.4} {:.4} {:.4} | {:.4} {:.4} | cluster {:.4} {:.4} {:.4} | {:.4} {:>8.2}",
            name,
            linked.scan.pairs,
            found as f64 / truth.pairs as f64,
            at.precision(),
            at.recall(),
            at.f1(),
            best.f1(),
            best.threshold,
            cl.precision(),
            cl.recall(),
            cl.f1(),
            linked.model.provenance.matches / found as f64,
            sec
        );
        for w in &linked.model.warnings {
            println!("    ! {w}");
        }
        if only.is_some() {
            println!("    {:?}", linked.model.provenance);
            for t in &linked.model.comparisons {
                if t.comparison.columns.len() == 1 {
                    for l in 1..t.comparison.levels() {
                        print!("{}:{:.4}/{:.5}={:.1} ", l, t.m[l], t.u[0][l], t.weight(l as u8, 0));
                    }
                    println!(" [{}]", t.comparison.title);
                }
            }
        }
    }
}
type Set = (&'static str, &'static str, &'static [&'static str], &'static str);
const SETS: &[Set] = &[
    ("fake_1000", "fake", &["fake_1000"], "cluster"),
    ("historical_50k", "historical", &["historical_50k"], "cluster"),
    ("febrl3_low", "febrl_low", &["febrl3"], "cluster"),
    ("febrl4_low", "febrl_low_link", &["febrl4_a", "febrl4_b"], "cluster"),
    ("febrlc_low", "febrl_low", &["febrl_c_1000"], "cluster"),
    ("febrl3_all", "febrl", &["febrl3"], "cluster"),
    ("febrl4_all", "febrl_link", &["febrl4_a", "febrl4_b"], "cluster"),
    ("febrlc_all", "febrl", &["febrl_c_1000"], "cluster"),
    ("rldata500", "rldata", &["rldata500"], "cluster"),
    ("uk_un_all", "sanctions", &["uk_persons", "un_persons"], "links"),
    ("uk_un_primary", "sanctions_primary", &["uk_persons", "un_persons"], "links"),
];
