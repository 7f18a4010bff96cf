//! Text from a file for media that would interpret it: each function gives what shows as the text itself.

use std::fmt::Write as _;

use super::clean_line;

/// One line for XML, in an element or in a quoted attribute.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean_line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // XML has no way to write these.
            '\u{fffe}' | '\u{ffff}' => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    escaped
}

/// One line for Markdown as forges render it, in a paragraph or in a cell of a table, not at a line's very beginning: what
/// stands between backticks as code, and no markup, link, mention or reference otherwise.
pub fn markdown(text: &str) -> String {
    let text = clean_line(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = &*text;
    while let Some((before, after)) = rest.split_once('`') {
        plain(before, &mut escaped);
        rest = match after.split_once('`') {
            Some((code, after)) if !code.trim().is_empty() => {
                // A bar ends a cell even within code unless a backslash precedes it, which another one before it would undo.
                let _ = write!(escaped, "`{}`", code.replace("\\|", "\u{29f5}|").replace('|', "\\|"));
                after
            }
            _ => {
                escaped.push_str("\\`");
                after
            }
        };
    }
    plain(rest, &mut escaped);
    escaped
}

fn plain(text: &str, escaped: &mut String) {
    let mut before = ['\0'; 3];
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // `http://` begins a link, and `www.` alone does, too.
        if (c == '.' && before == ['w'; 3]) || (c == ':' && rest.peek() == Some(&'/')) {
            escaped.push('\\');
        }
        before = [before[1], before[2], c.to_ascii_lowercase()];
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => escaped.extend(['\\', c]),
            // A comment after it keeps a forge from mentioning people and linking issues.
            '@' | '#' => {
                escaped.push(c);
                escaped.push_str("<!-- -->");
            }
            c => escaped.push(c),
        }
    }
}

/// The same as code, as far as Markdown can: with a backtick in it, it is text.
pub fn markdown_code(text: &str) -> String {
    if text.contains('`') || text.trim().is_empty() { markdown(text) } else { markdown(&format!("`{text}`")) }
}

/// Characters with which a spreadsheet takes a cell for a formula, the full-width ones among them.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// `text` as one field of a CSV row (RFC 4180). A formula is kept from running by an apostrophe before it; controls and line
/// breaks are shown as escapes.
pub fn csv_cell(text: &str) -> String {
    // Where a spreadsheet splits at semicolons, a cell begins after each.
    let guarded = |part: &str| format!("{}{part}", if part.trim_start_matches([' ', '"']).starts_with(FORMULA) { "'" } else { "" });
    let mut cell = clean_line(text).split(';').map(guarded).collect::<Vec<_>>().join(";");
    if cell.contains([',', '"', ';']) || cell.starts_with(' ') || cell.ends_with(' ') {
        cell = format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

/// A path as a part of a URI: everything but letters, digits, `-._~` and `/` as `%XX`.
pub fn uri_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte as char);
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_no_markup_and_no_character_that_it_lacks() {
        assert_eq!(xml("<a b='c'>&]]>\u{1b}\u{fffe}\n"), r"&lt;a b=&apos;c&apos;&gt;&amp;]]&gt;\u{1b}\u{fffe}\n");
    }

    #[test]
    fn markdown_shows_code_as_code_and_everything_else_as_it_is() {
        assert_eq!(markdown("flow `a|b` to *all*"), r"flow `a\|b` to \*all\*");
        assert_eq!(markdown("a ` alone"), r"a \` alone");
        assert_eq!(markdown("`` empty"), r"\`\` empty");
        assert_eq!(markdown("`a` `"), r"`a` \`");
        assert_eq!(markdown("see #12, @us, http://x.y, www.x.y"), r"see #<!-- -->12, @<!-- -->us, http\://x.y, www\.x.y");
        assert_eq!(markdown("[a](b) <script>|"), r"\[a\](b) &lt;script&gt;\|");
    }

    #[test]
    fn code_is_code_unless_it_would_end_early() {
        assert_eq!(["a|b_c", "a`b_c", " "].map(markdown_code), [r"`a\|b_c`", r"a\`b\_c", " "]);
    }

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
    fn a_path_is_percent_encoded_but_for_its_slashes() {
        assert_eq!(uri_path("a b/ü#?.yaml"), "a%20b/%C3%BC%23%3F.yaml");
    }
}
