//! Every command with its full name, for the manual page and the reference.

use clap::Command;

/// Every command that is not hidden, the parent before its children, each showing only the options of its own.
pub fn every(mut root: Command) -> Vec<Command> {
    root.build();
    let mut found = Vec::new();
    walk(root, &mut found);
    found
}

fn walk(command: Command, found: &mut Vec<Command>) {
    let known: Vec<_> = command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    let children: Vec<Command> = command
        .get_subcommands()
        .filter(|child| !child.is_hide_set() && child.get_name() != "help")
        .map(|child| {
            child
                .clone()
                .mut_args(|argument| if known.contains(argument.get_id()) { argument.hide(true) } else { argument })
        })
        .collect();
    found.push(command);
    for child in children {
        walk(child, found);
    }
}

/// The name as it is written: `manumit case show`.
pub fn full_name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or_else(|| command.get_name())
}

/// The example that ends the help text.
pub fn after_help(command: &Command) -> String {
    command.get_after_help().map(ToString::to_string).unwrap_or_default()
}
