//! Pictures as stand-alone SVG: overlaps, estimates by method, replicates, and every model.

use super::{
    canvas::{ASIDE, BAND, Canvas, INK, MAIN, PALE, QUIET, Scale},
    people, whole,
};
use crate::{
    estimate::{Estimate, Role},
    interval::{Ties, quantile},
    model::{Term, size},
    sensitivity::WithInterval,
    solver::as_float,
};

/// Histories shown in the picture of overlaps at most.
const MOST_HISTORIES: usize = 24;
/// Bars of the histogram.
const BARS: usize = 48;

/// The overlaps as an UpSet plot: a column for each history, largest first; a row for each list.
#[must_use]
pub fn upset(estimate: &Estimate) -> String {
    let table = &estimate.table;
    let mut histories: Vec<(Term, u64)> = table.histories().collect();
    histories.sort_by_key(|(history, count)| (std::cmp::Reverse(*count), *history));
    let hidden = histories.len().saturating_sub(MOST_HISTORIES);
    histories.truncate(MOST_HISTORIES);
    let (left, top, bar_height, row) = (250.0, 74.0, 190.0, 26.0);
    let column = 26.0;
    let width = (left + column * as_float(histories.len() as u64) + 30.0).max(640.0);
    let base = top + bar_height;
    let height = base + 24.0 + row * as_float(table.width() as u64) + 40.0;
    let mut canvas = Canvas::new(
        width,
        height,
        "People by the lists they are on",
        "An UpSet plot: one column for each combination of lists, with the number of people on exactly those lists.",
    );
    canvas.bold((20.0, 30.0), 19.0, "People by exactly which lists they are on");
    let note = if hidden == 1 {
        let cases = whole(as_float(estimate.diagnostics.cases));
        format!("{cases} people seen; the rarest combination is not drawn. Logarithmic bars.")
    } else if hidden > 0 {
        format!(
            "{} people seen; {hidden} rarer combinations are not drawn. Logarithmic bars.",
            whole(as_float(estimate.diagnostics.cases))
        )
    } else {
        format!("{} people seen. Logarithmic bars.", whole(as_float(estimate.diagnostics.cases)))
    };
    canvas.text((20.0, 52.0), "start", (14.0, QUIET), &note);
    let most = histories.iter().map(|(_, count)| as_float(*count)).fold(1.0, f64::max);
    let tall = |count: f64| bar_height * 0.86 * (1.0 + count).ln() / (1.0 + most).ln();
    let sizes = &estimate.diagnostics.list_sizes;
    let largest = sizes.iter().map(|count| as_float(*count)).fold(1.0, f64::max);
    for (list, (name, count)) in table.lists().iter().zip(sizes).enumerate() {
        let y = base + 24.0 + row * as_float(list as u64);
        if list % 2 == 0 {
            canvas.rect((left - 6.0, y - row / 2.0), (width - left - 14.0, row), "#f3f5f6");
        }
        let long = 84.0 * as_float(*count) / largest;
        canvas.rect((left - 12.0 - long, y - 7.0), (long, 14.0), PALE);
        canvas.text((left - 17.0 - long, y + 4.5), "end", (12.0, INK), &whole(as_float(*count)));
        canvas.text((20.0, y + 5.0), "start", (14.0, INK), &shorten(name, 13));
    }
    for (place, (history, count)) in histories.iter().enumerate() {
        let x = left + column * (as_float(place as u64) + 0.5);
        let bar = tall(as_float(*count));
        let fill = if size(*history) == 1 { "#8aa4b8" } else { MAIN };
        canvas.rect((x - 8.0, base - bar), (16.0, bar), fill);
        canvas.text((x, base - bar - 6.0), "middle", (11.0, INK), &count.to_string());
        let mut ends: Vec<f64> = Vec::new();
        for list in 0..table.width() {
            let y = base + 24.0 + row * as_float(list as u64);
            let on = history >> list & 1 == 1;
            canvas.dot((x, y), 6.0, if on { INK } else { PALE }, if on { 1.0 } else { 0.7 });
            if on {
                ends.push(y);
            }
        }
        if let (Some(first), Some(last)) = (ends.first(), ends.last()) {
            canvas.line((x, *first), (x, *last), INK, 3.0);
        }
    }
    canvas.text((20.0, height - 14.0), "start", (12.0, QUIET), "Grey columns: on one list only. Blue: overlaps, on which every estimate rests. Grey bars at the left: size of each list.");
    canvas.finish()
}

