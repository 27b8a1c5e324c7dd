//! What can be asked: a measure, quarters, dimensions and filters.

use manumit_disclosure::policy::Policy;

use crate::{
    crossing::{crossed, is_known_as},
    definition::{Counts, Dated},
    extract::Column,
    period::{Calendar, Period},
    words::list,
};

/// Dimensions of one table.
pub const MOST_DIMENSIONS: usize = 3;
/// Quarters of one question.
pub const MOST_QUARTERS: usize = 100;
/// Filters of one question.
pub const MOST_FILTERS: usize = 4;
/// Values of one filter.
pub const MOST_VALUES: usize = 12;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Referrals, by their receipt.
    #[default]
    Referrals,
    /// Reasonable grounds decisions, by the day on which they were made.
    ReasonableGrounds,
    /// Conclusive grounds decisions, by the day on which they were made.
    ConclusiveGrounds,
    /// Cases that wait for a reasonable grounds decision at the end of a quarter: a stock, of which quarters are not added.
    AwaitingReasonableGrounds,
    /// Cases that wait for a conclusive grounds decision at the end of a quarter.
    AwaitingConclusiveGrounds,
    /// Notifications under the duty to notify, which are never added to referrals (V-36).
    Notifications,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 6] = [
        Self::Referrals,
        Self::ReasonableGrounds,
        Self::ConclusiveGrounds,
        Self::AwaitingReasonableGrounds,
        Self::AwaitingConclusiveGrounds,
        Self::Notifications,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Referrals => "referrals",
            Self::ReasonableGrounds => "reasonable_grounds",
            Self::ConclusiveGrounds => "conclusive_grounds",
            Self::AwaitingReasonableGrounds => "awaiting_reasonable_grounds",
            Self::AwaitingConclusiveGrounds => "awaiting_conclusive_grounds",
            Self::Notifications => "notifications",
        }
    }

    /// The measure of that code, if there is one.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Referrals => "Referrals received",
            Self::ReasonableGrounds => "Reasonable grounds decisions",
            Self::ConclusiveGrounds => "Conclusive grounds decisions",
            Self::AwaitingReasonableGrounds => "Cases awaiting a reasonable grounds decision",
            Self::AwaitingConclusiveGrounds => "Cases awaiting a conclusive grounds decision",
            Self::Notifications => "Notifications under the duty to notify",
        }
    }

    /// What several of it are called in a sentence.
    pub(super) fn units(self) -> &'static str {
        match self {
            Self::Referrals => "referrals",
            Self::ReasonableGrounds | Self::ConclusiveGrounds => "decisions",
            Self::AwaitingReasonableGrounds | Self::AwaitingConclusiveGrounds => "cases at the end of the quarter",
            Self::Notifications => "notifications",
        }
    }

    /// The counting rule.
    pub(super) fn counting(self) -> &'static str {
        match self {
            Self::Referrals => {
                "referral. One referral is one potential victim, counted in the quarter of receipt; void and merged \
                 referrals are not counted"
            }
            Self::ReasonableGrounds | Self::ConclusiveGrounds => {
                "decision. The latest decision at this stage of each referral, counted in the quarter in which it was \
                 made; void and merged referrals are not counted"
            }
            Self::AwaitingReasonableGrounds | Self::AwaitingConclusiveGrounds => {
                "case. One case that waited at the end of the quarter, suspended ones among them; it is counted in every \
                 quarter at whose end it waited, so quarters are not added; void and merged referrals are not counted"
            }
            Self::Notifications => {
                "notification. One notification is one adult who did not agree to be referred, counted in the quarter of \
                 receipt; notifications are never added to referrals"
            }
        }
    }

    /// Which records it counts.
    pub fn counts(self) -> Counts {
        if self == Self::Notifications { Counts::Notifications } else { Counts::Referrals }
    }

    /// Whether it is a stock: how many there are at the end of each quarter, which cannot be added over quarters.
    pub fn is_stock(self) -> bool {
        self.dated().is_stock()
    }

    pub(super) fn dated(self) -> Dated {
        match self {
            Self::Referrals | Self::Notifications => Dated::Received,
            Self::ReasonableGrounds => Dated::ReasonableGrounds,
            Self::ConclusiveGrounds => Dated::ConclusiveGrounds,
            Self::AwaitingReasonableGrounds => Dated::AwaitingReasonableGrounds,
            Self::AwaitingConclusiveGrounds => Dated::AwaitingConclusiveGrounds,
        }
    }

    /// The columns by which it can be counted: those of code lists. The words of a record and what others suspect of a
    /// nationality are not among them. What was decided later than a case waited is no column of what waits.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Referrals | Self::ReasonableGrounds | Self::ConclusiveGrounds => &OF_REFERRALS,
            Self::AwaitingReasonableGrounds | Self::AwaitingConclusiveGrounds => {
                OF_REFERRALS.split_at(OF_REFERRALS.len() - DECISIONS).0
            }
            Self::Notifications => &[
                Column::AgeAtExploitation,
                Column::Sex,
                Column::Nationality,
                Column::ExploitationType,
                Column::CountyLines,
                Column::LocationOfExploitation,
                Column::UkCountry,
                Column::FirstResponderSector,
                Column::FirstResponder,
                Column::PoliceForceArea,
            ],
        }
    }
}

