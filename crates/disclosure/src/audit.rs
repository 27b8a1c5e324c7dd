//! The attacker's audit: between which values every withheld cell is known to lie, given everything published.
//!
//! Bounds are spread along sums first; what is settled so needs no programme. What is left falls into parts that have
//! nothing to do with each other, and each part is searched by linear programmes from the true table on. Every corner the
//! search passes that is a table of whole numbers is a proof that the cells can be otherwise.

mod spread;

use std::collections::{BTreeMap, HashMap};

use crate::{
    attacker::{Expression, Programme, bonds, is_seen, starting_values},
    primary::{Need, Reason},
    refusal::Refusal,
    release::{CellId, Release},
    simplex::Ended,
    statement::{Bond, Statement},
};

/// How an interval was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By spreading bounds along sums.
    Sums,
    /// By linear programmes, to the end.
    Programmes,
    /// The steps allowed ran out: the interval is at least this wide.
    AtLeast,
}

/// What an attacker knows of one withheld cell.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The cell.
    #[serde(skip)]
    pub id: CellId,
    /// The cell in words.
    pub cell: String,
    /// The least count possible.
    pub low: u64,
    /// The greatest count possible; none if there is no limit.
    pub high: Option<u64>,
    /// How wide the interval has to be.
    pub required: u64,
    /// Why the cell is withheld, where that is known.
    pub reason: Reason,
    /// How the interval was found.
    pub proof: Proof,
    /// Whether two tables of whole numbers show both ends, or ends far enough apart.
    pub shown_in_whole_numbers: bool,
}

impl Finding {
    /// Whether the count can be computed.
    #[must_use]
    pub fn is_recovered(&self) -> bool {
        self.high == Some(self.low)
    }

    /// The width of the interval; none if it has no end.
    #[must_use]
    pub fn width(&self) -> Option<u64> {
        self.high.map(|high| high.saturating_sub(self.low))
    }

    /// Whether the interval is narrower than it has to be.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.width().is_some_and(|width| width < self.required)
    }
}

/// What an attacker knows of a release.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Audit {
    /// Every withheld cell.
    pub findings: Vec<Finding>,
    /// Groups that are seen to fall wholly into one category, in words.
    pub groups: Vec<String>,
    /// Unsafe cells that an earlier edition, or this one, prints in plain.
    pub in_plain: Vec<String>,
    /// Into how many unconnected parts the withheld cells fall.
    pub parts: usize,
    /// Steps of the simplex method.
    pub steps: u64,
}

impl Audit {
    /// The cells whose counts can be computed.
    pub fn recovered(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_recovered())
    }

    /// The cells whose interval is narrower than it has to be, the recovered ones among them.
    pub fn narrow(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_narrow())
    }

    /// Whether nothing is learned that must not be.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.narrow().next().is_none() && self.groups.is_empty() && self.in_plain.is_empty()
    }
}

/// How much work an audit may be.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Steps of the simplex method in all. What they do not reach is reported as at least so wide.
    pub steps: u64,
    /// Up to how many columns a part of the release is searched to the very ends. In larger parts the search for a cell
    /// ends when its interval is shown to be as wide as it has to be; what is narrower is always searched to the end.
    pub to_the_ends: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { steps: 2_000_000, to_the_ends: 500 }
    }
}

