//! A table of stages: the outcomes of each stage of decision, with every denominator.

use super::Reader;
use crate::{
    definition::{Base, Show, StageDefinition},
    protection::{
        ProtectionError,
        derived::Derived,
        exposure::{Exposure, unsupported},
        name::{Category, Name},
    },
    table::Cell,
};

/// What a stage calls all that reached it.
const ALL: &str = "Total";

impl Reader<'_> {
    pub(super) fn stages(&self, exposure: &mut Exposure) -> Result<(), ProtectionError> {
        let place_of = |show: Show| self.definition.columns.iter().position(|column| column.show == show);
        let (Some(group), Some(label)) = (place_of(Show::Group), place_of(Show::Label)) else {
            return Err(unsupported(self.table, "a row that does not say what it counts"));
        };
        for (row, cells) in self.table.rows.iter().enumerate() {
            let text = |place: usize| cells.get(place).map(ToString::to_string).unwrap_or_default();
            let stage = self.definition.stages.iter().find(|stage| stage.label == text(group));
            let stage = stage.ok_or_else(|| unsupported(self.table, "a row of no stage"))?;
            let reached = self.base(self.period).filtered(&stage.filter);
            let outcome = text(label);
            let name = if outcome == ALL {
                reached.clone()
            } else {
                reached.with(stage.column, self.category(stage.column, &outcome))
            };
            for (column, (definition, cell)) in self.definition.columns.iter().zip(cells).enumerate() {
                let place = self.place(row, column);
                match definition.show {
                    Show::Group | Show::Label | Show::Text => {}
                    Show::Count => {
                        exposure.print(&name, cell.count(), place);
                    }
                    Show::Share => {
                        let base = match definition.base {
                            Base::Stage => (reached.clone(), Vec::new()),
                            Base::Decided => self.decided(stage, &reached, exposure),
                            Base::Cohort | Base::Table => (self.base(self.period), Vec::new()),
                        };
                        exposure.derived.extend(Derived::of_part((definition, cell), place, name.clone(), base));
                    }
                    _ => return Err(unsupported(self.table, &format!("column {}", definition.name))),
                }
            }
            if outcome == ALL {
                let outcomes = self.rows_of(stage).filter_map(|cells| cells.get(label)).map(ToString::to_string);
                let outcomes = outcomes.filter(|shown| shown != ALL);
                let values = outcomes.flat_map(|shown| self.category(stage.column, &shown).values);
                exposure.shows_all(reached, stage.column, values.collect());
            }
        }
        Ok(())
    }

    /// Those of a stage who were decided, and the outcomes they are the sum of: nobody prints how many, and the shares are
    /// of them.
    fn decided(&self, stage: &StageDefinition, reached: &Name, exposure: &mut Exposure) -> (Name, Vec<Name>) {
        let values = self.definition.decided.iter().flat_map(|shown| self.category(stage.column, shown).values);
        let name = reached.with(stage.column, Category::of(values));
        let counts = self.rows_of(stage).filter_map(|cells| {
            let decided =
                cells.iter().any(|cell| matches!(cell, Cell::Text(text) if self.definition.decided.contains(text)));
            decided.then(|| cells.iter().find_map(Cell::count))
        });
        exposure.intern(&name, counts.sum::<Option<u64>>());
        let each = self.definition.decided.iter();
        let each = each.map(|shown| reached.with(stage.column, self.category(stage.column, shown)));
        (name, each.collect())
    }

    /// The rows of a stage.
    fn rows_of(&self, stage: &StageDefinition) -> impl Iterator<Item = &Vec<Cell>> {
        let group = self.definition.columns.iter().position(|column| column.show == Show::Group);
        let named = Cell::Text(stage.label.clone());
        self.table.rows.iter().filter(move |cells| group.and_then(|group| cells.get(group)) == Some(&named))
    }
}
