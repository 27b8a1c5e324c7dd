//! The keys file: what opens sealed parts, authenticates the journal, signs checkpoints and makes pseudonyms.
//!
//! The file is the other half of a backup. Whoever holds it and a copy of the database can read everything; whoever
//! loses it can read nothing that was sealed. It is therefore kept beside neither.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use ed25519_dalek::{SigningKey, VerifyingKey};
use manumit_domain::journal::Compartment;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    encoding::{Digest, Encoding, digest_from_hex, to_hex},
    entropy::Entropy,
    error::StoreError,
};

/// A key: 32 bytes, wiped from memory when dropped.
pub(crate) type Secret = Zeroizing<Digest>;

/// What is wrong with a keys file.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The file cannot be read or written.
    #[error("{}: cannot {doing} the keys file", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file is not a keys file.
    #[error("{}: not a keys file", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
    /// A key is missing or is not 64 hexadecimal digits.
    #[error("{}: `{key}` must be 64 hexadecimal digits; take the keys file from its backup", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// The key id does not belong to these keys.
    #[error("{}: the key id is `{written}` and the keys are `{derived}`; take the keys file from its backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The id in the file.
        written: String,
        /// The id the keys give.
        derived: String,
    },
    /// Others on this machine can read the file.
    #[error("{}: others can read the keys file (mode {mode:03o}); run `chmod 600` on it", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
}

/// Every key of one journal.
pub struct Keyring {
    id: String,
    compartments: BTreeMap<Compartment, Secret>,
    blind_index: BTreeMap<Compartment, Secret>,
    journal: Secret,
    pseudonym: Secret,
    signing: SigningKey,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    format: u32,
    key_id: String,
    compartment: BTreeMap<String, String>,
    blind_index: BTreeMap<String, String>,
    journal: String,
    statistics_pseudonym: String,
    signing: String,
}

impl Drop for KeysFile {
    fn drop(&mut self) {
        self.compartment.values_mut().for_each(|key| key.zeroize());
        self.blind_index.values_mut().for_each(|key| key.zeroize());
        self.journal.zeroize();
        self.statistics_pseudonym.zeroize();
        self.signing.zeroize();
    }
}

impl Keyring {
    /// Makes new keys without writing them anywhere.
    ///
    /// # Errors
    /// [`StoreError::Entropy`] if there are no random bytes.
    pub fn generate(entropy: &Entropy) -> Result<Self, StoreError> {
        let secret = || entropy.bytes::<32>().map(Zeroizing::new);
        let room = |_: &Compartment| secret();
        let each = || {
            Compartment::ALL
                .into_iter()
                .map(|compartment| Ok((compartment, room(&compartment)?)))
                .collect::<Result<BTreeMap<_, _>, StoreError>>()
        };
        let signing = SigningKey::from_bytes(&*secret()?);
        Ok(Self {
            id: key_id(&signing.verifying_key()),
            compartments: each()?,
            blind_index: each()?,
            journal: secret()?,
            pseudonym: secret()?,
            signing,
        })
    }

    /// Makes new keys and writes them to a file that only its owner can read.
    ///
    /// # Errors
    /// [`KeyringError::File`] if the file exists already, so that no key is ever overwritten, or cannot be written.
    pub fn create(path: &Path, entropy: &Entropy) -> Result<Self, StoreError> {
        let keyring = Self::generate(entropy)?;
        keyring.write(path)?;
        Ok(keyring)
    }

    fn write(&self, path: &Path) -> Result<(), StoreError> {
        let failed = |source| KeyringError::File { path: path.to_owned(), doing: "create", source };
        let rooms = |keys: &BTreeMap<Compartment, Secret>| {
            keys.iter().map(|(compartment, key)| (compartment.code().to_owned(), to_hex(&**key))).collect()
        };
        let file = KeysFile {
            format: 1,
            key_id: self.id.clone(),
            compartment: rooms(&self.compartments),
            blind_index: rooms(&self.blind_index),
            journal: to_hex(&*self.journal),
            statistics_pseudonym: to_hex(&*self.pseudonym),
            signing: to_hex(self.signing.as_bytes()),
        };
        let mut text = Zeroizing::new(
            serde_json::to_string_pretty(&file)
                .map_err(|source| KeyringError::Format { path: path.to_owned(), source })?,
        );
        text.push('\n');
        write_whole(path, text.as_bytes()).map_err(failed)?;
        Ok(())
    }

    /// Reads a keys file.
    ///
    /// # Errors
    /// [`KeyringError`] if the file cannot be read, others can read it, or its keys do not belong together.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| KeyringError::File { path: path.to_owned(), doing: "read", source };
        #[cfg(unix)]
        {
            let metadata = fs::metadata(path).map_err(failed)?;
            let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
            if mode & 0o077 != 0 {
                return Err(KeyringError::Exposed { path: path.to_owned(), mode }.into());
            }
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
        let file: KeysFile =
            serde_json::from_str(&text).map_err(|source| KeyringError::Format { path: path.to_owned(), source })?;
        Self::read(&file, path)
    }