/// Audits a release as it stands, for the needs of its cells. `progress` is told how many of how many cells are done.
///
/// # Errors
/// [`Refusal::Impossible`] if the printed values contradict each other.
pub fn audit(
    release: &Release,
    statements: &[Statement],
    needs: &[Need],
    effort: Effort,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Audit, Refusal> {
    let bonds = bonds(release, statements);
    let values = starting_values(release, &bonds)?;
    let mut known = spread::spread(release, &bonds)?;
    let required: BTreeMap<CellId, &Need> =
        needs.iter().filter(|need| need.reason != Reason::GroupDisclosure).map(|need| (need.cell, need)).collect();
    let components = components(release, &bonds, &known);
    let withheld: Vec<CellId> = release.withheld().collect();
    let (mut steps, mut done) = (0, 0);
    for component in &components {
        let needed = |id: CellId| required.get(&id).map_or(1, |need| need.width);
        let Some(mut search) = Search::new(release, component, &bonds, &values, &known, &needed) else {
            return Err(Refusal::Impossible("the programme cannot be solved".to_owned()));
        };
        search.run(
            Effort { steps: effort.steps.saturating_sub(steps), ..effort },
            &mut |more| progress(done + more, withheld.len()),
            &mut known,
        );
        steps += search.programme.simplex.steps;
        done += component.cells.len();
    }
    let finding = |id: &CellId| {
        let range = known.get(*id).copied().unwrap_or_default();
        let need = required.get(id);
        Finding {
            id: *id,
            cell: release.words(*id),
            low: u64::try_from(range.low).unwrap_or(0),
            high: range.high.and_then(|high| u64::try_from(high).ok()),
            required: need.map_or(1, |need| u64::try_from(need.width).unwrap_or(1)),
            reason: need.map_or(Reason::Secondary, |need| need.reason),
            proof: range.proof.unwrap_or(Proof::Sums),
            shown_in_whole_numbers: range.shown(need.map_or(1, |need| need.width)),
        }
    };
    Ok(Audit {
        findings: withheld.iter().map(finding).collect(),
        groups: groups(release, &bonds, &values, needs),
        in_plain: in_plain(release, needs),
        parts: components.len(),
        steps,
    })
}

/// What is known of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: i64,
    pub(crate) high: Option<i64>,
    /// The least and greatest count that a table of whole numbers has shown possible.
    pub(crate) seen: Option<(i64, i64)>,
    /// The same for any table, in whole numbers inwards.
    pub(crate) reach: Option<(i64, i64)>,
    pub(crate) proof: Option<Proof>,
}

impl Range {
    fn is_settled(&self) -> bool {
        self.high == Some(self.low)
    }

    fn shown(&self, width: i64) -> bool {
        self.is_settled() || self.seen.is_some_and(|(low, high)| high - low >= width)
    }
}

/// Withheld cells that are bound to each other, and the bonds that do it.
struct Component {
    cells: Vec<CellId>,
    bonds: Vec<usize>,
}

fn components(release: &Release, bonds: &[Bond], known: &[Range]) -> Vec<Component> {
    let open = |id: CellId| !is_seen(release, id) && known.get(id).is_some_and(|range| !range.is_settled());
    let mut leader: Vec<usize> = (0..release.cells.len()).collect();
    fn find(leader: &mut [usize], mut id: usize) -> usize {
        while let Some(up) = leader.get(id).copied().filter(|up| *up != id) {
            let above = leader.get(up).copied().unwrap_or(up);
            if let Some(place) = leader.get_mut(id) {
                *place = above;
            }
            id = above;
        }
        id
    }
    let mut of_bond = Vec::new();
    for (number, bond) in bonds.iter().enumerate() {
        let mut members = bond.terms.iter().map(|(cell, _)| *cell).filter(|cell| open(*cell));
        let Some(first) = members.next() else { continue };
        for other in members {
            let (one, two) = (find(&mut leader, first), find(&mut leader, other));
            if let Some(place) = leader.get_mut(one.max(two)) {
                *place = one.min(two);
            }
        }
        of_bond.push((number, first));
    }
    let mut parts: BTreeMap<usize, Component> = BTreeMap::new();
    let empty = || Component { cells: Vec::new(), bonds: Vec::new() };
    for id in (0..release.cells.len()).filter(|id| open(*id)) {
        parts.entry(find(&mut leader, id)).or_insert_with(empty).cells.push(id);
    }
    for (number, first) in of_bond {
        parts.entry(find(&mut leader, first)).or_insert_with(empty).bonds.push(number);
    }
    parts.into_values().collect()
}

const STIRS: u64 = 32;

/// The search through one component.
struct Search {
    programme: Programme,
    targets: Vec<Target>,
}

/// An expression of columns, and every cell that it is the count of.
struct Target {
    along: Expression,
    cells: Vec<CellId>,
    /// How wide the interval of the neediest of them has to be.
    needed: i64,
}

