//! Tables from text: tidy (one cell a row) or wide (one dimension across the heading).

use crate::{
    dimension::Dimension,
    refusal::Refusal,
    table::{Edition, Printed, Table},
};

/// How a file of a table is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableForm {
    /// What messages call the table and its file.
    pub id: String,
    /// Whom it counts.
    pub population: String,
    /// Whether all of it is about children.
    pub about_children: bool,
    /// Which edition it belongs to.
    pub edition: Edition,
    /// The label of totals, in files and headings.
    pub total: String,
    /// Tidy: the column of counts.
    pub count: String,
    /// Tidy: the dimensions; every column but the counts, `status` and `note` if none is named.
    pub dimensions: Vec<String>,
    /// Wide: the name of the dimension that stands across the heading.
    pub across: Option<String>,
}

impl Default for TableForm {
    fn default() -> Self {
        Self {
            id: "the table".to_owned(),
            population: String::new(),
            about_children: false,
            edition: Edition::Current,
            total: "Total".to_owned(),
            count: "count".to_owned(),
            dimensions: Vec::new(),
            across: None,
        }
    }
}

/// What a blank category is called.
pub const BLANK: &str = "(blank)";
/// What stands in place of a withheld count.
pub const WITHHELD: &str = "[c]";

/// Reads a table; dimensions are shared by name with those read before, and new ones are added.
///
/// A blank count is none (0), as printed tables have it; a blank category is the category `(blank)`; `[c]` is a withheld cell.
///
/// # Errors
/// A [`Refusal`] that names file, line, column and value.
pub fn table(text: &str, form: &TableForm, dimensions: &mut Vec<Dimension>) -> Result<Table, Refusal> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heading: Vec<String> = match reader.headers() {
        Ok(heading) => heading.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => return Err(not_csv(form, &error)),
    };
    for (place, name) in heading.iter().enumerate() {
        if name.is_empty() || heading.iter().take(place).any(|other| other.eq_ignore_ascii_case(name)) {
            return Err(Refusal::RepeatedColumn { file: form.id.clone(), column: name.clone() });
        }
    }
    let columns = Columns::of(form, &heading)?;
    let mut numbers = Vec::new();
    for name in columns.labels.iter().map(|(_, name)| name.as_str()).chain(form.across.as_deref()) {
        numbers.push(dimension(name, form, dimensions));
    }
    let mut cells = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| not_csv(form, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        let mut nodes = Vec::with_capacity(numbers.len());
        for ((column, _), number) in columns.labels.iter().zip(&numbers) {
            let label = record.get(*column).unwrap_or_default().trim();
            let label = if label.is_empty() { BLANK } else { label };
            nodes.extend(dimensions.get_mut(*number).map(|dimension| dimension.intern(label)));
        }
        for (column, across) in &columns.counts {
            let mut nodes = nodes.clone();
            if let (Some(label), Some(number)) = (across, numbers.last()) {
                nodes.extend(dimensions.get_mut(*number).map(|dimension| dimension.intern(label)));
            }
            let value = record.get(*column).unwrap_or_default().trim();
            let status = columns.status.and_then(|column| record.get(column)).unwrap_or_default().trim();
            let name = heading.get(*column).map_or("", String::as_str);
            let count = count(value, Where { file: &form.id, line, column: name })?;
            let withheld = count.is_none() || status.eq_ignore_ascii_case("withheld") || status == WITHHELD;
            cells.push(Printed { nodes, count, withheld, line });
        }
    }
    if cells.is_empty() || numbers.is_empty() {
        return Err(Refusal::NoTable { file: form.id.clone(), count: form.count.clone() });
    }
    Ok(Table {
        id: form.id.clone(),
        population: form.population.clone(),
        about_children: form.about_children,
        edition: form.edition.clone(),
        dimensions: numbers,
        cells,
    })
}

struct Columns {
    labels: Vec<(usize, String)>,
    counts: Vec<(usize, Option<String>)>,
    status: Option<usize>,
}

impl Columns {
    fn of(form: &TableForm, heading: &[String]) -> Result<Self, Refusal> {
        let find = |name: &str| {
            heading.iter().position(|other| other.eq_ignore_ascii_case(name.trim())).ok_or_else(|| {
                Refusal::NoSuchColumn { file: form.id.clone(), column: name.to_owned(), known: heading.to_vec() }
            })
        };
        if form.across.is_some() {
            let named = if form.dimensions.is_empty() {
                heading.iter().take(1).cloned().collect()
            } else {
                form.dimensions.clone()
            };
            let labels =
                named.iter().map(|name| Ok((find(name)?, name.clone()))).collect::<Result<Vec<_>, Refusal>>()?;
            let is_label = |place: &usize| labels.iter().any(|(column, _)| column == place);
            let counts = heading.iter().enumerate().filter(|(place, _)| !is_label(place));
            let counts = counts.map(|(place, name)| (place, Some(name.clone()))).collect();
            return Ok(Self { labels, counts, status: None });
        }
        let count = find(&form.count)?;
        let status = find("status").ok().filter(|place| *place != count);
        let labels = if form.dimensions.is_empty() {
            let kept = |(place, name): &(usize, &String)| {
                *place != count && Some(*place) != status && !name.eq_ignore_ascii_case("note")
            };
            heading.iter().enumerate().filter(kept).map(|(place, name)| (place, name.clone())).collect()
        } else {
            form.dimensions.iter().map(|name| Ok((find(name)?, name.clone()))).collect::<Result<Vec<_>, Refusal>>()?
        };
        Ok(Self { labels, counts: vec![(count, None)], status })
    }
}

fn dimension(name: &str, form: &TableForm, dimensions: &mut Vec<Dimension>) -> usize {
    let known = dimensions.iter().position(|dimension| dimension.name.eq_ignore_ascii_case(name.trim()));
    known.unwrap_or_else(|| {
        dimensions.push(Dimension::new(name.trim(), &form.total));
        dimensions.len() - 1
    })
}

#[derive(Clone, Copy)]
struct Where<'a> {
    file: &'a str,
    line: u64,
    column: &'a str,
}

fn count(value: &str, place: Where) -> Result<Option<u64>, Refusal> {
    if value.is_empty() || value == "-" || value == "\u{2013}" {
        return Ok(Some(0));
    }
    if value.eq_ignore_ascii_case(WITHHELD) || value.eq_ignore_ascii_case("c") || value == "*" {
        return Ok(None);
    }
    let (file, line, column) = (place.file.to_owned(), place.line, place.column.to_owned());
    let digits: String = value.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}')).collect();
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    if let Some(rest) =
        digits.strip_prefix('-').filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    {
        if rest.bytes().any(|byte| byte != b'0') {
            return Err(Refusal::Negative { file, line, column, value: value.to_owned() });
        }
        return Ok(Some(0));
    }
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse::<u64>() {
        // Beyond 2^40 sums could leave the whole numbers that floating point holds exactly.
        Ok(count) if plain && count <= 1 << 40 => Ok(Some(count)),
        _ => Err(Refusal::NotACount { file, line, column, value: value.to_owned() }),
    }
}

fn not_csv(form: &TableForm, error: &csv::Error) -> Refusal {
    let line = error.position().map_or(1, csv::Position::line);
    Refusal::NotCsv { file: form.id.clone(), line, problem: error.to_string() }
}
