//! Embeds what the pages are made with: the compiled style and script of GOV.UK Frontend, and its macros.

use std::{
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

use flate2::{Compression, write::GzEncoder};

/// The licensed typeface of GOV.UK, which only GOV.UK may use, and what stands in its place.
const TYPEFACE: &str = "GDS Transport,arial,sans-serif";
const SYSTEM: &str = "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",arial,sans-serif";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = here.join("../..");
    for watched in ["frontend/package-lock.json", "frontend/requirements.txt", "src/pages.css", "build.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let fetched = Command::new("bash").arg(root.join("scripts/fetch-frontend")).status()?;
    if !fetched.success() {
        return Err("scripts/fetch-frontend did not fetch GOV.UK Frontend; it says why above".into());
    }
    let frontend = root.join("target/frontend");
    let compiled = frontend.join("govuk-frontend/dist/govuk");
    let style = fs::read_to_string(compiled.join("govuk-frontend.min.css"))?;
    let own = fs::read_to_string(here.join("src/pages.css"))?;
    write(&out, "style.css", format!("{}\n{own}", without_typeface(&style)?).as_bytes())?;
    let script = fs::read_to_string(compiled.join("govuk-frontend.min.js"))?;
    write(&out, "script.js", without_map(&script).as_bytes())?;
    let ours = ("OURS", "Our own templates, by name.");
    embed((&here.join("templates"), "html"), ours, &out.join("ours.rs"))?;
    let texts = ("TEXTS", "The files of texts, by name.");
    embed((&here.join("texts"), "ftl"), texts, &out.join("texts.rs"))?;
    embed_macros(&frontend.join("govuk_frontend_jinja/templates"), &out)
}

/// The style without the fonts, which are neither ours to use nor worth their weight.
fn without_typeface(style: &str) -> Result<String, String> {
    let mut plain = without_map(style).replace(TYPEFACE, SYSTEM);
    while let Some(begin) = plain.find("@font-face{") {
        let length = plain.get(begin..).and_then(|rest| rest.find('}')).ok_or("a font face without an end")?;
        plain.replace_range(begin..=begin + length, "");
    }
    if plain.contains("GDS Transport") {
        return Err("the style names the typeface of GOV.UK in a way that build.rs does not know".to_owned());
    }
    Ok(plain)
}

/// Without the remark that names a source map, which is not served.
fn without_map(text: &str) -> String {
    let end = ["//# sourceMappingURL", "/*# sourceMappingURL"].iter().filter_map(|remark| text.find(remark)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text).to_owned()
}

/// Writes a file as it is, packed, and its digest, so that none of this is done while people wait.
fn write(out: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::write(out.join(name), bytes)?;
    fs::write(out.join(format!("{name}.digest")), digest(bytes))?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    fs::write(out.join(format!("{name}.gz")), packed.finish()?)
}

/// FNV-1a, which is enough to tell versions of our own files apart.
fn digest(bytes: &[u8]) -> String {
    let mix = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix))
}

/// A list of every macro file with its name, for the template engine.
fn embed_macros(templates: &Path, out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    collect(templates, "html", &mut files)?;
    files.sort();
    // The frame of a page is ours: theirs puts blocks into macros, which this template engine does not read.
    files.retain(|file| *file != templates.join("template.html"));
    let macros =
        list("MACROS", "The macros of GOV.UK Frontend, by name.", (templates, "govuk_frontend_jinja/"), &files)?;
    fs::write(out.join("macros.rs"), macros)?;
    Ok(())
}

/// A list of every file of ours in a folder that ends so.
fn embed(
    (folder, ending): (&Path, &str),
    (name, what): (&str, &str),
    file: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(folder, ending, &mut files)?;
    files.sort();
    fs::write(file, list(name, what, (folder, ""), &files)?)?;
    Ok(())
}

/// The text of a list of files by their names in a folder, after a prefix.
fn list(
    name: &str,
    what: &str,
    (folder, prefix): (&Path, &str),
    files: &[PathBuf],
) -> Result<String, Box<dyn std::error::Error>> {
    let mut text = format!("/// {what}\nstatic {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let inside = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        text.push_str(&format!("    (\"{prefix}{inside}\", include_str!({:?})),\n", file.canonicalize()?));
    }
    text.push_str("];\n");
    Ok(text)
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, files)?;
        } else if path.extension().is_some_and(|extension| extension == ending) {
            files.push(path);
        }
    }
    Ok(())
}
