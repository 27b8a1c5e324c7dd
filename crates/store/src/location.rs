//! Where a database is.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::error::StoreError;

/// Where a database is, and so which engine serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file on this machine: SQLite, nothing to install.
    Sqlite(PathBuf),
    /// A PostgreSQL database, as `postgres://user@host/name`.
    Postgres(String),
}

impl FromStr for Location {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.is_empty() || path.contains("://") {
            return Err(StoreError::Location { given: text.to_owned() });
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

/// Shows the place without the password a URL may carry, before the host or among its parameters.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.split_once('?').map_or(rest, |(address, _)| address);
                match rest.rsplit_once('@') {
                    Some((user, place)) => {
                        let name = user.split_once(':').map_or(user, |(name, _)| name);
                        write!(f, "{scheme}://{name}@{place}")
                    }
                    None => write!(f, "{scheme}://{rest}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_engines_and_hides_passwords() {
        assert_eq!("data/journal.db".parse::<Location>().unwrap(), Location::Sqlite("data/journal.db".into()));
        assert_eq!("sqlite:journal.db".parse::<Location>().unwrap(), Location::Sqlite("journal.db".into()));
        let nation: Location = "postgres://nrm:secret@db.example/nrm".parse().unwrap();
        assert_eq!(nation.to_string(), "postgres://nrm@db.example/nrm");
        let odd: Location = "postgres://nrm:se@cret@db.example/nrm?password=secret&host=/run".parse().unwrap();
        assert_eq!(odd.to_string(), "postgres://nrm@db.example/nrm");
        let refused = "mysql://x/y".parse::<Location>().unwrap_err().to_string();
        assert!(refused.contains("mysql://x/y") && refused.contains("postgres://"), "{refused}");
    }
}
