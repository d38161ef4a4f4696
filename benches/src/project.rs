//! The generated project: React and Express, the same bytes on every run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Source files that the project has.
pub(crate) const SOURCES: usize = 3_000;

/// What the project is about: singular, plural by `s`.
const THINGS: &[&str] = &[
    "account",
    "address",
    "agent",
    "album",
    "alert",
    "answer",
    "article",
    "asset",
    "auction",
    "author",
    "badge",
    "banner",
    "bookmark",
    "booking",
    "branch",
    "budget",
    "campaign",
    "carrier",
    "channel",
    "checkout",
    "comment",
    "contract",
    "coupon",
    "course",
    "customer",
    "device",
    "discount",
    "document",
    "driver",
    "employee",
    "event",
    "export",
    "feature",
    "forecast",
    "guide",
    "invoice",
    "journal",
    "ledger",
    "lesson",
    "license",
    "manual",
    "message",
    "milestone",
    "notification",
    "offer",
    "order",
    "partner",
    "payment",
    "permission",
    "product",
    "project",
    "quote",
    "refund",
    "report",
    "review",
    "shipment",
    "supplier",
    "template",
    "voucher",
    "warehouse",
];

const FIELDS: &[&str] = &["category", "region", "priority", "currency", "reference", "department", "channel"];

const PARTS: &[&str] = &[
    "Panel", "Summary", "Sidebar", "Toolbar", "Picker", "Preview", "Timeline", "Filter", "Header", "Board",
    "Grid", "Tile", "Drawer", "Overview", "Editor", "Wizard", "Banner", "Table", "Chart", "Dialog",
];

const LIST: &str = include_str!("../templates/list.tsx");
const FORM: &str = include_str!("../templates/form.tsx");
const CARD: &str = include_str!("../templates/card.jsx");
const HOOK: &str = include_str!("../templates/hook.ts");
const SAVE: &str = include_str!("../templates/save.ts");
const API: &str = include_str!("../templates/api.ts");
const TYPES: &str = include_str!("../templates/types.ts");
const UTILS: &str = include_str!("../templates/utils.ts");
const PAGE: &str = include_str!("../templates/page.tsx");
const ROUTER: &str = include_str!("../templates/router.js");
const SERVICE: &str = include_str!("../templates/service.js");
const EXTRA_TS: &str = include_str!("../templates/extra.ts");
const EXTRA_TSX: &str = include_str!("../templates/extra.tsx");

/// Texts by path.
pub(crate) type Files = BTreeMap<String, String>;

/// Numbers that look random and are the same every time (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// Makes the project: what it needs to run, its features, and the five faults that the logs tell of.
pub(crate) fn generate() -> Files {
    let mut files = fixed();
    let mut numbers = Numbers(17);
    for thing in THINGS {
        feature(&mut files, &mut numbers, thing);
    }
    files.insert("server/app.js".to_owned(), app());
    faults(&mut files);
    // Further components, over all features in turn, until the project has its size.
    let mut round = 0;
    while files.keys().filter(|path| is_source(path)).count() < SOURCES {
        let missing = SOURCES - files.keys().filter(|path| is_source(path)).count();
        for thing in THINGS.iter().take(missing) {
            let name = format!("{}{}{}", capital(thing), PARTS[round % PARTS.len()], round / PARTS.len() + 1);
            component(&mut files, &mut numbers, thing, &name);
        }
        round += 1;
    }
    files
}

