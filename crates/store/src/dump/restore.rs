//! Restoring a backup into an empty place, and verifying it before anyone may use it.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
    sync::Arc,
};

use serde_json::Value as Json;

use super::{
    FORMAT, create_private,
    table::{TABLES, Table},
};
use crate::{
    engine::Engine,
    entropy::Entropy,
    error::StoreError,
    journal::Report,
    keyring::Keyring,
    location::Location,
    migration,
    store::{self, Store},
    value::{Row, Statement},
};

const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// How many rows one transaction of a restore holds.
const TRANSACTION: usize = 1_000;

impl Store {
    /// Restores a backup into a place where nothing is yet, verifies every hash of it, folds the views and opens it.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] if something is there, [`StoreError::WrongKeyring`] if the keyring is not the one the
    /// backup was made with, [`StoreError::Backup`] if it cannot be read, [`StoreError::NotVerified`] if it was changed.
    pub async fn restore(
        from: &Path,
        to: &Location,
        keyring: Arc<Keyring>,
        entropy: Entropy,
    ) -> Result<(Self, Report), StoreError> {
        let failed = |source| StoreError::File { path: from.to_owned(), doing: "read the backup", source };
        let mut start = Vec::with_capacity(SQLITE.len());
        File::open(from).and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut start)).map_err(failed)?;
        if start == SQLITE {
            copy_file(from, to)?;
        } else {
            let engine = store::open_engine(to).await?;
            let loaded = load(&engine, from, &keyring, to).await;
            engine.close().await;
            loaded?;
        }
        let store = Self::open(to, keyring, entropy).await?;
        let report = store.verify(None).await?;
        if let Some(first) = report.findings.first() {
            let (findings, first) = (report.tally.findings, first.to_string());
            store.close().await;
            return Err(StoreError::NotVerified { findings, first });
        }
        store.rebuild(|_| ()).await?;
        Ok((store, report))
    }
}

fn copy_file(from: &Path, to: &Location) -> Result<(), StoreError> {
    let Location::Sqlite(path) = to else {
        let problem = "this is a copy of an SQLite database; open it and make a dump of it for another engine";
        return Err(StoreError::Backup { line: 1, problem: problem.to_owned() });
    };
    if path.exists() {
        return Err(StoreError::NotEmpty(path.display().to_string()));
    }
    let failed = |source| StoreError::File { path: path.clone(), doing: "restore the backup", source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut target = create_private(path).map_err(failed)?;
    let mut source = File::open(from).map_err(failed)?;
    io::copy(&mut source, &mut target).and_then(|_| target.sync_all()).map_err(failed)
}

/// Loads a dump. The row that names the journal comes last: without it, nothing opens what was loaded in part.
async fn load(engine: &Engine, from: &Path, keyring: &Keyring, to: &Location) -> Result<(), StoreError> {
    migration::migrate(engine).await?;
    let taken = "select id as taken from journal union all select stream as taken from \
                 (select stream from event limit 1) as any_event limit 1";
    if !engine.query(taken, Vec::new()).await?.is_empty() {
        return Err(StoreError::NotEmpty(to.to_string()));
    }
    let file = File::open(from).map_err(|source| StoreError::File {
        path: from.to_owned(),
        doing: "read the backup",
        source,
    })?;
    let mut lines = (1..).zip(BufReader::new(file).lines());
    let header = next(&mut lines, from)?.ok_or_else(|| wrong(1, "it is empty"))?.1;
    let identity = recognise(&header, keyring)?;
    let (mut statements, mut rows) = (Vec::new(), 0u64);
    loop {
        let (line, object) = next(&mut lines, from)?.ok_or_else(|| wrong(rows + 2, "the backup ends too early"))?;
        if let Some(end) = object.get("end") {
            if end.as_u64() != Some(rows) {
                return Err(wrong(line, format!("it should hold {end} rows and holds {rows}")));
            }
            break;
        }
        let table = table(&object).ok_or_else(|| wrong(line, "`table` names no table of a journal"))?;
        statements.push(table.statement(&object).map_err(|problem| wrong(line, problem))?);
        rows += 1;
        if statements.len() >= TRANSACTION {
            engine.apply(std::mem::take(&mut statements)).await?;
        }
    }
    let lanes = identity.lanes.max(engine.lanes());
    statements.extend((identity.lanes..lanes).map(|lane| identity.key.empty(lane)));
    statements.push(Statement::new(
        store::FOUND,
        vec![
            identity.key.journal().into(),
            keyring.id().into(),
            lanes.into(),
            identity.key.identity(keyring.id(), lanes).into(),
        ],
    ));
    engine.apply(statements).await
}

type Lines = std::iter::Zip<std::ops::RangeFrom<u64>, io::Lines<BufReader<File>>>;

fn next(lines: &mut Lines, from: &Path) -> Result<Option<(u64, Json)>, StoreError> {
    let Some((number, line)) = lines.next() else { return Ok(None) };
    let line = line.map_err(|source| StoreError::File { path: from.to_owned(), doing: "read the backup", source })?;
    let object = serde_json::from_str(&line).map_err(|error| wrong(number, format!("not a line of JSON: {error}")))?;
    Ok(Some((number, object)))
}

fn wrong(line: u64, problem: impl Into<String>) -> StoreError {
    StoreError::Backup { line, problem: problem.into() }
}

fn table(object: &Json) -> Option<&'static Table> {
    let name = object.get("table")?.as_str()?;
    TABLES.iter().find(|table| table.name == name)
}

/// Which journal a dump is of.
struct Identity {
    key: crate::journal::lane::LaneKey,
    lanes: i64,
}

fn recognise(header: &Json, keyring: &Keyring) -> Result<Identity, StoreError> {
    let text = |name: &str| header.get(name).and_then(Json::as_str);
    if text("manumit") != Some("journal") || header.get("format").and_then(Json::as_u64) != Some(FORMAT) {
        return Err(wrong(1, "this is no dump of a journal in format 1"));
    }
    let lanes = header.get("lanes").and_then(Json::as_i64);
    let mac = text("mac").and_then(crate::encoding::from_hex);
    let (Some(id), Some(key_id), Some(lanes), Some(mac)) = (text("journal"), text("key_id"), lanes, mac) else {
        return Err(wrong(1, "`journal`, `key_id`, `lanes` and `mac` must be there"));
    };
    let columns = ["id", "key_id", "lanes", "mac"].map(Box::from);
    let row = Row::new(Arc::from(columns), vec![id.into(), key_id.into(), lanes.into(), mac.into()]);
    Ok(Identity { key: store::recognise(&row, keyring)?, lanes })
}
