//! Sealing: each stream has its own data key, wrapped by the key of its compartment.
//!
//! Destroying the wrapped key makes every sealed part of the stream unreadable for good, in the database and in every
//! later backup of it, while hashes, folds and counts are untouched.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use manumit_domain::journal::{Event, StreamId};
use zeroize::Zeroizing;

use crate::{
    encoding::{Digest, Encoding},
    entropy::Entropy,
    error::StoreError,
    journal::{ERASED, Recorded},
    keyring::{Keyring, Secret},
    store::Store,
    value::Statement,
};

const NONCE: usize = 24;

/// The data key of one stream.
pub(crate) struct StreamKey(Secret);

/// What a sealed part turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsealed<T> {
    /// The event has no sealed part.
    Absent,
    /// The key was destroyed; the content is gone.
    Erased,
    /// The content.
    Content(T),
}

impl<T> Unsealed<T> {
    /// The content, if there is any to be had.
    pub fn content(self) -> Option<T> {
        match self {
            Self::Content(content) => Some(content),
            Self::Absent | Self::Erased => None,
        }
    }
}

impl StreamKey {
    pub(crate) fn generate(entropy: &Entropy) -> Result<Self, StoreError> {
        Ok(Self(Zeroizing::new(entropy.bytes()?)))
    }

    /// The row that keeps this key, wrapped.
    pub(crate) fn wrapped(
        &self,
        stream: StreamId,
        keyring: &Keyring,
        entropy: &Entropy,
    ) -> Result<Statement, StoreError> {
        let compartment = stream.kind.compartment();
        let name = stream.to_string();
        let bound = wrapping(&name, compartment.code());
        let wrapped = seal(keyring.compartment(compartment), &*self.0, &bound, entropy)
            .map_err(|problem| problem.named(&name, "the key"))?;
        Ok(Statement::new(
            "insert into stream_key (stream, compartment, wrapped) values ($1, $2, $3)",
            vec![name.into(), compartment.code().into(), wrapped.into()],
        ))
    }

    /// Opens a wrapped key.
    pub(crate) fn unwrap(stream: StreamId, wrapped: &[u8], keyring: &Keyring) -> Result<Self, StoreError> {
        let compartment = stream.kind.compartment();
        let name = stream.to_string();
        let broken = || StoreError::Sealed { stream: name.clone(), what: "the key" };
        let opened = open(keyring.compartment(compartment), wrapped, &wrapping(&name, compartment.code()));
        let opened = opened.ok_or_else(broken)?;
        Ok(Self(Zeroizing::new(Digest::try_from(opened.as_slice()).map_err(|_| broken())?)))
    }

    pub(crate) fn seal(&self, place: &Place<'_>, content: &[u8], entropy: &Entropy) -> Result<Vec<u8>, StoreError> {
        seal(&self.0, content, &place.bound(), entropy).map_err(|problem| problem.named(place.stream, "a sealed part"))
    }

    pub(crate) fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        open(&self.0, sealed, &place.bound())
            .ok_or_else(|| StoreError::Sealed { stream: place.stream.to_owned(), what: "a sealed part" })
    }
}

/// Where a sealed part stands: it opens nowhere else.
pub(crate) struct Place<'a> {
    pub(crate) stream: &'a str,
    pub(crate) version: i64,
    pub(crate) kind: &'a str,
}

impl Place<'_> {
    fn bound(&self) -> Encoding {
        Encoding::new("manumit.sealed.v1").text(self.stream).integer(self.version).text(self.kind)
    }
}

fn wrapping(stream: &str, compartment: &str) -> Encoding {
    Encoding::new("manumit.stream-key.v1").text(stream).text(compartment)
}

enum Problem {
    Entropy(StoreError),
    Cipher,
}

impl Problem {
    fn named(self, stream: &str, what: &'static str) -> StoreError {
        match self {
            Self::Entropy(error) => error,
            Self::Cipher => StoreError::Sealed { stream: stream.to_owned(), what },
        }
    }
}

pub(crate) fn seal_with(
    key: &Digest,
    content: &[u8],
    bound: &Encoding,
    entropy: &Entropy,
) -> Result<Vec<u8>, StoreError> {
    seal(key, content, bound, entropy).map_err(|problem| problem.named("a desk", "what it keeps"))
}

