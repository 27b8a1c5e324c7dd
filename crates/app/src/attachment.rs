//! Files handed in with a draft: taken by what they hold, not by what they are called.

use jiff::Timestamp;
use manumit_domain::refusal::Refusal;
use manumit_store::desk::Attachment;
use sha2::{Digest as _, Sha256};

use crate::{AppError, Office};

/// The most bytes one file may have.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// How many files a draft or record may have.
pub const MOST: usize = 100;

/// The types that are taken in: the name's ending, the type, and how the content begins.
const TAKEN: [(&str, &str, &[u8]); 5] = [
    ("pdf", "application/pdf", b"%PDF-"),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
];

/// What in a PDF or Word file does something when it is opened.
const ACTIVE: [&[u8]; 7] =
    [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"vbaProject", b"word/embeddings"];

/// Takes a file in for a draft or record, and gives what is known of it.
///
/// # Errors
/// Refused with `file.*` if it is empty, too large, of another type than its name says, or holds what would run.
pub async fn take_in(
    office: &Office,
    at: Timestamp,
    holder: &str,
    (name, content): (&str, &[u8]),
) -> Result<Attachment, AppError> {
    let kind = recognise(name, content)?;
    if office.store().list_attachments(holder).await?.len() >= MOST {
        return Err(refused("file.too_many", "There are a hundred files already.", "Put several into one file.").into());
    }
    let attachment = Attachment {
        digest: Sha256::digest(content).into(),
        holder: holder.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        size: u64::try_from(content.len()).unwrap_or(u64::MAX),
        at,
    };
    office.store().keep_attachment(&attachment, content).await?;
    Ok(attachment)
}

/// The type of a file, by its content, if it is one that is taken in and the name agrees.
fn recognise(name: &str, content: &[u8]) -> Result<&'static str, Refusal> {
    if content.is_empty() {
        return Err(refused("file.empty", "The file is empty.", "Choose another file."));
    }
    if content.len() > LARGEST {
        return Err(refused(
            "file.too_large",
            "The file is larger than 25 megabytes.",
            "Make it smaller, or send parts.",
        ));
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let found = TAKEN.iter().find(|(known, _, begins)| *known == ending && content.starts_with(begins));
    let Some((_, kind, _)) = found else {
        return Err(refused(
            "file.type",
            "The file is not a PDF, PNG, JPEG or Word file, or its name says another type than its content.",
            "Save it as a PDF file, and choose that.",
        ));
    };
    if kind.starts_with("application/") && ACTIVE.iter().any(|active| holds(content, active)) {
        return Err(refused(
            "file.active",
            "The file holds something that runs when it is opened.",
            "Print it to a new PDF file, and choose that.",
        ));
    }
    Ok(kind)
}

fn holds(content: &[u8], what: &[u8]) -> bool {
    content.windows(what.len()).any(|window| window == what)
}

/// Gives the files of a draft to the record that it became.
pub(crate) async fn hand_over(office: &Office, from: &str, to: &str) -> Result<(), AppError> {
    for file in office.store().list_attachments(from).await? {
        if let Some(content) = office.store().open_attachment(&file).await? {
            let handed = Attachment { holder: to.to_owned(), ..file };
            office.store().keep_attachment(&handed, &content).await?;
        }
    }
    Ok(())
}

fn refused(code: &'static str, sentence: &str, remedy: &str) -> Refusal {
    Refusal::new(code, sentence.to_owned(), remedy.to_owned()).about("file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_by_what_they_hold() {
        assert_eq!(recognise("scan.PDF", b"%PDF-1.7 ...").unwrap(), "application/pdf");
        assert_eq!(recognise("photo.jpeg", b"\xff\xd8\xff\xe0").unwrap(), "image/jpeg");
        for (name, content, code) in [
            ("empty.pdf", &b""[..], "file.empty"),
            ("page.html", b"<html>", "file.type"),
            ("page.pdf", b"<html><script>", "file.type"),
            ("photo.png.exe", b"\x89PNG\r\n\x1a\n", "file.type"),
            ("photo.png", b"%PDF-1.7", "file.type"),
            ("none", b"%PDF-1.7", "file.type"),
            ("macros.docx", b"PK\x03\x04 word/vbaProject.bin", "file.active"),
            ("macros.docm", b"PK\x03\x04", "file.type"),
            ("active.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>", "file.active"),
        ] {
            assert_eq!(recognise(name, content).unwrap_err().code, code, "{name}");
        }
        assert_eq!(recognise("big.pdf", &vec![b'%'; LARGEST + 1]).unwrap_err().code, "file.too_large");
    }
}
