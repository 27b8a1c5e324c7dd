//! Erasing what a record seals.

use manumit_app::erasure;
use manumit_domain::{journal::StreamKind, reference::Reference};
use manumit_store::Store;

use super::Erase;
use crate::{failure::WrongUse, output::say};

/// Destroys the key of a record.
pub async fn erase(store: &Store, asked: &Erase) -> anyhow::Result<()> {
    let Erase { reference, reason, acting, yes } = asked;
    let caller = acting.caller()?;
    let stream = erasure::find(store, &caller, reference).await?;
    if !yes {
        return Err(WrongUse::new(
            format!("Erasing {reference} destroys its key: what it seals can never be read again."),
            "Add --yes to do it. Nothing was changed.",
        )
        .into());
    }
    let reason = reason.read()?;
    if reason.trim().is_empty() {
        return Err(
            WrongUse::new("No reason is given.", "Write --reason with the ground for erasure, naming nobody.").into()
        );
    }
    let erasure = erasure::erase(store, &caller, reference, &reason).await?;
    let log = if erasure.log_truncated {
        ""
    } else {
        "\nThe database's own log still holds the key in wrapped form until its next checkpoint."
    };
    say(&format!(
        "Erased {reference}: its key is destroyed, and a tombstone says so. Its coarse facts stay.\n{}{log}\nBackups made \
         earlier still hold the key: end them on their schedule.",
        others(reference, stream.kind)
    ))
}

/// What else may hold the person's name.
fn others(reference: &Reference, kind: StreamKind) -> String {
    match kind {
        StreamKind::Referral | StreamKind::Case | StreamKind::SupportRequest => format!(
            "The referral, the case and the request for support are sealed each under its own key: {reference} was one of \
             them, erase the others too."
        ),
        StreamKind::PublicReport => {
            "A report from the public stands alone: nothing else holds what it says.".to_owned()
        }
        StreamKind::Notification | StreamKind::PoliceNotice => "This kind of record seals no identity.".to_owned(),
    }
}
