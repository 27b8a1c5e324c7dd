//! Arrow and Parquet files say what a CSV file says, and damaged ones are refused.

use std::{fs::File, path::Path, sync::Arc};

use arrow_array::{
    Array, ArrayRef, Date32Array, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow_schema::{DataType, Field, Schema};
use manumit_linkage::{link::link, read};
use proptest::prelude::*;

/// The people of `fake_1000` in two batches, with numbers, views and missing cells.
fn batches() -> Vec<RecordBatch> {
    let text = super::data("fake_1000");
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |rows: &[csv::StringRecord], name: &str| -> Vec<Option<String>> {
        let place = headings.iter().position(|heading| heading == name).unwrap();
        rows.iter().map(|row| Some(row[place].to_owned()).filter(|text| !text.is_empty())).collect()
    };
    let batch = |rows: &[csv::StringRecord]| {
        let number = |text: Option<String>| text.and_then(|text| text.parse::<i64>().ok());
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("unique_id", Arc::new(column(rows, "unique_id").into_iter().map(number).collect::<Int64Array>())),
            ("first_name", Arc::new(StringArray::from(column(rows, "first_name")))),
            ("surname", Arc::new(StringViewArray::from_iter(column(rows, "surname")))),
            ("dob", Arc::new(LargeStringArray::from(column(rows, "dob")))),
            ("city", Arc::new(StringArray::from(column(rows, "city")))),
            ("email", Arc::new(StringArray::from(column(rows, "email")))),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .unwrap()
    };
    vec![batch(&rows[..400]), batch(&rows[400..])]
}

fn write(path: &Path, batches: &[RecordBatch]) {
    let (file, schema) = (File::create(path).unwrap(), batches[0].schema());
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("arrow") => {
            let mut writer = arrow_ipc::writer::FileWriter::try_new(file, &schema).unwrap();
            batches.iter().for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        }
        Some("arrows") => {
            let mut writer = arrow_ipc::writer::StreamWriter::try_new(file, &schema).unwrap();
            batches.iter().for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        }
        _ => {
            let mut writer = parquet::arrow::ArrowWriter::try_new(file, schema, None).unwrap();
            batches.iter().for_each(|batch| writer.write(batch).unwrap());
            writer.close().unwrap();
        }
    }
}

#[test]
fn every_form_of_file_links_alike() {
    let (settings, records, linked, _) = super::linked("fake_1000", "fake");
    let folder = tempfile::tempdir().unwrap();
    for ending in ["arrow", "arrows", "parquet"] {
        let path = folder.path().join(format!("fake_1000.{ending}"));
        write(&path, &batches());
        let read = read::files(&settings, &[&path], &|_| {}).unwrap();
        assert_eq!(read.len(), records.len(), "{ending}");
        for record in 0..records.len() as u32 {
            assert_eq!(read.identifier(record), records.identifier(record), "{ending}");
            for column in 0..settings.fields.len() {
                assert_eq!(read.original(record, column), records.original(record, column), "{ending}");
            }
        }
        let again = link(&settings, &read, None, &Default::default(), &|_| {}).unwrap();
        assert_eq!(again.edges, linked.edges, "{ending}");
        assert_eq!(again.labels, linked.labels, "{ending}");
    }
}

#[test]
fn dates_are_read_and_other_kinds_of_column_are_refused() {
    let settings = super::settings("fake");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.arrow");
    let whole = &batches()[0];
    let with_date = |column: ArrayRef| {
        let kind = column.data_type().clone();
        let fields: Vec<Field> = whole.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        let fields: Vec<Field> = fields
            .into_iter()
            .map(|field| if field.name() == "dob" { Field::new("dob", kind.clone(), true) } else { field })
            .collect();
        let mut columns = whole.columns().to_vec();
        columns[3] = column;
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
    };
    write(&path, &[with_date(Arc::new(Date32Array::from(vec![11_017; 400])))]);
    let read = read::files(&settings, &[&path], &|_| {}).unwrap();
    assert_eq!(read.original(0, 2), "2000-03-01");
    write(&path, &[with_date(Arc::new(arrow_array::Float64Array::from(vec![1.5; 400])))]);
    let refused = read::files(&settings, &[&path], &|_| {}).unwrap_err().to_string();
    assert!(refused.contains("the column \"dob\" is Float64; write text, whole numbers or dates."), "{refused}");
    assert_eq!(DataType::Float64.to_string(), "Float64");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn damaged_files_are_read_or_refused(
        ending in prop_oneof![Just("arrow"), Just("arrows"), Just("parquet")],
        changes in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 1..8),
        keep in 0.0..1.3_f64,
    ) {
        static WHOLE: std::sync::OnceLock<Vec<RecordBatch>> = std::sync::OnceLock::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("people.{ending}"));
        write(&path, &[WHOLE.get_or_init(batches)[0].slice(0, 20)]);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        for (place, byte) in changes {
            let place = (bytes.len() as f64 * place) as usize;
            if let Some(sign) = bytes.get_mut(place) {
                *sign = byte;
            }
        }
        std::fs::write(&path, &bytes).unwrap();
        let _ = read::files(&super::settings("fake"), &[&path], &|_| {});
        let _ = read::csv_text(&super::settings("fake"), "people", &bytes);
    }
}
