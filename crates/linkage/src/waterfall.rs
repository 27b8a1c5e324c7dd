//! Pictures: the waterfall of an explanation, and the curve of precision and recall by threshold.

use std::fmt::Write as _;

use crate::{evaluate::Quality, explain::Explanation};

const INK: &str = "#0b0c0c";
const FOR: &str = "#00703c";
const AGAINST: &str = "#d4351c";
const NEUTRAL: &str = "#505a5f";
const GRID: &str = "#dcdfe1";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

fn open(width: f64, height: f64, title: &str, description: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"t d\" font-family=\"Arial, Helvetica, sans-serif\">\n\
         <title id=\"t\">{}</title>\n<desc id=\"d\">{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(title),
        escape(description)
    )
}

fn text(svg: &mut String, (x, y): (f64, f64), size: u32, style: &str, words: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" {style}>{}</text>", escape(words));
}

/// One row of the waterfall.
struct Row {
    title: String,
    detail: String,
    from: f64,
    to: f64,
    total: bool,
}

fn rows(explanation: &Explanation) -> Vec<Row> {
    let mut rows = vec![Row {
        title: "Before comparing".to_owned(),
        detail: "two records drawn at random".to_owned(),
        from: 0.0,
        to: explanation.prior,
        total: false,
    }];
    let mut sum = explanation.prior;
    for part in &explanation.parts {
        let values = format!("{} | {}", shown(&part.a), shown(&part.b));
        let mut detail = format!("{} — {}", values, part.agreement);
        if part.rarity_weight.abs() >= 0.005 {
            let _ = write!(detail, " (rarity {:+.1})", part.rarity_weight);
        }
        rows.push(Row { title: part.title.clone(), detail, from: sum, to: sum + part.weight(), total: false });
        sum += part.weight();
    }
    if explanation.taken != 0.0 {
        let (title, detail) = ("Lists".to_owned(), "other records of lists without duplicates are taken".to_owned());
        rows.push(Row { title, detail, from: sum, to: sum + explanation.taken, total: false });
        sum += explanation.taken;
    }
    if explanation.others != 0.0 {
        let (title, detail) = ("Other records".to_owned(), "what the rest of their groups say".to_owned());
        rows.push(Row { title, detail, from: sum, to: sum + explanation.others, total: false });
    }
    let detail = format!("probability {}", percent(explanation.probability));
    rows.push(Row { title: "In all".to_owned(), detail, from: 0.0, to: explanation.weight, total: true });
    rows
}

fn shown(text: &str) -> String {
    if text.trim().is_empty() { "missing".to_owned() } else { cut(text, 34) }
}

fn percent(probability: f64) -> String {
    if probability > 0.999 {
        "above 99.9%".to_owned()
    } else if probability < 0.001 {
        "below 0.1%".to_owned()
    } else {
        format!("{:.1}%", probability * 100.0)
    }
}

