//! Sentences with their figures filled in, and the list of those figures that the figure checker reads.
//!
//! A figure gets into a sentence from a cell only. What was printed is then read back out of the sentence, so that the
//! checker compares what people will read with what the tables say.

use serde::Serialize;

use crate::{
    compute::Release,
    definition::{
        Definitions,
        text::{Address, Binding, Condition, Sentence},
    },
    period::{Calendar, Period},
    rounding::Percent,
    table::{Cell, ColumnKind, Table},
    words::{grouped, long_date},
};

/// A section as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its number, from 1.
    pub number: usize,
    /// Its heading.
    pub heading: String,
    /// Its sentences.
    pub sentences: Vec<Told>,
    /// What it shows after them.
    pub show: Vec<String>,
}

/// A sentence as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its paragraph, `2.1`.
    pub paragraph: String,
    /// The words.
    pub text: String,
    /// Its figures.
    pub facts: Vec<Fact>,
}

/// A figure in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The name it has in the definition.
    pub name: String,
    /// As it is printed.
    pub printed: String,
    /// The table it is from.
    pub table: String,
    /// The row.
    pub row: String,
    /// The column.
    pub column: String,
    /// For a share: the cell of its base, as `table | row | column`.
    pub whole: Option<[String; 3]>,
}

/// A sentence that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its paragraph, or the chart's identifier.
    pub paragraph: String,
    /// Why, naming table, row and column.
    pub because: String,
}

/// A sentence whose figures are not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {{{name}}} is bound to {address}, and {fault}")]
pub struct Unbound {
    /// The sentence or chart.
    pub place: String,
    /// The name in the sentence.
    pub name: String,
    /// What it is bound to.
    pub address: String,
    /// What is not there.
    pub fault: String,
}

/// The text of a bulletin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Prose {
    /// The sections.
    pub sections: Vec<Section>,
    /// The sentences left out.
    pub left_out: Vec<LeftOut>,
}

/// What a sentence came to.
pub(crate) enum Outcome {
    Told(Told),
    LeftOut(LeftOut),
    /// Its condition is not so.
    Untrue,
}

/// Why a name in a sentence is not filled in.
enum Missing {
    Withheld(String),
    Absent(String),
}

impl Prose {
    /// Fills in every sentence.
    ///
    /// A sentence with a withheld figure, or one whose base is too small, is left out and listed.
    ///
    /// # Errors
    /// When a sentence is bound to a cell that no table has.
    pub fn tell(definitions: &Definitions, release: &Release) -> Result<Self, Unbound> {
        let teller = Teller { release };
        let mut prose = Self::default();
        for (section, number) in definitions.sections.iter().zip(1..) {
            let mut sentences = Vec::new();
            for sentence in &section.sentences {
                match teller.tell(&format!("{number}.{}", sentences.len() + 1), sentence)? {
                    Outcome::Told(told) => sentences.push(told),
                    Outcome::LeftOut(left_out) => prose.left_out.push(left_out),
                    Outcome::Untrue => {}
                }
            }
            let (heading, show) = (section.heading.clone(), section.show.clone());
            prose.sections.push(Section { number, heading, sentences, show });
        }
        Ok(prose)
    }
}

/// Who fills in sentences.
pub(crate) struct Teller<'a> {
    pub(crate) release: &'a Release,
}

