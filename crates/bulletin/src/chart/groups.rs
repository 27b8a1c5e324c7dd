//! Horizontal bars in groups: one group for each label, one bar for each series, its name and its number beside it.

use crate::{markup::Markup, words::grouped};

use super::{COLOURS, Drawing, TEXT, WIDTH, number, wrapped};

const LEFT: f64 = 230.0;
/// Room for the name and the number beside the longest bar.
const RIGHT: f64 = 230.0;
const EACH: f64 = 22.0;
const BAR: f64 = 18.0;
const APART: f64 = 16.0;
/// Letters of a label that fit beside the bars.
const LABEL: usize = 30;

pub(super) fn svg(drawing: &Drawing<'_>) -> String {
    let mut xml = Markup::default();
    let group = EACH * drawing.series.len() as f64 + APART;
    let above = drawing.begin(&mut xml, group * drawing.labels.len() as f64 + 8.0);
    let most = drawing.most().max(1) as f64;
    for (place, label) in drawing.labels.iter().enumerate() {
        let top = above + group * place as f64;
        for (line, words) in wrapped(label, LABEL).iter().enumerate() {
            let y = number(top + BAR / 2.0 + 5.0 + 16.0 * line as f64);
            xml.element("text", &[("x", &number(LEFT - 10.0)), ("y", &y), ("text-anchor", "end")], words);
        }
        for (bar, (series, colour)) in drawing.series.iter().zip(COLOURS).enumerate() {
            let top = top + EACH * bar as f64;
            let value = series.values.get(place).copied().flatten();
            let length = value.map_or(0.0, |value| (WIDTH - LEFT - RIGHT) * value as f64 / most);
            let (x, y, long, tall) = (number(LEFT), number(top), number(length), number(BAR));
            xml.empty("rect", &[("x", &x), ("y", &y), ("width", &long), ("height", &tall), ("fill", colour)]);
            let shown = value.map_or_else(|| drawing.missing.to_owned(), grouped);
            let (x, y) = (number(LEFT + length + 8.0), number(top + BAR / 2.0 + 5.0));
            xml.element("text", &[("x", &x), ("y", &y)], &format!("{} {shown}", series.name));
        }
        xml.line();
    }
    let bottom = number(above + group * drawing.labels.len() as f64 - APART + 4.0);
    let (x, top) = (number(LEFT), number(above - 4.0));
    xml.empty("line", &[("x1", &x), ("x2", &x), ("y1", &top), ("y2", &bottom), ("stroke", TEXT)]);
    xml.finish()
}
