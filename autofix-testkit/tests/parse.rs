//! What a case file may look like, and where its errors point.

use autofix_core::model::Safety;
use autofix_testkit::{Case, Expect};

const HEAD: &str = "# Title\n\nProse.\n\n```log\nboom\n```\n";
const NONE: &str = "```text expect=none\nbecause\n```\n";

#[test]
fn every_block_is_read() {
    let text = "# An index is off\n\nFirst line.\nSecond line.\n\n```log\nboom at a.js:1\n```\n\
        ```js path=a.js\nlet a = 1;\n```\nMore.\n\
        ````md path=\"my docs/b.md\" no-newline\n```js\nx\n```\n````\n\
        ```js path=c.js crlf\na;\nb;\n```\n```json path=empty.json\n```\n\
        ```diff expect=display_only plugin=some-plugin\n--- a/c.js\n+++ b/c.js\n@@ -1,2 +1,2 @@\n\n a;␍\n-b;␍\n+c;␍\n```\n";
    let case = Case::parse("x.md", text).unwrap();
    assert_eq!(case.title, "An index is off");
    assert_eq!(case.prose, "First line.\nSecond line.\n\nMore.");
    assert_eq!(case.log, "boom at a.js:1\n");
    let files: Vec<(&str, &str)> =
        case.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    assert_eq!(
        files,
        [
            ("a.js", "let a = 1;\n"),
            ("my docs/b.md", "```js\nx\n```"),
            ("c.js", "a;\r\nb;\r\n"),
            ("empty.json", "")
        ]
    );
    let Expect::Fix { safety, plugin, diff } = &case.expect else { panic!("{:?}", case.expect) };
    assert_eq!((*safety, plugin.as_str()), (Safety::DisplayOnly, "some-plugin"));
    assert_eq!(diff, "--- a/c.js\n+++ b/c.js\n@@ -1,2 +1,2 @@\n \n a;\r\n-b;\r\n+c;\r\n");
}

#[test]
fn a_rewritten_diff_reads_back_as_it_was() {
    let text =
        format!("{HEAD}```js path=a.js\nx\n```\n```diff expect=safe plugin=p\nold\n```\nAfterwards.\n");
    let diff = "--- a/a.js\n+++ b/a.js\n@@ -1 +1 @@\n-x\r\n+y\r\n";
    let rewritten = Case::parse("x.md", &text).unwrap().with_diff(diff).unwrap();
    assert!(rewritten.ends_with("+y␍\n```\nAfterwards.\n"), "{rewritten}");
    let case = Case::parse("x.md", &rewritten).unwrap();
    assert!(matches!(case.expect, Expect::Fix { diff: read, .. } if read == diff));
    let declining = Case::parse("x.md", &format!("{HEAD}{NONE}")).unwrap();
    assert_eq!(declining.with_diff(diff), None);
}

#[test]
fn errors_name_the_file_and_the_line() {
    let rows: &[(&str, usize, &str)] = &[
        ("", 1, "expected a heading"),
        ("no heading\n", 1, "expected a heading"),
        ("# T\n", 1, "the log"),
        ("# T\n\n```log\nboom\n", 3, "is not closed"),
        ("# T\n```log\n\n```\n", 2, "the log is empty"),
        ("# T\n```log level=3\nx\n```\n", 2, "no attribute `level`"),
        (HEAD, 7, "```diff expect=safe"),
        ("HEAD```log\nagain\n```\n", 8, "this is the second"),
        ("HEAD```js\nx\n```\n", 8, "a block is a log"),
        ("HEAD```\nx\n```\n", 8, "expected a language"),
        ("HEAD```js path=\nx\n```\n", 8, "`path=` has no value"),
        ("HEAD```js path=\"a.js\nx\n```\n", 8, "is not closed"),
        ("HEAD```js path=../a.js\nx\n```\n", 8, "not a plain path"),
        ("HEAD```js path=/etc/passwd\nx\n```\n", 8, "not a plain path"),
        ("HEAD```js path=a.js mode=7\nx\n```\n", 8, "no attribute `mode`"),
        ("HEAD```js path=a.js\nx\n```\n```js path=a.js\ny\n```\n", 11, "a.js is here twice"),
        ("HEAD```diff expect=certain plugin=p\n```\n", 8, "expected safe, unsafe, display_only or none"),
        ("HEAD```diff expect=safe\n```\n", 8, "the name of the plugin"),
        ("HEAD```text expect=safe plugin=p\n```\n", 8, "a block ```diff"),
        ("HEAD```text expect=none\n\n```\n", 8, "a part of the reason"),
        ("HEADNONENONE", 11, "this is the second"),
    ];
    for (text, line, words) in rows {
        let text = text.replace("HEAD", HEAD).replace("NONE", NONE);
        let error = Case::parse("some/case.md", &text).unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("some/case.md:{line}: ")), "{text:?}: {shown}");
        assert!(shown.contains(words), "{text:?}: {shown}");
    }
}
