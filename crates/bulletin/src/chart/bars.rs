//! Horizontal bars, each with its number.

use crate::{markup::Markup, words::grouped};

use super::{COLOURS, Drawing, TEXT, WIDTH, number, wrapped};

pub(super) const LEFT: f64 = 230.0;
const RIGHT: f64 = 80.0;
const EACH: f64 = 36.0;
const BAR: f64 = 24.0;
/// Letters of a label that fit beside a bar.
pub(super) const LABEL: usize = 30;

pub(super) fn svg(drawing: &Drawing<'_>) -> String {
    let mut xml = Markup::default();
    let values = drawing.series.first().map_or(&[][..], |series| series.values.as_slice());
    let above = drawing.begin(&mut xml, EACH * values.len() as f64 + 8.0);
    let most = drawing.most().max(1) as f64;
    let length = |value: u64| (WIDTH - LEFT - RIGHT) * value as f64 / most;
    let [colour, ..] = COLOURS;
    for (place, (label, value)) in drawing.labels.iter().zip(values).enumerate() {
        let top = above + EACH * place as f64;
        let lines = wrapped(label, LABEL);
        write_label(&mut xml, &lines, top + BAR / 2.0 + 5.0 - 8.0 * (lines.len() as f64 - 1.0));
        let bar = Bar { top, height: BAR, length: value.map_or(0.0, length), colour };
        let shown = value.map_or_else(|| drawing.missing.to_owned(), grouped);
        bar.write(&mut xml, &shown);
        xml.line();
    }
    write_axis(&mut xml, above, above + EACH * values.len() as f64 - 4.0);
    xml.finish()
}

/// One bar, from the axis on.
pub(super) struct Bar<'a> {
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) length: f64,
    pub(super) colour: &'a str,
}

impl Bar<'_> {
    /// Draws the bar with words behind it.
    pub(super) fn write(&self, xml: &mut Markup, words: &str) {
        let (x, y, long, tall) = (number(LEFT), number(self.top), number(self.length), number(self.height));
        xml.empty("rect", &[("x", &x), ("y", &y), ("width", &long), ("height", &tall), ("fill", self.colour)]);
        let (x, y) = (number(LEFT + self.length + 8.0), number(self.top + self.height / 2.0 + 5.0));
        xml.element("text", &[("x", &x), ("y", &y)], words);
    }
}

/// Writes the lines of a label beside the axis, the first at a height.
pub(super) fn write_label(xml: &mut Markup, lines: &[String], first: f64) {
    for (line, words) in lines.iter().enumerate() {
        let y = number(first + 16.0 * line as f64);
        xml.element("text", &[("x", &number(LEFT - 10.0)), ("y", &y), ("text-anchor", "end")], words);
    }
}

/// Draws the axis at which bars begin, from a little above the first.
pub(super) fn write_axis(xml: &mut Markup, above: f64, bottom: f64) {
    let (x, top, bottom) = (number(LEFT), number(above - 4.0), number(bottom));
    xml.empty("line", &[("x1", &x), ("x2", &x), ("y1", &top), ("y2", &bottom), ("stroke", TEXT)]);
}
