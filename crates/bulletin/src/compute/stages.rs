//! Outcomes by stage of decision, with the share of all, of the decided and of the whole cohort side by side.
//!
//! One count can honestly be called 59% and 71%; a table that prints both, each with its denominator, cannot mislead.

use crate::{
    definition::{Base, ColumnDefinition, Show, StageDefinition, TableDefinition},
    frame::TooManyCells,
    table::{Cell, Table},
    words::grouped,
};

use super::{
    Workshop,
    caption::CaptionFacts,
    shares::Shares,
    tally::{Count, Tally},
};

impl<'a> Workshop<'a> {
    pub(super) fn stages(&mut self, definition: &'a TableDefinition) -> Result<Table, TooManyCells> {
        let all = Count { filter: &definition.filter, rows: &[], across: &[], table: definition };
        let cohort = self.tally(&all)?.total(self.period);
        let mut rows = Vec::new();
        let mut bases = Vec::new();
        for stage in &definition.stages {
            let mut filter = definition.filter.clone();
            filter.extend(stage.filter.clone());
            let count = Count { filter: &filter, rows: &[stage.column], across: &[], table: definition };
            let tally = self.tally(&count)?;
            let stage = Stage::of(definition, (stage, tally), (self.period, cohort, self.shares()));
            bases.push(format!(
                "{} {} of {} decided",
                stage.stage.label,
                grouped(stage.decided),
                grouped(stage.total())
            ));
            rows.extend(stage.rows(self.declared(definition, stage.stage.column)));
        }
        let sources = self.sources(definition);
        let columns = definition.columns.iter().map(|column| self.column(column, describe(column, &bases, cohort)));
        let mut table = Table { id: definition.id.clone(), columns: columns.collect(), rows, ..Table::default() };
        let facts = CaptionFacts {
            definition,
            sources: &sources,
            total: cohort,
            shown: 0,
            rows: 0,
            left_out: Vec::new(),
            unranked: 0,
        };
        table.caption = self.caption(&facts, &table)?;
        Ok(table)
    }
}

fn describe(column: &ColumnDefinition, bases: &[String], cohort: u64) -> String {
    match (column.show, column.base) {
        (Show::Share, Base::Decided) => format!("share of those decided at the stage ({})", bases.join("; ")),
        (Show::Share, Base::Stage) => {
            format!("share of all who reached the stage, decided or not ({})", bases.join("; "))
        }
        (Show::Share, _) => format!("share of all {} referrals of the year", grouped(cohort)),
        (Show::Group, _) => "stage of decision".to_owned(),
        (Show::Label, _) => "outcome at the cut-off".to_owned(),
        _ => "referrals received in the year".to_owned(),
    }
}

/// One stage of a table of stages.
struct Stage<'a, 'b> {
    definition: &'a TableDefinition,
    stage: &'b StageDefinition,
    tally: Tally<'a>,
    period: i16,
    cohort: u64,
    /// How many were decided.
    decided: u64,
    shares: Shares,
}

impl<'a, 'b> Stage<'a, 'b> {
    fn of(
        definition: &'a TableDefinition,
        (stage, tally): (&'b StageDefinition, Tally<'a>),
        (period, cohort, shares): (i16, u64, Shares),
    ) -> Self {
        let decided = tally.rows(period).filter(|key| key.iter().all(|outcome| definition.decides(outcome)));
        let decided = decided.map(|key| tally.row(period, key)).sum();
        Self { definition, stage, tally, period, cohort, decided, shares }
    }

    fn total(&self) -> u64 {
        self.tally.total(self.period)
    }

    fn share(&self, part: u64, whole: u64) -> Cell {
        self.shares.cell(Some(part), Some(whole), self.definition.decimals)
    }

    fn rows(&self, declared: &'a [String]) -> Vec<Vec<Cell>> {
        let mut outcomes: Vec<&'a str> = declared.iter().map(String::as_str).collect();
        for key in self.tally.rows(self.period) {
            if let Some(outcome) = key.first().filter(|outcome| !outcomes.contains(outcome)) {
                outcomes.push(outcome);
            }
        }
        let rows = outcomes.iter().map(|outcome| self.row(outcome, self.tally.row(self.period, &[outcome])));
        rows.chain([self.row("Total", self.total())]).collect()
    }

    fn row(&self, outcome: &str, count: u64) -> Vec<Cell> {
        let cell = |column: &ColumnDefinition| match (column.show, column.base) {
            (Show::Group, _) => Cell::Text(self.stage.label.clone()),
            (Show::Label, _) => Cell::Text(outcome.to_owned()),
            (Show::Count, _) => Cell::Count(count),
            (Show::Share, Base::Stage) => self.share(count, self.total()),
            (Show::Share, Base::Decided) if self.definition.decides(outcome) => self.share(count, self.decided),
            (Show::Share, Base::Cohort | Base::Table) => self.share(count, self.cohort),
            _ => Cell::Blank,
        };
        self.definition.columns.iter().map(cell).collect()
    }
}
