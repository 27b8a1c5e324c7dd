//! Starting, sharing and stopping a cluster.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The superuser of the cluster.
const USER: &str = "manumit";

/// Stops a cluster and removes its folder once no process named in `users` is alive. A process that joins while it
/// looks is seen, because a process writes its name before it looks at `ready`, and `ready` is gone before the last
/// look at the names.
const WATCH: &str = r#"
cd "$1" || exit 0
idle=0
while [ -d users ]; do
    sleep 1
    for user in users/*; do
        [ -e "$user" ] || continue
        kill -0 "${user#users/}" 2>/dev/null && idle=0 || rm -f "$user"
    done
    if [ -n "$(ls users)" ]; then idle=0; continue; fi
    idle=$((idle + 1))
    [ "$idle" -ge 3 ] || continue
    rm -f ready
    if [ -n "$(ls users)" ]; then : > ready; idle=0; continue; fi
    "$2" stop
    cd / && rm -rf "$1"
    exit 0
done
"#;

/// Runs the cluster's own programs as a user PostgreSQL accepts: it refuses to run as root.
const CONTROL: &str = r#"#!/bin/sh
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}
case "$1" in
make)
    [ "$(id -u)" != 0 ] || chown postgres "$FOLDER" || exit 1
    as_owner "$BIN/initdb" -D "$FOLDER/data" -U "$USER_NAME" -A trust -E UTF8 --locale=C --no-instructions >"$FOLDER/initdb.log" 2>&1 ;;
start)
    [ "$(id -u)" != 0 ] || [ ! -d "$FOLDER/secured" ] || chown -R postgres "$FOLDER/secured" || exit 1
    as_owner "$BIN/pg_ctl" -D "$FOLDER/data" -l "$FOLDER/server.log" -w -t 60 \
        -o "-c listen_addresses='' -c unix_socket_directories='$FOLDER' -c max_connections=200 -c fsync=on $(cat "$FOLDER/options" 2>/dev/null)" start >/dev/null 2>&1 ;;
stop)
    as_owner "$BIN/pg_ctl" -D "$FOLDER/data" -m immediate -w stop >/dev/null 2>&1 ;;
esac
"#;

/// A running PostgreSQL.
pub struct Cluster {
    folder: PathBuf,
    owned: bool,
}

impl Cluster {
    /// The cluster that all test processes of this machine share.
    ///
    /// # Panics
    /// If PostgreSQL is not installed or does not start.
    #[expect(clippy::panic, reason = "a test that cannot have its database must fail")]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| match join_or_start() {
            Ok(folder) => Self { folder, owned: false },
            Err(problem) => panic!("{problem}"),
        })
    }

    /// A cluster of this test's own, which it may stop and start. It ends when dropped.
    ///
    /// # Panics
    /// As [`Cluster::shared`].
    #[expect(clippy::panic, reason = "a test that cannot have its database must fail")]
    pub fn private() -> Self {
        match start() {
            Ok(folder) => Self { folder, owned: true },
            Err(problem) => panic!("{problem}"),
        }
    }

    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        let host = self.folder.to_string_lossy().replace('%', "%25").replace('/', "%2F");
        format!("postgres://{USER}@{host}/{database}")
    }

    /// Starts the server again so that it also answers over TLS on a port of loopback, with this certificate and its key.
    ///
    /// # Panics
    /// If it does not start.
    #[expect(clippy::unwrap_used, reason = "a test that cannot have its database must fail")]
    pub fn secure(&self, port: u16, (certificate, key): (&str, &str)) {
        let secured = self.folder.join("secured");
        fs::create_dir(&secured).unwrap();
        fs::write(secured.join("server.crt"), certificate).unwrap();
        fs::write(secured.join("server.key"), key).unwrap();
        #[cfg(unix)]
        fs::set_permissions(secured.join("server.key"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c ssl=on -c ssl_cert_file='{0}/server.crt' \
             -c ssl_key_file='{0}/server.key'",
            secured.display()
        );
        fs::write(self.folder.join("options"), options).unwrap();
        self.kill();
        self.revive();
    }

    /// Kills the server at once, as a power cut would. Only for a private cluster.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn kill(&self) {
        assert!(self.owned && control(&self.folder, "stop"), "PostgreSQL does not stop");
    }

    /// Starts the server again after [`Cluster::kill`].
    ///
    /// # Panics
    /// If it does not start.
    pub fn revive(&self) {
        assert!(self.owned && control(&self.folder, "start"), "PostgreSQL does not start again");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.owned {
            control(&self.folder, "stop");
            let _left_to_the_watcher = fs::remove_dir_all(&self.folder);
        }
    }
}

fn control(folder: &Path, what: &str) -> bool {
    Command::new(folder.join("control"))
        .arg(what)
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("BIN", fs::read_to_string(folder.join("programs")).unwrap_or_default())
        .env("FOLDER", folder)
        .env("USER_NAME", USER)
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Finds the folder with `initdb` and `postgres`.
fn programs() -> Result<PathBuf, String> {
    let both = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    if let Some(named) = env::var_os("MANUMIT_POSTGRES_BIN").map(PathBuf::from) {
        return both(&named)
            .then_some(named.clone())
            .ok_or_else(|| format!("MANUMIT_POSTGRES_BIN names {}, which has no initdb and pg_ctl", named.display()));
    }
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(both)
        .collect();
    installed.sort();
    let path: OsString = env::var_os("PATH").unwrap_or_default();
    installed.pop().or_else(|| env::split_paths(&path).find(both)).ok_or_else(|| {
        "these tests need PostgreSQL 14 or newer and it was not found: install its server package, or set \
         MANUMIT_POSTGRES_BIN to the folder that holds initdb and pg_ctl"
            .to_owned()
    })
}

/// Joins the running cluster, or starts one under a lock so that only one process does.
fn join_or_start() -> Result<PathBuf, String> {
    let told = |doing: &'static str| move |error: io::Error| format!("cannot {doing} for the test database: {error}");
    let pointer = env::temp_dir().join(format!("manumit-test-postgres-{}", user()));
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(pointer.with_extension("lock"))
        .map_err(told("open the lock file"))?;
    lock.lock().map_err(told("take the lock"))?;
    if let Ok(running) = fs::read_to_string(&pointer).map(PathBuf::from)
        && join(&running)
    {
        return Ok(running);
    }
    let folder = start()?;
    fs::write(&pointer, folder.to_string_lossy().as_bytes()).map_err(told("say where it is"))?;
    Ok(folder)
}

fn user() -> String {
    env::var("USER").ok().filter(|name| name.chars().all(char::is_alphanumeric)).unwrap_or_else(|| "anyone".to_owned())
}

/// A cluster whose server and watcher were killed leaves its folder behind, `ready` and all: only an answer counts.
fn join(folder: &Path) -> bool {
    let joined = fs::write(folder.join("users").join(std::process::id().to_string()), "").is_ok();
    joined && folder.join("ready").exists() && UnixStream::connect(folder.join(".s.PGSQL.5432")).is_ok()
}

fn start() -> Result<PathBuf, String> {
    let programs = programs()?;
    let told = |doing: &'static str| move |error: io::Error| format!("cannot {doing} for the test database: {error}");
    let folder = tempfile::Builder::new().prefix("manumit-pg-").tempdir().map_err(told("make a folder"))?.keep();
    fs::create_dir(folder.join("users")).map_err(told("make a folder"))?;
    fs::write(folder.join("programs"), programs.to_string_lossy().as_bytes()).map_err(told("write a file"))?;
    fs::write(folder.join("control"), CONTROL).map_err(told("write a file"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&folder, open.clone()).map_err(told("open its folder"))?;
        fs::set_permissions(folder.join("control"), open).map_err(told("open its folder"))?;
    }
    for step in ["make", "start"] {
        if !control(&folder, step) {
            let log = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
            let said = format!("{}{}", log("initdb.log"), log("server.log"));
            return Err(format!("PostgreSQL in {} does not {step} a cluster: {said}", programs.display()));
        }
    }
    fs::write(folder.join("ready"), "").map_err(told("write a file"))?;
    if !join(&folder) {
        return Err(format!("PostgreSQL in {} started and does not answer", programs.display()));
    }
    watch(&folder, &programs).map_err(told("start the watcher"))?;
    Ok(folder)
}

fn watch(folder: &Path, programs: &Path) -> io::Result<()> {
    let mut command = Command::new("sh");
    command
        .args(["-c", WATCH, "watch"])
        .arg(folder)
        .arg(folder.join("control"))
        .env("BIN", programs)
        .env("FOLDER", folder)
        .env("USER_NAME", USER)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map(|_watcher| ())
}
