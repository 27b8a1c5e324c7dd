//! Charts of finished tables: lines over periods and horizontal bars, alone or in groups, as SVG with real text.
//!
//! The title says the message, the subtitle what is measured; lines are named at their ends and told apart by mark and
//! dash as well as by colour, bars carry their numbers. An axis starts at zero and covers the data. A withheld figure is
//! a gap in a line and a shorthand at a bar.

mod bars;
mod groups;
mod lines;

use crate::{
    compute::Release,
    definition::{
        Definitions,
        text::{ChartDefinition, ChartKind},
    },
    markup::Markup,
    prose::{Fact, LeftOut, Outcome, Teller, Unbound},
    table::{Cell, ColumnKind, Table},
};

/// Dark blue, dark pink, turquoise and grey, in this order; each at least 3 to 1 against white.
const COLOURS: [&str; 4] = ["#12436D", "#801650", "#1F7F77", "#3D3D3D"];
const TEXT: &str = "#0b0c0c";
const QUIET: &str = "#505a5f";
const WIDTH: f64 = 860.0;
/// Letters of a bold title that fit into one line.
const TITLE_LINE: usize = 78;

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its identifier and file name.
    pub id: String,
    /// The table it draws.
    pub table: String,
    /// The message.
    pub title: String,
    /// The figures in the message.
    pub facts: Vec<Fact>,
    /// The picture.
    pub svg: String,
}

/// What is drawn: one label for each place, one series for each line or each bar of a group.
#[derive(Clone, Debug)]
pub struct Drawing<'a> {
    /// Begins the identifiers in the picture, so that two pictures may stand on one page.
    pub id: &'a str,
    /// What the picture says.
    pub title: &'a str,
    /// What is measured.
    pub subtitle: &'a str,
    /// Where it comes from.
    pub source: String,
    /// The shorthand of a figure that is not shown.
    pub missing: &'a str,
    /// The places.
    pub labels: Vec<String>,
    /// At most four.
    pub series: Vec<Series<'a>>,
}

/// One line, or one bar of each group.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// Its name; empty where it is alone.
    pub name: &'a str,
    /// One figure for each place; `None` is one that is not shown.
    pub values: Vec<Option<u64>>,
}

/// What keeps a chart from being drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// A figure in its title is not there.
    #[error("a chart's title cannot be filled in")]
    Title(#[from] Unbound),
    /// It draws a column that its table does not have, or that holds no counts.
    #[error("chart {chart}: table {table} has no column of counts called {column}")]
    NoColumn {
        /// The chart.
        chart: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

/// Draws every chart of a release; one whose message is withheld is left out and listed.
///
/// # Errors
/// When a chart draws what is not there.
pub fn draw(definitions: &Definitions, release: &Release) -> Result<(Vec<Chart>, Vec<LeftOut>), ChartError> {
    let teller = Teller { release };
    let (mut charts, mut left_out) = (Vec::new(), Vec::new());
    for definition in &definitions.charts {
        let Some(table) = release.find(&definition.table) else { continue };
        let place = format!("chart {}", definition.id);
        let told = match teller.tell(&place, &definition.sentence())? {
            Outcome::Told(told) => told,
            Outcome::LeftOut(left) => {
                left_out.push(left);
                continue;
            }
            Outcome::Untrue => continue,
        };
        let drawing = drawing(release, (definition, table), &told.text)?;
        let svg = drawing.svg(definition.kind);
        let (id, table) = (definition.id.clone(), table.id.clone());
        charts.push(Chart { id, table, title: told.text, facts: told.facts, svg });
    }
    Ok((charts, left_out))
}

fn drawing<'a>(
    release: &Release,
    (definition, table): (&'a ChartDefinition, &'a Table),
    title: &'a str,
) -> Result<Drawing<'a>, ChartError> {
    let rows: Vec<&Vec<Cell>> =
        table.rows.iter().filter(|row| !definition.leave_out.contains(&table.key(row))).collect();
    let mut series = Vec::new();
    for (place, column) in definition.columns.iter().enumerate() {
        let wanted = column.replace("{period}", &release.period.in_a_name());
        let known = table.columns.iter().position(|c| c.name == wanted && c.kind == ColumnKind::Count);
        let known = known.ok_or_else(|| ChartError::NoColumn {
            chart: definition.id.clone(),
            table: table.id.clone(),
            column: wanted.clone(),
        })?;
        let values = rows.iter().map(|row| row.get(known).and_then(Cell::count)).collect();
        let name = definition.names.get(place).map_or("", String::as_str);
        series.push(Series { name, values });
    }
    let synthetic = if release.synthetic { " Synthetic data." } else { "" };
    Ok(Drawing {
        id: &definition.id,
        title,
        subtitle: &definition.subtitle,
        source: format!("Source: {}, {}.{synthetic}", table.caption.number, release.title),
        missing: "[c]",
        labels: rows.iter().map(|row| table.key(row)).collect(),
        series,
    })
}

