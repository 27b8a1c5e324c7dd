//! A progress line on standard error, for whatever takes over two seconds. Silent when nobody watches.

use std::{fmt::Write, time::Duration};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// A progress line for a known number of steps.
pub fn of(total: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} ({rate}, {eta} left)");
    style_with(bar, style.ok(), what)
}

/// A progress line for an unknown number of steps.
pub fn counting(what: &str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    style_with(bar, ProgressStyle::with_template("{msg} {pos} ({rate})").ok(), what)
}

/// A line that says for how long something without steps has been going on.
pub fn waiting(what: &str) -> ProgressBar {
    style_with(ProgressBar::no_length(), ProgressStyle::with_template("{msg} ({elapsed})").ok(), what)
}

fn style_with(bar: ProgressBar, style: Option<ProgressStyle>, what: &str) -> ProgressBar {
    if let Some(style) = style {
        bar.set_style(style.with_key("rate", rate).progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

/// How many steps a second, without a fraction.
fn rate(state: &ProgressState, line: &mut dyn Write) {
    let _ = write!(line, "{:.0} a second", state.per_sec());
}
