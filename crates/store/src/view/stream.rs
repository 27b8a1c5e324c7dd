//! The view of all streams: which there are, how far each has come, and since when.

use super::{Projector, View};
use crate::{error::StoreError, instant, journal::Recorded, value::Statement};

pub(super) const VIEW: View = View { name: "stream", tables: &["stream"], project };

const UPSERT: &str = "insert into stream (stream, kind, compartment, version, first_recorded_at, last_recorded_at) \
     values ($1, $2, $3, $4, $5, $5) on conflict (stream) do update set version = excluded.version, \
     last_recorded_at = excluded.last_recorded_at";

fn project(event: &Recorded, _projector: &Projector) -> Result<Vec<Statement>, StoreError> {
    Ok(vec![Statement::new(
        UPSERT,
        vec![
            event.stream.to_string().into(),
            event.stream.kind.code().into(),
            event.compartment.code().into(),
            event.version.into(),
            instant::written(event.recorded_at).into(),
        ],
    )])
}
