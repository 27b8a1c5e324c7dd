//! Disclosure control over a whole edition: what it prints as cells and sums, what of them must be withheld, and the audit.
//!
//! Every count of every table is one cell, however often it is printed; the edition before is known to readers as it was
//! published. The engine of disclosure control chooses what to withhold over all of it at once and plays the attacker
//! against its own choice. A percentage, a change, a number of days or a sentence stays only where every count it is made
//! from is published, so that none of them tells anything of a withheld count.

mod derived;
mod difference;
mod exposure;
mod known;
mod name;
mod reader;

use std::collections::{BTreeMap, BTreeSet};

use manumit_disclosure::{
    audit::{Audit as Attack, Effort, Finding, audit},
    policy::Policy,
    primary::Reason,
    protect::{Outcome, protect},
    refusal::Refusal,
    release::{Release as Printed, Status},
    statement::{Figure, Statement},
};

pub use self::difference::{Difference, small_differences};
use self::{
    exposure::{Disagreement, Exposure, Place},
    known::Known,
    name::Name,
};
use crate::{
    audit::{Audit, AuditedTable, CellName},
    compute::Release,
    crossing::crossed,
    definition::Definitions,
    render::RenderError,
};

/// What is to be protected, and against what readers have already.
#[derive(Clone, Debug)]
pub struct Protection<'a> {
    /// The tables as data.
    pub definitions: &'a Definitions,
    /// The edition as built.
    pub release: &'a Release,
    /// The edition before, as published.
    pub earlier: Option<&'a Release>,
    /// What else the same readers have.
    pub beside: &'a [Beside<'a>],
    /// The same tables as they stood on earlier days, where the same readers may have editions of those days. What moved by
    /// few people since any of them is withheld: whoever subtracts would see those people.
    pub stood: &'a [Release],
    /// What is unsafe for those who will read it.
    pub policy: Policy,
}

/// Another edition that readers have, of these tables or of others made from the same record.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Its tables as data.
    pub definitions: &'a Definitions,
    /// It as published.
    pub release: &'a Release,
}

/// What protection came to.
#[derive(Clone, Debug)]
pub struct Protected {
    /// What the gate reads.
    pub audit: Audit,
    /// What an attacker learns, cell by cell: for the office alone.
    pub attack: Attack,
    /// How many cells are withheld for each reason, in words: cells that stand in several tables count once.
    pub withheld: BTreeMap<Reason, usize>,
    /// How many counts the edition prints, and how many of them are still seen.
    pub counts: (usize, usize),
    /// How many published counts moved by fewer people than the threshold since the edition before.
    pub small_revisions: usize,
}

impl Protected {
    /// Whether nothing is learned that must not be.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.attack.is_safe()
    }
}

/// What keeps an edition from being protected.
#[derive(Debug, thiserror::Error)]
pub enum ProtectionError {
    /// A table of a form whose figures cannot be told as counts and sums.
    #[error(
        "table {table}: {what} cannot be protected, for its figures are no counts of one period; leave the table out of an edition that is to leave"
    )]
    Unsupported {
        /// The table.
        table: String,
        /// Its layout or column.
        what: String,
    },
    /// Two tables print one count differently.
    #[error(
        "{cell}: one table prints {one} and another {other}; the figures of an edition have to agree before it is protected"
    )]
    Disagree {
        /// The count in words.
        cell: String,
        /// What one prints.
        one: u64,
        /// What the other prints.
        other: u64,
    },
    /// The engine refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The release cannot be written to be named by its digest.
    #[error("the release cannot be written")]
    Render(#[from] RenderError),
}

/// What an attacker has before a withheld count is looked for.
struct Sight {
    now: Exposure,
    before: Vec<Exposure>,
    known: Known,
    printed: Printed,
    statements: Vec<Statement>,
}