fn shorten(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}

/// Estimates by method with their 95% intervals, and the band of the range.
#[must_use]
pub fn methods(estimate: &Estimate) -> String {
    let shown: Vec<_> = estimate.methods.iter().collect();
    let (left, row, top) = (330.0, 34.0, 96.0);
    let width = 980.0;
    let height = top + row * as_float(shown.len() as u64) + 70.0;
    let mut canvas = Canvas::new(
        width,
        height,
        "Estimates by method",
        "Each method's estimate of the whole population with its 95% interval; the shaded band is the range across accepted methods.",
    );
    let told = estimate.range.as_ref().map_or("No method gives a figure".to_owned(), |range| {
        let upper = range.limits.1.map_or("no upper limit".to_owned(), people);
        format!("Between {} and {upper} people, seen and unseen", people(range.limits.0))
    });
    canvas.bold((20.0, 32.0), 21.0, &told);
    canvas.text(
        (20.0, 56.0),
        "start",
        (14.0, QUIET),
        "Estimates by method with 95% intervals. The shaded band holds the intervals of all accepted methods.",
    );
    let limits = shown.iter().filter_map(|m| m.intervals.first()).flat_map(|i| [Some(i.low), i.high]).flatten();
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for value in limits.chain(shown.iter().filter_map(|m| m.population)) {
        (low, high) = (low.min(value), high.max(value));
    }
    if high == 0.0 {
        (low, high) = (0.0, 1.0);
    }
    let scale = Scale::new((low, high), (left, width - 40.0));
    let bottom = top + row * as_float(shown.len() as u64);
    if let Some(range) = &estimate.range {
        let (from, to) = (scale.place(range.limits.0), scale.place(range.limits.1.unwrap_or(f64::MAX)));
        canvas.rect((from, top - 14.0), (to - from, bottom - top + 14.0), BAND);
    }
    axis(&mut canvas, &scale, (top - 14.0, bottom), "people in all, seen and unseen");
    for (place, method) in shown.iter().enumerate() {
        let y = top + row * (as_float(place as u64) + 0.4);
        let fill = if method.role == Role::Estimate { MAIN } else { ASIDE };
        canvas.text((20.0, y + 5.0), "start", (14.0, INK), method.name);
        let Some((interval, population)) = method.intervals.first().zip(method.population) else {
            let why = if method.refused.as_deref().is_some_and(|why| why.starts_with("not converged")) {
                "refused: chains disagree"
            } else {
                "refused"
            };
            canvas.text((left + 6.0, y + 5.0), "start", (13.0, QUIET), why);
            continue;
        };
        let (from, to) = (scale.place(interval.low), interval.high.map_or(width - 40.0, |high| scale.place(high)));
        canvas.line((from, y), (to, y), fill, 4.0);
        canvas.line((from, y - 6.0), (from, y + 6.0), fill, 2.0);
        if interval.high.is_some() {
            canvas.line((to, y - 6.0), (to, y + 6.0), fill, 2.0);
        } else {
            canvas.text((to + 2.0, y + 5.0), "start", (16.0, fill), "→");
        }
        canvas.dot((scale.place(population), y), 7.0, fill, 1.0);
    }
    canvas.text(
        (20.0, height - 10.0),
        "start",
        (12.0, QUIET),
        "Blue: accepted methods. Purple: for reference or history only, not in the range.",
    );
    canvas.finish()
}

fn axis(canvas: &mut Canvas, scale: &Scale, (top, bottom): (f64, f64), label: &str) {
    let mut last = f64::NEG_INFINITY;
    for tick in scale.ticks() {
        let x = scale.place(tick);
        canvas.line((x, top), (x, bottom), PALE, 1.0);
        if x - last > 52.0 {
            canvas.text((x, bottom + 18.0), "middle", (12.0, INK), &whole(tick));
            last = x;
        }
    }
    let (from, to) = (scale.place(f64::MIN_POSITIVE), scale.place(f64::MAX));
    canvas.line((from, bottom), (to, bottom), INK, 1.0);
    canvas.text((f64::midpoint(from, to), bottom + 38.0), "middle", (13.0, QUIET), label);
}

