//! Figures of earlier years as they were published, for the columns that no extract can give.
//!
//! A table that compares with a year for which there is no row level record takes that year from here and says so in
//! its caption. Every figure names its edition and its paragraph, so that two editions of one year can be compared.

use std::{collections::BTreeMap, io::Read};

use serde::{Deserialize, Serialize};

use crate::revision::Revision;

/// The dimension and the value under which a series' totals are kept.
const ALL: (&str, &str) = ("all", "All");

/// What a published number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A number of referrals.
    Count,
    /// A place in a ranking.
    Position,
}

/// Whether a number is printed or follows from printed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Printed in the source.
    Given,
    /// Computed from printed figures.
    Derived,
}

/// One published number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigure {
    /// The publication.
    pub edition: String,
    /// What was counted: `referrals`, `adult referrals`.
    pub series: String,
    /// The column by which it is broken down; `all` for totals.
    pub dimension: String,
    /// The value of that column; `All` for totals.
    pub value: String,
    /// The calendar year.
    pub year: i16,
    /// Count or position.
    pub measure: Measure,
    /// The number.
    pub number: u64,
    /// Where it stands in the publication.
    pub paragraph: String,
    /// Printed, or computed from printed figures.
    pub basis: Basis,
}

/// What makes a file of published figures unusable.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// A line cannot be read.
    #[error(
        "published figures: a line cannot be read; the columns are edition, series, dimension, value, year, measure, number, paragraph and basis"
    )]
    Line(#[from] csv::Error),
    /// The same figure stands twice.
    #[error(
        "published figures, line {line}: {value} in {year} stands twice for one edition, series and measure; keep one"
    )]
    Twice {
        /// Line of the file, from 1.
        line: u64,
        /// The value.
        value: String,
        /// The year.
        year: i16,
    },
}

type Key = (String, String, String, i16, Measure, String);

/// Published figures, by edition.
#[derive(Clone, Debug, Default)]
pub struct Published {
    figures: BTreeMap<Key, PublishedFigure>,
}

impl Published {
    /// The figures that ship with the bulletin.
    ///
    /// # Errors
    /// Never with the file as shipped, which a test reads.
    pub fn shipped() -> Result<Self, PublishedError> {
        Self::read(include_bytes!("../data/published.csv").as_slice())
    }

    /// Reads figures from CSV with the columns of [`PublishedFigure`].
    ///
    /// # Errors
    /// When a line cannot be read or a figure stands twice; the message names the line.
    pub fn read(reader: impl Read) -> Result<Self, PublishedError> {
        let mut figures = BTreeMap::new();
        let mut lines = csv::Reader::from_reader(reader);
        for (line, figure) in (2_u64..).zip(lines.deserialize::<PublishedFigure>()) {
            let figure = figure?;
            let (value, year) = (figure.value.clone(), figure.year);
            if figures.insert(key_of(&figure), figure).is_some() {
                return Err(PublishedError::Twice { line, value, year });
            }
        }
        Ok(Self { figures })
    }

    /// One edition's view of one series.
    pub fn series<'a>(&'a self, edition: &'a str, series: &'a str) -> Series<'a> {
        Series { published: self, edition, series }
    }

    /// What changed in one series between two editions: every count that both give and that differs.
    pub fn revisions(&self, series: &str, was: &str, is: &str) -> Vec<Revision> {
        let was = self.series(was, series);
        let later =
            self.figures.values().filter(|f| f.edition == is && f.series == series && f.measure == Measure::Count);
        later
            .filter_map(|figure| {
                let earlier = was.find(&figure.dimension, &figure.value, figure.year, Measure::Count)?;
                let year = figure.year.to_string();
                Revision::between(series, &figure.value, &year, Some(earlier.number), Some(figure.number))
            })
            .collect()
    }
}

fn key_of(figure: &PublishedFigure) -> Key {
    let PublishedFigure { edition, series, dimension, value, year, measure, .. } = figure;
    (edition.clone(), series.clone(), dimension.clone(), *year, *measure, value.clone())
}

/// One edition's view of one series.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    published: &'a Published,
    edition: &'a str,
    series: &'a str,
}

impl<'a> Series<'a> {
    /// The figure of one value in one year, if it was published.
    pub fn find(&self, dimension: &str, value: &str, year: i16, measure: Measure) -> Option<&'a PublishedFigure> {
        let (edition, series) = (self.edition.to_owned(), self.series.to_owned());
        self.published.figures.get(&(edition, series, dimension.to_owned(), year, measure, value.to_owned()))
    }

    /// The published counts of one dimension in one year, by value.
    pub fn counts(&self, dimension: &str, year: i16) -> Vec<&'a PublishedFigure> {
        let wanted = |f: &&PublishedFigure| {
            f.edition == self.edition
                && f.series == self.series
                && f.dimension == dimension
                && f.year == year
                && f.measure == Measure::Count
        };
        self.published.figures.values().filter(wanted).collect()
    }

    /// The published total of one year.
    pub fn total(&self, year: i16) -> Option<u64> {
        self.find(ALL.0, ALL.1, year, Measure::Count).map(|figure| figure.number)
    }

    /// Whether the counts of a dimension add up to the year's total, so that a value not listed is zero.
    ///
    /// Where they do not (only a top ten was published), a value not listed is unknown, and stays blank.
    pub fn is_complete(&self, dimension: &str, year: i16) -> bool {
        let sum = self.counts(dimension, year).iter().map(|figure| figure.number).sum::<u64>();
        self.total(year) == Some(sum)
    }

    /// The edition, as captions name it.
    pub fn edition(&self) -> &'a str {
        self.edition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: &str = "IDMG second report, October 2013";

    #[test]
    fn the_shipped_figures_add_up_where_they_are_complete() {
        let published = Published::shipped().unwrap();
        let referrals = published.series(SECOND, "referrals");
        for dimension in ["uk_country", "region_of_referral", "region_of_exploitation", "age_group"] {
            assert!(referrals.is_complete(dimension, 2011), "{dimension}");
        }
        assert!(!referrals.is_complete("nationality", 2011));
        assert_eq!((2009..2012).filter_map(|year| referrals.total(year)).sum::<u64>(), 3_381 - 1_186);
    }

    #[test]
    fn adults_and_children_of_2011_add_up_to_the_derived_bases() {
        let published = Published::shipped().unwrap();
        let count = |series, country| {
            published.series(SECOND, series).find("nationality", country, 2011, Measure::Count).map(|f| f.number)
        };
        for country in ["Nigeria", "Vietnam", "Albania", "Romania", "China", "Slovakia"] {
            let parts = count("adult referrals", country).zip(count("child referrals", country));
            assert_eq!(parts.map(|(adults, children)| adults + children), count("referrals", country), "{country}");
        }
    }

    #[test]
    fn the_year_2010_moved_by_four_between_two_editions() {
        let published = Published::shipped().unwrap();
        let revisions = published.revisions("referrals", "IDMG first report, October 2012", SECOND);
        assert_eq!(revisions.len(), 1);
        assert_eq!(revisions[0].to_string(), "referrals, All, 2010: 710 → 714, +4, +0.6%");
    }

    #[test]
    fn a_figure_that_stands_twice_is_named_by_its_line() {
        let twice = "edition,series,dimension,value,year,measure,number,paragraph,basis\n\
                     E,referrals,all,All,2010,count,710,1,given\nE,referrals,all,All,2010,count,714,1,given\n";
        let error = Published::read(twice.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "published figures, line 3: All in 2010 stands twice for one edition, series and measure; keep one"
        );
    }
}