impl Sight {
    fn of(
        definitions: &Definitions,
        release: &Release,
        earlier: Option<&Release>,
        beside: &[Beside<'_>],
    ) -> Result<Self, ProtectionError> {
        let now = Exposure::of(definitions, release)?;
        let earlier = earlier.map(|release| Beside { definitions, release });
        let before = earlier.iter().chain(beside).map(|other| Exposure::of(other.definitions, other.release));
        let before = before.collect::<Result<Vec<Exposure>, ProtectionError>>()?;
        let known = Known::of(&now, &before);
        let printed = Printed::of_sums(&known.cells, &known.sums)?;
        let statements = now.orders.iter().map(|pair| order(&now, *pair)).collect();
        Ok(Self { now, before, known, printed, statements })
    }
}

impl Protection<'_> {
    /// Chooses what to withhold, and audits it. `progress` is told what is done, how much of it, and of how much.
    ///
    /// # Errors
    /// [`ProtectionError`] for a table that is no table of counts, and where the engine refuses.
    pub fn protect(&self, progress: &mut dyn FnMut(&str, usize, usize)) -> Result<Protected, ProtectionError> {
        let mut sight = Sight::of(self.definitions, self.release, self.earlier, self.beside)?;
        if let Some(Disagreement { cell, one, other }) = sight.now.disagreement.clone() {
            return Err(ProtectionError::Disagree { cell, one, other });
        }
        self.check_crossings(&sight.now)?;
        let Sight { now, before, known, printed, statements } = &mut sight;
        printed.revised = self.moved(now)?;
        if self.policy.differences {
            printed.revised.extend(&known.revised);
        }
        let policy = Policy { differences: true, ..self.policy.clone() };
        let outcome = protect(printed, statements, &policy, &mut |done, all| {
            progress("Withholding", done, all);
        })?;
        let attack = audit(printed, statements, &outcome.needs, Effort::default(), &mut |done, all| {
            progress("Auditing", done, all);
        })?;
        let audit = self.written(now, before, (known, printed), &attack)?;
        let counts: Vec<usize> =
            (0..).zip(&now.cells).filter(|(_, cell)| cell.printed().next().is_some()).map(|(id, _)| id).collect();
        let seen = counts.iter().filter(|id| is_seen(printed, **id)).count();
        Ok(Protected {
            audit,
            withheld: reasons(&outcome, printed, &counts),
            counts: (counts.len(), seen),
            small_revisions: self.small_revisions(known),
            attack,
        })
    }

    /// What is never published together is in no table (V-33).
    fn check_crossings(&self, now: &Exposure) -> Result<(), Refusal> {
        for (table, columns) in &now.crossed {
            if let Some(set) = crossed(columns, &self.policy) {
                return Err(Refusal::NeverTogether { table: table.clone(), dimensions: set.to_vec() });
            }
        }
        Ok(())
    }

    fn small_revisions(&self, known: &Known) -> usize {
        let small = |(id, then): &&(usize, u64)| {
            let count = known.cells.get(*id).and_then(|cell| cell.count).unwrap_or(0);
            let about_children = known.cells.get(*id).is_some_and(|cell| cell.about_children);
            count.abs_diff(*then) < self.policy.rules(about_children).threshold
        };
        known.revised.iter().filter(small).count()
    }

