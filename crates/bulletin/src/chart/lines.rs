//! Lines over periods, each named at its end.

use crate::{markup::Markup, words::grouped};

use super::{COLOURS, Drawing, QUIET, Series, TEXT, WIDTH, number, scale};

const LEFT: f64 = 56.0;
const RIGHT: f64 = 150.0;
const PLOT: f64 = 300.0;
/// Room for the names of the periods.
const BELOW: f64 = 48.0;
/// Names closer than this would touch.
const APART: f64 = 34.0;
const DASHES: [&str; 4] = ["none", "9 4", "3 3", "12 3 3 3"];

struct Scales {
    top: u64,
    above: f64,
    places: usize,
}

impl Scales {
    fn x(&self, place: usize) -> f64 {
        let steps = self.places.saturating_sub(1).max(1) as f64;
        LEFT + 12.0 + (WIDTH - LEFT - RIGHT - 24.0) * place as f64 / steps
    }

    fn y(&self, value: u64) -> f64 {
        self.above + PLOT * (1.0 - value as f64 / self.top.max(1) as f64)
    }
}

pub(super) fn svg(drawing: &Drawing<'_>) -> String {
    let mut xml = Markup::default();
    let above = drawing.begin(&mut xml, PLOT + BELOW);
    let (step, top) = scale(drawing.most());
    let scales = Scales { top, above, places: drawing.labels.len() };
    axes(&mut xml, drawing, &scales, step);
    for (place, series) in drawing.series.iter().enumerate() {
        line(&mut xml, series, &scales, place);
    }
    names(&mut xml, drawing, &scales);
    xml.finish()
}

fn axes(xml: &mut Markup, drawing: &Drawing<'_>, scales: &Scales, step: u64) {
    let mut value = 0;
    while value <= scales.top {
        let y = number(scales.y(value));
        let stroke = if value == 0 { TEXT } else { "#cecece" };
        let ends = [("x1", number(LEFT)), ("x2", number(WIDTH - RIGHT)), ("y1", y.clone()), ("y2", y)];
        let mut attributes: Vec<(&str, &str)> = ends.iter().map(|(name, value)| (*name, value.as_str())).collect();
        attributes.push(("stroke", stroke));
        xml.empty("line", &attributes);
        let at = number(scales.y(value) + 5.0);
        xml.element("text", &[("x", &number(LEFT - 8.0)), ("y", &at), ("text-anchor", "end")], &grouped(value));
        value += step;
    }
    xml.line();
    let every = drawing.labels.len().div_ceil(14).max(1);
    let last = drawing.labels.len().saturating_sub(1);
    let mut year_told = "";
    for (place, label) in drawing.labels.iter().enumerate().filter(|(place, _)| (last - place).is_multiple_of(every)) {
        let x = number(scales.x(place));
        let (year, quarter) = label.split_once('-').unwrap_or((label, ""));
        let first = if quarter.is_empty() { year } else { quarter };
        let y = number(scales.above + PLOT + 22.0);
        xml.element("text", &[("x", &x), ("y", &y), ("text-anchor", "middle")], first);
        if !quarter.is_empty() && year != year_told {
            let y = number(scales.above + PLOT + 42.0);
            xml.element("text", &[("x", &x), ("y", &y), ("text-anchor", "middle"), ("fill", QUIET)], year);
            year_told = year;
        }
    }
    xml.line();
}

fn line(xml: &mut Markup, series: &Series<'_>, scales: &Scales, place: usize) {
    let colour = COLOURS.get(place).copied().unwrap_or(TEXT);
    let dash = DASHES.get(place).copied().unwrap_or("none");
    let mut path = String::new();
    let mut pen_down = false;
    for (at, value) in series.values.iter().enumerate() {
        match value {
            Some(value) => {
                let step = if pen_down { 'L' } else { 'M' };
                path.push_str(&format!("{step}{} {} ", number(scales.x(at)), number(scales.y(*value))));
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    let attributes = [
        ("d", path.trim_end()),
        ("fill", "none"),
        ("stroke", colour),
        ("stroke-width", "2.5"),
        ("stroke-dasharray", dash),
    ];
    xml.empty("path", &attributes);
    for (at, value) in series.values.iter().enumerate() {
        if let Some(value) = value {
            mark(xml, (scales.x(at), scales.y(*value)), place, colour);
        }
    }
    xml.line();
}

/// A circle, a square, a triangle or a diamond: a line is told by its mark as well as by its colour.
fn mark(xml: &mut Markup, (x, y): (f64, f64), place: usize, colour: &str) {
    let point = |dx: f64, dy: f64| format!("{} {}", number(x + dx), number(y + dy));
    let path = match place {
        0 => {
            let (x, y) = (number(x), number(y));
            return xml.empty("circle", &[("cx", &x), ("cy", &y), ("r", "4.5"), ("fill", colour)]);
        }
        1 => format!("M{} L{} L{} L{} Z", point(-4.0, -4.0), point(4.0, -4.0), point(4.0, 4.0), point(-4.0, 4.0)),
        2 => format!("M{} L{} L{} Z", point(0.0, -5.5), point(5.0, 4.0), point(-5.0, 4.0)),
        _ => format!("M{} L{} L{} L{} Z", point(0.0, -5.5), point(5.5, 0.0), point(0.0, 5.5), point(-5.5, 0.0)),
    };
    xml.empty("path", &[("d", &path), ("fill", colour)]);
}

/// The name and the last figure of each line, moved apart where they would touch.
fn names(xml: &mut Markup, drawing: &Drawing<'_>, scales: &Scales) {
    let ends = drawing.series.iter().enumerate().filter_map(|(place, series)| {
        let (at, value) = series.values.iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?)))?;
        Some((place, series.name, at, value))
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort_by_key(|(_, _, _, value)| std::cmp::Reverse(*value));
    let mut lowest = f64::NEG_INFINITY;
    for (place, name, at, value) in ends {
        let y = scales.y(value).max(lowest + APART);
        lowest = y;
        let colour = COLOURS.get(place).copied().unwrap_or(TEXT);
        let x = number(scales.x(at) + 14.0);
        let words = [("x", x.as_str()), ("y", &number(y)), ("fill", colour), ("font-weight", "bold")];
        xml.element("text", &words, name);
        let figure = [("x", x.as_str()), ("y", &number(y + 17.0)), ("fill", colour)];
        xml.element("text", &figure, &grouped(value));
    }
}
