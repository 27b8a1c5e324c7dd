//! The view of all streams: which there are, how far each has come, and since when.

use super::{Projector, Shown, View, reference::opening};
use crate::{instant, value::Statement};

pub(super) const VIEW: View = View { name: "stream", tables: &["stream"], project };

const UPSERT: &str = "insert into stream \
     (stream, kind, compartment, version, first_recorded_at, last_recorded_at, reference) \
     values ($1, $2, $3, $4, $5, $5, $6) on conflict (stream) do update set version = excluded.version, \
     last_recorded_at = excluded.last_recorded_at";

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let event = shown.recorded;
    vec![Statement::new(
        UPSERT,
        vec![
            event.stream.to_string().into(),
            event.stream.kind.code().into(),
            event.compartment.code().into(),
            event.version.into(),
            instant::written(event.recorded_at).into(),
            opening(&shown.content).map(|reference| reference.to_string()).into(),
        ],
    )]
}
