//! The plugin `build`: imports that a bundler, the compiler or Node refuses.

mod node_cases;

use node_cases::{Case, declining, fixing, run};

const VITE: (&str, &str) = (
    "package.json",
    r#"{ "name": "shop", "type": "module", "scripts": { "build": "vite build" }, "dependencies": { "react": "19.0.0" } }"#,
);
const NODE: (&str, &str) =
    ("package.json", r#"{ "name": "api", "type": "module", "dependencies": { "express": "5.0.0" } }"#);
const COMMON: (&str, &str) = ("package.json", r#"{ "name": "api", "dependencies": { "express": "5.0.0" } }"#);

const UNRESOLVED_FILES: &[Case<'_>] = &[
    fixing(
        "case of the file, every importer (Rolldown)",
        &[
            VITE,
            ("src/App.jsx", "import Card from './parts/usercard';\nexport default () => <Card />;\n"),
            ("src/parts/UserCard.jsx", "export default function UserCard() { return <p />; }\n"),
            ("src/pages/Home.jsx", "import C from \"../parts/usercard\";\nexport default () => <C />;\n"),
        ],
        "vite v8.0.0 building for production...\n✗ Build failed in 20ms\nerror during build:\nBuild failed with 1 error:\n\n[UNRESOLVED_IMPORT] Could not resolve './parts/usercard' in src/App.jsx\n   ╭─[ src/App.jsx:1:18 ]\n",
        true,
        &[
            ("src/App.jsx", "import Card from './parts/UserCard';\nexport default () => <Card />;\n"),
            ("src/pages/Home.jsx", "import C from \"../parts/UserCard\";\nexport default () => <C />;\n"),
        ],
    ),
    fixing(
        "case of a folder (Vite's development server)",
        &[
            VITE,
            ("src/App.tsx", "/* 你好 🙂 */ import { sum } from './Utils/math';\nsum();\n"),
            ("src/utils/math.ts", "export const sum = () => 1;\n"),
        ],
        "[vite] Internal server error: Failed to resolve import \"./Utils/math\" from \"src/App.tsx\". Does the file exist?\n  Plugin: vite:import-analysis\n  File: /app/src/App.tsx:1:20\n",
        true,
        &[("src/App.tsx", "/* 你好 🙂 */ import { sum } from './utils/math';\nsum();\n")],
    ),
    fixing(
        "another extension (Rollup)",
        &[
            VITE,
            ("src/main.jsx", "import App from './App.js'\nApp()\n"),
            ("src/App.jsx", "export default () => null\n"),
        ],
        "error during build:\nCould not resolve \"./App.js\" from \"src/main.jsx\"\nfile: /app/src/main.jsx\n",
        true,
        &[("src/main.jsx", "import App from './App.jsx'\nApp()\n")],
    ),
    fixing(
        "an alias keeps its head, another folder (tsc)",
        &[
            VITE,
            ("tsconfig.json", r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }"#),
            ("src/App.tsx", "import { api } from '@/services/api';\napi();\n"),
            ("src/lib/api.ts", "export const api = () => 1;\n"),
        ],
        "src/App.tsx(1,21): error TS2307: Cannot find module '@/services/api' or its corresponding type declarations.\n",
        true,
        &[("src/App.tsx", "import { api } from '@/lib/api';\napi();\n")],
    ),
    fixing(
        "exports decide between files of one name (esbuild)",
        &[
            VITE,
            ("src/App.jsx", "import { money } from './format';\nmoney();\n"),
            ("src/a/format.js", "export const date = 1;\n"),
            ("src/b/format.js", "export function money() {}\n"),
        ],
        "✘ [ERROR] Could not resolve \"./format\"\n\n    src/App.jsx:1:22:\n      1 │ import { money } from './format';\n",
        true,
        &[("src/App.jsx", "import { money } from './b/format';\nmoney();\n")],
    ),
    fixing(
        "a misspelling is a guess (webpack)",
        &[
            ("package.json", r#"{ "name": "w", "dependencies": { "react": "18.0.0" } }"#),
            ("src/App.js", "import Header from './components/Haeder';\nexport default Header;\n"),
            ("src/components/Header.js", "export default () => null;\n"),
            ("src/components/Footer.js", "export default () => null;\n"),
        ],
        "ERROR in ./src/App.js 1:0-41\nModule not found: Error: Can't resolve './components/Haeder' in '/app/src'\n",
        false,
        &[("src/App.js", "import Header from './components/Header';\nexport default Header;\n")],
    ),
    fixing(
        "Node needs extensions, in every file that is loaded",
        &[
            NODE,
            (
                "server/index.js",
                "import { users } from './routes/users';\nimport db from './db/index.js';\nusers(db);\n",
            ),
            ("server/routes/users.js", "import { all } from '../models';\nexport const users = all;\n"),
            ("server/models/index.js", "export const all = () => [];\n"),
            ("server/db/index.js", "export default {};\n"),
        ],
        "node:internal/modules/esm/resolve:283\n    throw new ERR_MODULE_NOT_FOUND(\n          ^\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/server/routes/users' imported from /app/server/index.js\n    at finalizeResolution (node:internal/modules/esm/resolve:283:11) {\n  code: 'ERR_MODULE_NOT_FOUND',\n  url: 'file:///app/server/routes/users'\n}\n\nNode.js v20.11.0\n",
        true,
        &[
            (
                "server/index.js",
                "import { users } from './routes/users.js';\nimport db from './db/index.js';\nusers(db);\n",
            ),
            (
                "server/routes/users.js",
                "import { all } from '../models/index.js';\nexport const users = all;\n",
            ),
        ],
    ),
    fixing(
        "Node imports no folder",
        &[
            NODE,
            ("src/index.js", "import routes from './routes';\nroutes();\n"),
            ("src/routes/index.js", "export default () => {};\n"),
        ],
        "Error [ERR_UNSUPPORTED_DIR_IMPORT]: Directory import '/srv/app/src/routes' is not supported resolving ES modules imported from /srv/app/src/index.js\n    at finalizeResolution (node:internal/modules/esm/resolve:251:11)\n\nNode.js v22.1.0\n",
        true,
        &[("src/index.js", "import routes from './routes/index.js';\nroutes();\n")],
    ),
    fixing(
        "a required file of another case",
        &[
            COMMON,
            ("server.js", "const users = require('./routes/Users');\nusers();\n"),
            ("routes/users.js", "module.exports = () => {};\n"),
        ],
        "node:internal/modules/cjs/loader:1145\n  throw err;\n  ^\n\nError: Cannot find module './routes/Users'\nRequire stack:\n- /app/server.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1142:15)\n    at Object.<anonymous> (/app/server.js:1:15) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/app/server.js' ]\n}\n",
        true,
        &[("server.js", "const users = require('./routes/users');\nusers();\n")],
    ),
    fixing(
        "a component needs its extension",
        &[
            VITE,
            (
                "src/App.vue",
                "<script setup>\nimport Card from './Card'\n</script>\n<template><Card /></template>\n",
            ),
            ("src/Card.vue", "<template><p /></template>\n"),
        ],
        "error during build:\n[vite]: Rollup failed to resolve import \"./Card\" from \"/app/src/App.vue\".\nThis is most likely unintended\n",
        true,
        &[(
            "src/App.vue",
            "<script setup>\nimport Card from './Card.vue'\n</script>\n<template><Card /></template>\n",
        )],
    ),
    fixing(
        "a style sheet of another case in a member of a monorepo",
        &[
            ("package.json", r#"{ "name": "all", "private": true, "workspaces": ["web", "api"] }"#),
            (
                "web/package.json",
                r#"{ "name": "web", "type": "module", "dependencies": { "react": "19.0.0" } }"#,
            ),
            ("web/src/main.jsx", "import './Styles.css'\n"),
            ("web/src/styles.css", "p { color: red }\n"),
            ("api/package.json", r#"{ "name": "api" }"#),
            ("api/styles.css", "p { color: blue }\n"),
        ],
        "error during build:\nBuild failed with 1 error:\n\n[UNRESOLVED_IMPORT] Could not resolve './Styles.css' in src/main.jsx\n   ╭─[ src/main.jsx:1:8 ]\n",
        true,
        &[("web/src/main.jsx", "import './styles.css'\n")],
    ),
    fixing(
        "a path from the source folder, written like a package",
        &[
            VITE,
            ("src/pages/Home.jsx", "import Button from 'components/Button';\nexport default Button;\n"),
            ("src/components/Button.jsx", "export default () => null;\n"),
        ],
        "error during build:\n[vite]: Rollup failed to resolve import \"components/Button\" from \"/app/src/pages/Home.jsx\".\n",
        true,
        &[("src/pages/Home.jsx", "import Button from '../components/Button';\nexport default Button;\n")],
    ),
    fixing(
        "the script of a page",
        &[
            VITE,
            (
                "index.html",
                "<div id=\"root\"></div>\n<script type=\"module\" src=\"/src/main.js\"></script>\n",
            ),
            ("src/main.jsx", "console.log(1)\n"),
        ],
        "error during build:\n[vite]: Rollup failed to resolve import \"/src/main.js\" from \"/app/index.html\".\n",
        true,
        &[(
            "index.html",
            "<div id=\"root\"></div>\n<script type=\"module\" src=\"/src/main.jsx\"></script>\n",
        )],
    ),
    fixing(
        "two spellings of one file (tsc)",
        &[
            VITE,
            ("src/App.tsx", "import { B } from './ui/button';\nB();\n"),
            ("src/ui/Button.tsx", "export const B = () => null;\n"),
        ],
        "src/App.tsx(1,19): error TS1261: Already included file name '/app/src/ui/button.tsx' differs from file name '/app/src/ui/Button.tsx' only in casing.\n",
        true,
        &[("src/App.tsx", "import { B } from './ui/Button';\nB();\n")],
    ),
    fixing(
        "the compiler wants extensions as Node does",
        &[
            NODE,
            ("src/index.ts", "import { users } from './users';\nusers();\n"),
            ("src/users.ts", "export const users = () => [];\n"),
        ],
        "src/index.ts(1,23): error TS2835: Relative import paths need explicit file extensions in ECMAScript imports when '--moduleResolution' is 'node16' or 'nodenext'. Did you mean './users.js'?\n",
        true,
        &[("src/index.ts", "import { users } from './users.js';\nusers();\n")],
    ),
    fixing(
        "a script that starts a file which lies elsewhere",
        &[
            (
                "package.json",
                "{\n  \"name\": \"n\",\n  \"scripts\": {\n    \"start\": \"NODE_ENV=production node index.js\"\n  }\n}\n",
            ),
            ("server/index.js", "require('http').createServer().listen(1)\n"),
        ],
        "> n@1.0.0 start\n> node index.js\n\nnode:internal/modules/cjs/loader:1145\n  throw err;\n  ^\n\nError: Cannot find module '/app/index.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1142:15) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n",
        false,
        &[(
            "package.json",
            "{\n  \"name\": \"n\",\n  \"scripts\": {\n    \"start\": \"NODE_ENV=production node server/index.js\"\n  }\n}\n",
        )],
    ),
    declining(
        "a script that starts what a build makes",
        &[
            ("package.json", r#"{ "name": "n", "scripts": { "start": "node dist/index.js" } }"#),
            ("src/index.ts", "export {}\n"),
        ],
        "node:internal/modules/cjs/loader:1145\n  throw err;\n  ^\n\nError: Cannot find module '/app/dist/index.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1142:15) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n",
        "is made by a build",
    ),
    declining(
        "several files fit",
        &[
            VITE,
            ("src/App.jsx", "import Card from './Card';\nexport default Card;\n"),
            ("src/a/Card.jsx", "export default () => 1;\n"),
            ("src/b/Card.jsx", "export default () => 2;\n"),
        ],
        "error during build:\nCould not resolve \"./Card\" from \"src/App.jsx\"\n",
        "could mean each of src/a/Card.jsx, src/b/Card.jsx",
    ),
    declining(
        "no file is near",
        &[
            VITE,
            ("src/App.jsx", "import Chart from './Chart';\nexport default Chart;\n"),
            ("src/Table.jsx", "export default () => 1;\n"),
        ],
        "error during build:\nCould not resolve \"./Chart\" from \"src/App.jsx\"\n",
        "is not in the project",
    ),
    declining(
        "the file is there by now",
        &[
            VITE,
            ("src/App.jsx", "import Card from './Card';\nexport default Card;\n"),
            ("src/Card.jsx", "export default () => 1;\n"),
        ],
        "error during build:\nCould not resolve \"./Card\" from \"src/App.jsx\"\n",
        "which is there",
    ),
    declining(
        "the import is gone",
        &[VITE, ("src/App.jsx", "export default 1;\n"), ("src/card.jsx", "export default () => 1;\n")],
        "error during build:\nCould not resolve \"./Card\" from \"src/App.jsx\"\n",
        "no import of `./Card` was found",
    ),
    declining(
        "a file of another package is no candidate",
        &[
            ("package.json", r#"{ "name": "all", "private": true, "workspaces": ["web", "api"] }"#),
            ("web/package.json", r#"{ "name": "web" }"#),
            ("web/src/main.js", "import { q } from './queries'\nq()\n"),
            ("api/package.json", r#"{ "name": "api" }"#),
            ("api/queries.js", "export const q = 1\n"),
        ],
        "error during build:\nCould not resolve \"./queries\" from \"src/main.js\"\n",
        "is not in the project",
    ),
];

#[test]
fn unresolved_files() {
    run("build", UNRESOLVED_FILES);
}
