//! The report as one HTML page that needs nothing else: styles and pictures inside, no script.

use std::fmt::Write as _;

use super::{
    ASSUMPTIONS, CRITICISM, canvas::escape, headline, interval_text, people, plot, role, text::with_interval, whole,
};
use crate::{
    estimate::{Estimate, Role},
    sensitivity::Variant,
    solver::as_float,
};

const STYLE: &str = "body{font:17px/1.5 Arial,Helvetica,sans-serif;color:#0b0c0c;max-width:60rem;margin:2rem auto;\
padding:0 1rem}h1{font-size:2rem;line-height:1.2}h2{font-size:1.45rem;margin-top:2.4rem}table{border-collapse:collapse;\
width:100%}caption{text-align:left;font-weight:700;padding:.4rem 0}th,td{text-align:left;padding:.4rem .6rem;\
border-bottom:1px solid #b1b4b6;vertical-align:top}td.n{text-align:right;white-space:nowrap}.lead{border-left:8px solid \
#1d70b8;padding:.2rem 1rem;font-size:1.15rem}.lead p:first-child{font-size:1.7rem;font-weight:700;margin:.3rem 0}\
.quiet{color:#505a5f;font-size:.93rem}svg{max-width:100%;height:auto}figure{margin:1.2rem 0}";

/// The report as one page.
#[must_use]
pub fn html(estimate: &Estimate, title: &str) -> String {
    let mut out = String::new();
    let title = escape(title);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n<div class=\"lead\">\n"
    );
    for line in headline(estimate) {
        let _ = writeln!(out, "<p>{}</p>", escape(&line));
    }
    out.push_str("</div>\n");
    figure(&mut out, &plot::methods(estimate));
    methods(&mut out, estimate);
    out.push_str("<h2>What this rests on</h2>\n<ul>\n");
    for (name, words) in ASSUMPTIONS {
        let _ = writeln!(out, "<li><strong>{name}.</strong> {words}</li>");
    }
    out.push_str("</ul>\n<h2>The lists and their overlaps</h2>\n");
    figure(&mut out, &plot::upset(estimate));
    for warning in &estimate.diagnostics.warnings {
        let _ = writeln!(out, "<p><strong>Warning.</strong> {}</p>", escape(warning));
    }
    out.push_str("<h2>What moves the estimate</h2>\n");
    if let Some(picture) = plot::models(estimate) {
        figure(&mut out, &picture);
    }
    if let Some(picture) = plot::histogram(estimate) {
        figure(&mut out, &picture);
    }
    sensitivity(&mut out, estimate);
    out.push_str("<h2>What has been said against it</h2>\n<ul>\n");
    for (source, words) in CRITICISM {
        let _ = writeln!(out, "<li>{words} <span class=\"quiet\">{source}</span></li>");
    }
    let _ = write!(
        out,
        "</ul>\n<p class=\"quiet\">Seed {}, {} replicates. The same input, seed and version give the same figures.</p>\n\
         </main>\n</body>\n</html>\n",
        estimate.seed, estimate.replicates_asked
    );
    out
}

fn figure(out: &mut String, svg: &str) {
    let _ = writeln!(out, "<figure>\n{svg}</figure>");
}

fn methods(out: &mut String, estimate: &Estimate) {
    out.push_str(
        "<table>\n<caption>Every method, with its 95% intervals</caption>\n<thead><tr><th scope=\"col\">Method</th>\
         <th scope=\"col\">People in all</th><th scope=\"col\">95% interval</th><th scope=\"col\">What to know</th></tr>\
         </thead>\n<tbody>\n",
    );
    for method in &estimate.methods {
        let number = method.population.map_or("no figure".to_owned(), people);
        let mut words: Vec<String> = Vec::new();
        if method.role != Role::Estimate {
            words.push(format!("{}.", role(method.role)));
        }
        words.extend(method.refused.as_ref().map(|why| format!("Refused: {why}.")));
        words.extend(method.model.as_ref().map(|model| format!("Model {model}.")));
        for interval in &method.intervals {
            let high = interval.high.map_or("no upper limit".to_owned(), people);
            let caveats =
                if interval.caveats.is_empty() { String::new() } else { format!(" ({})", interval.caveats.join("; ")) };
            words.push(format!("{}: {} to {high}{caveats}.", interval.name, people(interval.low)));
        }
        words.extend(method.notes.iter().map(|note| format!("{note}.")));
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{number}</td><td class=\"n\">{}</td><td class=\"quiet\">{}</td></tr>",
            escape(method.name),
            interval_text(method).unwrap_or_default(),
            escape(&words.join(" "))
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn sensitivity(out: &mut String, estimate: &Estimate) {
    let beside = &estimate.sensitivity;
    variants(out, "The threshold of stepwise selection", &beside.thresholds);
    variants(out, "Each list left out (people known only to it are then hidden too)", &beside.left_out);
    variants(out, "Two lists taken as one", &beside.merged);
    if !beside.consistency.is_empty() {
        out.push_str("<table>\n<caption>A list as a population of known size, estimated from the other lists</caption>\n<thead><tr><th scope=\"col\">List</th><th scope=\"col\">Known</th><th scope=\"col\">Estimated (95% interval)</th><th scope=\"col\">Interval</th></tr></thead>\n<tbody>\n");
        for row in &beside.consistency {
            let told = row.estimate.as_ref().map_or_else(
                || escape(&format!("refused: {}", row.refused.as_deref().unwrap_or("no replicate gave a figure"))),
                with_interval,
            );
            let held = row.covered.map_or("", |covered| if covered { "holds it" } else { "misses it" });
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{told}</td><td>{held}</td></tr>",
                escape(&row.list),
                whole(as_float(row.known))
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }
    if !beside.fixed.is_empty() {
        out.push_str("<table>\n<caption>If a pair that the model leaves out were in truth dependent. No table can tell whether it is.</caption>\n<thead><tr><th scope=\"col\">Pair</th><th scope=\"col\">Odds ratio</th><th scope=\"col\">People in all (95% interval given model and ratio)</th></tr></thead>\n<tbody>\n");
        for row in beside.fixed.iter().filter(|row| [0.5, 1.0, 2.0].contains(&row.odds_ratio)) {
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td></tr>",
                escape(&row.pair),
                row.odds_ratio,
                with_interval(&row.estimate)
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }
}

fn variants(out: &mut String, title: &str, rows: &[Variant]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<table>\n<caption>{title}</caption>\n<thead><tr><th scope=\"col\">Change</th><th scope=\"col\">People in all (95% interval)</th><th scope=\"col\">Model</th></tr></thead>\n<tbody>"
    );
    for row in rows {
        let told = match (&row.estimate, &row.refused) {
            (Some(estimate), _) => with_interval(estimate),
            (None, Some(why)) => escape(&format!("refused: {why}")),
            (None, None) => "no replicate gave a figure".to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{told}</td><td>{}</td></tr>",
            escape(&row.change),
            escape(row.model.as_deref().unwrap_or_default())
        );
    }
    out.push_str("</tbody>\n</table>\n");
}
