//! JSON, YAML and TOML files keep order, comments and style when one value is set.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use autofix_core::rewrite::{add_dependency, set_json, set_toml, set_yaml};

/// A file, the path that is set, the value, and the file afterwards.
type Case = (&'static str, &'static [&'static str], &'static str, &'static str);

const JSON: &[Case] = &[
    ("{\n  \"b\": 1, // why\n  \"a\": [1]\n}\n", &["b"], "2", "{\n  \"b\": 2, // why\n  \"a\": [1]\n}\n"),
    ("{\r\n\t\"a\": {}\r\n}", &["a", "b"], "\"x\"", "{\r\n\t\"a\": {\r\n\t\t\"b\": \"x\"\r\n\t}\r\n}"),
    ("{ \"a\": { \"b\": true } }", &["a", "c"], "null", "{ \"a\": { \"b\": true, \"c\": null } }"),
];

const TOML: &[Case] = &[
    ("# top\n[a]\nb = 1 # why\nc = 'x'\n", &["a", "b"], "2", "# top\n[a]\nb = 2 # why\nc = 'x'\n"),
    ("[a]\r\nb = 1\r\n\r\n# end\r\n", &["a", "c"], "\"y\"", "[a]\r\nb = 1\r\nc = \"y\"\r\n\r\n# end\r\n"),
    ("a = { b = 1 } # 漢字\n", &["a", "b"], "3", "a = { b = 3 } # 漢字\n"),
];

const YAML: &[Case] = &[
    ("# top\nb: 1 # why\na:\n  c: 'x'\n", &["b"], "2", "# top\nb: 2 # why\na:\n  c: 'x'\n"),
    ("a:\n    c: x\n\n# end\nb: 1\n", &["a", "d"], "y", "a:\n    c: x\n    d: y\n\n# end\nb: 1\n"),
    ("a:\r\n  b: 1\r\n", &["a", "b"], "\"z\"", "a:\r\n  b: \"z\"\r\n"),
    ("a: 1", &["b", "c"], "true", "a: 1\nb:\n  c: true\n"),
    ("a: |\n  b: not a key\nb: 🙂\n", &["b"], "1", "a: |\n  b: not a key\nb: 1\n"),
    ("list:\n  - b: 1\nb: 2\n", &["b"], "3", "list:\n  - b: 1\nb: 3\n"),
];

#[test]
fn one_value_is_set_and_nothing_else() {
    for (text, path, value, expected) in JSON {
        assert_eq!(set_json(text, path, value).unwrap().apply(text).unwrap(), *expected, "{text}");
    }
    for (text, path, value, expected) in TOML {
        assert_eq!(set_toml(text, path, value).unwrap().apply(text).unwrap(), *expected, "{text}");
    }
    for (text, path, value, expected) in YAML {
        assert_eq!(set_yaml(text, path, value).unwrap().apply(text).unwrap(), *expected, "{text}");
    }
}

#[test]
fn what_cannot_be_edited_is_refused() {
    assert!(set_json("{", &["a"], "1").is_err());
    assert!(set_json("{\"a\": 1}", &["a", "b"], "1").is_err());
    assert!(set_toml("a = ", &["a"], "1").is_err());
    assert!(set_toml("a = 1", &["a", "b"], "1").is_err());
    assert!(set_toml("a = 1", &["a"], "not a value").is_err());
    assert!(set_yaml("a: {b: 1}\n", &["a", "b"], "2").is_err());
    assert!(set_yaml("a: [\n", &["a"], "2").is_err());
    assert!(set_yaml("- 1\n", &["a"], "2").is_err());
    assert!(set_yaml("a: &x 1\nb: *x\n", &["a"], "2").is_err());
}

#[test]
fn a_dependency_goes_where_the_alphabet_puts_it() {
    let text = "{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"c\": \"1\"\n  }\n}\n";
    let expected =
        "{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"b\": \"^2.0.0\",\n    \"c\": \"1\"\n  }\n}\n";
    assert_eq!(add_dependency(text, "dependencies", "b", "^2.0.0").unwrap().apply(text).unwrap(), expected);
}
