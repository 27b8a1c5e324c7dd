//! A table of periods: every column counts those that pass its own filter.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::{
    definition::Show,
    extract::Column,
    period::Period,
    protection::{
        ProtectionError,
        derived::Derived,
        exposure::{Exposure, unsupported},
    },
    table::Cell,
};

impl Reader<'_> {
    pub(super) fn series(&self, exposure: &mut Exposure) -> Result<(), ProtectionError> {
        for (row, cells) in self.table.rows.iter().enumerate() {
            let period = match cells.first() {
                Some(Cell::Text(label)) => label.parse::<Period>().ok(),
                _ => None,
            };
            let period = period.ok_or_else(|| unsupported(self.table, "a row without a period"))?;
            let base = self.base(period);
            // Several columns that divide by one column of the record claim to be all there is; the gate holds them to it.
            let mut claims: BTreeMap<Column, Vec<BTreeSet<String>>> = BTreeMap::new();
            for (column, (definition, cell)) in self.definition.columns.iter().zip(cells).enumerate() {
                let place = self.place(row, column);
                match definition.show {
                    Show::Label | Show::Text => {}
                    Show::Count if *cell == Cell::Blank => {}
                    Show::Count => {
                        let name = base.filtered(&definition.filter);
                        exposure.print(&name, cell.count(), place);
                        let along = definition.filter.keys().next().filter(|_| definition.filter.len() == 1);
                        if let Some((along, category)) = along.and_then(|along| name.key.get_key_value(along)) {
                            claims.entry(*along).or_default().push(category.values.clone());
                        }
                    }
                    Show::Share | Show::Change | Show::Median | Show::Mean => {
                        exposure.derived.extend(Derived::of_series(self, (definition, cell), place, period));
                    }
                    _ => return Err(unsupported(self.table, &format!("column {}", definition.name))),
                }
            }
            for (column, values) in claims.into_iter().filter(|(_, values)| values.len() > 1) {
                exposure.shows_all(base.clone(), column, values.into_iter().flatten().collect());
            }
        }
        Ok(())
    }
}
