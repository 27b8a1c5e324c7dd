//! Screening: accept, send back, give to another authority.

use super::{Decided, Step};
use crate::{
    case::{
        command::Command,
        event::{Fact, Stage},
        state::Identification,
    },
    clock,
    duty::{DutyChange, DutyKind},
    person::Words,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn screening(&self, command: Command) -> Decided {
        match command {
            Command::PassScreening {
                age_checked,
                duplicates_checked,
                competent_authority,
                hosted_by,
                immigration_interest,
            } => {
                self.permitted("accept")?;
                self.of_the_authority()?;
                if !age_checked {
                    return Err(unchecked("age_checked", "The age group has not been checked."));
                }
                if !duplicates_checked {
                    return Err(unchecked("duplicates_checked", "No person has looked for duplicates."));
                }
                self.context.law.organisations.competent_authority_on(&competent_authority, self.on)?;
                hosted_by_another(&competent_authority, hosted_by.as_deref())?;
                let duties = self.pass_duties(&competent_authority)?;
                self.plain(Fact::ScreeningPassed { competent_authority, hosted_by, immigration_interest }, duties)
            }
            Command::FailScreening { reason } => {
                self.permitted("reject_void")?;
                self.of_the_authority()?;
                self.with_words(Fact::ScreeningFailed, self.case.duties.close_all("not valid"), reason, "reason")
            }
            Command::Reallocate { competent_authority, hosted_by, reason } => {
                self.reallocate(competent_authority, hosted_by, reason)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn pass_duties(&self, authority: &str) -> Result<Vec<DutyChange>, Refusal> {
        let target = self.reasonable_grounds_target()?;
        let mut duties = self.case.duties.close(DutyKind::ScreenReferral, "done");
        duties.push(DutyChange::opened(DutyKind::DecideReasonableGrounds, authority, Some(target), "rg.target"));
        Ok(duties)
    }

    fn reallocate(&self, competent_authority: String, hosted_by: Option<String>, reason: Words) -> Decided {
        self.permitted("reallocate")?;
        self.of_the_authority()?;
        self.context.law.organisations.competent_authority_on(&competent_authority, self.on)?;
        hosted_by_another(&competent_authority, hosted_by.as_deref())?;
        if competent_authority == self.case.competent_authority && hosted_by == self.case.hosted_by {
            return Err(Refusal::new(
                "case.same_authority",
                "That authority holds the case already.",
                "Name the authority that takes it over.",
            )
            .about("competent_authority"));
        }
        let mut duties = Vec::new();
        if let Some((kind, due, rule)) = self.decision_duty()? {
            duties.extend(self.case.duties.close(kind, "reallocated"));
            duties.push(DutyChange::opened(kind, &competent_authority, due, rule));
        }
        self.with_words(Fact::Reallocated { competent_authority, hosted_by }, duties, reason, "reason")
    }

    pub(super) fn reasonable_grounds_target(&self) -> Result<jiff::civil::Date, Refusal> {
        let law = self.context.law;
        Ok(clock::reasonable_grounds_target(law, self.case.received_on, law.division_for_authority())?.due)
    }

    /// The duty that the case's stage owes, with its due date.
    pub(super) fn decision_duty(&self) -> Result<Option<Owed>, Refusal> {
        let target = self.reasonable_grounds_target()?;
        Ok(match self.case.identification {
            Identification::Screening => Some((DutyKind::ScreenReferral, Some(target), "rg.target")),
            state => match state.awaits() {
                Some(Stage::ReasonableGrounds) => Some((DutyKind::DecideReasonableGrounds, Some(target), "rg.target")),
                Some(Stage::ConclusiveGrounds) => {
                    Some((DutyKind::DecideConclusiveGrounds, self.conclusive_grounds_earliest()?, "cg.earliest"))
                }
                None => None,
            },
        })
    }
}

/// Refuses an authority as the host of its own caseworkers: a host is another body, named only where there is one.
fn hosted_by_another(authority: &str, host: Option<&str>) -> Result<(), Refusal> {
    if host != Some(authority) {
        return Ok(());
    }
    Err(Refusal::new(
        "authority.hosts_itself",
        "An authority does not host its own caseworkers.",
        "Leave the host empty, or name another authority.",
    )
    .about("hosted_by"))
}

/// A duty to decide: what, until when, and by which rule.
pub(super) type Owed = (DutyKind, Option<jiff::civil::Date>, &'static str);

fn unchecked(field: &'static str, sentence: &str) -> Refusal {
    Refusal::new("screening.unchecked", sentence, "A person checks it before the referral is accepted.").about(field)
}
