//! A few shapes of SVG, and scales with round ticks.

use std::fmt::Write as _;

/// Ink of text and axes.
pub(super) const INK: &str = "#0b0c0c";
/// Ink of lesser text.
pub(super) const QUIET: &str = "#505a5f";
/// Grid lines and empty marks.
pub(super) const PALE: &str = "#d0d4d6";
/// Figures in the range.
pub(super) const MAIN: &str = "#1d70b8";
/// Figures for reference.
pub(super) const ASIDE: &str = "#912b88";
/// The band of the range.
pub(super) const BAND: &str = "#e3eef8";

/// A picture being drawn.
pub(super) struct Canvas {
    body: String,
    width: f64,
    height: f64,
    title: String,
    description: String,
}

impl Canvas {
    pub(super) fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        Self { body: String::new(), width, height, title: title.to_owned(), description: description.to_owned() }
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: &str, (size, fill): (f64, &str), words: &str) {
        let words = escape(words);
        let _ = writeln!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{words}</text>"#
        );
    }

    pub(super) fn bold(&mut self, (x, y): (f64, f64), size: f64, words: &str) {
        let words = escape(words);
        let _ = writeln!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{size}" font-weight="700" fill="{INK}">{words}</text>"#
        );
    }

    pub(super) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), stroke: &str, width: f64) {
        let _ = writeln!(
            self.body,
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="{stroke}" stroke-width="{width}"/>"#
        );
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        let _ = writeln!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}"/>"#
        );
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), radius: f64, fill: &str, opacity: f64) {
        let _ = writeln!(
            self.body,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius}" fill="{fill}" fill-opacity="{opacity}"/>"#
        );
    }

    /// The picture as a document of its own.
    pub(super) fn finish(self) -> String {
        let Self { body, width, height, title, description } = self;
        let (title, description) = (escape(&title), escape(&description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
             height=\"{height:.0}\" role=\"img\" font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\">\n\
             <title>{title}</title>\n<desc>{description}</desc>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
        )
    }
}

/// Text made safe for XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A scale from values to places; logarithmic where the values span more than a factor of twelve.
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let high = if high.is_finite() { high.max(low) } else { 100.0 * low.max(1.0) };
        let logarithmic = low > 0.0 && high / low > 12.0;
        let margin = 0.04;
        let (low, high) = if logarithmic {
            let spread = (high / low).powf(margin);
            (low / spread, high * spread)
        } else {
            let spread = ((high - low) * margin).max(high.abs() * 1e-3).max(1e-9);
            ((low - spread).max(if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY }), high + spread)
        };
        Self { low, high, from, to, logarithmic }
    }

    /// A scale that is never logarithmic and begins at nothing.
    pub(super) fn from_zero(high: f64, (from, to): (f64, f64)) -> Self {
        Self { low: 0.0, high: if high > 0.0 { high * 1.05 } else { 1.0 }, from, to, logarithmic: false }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    pub(super) fn ticks(&self) -> Vec<f64> {
        if self.logarithmic {
            let mut ticks = Vec::new();
            let mut decade = 10_f64.powf(self.low.log10().floor());
            while decade <= self.high {
                ticks.extend(
                    [1.0, 2.0, 5.0].map(|step| step * decade).into_iter().filter(|t| *t >= self.low && *t <= self.high),
                );
                decade *= 10.0;
            }
            return ticks;
        }
        let rough = (self.high - self.low) / 6.0;
        let unit = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * unit).into_iter().find(|step| *step >= rough).unwrap_or(rough);
        let mut tick = (self.low / step).ceil() * step;
        let mut ticks = Vec::new();
        while tick <= self.high && ticks.len() < 20 {
            ticks.push(tick);
            tick += step;
        }
        ticks
    }
}