impl Teller<'_> {
    /// One sentence, at a place that messages name.
    pub(crate) fn tell(&self, place: &str, sentence: &Sentence) -> Result<Outcome, Unbound> {
        let unbound = |name: &str, address: &Address, fault: String| Unbound {
            place: place.to_owned(),
            name: name.to_owned(),
            address: written(address),
            fault,
        };
        if let Some(condition) = &sentence.when {
            let (Condition::Highest(address) | Condition::Lowest(address)) = condition;
            match self.is_so(condition) {
                Some(Some(true)) => {}
                // Of a column with a withheld or blank count nobody may say which is highest.
                Some(Some(false) | None) => return Ok(Outcome::Untrue),
                None => return Err(unbound("when", address, "there is no such column of counts".to_owned())),
            }
        }
        let mut text = sentence.text.clone();
        let mut facts = Vec::new();
        for name in sentence.placeholders() {
            let replacement = match sentence.bind.get(name) {
                None if name == "end" => self.release.period.last_day().map(long_date).unwrap_or_default(),
                None => self.period(name).in_words(),
                Some(binding) => match self.bind(name, binding) {
                    Ok((words, fact)) => {
                        facts.extend(fact);
                        words
                    }
                    Err((_, Missing::Withheld(because))) => {
                        return Ok(Outcome::LeftOut(LeftOut { paragraph: place.to_owned(), because }));
                    }
                    Err((address, Missing::Absent(fault))) => return Err(unbound(name, &address, fault)),
                },
            };
            text = text.replacen(&format!("{{{name}}}"), &replacement, 1);
        }
        Ok(Outcome::Told(Told { paragraph: place.to_owned(), text, facts }))
    }

    fn period(&self, name: &str) -> Period {
        let period = self.release.period;
        match (name, period.calendar()) {
            ("previous", _) | ("year_before", Calendar::Year) => period.plus(-1),
            ("year_before", Calendar::Quarter) => period.plus(-4),
            _ => period,
        }
    }

    fn bind(&self, name: &str, binding: &Binding) -> Result<(String, Option<Fact>), (Address, Missing)> {
        match binding {
            Binding::NumberOf(id) => {
                let number = self.release.find(id).map(|table| table.caption.number.to_lowercase());
                let absent = || Missing::Absent("there is no such table".to_owned());
                let address = Address { table: id.clone(), row: "number".to_owned(), column: String::new() };
                Ok((number.ok_or_else(|| (address, absent()))?, None))
            }
            Binding::Label(address) => {
                let place = self.place(address).map_err(|missing| (address.clone(), missing))?;
                Ok((place.row, None))
            }
            Binding::Cell(address) | Binding::Change(address) => {
                let found = self.place(address).and_then(|place| {
                    let words = worded(binding, place.cell.as_ref(), &place)?;
                    Ok((words, place))
                });
                let (words, place) = found.map_err(|missing| (address.clone(), missing))?;
                Ok((words.clone(), Some(place.fact(name, words, None))))
            }
            Binding::Share([part, whole]) => {
                let count = |address: &Address| {
                    let place = self.place(address).map_err(|missing| (address.clone(), missing))?;
                    let count = place.count().map_err(|missing| (address.clone(), missing))?;
                    Ok::<_, (Address, Missing)>((place, count))
                };
                let ((part, is), (base, of)) = (count(part)?, count(whole)?);
                let nothing = || Missing::Withheld(format!("{} is none", base.name()));
                let percent = Percent::share(is, of, 0).ok_or_else(|| (whole.clone(), nothing()))?;
                let words = format!("{percent}%");
                let base = [base.table, base.row, base.column];
                Ok((words.clone(), Some(part.fact(name, words, Some(base)))))
            }
        }
    }

    fn place(&self, address: &Address) -> Result<Place, Missing> {
        let absent = |said: &str| Missing::Absent(said.to_owned());
        let table = self.release.find(&address.table).ok_or_else(|| absent("there is no such table"))?;
        let fill = |text: &str, name: &dyn Fn(Period) -> String| {
            ["period", "previous", "year_before"]
                .into_iter()
                .fold(text.to_owned(), |text, word| text.replace(&format!("{{{word}}}"), &name(self.period(word))))
        };
        let row = fill(&address.row, &|period| period.to_string());
        let cells = match row.strip_prefix('#').and_then(|place| place.parse::<usize>().ok()) {
            Some(_) if table.unordered => {
                let because = format!("the places of {} are not told, for counts of it are withheld", table.id);
                return Err(Missing::Withheld(because));
            }
            Some(place) => place.checked_sub(1).and_then(|place| table.rows.get(place)),
            None => table.rows.iter().find(|cells| table.key(cells) == row),
        };
        let cells = cells.ok_or_else(|| Missing::Absent(format!("there is no row {row}")))?;
        let row = table.key(cells);
        if address.column.is_empty() {
            return Ok(Place {
                table: table.id.clone(),
                row,
                column: String::new(),
                kind: ColumnKind::Key,
                cell: None,
            });
        }
        let column = fill(&address.column, &Period::in_a_name);
        let place = table.columns.iter().position(|known| known.name == column);
        let found = place.and_then(|place| Some((table.columns.get(place)?.kind, cells.get(place)?.clone())));
        let (kind, cell) = found.ok_or_else(|| Missing::Absent(format!("there is no column {column}")))?;
        Ok(Place { table: table.id.clone(), row, column, kind, cell: Some(cell) })
    }

    /// Whether a condition holds, if the counts are seen; none if there is no such column.
    fn is_so(&self, condition: &Condition) -> Option<Option<bool>> {
        let (Condition::Highest(address) | Condition::Lowest(address)) = condition;
        let table = self.release.find(&address.table)?;
        let column = table.columns.iter().position(|known| known.name == address.column)?;
        let counts: Option<Vec<u64>> = body(table).map(|row| row.get(column)?.count()).collect();
        let Some(counts) = counts else { return Some(None) };
        let (last, others) = counts.split_last()?;
        Some(Some(match condition {
            Condition::Highest(_) => others.iter().all(|other| other < last),
            Condition::Lowest(_) => others.iter().all(|other| other > last),
        }))
    }
}

