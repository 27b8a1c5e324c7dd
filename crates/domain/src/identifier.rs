//! Internal identifiers: time-ordered UUIDs, never shown to people.
//!
//! People see a [`crate::reference::Reference`]; these stay inside. Each kind has its own type so that a case can
//! never be looked up with a referral's identifier.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

identifiers! {
    /// One referral, as a first responder sent it.
    ReferralId,
    /// One case, as a competent authority holds it.
    CaseId,
    /// One duty-to-notify notification: a record that cannot hold a name.
    NotificationId,
    /// One notice to a police force.
    PoliceNoticeId,
    /// One request for support.
    SupportRequestId,
    /// One enquiry sent to another body.
    EnquiryId,
}
