//! `$n` means the n-th argument on both engines.
//!
//! SQLite takes `$1` for a *name* and numbers names by first appearance, so `select $2 || $1` would swap its
//! arguments without a word. It is therefore rewritten to `?1`, outside quotes and comments.

/// House SQL as SQLite reads it.
pub(super) fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '$' if rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()) => {
                out.push('?');
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at(taken);
        out.push_str(token);
        rest = after;
    }
    out
}

fn quoted(text: &str, quote: char) -> usize {
    text.char_indices().skip(1).find(|(_, c)| *c == quote).map_or(text.len(), |(end, c)| end + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewrites_numbers_and_nothing_else() {
        assert_eq!(numbered("select $2 || '-' || $1"), "select ?2 || '-' || ?1");
        assert_eq!(numbered("select '$1', \"$2\", 'it''s $3', $10"), "select '$1', \"$2\", 'it''s $3', ?10");
        assert_eq!(numbered("select 1 -- $1\n, $1 /* $2 */ - $2"), "select 1 -- $1\n, ?1 /* $2 */ - ?2");
        assert_eq!(numbered("select 'é$1' || $1"), "select 'é$1' || ?1");
    }
}
