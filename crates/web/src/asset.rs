//! The style and the script, embedded in the binary, under names that change with their content.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A file that pages refer to.
pub struct Asset {
    name: &'static str,
    kind: &'static str,
    digest: &'static str,
    plain: &'static [u8],
    packed: &'static [u8],
}

/// The style of every page.
pub static STYLE: Asset = Asset {
    name: "style.css",
    kind: "text/css; charset=utf-8",
    digest: include_str!(concat!(env!("OUT_DIR"), "/style.css.digest")),
    plain: include_bytes!(concat!(env!("OUT_DIR"), "/style.css")),
    packed: include_bytes!(concat!(env!("OUT_DIR"), "/style.css.gz")),
};

/// The script of every page; pages work without it.
pub static SCRIPT: Asset = Asset {
    name: "script.js",
    kind: "text/javascript; charset=utf-8",
    digest: include_str!(concat!(env!("OUT_DIR"), "/script.js.digest")),
    plain: include_bytes!(concat!(env!("OUT_DIR"), "/script.js")),
    packed: include_bytes!(concat!(env!("OUT_DIR"), "/script.js.gz")),
};

impl Asset {
    /// Where it is: the path holds a digest, so it may be kept for ever.
    pub fn path(&self) -> String {
        format!("/assets/{}/{}", self.digest, self.name)
    }
}

/// Serves an asset, packed for those who can unpack it.
pub async fn serve(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let found = [&STYLE, &SCRIPT].into_iter().find(|asset| asset.name == name && asset.digest == digest);
    let Some(asset) = found else { return StatusCode::NOT_FOUND.into_response() };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    let varies = (header::VARY, "accept-encoding");
    if accepted.split(',').any(|encoding| encoding.trim().starts_with("gzip")) {
        let packed = [(header::CONTENT_TYPE, asset.kind), (header::CONTENT_ENCODING, "gzip"), for_ever, varies];
        return (packed, asset.packed).into_response();
    }
    ([(header::CONTENT_TYPE, asset.kind), for_ever, varies], asset.plain).into_response()
}