impl Search {
    fn new(
        release: &Release,
        component: &Component,
        bonds: &[Bond],
        values: &[f64],
        known: &[Range],
        needed: &dyn Fn(CellId) -> i64,
    ) -> Option<Self> {
        let own: Vec<Bond> = component.bonds.iter().filter_map(|number| bonds.get(*number)).cloned().collect();
        let constant = |cell: CellId| known.get(cell).filter(|range| range.is_settled()).map(|range| range.low);
        let programme = Programme::new(&own, values, &constant)?;
        let mut place_of: HashMap<Expression, usize> = HashMap::new();
        let mut targets: Vec<Target> = Vec::new();
        for id in &component.cells {
            if !release.cells.get(*id).is_some_and(|cell| cell.printed) || !programme.binds(*id) {
                continue;
            }
            let along = programme.expression(&[(*id, 1)]);
            let place = *place_of.entry(along.clone()).or_insert(targets.len());
            if place == targets.len() {
                targets.push(Target { along, cells: Vec::new(), needed: 1 });
            }
            if let Some(target) = targets.get_mut(place) {
                target.cells.push(*id);
                target.needed = target.needed.max(needed(*id));
            }
        }
        Some(Self { programme, targets })
    }

    fn run(&mut self, effort: Effort, progress: &mut dyn FnMut(usize), known: &mut [Range]) {
        let mut ranges: Vec<Range> = self
            .targets
            .iter()
            .map(|target| {
                let mut range = Range::default();
                for other in target.cells.iter().filter_map(|cell| known.get(*cell)) {
                    range.low = range.low.max(other.low);
                    range.high = match (range.high, other.high) {
                        (Some(one), Some(two)) => Some(one.min(two)),
                        (one, two) => one.or(two),
                    };
                }
                range
            })
            .collect();
        self.note(&mut ranges);
        let to_the_ends = self.programme.width() <= effort.to_the_ends;
        if !to_the_ends {
            self.stir(effort.steps, &mut ranges);
        }
        let mut done = 0;
        for number in 0..self.targets.len() {
            if number % 64 == 0 {
                progress(done);
            }
            self.bound(number, effort.steps, to_the_ends, &mut ranges);
            done += self.targets.get(number).map_or(0, |target| target.cells.len());
        }
        for (target, range) in self.targets.iter().zip(ranges) {
            for cell in &target.cells {
                if let Some(place) = known.get_mut(*cell) {
                    *place = range;
                }
            }
        }
    }