impl Drawing<'_> {
    /// The picture.
    pub fn svg(&self, kind: ChartKind) -> String {
        match (kind, self.series.len()) {
            (ChartKind::Line, _) => lines::svg(self),
            (ChartKind::Bar, 0 | 1) => bars::svg(self),
            (ChartKind::Bar, _) => groups::svg(self),
        }
    }

    /// Opens the picture with its title, description and the words above the plot; gives the height they take.
    fn begin(&self, xml: &mut Markup, plot_height: f64) -> f64 {
        let lines = wrapped(self.title, TITLE_LINE);
        let above = 30.0 + 24.0 * lines.len() as f64 + 26.0;
        let height = above + plot_height + 34.0;
        let (title, description) = (format!("{}-title", self.id), format!("{}-description", self.id));
        let (width, tall) = (number(WIDTH), number(height));
        xml.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", &format!("0 0 {width} {tall}")),
                ("width", &width),
                ("height", &tall),
                ("role", "img"),
                ("aria-labelledby", &format!("{title} {description}")),
                ("font-family", "Arial, Helvetica, sans-serif"),
                ("font-size", "15"),
                ("fill", TEXT),
            ],
        );
        xml.element("title", &[("id", &title)], self.title);
        xml.element("desc", &[("id", &description)], &self.description());
        xml.line();
        xml.empty("rect", &[("width", "100%"), ("height", "100%"), ("fill", "#ffffff")]);
        for (place, words) in lines.iter().enumerate() {
            let y = number(30.0 + 24.0 * place as f64);
            xml.element("text", &[("x", "0"), ("y", &y), ("font-size", "19"), ("font-weight", "bold")], words);
        }
        xml.element("text", &[("x", "0"), ("y", &number(above - 24.0)), ("fill", QUIET)], self.subtitle);
        let source = [("x", "0"), ("y", &number(height - 10.0)), ("fill", QUIET), ("font-size", "14")];
        xml.element("text", &source, &self.source);
        xml.line();
        above
    }

    /// What the picture shows, for those who do not see it; every figure is in the table beside it.
    fn description(&self) -> String {
        let range = |series: &Series| {
            let known: Vec<u64> = series.values.iter().flatten().copied().collect();
            let (Some(least), Some(most)) = (known.iter().min(), known.iter().max()) else { return String::new() };
            let name = if series.name.is_empty() { String::new() } else { format!("{}: ", series.name) };
            format!(" {name}from {} to {}.", crate::words::grouped(*least), crate::words::grouped(*most))
        };
        let ranges: String = self.series.iter().map(range).collect();
        format!("{}.{ranges} The table beside it holds every figure.", self.subtitle)
    }

    fn most(&self) -> u64 {
        self.series.iter().flat_map(|series| &series.values).flatten().copied().max().unwrap_or(0)
    }
}

/// A coordinate with one decimal, so that a picture is the same text everywhere.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A step of 1, 2 or 5 times a power of ten that makes at most six, and the first multiple at or above the greatest.
fn scale(most: u64) -> (u64, u64) {
    let most = most.max(1);
    let mut power = 1_u64;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if most.div_ceil(step) <= 6 {
                return (step, most.div_ceil(step) * step);
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Words broken into lines of at most so many letters.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let part = |place: usize| {
            let value = f64::from(u8::from_str_radix(&colour[place..place + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn parts_stand_out_three_to_one_and_text_four_and_a_half_to_one() {
        let against_white = |colour: &str| 1.05 / (luminance(colour) + 0.05);
        for colour in COLOURS {
            assert!(against_white(colour) >= 3.0, "{colour} {}", against_white(colour));
            assert!(against_white(colour) >= 4.5, "lines are named in their colour: {colour}");
        }
        assert!(against_white(TEXT) >= 4.5 && against_white(QUIET) >= 4.5);
    }

    #[test]
    fn an_axis_covers_the_data_in_few_round_steps() {
        assert_eq!(
            [0, 6, 7, 61, 1_963, 12_000].map(scale),
            [(1, 1), (1, 6), (2, 8), (20, 80), (500, 2_000), (2_000, 12_000)]
        );
    }

    fn sex_by_nation(kind: ChartKind) -> String {
        let female = Series { name: "Female", values: vec![Some(1_240), None] };
        let male = Series { name: "Male", values: vec![Some(930), Some(57)] };
        Drawing {
            id: "count",
            title: "Referrals received, by nation and sex",
            subtitle: "Number of referrals",
            source: "Source: made up.".to_owned(),
            missing: "[low]",
            labels: vec!["England".to_owned(), "Northern Ireland & beyond".to_owned()],
            series: vec![female, male],
        }
        .svg(kind)
    }

    #[test]
    fn each_bar_of_a_group_has_its_name_and_its_number_beside_it() {
        let svg = sex_by_nation(ChartKind::Bar);
        for words in ["Female 1,240", "Male 930", "Female [low]", "Male 57", "England", "Northern Ireland &amp; beyond"]
        {
            assert!(svg.contains(words), "{words} is not in {svg}");
        }
        assert_eq!(svg.matches("<rect").count(), 1 + 4, "the ground and four bars");
        insta::assert_snapshot!("bars_in_groups", svg);
    }
}
