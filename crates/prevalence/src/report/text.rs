//! The report as text and as CSV.

use std::fmt::Write as _;

use super::{ASSUMPTIONS, CRITICISM, headline, interval_text, people, role, whole};
use crate::{
    estimate::{Estimate, Role},
    read::quote,
    sensitivity::{Variant, WithInterval},
    solver::as_float,
};

/// Width of running text.
const WIDTH: usize = 100;

/// The report for a terminal.
#[must_use]
pub fn text(estimate: &Estimate) -> String {
    let mut out = String::new();
    for line in headline(estimate) {
        paragraph(&mut out, "", &line);
    }
    methods(&mut out, estimate);
    lists(&mut out, estimate);
    sensitivity(&mut out, estimate);
    out.push_str("\nWhat this rests on\n");
    for (title, words) in ASSUMPTIONS {
        paragraph(&mut out, "  - ", &format!("{title}. {words}"));
    }
    out.push_str("\nWhat has been said against it\n");
    for (source, words) in CRITICISM {
        paragraph(&mut out, "  - ", &format!("{words} ({source})"));
    }
    let _ = writeln!(
        out,
        "\nSeed {}, {} replicates. Same input, seed and version: same figures.",
        estimate.seed, estimate.replicates_asked
    );
    out
}

fn methods(out: &mut String, estimate: &Estimate) {
    out.push_str("\nMethod by method, with 95% intervals\n");
    for wanted in [Role::Estimate, Role::Reference, Role::Historical] {
        for method in estimate.methods.iter().filter(|method| method.role == wanted) {
            let told = match (method.population, interval_text(method)) {
                (Some(population), Some(interval)) => format!("{} ({interval})", people(population)),
                _ => "no figure".to_owned(),
            };
            let place = if method.refused.is_some() { "refused" } else { role(method.role) };
            let _ = writeln!(out, "  {:<40} {told}  [{place}]", method.name);
            if let Some(why) = &method.refused {
                paragraph(out, "      ", &format!("Refused: {why}."));
            }
            if let Some(model) = &method.model {
                paragraph(out, "      ", &format!("model {model}"));
            }
            for interval in method.intervals.iter().skip(1) {
                let high = interval.high.map_or("no upper limit".to_owned(), people);
                let caveats = if interval.caveats.is_empty() {
                    String::new()
                } else {
                    format!("; {}", interval.caveats.join("; "))
                };
                paragraph(out, "      ", &format!("{}: {} to {high}{caveats}", interval.name, people(interval.low)));
            }
            for note in &method.notes {
                paragraph(out, "      ", note);
            }
        }
    }
}

fn lists(out: &mut String, estimate: &Estimate) {
    let found = &estimate.diagnostics;
    out.push_str("\nThe lists\n");
    for (name, size) in estimate.table.lists().iter().zip(&found.list_sizes) {
        let _ = writeln!(out, "  {name:<24} {:>10}", whole(as_float(*size)));
    }
    let empty: Vec<String> = found.empty_overlaps.iter().map(|pair| estimate.table.name_term(*pair)).collect();
    let _ = writeln!(out, "  on more than one list    {:>10}", whole(as_float(found.overlapping)));
    if !empty.is_empty() {
        paragraph(out, "  ", &format!("Pairs that share nobody: {}", empty.join(", ")));
    }
    for warning in &found.warnings {
        paragraph(out, "  Warning: ", warning);
    }
}