/// The histogram of bootstrap replicates with both intervals; `None` without replicates.
#[must_use]
pub fn histogram(estimate: &Estimate) -> Option<String> {
    let replicates = estimate.replicates.as_ref()?;
    let intervals = replicates.intervals(Ties::Half)?;
    let mut sorted = replicates.estimates.clone();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, 0.002)?, quantile(&sorted, 0.99)?);
    let (percentile, bca) = (intervals.percentile(0.95)?, intervals.bca(0.95)?);
    let span = (low.min(bca.0.value).min(replicates.estimate), high.max(bca.1.value).max(percentile.1.value));
    let (left, right, top, bottom) = (60.0, 860.0, 112.0, 330.0);
    let scale = Scale::new(span, (left, right));
    let mut canvas = Canvas::new(
        900.0,
        452.0,
        "Bootstrap replicates",
        "How the stepwise estimate moves when the table is drawn again and the model chosen anew.",
    );
    canvas.bold((20.0, 32.0), 19.0, "The estimate when the table is drawn again and the model chosen anew");
    let beyond = sorted.iter().filter(|value| **value > span.1).count();
    let note = format!(
        "{} replicates of stepwise selection, {} without an estimate{}.",
        whole(as_float((sorted.len() + replicates.failed) as u64)),
        replicates.failed,
        if beyond > 0 { format!(", {beyond} beyond the right edge") } else { String::new() }
    );
    canvas.text((20.0, 54.0), "start", (14.0, QUIET), &note);
    let mut bars = [0_usize; BARS];
    for value in sorted.iter().filter(|value| **value <= span.1) {
        let share = (scale.place(*value) - left) / (right - left);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the bars")]
        let bar = (share * as_float(BARS as u64)) as usize;
        if let Some(count) = bars.get_mut(bar.min(BARS - 1)) {
            *count += 1;
        }
    }
    let most = bars.iter().max().copied().unwrap_or(1);
    let tall = Scale::from_zero(as_float(most as u64), (bottom, top));
    let wide = (right - left) / as_float(BARS as u64);
    axis(&mut canvas, &scale, (bottom, bottom), "people in all, seen and unseen");
    for (place, count) in bars.iter().enumerate().filter(|(_, count)| **count > 0) {
        let y = tall.place(as_float(*count as u64));
        canvas.rect((left + wide * as_float(place as u64) + 0.5, y), (wide - 1.0, bottom - y), "#8aa4b8");
    }
    let x = scale.place(replicates.estimate);
    canvas.line((x, top - 16.0), (x, bottom), INK, 2.0);
    canvas.text((x + 6.0, top - 6.0), "start", (13.0, INK), &format!("estimate {}", people(replicates.estimate)));
    for (y, name, limits, fill) in [(398.0, "percentile 95%", percentile, MAIN), (426.0, "BCa 95%", bca, ASIDE)] {
        let (from, to) = (scale.place(limits.0.value), scale.place(limits.1.value));
        canvas.line((from, y), (to, y), fill, 4.0);
        for end in [from, to] {
            canvas.line((end, y - 6.0), (end, y + 6.0), fill, 2.0);
        }
        let flagged = if limits.0.beyond_replicates || limits.1.beyond_replicates {
            " (a limit is only the extreme replicate)"
        } else {
            ""
        };
        let words = format!("{name}: {} to {}{flagged}", people(limits.0.value), people(limits.1.value));
        if to + 8.0 * as_float(words.len() as u64) > 890.0 {
            canvas.text((from, y - 8.0), "start", (12.0, fill), &words);
        } else {
            canvas.text((to + 10.0, y + 4.0), "start", (12.0, fill), &words);
        }
    }
    Some(canvas.finish())
}

