//! The tables of a dump: their columns, and a row as JSON.

use serde_json::{Map, Value as Json};

use crate::{
    encoding::{from_hex, to_hex},
    error::StoreError,
    value::{Row, Statement, Value},
};

/// One table of a dump.
pub(super) struct Table {
    pub(super) name: &'static str,
    columns: &'static [(&'static str, Kind)],
    order: &'static str,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Integer,
    Hex,
}

use Kind::{Hex, Integer, Text};

/// The journal first, then what lives beside it. The first is the one that is exported.
pub(super) static TABLES: &[Table] = &[
    Table {
        name: "event",
        columns: &[
            ("stream", Text),
            ("version", Integer),
            ("kind", Text),
            ("compartment", Text),
            ("controller", Text),
            ("recorded_at", Text),
            ("occurred_on", Text),
            ("actor_organisation", Text),
            ("actor_post", Text),
            ("actor_role", Text),
            ("purpose", Text),
            ("cause", Text),
            ("idempotency_key", Text),
            ("body", Text),
            ("sealed", Hex),
            ("previous_hash", Hex),
            ("hash", Hex),
            ("position", Integer),
            ("lane", Integer),
            ("sequence", Integer),
        ],
        order: "stream, version",
    },
    Table {
        name: "journal_commit",
        columns: &[
            ("lane", Integer),
            ("sequence", Integer),
            ("events", Integer),
            ("digest", Hex),
            ("previous_mac", Hex),
            ("mac", Hex),
        ],
        order: "lane, sequence",
    },
    Table {
        name: "journal_head",
        columns: &[("lane", Integer), ("sequence", Integer), ("events", Integer), ("last", Hex), ("mac", Hex)],
        order: "lane",
    },
    Table {
        name: "stream_key",
        columns: &[("stream", Text), ("compartment", Text), ("wrapped", Hex)],
        order: "stream",
    },
    Table { name: "checkpoint", columns: &[("number", Integer), ("body", Text), ("signature", Hex)], order: "number" },
    Table {
        name: "receipt",
        columns: &[
            ("idempotency_key", Text),
            ("fingerprint", Text),
            ("recorded_at", Text),
            ("streams", Text),
            ("result", Text),
        ],
        order: "idempotency_key",
    },
    Table {
        name: "search_token",
        columns: &[("stream", Text), ("token", Hex), ("compartment", Text)],
        order: "stream, token",
    },
    Table {
        name: "access_log",
        columns: &[
            ("at", Text),
            ("organisation", Text),
            ("post", Text),
            ("role", Text),
            ("purpose", Text),
            ("record", Text),
        ],
        order: "id",
    },
    Table {
        name: "account",
        columns: &[
            ("id", Text),
            ("sign_in", Hex),
            ("organisation", Text),
            ("post", Text),
            ("role", Text),
            ("lead", Integer),
            ("state", Text),
            ("sealed", Hex),
            ("password", Text),
            ("invitation", Hex),
            ("invited_until", Text),
            ("changed_at", Text),
        ],
        order: "id",
    },
    Table {
        name: "draft",
        columns: &[
            ("id", Text),
            ("organisation", Text),
            ("post", Text),
            ("question_set", Text),
            ("version", Text),
            ("begun_at", Text),
        ],
        order: "id",
    },
    Table {
        name: "draft_revision",
        columns: &[
            ("draft", Text),
            ("number", Integer),
            ("at", Text),
            ("post", Text),
            ("state", Text),
            ("sealed", Hex),
        ],
        order: "draft, number",
    },
    Table {
        name: "attachment",
        columns: &[
            ("digest", Hex),
            ("holder", Text),
            ("name", Hex),
            ("kind", Text),
            ("size", Integer),
            ("at", Text),
            ("sealed", Hex),
        ],
        order: "holder, digest",
    },
    Table {
        name: "break_glass",
        columns: &[
            ("stream", Text),
            ("organisation", Text),
            ("post", Text),
            ("from_at", Text),
            ("until_at", Text),
            ("reason", Hex),
            ("reviewed_at", Text),
            ("reviewed_by", Text),
        ],
        order: "stream, organisation, post, from_at",
    },
    Table {
        name: "trail",
        columns: &[
            ("id", Integer),
            ("at", Text),
            ("organisation", Text),
            ("post", Text),
            ("role", Text),
            ("action", Text),
            ("about", Text),
            ("outcome", Text),
            ("rule", Text),
        ],
        order: "id",
    },
];

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn select(&self) -> String {
        format!("select {} from {} order by {}", self.names(), self.name, self.order)
    }

    pub(super) fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|number| format!("${number}")).collect();
        format!("insert into {} ({}) values ({})", self.name, self.names(), places.join(", "))
    }

    pub(super) fn to_json(&self, row: &Row) -> Result<Json, StoreError> {
        let mut object = Map::new();
        object.insert("table".to_owned(), self.name.into());
        for (name, kind) in self.columns {
            let value = match kind {
                Text => row.maybe_text(name)?.map_or(Json::Null, Json::from),
                Integer => row.integer(name)?.into(),
                Hex => row.maybe_blob(name)?.map_or(Json::Null, |bytes| to_hex(bytes).into()),
            };
            object.insert((*name).to_owned(), value);
        }
        Ok(object.into())
    }

    /// The statement that puts a line back, or what is wrong with the line.
    pub(super) fn statement(&self, object: &Json) -> Result<Statement, String> {
        let arguments = self.columns.iter().map(|(name, kind)| {
            let value = object.get(name).ok_or_else(|| format!("`{name}` is missing"))?;
            match (kind, value) {
                (Text | Hex, Json::Null) => Ok(Value::Null),
                (Text, Json::String(text)) => Ok(text.as_str().into()),
                (Hex, Json::String(text)) => {
                    from_hex(text).map(Value::from).ok_or_else(|| format!("`{name}` must be hexadecimal digits"))
                }
                (Integer, value) => {
                    value.as_i64().map(Value::from).ok_or_else(|| format!("`{name}` must be a whole number"))
                }
                _ => Err(format!("`{name}` must be a text")),
            }
        });
        Ok(Statement::new(self.insert(), arguments.collect::<Result<_, _>>()?))
    }
}
