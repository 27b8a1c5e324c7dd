//! What passes between the store and an engine: values, statements and rows.
//!
//! Four kinds of value are all that the house SQL needs. Flags are integers, times and identifiers are text, so the
//! same statement means the same on both engines.

use std::{borrow::Cow, sync::Arc};

use crate::{encoding::Digest, error::StoreError};

/// One value of a row or of a statement's arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number; flags are 0 and 1.
    Integer(i64),
    /// A text: also times (`2026-01-31T09:30:00.000000Z`) and identifiers.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Integer(_) => "an integer",
            Self::Text(_) => "a text",
            Self::Blob(_) => "bytes that are not a text",
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

/// Counts and versions; more than `i64::MAX` is not reachable and is held there.
impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

impl From<Digest> for Value {
    fn from(value: Digest) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One statement that changes something, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// House SQL with `$1`, `$2`, … in place of the arguments.
    pub sql: Cow<'static, str>,
    /// The arguments, in the order of their numbers.
    pub arguments: Vec<Value>,
    /// How many rows it must change; any other number undoes the whole batch.
    pub expect: Option<u64>,
}

impl Statement {
    /// A statement that may change any number of rows.
    pub fn new(sql: impl Into<Cow<'static, str>>, arguments: Vec<Value>) -> Self {
        Self { sql: sql.into(), arguments, expect: None }
    }

    /// Demands an exact number of changed rows.
    #[must_use]
    pub fn expecting(mut self, rows: u64) -> Self {
        self.expect = Some(rows);
        self
    }
}

/// One row that was read. Columns are asked for by name, so a reader says what it means.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[Box<str>]>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<[Box<str>]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// The names of the columns, in the order of the query.
    pub fn columns(&self) -> &[Box<str>] {
        &self.columns
    }

    /// The values, in the order of the query.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    fn find(&self, column: &'static str) -> Result<&Value, StoreError> {
        self.columns
            .iter()
            .position(|name| &**name == column)
            .and_then(|index| self.values.get(index))
            .ok_or(StoreError::Column { column, expected: "a column of that name", found: "none" })
    }

    fn wrong(column: &'static str, expected: &'static str, found: &Value) -> StoreError {
        StoreError::Column { column, expected, found: found.describe() }
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column is absent or holds something else; so for every getter.
    pub fn integer(&self, column: &'static str) -> Result<i64, StoreError> {
        match self.find(column)? {
            Value::Integer(value) => Ok(*value),
            other => Err(Self::wrong(column, "an integer", other)),
        }
    }

    /// A whole number that is not negative.
    ///
    /// # Errors
    /// As [`Row::integer`], and if the number is negative.
    pub fn count(&self, column: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.integer(column)?).map_err(|_| StoreError::Column {
            column,
            expected: "a number that is not negative",
            found: "a negative number",
        })
    }

    /// A text.
    ///
    /// # Errors
    /// As [`Row::integer`].
    pub fn text(&self, column: &'static str) -> Result<&str, StoreError> {
        match self.find(column)? {
            Value::Text(value) => Ok(value),
            other => Err(Self::wrong(column, "a text", other)),
        }
    }

    /// A text, if there is one.
    ///
    /// # Errors
    /// As [`Row::integer`].
    pub fn maybe_text(&self, column: &'static str) -> Result<Option<&str>, StoreError> {
        match self.find(column)? {
            Value::Null => Ok(None),
            Value::Text(value) => Ok(Some(value)),
            other => Err(Self::wrong(column, "a text or nothing", other)),
        }
    }

    /// Whole number, if there is one.
    ///
    /// # Errors
    /// As [`Row::integer`].
    pub fn maybe_integer(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        match self.find(column)? {
            Value::Null => Ok(None),
            Value::Integer(value) => Ok(Some(*value)),
            other => Err(Self::wrong(column, "an integer or nothing", other)),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// As [`Row::integer`].
    pub fn blob(&self, column: &'static str) -> Result<&[u8], StoreError> {
        match self.find(column)? {
            Value::Blob(value) => Ok(value),
            other => Err(Self::wrong(column, "bytes", other)),
        }
    }

    /// Bytes, if there are any.
    ///
    /// # Errors
    /// As [`Row::integer`].
    pub fn maybe_blob(&self, column: &'static str) -> Result<Option<&[u8]>, StoreError> {
        match self.find(column)? {
            Value::Null => Ok(None),
            Value::Blob(value) => Ok(Some(value)),
            other => Err(Self::wrong(column, "bytes or nothing", other)),
        }
    }

    /// A hash or a message authentication code: 32 bytes.
    ///
    /// # Errors
    /// As [`Row::integer`], and if there are not exactly 32 bytes.
    pub fn digest(&self, column: &'static str) -> Result<Digest, StoreError> {
        Digest::try_from(self.blob(column)?).map_err(|_| StoreError::Column {
            column,
            expected: "32 bytes",
            found: "another number of bytes",
        })
    }
}