    /// The audit as the gate reads it: every withheld cell by table, row and column.
    fn written(
        &self,
        now: &Exposure,
        before: &[Exposure],
        (known, printed): (&Known, &Printed),
        attack: &Attack,
    ) -> Result<Audit, ProtectionError> {
        let withheld: BTreeSet<&Name> = printed.withheld().filter_map(|id| known.names.get(id)).collect();
        let recovered: BTreeSet<usize> = attack.recovered().map(|finding| finding.id).collect();
        let narrowest = |id: usize| {
            let finding = attack.findings.iter().find(|finding| finding.id == id);
            finding.and_then(Finding::width)
        };
        let mut tables: Vec<AuditedTable> = Vec::new();
        for (number, table) in self.release.tables.iter().enumerate() {
            let mut audited = AuditedTable { table: table.id.clone(), ..AuditedTable::default() };
            for (id, cell) in now.cells.iter().enumerate().filter(|(id, _)| !is_seen(printed, *id)) {
                for place in cell.places.iter().filter(|place| place.table == number) {
                    let name = place.name(table);
                    if recovered.contains(&id) {
                        audited.recovered.push(name.clone());
                    }
                    if place.is_rank {
                        audited.left_out.push(name.row);
                    } else {
                        audited.withheld.push(name);
                    }
                    audited.narrowest_interval = match (audited.narrowest_interval, narrowest(id)) {
                        (Some(one), Some(two)) => Some(one.min(two)),
                        (one, two) => one.or(two),
                    };
                }
            }
            let least = self.policy.adults.threshold.max(self.policy.children.threshold);
            let figures = now.derived.iter().filter(|figure| figure.place.table == number);
            let hidden = figures.filter(|figure| figure.tells(&withheld, now, before, least));
            let more: Vec<CellName> = hidden.map(|figure| figure.place.name(table)).collect();
            audited.withheld.extend(more);
            audited.withheld.sort();
            audited.withheld.dedup();
            audited.hide_base = now.bases.get(&table.id).is_some_and(|base| withheld.contains(base));
            tables.push(audited);
        }
        let (adults, children) = (self.policy.adults.threshold, self.policy.children.threshold);
        let least = if adults == children {
            format!("{adults}")
        } else {
            format!("{adults}, and below {children} about children,")
        };
        let moved = if self.stood.is_empty() { "" } else { ", as are counts that moved by fewer since an earlier day" };
        let method = format!(
            "Counts below {least} are withheld{moved}, and with them what more it takes that they cannot be computed from \
             the other figures of this bulletin or of the one before."
        );
        let earlier = self.earlier.map(Release::digest).transpose()?;
        Ok(Audit { release: self.release.digest()?, earlier, method, names_figures: true, tables })
    }
}

/// What can be computed back from an edition as it would leave, by table, and which figures tell of a withheld count: the
/// attacker has the printed figures alone, and the other editions that readers have.
///
/// # Errors
/// [`ProtectionError`] for a table that is no table of counts, and for figures that cannot all be true.
pub fn recoveries(public: Beside<'_>, others: &[Beside<'_>]) -> Result<Vec<(String, CellName)>, ProtectionError> {
    let Beside { definitions, release: public } = public;
    let Sight { now, before, known, printed, statements } = Sight::of(definitions, public, None, others)?;
    let attack = audit(&printed, &statements, &[], Effort::default(), &mut |_, _| {})?;
    let least = definitions.bulletin.small_cell_threshold;
    let places = attack.recovered().filter_map(|finding| Some((finding, now.cells.get(finding.id)?)));
    // What is ranked without its count is withheld from no table; to compute it says nothing, unless it is small.
    let tells = |finding: &Finding, place: &Place| !place.is_rank || (1..least).contains(&finding.low);
    let places = places.flat_map(|(finding, cell)| cell.places.iter().filter(move |place| tells(finding, place)));
    let name = |place: &Place| {
        let table = public.tables.get(place.table)?;
        Some((table.id.clone(), place.name(table)))
    };
    let withheld: BTreeSet<&Name> = printed.withheld().filter_map(|id| known.names.get(id)).collect();
    let telling = now.derived.iter().filter(|figure| figure.tells(&withheld, &now, &before, least));
    Ok(places.chain(telling.map(|figure| &figure.place)).filter_map(name).collect())
}

fn is_seen(printed: &Printed, id: usize) -> bool {
    printed.cells.get(id).is_some_and(|cell| cell.status == Status::Published)
}

/// How many counts of this edition are withheld for each reason.
fn reasons(outcome: &Outcome, printed: &Printed, current: &[usize]) -> BTreeMap<Reason, usize> {
    let mut counts = BTreeMap::new();
    for id in current.iter().filter(|id| !is_seen(printed, **id)) {
        let reason = outcome.needs.iter().filter(|need| need.cell == *id).map(|need| need.reason).min();
        *counts.entry(reason.unwrap_or(Reason::Secondary)).or_insert(0) += 1;
    }
    counts
}

fn order(now: &Exposure, (first, second, by): (usize, usize, u32)) -> Statement {
    let words = |id: usize| now.cells.get(id).map(|cell| cell.name.words()).unwrap_or_default();
    let text = format!("{} stands before {}", words(first), words(second));
    Statement { text, figure: Figure::Order { first, second, by } }
}
