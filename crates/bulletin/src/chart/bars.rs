//! Horizontal bars, each with its number.

use crate::{markup::Markup, words::grouped};

use super::{COLOURS, Drawing, TEXT, WIDTH, number, wrapped};

const LEFT: f64 = 230.0;
const RIGHT: f64 = 80.0;
const EACH: f64 = 36.0;
const BAR: f64 = 24.0;
/// Letters of a label that fit beside a bar.
const LABEL: usize = 30;

pub(super) fn svg(drawing: &Drawing<'_>) -> String {
    let mut xml = Markup::default();
    let values = drawing.series.first().map_or(&[][..], |series| series.values.as_slice());
    let above = drawing.begin(&mut xml, EACH * values.len() as f64 + 8.0);
    let most = drawing.most().max(1) as f64;
    let [colour, ..] = COLOURS;
    for (place, (label, value)) in drawing.labels.iter().zip(values).enumerate() {
        let top = above + EACH * place as f64;
        let lines = wrapped(label, LABEL);
        let first = top + BAR / 2.0 + 5.0 - 8.0 * (lines.len() as f64 - 1.0);
        for (line, words) in lines.iter().enumerate() {
            let y = number(first + 16.0 * line as f64);
            xml.element("text", &[("x", &number(LEFT - 10.0)), ("y", &y), ("text-anchor", "end")], words);
        }
        let length = value.map_or(0.0, |value| (WIDTH - LEFT - RIGHT) * value as f64 / most);
        let bar = [
            ("x", number(LEFT)),
            ("y", number(top)),
            ("width", number(length)),
            ("height", number(BAR)),
            ("fill", colour.to_owned()),
        ];
        let bar: Vec<(&str, &str)> = bar.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.empty("rect", &bar);
        let shown = value.map_or_else(|| drawing.missing.to_owned(), grouped);
        let at = [("x", number(LEFT + length + 8.0)), ("y", number(top + BAR / 2.0 + 5.0))];
        let at: Vec<(&str, &str)> = at.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.element("text", &at, &shown);
        xml.line();
    }
    let bottom = number(above + EACH * values.len() as f64 - 4.0);
    let (x, top) = (number(LEFT), number(above - 4.0));
    xml.empty("line", &[("x1", &x), ("x2", &x), ("y1", &top), ("y2", &bottom), ("stroke", TEXT)]);
    xml.finish()
}
