//! Who works on a case: giving it to a post, and keeping a post away from it.

use super::{Decided, Step};
use crate::{
    actor::{Actor, Role},
    case::event::Fact,
    context::given,
    person::Words,
    refusal::Refusal,
};

/// The roles that open a case only when it was given to them.
pub const ALLOCATED_ROLES: [Role; 4] =
    [Role::CaDecisionMaker, Role::CaSecondReviewer, Role::CaTechnicalSpecialist, Role::PilotPanel];

impl Step<'_> {
    pub(super) fn allocate(&self, to: Actor) -> Decided {
        self.permitted("allocate")?;
        self.of_the_authority()?;
        given(&to.post, "post")?;
        if !ALLOCATED_ROLES.contains(&to.role) {
            let roles = ALLOCATED_ROLES.map(Role::code).join(", ");
            return Err(Refusal::new(
                "allocation.role",
                format!("A case is not given to the role {}.", to.role.code()),
                format!("Give it to one of: {roles}."),
            )
            .about("post"));
        }
        let holds = |organisation: &String| *organisation == to.organisation;
        if !holds(&self.case.competent_authority) && !self.case.hosted_by.as_ref().is_some_and(holds) {
            return Err(Refusal::new(
                "allocation.other_authority",
                "That post is not in the authority that holds the case.",
                "Name a post of that authority, or give the case to the other authority first.",
            )
            .about("post"));
        }
        if self.case.keeps_away(&to) {
            return Err(Refusal::new(
                "allocation.excluded",
                "That post is kept away from this case.",
                "Name another post.",
            )
            .about("post"));
        }
        let same = self.case.allocated.values().find(|other| other.role != to.role && other.same_post(&to));
        if same.is_some() {
            return Err(Refusal::new(
                "allocation.same_post",
                "That post has the case already, in another role.",
                "The second look is taken by another post than the decision.",
            )
            .about("post"));
        }
        self.plain(Fact::Allocated { to }, Vec::new())
    }

    pub(super) fn exclude_post(&self, organisation: String, post: String, reason: Words) -> Decided {
        self.permitted("exclude_post")?;
        given(&organisation, "organisation")?;
        given(&post, "post")?;
        self.with_words(Fact::PostExcluded { organisation, post }, Vec::new(), reason, "reason")
    }
}
