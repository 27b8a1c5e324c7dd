//! Many pairs compared together, one column after another, so that the values of a column stay near the processor and
//! one kind of comparison is done at a time. The levels are those of [`Comparer::compare`].
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

use super::{
    Comparer, Memory, Step,
    level::{code_level, given_level, level, place_level, postcode_level, surname_level},
    remembered, swapped,
};
use crate::{
    records::{Column, Forms},
    settings::Kind,
};

/// So many pairs are compared together.
pub(crate) const TOGETHER: usize = 2_048;

/// Pairs to compare, as places of their rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs<'p> {
    /// Rows of cells, one after another.
    pub(crate) rows: &'p [u32],
    /// How many cells a row has.
    pub(crate) width: usize,
    /// Which two rows.
    pub(crate) places: &'p [(u32, u32)],
}

impl Pairs<'_> {
    fn cell(&self, place: u32, column: usize) -> u32 {
        self.rows[place as usize * self.width + column]
    }

    /// Takes in one more column: the level of each pair is multiplied by the column's size, its part added.
    #[inline]
    fn extend(&self, levels: &mut [u64], step: &Step, mut part: impl FnMut(u32, u32) -> u8) {
        for (level, (a, b)) in levels.iter_mut().zip(self.places) {
            let (x, y) = (self.cell(*a, step.column), self.cell(*b, step.column));
            let part = if x == 0 || y == 0 {
                0
            } else if x == y && !step.dated {
                1
            } else {
                part(x, y)
            };
            *level = *level * step.size + u64::from(part);
        }
    }
}

/// What has been found of some pairs so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    levels: Vec<u64>,
    /// The levels of each pair, packed.
    pub(crate) packed: Vec<u64>,
}

impl Comparer {
    /// The levels of many pairs, packed; what was in `found` is replaced.
    pub(crate) fn compare_many(&self, columns: &[Column], memory: &mut Memory, pairs: Pairs<'_>, found: &mut Found) {
        found.packed.clear();
        found.packed.resize(pairs.places.len(), 0);
        found.levels.clear();
        found.levels.resize(pairs.places.len(), 0);
        for step in &self.steps {
            self.column(step, &columns[step.column], memory, pairs, &mut found.levels);
            if step.shift == 0 {
                continue;
            }
            if let Some((given, surname, product)) = step.swaps {
                let neither_agrees = |level: u64| level % step.size > 1 && level / step.size > 1;
                let levels = found.levels.iter_mut().zip(pairs.places);
                for (level, (a, b)) in levels.filter(|(level, _)| neither_agrees(**level)) {
                    let cells = [(*a, given), (*a, surname), (*b, given), (*b, surname)];
                    let cells = cells.map(|(place, column)| pairs.cell(place, column));
                    if let Some(extra) = swapped(&columns[given], &columns[surname], cells) {
                        *level = product + extra;
                    }
                }
            }
            for (packed, level) in found.packed.iter_mut().zip(&mut found.levels) {
                *packed = *packed << step.shift | *level;
                *level = 0;
            }
        }
    }

    fn column(&self, step: &Step, column: &Column, memory: &mut Memory, pairs: Pairs<'_>, levels: &mut [u64]) {
        if step.remembered {
            let slots = &mut memory.slots[step.column];
            return pairs.extend(levels, step, |x, y| remembered(column, slots, x, y));
        }
        if column.is_multiple() || column.several_scripts {
            return pairs.extend(levels, step, |x, y| level(column, x, y));
        }
        match (&column.forms, column.kind) {
            (Forms::Date(dates), _) => {
                pairs.extend(levels, step, |x, y| dates[x as usize].level(&dates[y as usize]));
            }
            (Forms::Given(shorts, families), _) => {
                pairs.extend(levels, step, |x, y| given_level(shorts, families, x as usize, y as usize));
            }
            (Forms::Text(shorts), Kind::Surname) => {
                pairs.extend(levels, step, |x, y| surname_level(&shorts[x as usize], &shorts[y as usize]));
            }
            (Forms::Text(shorts), Kind::Place | Kind::Address) => {
                pairs.extend(levels, step, |x, y| place_level(column, &shorts[x as usize], &shorts[y as usize]));
            }
            (Forms::Text(shorts), Kind::Postcode) => {
                pairs.extend(levels, step, |x, y| postcode_level(&shorts[x as usize], &shorts[y as usize]));
            }
            (Forms::Text(shorts), Kind::Number | Kind::Identifier | Kind::Phone | Kind::Plate | Kind::Reference) => {
                pairs.extend(levels, step, |x, y| code_level(&shorts[x as usize], &shorts[y as usize]))
            }
            _ => pairs.extend(levels, step, |x, y| level(column, x, y)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{read::csv_text, settings::Settings};

    #[test]
    fn many_pairs_have_the_levels_that_each_has_alone() {
        let kinds = ["given_name", "surname", "date", "place", "postcode", "phone", "nationality", "email", "category"];
        let fields = kinds.map(|kind| format!("[[field]]\nkind = \"{kind}\"\ncolumn = \"{kind}\"\n"));
        let settings = Settings::parse(&format!("identifier = \"id\"\n{}", fields.concat())).unwrap();
        let text = "id,given_name,surname,date,place,postcode,phone,nationality,email,category\n\
            1,Robert,Ndiaye,1971-06-24,Leeds,LS1 4AB,0771234567,Senegal,r@x.org,m\n\
            2,Bob,Ndiay,1971-24-06,Leds,LS1 4AC,0771234568,senegalese,r@y.org,f\n\
            3,Ndiaye,Robert,1972-06-24,York,YO1 9ZZ,,Mali,,m\n\
            4,R,Van Ndiaye,1971,,12345,0779999999,,rr@x.org,\n\
            5,Владимир,Петров,1980-01-01,Leeds upon Aire,12344,0771234576,Mali|Senegal,q@z.net,m\n\
            6,Vladimir,Petrov,1980-07-19,Leeds,LS1 4AB,0771234567,Russia,q@z.net,m\n\
            7,,Petrov,1880-07-19,Leeds,LS14AB,77,Russia,Q@Z.net,m\n";
        let records = csv_text(&settings, "list", text.as_bytes()).unwrap();
        let (columns, width) = (&records.columns, records.columns.len());
        let comparer = Comparer::new(columns);
        let rows: Vec<u32> = (0..records.len() as u32).flat_map(|record| records.row(record).to_vec()).collect();
        let count = records.len() as u32;
        let places: Vec<(u32, u32)> = (0..count).flat_map(|a| (0..count).map(move |b| (a, b))).collect();
        let mut found = Found::default();
        let mut memory = comparer.memory(columns);
        comparer.compare_many(columns, &mut memory, Pairs { rows: &rows, width, places: &places }, &mut found);
        let alone: Vec<u64> = places
            .iter()
            .map(|(a, b)| comparer.compare(columns, &mut memory, records.row(*a), records.row(*b)))
            .collect();
        assert_eq!(found.packed, alone);
        assert!(columns[0].several_scripts && !columns[3].several_scripts);
    }
}
