//! One series as a picture: counts, what was expected, the bound, and the alarms.
//!
//! Real text, a title that says the message, no meaning by colour alone: alarms carry a mark, the bound is a stepped
//! dashed line with its name beside it.

use std::fmt::Write as _;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The message, in a sentence.
    pub title: String,
    /// What is counted, by what period, and by which method the bound was made.
    pub subtitle: String,
    /// The periods, in order.
    pub bars: Vec<Bar>,
}

/// One period.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// How people write the period.
    pub label: String,
    /// The count.
    pub count: f64,
    /// The count to expect, where there is one.
    pub expected: Option<f64>,
    /// The bound, where there is one.
    pub bound: Option<f64>,
    /// Whether it is an alarm.
    pub alarm: bool,
}

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 128.0;
const TOP: f64 = 96.0;
const BOTTOM: f64 = 64.0;
/// Letters of a title that fit into one line.
const LINE: usize = 88;

impl Picture {
    /// The picture as SVG.
    pub fn svg(&self) -> String {
        let most = self.bars.iter().flat_map(|bar| [Some(bar.count), bar.bound, bar.expected]).flatten();
        let (step, top) = scale(most.filter(|value| value.is_finite()).fold(1.0, f64::max) * 1.06);
        let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value.min(top) / top);
        let each = (WIDTH - LEFT - RIGHT) / (self.bars.len() as f64).max(1.0);
        let x = |place: usize| LEFT + each * place as f64;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" \
             aria-labelledby=\"title description\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\"14\" fill=\"#0b0c0c\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            escaped(&self.title),
            escaped(&self.subtitle)
        );
        for (line, words) in wrapped(&self.title).iter().take(2).enumerate() {
            let at = 30 + 24 * line;
            let _ = writeln!(
                svg,
                "<text x=\"16\" y=\"{at}\" font-size=\"19\" font-weight=\"bold\">{}</text>",
                escaped(words)
            );
        }
        let _ =
            writeln!(svg, "<text x=\"16\" y=\"{}\" fill=\"#505a5f\">{}</text>", TOP - 18.0, escaped(&self.subtitle));
        let mut value = 0.0;
        while value <= top {
            let at = y(value);
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#d4d7d9\"/><text x=\"{:.1}\" y=\"{:.1}\" \
                 text-anchor=\"end\">{value}</text>",
                WIDTH - RIGHT,
                LEFT - 8.0,
                at + 5.0
            );
            value += step;
        }
        self.draw_bars(&mut svg, each, &x, &y);
        self.draw_line(
            &mut svg,
            &|bar| bar.expected,
            "expected",
            "stroke=\"#0b0c0c\" stroke-dasharray=\"2 3\"",
            each,
            &x,
            &y,
        );
        self.draw_line(
            &mut svg,
            &|bar| bar.bound,
            "bound",
            "stroke=\"#942514\" stroke-width=\"2\" stroke-dasharray=\"7 3\"",
            each,
            &x,
            &y,
        );
        self.draw_labels(&mut svg, each, &x);
        svg.push_str("</svg>\n");
        svg
    }

    fn draw_bars(&self, svg: &mut String, each: f64, x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) {
        let width = (each * 0.8).clamp(0.6, 64.0);
        for (place, bar) in self.bars.iter().enumerate() {
            let (left, at, fill) =
                (x(place) + (each - width) / 2.0, y(bar.count), if bar.alarm { "#12436d" } else { "#8eb8dc" });
            let _ = writeln!(
                svg,
                "<rect x=\"{left:.2}\" y=\"{at:.1}\" width=\"{width:.2}\" height=\"{:.1}\" fill=\"{fill}\"><title>{}: {}</title></rect>",
                y(0.0) - at,
                escaped(&bar.label),
                bar.count
            );
            if bar.alarm {
                let middle = left + width / 2.0;
                let (a, b, top) = (middle - 6.0, middle + 6.0, at - 14.0);
                let _ = writeln!(
                    svg,
                    "<path d=\"M{a:.1} {top:.1} L{b:.1} {top:.1} L{middle:.1} {:.1} Z\" fill=\"#0b0c0c\"><title>signal</title></path>",
                    at - 4.0
                );
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "two scales, a value, a name and a style: all are of this one line")]
    fn draw_line(
        &self,
        svg: &mut String,
        value: &dyn Fn(&Bar) -> Option<f64>,
        name: &str,
        style: &str,
        each: f64,
        x: &dyn Fn(usize) -> f64,
        y: &dyn Fn(f64) -> f64,
    ) {
        let mut path = String::new();
        let mut pen_down = false;
        let mut last = None;
        for (place, bar) in self.bars.iter().enumerate() {
            let Some(value) = value(bar).filter(|value| value.is_finite()) else {
                pen_down = false;
                continue;
            };
            let step = if pen_down { 'L' } else { 'M' };
            let _ = write!(path, "{step}{:.1} {:.1} L{:.1} {:.1} ", x(place), y(value), x(place) + each, y(value));
            pen_down = true;
            last = Some(y(value));
        }
        if let Some(last) = last {
            // Kept off the other line's name: the bound is written above its line, the expectation below.
            let shift = if name == "bound" { -1.0 } else { 11.0 };
            let _ = writeln!(
                svg,
                "<path d=\"{}\" fill=\"none\" {style}/>\n<text x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
                path.trim_end(),
                WIDTH - RIGHT + 8.0,
                last + shift
            );
        }
    }

    fn draw_labels(&self, svg: &mut String, each: f64, x: &dyn Fn(usize) -> f64) {
        let apart = (130.0 / each).ceil().max(1.0) as usize;
        for (place, bar) in self.bars.iter().enumerate().rev().step_by(apart) {
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                x(place) + each / 2.0,
                HEIGHT - BOTTOM + 22.0,
                escaped(&bar.label)
            );
        }
        if self.bars.iter().any(|bar| bar.alarm) {
            let at = HEIGHT - 16.0;
            let _ = writeln!(
                svg,
                "<path d=\"M{LEFT} {:.1} h12 l-6 10 Z\" fill=\"#0b0c0c\"/><text x=\"{:.1}\" y=\"{at:.1}\">signal: the count is above its bound</text>",
                at - 10.0,
                LEFT + 18.0
            );
        }
    }
}

/// A step of 1, 2 or 5 times a power of ten, and the top of the axis.
fn scale(most: f64) -> (f64, f64) {
    let rough = most / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power).max(1.0);
    (step, (most / step).ceil() * step)
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
