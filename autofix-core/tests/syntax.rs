//! Broken and hostile texts: what can be read is read, with the file's own offsets, and nothing panics.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Language, Visitor, check, parse, walk_module};
use autofix_core::text::Span;

/// Names of the functions called in a file, checked against the bytes they claim to stand at.
fn calls(language: Language, text: &str) -> Vec<String> {
    struct Calls<'s>(Vec<String>, &'s str);
    impl Visitor<'_> for Calls<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Call(call) = &expr.kind
                && let Some(path) = call.callee.path()
            {
                assert_eq!(call.callee.span.of(self.1), path);
                self.0.push(path);
            }
            true
        }
    }
    let module = parse(language, text).unwrap();
    let mut seen = Calls(Vec::new(), text);
    walk_module(&module, &mut seen);
    seen.0
}

#[test]
fn a_broken_file_yields_what_can_be_read() {
    let cases: &[(&str, &[&str])] = &[
        ("a.before();\nfunction f() {\n  b.inside();\n", &["a.before", "b.inside"]),
        ("a.x();\nconst = 5;\nb.y();\n", &["a.x", "b.y"]),
        (
            "a.x();\nfunction f() {\n  b.y();\n  const q = ;\n  c.z();\n}\nd.w();\n",
            &["a.x", "b.y", "c.z", "d.w"],
        ),
        ("<<<<<<< HEAD\na.x();\n=======\nb.y();\n>>>>>>> other\nc.z();\n", &["a.x", "b.y", "c.z"]),
        ("app.use(cors({ origin: 'x' ));\nrouter.get('/', h);\n", &["router.get"]),
        ("// 🙂 注释\nimport x from 'y'\nx.go({\n  a: 1,\n  b: [1, 2\n});\ny.end();\n", &["y.end"]),
        ("const el = <div><p>{a.b()}</div>;\nc.d();\n", &["c.d"]),
    ];
    for (text, expected) in cases {
        let found = calls(Language::JavaScript, text);
        for name in *expected {
            assert!(found.iter().any(|it| it == name), "{name} not found in {text:?}: {found:?}");
        }
        assert!(!check(Language::JavaScript, text).unwrap().is_empty(), "{text:?} passes for valid");
    }
}

#[test]
fn hostile_texts_neither_overflow_nor_panic() {
    let many = 50_000;
    for text in [
        "(".repeat(many),
        "[".repeat(many),
        "{".repeat(many),
        "!".repeat(many),
        "a=>".repeat(many),
        "a?".repeat(many),
        "<a>".repeat(many),
        "`${".repeat(many),
        "if(a)".repeat(many),
        "new ".repeat(many),
        "await ".repeat(many),
        "else ".repeat(many),
        "a.".repeat(many),
        "x+".repeat(many),
        "x**".repeat(many),
        "a:".repeat(many),
        "typeof ".repeat(many),
        "async ".repeat(many),
        "if(a);else ".repeat(many),
        "do ".repeat(many),
        "while(1)".repeat(many),
        "a,".repeat(many),
        "f()".repeat(many),
        "case 1:".repeat(many),
        "\u{0}".repeat(many),
        "\u{feff}x".repeat(100),
        "'".repeat(many),
        "/".repeat(many),
        "function f(){".repeat(450),
        "x=".repeat(3_000),
        "x?y:".repeat(many),
        "delete ".repeat(many),
        "yield ".repeat(many),
        "for(;;)".repeat(many),
        "class extends ".repeat(many),
        "a\n?.".repeat(many),
        "import(".repeat(many),
        "export ".repeat(many),
    ] {
        for language in [Language::JavaScript, Language::Tsx, Language::Vue] {
            let module = parse(language, &text).unwrap();
            drop(module);
        }
    }
}

#[test]
fn a_vue_component_keeps_its_offsets() {
    let text = "<template>\n  <p @click=\"go()\">🙂</p>\n</template>\n<script setup lang=\"ts\">\nconst n: number = api.load()\n</script>\n";
    assert_eq!(calls(Language::Vue, text), ["api.load"]);
    let module = parse(Language::Vue, text).unwrap();
    assert!(module.errors.is_empty());
    assert_eq!(module.body[0].span.of(text), "const n: number = api.load()");
    assert_eq!(Span::at(module.start).start, u32::try_from(text.find("\nconst").unwrap()).unwrap());
}