fn body(table: &Table) -> impl Iterator<Item = &Vec<Cell>> {
    table.rows.iter().take(table.rows.len() - usize::from(table.has_total))
}

fn written(address: &Address) -> String {
    let column = if address.column.is_empty() { String::new() } else { format!(" | {}", address.column) };
    format!("{} | {}{column}", address.table, address.row)
}

/// A cell that an address names.
struct Place {
    table: String,
    row: String,
    column: String,
    kind: ColumnKind,
    cell: Option<Cell>,
}

impl Place {
    fn name(&self) -> String {
        format!("{}, {}, {}", self.table, self.row, self.column)
    }

    fn count(&self) -> Result<u64, Missing> {
        match &self.cell {
            Some(Cell::Withheld) => Err(Missing::Withheld(format!("{} is withheld", self.name()))),
            Some(cell) => cell.count().ok_or_else(|| Missing::Absent("it is no count".to_owned())),
            None => Err(Missing::Absent("it is no count".to_owned())),
        }
    }

    fn fact(self, name: &str, printed: String, whole: Option<[String; 3]>) -> Fact {
        let Self { table, row, column, .. } = self;
        Fact { name: name.to_owned(), printed, table, row, column, whole }
    }
}

fn worded(binding: &Binding, cell: Option<&Cell>, place: &Place) -> Result<String, Missing> {
    let silent = |why: &str| Missing::Withheld(format!("{} {why}", place.name()));
    match (cell, binding) {
        (Some(Cell::Withheld), _) => Err(silent("is withheld")),
        (Some(Cell::LowBase), _) => Err(silent("has a base too small for a percentage")),
        (Some(Cell::Blank), _) | (None, _) => Err(silent("is blank")),
        (Some(Cell::New), _) => Err(silent("is a change from none, which has no percentage")),
        (Some(Cell::Percent(percent)), Binding::Change(_)) => Ok(change(*percent)),
        (Some(Cell::Percent(percent)), _) => Ok(format!("{percent}%")),
        (Some(cell), _) => match (cell.count(), cell) {
            (Some(count), _) => Ok(grouped(count)),
            (None, Cell::Days(days)) => Ok(grouped(*days)),
            (None, Cell::Text(text)) if place.kind == ColumnKind::Text => Ok(text.clone()),
            _ => Err(Missing::Absent("it is no figure".to_owned())),
        },
    }
}

/// A change in words that say its direction.
fn change(percent: Percent) -> String {
    let size = Percent { scaled: percent.scaled.abs(), ..percent };
    match percent.scaled {
        0 => "a change of 0% from".to_owned(),
        scaled if scaled < 0 => format!("{size}% fewer than in"),
        _ => format!("{size}% more than in"),
    }
}

impl Fact {
    /// The number that its words state, read back out of them: `5% fewer than in` is -5.
    pub fn stated(&self) -> String {
        let digits: String = self.printed.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        if self.printed.contains("fewer") { format!("-{digits}") } else { digits }
    }
}