    fn read(file: &KeysFile, path: &Path) -> Result<Self, StoreError> {
        let secret = |name: &str, text: Option<&String>| {
            text.and_then(|text| digest_from_hex(text))
                .map(Zeroizing::new)
                .ok_or_else(|| KeyringError::Key { path: path.to_owned(), key: name.to_owned() })
        };
        let each = |table: &str, keys: &BTreeMap<String, String>| {
            Compartment::ALL
                .into_iter()
                .map(|compartment| {
                    let name = format!("{table}.{}", compartment.code());
                    Ok((compartment, secret(&name, keys.get(compartment.code()))?))
                })
                .collect::<Result<BTreeMap<_, _>, KeyringError>>()
        };
        let signing = SigningKey::from_bytes(&*secret("signing", Some(&file.signing))?);
        let derived = key_id(&signing.verifying_key());
        if derived != file.key_id {
            let written = file.key_id.clone();
            return Err(KeyringError::Damaged { path: path.to_owned(), written, derived }.into());
        }
        Ok(Self {
            id: derived,
            compartments: each("compartment", &file.compartment)?,
            blind_index: each("blind_index", &file.blind_index)?,
            journal: secret("journal", Some(&file.journal))?,
            pseudonym: secret("statistics_pseudonym", Some(&file.statistics_pseudonym))?,
            signing,
        })
    }

    /// The name of these keys, as a journal made with them records it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public key that checks signed checkpoints.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    pub(crate) fn compartment(&self, compartment: Compartment) -> &Digest {
        room(&self.compartments, compartment)
    }

    pub(crate) fn blind_index(&self, compartment: Compartment) -> &Digest {
        room(&self.blind_index, compartment)
    }

    pub(crate) fn journal(&self) -> &Digest {
        &self.journal
    }

    /// The key of what desks keep beside the journal: derived, so that a keys file made before there were desks has it.
    pub(crate) fn desk(&self) -> Secret {
        Zeroizing::new(Encoding::new("manumit.desk.v1").hmac(&self.journal))
    }

    pub(crate) fn pseudonym(&self) -> &Digest {
        &self.pseudonym
    }

    /// The secret from which the record keys of ad hoc counts are made: derived, so that a keys file made before there
    /// were any has it, and none of the keys it is made from follows from it.
    pub(crate) fn cell_keys(&self) -> Secret {
        Zeroizing::new(Encoding::new("manumit.cell-keys.v1").hmac(&self.pseudonym))
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.signing
    }
}

/// Writes a file that only its owner can read, if there is none: whatever ends this process or fills the disk, under
/// the name there are all keys or no file.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.unfinished", std::process::id()));
    let unfinished = PathBuf::from(name);
    let _left_by_another_process_of_this_number = fs::remove_file(&unfinished);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&unfinished)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        // Unlike renaming, this fails where the name is taken.
        .and_then(|()| fs::hard_link(&unfinished, path));
    let _not_needed_any_more = fs::remove_file(&unfinished);
    written?;
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[expect(clippy::expect_used, reason = "a keyring is only ever made with a key for every compartment")]
fn room(keys: &BTreeMap<Compartment, Secret>, compartment: Compartment) -> &Digest {
    keys.get(&compartment).expect("a key for every compartment")
}

fn key_id(key: &VerifyingKey) -> String {
    let digest = Encoding::new("manumit.key-id.v1").blob(key.as_bytes()).sha256();
    digest.first_chunk::<8>().map(|id| to_hex(id)).unwrap_or_default()
}

/// Shows the key id alone.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created() -> (tempfile::TempDir, PathBuf, Keyring) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let keyring = Keyring::create(&path, &Entropy::seeded(1)).unwrap();
        (folder, path, keyring)
    }

    #[test]
    fn comes_back_from_its_file() {
        let (_folder, path, keyring) = created();
        let again = Keyring::open(&path).unwrap();
        assert_eq!(again.id(), keyring.id());
        for compartment in Compartment::ALL {
            assert_eq!(again.compartment(compartment), keyring.compartment(compartment));
            assert_ne!(again.compartment(compartment), again.blind_index(compartment));
        }
        assert_eq!(again.journal(), keyring.journal());
        assert_eq!(again.cell_keys(), keyring.cell_keys());
        assert_ne!(*again.cell_keys(), *again.pseudonym());
        assert!(!format!("{keyring:?}").contains(&to_hex(keyring.journal())));
    }

    #[test]
    fn never_overwrites_keys() {
        let (folder, path, keyring) = created();
        assert!(Keyring::create(&path, &Entropy::seeded(2)).is_err());
        assert_eq!(Keyring::open(&path).unwrap().id(), keyring.id());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn leaves_no_file_that_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let unfinished = folder.path().join(format!("keys.json.{}.unfinished", std::process::id()));
        fs::create_dir(&unfinished).unwrap();
        assert!(Keyring::create(&path, &Entropy::seeded(1)).is_err());
        assert!(!path.exists());
        fs::remove_dir(&unfinished).unwrap();
        Keyring::create(&path, &Entropy::seeded(1)).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_file_that_others_can_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path, _keyring) = created();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = Keyring::open(&path).unwrap_err().to_string();
        assert!(refused.contains("chmod 600"), "{refused}");
    }

    #[test]
    fn names_the_key_that_is_wrong() {
        let (_folder, path, _keyring) = created();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("\"support\": \"", "\"support\": \"z", 1)).unwrap();
        let refused = Keyring::open(&path).unwrap_err().to_string();
        assert!(refused.contains("compartment.support"), "{refused}");
        let mut other = text.clone();
        let id = other.find("key_id").unwrap() + 10;
        other.replace_range(id..=id, if &text[id..=id] == "0" { "1" } else { "0" });
        fs::write(&path, other).unwrap();
        assert!(Keyring::open(&path).unwrap_err().to_string().contains("key id"));
    }
}
