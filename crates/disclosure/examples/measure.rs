//! scratch
use std::time::Instant;
use manumit_disclosure::{audit::*, dimension::*, policy::*, protect::*, release::*, table::*, primary::Reason};
fn main() {
    let what = std::env::args().nth(1).unwrap_or_default();
    let (dims, rows): (Vec<(&str, usize)>, Vec<Vec<u32>>) = if what == "big" {
        let text = std::fs::read_to_string("/tmp/bench100k.csv").unwrap();
        let mut maps: Vec<std::collections::BTreeMap<String,u32>> = vec![Default::default();3];
        let mut rows=vec![];
        for line in text.lines().skip(1) { let f: Vec<&str>=line.split(',').collect();
            let mut r=vec![]; for (m,c) in maps.iter_mut().zip([4usize,6,2]) { let n=m.len() as u32; r.push(*m.entry(f[c].into()).or_insert(n)); } rows.push(r);}
        (vec![("nationality",150),("region",47),("age",2)], rows)
    } else {
        let people: usize = std::env::args().nth(2).map_or(4142, |v| v.parse().unwrap());
        let mut s = 0x1234_5678_9abc_def1_u64;
        let mut u = move || { s ^= s << 13; s ^= s >> 7; s ^= s << 17; (s >> 11) as f64 / (1u64<<53) as f64 };
        let dims = vec![("nationality", 115), ("age", 6), ("sex", 3), ("exploitation", 14)];
        let rows = (0..people).map(|_| dims.iter().map(|(_, n)| { let p = if *n > 50 { 4.5 } else if *n==3 {2.0} else { 2.2 }; ((u().powf(p)) * *n as f64) as u32 }).collect()).collect();
        (dims, rows)
    };
    let mut dimensions: Vec<Dimension> = dims.iter().map(|(n,_)| Dimension::new(n, "Total")).collect();
    for (d,(_,n)) in dimensions.iter_mut().zip(&dims) { for i in 0..*n { d.intern(&format!("c{i}")); } }
    let mut cells = std::collections::BTreeMap::<Vec<u32>, u64>::new();
    // all places
    let mut places: Vec<Vec<u32>> = vec![vec![]];
    for (_, n) in &dims { places = places.into_iter().flat_map(|p| (0..=*n as u32).map(move |i| { let mut q=p.clone(); q.push(i); q })).collect(); }
    for p in places { cells.insert(p, 0); }
    for r in &rows { for mask in 0..(1u32<<dims.len()) { let k: Vec<u32> = r.iter().enumerate().map(|(i,v)| if mask>>i&1==1 {0} else {v+1}).collect(); *cells.get_mut(&k).unwrap() += 1; } }
    println!("cells {} leaves nonzero {} ones {}", cells.len(), cells.iter().filter(|(k,v)| k.iter().all(|x| *x>0) && **v>0).count(), cells.iter().filter(|(k,v)| k.iter().all(|x| *x>0) && **v==1).count());
    let t = Instant::now();
    let printed = cells.into_iter().enumerate().map(|(i,(nodes,count))| Printed { nodes, count: Some(count), withheld: false, line: i as u64+2 }).collect();
    let table = Table { id: "t".into(), population: String::new(), about_children: false, edition: Edition::Current, dimensions: (0..dims.len()).collect(), cells: printed };
    let mut release = Release::new(dimensions, vec![table]).unwrap();
    println!("cpu bound {:?} sums {} relations {}", t.elapsed(), release.sums.len(), release.relations.len());
    let mut policy = Policy::of(Audience::Public).with_threshold(5);
    if std::env::args().any(|a| a=="nogroups") { policy = policy.without_groups(); }
    let t = Instant::now();
    let outcome = protect(&mut release, &[], &policy, &mut |a,b| if a % 512==0 { eprintln!("{a}/{b} {:?}", t.elapsed()) }).unwrap();
    println!("protected {:?} {:?} unprotected {}", t.elapsed(), outcome.counts(&release), outcome.unprotected.len());
    let t = Instant::now();
    let a = audit(&release, &[], &outcome.needs, Effort::default(), &mut |a,b| if a % 512==0 { eprintln!("{a}/{b} {:?}", t.elapsed()) }).unwrap();
    println!("audited {:?} parts {} steps {} recovered {} narrow {} groups {} plain {} atleast {} notshown {}", t.elapsed(), a.parts, a.steps, a.recovered().count(), a.narrow().count(), a.groups.len(), a.in_plain.len(), a.findings.iter().filter(|f| f.proof==Proof::AtLeast).count(), a.findings.iter().filter(|f| !f.shown_in_whole_numbers).count());
    println!("kept nonzero {} of {}", release.cells.iter().filter(|c| c.printed && c.status==Status::Published && c.count!=Some(0)).count(), release.cells.iter().filter(|c| c.printed && c.count!=Some(0)).count());
    println!("zeros withheld {} groups needs {}", release.cells.iter().filter(|c| c.status==Status::Withheld && c.printed && c.count==Some(0)).count(), outcome.needs.iter().filter(|n| n.reason==Reason::GroupDisclosure).count());
}
