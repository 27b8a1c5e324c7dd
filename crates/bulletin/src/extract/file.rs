//! The extract on disk: an Arrow file with dictionary columns.
//!
//! Any tool that reads Arrow can read it. Reading checks what counting relies on: the columns and their types, a label
//! for every code, versions in order and not overlapping.

use std::{
    collections::HashMap,
    io::{Read, Seek, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, RecordBatch, StringArray, UInt8Array, UInt16Array, UInt32Array,
    cast::AsArray,
    types::{ArrowDictionaryKeyType, Date32Type, UInt8Type, UInt16Type, UInt32Type},
};
use arrow_ipc::{reader::FileReader, writer::FileWriter};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use crate::words::sha256;

use super::{CodeColumn, Codes, Column, DAYS, Extract, ExtractError, YearsByDay};

const FORMAT_KEY: &str = "manumit.extract";
/// The format of an extract without findings: every one of before.
const WITHOUT_FINDINGS: &str = "2";
/// The format of an extract that says who was found together.
const WITH_FINDINGS: &str = "3";
const FINDING: &str = "finding";
const CHECKSUM_KEY: &str = "manumit.checksum";
const SYNTHETIC_KEY: &str = "manumit.synthetic";

impl Extract {
    /// Writes the extract as an Arrow file. The same extract gives the same bytes.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, writer: impl Write) -> Result<(), ExtractError> {
        let mut fields = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        let mut add = |name: &str, nullable: bool, array: ArrayRef| {
            fields.push(Field::new(name, array.data_type().clone(), nullable));
            arrays.push(array);
        };
        add("row", false, Arc::new(self.row.clone()));
        add("recorded_from", false, Arc::new(self.recorded_from.clone()));
        add("recorded_to", false, Arc::new(self.recorded_to.clone()));
        add("received_on", false, Arc::new(self.received_on.clone()));
        add("reasonable_grounds_on", true, Arc::new(self.reasonable_grounds_on.clone()));
        add("conclusive_grounds_on", true, Arc::new(self.conclusive_grounds_on.clone()));
        for column in Column::ALL {
            add(column.name(), false, dictionary(self.column(column))?);
        }
        if let Some(findings) = &self.findings {
            add(FINDING, true, Arc::new(findings.clone()));
        }
        let format = if self.findings.is_some() { WITH_FINDINGS } else { WITHOUT_FINDINGS };
        let metadata = [
            (FORMAT_KEY, format.to_owned()),
            (CHECKSUM_KEY, format!("{:016x}", self.checksum())),
            (SYNTHETIC_KEY, self.synthetic.to_string()),
        ];
        let metadata = metadata.map(|(key, value)| (key.to_owned(), value));
        let schema = Arc::new(Schema::new(fields).with_metadata(HashMap::from(metadata)));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
        let mut file = FileWriter::try_new(writer, &schema)?;
        file.write(&batch)?;
        file.finish()?;
        Ok(())
    }

    /// Reads an extract from an Arrow file and checks it.
    ///
    /// # Errors
    /// When the file is not an extract, is of another version, or breaks a rule that counting relies on; the sentence
    /// names the column.
    pub fn read(reader: impl Read + Seek) -> Result<Self, ExtractError> {
        let batch = catch_unwind(AssertUnwindSafe(|| read_batch(reader))).map_err(|_| ExtractError::Damaged)??;
        let row = ordinals(&batch)?;
        let (recorded_from, received_on) = (days(&batch, "recorded_from")?, days(&batch, "received_on")?);
        check_range(&row, "recorded_from", &recorded_from)?;
        check_range(&row, "received_on", &received_on)?;
        let extract = Self {
            row,
            recorded_from,
            recorded_to: days(&batch, "recorded_to")?,
            years: YearsByDay::of(&received_on),
            received_on,
            reasonable_grounds_on: optional_days(&batch, "reasonable_grounds_on")?,
            conclusive_grounds_on: optional_days(&batch, "conclusive_grounds_on")?,
            columns: read_categories(&batch)?,
            findings: read_findings(&batch)?,
            synthetic: batch.schema().metadata().get(SYNTHETIC_KEY).is_some_and(|synthetic| synthetic == "true"),
        };
        extract.check_spans()?;
        extract.check_order()?;
        let written = batch.schema().metadata().get(CHECKSUM_KEY).cloned();
        if written != Some(format!("{:016x}", extract.checksum())) {
            return Err(ExtractError::Damaged);
        }
        Ok(extract)
    }

    /// The SHA-256 of the extract's file, in hexadecimal: what a release names as the record it was made from.
    ///
    /// # Errors
    /// When the file cannot be put together.
    pub fn digest(&self) -> Result<String, ExtractError> {
        let mut bytes = Vec::new();
        self.write(&mut bytes)?;
        Ok(sha256(&bytes))
    }

    fn check_spans(&self) -> Result<(), ExtractError> {
        let spans = self.recorded_from.values().iter().zip(self.recorded_to.values().iter());
        for (position, (from, to)) in spans.enumerate() {
            if to <= from {
                let row = self.row.values().get(position).copied().unwrap_or(0);
                return Err(ExtractError::EmptyVersion { row, from: *from, to: *to });
            }
        }
        Ok(())
    }
}

/// The one record batch of the file.
///
/// The Arrow reader panics on some damaged metadata; the caller makes an error of it.
fn read_batch(reader: impl Read + Seek) -> Result<RecordBatch, ExtractError> {
    let mut file = FileReader::try_new(reader, None)?;
    let found = file.schema().metadata().get(FORMAT_KEY).cloned();
    if !found.as_deref().is_some_and(|found| [WITHOUT_FINDINGS, WITH_FINDINGS].contains(&found)) {
        let found = found.unwrap_or_else(|| "missing".to_owned());
        return Err(ExtractError::WrongFormat { key: FORMAT_KEY, expected: "2 or 3", found });
    }
    if file.num_batches() != 1 {
        let found = format!("{} record batches", file.num_batches());
        return Err(ExtractError::WrongFormat { key: "content", expected: "one record batch", found });
    }
    let schema = file.schema();
    Ok(file.next().unwrap_or_else(|| Ok(RecordBatch::new_empty(schema)))?)
}

