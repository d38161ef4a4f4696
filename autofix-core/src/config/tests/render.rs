use super::super::*;
use crate::project::{Detected, ProjectType, detect};
use crate::workspace::MemoryWorkspace;
use futures_util::FutureExt;

fn shop() -> Detected {
    let files = [
        ("package.json", r#"{"name": "shop", "repository": "github:someone/shop"}"#),
        (
            "client/package.json",
            r#"{"dependencies": {"react": "18", "react-scripts": "5"}, "scripts": {"build": "react-scripts build"}}"#,
        ),
        (
            "server/package.json",
            r#"{"dependencies": {"express": "4"}, "scripts": {"start": "node server.js"}}"#,
        ),
        ("server/server.js", ""),
    ];
    detect(&MemoryWorkspace::new(files).unwrap()).now_or_never().unwrap().unwrap()
}

/// What the file is when a person takes the comments of its proposals away.
fn uncommented(text: &str) -> String {
    let prose = |line: &&str| line.trim_start().starts_with('#') && line.ends_with('.');
    let lines = text.lines().skip(1).filter(|line| !prose(line));
    lines.map(|line| line.replacen("# ", "", 1) + "\n").collect()
}

#[test]
fn what_is_written_can_be_read() {
    let names = ["shop", "", "a \"b\" \\ ${HOME} # : é 漢\n\u{1}\u{feff}x", "yes", "~", "- x"];
    for detected in [Detected::default(), shop()] {
        for kind in ProjectType::ALL.map(Some).into_iter().chain([None]) {
            for name in names {
                let text = render(&detected, name, kind);
                let config =
                    Config::parse(".autofix.yml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
                let read = config.project.name.resolve(&std::collections::BTreeMap::new()).unwrap();
                let expected =
                    if name.is_empty() { detected.name.as_deref().unwrap_or("my-project") } else { name };
                assert_eq!(read, expected);
                assert_eq!(config.project.project_type, kind.or(detected.project_type));
                assert_eq!(config.check(), [], "{text}");
                assert!(!config.fix_patterns.is_empty());
                assert!(config.fix_patterns.iter().all(|pattern| !pattern.auto_fix), "a person turns it on");
                assert_eq!(
                    text.lines().next(),
                    Some(format!("# yaml-language-server: $schema={SCHEMA_URL}").as_str())
                );
            }
        }
    }
}

#[test]
fn proposals_hold_what_was_found_and_are_sound() {
    let text = render(&shop(), "shop", None);
    let config =
        Config::parse("f", uncommented(&text).as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let written = |value: &Option<Interpolated>| value.as_ref().map(|value| value.as_written().to_owned());
    let frontend = config.deployment.frontend.as_ref().unwrap();
    assert_eq!(written(&frontend.build_command).as_deref(), Some("cd client && npm run build"));
    assert_eq!(written(&frontend.build_path).as_deref(), Some("./client/build"));
    let backend = config.deployment.backend.as_ref().unwrap();
    assert_eq!(written(&backend.entry_point).as_deref(), Some("server/server.js"));
    assert_eq!(written(&config.project.repository).as_deref(), Some("https://github.com/someone/shop"));
    assert!(config.monitoring.sentry.is_some() && config.notifications.slack.is_some());
    assert_eq!(config.check(), []);
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_knows_every_key_and_nothing_else() {
    let schema = json_schema();
    let text = schema.to_string();
    for key in super::WHOLE.lines().filter_map(|line| line.trim_start_matches([' ', '-']).split_once(':')) {
        assert!(text.contains(&format!("\"{}\"", key.0)), "{}", key.0);
    }
    assert_eq!(schema["required"], serde_json::json!(["project"]));
    let definitions = schema["$defs"].as_object().unwrap();
    let objects = definitions.values().filter(|definition| definition["type"] == "object").chain([&schema]);
    for object in objects {
        assert_eq!(object["additionalProperties"], false, "{object}");
        for (key, property) in object["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{key} is not described");
        }
    }
    assert!(text.contains("github-pages") && text.contains("cors_error"));
    for section in ["monitoring", "deployment", "fix_patterns", "notifications"] {
        let nullable = schema["properties"][section].to_string().contains("\"null\"");
        assert!(nullable, "{section}: the file that is written for a new project leaves it empty");
    }
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_that_editors_load_is_this_one() {
    let committed = include_str!("../../../../schemas/autofix.schema.json");
    let current = format!("{}\n", serde_json::to_string_pretty(&json_schema()).unwrap());
    assert_eq!(committed, current);
}
