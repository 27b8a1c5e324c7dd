//! Horizontal bars in groups: one group for each label, one bar for each series, its name and its number beside it.

use crate::{markup::Markup, words::grouped};

use super::{
    COLOURS, Drawing, WIDTH,
    bars::{Bar, LABEL, LEFT, write_axis, write_label},
    wrapped,
};

/// Room for the name and the number beside the longest bar.
const RIGHT: f64 = 230.0;
const EACH: f64 = 22.0;
const BAR: f64 = 18.0;
const APART: f64 = 16.0;

pub(super) fn svg(drawing: &Drawing<'_>) -> String {
    let mut xml = Markup::default();
    let group = EACH * drawing.series.len() as f64 + APART;
    let above = drawing.begin(&mut xml, group * drawing.labels.len() as f64 + 8.0);
    let most = drawing.most().max(1) as f64;
    let length = |value: u64| (WIDTH - LEFT - RIGHT) * value as f64 / most;
    for (place, label) in drawing.labels.iter().enumerate() {
        let top = above + group * place as f64;
        write_label(&mut xml, &wrapped(label, LABEL), top + BAR / 2.0 + 5.0);
        for (bar, (series, colour)) in drawing.series.iter().zip(COLOURS).enumerate() {
            let value = series.values.get(place).copied().flatten();
            let shown = value.map_or_else(|| drawing.missing.to_owned(), grouped);
            let bar = Bar { top: top + EACH * bar as f64, height: BAR, length: value.map_or(0.0, length), colour };
            bar.write(&mut xml, &format!("{} {shown}", series.name));
        }
        xml.line();
    }
    write_axis(&mut xml, above, above + group * drawing.labels.len() as f64 - APART + 4.0);
    xml.finish()
}
