//! The physical limit: single-row inserts, each durable before the next.

use std::{path::Path, time::Instant};

const ROW: &str = "a row of about the size of one small record, two hundred bytes or so, so that the limit is the disk \
    and the engine's own work for one insert and one commit, and nothing that a program on top of it might add ........";

/// Inserts a second with full synchronisation: in `delete` mode, as SQLite comes, or in `wal` mode, its fastest.
pub fn sqlite(folder: &Path, journal_mode: &str, count: u32) -> anyhow::Result<f64> {
    let connection = rusqlite::Connection::open(folder.join(format!("bare-{journal_mode}.db")))?;
    connection.pragma_update(None, "journal_mode", journal_mode)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute("create table bare (id integer primary key, body text not null) strict", [])?;
    let start = Instant::now();
    for _ in 0..count {
        connection.prepare_cached("insert into bare (body) values (?1)")?.execute([ROW])?;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Inserts a second, each committed before the next is sent.
pub async fn postgres(url: &str, count: u32) -> anyhow::Result<f64> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    client
        .batch_execute("create table bare (id bigint generated always as identity primary key, body text not null)")
        .await?;
    let statement = client.prepare("insert into bare (body) values ($1)").await?;
    let start = Instant::now();
    for _ in 0..count {
        client.execute(&statement, &[&ROW]).await?;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    drop(client);
    connection.await??;
    Ok(rate)
}
