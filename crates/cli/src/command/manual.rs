//! `manumit man`: one manual page with every command.

use std::io;

use clap::Command;
use clap_mangen::Man;

use super::tree;

/// The page, in roff.
pub fn page(root: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut commands = tree::every(root).into_iter();
    if let Some(root) = commands.next() {
        let closing = example(&root);
        let man = Man::new(root);
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        page.extend_from_slice(list(&man)?.as_bytes());
        page.extend_from_slice(closing.as_bytes());
    }
    for command in commands {
        page.extend_from_slice(part(command)?.as_bytes());
    }
    Ok(page)
}

/// The list of commands. They are parts of this page, and no pages of their own.
fn list(man: &Man) -> io::Result<String> {
    let mut section = Vec::new();
    man.render_subcommands_section(&mut section)?;
    let section = String::from_utf8(section).map_err(io::Error::other)?;
    Ok(section.replace("(1)\n", "\n").replace("manumit\\-", "manumit ").replace(".SH SUBCOMMANDS", ".SH COMMANDS"))
}

/// One command as a part of the page: its own sections become sections below it.
fn part(command: Command) -> io::Result<String> {
    let heading = format!(".SH \"{}\"\n", tree::full_name(&command).to_uppercase());
    let closing = example(&command);
    let man = Man::new(command);
    let mut sections = Vec::new();
    man.render_description_section(&mut sections)?;
    man.render_synopsis_section(&mut sections)?;
    man.render_options_section(&mut sections)?;
    let sections = String::from_utf8(sections).map_err(io::Error::other)?;
    let below: String = sections
        .lines()
        .filter(|line| *line != ".SH DESCRIPTION")
        .map(|line| format!("{}\n", line.replacen(".SH ", ".SS ", 1)))
        .collect();
    Ok(heading + &below + &closing)
}

/// The example of a help text as a section.
fn example(command: &Command) -> String {
    let text = tree::after_help(command);
    let lines: String =
        text.lines().filter(|line| !line.is_empty()).map(|line| format!("{}\n.br\n", escaped(line))).collect();
    if lines.is_empty() { String::new() } else { format!(".PP\n{lines}") }
}

fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace('-', "\\-")
}
