//! The plain part of secondary suppression: no division of a cell may show a withheld part by subtraction, and what is
//! withheld of it must be enough people.

use std::collections::BTreeMap;

use super::worth;
use crate::{
    primary::{Need, Reason},
    release::{CellId, Relation, Release, Status},
};

/// Withholds more until every division meets the condition, or nothing more can be withheld.
pub(super) fn close(release: &mut Release, needs: &[Need]) {
    let mut width: BTreeMap<CellId, i64> = BTreeMap::new();
    for need in needs.iter().filter(|need| need.reason != Reason::GroupDisclosure) {
        width.insert(need.cell, need.width);
    }
    let mut relations_of: Vec<Vec<u32>> = vec![Vec::new(); release.cells.len()];
    for (number, relation) in release.relations.iter().enumerate() {
        for cell in relation.parts.iter().chain([&relation.whole]) {
            if let Some(list) = relations_of.get_mut(*cell) {
                list.push(number as u32);
            }
        }
    }
    // Inner divisions first: totals go last.
    let mut order: Vec<u32> = (0..release.relations.len() as u32).collect();
    order.sort_by_key(|number| {
        let relation = release.relations.get(*number as usize);
        (relation.and_then(|relation| release.cells.get(relation.whole)).map(|cell| cell.height), *number)
    });
    let mut waiting = vec![true; release.relations.len()];
    let mut queue: std::collections::VecDeque<u32> = order.into();
    while let Some(number) = queue.pop_front() {
        if let Some(place) = waiting.get_mut(number as usize) {
            *place = false;
        }
        let Some(relation) = release.relations.get(number as usize) else { continue };
        while let Some(chosen) =
            choose(release, release.relations.get(number as usize).unwrap_or(relation), &width, &relations_of)
        {
            if let Some(cell) = release.cells.get_mut(chosen) {
                cell.status = Status::Withheld;
            }
            for other in relations_of.get(chosen).into_iter().flatten() {
                if let Some(place) = waiting.get_mut(*other as usize).filter(|place| !**place) {
                    *place = true;
                    queue.push_back(*other);
                }
            }
            let Some(same) = release.relations.get(number as usize) else { break };
            if state(release, same, &width).is_met() {
                break;
            }
        }
    }
}

struct State {
    withheld: usize,
    people: i64,
    wanted: i64,
    whole_seen: bool,
}

impl State {
    const fn is_met(&self) -> bool {
        if self.whole_seen {
            self.withheld == 0 || (self.withheld > 1 && self.people >= self.wanted)
        } else {
            self.withheld > 0
        }
    }
}

fn state(release: &Release, relation: &Relation, width: &BTreeMap<CellId, i64>) -> State {
    let mut state = State { withheld: 0, people: 0, wanted: 1, whole_seen: seen(release, relation.whole) };
    for part in relation.parts.iter().filter(|part| !seen(release, **part)) {
        state.withheld += 1;
        state.people += release
            .cells
            .get(*part)
            .and_then(|cell| cell.count)
            .and_then(|count| i64::try_from(count).ok())
            .unwrap_or(0);
        state.wanted = state.wanted.max(width.get(part).copied().unwrap_or(1));
    }
    state
}

fn seen(release: &Release, id: CellId) -> bool {
    release.cells.get(id).is_some_and(|cell| cell.status == Status::Published)
}

/// The cheapest cell whose loss helps a division that shows too much.
fn choose(
    release: &Release,
    relation: &Relation,
    width: &BTreeMap<CellId, i64>,
    relations_of: &[Vec<u32>],
) -> Option<CellId> {
    let now = state(release, relation, width);
    if now.is_met() {
        return None;
    }
    let free = |id: &CellId| {
        release.cells.get(*id).is_some_and(|cell| {
            cell.status == Status::Published && !cell.known_for_good && cell.printed && cell.count != Some(0)
        })
    };
    let price = |id: CellId| {
        // A cell that is alone in another division makes that one need a second.
        let lonely = relations_of.get(id).into_iter().flatten().filter(|number| {
            let other = release.relations.get(**number as usize);
            other.is_some_and(|other| {
                other.whole != relation.whole && other.parts.contains(&id) && {
                    let state = state(release, other, width);
                    state.whole_seen && state.withheld == 0
                }
            })
        });
        let short =
            (now.wanted - now.people - release.cells.get(id).and_then(|cell| cell.count).unwrap_or(0) as i64).max(0);
        worth(release, id) * (1.0 + 0.75 * lonely.count() as f64) * (1.0 + 0.25 * short as f64)
    };
    let parts = relation.parts.iter().copied().filter(free);
    let whole = Some(relation.whole).filter(|whole| now.whole_seen && free(whole) && now.withheld > 0);
    parts
        .chain(whole)
        .map(|id| (price(id), id))
        .min_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)))
        .map(|pair| pair.1)
}