fn seal(key: &Digest, content: &[u8], bound: &Encoding, entropy: &Entropy) -> Result<Vec<u8>, Problem> {
    let nonce: [u8; NONCE] = entropy.bytes().map_err(Problem::Entropy)?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: content, aad: bound.bytes() })
        .map_err(|_| Problem::Cipher)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

pub(crate) fn open(key: &Digest, sealed: &[u8], bound: &Encoding) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound.bytes() }).ok().map(Zeroizing::new)
}

impl Store {
    /// Opens the sealed part of an event.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] if it does not open, [`StoreError::KeyMissing`] if its key is gone and no tombstone says
    /// why, [`StoreError::Json`] if its content does not read.
    pub async fn unseal<E: Event>(&self, recorded: &Recorded) -> Result<Unsealed<E::Sealed>, StoreError> {
        let Some(sealed) = &recorded.sealed else { return Ok(Unsealed::Absent) };
        let Some(key) = self.stream_key(recorded.stream).await? else {
            return if self.is_erased(recorded.stream).await? {
                Ok(Unsealed::Erased)
            } else {
                Err(StoreError::KeyMissing(recorded.stream))
            };
        };
        let stream = recorded.stream.to_string();
        let version = i64::try_from(recorded.version).unwrap_or(i64::MAX);
        let content = key.open(&Place { stream: &stream, version, kind: &recorded.kind }, sealed)?;
        serde_json::from_slice(&content)
            .map(Unsealed::Content)
            .map_err(|source| StoreError::Json { kind: recorded.kind.clone(), source })
    }

    /// The data key of a stream, if it has one.
    pub(crate) async fn stream_key(&self, stream: StreamId) -> Result<Option<StreamKey>, StoreError> {
        let sql = "select wrapped from stream_key where stream = $1";
        let rows = self.engine().query(sql, vec![stream.to_string().into()]).await?;
        rows.first().map(|row| StreamKey::unwrap(stream, row.blob("wrapped")?, self.keyring())).transpose()
    }

    /// Says whether a stream has a tombstone.
    pub(crate) async fn is_erased(&self, stream: StreamId) -> Result<bool, StoreError> {
        let sql = "select version from event where stream = $1 and kind = $2";
        let rows = self.engine().query(sql, vec![stream.to_string().into(), ERASED.into()]).await?;
        Ok(!rows.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use manumit_domain::journal::StreamKind;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn opens_only_where_it_was_sealed() {
        let entropy = Entropy::seeded(3);
        let key = StreamKey::generate(&entropy).unwrap();
        let place = Place { stream: "1/case", version: 2, kind: "case.opened.v1" };
        let sealed = key.seal(&place, b"content", &entropy).unwrap();
        assert_eq!(key.open(&place, &sealed).unwrap().as_slice(), b"content");
        for other in [
            Place { stream: "2/case", ..place },
            Place { version: 3, ..place },
            Place { kind: "case.closed.v1", ..place },
        ] {
            assert!(key.open(&other, &sealed).is_err());
        }
        assert!(key.open(&place, sealed.get(..30).unwrap()).is_err());
    }

    #[test]
    fn a_wrapped_key_opens_for_its_stream_and_keyring_alone() {
        let entropy = Entropy::seeded(4);
        let keyring = Keyring::generate(&entropy).unwrap();
        let stream = StreamId::new(StreamKind::Case, Uuid::from_u128(1));
        let key = StreamKey::generate(&entropy).unwrap();
        let row = key.wrapped(stream, &keyring, &entropy).unwrap();
        let Some(crate::value::Value::Blob(wrapped)) = row.arguments.get(2) else { panic!("no wrapped key") };
        assert_eq!(*StreamKey::unwrap(stream, wrapped, &keyring).unwrap().0, *key.0);
        let other = StreamId::new(StreamKind::Case, Uuid::from_u128(2));
        assert!(StreamKey::unwrap(other, wrapped, &keyring).is_err());
        let stranger = Keyring::generate(&entropy).unwrap();
        assert!(StreamKey::unwrap(stream, wrapped, &stranger).is_err());
    }
}
