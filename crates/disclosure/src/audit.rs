//! The attacker's audit: between which values every withheld cell is known to lie, given everything published.
//!
//! Bounds are spread along sums first; what is settled so needs no programme. What is left falls into parts that have
//! nothing to do with each other, and each part is searched by linear programmes from the true table on. Every corner the
//! search passes that is a table of whole numbers is a proof that the cells can be otherwise.

mod search;
mod spread;

use std::collections::BTreeMap;

use self::search::Search;
use crate::{
    attacker::{Programme, bonds, is_seen, starting_values},
    primary::{Need, Reason},
    refusal::Refusal,
    release::{CellId, Release},
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
