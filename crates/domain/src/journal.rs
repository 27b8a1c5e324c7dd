//! How a record kind meets the journal: streams, compartments, and drafts of events.
//!
//! Every record kind is a stream of dated facts. An event has a part in clear (coarse facts that queues, clocks and
//! statistics need) and, where it names or narrates, a sealed part. State is folded from the clear part alone, so
//! replay, rebuild and verification need no key, and erasing a key never breaks a fold.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A room with its own keys and its own access. Nothing crosses except through a typed, logged share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compartment {
    /// What first responders sent, and notifications.
    Referral,
    /// What competent authorities decide.
    Decision,
    /// What support providers know.
    Support,
    /// What a police force was told, by a referral or by the public.
    Police,
    /// Pseudonymised rows for official statistics.
    Statistics,
}

impl Compartment {
    /// Every compartment, in a fixed order.
    pub const ALL: [Self; 5] = [Self::Referral, Self::Decision, Self::Support, Self::Police, Self::Statistics];

    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Decision => "decision",
            Self::Support => "support",
            Self::Police => "police",
            Self::Statistics => "statistics",
        }
    }
}

/// The kind of record a stream holds. Each kind lives in exactly one compartment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    /// A referral.
    Referral,
    /// A duty-to-notify notification.
    Notification,
    /// A case.
    Case,
    /// A request for support.
    SupportRequest,
    /// A notice to a police force.
    PoliceNotice,
    /// A report from the public.
    PublicReport,
}

impl StreamKind {
    /// Every kind, in a fixed order.
    pub const ALL: [Self; 6] =
        [Self::Referral, Self::Notification, Self::Case, Self::SupportRequest, Self::PoliceNotice, Self::PublicReport];

    /// The stable code, as stored: the last part of a stream's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Notification => "notification",
            Self::Case => "case",
            Self::SupportRequest => "support_request",
            Self::PoliceNotice => "police_notice",
            Self::PublicReport => "public_report",
        }
    }

    /// The compartment in which records of this kind live.
    pub fn compartment(self) -> Compartment {
        match self {
            Self::Referral | Self::Notification => Compartment::Referral,
            Self::Case => Compartment::Decision,
            Self::SupportRequest => Compartment::Support,
            Self::PoliceNotice | Self::PublicReport => Compartment::Police,
        }
    }
}

/// The name of one stream: its identifier and its kind. Written `0190c2…/case`.
///
/// The identifier stands first, so that records made in one moment lie side by side in the database: a submission
/// that opens four of them changes few pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId {
    /// What kind of record.
    pub kind: StreamKind,
    /// Which one.
    pub id: Uuid,
}

impl StreamId {
    /// The stream of one record.
    pub fn new(kind: StreamKind, id: Uuid) -> Self {
        Self { kind, id }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.id, self.kind.code())
    }
}

/// A text that is not the name of a stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a stream: expected identifier/kind")]
pub struct NotAStream;

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, kind) = text.split_once('/').ok_or(NotAStream)?;
        let kind = StreamKind::ALL.into_iter().find(|k| k.code() == kind).ok_or(NotAStream)?;
        Ok(Self { kind, id: Uuid::parse_str(id).map_err(|_| NotAStream)? })
    }
}

/// The events of one record kind: the clear part, and the type of what is sealed beside it.
pub trait Event: Serialize + DeserializeOwned {
    /// Identifying or narrative content, encrypted under the stream's key.
    type Sealed: Serialize + DeserializeOwned;

    /// The kind of stream these events belong to.
    const STREAM: StreamKind;

    /// The stable kind, `case.opened.v1`. Kinds are never renamed and never change meaning.
    fn kind(&self) -> &'static str;
}

/// An event that was decided and is not yet recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft<E: Event> {
    /// The day on which it was true in the world.
    pub occurred_on: Date,
    /// The clear part.
    pub event: E,
    /// The sealed part, if this event names or narrates.
    pub sealed: Option<E::Sealed>,
}

impl<E: Event> Draft<E> {
    /// A draft without a sealed part.
    pub fn clear(occurred_on: Date, event: E) -> Self {
        Self { occurred_on, event, sealed: None }
    }

    /// A draft with a sealed part.
    pub fn sealed(occurred_on: Date, event: E, sealed: E::Sealed) -> Self {
        Self { occurred_on, event, sealed: Some(sealed) }
    }
}
