//! What people at a desk need beside the journal: accounts, sessions, drafts, attachments, broken glass, and the trail.
//!
//! None of it is a record of a person's case, so none of it is in the journal. What names or narrates is sealed under
//! the desk's own key.

mod account;
mod attachment;
mod break_glass;
mod draft;
mod look;
mod session;
mod token;
mod trail;

pub use self::{
    account::{Account, AccountState},
    attachment::Attachment,
    break_glass::Break,
    draft::{Draft, DraftState, Revision},
    look::{Look, LookFilter, Reading},
    session::Session,
    token::ApiToken,
    trail::{Trail, TrailFilter},
};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use crate::{
    encoding::{Digest, Encoding},
    error::StoreError,
    seal,
    store::Store,
};

impl Store {
    /// The keyed code of something that is looked up and not kept: a sign-in name, a session, an invitation.
    pub fn desk_code(&self, of: &str, text: &str) -> Digest {
        Encoding::new("manumit.desk-code.v1").text(of).text(text).hmac(&self.keyring().desk())
    }

    fn seal_at_desk(&self, place: &str, content: &impl Serialize) -> Result<Vec<u8>, StoreError> {
        let written =
            serde_json::to_vec(content).map_err(|source| StoreError::Json { kind: place.to_owned(), source })?;
        self.seal_bytes(place, &Zeroizing::new(written))
    }

    fn open_at_desk<T: DeserializeOwned>(&self, place: &str, sealed: &[u8]) -> Result<T, StoreError> {
        let opened = self.open_bytes(place, sealed)?;
        serde_json::from_slice(&opened).map_err(|source| StoreError::Json { kind: place.to_owned(), source })
    }

    fn seal_bytes(&self, place: &str, content: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal::seal_with(&self.keyring().desk(), content, &bound(place), self.entropy())
    }

    fn open_bytes(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        seal::open(&self.keyring().desk(), sealed, &bound(place))
            .ok_or_else(|| StoreError::Sealed { stream: "a desk".to_owned(), what: "what it keeps" })
    }
}

/// Where a sealed part stands: it opens nowhere else.
fn bound(place: &str) -> Encoding {
    Encoding::new("manumit.desk-sealed.v1").text(place)
}