fn sensitivity(out: &mut String, estimate: &Estimate) {
    let beside = &estimate.sensitivity;
    if let Some(picture) = &beside.picture {
        let _ = writeln!(
            out,
            "\nAll {} models with terms of up to {} lists ({} may be used)",
            picture.candidates, picture.order, picture.admissible
        );
        for (limit, models, low, high) in &picture.within {
            let _ = writeln!(
                out,
                "  within {limit:>2} of the best: {models:>6} models, {} to {}",
                people(*low),
                people(*high)
            );
        }
    }
    variants(out, "The threshold of stepwise selection", &beside.thresholds);
    variants(out, "Each list left out (people known only to it are then hidden too)", &beside.left_out);
    variants(out, "Two lists taken as one", &beside.merged);
    if !beside.consistency.is_empty() {
        out.push_str("\nA list as a population of known size, estimated from the other lists\n");
        for row in &beside.consistency {
            let told = match (&row.estimate, &row.refused) {
                (Some(estimate), _) => {
                    let held = if row.covered == Some(true) { "held" } else { "MISSED" };
                    format!("estimated {}  {held}", with_interval(estimate))
                }
                (None, why) => format!("no figure: {}", why.as_deref().unwrap_or("no replicate gave one")),
            };
            let _ = writeln!(out, "  {:<16} known {:>8}, {told}", row.list, whole(as_float(row.known)));
        }
    }
    if !beside.fixed.is_empty() {
        out.push_str("\nIf a pair that was left out were in truth dependent: no table can tell\n");
        let pairs: Vec<&String> = {
            let mut seen = Vec::new();
            for row in &beside.fixed {
                if !seen.contains(&&row.pair) {
                    seen.push(&row.pair);
                }
            }
            seen
        };
        for pair in pairs {
            let at = |odds: f64| beside.fixed.iter().find(|row| row.pair == *pair && row.odds_ratio == odds);
            if let (Some(half), Some(double)) = (at(0.5), at(2.0)) {
                let _ = writeln!(
                    out,
                    "  {pair:<16} half as likely together {};  twice as likely {}",
                    with_interval(&half.estimate),
                    with_interval(&double.estimate)
                );
            }
        }
    }
}

fn variants(out: &mut String, title: &str, rows: &[Variant]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for row in rows {
        let told = match (&row.estimate, &row.refused) {
            (Some(estimate), _) => with_interval(estimate),
            (None, Some(why)) => format!("refused: {why}"),
            (None, None) => "no replicate gave a figure".to_owned(),
        };
        let _ = writeln!(out, "  {:<28} {told}", row.change);
    }
}

pub(super) fn with_interval(estimate: &WithInterval) -> String {
    format!("{} ({} to {})", people(estimate.value), people(estimate.low), people(estimate.high))
}

/// Words in lines of a readable width, the first after `lead`, the others under it.
fn paragraph(out: &mut String, lead: &str, words: &str) {
    let indent = " ".repeat(lead.chars().count());
    let mut line = lead.to_owned();
    let mut empty = true;
    for word in words.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// One row a method and interval: key, name, role, model, population, interval, limits, caveats, notes, refused.
#[must_use]
pub fn csv(estimate: &Estimate) -> String {
    let mut out = String::from("key,method,role,model,population,interval,low,high,caveats,notes,refused\n");
    if let Some(range) = &estimate.range {
        let high = range.limits.1.map_or(String::new(), |high| high.to_string());
        let _ = writeln!(out, "range,Range across methods,range,,,all 95% intervals,{},{high},,,", range.limits.0);
    }
    for method in &estimate.methods {
        let own = |interval: [String; 4]| {
            let [name, low, high, caveats] = interval;
            let population =
                if low.is_empty() { String::new() } else { method.population.map_or(String::new(), |p| p.to_string()) };
            let cells = [
                method.key.to_owned(),
                method.name.to_owned(),
                role(method.role).to_owned(),
                method.model.clone().unwrap_or_default(),
                population,
                name,
                low,
                high,
                caveats,
                method.notes.join("; "),
                method.refused.clone().unwrap_or_default(),
            ];
            cells.map(|cell| quote(&cell)).join(",") + "\n"
        };
        if method.intervals.is_empty() {
            out.push_str(&own(<_>::default()));
        }
        for interval in &method.intervals {
            let high = interval.high.map_or(String::new(), |high| high.to_string());
            out.push_str(&own([interval.name.clone(), interval.low.to_string(), high, interval.caveats.join("; ")]));
        }
    }
    out
}