/// By what referrals can be counted; what was decided about them comes last.
const OF_REFERRALS: [Column; 18] = [
    Column::AgeGroup,
    Column::AgeAtExploitation,
    Column::Sex,
    Column::Nationality,
    Column::ExploitationType,
    Column::CountyLines,
    Column::LocationOfExploitation,
    Column::UkCountry,
    Column::RegionOfReferral,
    Column::RegionOfExploitation,
    Column::PoliceForceArea,
    Column::FirstResponderSector,
    Column::FirstResponder,
    Column::CompetentAuthority,
    Column::ImmigrationInterest,
    Column::ReasonableGrounds,
    Column::ConclusiveGrounds,
    Column::ReasonForNegative,
];
/// How many of them are about decisions.
const DECISIONS: usize = 3;

/// By what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// The quarter.
    Quarter,
    /// A column of the extract.
    Column(Column),
}

impl Dimension {
    /// Its name in files and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Column(column) => column.name(),
        }
    }

    /// The dimension of that name, if there is one.
    pub fn find(name: &str) -> Option<Self> {
        if name == "quarter" { Some(Self::Quarter) } else { Column::find(name).map(Self::Column) }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Quarter => "Quarter",
            Self::Column(column) => column.label(),
        }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is counted.
    pub measure: Measure,
    /// The first quarter.
    pub from: Period,
    /// The last quarter.
    pub to: Period,
    /// By what; all together if by nothing.
    pub by: Vec<Dimension>,
    /// Only those with one of these values of a column, as they are shown.
    pub only: Vec<(Column, Vec<String>)>,
}

/// A question that has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// A period that is no quarter.
    #[error("{0} is no quarter; write one as 2026-Q3")]
    NotAQuarter(Period),
    /// It ends before it begins.
    #[error("{to} is before {from}; begin with the earlier quarter")]
    Backwards {
        /// The first quarter asked for.
        from: Period,
        /// The last.
        to: Period,
    },
    /// More quarters than can be read.
    #[error("{0} quarters are too many; ask for at most {MOST_QUARTERS}")]
    TooManyQuarters(usize),
    /// A dimension or filter twice.
    #[error("{0} is asked for twice; ask for it once")]
    Twice(&'static str),
    /// More dimensions than a table has.
    #[error("{0} dimensions are too many; ask for at most {MOST_DIMENSIONS}")]
    TooManyDimensions(usize),
    /// More filters than a question has.
    #[error("{0} filters are too many; ask for at most {MOST_FILTERS}")]
    TooManyFilters(usize),
    /// More values than a filter has.
    #[error("{count} values of {} are too many; choose at most {MOST_VALUES}", column.label().to_lowercase())]
    TooManyValues {
        /// The column.
        column: Column,
        /// How many were chosen.
        count: usize,
    },
    /// A stock over several quarters together.
    #[error(
        "{} are a stock, which is not added over quarters; count by quarter, or ask for one quarter alone",
        .0.label().to_lowercase()
    )]
    StockOfSeveral(Measure),
    /// A column that the records counted do not have.
    #[error("{} cannot be counted by {}; choose another", measure.label().to_lowercase(), column.label().to_lowercase())]
    NotOfThisMeasure {
        /// What is counted.
        measure: Measure,
        /// The column.
        column: Column,
    },
    /// What is never published together (V-33), dimensions and filters taken together.
    #[error("{} are never shown together; leave one of them out", list(dimensions))]
    NeverTogether {
        /// The columns in words.
        dimensions: Vec<&'static str>,
    },
}

