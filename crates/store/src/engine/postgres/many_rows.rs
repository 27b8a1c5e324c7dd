//! One statement for several rows.
//!
//! PostgreSQL answers each statement by itself, and the answers cost more than the rows. House SQL writes an insert in one
//! way, `insert into t (…) values (…)`, with nothing behind it that looks at a row that is there: such a text can be
//! written again with more rows.

use std::borrow::Cow;

const VALUES: &str = " values (";

/// Says whether a statement can carry several rows.
pub(super) fn can_be(sql: &str) -> bool {
    sql.starts_with("insert into ") && sql.matches(VALUES).count() == 1 && !sql.contains("do update")
}

/// The statement for so many rows, each with arguments of its own, one after the other.
pub(super) fn of(sql: &str, rows: usize) -> Cow<'_, str> {
    let Some((head, row, tail)) = parts(sql).filter(|_| rows > 1) else { return Cow::Borrowed(sql) };
    let each = highest(row);
    let mut text = String::with_capacity(head.len() + tail.len() + rows * (row.len() + 8));
    text.push_str(head);
    for number in 0..rows {
        text.push_str(if number == 0 { "(" } else { ", (" });
        renumber(row, number * each, &mut text);
        text.push(')');
    }
    text.push_str(tail);
    Cow::Owned(text)
}

/// What comes before the row, the row without its brackets, and what comes behind.
fn parts(sql: &str) -> Option<(&str, &str, &str)> {
    let opening = sql.find(VALUES)? + VALUES.len();
    let closing = opening + sql.get(opening..)?.find(')')?;
    Some((sql.get(..opening - 1)?, sql.get(opening..closing)?, sql.get(closing + 1..)?))
}

fn numbers(row: &str) -> impl Iterator<Item = usize> {
    row.split('$').skip(1).filter_map(|after| {
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after.get(..digits)?.parse().ok()
    })
}

fn highest(row: &str) -> usize {
    numbers(row).max().unwrap_or_default()
}

fn renumber(row: &str, by: usize, out: &mut String) {
    let mut parts = row.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        out.push('$');
        out.push_str(&number.parse::<usize>().map_or_else(|_| number.to_owned(), |number| (number + by).to_string()));
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_get_arguments_of_their_own() {
        let sql = "insert into t (a, b, c) values ($1, $2, $2) on conflict do nothing";
        assert!(can_be(sql));
        assert_eq!(of(sql, 1), sql);
        assert_eq!(
            of(sql, 3),
            "insert into t (a, b, c) values ($1, $2, $2), ($3, $4, $4), ($5, $6, $6) on conflict do nothing"
        );
    }

    #[test]
    fn what_looks_at_rows_that_are_there_goes_alone() {
        assert!(!can_be("insert into t (a) values ($1) on conflict (a) do update set a = excluded.a"));
        assert!(!can_be("update t set a = $1"));
        assert!(!can_be("insert into t (a) select $1"));
    }
}