    /// Climbs along sums of what is not yet wide enough, by turns up and down: each corner serves many at once.
    fn stir(&mut self, most: u64, ranges: &mut [Range]) {
        for round in 0..STIRS {
            let mut weights: BTreeMap<u32, i64> = BTreeMap::new();
            for (number, (target, range)) in self.targets.iter().zip(ranges.iter()).enumerate() {
                if range.reach.is_some_and(|(low, high)| high - low >= target.needed) {
                    continue;
                }
                let lot = (number as u64 ^ round << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 62;
                for (column, weight) in &target.along.columns {
                    *weights.entry(*column).or_insert(0) += if lot == 0 { -weight } else { *weight };
                }
            }
            if weights.is_empty() || self.programme.simplex.steps >= most {
                return;
            }
            let along = Expression { constant: 0, columns: weights.into_iter().collect() };
            self.programme.climb(&along, 1.0, None, 500);
            self.note(ranges);
        }
    }

    /// Finds both ends of what one expression can be, or that they are far enough apart.
    fn bound(&mut self, number: usize, most: u64, to_the_ends: bool, ranges: &mut [Range]) {
        let Some(target) = self.targets.get(number) else { return };
        let (along, needed) = (target.along.clone(), target.needed);
        let reached = |range: &Range, sign: f64, goal: Option<i64>| {
            goal.zip(range.reach).is_some_and(|(goal, (low, high))| if sign > 0.0 { high >= goal } else { low <= goal })
        };
        for sign in [-1.0, 1.0] {
            let Some(range) = ranges.get(number).copied() else { return };
            let end = if sign > 0.0 { range.high } else { Some(range.low) };
            let (low, high) = range.reach.unwrap_or((range.low, range.low));
            if reached(&range, sign, end) {
                continue;
            }
            // Enough is a step both ways and the width asked for.
            let enough =
                if sign > 0.0 { (low + needed).max(high.min(low + needed)) } else { (high - needed).max(range.low) };
            if !to_the_ends && reached(&range, sign, Some(enough)) && high - low >= needed {
                Self::stop(ranges.get_mut(number));
                continue;
            }
            let left = most.saturating_sub(self.programme.simplex.steps);
            if left == 0 {
                Self::stop(ranges.get_mut(number));
                continue;
            }
            let goal = if to_the_ends { end } else { Some(enough) };
            if let Some(goal) = goal {
                self.programme.climb_whole(&along, sign, goal as f64, left.min(500));
                self.note(ranges);
                if ranges.get(number).is_some_and(|range| reached(range, sign, Some(goal))) {
                    if !to_the_ends && end != Some(goal) {
                        Self::stop(ranges.get_mut(number));
                    }
                    continue;
                }
            }
            let until = if to_the_ends { None } else { goal.map(|goal| goal as f64) };
            let ended = self.programme.climb(&along, sign, until, left);
            let value = self.programme.value(&along);
            self.note(ranges);
            let Some(range) = ranges.get_mut(number) else { continue };
            match ended {
                // Whole counts lie within: the bound goes to the next whole number inwards.
                Ended::Optimal if sign > 0.0 => range.high = Some((value + 1e-6).floor() as i64),
                Ended::Optimal => range.low = (value - 1e-6).ceil() as i64,
                Ended::Unbounded => {}
                Ended::Reached | Ended::Stopped => Self::stop(Some(range)),
            }
        }
        if let Some(range) = ranges.get_mut(number) {
            if range.proof == Some(Proof::AtLeast) {
                let (low, high) = range.reach.unwrap_or((range.low, range.low));
                (range.low, range.high) = (low, Some(high));
            } else {
                range.proof = Some(Proof::Programmes);
            }
        }
    }

    /// What is reported of this one is what was shown possible.
    const fn stop(range: Option<&mut Range>) {
        if let Some(range) = range {
            range.proof = Some(Proof::AtLeast);
        }
    }

    /// Takes note of the table where the search stands.
    fn note(&self, ranges: &mut [Range]) {
        let whole = self.programme.is_whole();
        for (target, range) in self.targets.iter().zip(ranges) {
            let value = self.programme.value(&target.along);
            let (least, most) = ((value - 1e-6).ceil() as i64, (value + 1e-6).floor() as i64);
            let wider = |old: Option<(i64, i64)>| {
                let (low, high) = old.unwrap_or((least, most));
                Some((low.min(least), high.max(most)))
            };
            range.reach = wider(range.reach);
            if whole {
                range.seen = wider(range.seen);
            }
        }
    }
}

/// Groups that still can be seen to fall into one category.
fn groups(release: &Release, bonds: &[Bond], values: &[f64], needs: &[Need]) -> Vec<String> {
    let groups: Vec<&Need> = needs.iter().filter(|need| need.reason == Reason::GroupDisclosure).collect();
    let seen = |cell: CellId| values.get(cell).filter(|_| is_seen(release, cell)).map(|value| value.round() as i64);
    let programme = if groups.is_empty() { None } else { Programme::new(bonds, values, &seen) };
    let Some(mut programme) = programme else { return Vec::new() };
    let mut found = Vec::new();
    for need in groups {
        let along = programme.expression(&need.terms);
        if programme.value(&along) < 1.0 - 1e-6 && !programme.climb_whole(&along, 1.0, 1.0, 200_000) {
            programme.climb(&along, 1.0, Some(1.0), 200_000);
        }
        if programme.value(&along) < 1.0 - 1e-6 {
            found.push(release.words(need.cell));
        }
    }
    found
}

/// Unsafe cells that are printed all the same.
fn in_plain(release: &Release, needs: &[Need]) -> Vec<String> {
    let plain = |need: &&Need| need.reason != Reason::GroupDisclosure && is_seen(release, need.cell);
    needs.iter().filter(plain).map(|need| release.words(need.cell)).collect()
}
