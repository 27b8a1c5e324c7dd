//! Changing a journal behind its back, as someone with the database and without the keys could.

use manumit_store::Location;
use manumit_testkit::Bench;
use rusqlite::{
    Connection, params_from_iter,
    types::{ToSqlOutput, Value, ValueRef},
};

/// The tables whose every byte is authenticated.
pub const TABLES: [&str; 6] = ["journal", "event", "journal_commit", "journal_head", "stream_key", "checkpoint"];

/// A raw connection with the guards removed.
pub struct Tamperer {
    pub raw: Connection,
}

/// A column as SQLite holds it, which may be a text that is no UTF-8.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Integer(i64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl rusqlite::ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text)),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl Cell {
    /// Every value that differs from this one in one byte, and a few coarser changes.
    pub fn changes(&self) -> Vec<Self> {
        let flips = |bytes: &[u8]| {
            let flip = |index: usize| {
                let mut changed = bytes.to_vec();
                changed[index] ^= 1;
                changed
            };
            let mut all: Vec<Vec<u8>> = (0..bytes.len()).map(flip).collect();
            all.push([bytes, b"x"].concat());
            all.extend(bytes.split_last().map(|(_, shorter)| shorter.to_vec()));
            all.extend((!bytes.is_empty()).then(|| [&[bytes[0] ^ 0x80], &bytes[1..]].concat()));
            all
        };
        match self {
            Self::Null => vec![Self::Text(b"x".to_vec()), Self::Blob(b"x".to_vec()), Self::Text(Vec::new())],
            Self::Integer(number) => (0..8).map(|byte| Self::Integer(number ^ 1 << (8 * byte))).collect(),
            Self::Text(text) => flips(text).into_iter().map(Self::Text).chain([Self::Null]).collect(),
            Self::Blob(bytes) => flips(bytes).into_iter().map(Self::Blob).chain([Self::Null]).collect(),
        }
    }
}

impl Tamperer {
    pub fn new(bench: &Bench) -> Self {
        let Location::Sqlite(path) = bench.store.location() else { panic!("not SQLite") };
        let raw = Connection::open(path).unwrap();
        raw.pragma_update(None, "synchronous", "off").unwrap();
        let names: Vec<String> = raw
            .prepare("select name from sqlite_schema where type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(names.len() > 10, "the guards should be there");
        for name in names {
            raw.execute_batch(&format!("drop trigger {name}")).unwrap();
        }
        Self { raw }
    }

    pub fn columns(&self, table: &str) -> Vec<String> {
        let mut statement = self.raw.prepare("select name from pragma_table_info(?1) order by cid").unwrap();
        statement.query_map([table], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    pub fn rows(&self, table: &str) -> Vec<Vec<Cell>> {
        let mut statement = self.raw.prepare(&format!("select * from {table}")).unwrap();
        let width = statement.column_count();
        let cell = |value: ValueRef<'_>| match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(number) => Cell::Integer(number),
            ValueRef::Text(text) => Cell::Text(text.to_vec()),
            ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
            ValueRef::Real(_) => panic!("no real numbers"),
        };
        let rows = statement.query_map([], |row| (0..width).map(|i| row.get_ref(i).map(cell)).collect());
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Puts a row in the place of another; says whether the database took it.
    pub fn replace(&self, table: &str, old: &[Cell], new: &[Cell]) -> bool {
        self.remove(table, old);
        let taken = self.add(table, new);
        if !taken {
            assert!(self.add(table, old));
        }
        taken
    }

    pub fn remove(&self, table: &str, row: &[Cell]) {
        let columns = self.columns(table);
        let all: Vec<String> = columns.iter().zip(1..).map(|(name, n)| format!("{name} is ?{n}")).collect();
        let sql = format!("delete from {table} where {}", all.join(" and "));
        assert_eq!(self.raw.prepare_cached(&sql).unwrap().execute(params_from_iter(row)).unwrap(), 1);
    }

    pub fn add(&self, table: &str, row: &[Cell]) -> bool {
        let places: Vec<String> = (1..=row.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("insert into {table} values ({})", places.join(", "));
        self.raw.prepare_cached(&sql).unwrap().execute(params_from_iter(row)).is_ok()
    }
}
