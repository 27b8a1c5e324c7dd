//! Parquet and Arrow files: columns of text, whole numbers or dates.

use std::fs::File;

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type},
};
use arrow_schema::{ArrowError, DataType, Schema};

use super::Sheet;
use crate::error::LinkageError;

pub(super) fn parquet(sheet: Sheet<'_>) -> Result<(), LinkageError> {
    let path = sheet.path;
    let file = File::open(path).map_err(LinkageError::file(path))?;
    let wrong = |error: &dyn std::fmt::Display| {
        LinkageError::form(path, 0, format!("it is not a Parquet file that can be read: {error}."))
    };
    let builder = ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|error| wrong(&error))?;
    let schema = builder.schema().clone();
    let reader = builder.with_batch_size(16_384).build().map_err(|error| wrong(&error))?;
    batches(sheet, &schema, reader)
}

pub(super) fn ipc(sheet: Sheet<'_>) -> Result<(), LinkageError> {
    let path = sheet.path;
    let open = || File::open(path).map_err(LinkageError::file(path));
    if let Ok(reader) = arrow_ipc::reader::FileReader::try_new(open()?, None) {
        let schema = reader.schema();
        return batches(sheet, &schema, reader);
    }
    let reader = arrow_ipc::reader::StreamReader::try_new(open()?, None)
        .map_err(|error| LinkageError::form(path, 0, format!("it is not an Arrow file that can be read: {error}.")))?;
    let schema = reader.schema();
    batches(sheet, &schema, reader)
}

fn batches(
    mut sheet: Sheet<'_>,
    schema: &Schema,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
) -> Result<(), LinkageError> {
    let path = sheet.path;
    let headings: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let mut rows = sheet.rows(&headings)?;
    let mut asked: Vec<usize> = rows.layout.fields.iter().flatten().copied().collect();
    asked.push(rows.layout.identifier);
    asked.extend(rows.layout.source);
    for batch in batches {
        let batch = batch.map_err(|error| LinkageError::form(path, 0, format!("it cannot be read: {error}.")))?;
        let mut texts: Vec<Vec<String>> = vec![Vec::new(); batch.num_columns()];
        for place in &asked {
            if let Some(column) = texts.get_mut(*place).filter(|column| column.is_empty()) {
                *column = as_text(batch.column(*place).as_ref()).ok_or_else(|| {
                    let (heading, kind) = (schema.field(*place).name(), schema.field(*place).data_type());
                    let sentence = format!("the column {heading:?} is {kind}; write text, whole numbers or dates.");
                    LinkageError::form(path, 0, sentence)
                })?;
            }
        }
        for row in 0..batch.num_rows() {
            rows.push(|place| texts.get(place).and_then(|column| column.get(row)).map_or("", String::as_str));
        }
    }
    rows.flush();
    Ok(())
}

/// A column as text; missing is empty.
fn as_text(column: &dyn Array) -> Option<Vec<String>> {
    fn all<T: ToString>(values: impl Iterator<Item = Option<T>>) -> Vec<String> {
        values.map(|value| value.map_or_else(String::new, |value| value.to_string())).collect()
    }
    macro_rules! numbers {
        ($kind:ty) => {
            all(column.as_primitive::<$kind>().iter())
        };
    }
    Some(match column.data_type() {
        DataType::Utf8 => all(column.as_string::<i32>().iter()),
        DataType::LargeUtf8 => all(column.as_string::<i64>().iter()),
        DataType::Utf8View => all(column.as_string_view().iter()),
        DataType::Int8 => numbers!(Int8Type),
        DataType::Int16 => numbers!(Int16Type),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::UInt8 => numbers!(UInt8Type),
        DataType::UInt16 => numbers!(UInt16Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::Date32 => all(column.as_primitive::<Date32Type>().iter().map(|day| day.map(crate::date::written))),
        DataType::Boolean => all(column.as_boolean().iter()),
        DataType::Null => vec![String::new(); column.len()],
        _ => return None,
    })
}
