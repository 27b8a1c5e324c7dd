//! Records made like the marginals by swaps: two records change one value, and keep the change if the pairs then fit better.
//! A swap leaves every single count as it is.

use super::model::Model;

/// Random numbers where no secret hangs on them.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(super) const fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) const fn below(&mut self, bound: usize) -> usize {
        (((self.bits() >> 32) * bound as u64) >> 32) as usize
    }

    fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u32 << 24) as f32
    }
}

#[derive(Clone, Copy)]
struct Cell {
    have: f32,
    want: f32,
    weight: f32,
}

impl Cell {
    fn change(&self, by: f32) -> f32 {
        ((self.have + by - self.want).abs() - (self.have - self.want).abs()) * self.weight
    }
}

/// The state of the search.
struct Table<'a> {
    model: &'a Model,
    /// Records, one after another.
    records: Vec<u16>,
    columns: usize,
    cells: Vec<Cell>,
    /// Where the table of a pair of columns begins, and how wide a row is; the smaller column is the row.
    pairs: Vec<(u32, u32)>,
}

/// What a combination that is not to be made costs, against one person too many in a pair.
const FORBIDDEN_PAIR: f32 = 3.0;
const FORBIDDEN_TRIPLE: f32 = 0.6;

/// Improves records by so many tries.
pub(super) fn shuffle(model: &Model, codes: &mut [Vec<u16>], tries: u64, dice: &mut Dice) {
    let mut table = Table::new(model, codes);
    // Columns of many values have most to gain.
    let mut wheel: Vec<u8> = Vec::new();
    for (column, ones) in model.ones.iter().enumerate() {
        let turns = 2 + (ones.len() as f64).sqrt() as usize;
        wheel.extend(std::iter::repeat_n(column as u8, if ones.len() > 1 { turns } else { 0 }));
    }
    if wheel.is_empty() || model.count < 2 {
        return;
    }
    for step in 0..tries {
        let heat = 1.2 * (1.0 - step as f32 / tries as f32).powi(2);
        let Some(column) = wheel.get(dice.below(wheel.len())).copied() else { return };
        let (one, two) = (dice.below(model.count), dice.below(model.count));
        table.swap(usize::from(column), [one, two], heat, dice);
    }
    for (record, row) in table.records.chunks(table.columns).enumerate() {
        for (column, code) in row.iter().enumerate() {
            if let Some(place) = codes.get_mut(column).and_then(|codes| codes.get_mut(record)) {
                *place = *code;
            }
        }
    }
}

impl<'a> Table<'a> {
    #[expect(clippy::indexing_slicing, reason = "codes are below the widths of their columns")]
    fn new(model: &'a Model, codes: &[Vec<u16>]) -> Self {
        let columns = codes.len();
        let mut records = vec![0; columns * model.count];
        for (column, codes) in codes.iter().enumerate() {
            for (record, code) in codes.iter().enumerate() {
                records[record * columns + column] = *code;
            }
        }
        let (mut cells, mut pairs) = (Vec::new(), vec![(0, 0); columns * columns]);
        for one in 0..columns {
            for two in one + 1..columns {
                let begin = cells.len() as u32;
                let (height, width) = (model.ones[one].len(), model.ones[two].len());
                for first in 0..height {
                    for second in 0..width {
                        let want = model.target(one, first, two, second) as f32;
                        let weight = if model.allows_pair(one, first, two, second) { 1.0 } else { FORBIDDEN_PAIR };
                        cells.push(Cell { have: 0.0, want, weight });
                    }
                }
                // From the side of either column: begin, and the step for one more of the first and of the second.
                pairs[one * columns + two] = (begin, width as u32);
                pairs[two * columns + one] = (begin, width as u32);
            }
        }
        let mut table = Self { model, records, columns, cells, pairs };
        for record in 0..model.count {
            for one in 0..columns {
                for two in one + 1..columns {
                    let cell = table.cell(
                        one,
                        table.records[record * columns + one],
                        two,
                        table.records[record * columns + two],
                    );
                    table.cells[cell].have += 1.0;
                }
            }
        }
        table
    }

    #[expect(clippy::indexing_slicing, reason = "codes are below the widths of their columns")]
    fn cell(&self, one: usize, first: u16, two: usize, second: u16) -> usize {
        let (begin, width) = self.pairs[one * self.columns + two];
        let (row, column) = if one < two { (first, second) } else { (second, first) };
        begin as usize + usize::from(row) * width as usize + usize::from(column)
    }

    /// Swaps one value of two records if that is better, or by chance not much worse.
    #[expect(clippy::indexing_slicing, reason = "codes are below the widths of their columns")]
    fn swap(&mut self, column: usize, [one, two]: [usize; 2], heat: f32, dice: &mut Dice) {
        let (first, second) = (one * self.columns, two * self.columns);
        let (u, v) = (self.records[first + column], self.records[second + column]);
        if u == v {
            return;
        }
        let mut change = 0.0;
        for other in (0..self.columns).filter(|other| *other != column) {
            let (x, y) = (self.records[first + other], self.records[second + other]);
            if x != y {
                change += self.cells[self.cell(column, u, other, x)].change(-1.0);
                change += self.cells[self.cell(column, v, other, x)].change(1.0);
                change += self.cells[self.cell(column, v, other, y)].change(-1.0);
                change += self.cells[self.cell(column, u, other, y)].change(1.0);
            }
        }
        // Triples cost as much again to look at: only where pairs leave the question open.
        if change > 6.0 * (heat + 0.5) {
            return;
        }
        if self.model.has_triples() {
            let row = |begin: usize| &self.records[begin..begin + self.columns];
            let forbidden = |begin: usize, value: u16| self.model.forbidden_with(row(begin), column, value) as f32;
            let before = forbidden(first, u) + forbidden(second, v);
            let after = forbidden(first, v) + forbidden(second, u);
            change += (after - before) * FORBIDDEN_TRIPLE;
        }
        if change > 0.0 && (heat <= 0.0 || dice.unit() >= (-change / heat).exp()) {
            return;
        }
        for other in (0..self.columns).filter(|other| *other != column) {
            let (x, y) = (self.records[first + other], self.records[second + other]);
            for (value, beside, by) in [(u, x, -1.0), (v, x, 1.0), (v, y, -1.0), (u, y, 1.0)] {
                let cell = self.cell(column, value, other, beside);
                self.cells[cell].have += by;
            }
        }
        (self.records[first + column], self.records[second + column]) = (v, u);
    }
}
