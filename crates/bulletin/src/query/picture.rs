//! An answer as a picture: bars for categories, lines for quarters, both named beside what they show.

use super::{Counted, Dimension};
use crate::{
    chart::{Drawing, Series},
    definition::text::ChartKind,
    extract::date_of,
    words::long_date,
};

/// Bars that can be told apart.
const MOST_BARS: usize = 24;
/// Groups of bars that can be told apart.
const MOST_GROUPS: usize = 12;
/// Lines, or bars of a group.
const MOST_SERIES: usize = 4;

impl Counted {
    /// The picture; none where it would have to leave out too much to be read, or where nothing is shown.
    pub fn picture(&self) -> Option<String> {
        let (places, series) = match self.question.by.as_slice() {
            [_] => (0, None),
            [Dimension::Quarter, _] => (0, Some(1)),
            [_, Dimension::Quarter] => (1, Some(0)),
            [_, _] if self.categories(1).len() <= MOST_SERIES => (0, Some(1)),
            [_, _] => (1, Some(0)),
            _ => return None,
        };
        let is_in_time = self.question.by.get(places) == Some(&Dimension::Quarter);
        let (labels, names) = (self.categories(places), series.map(|series| self.categories(series)));
        let most = match (&names, is_in_time) {
            (_, true) => usize::MAX,
            (None, false) => MOST_BARS,
            (Some(_), false) => MOST_GROUPS,
        };
        let too_many = labels.len() > most && names.is_some();
        if too_many || names.as_ref().is_some_and(|names| names.len() > MOST_SERIES) {
            return None;
        }
        let labels: Vec<String> = labels.into_iter().take(most).collect();
        let value = |label: &str, name: Option<&str>| {
            let count = match (name, places) {
                (None, _) => self.find(&[Some(label)]),
                (Some(name), 0) => self.find(&[Some(label), Some(name)]),
                (Some(name), _) => self.find(&[Some(name), Some(label)]),
            };
            count.or((!self.is_protected()).then_some(0))
        };
        let values = |name: Option<&str>| labels.iter().map(|label| value(label, name)).collect::<Vec<_>>();
        let drawn: Vec<Series<'_>> = match &names {
            None => vec![Series { name: "", values: values(None) }],
            Some(names) => names.iter().map(|name| Series { name, values: values(Some(name)) }).collect(),
        };
        let is_shown = drawn.iter().any(|series| series.values.iter().any(Option::is_some));
        let kind = if is_in_time && labels.len() > 1 { ChartKind::Line } else { ChartKind::Bar };
        is_shown.then(|| self.drawn((labels, drawn), kind))
    }

    fn drawn(&self, (labels, series): (Vec<String>, Vec<Series<'_>>), kind: ChartKind) -> String {
        let question = &self.question;
        let filters = question.filters();
        let only = if filters.is_empty() { String::new() } else { format!(", only {filters}") };
        let day = date_of(self.as_at).map(long_date).unwrap_or_default();
        let protected =
            if self.is_protected() { ", protected by cell keys" } else { ", not protected: not for publication" };
        let synthetic = if self.is_synthetic() { " Synthetic data." } else { "" };
        let drawing = Drawing {
            id: "count",
            title: &question.title(),
            subtitle: &format!("Number of {}, {}{only}", question.measure.units(), question.span()),
            source: format!("Source: the record as at {day}{protected}.{synthetic}"),
            missing: "[low]",
            labels,
            series,
        };
        drawing.svg(kind)
    }
}
