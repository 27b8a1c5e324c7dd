//! Lists as files for spreadsheets, safe to open.

/// Rows as CSV. A cell that a spreadsheet would take for a formula is led by an apostrophe, so that what somebody typed
/// is never run on the machine of whoever opens the file. Numbers stay numbers.
pub(crate) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let led = if is_formula(cell) { "'" } else { "" };
    let needed = !led.is_empty() || cell.contains([',', '"', '\n', '\r']);
    if needed { format!("\"{led}{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn is_formula(cell: &str) -> bool {
    let begins =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let number = cell.strip_suffix('%').unwrap_or(cell);
    let is_number = number.parse::<f64>().is_ok_and(f64::is_finite);
    begins && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for bad in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\u{ff1d}1", "-inf", "+NaN"] {
            let text = csv([vec![bad.to_owned()]]);
            assert!(text.starts_with("\"'"), "{bad:?}: {text:?}");
        }
        let row = ["-5", "-5%", "+3.5", "12", "a,b", "say \"so\"", "", "plain"].map(str::to_owned).to_vec();
        assert_eq!(csv([row]), "-5,-5%,+3.5,12,\"a,b\",\"say \"\"so\"\"\",,plain\r\n");
    }
}
