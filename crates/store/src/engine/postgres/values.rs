//! Values to and from PostgreSQL's binary form.

use std::{error::Error, sync::Arc};

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::{
    error::{Cause, StoreError},
    value::{Row, Value},
};

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Integer(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if <&str as ToSql>::accepts(kind) => text.to_sql(kind, out),
            Self::Blob(bytes) if *kind == Type::BYTEA => bytes.to_sql(kind, out),
            _ => Err(format!("an argument of another type than {kind}").into()),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'raw> FromSql<'raw> for Value {
    fn from_sql(kind: &Type, raw: &'raw [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Self::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Self::Integer(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            _ => Self::Text(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_kind: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::BYTEA)
            || <String as FromSql>::accepts(kind)
    }
}

pub(super) fn columns(statement: &tokio_postgres::Statement) -> Arc<[Box<str>]> {
    statement.columns().iter().map(|column| Box::from(column.name())).collect()
}

pub(super) fn row(row: &tokio_postgres::Row, columns: &Arc<[Box<str>]>) -> Result<Row, StoreError> {
    let values = (0..row.len())
        .map(|index| {
            row.try_get(index)
                .map_err(|error| StoreError::Database { doing: "reading a value", source: Arc::new(error) as Cause })
        })
        .collect::<Result<Vec<Value>, _>>()?;
    Ok(Row::new(Arc::clone(columns), values))
}
