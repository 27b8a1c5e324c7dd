//! A ranked table: the highest of each group. Where it prints no counts, its order tells of them all the same.

use super::Reader;
use crate::{
    definition::Show,
    protection::{
        ProtectionError,
        exposure::{Exposure, Place, unsupported},
        name::Name,
    },
    table::Cell,
};

impl Reader<'_> {
    pub(super) fn ranked(&self, exposure: &mut Exposure) -> Result<(), ProtectionError> {
        let place_of = |show: Show| self.definition.columns.iter().position(|column| column.show == show);
        let (Some(group), Some(label), [along]) =
            (place_of(Show::Group), place_of(Show::Label), self.definition.rows.as_slice())
        else {
            return Err(unsupported(self.table, "a row that does not say what it counts"));
        };
        let counts = place_of(Show::Count);
        let ranks: Vec<usize> = [Show::Rank, Show::Tied].into_iter().filter_map(place_of).collect();
        let mut of: Option<Name> = None;
        let (mut standing, mut places, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        for (row, cells) in self.table.rows.iter().enumerate() {
            let text = |place: usize| cells.get(place).map(ToString::to_string).unwrap_or_default();
            let whole = self.group(&text(group))?;
            if of.as_ref() != Some(&whole) {
                Self::stand_in_order(exposure, &std::mem::take(&mut standing));
                self.stand_in_places(exposure, &std::mem::take(&mut places));
                if let Some(whole) = of.replace(whole.clone()) {
                    self.stand_first(exposure, (whole, *along), std::mem::take(&mut shown));
                }
            }
            let name = whole.with(*along, self.category(*along, &text(label)));
            if let Some(column) = counts {
                shown.push(exposure.print(&name, cells.get(column).and_then(Cell::count), self.place(row, column)));
                let told = ranks.iter().filter(|rank| matches!(cells.get(**rank), Some(Cell::Rank(_))));
                places.extend(told.map(|column| (row, *column, name.clone())));
                continue;
            }
            // Of what is ranked without its count readers know the order alone.
            let place = Place { is_rank: true, ..self.place(row, label) };
            let id = exposure.print(&name, self.table.ranked_by.get(row).copied(), place);
            shown.push(id);
            standing.push((id, self.rank(cells)));
        }
        if let Some(whole) = of {
            self.stand_first(exposure, (whole, *along), shown);
        }
        Self::stand_in_order(exposure, &standing);
        self.stand_in_places(exposure, &places);
        Ok(())
    }

    /// All of a group: of a period, or of a category.
    fn group(&self, shown: &str) -> Result<Name, ProtectionError> {
        match self.definition.group_column() {
            Ok(Some(column)) => Ok(self.base(self.period).with(column, self.category(column, shown))),
            Ok(None) => {
                let period = shown.parse().map_err(|_| unsupported(self.table, "a row without a period"))?;
                Ok(self.base(period))
            }
            Err(_) => Err(unsupported(self.table, "a group that is no column")),
        }
    }
}
