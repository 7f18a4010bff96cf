use super::problems;

#[test]
fn tabs_are_underlined() {
    insta::assert_snapshot!(problems("a:\n\tb: 1\n"), @r"
    yaml-syntax: a tab cannot indent
      2:1 «\t» a tab
      help: indent with spaces
    ");
    insta::assert_snapshot!(problems("a:\n  b: 1\n  \tc: 2\n"), @r"
    yaml-syntax: a tab cannot indent
      3:3 «\t» a tab
      help: indent with spaces
    ");
    insta::assert_snapshot!(problems("a:\n  b: 1\n\n\tc: 2\n"), @r"
    yaml-syntax: a tab cannot indent
      4:1 «\t» a tab
      help: indent with spaces
    ");
    insta::assert_snapshot!(problems("-\t- a\n"), @r"
    yaml-syntax: a tab cannot indent
      1:2 «\t» a tab
      help: indent with spaces
    ");
    insta::assert_snapshot!(problems("a: [1,\n\t2]\n"), @r"
    yaml-syntax: a tab cannot indent
      2:1 «\t» a tab
      help: indent with spaces
    ");
    insta::assert_snapshot!(problems("a: |\n\tx\n"), @r"
    yaml-syntax: a tab cannot indent
      2:1 «\t» a tab
      help: indent with spaces
    ");
}

#[test]
fn tabs_between_key_and_value_are_fine() {
    assert_eq!(problems("a:\t1\nb: 2\t# comment\nc: [1,\t2]\n"), "");
    assert_eq!(problems("-\ta\n"), "");
}

#[test]
fn quotes_that_are_not_closed_show_where_they_open() {
    insta::assert_snapshot!(problems("a: 1\nb: \"x\n"), @r#"
    yaml-syntax: a quote is never closed
      2:4 «"» opened here
      help: add the closing quote; if the text goes on, indent its lines
    "#);
    insta::assert_snapshot!(problems("# it's\nb: 'x # \"\nc: 1\n"), @"
    yaml-syntax: a quote is still open in a line that is not indented
      2:4 «'» opened here
      3:1 «c» not indented, so not inside the quotes
      help: add the closing quote; if the text goes on, indent its lines
    ");
    insta::assert_snapshot!(problems("a: \"x\n---\nb: 1\n"), @r#"
    yaml-syntax: a quote is never closed
      1:4 «"» opened here
      help: add the closing quote; if the text goes on, indent its lines
    "#);
    insta::assert_snapshot!(problems("k: [a, \"b]\n"), @r#"
    yaml-syntax: a quote is never closed
      1:8 «"» opened here
      help: add the closing quote; if the text goes on, indent its lines
    "#);
}

#[test]
fn text_after_a_quote_is_underlined() {
    insta::assert_snapshot!(problems("a: \"x\" y\n"), @r#"
    yaml-syntax: text follows a closing quote
      1:8 «y» outside the quotes
      help: quote the whole value, with `\"` for a quote inside it; separate items with `,`
    "#);
    insta::assert_snapshot!(problems("a: 'don't'\n"), @"
    yaml-syntax: text follows a closing quote
      1:9 «t» outside the quotes
      help: quote the whole value, with `''` for a quote inside it; separate items with `,`
    ");
    insta::assert_snapshot!(problems("a: \"x\"#c\n"), @"
    yaml-syntax: a comment needs a space before it
      1:7 «#» this `#`
      help: write ` #`, or quote the text
    ");
}

#[test]
fn brackets_that_do_not_match_show_where_they_open() {
    insta::assert_snapshot!(problems("a: [1, 2"), @"
    yaml-syntax: `[` is never closed
      1:4 «[» opened here
      help: add `]`
    ");
    insta::assert_snapshot!(problems("a: [1, 2\nb: 3\n"), @"
    yaml-syntax: `[` is still open in a line that is not indented
      1:4 «[» opened here
      2:1 «b» not indented, so not inside
      help: add `]`; if the brackets go on, indent their lines
    ");
    insta::assert_snapshot!(problems("x:\n  a: {k: [1],\n  b: 3\n"), @"
    yaml-syntax: `{` is still open in a line that is not indented
      2:6 «{» opened here
      3:3 «b» not indented, so not inside
      help: add `}`; if the brackets go on, indent their lines
    ");
    insta::assert_snapshot!(problems("a: [1}\n"), @"
    yaml-syntax: `[` is closed by `}`
      1:4 «[» opened here
      help: close brackets in the order they were opened
    ");
    insta::assert_snapshot!(problems("a: ]\n"), @"
    yaml-syntax: a bracket closes nothing
      1:4 «]» nothing is open here
      help: remove it, add the bracket that opens, or quote the text
    ");
    insta::assert_snapshot!(problems("a: [1,,2]\n"), @"
    yaml-syntax: a value is missing before `,`
      1:7 «,» nothing stands before this
      help: remove the `,`, or write a value before it
    ");
    insta::assert_snapshot!(problems("a: {x: 1 y: 2}\n"), @"
    yaml-syntax: `:` makes a second key in one entry
      1:11 «:» this `:`
      help: separate entries with `,`; quote the text if the colon belongs to it
    ");
    insta::assert_snapshot!(problems("a: [\"x\" \"y\"]\n"), @r#"
    yaml-syntax: text follows a closing quote
      1:9 «"» outside the quotes
      help: quote the whole value, with `\"` for a quote inside it; separate items with `,`
    "#);
    insta::assert_snapshot!(problems("[a:[]]\n"), @"
    yaml-syntax: a space is missing after `:`
      1:3 «:» no space follows
      help: write `: `
    ");
    insta::assert_snapshot!(problems("[- , a]\n"), @"
    yaml-syntax: `-` cannot stand alone inside brackets
      1:2 «-» this `-`
      help: separate items with `,` instead, or quote the text
    ");
}

#[test]
fn escapes_that_are_none_are_underlined() {
    insta::assert_snapshot!(problems(r#"a: "C:\path""#), @r"
    yaml-syntax: `\p` is not an escape
      1:7 «\p» not an escape
      help: write `\\` for a backslash, or use single quotes
    ");
    insta::assert_snapshot!(problems(r#"a: "ok \n \x4""#), @r"
    yaml-syntax: escape `\x4` is too short
      1:11 «\x4» needs 2 hexadecimal digits
      help: write `\\` for a backslash, or use single quotes
    ");
    insta::assert_snapshot!(problems(r#"a: "\ud83d\ude00 \ud83d""#), @r"
    yaml-syntax: escape `\ud83d` is half of a surrogate pair
      1:18 «\ud83d» the other half is missing
      help: write both halves, or the character itself
    ");
    insta::assert_snapshot!(problems(r#"a: "\ude00""#), @r"
    yaml-syntax: escape `\ude00` is half of a surrogate pair
      1:5 «\ude00» the other half is missing
      help: write both halves, or the character itself
    ");
    insta::assert_snapshot!(problems(r#"a: "\U00110000""#), @r"
    yaml-syntax: escape `\U00110000` stands for no character
      1:5 «\U00110000» beyond Unicode
      help: write the character itself
    ");
}

#[test]
fn control_characters_are_named() {
    insta::assert_snapshot!(problems("a: x\u{1b}[31m\n"), @r"
    yaml-syntax: character U+001B is not allowed in YAML
      1:5 «\u{1b}» invisible, not allowed
      help: remove it, or write it as an escape in double quotes
    ");
    insta::assert_snapshot!(problems("a: 1\0b: 2\n"), @r"
    yaml-syntax: character U+0000 is not allowed in YAML
      1:5 «\u{0}» invisible, not allowed
      help: remove it, or write it as an escape in double quotes
    ");
    insta::assert_snapshot!(problems("a: |\n  one\n  two\u{7}\n"), @r"
    yaml-syntax: character U+0007 is not allowed in YAML
      3:6 «\u{7}» invisible, not allowed
      help: remove it, or write it as an escape in double quotes
    ");
    insta::assert_snapshot!(problems("# \u{1}\na: 1\n"), @r"
    yaml-syntax: character U+0001 is not allowed in YAML
      1:3 «\u{1}» invisible, not allowed
      help: remove it, or write it as an escape in double quotes
    ");
    insta::assert_snapshot!(problems("a: 1\n\u{feff}b: 2\n"), @r"
    yaml-syntax: a byte order mark stands inside a document
      2:1 «\u{feff}» the invisible character U+FEFF
      help: remove it; two files may have been joined
    ");
}

#[test]
fn values_that_need_quotes_say_so() {
    insta::assert_snapshot!(problems("a: @x\n"), @"
    yaml-syntax: `@` cannot begin a value
      1:4 «@» needs quotes
      help: put the value in quotes
    ");
    insta::assert_snapshot!(problems("a: `x`\n"), @"
    yaml-syntax: a backtick cannot begin a value
      1:4 «`» needs quotes
      help: put the value in quotes
    ");
    insta::assert_snapshot!(problems("a: * b\n"), @"
    yaml-syntax: `&` and `*` need a name
      1:4 «*» no name follows
      help: put the value in quotes
    ");
    insta::assert_snapshot!(problems("a: >= 5\n"), @"
    yaml-syntax: text follows `|` or `>` on its line
      1:4 «>» begins a text of several lines
      help: quote the value if the sign belongs to it; otherwise begin the text on the next line
    ");
    insta::assert_snapshot!(problems("a: !<x\n"), @"
    yaml-syntax: a tag is not well-formed
      1:4 «!» `!` begins a tag
      help: quote the value if `!` belongs to it
    ");
    insta::assert_snapshot!(problems("a: - b\n"), @"
    yaml-syntax: a list cannot begin here
      1:4 «-» this `-`
      help: begin the list on a line of its own, or quote the text
    ");
    insta::assert_snapshot!(problems("a: ? b\n"), @"
    yaml-syntax: `? ` cannot stand here
      1:4 «?» this `?`
      help: quote the text if the question mark belongs to it
    ");
    insta::assert_snapshot!(problems("a: b: c\n"), @"
    yaml-syntax: `:` makes a key where none can stand
      1:5 «:» this `:`
      help: quote the text if the colon belongs to it; otherwise align the key with its siblings
    ");
}

#[test]
fn text_after_a_bracket_belongs_between_quotes() {
    insta::assert_snapshot!(problems("a:\n  b: [x, y].all(z, z)\n"), @"
    yaml-syntax: text follows a closing bracket
      2:12 «.all(z, z)» outside the brackets
      help: put the whole value between quotes
    ");
    insta::assert_snapshot!(problems("b: {x: 1}.x\nc: 1\n"), @"
    yaml-syntax: text follows a closing bracket
      1:10 «.x» outside the brackets
      help: put the whole value between quotes
    ");
}

#[test]
fn lines_out_of_place_are_underlined() {
    insta::assert_snapshot!(problems("a:\n  b: 1\n c: 2\n"), @"
    yaml-syntax: the indentation or a colon is wrong here
      3:2 «c» does not continue what stands above
      help: align the line with its siblings; quote a text that holds `: `
    ");
    insta::assert_snapshot!(problems("a: 1\n- b\n"), @"
    yaml-syntax: the indentation or a colon is wrong here
      2:1 «-» does not continue what stands above
      help: align the line with its siblings; quote a text that holds `: `
    ");
    insta::assert_snapshot!(problems("- a\nb: 1\n"), @"
    yaml-syntax: a list goes on without `- `
      2:1 «b» not an item
      help: begin each item with `- `, in the same column
    ");
    insta::assert_snapshot!(problems("a: 1\nb\nc: 2\n"), @"
    yaml-syntax: a key has no `:`
      2:1 «b» no `: ` in this line
      help: write `key: value`, with a space after the colon
    ");
    insta::assert_snapshot!(problems("a: 1\n  b: 2\n"), @"
    yaml-syntax: `:` makes a key where none can stand
      2:4 «:» this `:`
      help: quote the text if the colon belongs to it; otherwise align the key with its siblings
    ");
    insta::assert_snapshot!(problems("a: one\n  # why\n  two\n"), @"
    yaml-syntax: the indentation or a colon is wrong here
      3:3 «t» does not continue what stands above
      help: align the line with its siblings; quote a text that holds `: `
    ");
}

#[test]
fn block_texts_say_what_is_wrong_with_them() {
    insta::assert_snapshot!(problems("a: |0\n  x\n"), @"
    yaml-syntax: the indentation of a block text cannot be 0
      1:4 «|» begins the text
      help: write a digit from 1 to 9, or none
    ");
    insta::assert_snapshot!(problems("a: |\n    \n  x\n"), @"
    yaml-syntax: the lines of a block text are not indented enough
      3:3 «x» indented less than a blank line above, or than the digit after `|` says
      help: indent the text, and remove spaces on blank lines
    ");
}

#[test]
fn documents_end_as_they_should() {
    insta::assert_snapshot!(problems("{\"a\": 1}\n{\"b\": 2}\n"), @"
    yaml-syntax: the document ended before this
      2:1 «{» belongs to no document
      help: write `---` before it if it begins another document
    ");
    insta::assert_snapshot!(problems("a: 1\n... b\n"), @"
    yaml-syntax: text follows the end of a document
      2:5 «b» after `...`
      help: begin the next document with `---` on a line of its own
    ");
    insta::assert_snapshot!(problems("%YAML 2.0\n---\na: 1\n"), @"
    yaml-syntax: the file asks for another version of YAML
      1:1 «%» not `%YAML 1.2`
      help: remove the line
    ");
}
