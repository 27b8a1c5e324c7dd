//! The macros give what GOV.UK Frontend publishes for them, component by component.

use std::{fs, path::Path};

use manumit_web::Templates;
use minijinja::{Value, context};

/// Components that are not made by a macro of their own name in the way of the others.
const APART: [&str; 0] = [];

/// HTML without what no browser shows: spaces between tags and runs of them.
fn plain(html: &str) -> String {
    let one_line = html.split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = one_line.replace("> <", "><").replace("> ", ">").replace(" <", "<").replace(" >", ">");
    // The same signs, written in two ways.
    tight
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#x2f;", "/")
}

fn macro_name(component: &str) -> String {
    let words = component.split('-').map(|word| word.chars().next().unwrap().to_uppercase().to_string() + &word[1..]);
    format!("govuk{}", words.collect::<String>())
}

#[test]
fn every_published_fixture_comes_out_as_published() {
    let templates = Templates::new().unwrap();
    let components =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/frontend/govuk-frontend/dist/govuk/components");
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut folders: Vec<_> = fs::read_dir(components).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.join("fixtures.json").is_file()) {
        let component = folder.file_name().unwrap().to_str().unwrap();
        if APART.contains(&component) {
            continue;
        }
        let text = fs::read_to_string(folder.join("fixtures.json")).unwrap();
        // Not as serde_json's own value, which forgets the order of attributes.
        let published: Value = serde_json::from_str(&text).unwrap();
        for fixture in published.get_attr("fixtures").unwrap().try_iter().unwrap() {
            let part = |name: &str| fixture.get_attr(name).unwrap();
            let name = macro_name(component);
            let text = format!(
                "{{% from \"govuk_frontend_jinja/components/{component}/macro.html\" import {name} %}}{{{{ {name}(params) }}}}"
            );
            let params = part("options");
            compared += 1;
            let expected = plain(part("html").as_str().unwrap());
            match templates.fill_text(&text, context! { params }) {
                Ok(html) if plain(&html) == expected => {}
                Ok(html) => wrong.push(format!("{component}, {}:\n  {}\n  {expected}", part("name"), plain(&html))),
                Err(error) => wrong.push(format!(
                    "{component}, {}: {error}: {:?}",
                    part("name"),
                    std::error::Error::source(&error)
                )),
            }
        }
    }
    assert!(compared > 600, "{compared} fixtures");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}