fn check_range(rows: &UInt32Array, column: &'static str, days: &Date32Array) -> Result<(), ExtractError> {
    match rows.values().iter().zip(days.values().iter()).find(|(_, day)| !DAYS.contains(day)) {
        Some((row, day)) => Err(ExtractError::DayOutOfRange { row: *row, column, day: *day }),
        None => Ok(()),
    }
}

fn dictionary(column: &CodeColumn) -> Result<ArrayRef, ArrowError> {
    let labels = Arc::new(StringArray::from_iter_values(&column.labels));
    Ok(match &column.codes {
        Codes::Narrow(codes) => Arc::new(DictionaryArray::<UInt8Type>::try_new(codes.clone(), labels)?),
        Codes::Wide(codes) => Arc::new(DictionaryArray::<UInt16Type>::try_new(codes.clone(), labels)?),
    })
}

fn find<'a>(
    batch: &'a RecordBatch,
    column: &'static str,
    expected: &'static str,
) -> Result<&'a ArrayRef, ExtractError> {
    let missing = || ExtractError::WrongColumn { column, expected, found: "missing".to_owned() };
    batch.column_by_name(column).ok_or_else(missing)
}

fn without_blanks<'a>(array: &'a ArrayRef, column: &'static str) -> Result<&'a ArrayRef, ExtractError> {
    match array.null_count() {
        0 => Ok(array),
        blanks => Err(ExtractError::WrongColumn {
            column,
            expected: "filled in every row",
            found: format!("blank in {blanks}"),
        }),
    }
}

fn wrong_type(column: &'static str, expected: &'static str, found: &DataType) -> ExtractError {
    ExtractError::WrongColumn { column, expected, found: found.to_string() }
}

fn ordinals(batch: &RecordBatch) -> Result<UInt32Array, ExtractError> {
    let expected = "an unsigned 32-bit number";
    let array = without_blanks(find(batch, "row", expected)?, "row")?;
    array.as_primitive_opt::<UInt32Type>().cloned().ok_or_else(|| wrong_type("row", expected, array.data_type()))
}

/// The findings, of an extract in the format that has them.
fn read_findings(batch: &RecordBatch) -> Result<Option<UInt32Array>, ExtractError> {
    if batch.schema().metadata().get(FORMAT_KEY).is_none_or(|format| format != WITH_FINDINGS) {
        return Ok(None);
    }
    let expected = "an unsigned 32-bit number";
    let array = find(batch, FINDING, expected)?;
    let findings = array.as_primitive_opt::<UInt32Type>().cloned();
    findings.map(Some).ok_or_else(|| wrong_type(FINDING, expected, array.data_type()))
}

fn optional_days(batch: &RecordBatch, column: &'static str) -> Result<Date32Array, ExtractError> {
    let expected = "a 32-bit day";
    let array = find(batch, column, expected)?;
    array.as_primitive_opt::<Date32Type>().cloned().ok_or_else(|| wrong_type(column, expected, array.data_type()))
}

fn days(batch: &RecordBatch, column: &'static str) -> Result<Date32Array, ExtractError> {
    without_blanks(find(batch, column, "a 32-bit day")?, column)?;
    optional_days(batch, column)
}

fn read_categories(batch: &RecordBatch) -> Result<[CodeColumn; Column::ALL.len()], ExtractError> {
    let mut columns = Vec::with_capacity(Column::ALL.len());
    for column in Column::ALL {
        columns.push(categories(batch, column.name())?);
    }
    columns.try_into().map_err(|columns: Vec<_>| ExtractError::WrongFormat {
        key: "content",
        expected: "16 category columns",
        found: format!("{}", columns.len()),
    })
}

fn categories(batch: &RecordBatch, column: &'static str) -> Result<CodeColumn, ExtractError> {
    let expected = "a dictionary of texts with codes of one or two bytes";
    let array = without_blanks(find(batch, column, expected)?, column)?;
    if let Some(coded) = array.as_dictionary_opt::<UInt8Type>() {
        let codes: &UInt8Array = coded.keys();
        let highest = codes.values().iter().copied().max();
        let labels = labels(coded, column, highest.map(usize::from))?;
        return Ok(CodeColumn { codes: Codes::Narrow(codes.clone()), labels });
    }
    if let Some(coded) = array.as_dictionary_opt::<UInt16Type>() {
        let codes: &UInt16Array = coded.keys();
        let highest = codes.values().iter().copied().max();
        let labels = labels(coded, column, highest.map(usize::from))?;
        return Ok(CodeColumn { codes: Codes::Wide(codes.clone()), labels });
    }
    Err(wrong_type(column, expected, array.data_type()))
}

fn labels<K: ArrowDictionaryKeyType>(
    coded: &DictionaryArray<K>,
    column: &'static str,
    highest: Option<usize>,
) -> Result<Vec<String>, ExtractError> {
    let expected = "a dictionary of texts with codes of one or two bytes";
    let texts = coded.values().as_string_opt::<i32>();
    let texts = texts.ok_or_else(|| wrong_type(column, expected, coded.values().data_type()))?;
    if texts.null_count() > 0 || highest.is_some_and(|highest| highest >= texts.len()) {
        return Err(ExtractError::UnknownCode { column });
    }
    Ok(texts.iter().flatten().map(str::to_owned).collect())
}