/// The waterfall of an explanation: each comparison moves the evidence to the right (for) or the left (against).
#[must_use]
pub fn waterfall(explanation: &Explanation) -> String {
    let rows = rows(explanation);
    let (width, left, right, top, step) = (960.0, 40.0, 90.0, 118.0, 58.0);
    let height = top + step * rows.len() as f64 + 64.0;
    let ends = || rows.iter().flat_map(|row| [row.from, row.to]);
    let (low, high) = (ends().fold(-1.0, f64::min), ends().fold(1.0, f64::max));
    let x = |bits: f64| left + (bits - low) / (high - low) * (width - left - right);
    let title = format!("Are {} and {} one person?", explanation.a.1, explanation.b.1);
    let description = explanation.text();
    let mut svg = open(width, height, &title, &description);
    text(&mut svg, (left, 38.0), 22, &format!("font-weight=\"bold\" fill=\"{INK}\""), &title);
    let said = format!(
        "{} ({}) and {} ({}): {}, {:+.1} bits of evidence",
        explanation.a.1,
        explanation.a.0,
        explanation.b.1,
        explanation.b.0,
        percent(explanation.probability),
        explanation.weight
    );
    text(&mut svg, (left, 64.0), 15, &format!("fill=\"{INK}\""), &cut(&said, 120));
    let bottom = height - 44.0;
    let spacing = if high - low > 60.0 {
        20.0
    } else if high - low > 24.0 {
        10.0
    } else {
        5.0
    };
    let mut tick = (low / spacing).ceil() * spacing + 0.0;
    while tick <= high {
        let colour = if tick == 0.0 { INK } else { GRID };
        let _ = writeln!(
            svg,
            "<line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{1:.1}\" y2=\"{bottom:.1}\" stroke=\"{colour}\"/>",
            x(tick),
            top - 18.0
        );
        text(
            &mut svg,
            (x(tick), bottom + 18.0),
            13,
            &format!("text-anchor=\"middle\" fill=\"{NEUTRAL}\""),
            &format!("{:.0}", tick + 0.0),
        );
        tick += spacing;
    }
    let caption = "bits of evidence: each bit doubles the odds; to the right of 0 one person is more likely than not";
    text(&mut svg, (left, bottom + 38.0), 13, &format!("fill=\"{NEUTRAL}\""), caption);
    for (place, row) in rows.iter().enumerate() {
        let y = top + step * place as f64;
        draw(&mut svg, row, y, &x, width);
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw(svg: &mut String, row: &Row, y: f64, x: &dyn Fn(f64) -> f64, width: f64) {
    let (from, to) = (x(row.from.min(row.to)), x(row.from.max(row.to)));
    let change = row.to - row.from;
    let colour = if row.total {
        INK
    } else if change.abs() < 0.05 {
        NEUTRAL
    } else if change > 0.0 {
        FOR
    } else {
        AGAINST
    };
    let label = if change.abs() < 0.05 { "0".to_owned() } else { format!("{change:+.1}") };
    let heading = format!("{}: {}", row.title, row.detail);
    let _ = writeln!(
        svg,
        "<rect x=\"30\" y=\"{:.1}\" width=\"{:.1}\" height=\"20\" fill=\"#ffffff\"/>",
        y - 12.0,
        width - 60.0
    );
    let weight = if row.total { "font-weight=\"bold\" " } else { "" };
    text(svg, (40.0, y + 3.0), 14, &format!("{weight}fill=\"{INK}\""), &cut(&heading, 122));
    let bar = (to - from).max(2.0);
    let _ = writeln!(
        svg,
        "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{bar:.1}\" height=\"20\" fill=\"{colour}\"/>",
        y + 12.0
    );
    let style = format!("fill=\"{colour}\" font-weight=\"bold\"");
    text(svg, (from + bar + 6.0, y + 27.0), 14, &style, &label);
}

/// Precision, recall and their harmonic mean at each threshold.
#[must_use]
pub fn thresholds(sweep: &[Quality], title: &str) -> String {
    let (width, height, left, right, top, bottom) = (760.0, 440.0, 70.0, 130.0, 70.0, 70.0);
    let x = |probability: f64| left + probability * (width - left - right);
    let y = |share: f64| height - bottom - share * (height - top - bottom);
    let best = crate::evaluate::best(sweep);
    let description = format!("Best F1 {:.3} at probability {:.2}.", best.f1(), best.threshold);
    let mut svg = open(width, height, title, &description);
    text(&mut svg, (left, 32.0), 20, &format!("font-weight=\"bold\" fill=\"{INK}\""), title);
    text(&mut svg, (left, 54.0), 14, &format!("fill=\"{NEUTRAL}\""), &description);
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let _ = writeln!(
            svg,
            "<line x1=\"{left}\" x2=\"{:.1}\" y1=\"{1:.1}\" y2=\"{1:.1}\" stroke=\"{GRID}\"/>",
            width - right,
            y(share)
        );
        text(
            &mut svg,
            (left - 8.0, y(share) + 5.0),
            13,
            &format!("text-anchor=\"end\" fill=\"{NEUTRAL}\""),
            &format!("{:.0}%", share * 100.0),
        );
        text(
            &mut svg,
            (x(share), height - bottom + 20.0),
            13,
            &format!("text-anchor=\"middle\" fill=\"{NEUTRAL}\""),
            &format!("{share:.1}"),
        );
    }
    let caption = "probability from which two records are linked";
    text(
        &mut svg,
        ((left + width - right) / 2.0, height - 18.0),
        14,
        &format!("text-anchor=\"middle\" fill=\"{INK}\""),
        caption,
    );
    curves(&mut svg, sweep, &x, &y, width - right);
    svg.push_str("</svg>\n");
    svg
}

fn curves(svg: &mut String, sweep: &[Quality], x: &dyn Fn(f64) -> f64, y: &dyn Fn(f64) -> f64, end: f64) {
    type Curve = (&'static str, &'static str, &'static str, fn(&Quality) -> f64);
    let curves: [Curve; 3] = [
        ("precision", FOR, "", Quality::precision),
        ("recall", AGAINST, "stroke-dasharray=\"8 4\"", Quality::recall),
        ("F1", INK, "stroke-dasharray=\"2 3\"", Quality::f1),
    ];
    let sweep: Vec<Quality> = sweep.iter().filter(|quality| quality.threshold <= 0.999).copied().collect();
    let step = (sweep.len() / 400).max(1);
    let mut labels: Vec<(f64, &str, &str)> = Vec::new();
    for (name, colour, dash, of) in curves {
        let mut path = String::new();
        for quality in sweep.iter().rev().step_by(step) {
            let _ = write!(
                path,
                "{}{:.1},{:.1}",
                if path.is_empty() { "M" } else { " L" },
                x(quality.threshold),
                y(of(quality))
            );
        }
        let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" {dash}/>");
        let last = sweep.iter().find(|quality| quality.threshold <= 0.995).or(sweep.first());
        labels.push((last.map_or(0.0, |quality| y(of(quality))), name, colour));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = 0.0_f64;
    for (at, name, colour) in labels {
        let at = at.max(least);
        least = at + 18.0;
        text(svg, (end + 8.0, at + 5.0), 14, &format!("fill=\"{colour}\" font-weight=\"bold\""), name);
    }
}