impl Question {
    /// Refuses a question that has no answer.
    ///
    /// # Errors
    /// [`QuestionError`].
    pub fn check(&self) -> Result<(), QuestionError> {
        let not_quarter = [self.from, self.to].into_iter().find(|period| period.calendar() != Calendar::Quarter);
        if let Some(period) = not_quarter {
            return Err(QuestionError::NotAQuarter(period));
        }
        if self.to < self.from {
            return Err(QuestionError::Backwards { from: self.from, to: self.to });
        }
        let quarters = self.quarters().count();
        if quarters > MOST_QUARTERS {
            return Err(QuestionError::TooManyQuarters(quarters));
        }
        if self.by.len() > MOST_DIMENSIONS {
            return Err(QuestionError::TooManyDimensions(self.by.len()));
        }
        if self.only.len() > MOST_FILTERS {
            return Err(QuestionError::TooManyFilters(self.only.len()));
        }
        let filtered: Vec<Column> = self.only.iter().map(|(column, _)| *column).collect();
        let repeated = twice(&self.by).map(|dimension| dimension.label());
        let again = self.only.iter().find(|(_, values)| twice(values).is_some()).map(|(column, _)| column);
        let repeated = repeated.or_else(|| twice(&filtered).or(again).map(|column| column.label()));
        if let Some(label) = repeated {
            return Err(QuestionError::Twice(label));
        }
        if let Some((column, values)) = self.only.iter().find(|(_, values)| values.len() > MOST_VALUES) {
            return Err(QuestionError::TooManyValues { column: *column, count: values.len() });
        }
        if self.measure.is_stock() && quarters > 1 && !self.by.contains(&Dimension::Quarter) {
            return Err(QuestionError::StockOfSeveral(self.measure));
        }
        let foreign = self.columns().find(|column| !self.measure.columns().contains(column));
        foreign.map_or(Ok(()), |column| Err(QuestionError::NotOfThisMeasure { measure: self.measure, column }))
    }

    /// Refuses what a policy never shows together. A filter crosses as a dimension does, and whoever narrows the place
    /// further crosses with the nation.
    ///
    /// # Errors
    /// [`QuestionError::NeverTogether`].
    pub fn check_crossings(&self, policy: &Policy) -> Result<(), QuestionError> {
        let Some(set) = crossed(&self.columns().collect::<Vec<_>>(), policy) else { return Ok(()) };
        let dimensions = self.columns().filter(|column| set.iter().any(|name| is_known_as(*column, name)));
        Err(QuestionError::NeverTogether { dimensions: dimensions.map(Column::label).collect() })
    }

    /// The columns asked for, as dimensions or filters; one that is both comes twice.
    fn columns(&self) -> impl Iterator<Item = Column> {
        let by = self.by.iter().filter_map(|dimension| match dimension {
            Dimension::Quarter => None,
            Dimension::Column(column) => Some(*column),
        });
        by.chain(self.only.iter().map(|(column, _)| *column))
    }

    /// The quarters asked for.
    pub(super) fn quarters(&self) -> impl Iterator<Item = Period> {
        let calendar = self.from.calendar();
        (self.from.number()..=self.to.number()).map(move |number| calendar.period(number))
    }

    /// The quarters in words: `January to June 2026`.
    pub fn span(&self) -> String {
        let (Some(first), Some(last)) = (self.from.first_day(), self.to.last_day()) else {
            return format!("{} to {}", self.from, self.to);
        };
        let begins = if first.year() == last.year() { first.strftime("%B") } else { first.strftime("%B %Y") };
        format!("{begins} to {}", last.strftime("%B %Y"))
    }

    /// The question as a title: `Referrals received by sex and nationality`.
    pub fn title(&self) -> String {
        let by: Vec<String> = self.by.iter().map(|dimension| lower(dimension.label())).collect();
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", list(&by)) };
        format!("{}{by}", self.measure.label())
    }

    /// The filters in words; empty without any.
    pub fn filters(&self) -> String {
        let words = |values: &[String]| values.join(" or ");
        let only = self.only.iter().map(|(column, values)| format!("{} {}", lower(column.label()), words(values)));
        only.collect::<Vec<_>>().join(", ")
    }

    /// Whether all of a dimension together is a count: all but the quarters of a stock are.
    pub(super) fn adds_up(&self, dimension: Dimension) -> bool {
        !(self.measure.is_stock() && dimension == Dimension::Quarter)
    }
}

/// The first of some things that stood before it already.
fn twice<T: PartialEq>(items: &[T]) -> Option<&T> {
    items
        .iter()
        .enumerate()
        .find(|(place, item)| items.iter().take(*place).any(|earlier| earlier == *item))
        .map(|(_, item)| item)
}

/// A label inside a sentence: its first letter small, unless it is a name.
fn lower(label: &str) -> String {
    if label.starts_with("UK") { label.to_owned() } else { label.to_lowercase() }
}
