//! Migrations: numbered SQL files, the same names for both engines, applied once and never changed.

use jiff::Timestamp;

use crate::{
    encoding::{Encoding, to_hex},
    engine::Engine,
    error::StoreError,
    instant,
};

/// One step of the schema, written for both engines.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every migration, oldest first. A new one is a file in each folder and a name here.
pub(crate) static MIGRATIONS: &[Migration] = migrations![
    "0001_journal",
    "0002_views",
    "0003_desk",
    "0004_location_and_age",
    "0005_demonstration",
    "0006_county_lines",
    "0007_duties_counted",
    "0008_reasons_and_forces",
    "0009_findings"
];

impl Migration {
    fn sql(&self, engine: &Engine) -> &'static str {
        match engine {
            Engine::Sqlite(_) => self.sqlite,
            Engine::Postgres(_) => self.postgres,
        }
    }
}

fn checksum(sql: &str) -> String {
    to_hex(&Encoding::new("manumit.migration.v1").text(sql).sha256())
}

/// Brings the schema up to date.
///
/// # Errors
/// [`StoreError::MigrationChanged`] and [`StoreError::MigrationUnknown`] if the database belongs to another build.
pub(crate) async fn migrate(engine: &Engine) -> Result<(), StoreError> {
    let table = "create table if not exists migration (name text not null primary key, checksum text not null, \
                 applied_at text not null)";
    engine.script(table.to_owned()).await?;
    let applied = engine.query("select name, checksum from migration order by name", Vec::new()).await?;
    for row in &applied {
        let name = row.text("name")?;
        let known = MIGRATIONS.iter().find(|migration| migration.name == name);
        match known {
            None => return Err(StoreError::MigrationUnknown { name: name.to_owned() }),
            Some(migration) if checksum(migration.sql(engine)) != row.text("checksum")? => {
                return Err(StoreError::MigrationChanged { name: name.to_owned() });
            }
            Some(_) => {}
        }
    }
    for migration in MIGRATIONS.iter().skip(applied.len()) {
        let sql = migration.sql(engine);
        let record = format!(
            "insert into migration (name, checksum, applied_at) values ('{}', '{}', '{}')",
            migration.name,
            checksum(sql),
            instant::written(Timestamp::now()),
        );
        engine.script(format!("{record};\n{sql}")).await?;
        tracing::info!(migration = migration.name, "migration applied");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_numbered_without_gaps() {
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert!(migration.name.starts_with(&format!("{number:04}_")), "{}", migration.name);
        }
    }
}
