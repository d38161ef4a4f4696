//! Whole projects, by their files alone.

use super::*;
use crate::workspace::MemoryWorkspace;
use futures_util::FutureExt;

fn detected(files: &[(&str, &str)]) -> Detected {
    detected_and_read(files).0
}

fn detected_and_read(files: &[(&str, &str)]) -> (Detected, Vec<String>) {
    let workspace = MemoryWorkspace::new(files.iter().copied()).unwrap();
    let found = detect(&workspace).now_or_never().expect("memory never waits").unwrap();
    (found, workspace.reads())
}

/// One line for each package: what a person would want to see at a glance.
fn summary(found: &Detected) -> Vec<String> {
    let line = |command: &Option<Command>| command.as_ref().map_or("-".to_owned(), Command::from_root);
    let packages = found.packages.iter().map(|package| {
        let commands = &package.commands;
        let steps =
            [&commands.install, &commands.build, &commands.test, &commands.start, &commands.dev].map(line);
        format!("{:?} {} | {}", package.role, package.manifest, steps.join(" | "))
    });
    packages.collect()
}

struct Case {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    kind: Option<ProjectType>,
    packages: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "client and server folders, each with its own lock",
        files: &[
            (
                "client/package.json",
                r#"{"dependencies": {"react": "^18.2.0", "react-scripts": "5.0.1"},
                "scripts": {"start": "react-scripts start", "build": "react-scripts build", "test": "react-scripts test"}}"#,
            ),
            ("client/package-lock.json", "{}"),
            (
                "server/package.json",
                r#"{"dependencies": {"express": "^4.18.0"}, "scripts": {"start": "node server.js",
                "test": "echo \"Error: no test specified\" && exit 1"}}"#,
            ),
            ("server/server.js", ""),
        ],
        kind: Some(ProjectType::ReactNode),
        packages: &[
            "Frontend client/package.json | cd client && npm ci | cd client && npm run build | cd client && npm test | cd client && npm start | -",
            "Backend server/package.json | cd server && npm install | - | - | cd server && npm start | -",
        ],
    },
    Case {
        name: "web and api as pnpm workspaces",
        files: &[
            ("package.json", r#"{"name": "shop", "private": true, "packageManager": "pnpm@9.1.0"}"#),
            ("pnpm-lock.yaml", ""),
            ("pnpm-workspace.yaml", "packages:\n  - 'apps/*'\n"),
            (
                "apps/web/package.json",
                r#"{"dependencies": {"vue": "^3.4.0"}, "devDependencies": {"vite": "5"},
                "scripts": {"dev": "vite", "build": "vite build"}}"#,
            ),
            (
                "apps/api/package.json",
                r#"{"dependencies": {"express": "4"}, "scripts": {"dev": "node --watch src/index.js"}}"#,
            ),
            ("apps/api/src/index.js", ""),
        ],
        kind: Some(ProjectType::VueExpress),
        packages: &[
            "Other package.json | pnpm install --frozen-lockfile | - | - | - | -",
            "Backend apps/api/package.json | pnpm install --frozen-lockfile | - | - | - | cd apps/api && pnpm run dev",
            "Frontend apps/web/package.json | pnpm install --frozen-lockfile | cd apps/web && pnpm run build | - | - | cd apps/web && pnpm run dev",
        ],
    },
    Case {
        name: "npm workspaces, and a package that is no member",
        files: &[
            ("package.json", r#"{"workspaces": {"packages": ["packages/*"]}}"#),
            ("package-lock.json", "{}"),
            ("packages/ui/package.json", r#"{"dependencies": {"react": "18"}}"#),
            ("tools/package.json", "{}"),
        ],
        kind: Some(ProjectType::ReactNode),
        packages: &[
            "Other package.json | npm ci | - | - | - | -",
            "Frontend packages/ui/package.json | npm ci | - | - | - | -",
            "Other tools/package.json | cd tools && npm install | - | - | - | -",
        ],
    },
    Case {
        name: "one package, both sides, Yarn of today",
        files: &[
            (
                "package.json",
                r#"{"dependencies": {"react": "18", "express": "4"}, "scripts": {"build": "webpack", "test": "jest"}}"#,
            ),
            ("yarn.lock", ""),
            (".yarnrc.yml", ""),
        ],
        kind: Some(ProjectType::ReactNode),
        packages: &["Fullstack package.json | yarn install --immutable | yarn build | yarn test | - | -"],
    },
    Case {
        name: "Next.js with Bun; a manifest in node_modules and in fixtures says nothing",
        files: &[
            (
                "package.json",
                "\u{feff}{\"dependencies\": {\"next\": \"14.2.0\", \"react\": \"18\"},\r\n \"scripts\": {\"test\": \"bun test\"}}",
            ),
            ("bun.lockb", ""),
            ("node_modules/vue/package.json", r#"{"dependencies": {"vue": "3"}}"#),
            ("fixtures/app/package.json", r#"{"dependencies": {"vue": "3"}}"#),
        ],
        kind: Some(ProjectType::NextFullstack),
        packages: &["Fullstack package.json | bun install --frozen-lockfile | - | bun run test | - | -"],
    },
    Case {
        name: "Django with requirements that name each other",
        files: &[
            ("manage.py", "import this is never read"),
            ("shop/wsgi.py", ""),
            ("requirements.txt", "-r requirements/base.txt\ngunicorn==22.0 # server\n"),
            (
                "requirements/base.txt",
                "Django[argon2]>=4.2,<5 ; python_version > '3.8'\n-r ../requirements.txt\n",
            ),
        ],
        kind: Some(ProjectType::PythonDjango),
        packages: &[
            "Backend requirements.txt | pip install -r requirements.txt | - | python manage.py test | gunicorn shop.wsgi | python manage.py runserver",
        ],
    },
    Case {
        name: "Django below its manifest, by Poetry, with a React client",
        files: &[
            (
                "pyproject.toml",
                "[tool.poetry]\nname = \"crm\"\n[tool.poetry.dependencies]\ndjango = {version = \"^5.0\"}\n\
                [tool.poetry.group.dev.dependencies]\npytest-django = \"*\"\n",
            ),
            ("backend/manage.py", ""),
            ("frontend/package.json", r#"{"dependencies": {"react": "18"}}"#),
        ],
        kind: Some(ProjectType::PythonDjango),
        packages: &[
            "Backend pyproject.toml | poetry install | - | cd backend && poetry run python -m pytest | - | cd backend && poetry run python manage.py runserver",
            "Frontend frontend/package.json | cd frontend && npm install | - | - | - | -",
        ],
    },
    Case {
        name: "Django by uv, and a pyproject of tools only elsewhere",
        files: &[
            (
                "pyproject.toml",
                "[project]\nname = \"x\"\ndependencies = [\"django>=5\"]\n[dependency-groups]\ndev = [\"pytest\"]\n",
            ),
            ("uv.lock", ""),
            ("manage.py", ""),
            ("scripts/pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        ],
        kind: Some(ProjectType::PythonDjango),
        packages: &[
            "Backend pyproject.toml | uv sync --locked | - | uv run python -m pytest | - | uv run python manage.py runserver",
        ],
    },
    Case {
        name: "Flask behind React fits no template",
        files: &[
            ("requirements.txt", "flask\n"),
            ("web/package.json", r#"{"dependencies": {"react": "18"}}"#),
        ],
        kind: None,
        packages: &[
            "Backend requirements.txt | pip install -r requirements.txt | - | - | - | -",
            "Frontend web/package.json | cd web && npm install | - | - | - | -",
        ],
    },
    Case { name: "an empty folder", files: &[], kind: None, packages: &[] },
    Case {
        name: "a folder that a shell would take apart",
        files: &[("my app's/package.json", r#"{"scripts": {"build": "x"}}"#)],
        kind: None,
        packages: &[
            r"Other my app's/package.json | cd 'my app'\''s' && npm install | cd 'my app'\''s' && npm run build | - | - | -",
        ],
    },
];

#[test]
fn projects_are_what_their_manifests_say() {
    for case in CASES {
        let (found, reads) = detected_and_read(case.files);
        assert_eq!(found.project_type, case.kind, "{}", case.name);
        assert_eq!(summary(&found), case.packages, "{}", case.name);
        assert_eq!(found.notes, [], "{}", case.name);
        let manifest = |path: &String| ["json", "toml", "txt", "yaml"].iter().any(|end| path.ends_with(end));
        assert!(reads.iter().all(manifest), "{}: only manifests are read: {reads:?}", case.name);
    }
}

#[test]
fn claims_have_evidence() {
    let found = detected(&[
        ("client/package.json", r#"{"name": "shop-web", "dependencies": {"react": "^18.2.0"}}"#),
        ("backend/manage.py", ""),
        ("backend/shop/wsgi.py", ""),
    ]);
    assert_eq!(
        found.evidence,
        [
            "python-django: Django is the server",
            "backend/manage.py beside a package with wsgi.py",
            "react ^18.2.0 in client/package.json"
        ]
    );
    assert_eq!(found.name.as_deref(), Some("shop-web"));
    assert_eq!(found.backend().map(|package| package.folder.as_str()), Some("backend"));
    assert_eq!(found.frontend().and_then(|package| package.build_path.as_deref()), None);
}

#[test]
fn entry_and_output_are_files_of_the_project() {
    let found = detected(&[
        (
            "package.json",
            r#"{"main": "gone.js", "dependencies": {"express": "4"}, "scripts": {"start": "NODE_ENV=production node ./bin/www.js"}}"#,
        ),
        ("bin/www.js", ""),
        ("server.js", ""),
        (
            "client/package.json",
            r#"{"dependencies": {"react": "18"}, "devDependencies": {"vite": "5"}, "scripts": {"build": "vite build"}}"#,
        ),
        ("api/package.json", r#"{"main": "../../outside.js", "dependencies": {"koa": "2"}}"#),
    ]);
    let entries: Vec<_> = found.packages.iter().map(|package| package.entry_point.as_deref()).collect();
    assert_eq!(entries, [Some("bin/www.js"), None, None]);
    assert_eq!(found.frontend().and_then(|package| package.build_path.as_deref()), Some("client/dist"));
}

#[test]
fn broken_manifests_are_notes() {
    let found = detected(&[
        ("package.json", "{\"dependencies\": {\"react\": \"18\",}}"),
        ("server/package.json", r#"{"packageManager": "pnpm@9", "dependencies": {"express": "4"}}"#),
        ("server/yarn.lock", ""),
        ("two/package.json", "{}"),
        ("two/yarn.lock", ""),
        ("two/package-lock.json", ""),
        ("pyproject.toml", "[project]\nname = \n"),
        ("requirements.txt", "-r missing.txt\n-r ../../outside.txt\ndjango\n"),
        ("pnpm-workspace.yaml", "packages: 7\n"),
    ]);
    let notes: Vec<_> = found.notes.iter().map(|note| format!("{}: {}", note.file, note.message)).collect();
    let begins = [
        "package.json: line 1, column 33: trailing comma",
        "pnpm-workspace.yaml: ",
        "server/package.json: `packageManager` is `pnpm@9`, but yarn.lock is there; pnpm is used",
        "two/package.json: lock files of several package managers: yarn.lock and package-lock.json; yarn is used",
        "pyproject.toml: line 2: ",
        "missing.txt: missing.txt: no such file in the workspace",
    ];
    assert_eq!(notes.len(), begins.len(), "{notes:#?}");
    for (note, begin) in notes.iter().zip(begins) {
        assert!(note.starts_with(begin), "{note}\n{begin}");
    }
    assert!(found.packages.iter().any(|package| package.has(Framework::Express)));
    assert!(found.packages.iter().any(|package| package.has(Framework::Django)));
}

#[test]
fn templates_are_those_of_the_documentation() {
    for kind in ProjectType::ALL {
        let template = kind.template();
        assert_eq!(template.project_type, kind);
        assert_eq!(ProjectType::from_name(kind.as_str()), Some(kind));
        assert!(template.common_issues().iter().all(crate::model::IssueType::is_known));
    }
    for platform in Platform::ALL {
        assert_eq!(Platform::from_name(platform.as_str()), Some(platform));
    }
    let django = ProjectType::PythonDjango.template();
    assert_eq!(django.frontend, None);
    assert_eq!(django.deployment_options, [Platform::Heroku, Platform::AwsEb, Platform::DigitalOcean]);
    let next = ProjectType::NextFullstack.template();
    assert!(next.fullstack);
    let names: Vec<String> = next.common_issues().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["ssr_error", "api_route_error", "build_optimization"]);
}

proptest::proptest! {
    #[test]
    fn no_manifest_makes_detection_fail(text in ".{0,80}", list in "(-r |django|[a-z=<>\\[\\];#, \n]){0,20}") {
        let found = detected(&[
            ("package.json", &text),
            ("a/package.json", &format!("{{\"workspaces\": [{text:?}], \"main\": {text:?}, \"packageManager\": {text:?}}}")),
            ("pnpm-workspace.yaml", &text),
            ("pyproject.toml", &text),
            ("b/Pipfile", &format!("[packages]\n{list}")),
            ("requirements.txt", &list),
            ("manage.py", ""),
        ]);
        proptest::prop_assert!(found.packages.len() <= 5);
    }
}