/// Every model: how much worse it fits, against what it says.
#[must_use]
pub fn models(estimate: &Estimate) -> Option<String> {
    let picture = estimate.sensitivity.picture.as_ref()?;
    let shown: Vec<(f64, f64)> = picture.points.iter().copied().filter(|(gap, _)| *gap <= 40.0).collect();
    let mut people_of: Vec<f64> = shown.iter().map(|(_, people)| *people).collect();
    people_of.sort_by(f64::total_cmp);
    let (low, high) = (*people_of.first()?, quantile(&people_of, 0.995)?);
    let (left, right, top, bottom) = (70.0, 860.0, 116.0, 420.0);
    let across = Scale::new((low, high), (left, right));
    let down = Scale::from_zero(shown.iter().map(|(gap, _)| *gap).fold(1.0, f64::max), (top, bottom));
    let mut canvas = Canvas::new(
        900.0,
        480.0,
        "Every model",
        "Each dot is a model: the further down the worse it fits, the further right the more people it says there are.",
    );
    canvas.bold((20.0, 32.0), 19.0, "Every model: models that fit about as well say different things");
    let note = format!(
        "Models within 2 of the best (shaded) say {}.",
        picture.within.first().map_or(String::new(), |(_, _, low, high)| if (high - low).abs() < 0.5 {
            people(*low)
        } else {
            format!("{} to {}", people(*low), people(*high))
        })
    );
    canvas.text((20.0, 54.0), "start", (14.0, QUIET), &note);
    let drawn = format!(
        "{} of {} models may be used; drawn are those within 40 of the best, best at the top.",
        whole(as_float(picture.admissible as u64)),
        whole(as_float(picture.candidates as u64))
    );
    canvas.text((20.0, 74.0), "start", (14.0, QUIET), &drawn);
    canvas.rect((left, down.place(0.0)), (right - left, down.place(2.0) - down.place(0.0)), BAND);
    axis(&mut canvas, &across, (top, bottom), "people in all, seen and unseen");
    for tick in down.ticks() {
        canvas.text((left - 8.0, down.place(tick) + 4.0), "end", (12.0, INK), &whole(tick));
    }
    canvas.text((20.0, top - 10.0), "start", (12.0, QUIET), "criterion, above the best");
    for (gap, people) in shown.iter().rev().filter(|(_, people)| *people <= high) {
        canvas.dot((across.place(*people), down.place(*gap)), 4.0, MAIN, 0.35);
    }
    if let Some((gap, people, model)) = picture.best.first() {
        let at = (across.place(*people), down.place(*gap));
        canvas.dot(at, 6.0, ASIDE, 1.0);
        let (x, anchor) = if at.0 > 620.0 { (at.0 + 6.0, "end") } else { (at.0.max(230.0), "start") };
        canvas.text((x, at.1 - 10.0), anchor, (13.0, ASIDE), &format!("best: {model}, {}", super::people(*people)));
    }
    Some(canvas.finish())
}

/// Estimates by subgroup: name, and estimate with its 95% limits where there is one.
#[must_use]
pub fn strata(rows: &[(String, Option<WithInterval>)]) -> String {
    let (left, row, top, width) = (280.0, 32.0, 88.0, 900.0);
    let bottom = top + row * as_float(rows.len() as u64);
    let mut canvas = Canvas::new(
        width,
        bottom + 60.0,
        "Estimates by subgroup",
        "The stepwise estimate of each subgroup with its 95% interval.",
    );
    canvas.bold((20.0, 32.0), 19.0, "Stepwise estimates by subgroup, with 95% intervals");
    canvas.text(
        (20.0, 54.0),
        "start",
        (14.0, QUIET),
        "Subgroups with fewer than three usable lists are refused. Subgroups need not add up to the whole.",
    );
    let values: Vec<f64> =
        rows.iter().filter_map(|(_, v)| *v).flat_map(|v| [v.low, v.high]).filter(|v| v.is_finite()).collect();
    let (low, high) =
        (values.iter().copied().fold(f64::INFINITY, f64::min), values.iter().copied().fold(0.0, f64::max));
    let scale = Scale::new(if high > 0.0 { (low, high) } else { (0.0, 1.0) }, (left, width - 40.0));
    axis(&mut canvas, &scale, (top - 12.0, bottom), "people in all, seen and unseen");
    for (place, (name, value)) in rows.iter().enumerate() {
        let y = top + row * (as_float(place as u64) + 0.4);
        canvas.text((20.0, y + 5.0), "start", (14.0, INK), &shorten(name, 32));
        match value {
            None => canvas.text((left + 6.0, y + 5.0), "start", (13.0, QUIET), "refused"),
            Some(found) => {
                canvas.line((scale.place(found.low), y), (scale.place(found.high), y), MAIN, 4.0);
                canvas.dot((scale.place(found.value), y), 6.0, MAIN, 1.0);
            }
        }
    }
    canvas.finish()
}
