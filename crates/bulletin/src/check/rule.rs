//! The rules a report must keep, each with its plain words, its severity and the sort of issue it is about.

use serde::{Serialize, Serializer};

/// Whether a figure is wrong, or may mislead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The figure does not follow from the counts, or the text is wrong.
    Defect,
    /// The figure may be right, and a reader can still be misled.
    Caution,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Defect => "defect",
            Self::Caution => "caution",
        }
    }
}

/// What sort of issue it is, so that findings can be sorted to the person who can act on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A sum, share, change or ratio that does not follow.
    Arithmetic,
    /// A figure that follows another rounding rule, or another precision than its neighbours.
    Rounding,
    /// A base that is not the one stated, or none stated.
    Denominator,
    /// What is counted is not what is said to be counted.
    Unit,
    /// Periods that are unlike, repeated or not those of the table.
    Calendar,
    /// Parts that do not make up the whole.
    Coverage,
    /// One thing under two labels, or two things under one.
    Label,
    /// An order that does not follow from the counts.
    Rank,
    /// Two tables that count alike things differently.
    Reconciliation,
    /// Numbers of tables, and references to them.
    Reference,
    /// Running text.
    Text,
}

impl Class {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Arithmetic => "arithmetic",
            Self::Rounding => "rounding",
            Self::Denominator => "denominator",
            Self::Unit => "unit",
            Self::Calendar => "calendar",
            Self::Coverage => "coverage",
            Self::Label => "label",
            Self::Rank => "rank",
            Self::Reconciliation => "reconciliation",
            Self::Reference => "reference",
            Self::Text => "text",
        }
    }
}

/// The rules. Their codes are stable: interfaces and tests may match on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "Rule::words says each in plain words")]
pub enum Rule {
    Sum,
    Share,
    Change,
    ChangeFromZero,
    ChangeSign,
    Truncated,
    WholeBase,
    Precision,
    RankContradicted,
    TieBroken,
    OrderContradicted,
    TieOrder,
    Margin,
    Reconcile,
    Ratio,
    PartAsWhole,
    Remainder,
    LabelTwice,
    LabelSplit,
    NumberTwice,
    NumberMissing,
    NumberOrder,
    RepeatedPeriod,
    CrossReference,
    PeriodCovered,
    Promise,
    Direction,
    Majority,
    Leaders,
    UnlikePeriods,
    MeanAlone,
    AxisShort,
    ParagraphTwice,
}

impl Rule {
    fn nature(self) -> (&'static str, Severity, Class, &'static str) {
        use Severity::{Caution, Defect};
        match self {
            Self::Sum => ("sum", Defect, Class::Arithmetic, "A total is the sum of what it totals."),
            Self::Share => ("share", Defect, Class::Arithmetic, "A share is the count as a percentage of its total."),
            Self::Change => (
                "change",
                Defect,
                Class::Arithmetic,
                "A change is the difference as a percentage of the earlier count.",
            ),
            Self::ChangeFromZero => {
                ("change.from_zero", Defect, Class::Arithmetic, "A change from zero has no percentage.")
            }
            Self::ChangeSign => ("change.sign", Defect, Class::Arithmetic, "A fall has a minus sign, a rise has none."),
            Self::Truncated => (
                "rounding.truncated",
                Defect,
                Class::Rounding,
                "Figures are rounded to the nearest, half away from zero.",
            ),
            Self::WholeBase => {
                ("change.whole_base", Defect, Class::Arithmetic, "Some whole number must give the printed change.")
            }
            Self::Precision => {
                ("rounding.precision", Caution, Class::Rounding, "The figures of a column have one precision.")
            }
            Self::RankContradicted => {
                ("rank.contradicted", Defect, Class::Rank, "A greater count ranks before a smaller one.")
            }
            Self::TieBroken => ("rank.tie_broken", Caution, Class::Rank, "Equal counts share a rank."),
            Self::OrderContradicted => {
                ("order.contradicted", Defect, Class::Rank, "Rows stand in the order of their counts.")
            }
            Self::TieOrder => {
                ("order.tie", Caution, Class::Rank, "Equal counts stand in the same order wherever they are printed.")
            }
            Self::Margin => ("margin", Defect, Class::Arithmetic, "One count printed in two places is one number."),
            Self::Reconcile => (
                "margin.reconcile",
                Caution,
                Class::Reconciliation,
                "Tables that count alike things differently say why.",
            ),
            Self::Ratio => ("ratio", Defect, Class::Denominator, "A stated percentage divides by the base it names."),
            Self::PartAsWhole => ("part_as_whole", Defect, Class::Unit, "A number said of all counts all."),
            Self::Remainder => {
                ("remainder", Caution, Class::Coverage, "Parts make up the whole, or the rest is named.")
            }
            Self::LabelTwice => ("label.twice", Defect, Class::Label, "One thing has one label."),
            Self::LabelSplit => ("label.split", Caution, Class::Label, "A label names one thing of a list."),
            Self::NumberTwice => ("numbering.twice", Defect, Class::Reference, "A number names one table."),
            Self::NumberMissing => ("numbering.missing", Defect, Class::Reference, "Numbers run on without a gap."),
            Self::NumberOrder => {
                ("numbering.order", Defect, Class::Reference, "Tables stand in the order of their numbers.")
            }
            Self::RepeatedPeriod => ("period.repeated", Defect, Class::Calendar, "Two periods are two."),
            Self::CrossReference => {
                ("cross_reference", Defect, Class::Reference, "A reference names the table that holds the figures.")
            }
            Self::PeriodCovered => {
                ("period.covered", Defect, Class::Calendar, "The period in the text is the period of the table.")
            }
            Self::Promise => ("promise", Defect, Class::Text, "A table shows what the text says it shows."),
            Self::Direction => (
                "direction",
                Caution,
                Class::Reconciliation,
                "What is said to rise or fall does so in every table of it.",
            ),
            Self::Majority => {
                ("majority", Caution, Class::Denominator, "A majority is more than half of a named base.")
            }
            Self::Leaders => {
                ("leaders", Defect, Class::Rank, "Those named first have the greatest counts, in that order.")
            }
            Self::UnlikePeriods => {
                ("period.unlike", Caution, Class::Calendar, "A comparison is between periods of one length.")
            }
            Self::MeanAlone => ("mean_alone", Caution, Class::Unit, "A mean stands beside a median or a range."),
            Self::AxisShort => {
                ("axis.short", Caution, Class::Coverage, "An axis reaches as far as the greatest number it shows.")
            }
            Self::ParagraphTwice => ("paragraph.twice", Defect, Class::Text, "A paragraph is printed once."),
        }
    }

    /// The stable code, for example `change.from_zero`.
    pub fn code(self) -> &'static str {
        self.nature().0
    }

    /// Whether what breaks it is wrong or may mislead.
    pub fn severity(self) -> Severity {
        self.nature().1
    }

    /// What sort of issue it is about.
    pub fn class(self) -> Class {
        self.nature().2
    }

    /// The rule in plain words.
    pub fn words(self) -> &'static str {
        self.nature().3
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
