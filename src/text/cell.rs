//! Text of a table's cell: spreadsheets run formulas, Markdown renders markup.

use super::escape::clean_line;

/// Characters with which a spreadsheet takes a cell for a formula, the full-width ones among them.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// `text` as one field of a CSV row (RFC 4180). A formula is kept from running by an apostrophe before it; controls and line
/// breaks are shown as escapes.
pub fn csv_cell(text: &str) -> String {
    let mut cell = clean_line(text).into_owned();
    if cell.trim_start().starts_with(FORMULA) {
        cell.insert(0, '\'');
    }
    if cell.contains([',', '"', ';']) || cell.starts_with(' ') || cell.ends_with(' ') {
        cell = format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

/// `text` as one cell of a Markdown table: no markup, no HTML, no mention and no link comes of it.
pub fn markdown_cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 8);
    for c in clean_line(text).chars() {
        match c {
            '&' => cell.push_str("&amp;"),
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            // A number sign or an at sign names an issue or a person only where a word follows it at once.
            '@' => cell.push_str("&#64;"),
            '#' => cell.push_str("&#35;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '!' => {
                cell.push('\\');
                cell.push(c);
            }
            c => cell.push(c),
        }
    }
    // What looks like an address would become a link by itself.
    cell.replace("://", "&#58;//").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formula_starts_a_cell() {
        let cells = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "LLM01", "a, b", "say \"no\"", "a\nb", "5 - 3"];
        insta::assert_snapshot!(cells.map(csv_cell).join("\n"), @r#"
        '=1+1
        '+1
        '-1
        '@SUM(A1)
        ' =1
        \t=1
        '＝1
        LLM01
        "a, b"
        "say ""no"""
        a\nb
        5 - 3
        "#);
    }

    #[test]
    fn no_markup_comes_of_a_cell() {
        let cells = ["a|b", "<img src=x>", "@octocat", "#1", "**x** `y` [z](https://a.example)", "a\nb"];
        insta::assert_snapshot!(cells.map(markdown_cell).join("\n"), @r"
        a\|b
        &lt;img src=x&gt;
        &#64;octocat
        &#35;1
        \*\*x\*\* \`y\` \[z\](https&#58;//a.example)
        a\\nb
        ");
    }
}