/// Whether a path counts as source.
pub(crate) fn is_source(path: &str) -> bool {
    [".ts", ".tsx", ".js", ".jsx"].iter().any(|end| path.ends_with(end))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn fill(template: &str, thing: &str, name: &str, numbers: &mut Numbers) -> String {
    let field = FIELDS[thing.len() % FIELDS.len()];
    let plural = format!("{thing}s");
    let css = format!("{thing}-{}", name.to_lowercase());
    template
        .replace("@Name@", name)
        .replace("@things@", &plural)
        .replace("@Things@", &capital(&plural))
        .replace("@thing@", thing)
        .replace("@Thing@", &capital(thing))
        .replace("@field@", field)
        .replace("@Field@", &capital(field))
        .replace("@css@", &css)
        .replace("@number@", &(10 + numbers.below(90)).to_string())
}

fn feature(files: &mut Files, numbers: &mut Numbers, thing: &str) {
    let upper = capital(thing);
    let folder = format!("src/features/{thing}s");
    let mut put = |path: String, template: &str, name: &str| {
        files.insert(path, fill(template, thing, name, numbers));
    };
    put(format!("{folder}/api.ts"), API, "");
    put(format!("{folder}/types.ts"), TYPES, "");
    put(format!("{folder}/utils.ts"), UTILS, "");
    put(format!("{folder}/hooks/use{upper}s.ts"), HOOK, &format!("use{upper}s"));
    put(format!("{folder}/hooks/useSave{upper}.ts"), SAVE, &format!("useSave{upper}"));
    for part in ["List", "Archive", "Search"] {
        put(format!("{folder}/components/{upper}{part}.tsx"), LIST, &format!("{upper}{part}"));
    }
    for part in ["Form", "QuickForm"] {
        put(format!("{folder}/components/{upper}{part}.tsx"), FORM, &format!("{upper}{part}"));
    }
    put(format!("{folder}/components/{upper}Card.jsx"), CARD, &format!("{upper}Card"));
    for part in ["Page", "AdminPage"] {
        put(format!("{folder}/pages/{upper}{part}.tsx"), PAGE, &format!("{upper}{part}"));
    }
    put(format!("server/routes/{thing}s.js"), ROUTER, "");
    put(format!("server/services/{thing}Service.js"), SERVICE, "");
}

/// A component, hook or page with some helpers below it, 2 to 6 kB together.
fn component(files: &mut Files, numbers: &mut Numbers, thing: &str, name: &str) {
    let folder = format!("src/features/{thing}s");
    let (path, template, extra) = match numbers.below(20) {
        0..7 => (format!("{folder}/components/{name}.tsx"), LIST, EXTRA_TSX),
        7..11 => (format!("{folder}/components/forms/{name}.tsx"), FORM, EXTRA_TSX),
        11..15 => (format!("{folder}/components/cards/{name}.jsx"), CARD, EXTRA_TS),
        15..17 => (format!("{folder}/pages/{name}.tsx"), PAGE, EXTRA_TSX),
        _ => (format!("{folder}/hooks/use{name}.ts"), HOOK, EXTRA_TS),
    };
    let name = if template == HOOK { format!("use{name}") } else { name.to_owned() };
    let mut text = fill(template, thing, &name, numbers);
    if path.contains("/components/cards/") || path.contains("/components/forms/") {
        text = text.replace("'../", "'../../").replace("'../../../../../", "'../../../../");
    }
    for _ in 0..numbers.below(4) {
        text.push_str(&fill(extra, thing, &name, numbers));
    }
    files.insert(path, text);
}

/// The app: every router under `/api`.
fn app() -> String {
    let mut text = "import express from 'express';\nimport morgan from 'morgan';\n".to_owned();
    for thing in THINGS {
        let _ = writeln!(text, "import {thing}sRouter from './routes/{thing}s.js';");
    }
    text.push_str("\nexport const app = express();\n\napp.use(express.json());\napp.use(morgan('dev'));\n\n");
    for thing in THINGS {
        let _ = writeln!(text, "app.use('/api/{thing}s', {thing}sRouter);");
    }
    text.push_str(
        "\napp.use((error, req, res, next) => {\n  res.status(error.status ?? 500).json({ error: error.message });\n});\n",
    );
    text
}

fn fixed() -> Files {
    let mut files: Files = [
        (
            "package.json",
            r#"{
  "name": "warehouse",
  "private": true,
  "type": "module",
  "scripts": { "dev": "vite", "build": "vite build", "start": "node server/index.js" },
  "dependencies": {
    "cors": "^2.8.5",
    "express": "^4.21.0",
    "knex": "^3.1.0",
    "morgan": "^1.10.0",
    "react": "^18.3.1",
    "react-dom": "^18.3.1",
    "react-router-dom": "^6.26.0"
  },
  "devDependencies": { "@vitejs/plugin-react": "^4.3.1", "typescript": "^5.6.0", "vite": "^5.4.0" }
}
"#,
        ),
        (
            "vite.config.ts",
            "import react from '@vitejs/plugin-react';\nimport { defineConfig } from 'vite';\n\nexport default defineConfig({\n  plugins: [react()],\n  server: { port: 5173 },\n});\n",
        ),
        ("tsconfig.json", "{\n  \"compilerOptions\": { \"jsx\": \"react-jsx\", \"module\": \"ESNext\", \"strict\": true }\n}\n"),
        (".env", "VITE_API_URL=http://localhost:4000/api\nDATABASE_URL=postgres://localhost/warehouse\n"),
        (".gitignore", "node_modules\ndist\n"),
        ("index.html", "<!doctype html>\n<div id=\"root\"></div>\n<script type=\"module\" src=\"/src/main.tsx\"></script>\n"),
        (
            "server/index.js",
            "import { app } from './app.js';\n\napp.listen(4000, () => {\n  console.log('listening on 4000');\n});\n",
        ),
        (
            "server/lib/database.js",
            "import knex from 'knex';\n\nexport const database = knex({ client: 'pg', connection: process.env.DATABASE_URL });\n",
        ),
        (
            "server/lib/logger.js",
            "const write = (level, text, fields) => process.stdout.write(`${level} ${text} ${JSON.stringify(fields ?? {})}\\n`);\n\nexport const logger = {\n  info: (text, fields) => write('info', text, fields),\n  warn: (text, fields) => write('warn', text, fields),\n};\n",
        ),
        (
            "server/middleware/authenticate.js",
            "export function authenticate(req, res, next) {\n  const token = req.headers.authorization?.replace('Bearer ', '');\n  if (!token) {\n    return res.status(401).json({ error: 'sign in first' });\n  }\n  req.user = { id: token, workspaceId: 'main' };\n  next();\n}\n",
        ),
        (
            "server/middleware/validate.js",
            "export function validate(name) {\n  return (req, res, next) => {\n    if (!req.body?.name) {\n      return res.status(422).json({ error: `the ${name} has no name` });\n    }\n    next();\n  };\n}\n",
        ),
        (
            "src/main.tsx",
            "import { createRoot } from 'react-dom/client';\nimport OrderPage from './features/orders/pages/OrderPage';\n\ncreateRoot(document.getElementById('root')!).render(<OrderPage />);\n",
        ),
        (
            "src/lib/http.ts",
            "const BASE = import.meta.env.VITE_API_URL ?? '/api';\n\nexport async function request<T>(path: string, options: RequestInit = {}): Promise<T> {\n  const response = await fetch(`${BASE}${path}`, {\n    ...options,\n    headers: { 'Content-Type': 'application/json', ...options.headers },\n  });\n  if (!response.ok) {\n    throw new Error(`${response.status} ${response.statusText}`);\n  }\n  return response.json();\n}\n",
        ),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .collect();
    for name in ["Avatar", "Badge", "Button", "EmptyState", "Field", "Modal", "Spinner"] {
        let text = format!(
            "import type {{ ReactNode }} from 'react';\n\nexport function {name}({{ children, ...rest }}: {{ children?: ReactNode; [key: string]: unknown }}) {{\n  return (\n    <div className=\"{}\" {{...rest}}>\n      {{children}}\n    </div>\n  );\n}}\n",
            name.to_lowercase()
        );
        files.insert(format!("src/components/{name}.tsx"), text);
    }
    files
}

/// What is wrong with the project, besides that its app sends no CORS headers and has its port written down.
fn faults(files: &mut Files) {
    let badge = "import { Avatar } from '../../../components/Avatr';\n\nexport function CustomerBadge({ name }: { name: string }) {\n  return <Avatar>{name}</Avatar>;\n}\n";
    files.insert("src/features/customers/components/CustomerBadge.tsx".to_owned(), badge.to_owned());
    let legacy = "import { request } from '../../lib/http';\n\nexport function openInvoices(): Promise<unknown[]> {\n  return request('/invoice');\n}\n";
    files.insert("src/features/invoices/open.ts".to_owned(), legacy.to_owned());
    if let Some(text) = files.get_mut("server/routes/payments.js") {
        *text = text.replacen("      return res.status(404)", "      res.status(404)", 1);
    }
}
