//! How a connection is made: where the URL demands it, over TLS, with a server whose certificate is held against authorities.
//!
//! `sslmode=require` always checks the whole certificate, host name and all: to encrypt for whoever answers would keep
//! nobody out. `verify-ca` and `verify-full` are read as the same. The authorities are those of `sslrootcert`, a file in
//! PEM; without it, those of Mozilla's list.

use std::{future::Future, path::Path, sync::Arc};

use percent_encoding::percent_decode_str;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio_postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls_improved::MakeRustlsConnect;

use crate::error::{Cause, StoreError};

/// How the connections of a pool are made.
pub(super) struct Transport {
    config: Config,
    secured: Option<MakeRustlsConnect>,
}

impl Transport {
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        let (url, authorities) = apart(url);
        let unreadable =
            || StoreError::Location { given: crate::location::Location::Postgres(url.clone()).to_string() };
        let mut config: Config = url.parse().map_err(|_| unreadable())?;
        if authorities.is_some() && config.get_ssl_mode() == SslMode::Prefer {
            config.ssl_mode(SslMode::Require);
        }
        let secured = match config.get_ssl_mode() {
            SslMode::Require => Some(MakeRustlsConnect::new(checking(authorities.as_deref())?)),
            SslMode::Prefer if config.get_hosts().iter().any(is_elsewhere) => {
                tracing::warn!(
                    "the connection to the database crosses a network in clear: add sslmode=require to its URL"
                );
                None
            }
            _ => None,
        };
        Ok(Self { config, secured })
    }

    pub(super) fn config(&mut self) -> &mut Config {
        &mut self.config
    }

    pub(super) async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        match &self.secured {
            Some(secured) => {
                let (client, connection) = self.config.connect(secured.clone()).await?;
                follow(connection);
                Ok(client)
            }
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                follow(connection);
                Ok(client)
            }
        }
    }
}

fn follow(connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            // Whatever was under way on it is told of by whoever waits for it.
            tracing::debug!(%error, "a connection to the database ended");
        }
    });
}

/// The URL as the client library reads it, and the file of authorities that it names.
fn apart(url: &str) -> (String, Option<String>) {
    let Some((address, parameters)) = url.split_once('?') else { return (url.to_owned(), None) };
    let mut authorities = None;
    let mut kept = Vec::new();
    for parameter in parameters.split('&') {
        match parameter.split_once('=') {
            Some(("sslrootcert", path)) => {
                authorities = Some(percent_decode_str(path).decode_utf8_lossy().into_owned())
            }
            Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
            _ => kept.push(parameter),
        }
    }
    (format!("{address}?{}", kept.join("&")), authorities)
}

/// Whether what is said to a host leaves this machine.
fn is_elsewhere(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name != "localhost" && !address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => false,
    }
}

/// A client that speaks only with a server whose certificate an authority vouches for.
fn checking(authorities: Option<&str>) -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    match authorities {
        Some(path) => {
            let failed = |source: Cause| StoreError::Authorities { path: path.to_owned(), source };
            let found = CertificateDer::pem_file_iter(Path::new(path)).map_err(|error| failed(Arc::new(error)))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| failed(Arc::new(error)))?;
                roots.add(certificate).map_err(|error| failed(Arc::new(error)))?;
            }
            if roots.is_empty() {
                return Err(failed(Arc::new(rustls::Error::NoCertificatesPresented)));
            }
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Database { doing: "setting up transport security", source: Arc::new(error) })?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authorities_are_read_apart_and_every_mode_that_checks_is_the_same() {
        let (url, authorities) = apart("postgres://nrm@db.example/nrm?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
        assert_eq!(
            (url.as_str(), authorities.as_deref()),
            ("postgres://nrm@db.example/nrm?sslmode=require", Some("/etc/ca.pem"))
        );
        let (url, none) = apart("postgres://nrm@db.example/nrm?sslmode=disable&connect_timeout=3");
        assert_eq!((url.as_str(), none), ("postgres://nrm@db.example/nrm?sslmode=disable&connect_timeout=3", None));
    }

    #[test]
    fn only_what_leaves_the_machine_is_elsewhere() {
        let elsewhere = |name: &str| is_elsewhere(&Host::Tcp(name.to_owned()));
        assert_eq!(
            ["localhost", "127.0.0.1", "::1", "10.0.0.7", "db.example"].map(elsewhere),
            [false, false, false, true, true]
        );
    }

    #[test]
    fn a_file_of_authorities_that_holds_none_is_named() {
        let missing = Transport::new("postgres://nrm@db.example/nrm?sslrootcert=/nowhere/ca.pem").err().unwrap();
        assert!(missing.to_string().contains("/nowhere/ca.pem"), "{missing}");
        let empty = tempfile::NamedTempFile::new().unwrap();
        let named = format!("postgres://nrm@db.example/nrm?sslrootcert={}", empty.path().display());
        assert!(matches!(Transport::new(&named), Err(StoreError::Authorities { .. })));
    }
}
