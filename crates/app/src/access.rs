//! Access: who may do what, by the policies in `policy/access`.
//!
//! The policies are text of Cedar, read once and checked against their schema. They decide single verbs on single
//! records; lists are made from the same grants in SQL, by [`reach`]. A property test holds the two equal.

mod action;
mod admit;
mod reach;

use std::collections::BTreeMap;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression, Schema,
    ValidationMode, Validator,
};
use manumit_domain::{actor::Actor, journal::StreamKind};
use manumit_store::{Grant, Holder};

pub use self::{
    action::Action,
    admit::Desk,
    reach::{Reached, duty_kinds, reach},
};

const POLICIES: &str = include_str!("../../../policy/access/manumit.cedar");
const SCHEMA: &str = include_str!("../../../policy/access/manumit.cedarschema");

/// An access policy that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// A file cannot be read as policies or as their schema.
    #[error("policy/access/{file} cannot be read")]
    File {
        /// The file.
        file: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The policies do not fit their schema.
    #[error("policy/access/manumit.cedar does not fit its schema: {0}")]
    Misfit(String),
    /// A question that cannot be put.
    #[error("a question of access cannot be put")]
    Question(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The policies in force.
#[derive(Debug)]
pub struct Access {
    policies: PolicySet,
    authorizer: Authorizer,
}

/// Who asks: a post, and whether it leads its organisation.
#[derive(Clone, Copy, Debug)]
pub struct Principal<'a> {
    /// The post, in its role.
    pub actor: &'a Actor,
    /// Whether it leads.
    pub lead: bool,
}

/// About what is asked.
#[derive(Clone, Debug)]
pub enum Resource<'a> {
    /// No record.
    Desk,
    /// A draft, of an organisation and a post.
    Draft(&'a str, &'a str),
    /// An account of an organisation.
    Account(&'a str),
    /// A record, with the standing that organisations and posts have in it.
    Record(StreamKind, &'a Standing),
}

/// The standing that organisations and posts have in one record.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// By what the journal says.
    pub grants: Vec<Holder>,
    /// The posts that broke the glass, for now: `ORGANISATION/post`.
    pub glass_broken_by: Vec<String>,
    /// The organisations that owe an answer to an enquiry.
    pub asked: Vec<String>,
}

impl Access {
    /// Reads the policies and checks them against their schema.
    ///
    /// # Errors
    /// [`AccessError`] says what is wrong with which file.
    pub fn read() -> Result<Self, AccessError> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA)
            .map_err(|source| AccessError::File { file: "manumit.cedarschema", source: source.into() })?;
        let policies: PolicySet = POLICIES.parse().map_err(|source: cedar_policy::ParseErrors| AccessError::File {
            file: "manumit.cedar",
            source: source.into(),
        })?;
        let validated = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        if !validated.validation_passed() {
            let wrong: Vec<String> = validated.validation_errors().map(ToString::to_string).collect();
            return Err(AccessError::Misfit(wrong.join("; ")));
        }
        Ok(Self { policies, authorizer: Authorizer::new() })
    }

    /// Says whether a post may do something.
    ///
    /// # Errors
    /// [`AccessError::Question`] if an organisation or post has a name that cannot be asked about.
    pub fn permits(&self, who: Principal<'_>, action: Action, about: &Resource<'_>) -> Result<bool, AccessError> {
        let question = |source: Box<dyn std::error::Error + Send + Sync>| AccessError::Question(source);
        let principal = named("Post", "asking")?;
        let resource = named(about.kind(), "asked")?;
        let action = named("Action", action.code())?;
        let entities = [
            Entity::new(principal.clone(), who.attributes(), Default::default()).map_err(|e| question(e.into()))?,
            Entity::new(resource.clone(), about.attributes(), Default::default()).map_err(|e| question(e.into()))?,
        ];
        let entities = Entities::from_entities(entities, None).map_err(|e| question(e.into()))?;
        let request =
            Request::new(principal, action, resource, Context::empty(), None).map_err(|e| question(e.into()))?;
        let answer = self.authorizer.is_authorized(&request, &self.policies, &entities);
        for error in answer.diagnostics().errors() {
            tracing::error!(%error, "an access policy could not be judged");
        }
        Ok(answer.decision() == Decision::Allow && answer.diagnostics().errors().next().is_none())
    }
}

fn named(kind: &str, name: &str) -> Result<EntityUid, AccessError> {
    let kind = kind.parse().map_err(|source: cedar_policy::ParseErrors| AccessError::Question(source.into()))?;
    Ok(EntityUid::from_type_name_and_id(kind, cedar_policy::EntityId::new(name)))
}

type Attributes = std::collections::HashMap<String, RestrictedExpression>;

impl Principal<'_> {
    fn attributes(&self) -> Attributes {
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        Attributes::from([
            ("organisation".to_owned(), text(&self.actor.organisation)),
            ("name".to_owned(), text(&format!("{}/{}", self.actor.organisation, self.actor.post))),
            ("role".to_owned(), text(self.actor.role.code())),
            ("lead".to_owned(), RestrictedExpression::new_bool(self.lead)),
        ])
    }
}

impl Resource<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Desk => "Desk",
            Self::Draft(..) => "Draft",
            Self::Account(_) => "Account",
            Self::Record(StreamKind::Referral, _) => "Referral",
            Self::Record(StreamKind::Notification, _) => "Notification",
            Self::Record(StreamKind::Case, _) => "Case",
            Self::Record(StreamKind::PoliceNotice, _) => "PoliceNotice",
            Self::Record(StreamKind::PublicReport, _) => "PublicReport",
            Self::Record(StreamKind::SupportRequest, _) => "SupportRequest",
        }
    }

    fn attributes(&self) -> Attributes {
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        match self {
            Self::Desk => Attributes::new(),
            Self::Draft(organisation, post) => {
                Attributes::from([("organisation".to_owned(), text(organisation)), ("post".to_owned(), text(post))])
            }
            Self::Account(organisation) => Attributes::from([("organisation".to_owned(), text(organisation))]),
            Self::Record(_, standing) => standing.attributes(),
        }
    }
}

impl Standing {
    fn attributes(&self) -> Attributes {
        let mut sets: BTreeMap<&str, Vec<String>> =
            BTreeMap::from([("glass_broken_by", self.glass_broken_by.clone()), ("asked", self.asked.clone())]);
        for (name, grant, whole) in [
            ("maker_posts", Grant::Maker, false),
            ("maker_organisations", Grant::Maker, true),
            ("holders", Grant::Holder, true),
            ("allocated", Grant::Allocated, false),
            ("excluded", Grant::Excluded, false),
        ] {
            let holders = self.grants.iter().filter(|holder| holder.grant == grant);
            let written = |holder: &Holder| {
                if whole { holder.organisation.clone() } else { format!("{}/{}", holder.organisation, holder.post) }
            };
            sets.insert(name, holders.map(written).collect());
        }
        let set =
            |names: Vec<String>| RestrictedExpression::new_set(names.into_iter().map(RestrictedExpression::new_string));
        sets.into_iter().map(|(name, names)| (name.to_owned(), set(names))).collect()
    }
}

#[cfg(test)]
mod tests;
