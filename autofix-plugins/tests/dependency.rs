//! The plugin `dependency`: packages that are missing, conflicting or of the wrong module format.

mod node_cases;

use node_cases::{Case, declining, fixing, run};

const ESM: &str = "{\n  \"name\": \"api\",\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"cors\": \"2.8.5\",\n    \"express\": \"5.3.0\"\n  }\n}\n";
const WITH_ZOD: &str = "{\n  \"name\": \"api\",\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"cors\": \"2.8.5\",\n    \"express\": \"5.3.0\",\n    \"zod\": \"4.6.7\"\n  }\n}\n";
const NO_ZOD: &str = "node:internal/modules/esm/resolve:873\n  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);\n        ^\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod' imported from /app/server/schema.js\n    at packageResolve (node:internal/modules/esm/resolve:873:9) {\n  code: 'ERR_MODULE_NOT_FOUND'\n}\n\nNode.js v20.20.2\n";

const MISSING_PACKAGES: &[Case<'_>] = &[
    fixing(
        "an ES module imports what is not listed",
        &[
            ("package.json", ESM),
            ("server/schema.js", "import { z } from 'zod';\nexport const s = z.string();\n"),
        ],
        NO_ZOD,
        true,
        &[("package.json", WITH_ZOD)],
    ),
    fixing(
        "CommonJS, with carets, in alphabetical order",
        &[
            (
                "package.json",
                "{\n  \"dependencies\": {\n    \"cors\": \"^2.8.5\",\n    \"express\": \"^4.18.0\"\n  }\n}\n",
            ),
            ("server.js", "// 你好 🙂\nconst dotenv = require('dotenv');\ndotenv.config();\n"),
        ],
        "Error: Cannot find module 'dotenv'\nRequire stack:\n- /app/server.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1142:15)\n    at Object.<anonymous> (/app/server.js:2:16) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/app/server.js' ]\n}\n\nNode.js v20.11.0\n",
        true,
        &[(
            "package.json",
            "{\n  \"dependencies\": {\n    \"cors\": \"^2.8.5\",\n    \"dotenv\": \"^18.0.10\",\n    \"express\": \"^4.18.0\"\n  }\n}\n",
        )],
    ),
    fixing(
        "the member of a monorepo, in the range of its sister (Vite)",
        &[
            (
                "package.json",
                "{ \"name\": \"all\", \"private\": true, \"workspaces\": [\"web\", \"api\"] }\n",
            ),
            (
                "web/package.json",
                "{\n  \"name\": \"web\",\n  \"dependencies\": {\n    \"react\": \"^19.0.0\"\n  }\n}\n",
            ),
            ("web/src/App.jsx", "import axios from 'axios';\nexport default axios;\n"),
            (
                "api/package.json",
                "{\n  \"name\": \"api\",\n  \"dependencies\": {\n    \"axios\": \"~1.7.0\"\n  }\n}\n",
            ),
        ],
        "[vite] Internal server error: Failed to resolve import \"axios\" from \"src/App.jsx\". Does the file exist?\n  Plugin: vite:import-analysis\n  File: /app/web/src/App.jsx:1:18\n",
        true,
        &[(
            "web/package.json",
            "{\n  \"name\": \"web\",\n  \"dependencies\": {\n    \"axios\": \"~1.7.0\",\n    \"react\": \"^19.0.0\"\n  }\n}\n",
        )],
    ),
    fixing(
        "configuration needs it for development alone",
        &[
            (
                "package.json",
                "{\n  \"type\": \"module\",\n  \"devDependencies\": {\n    \"vite\": \"8.3.8\"\n  }\n}\n",
            ),
            (
                "vite.config.js",
                "import react from '@vitejs/plugin-react';\nexport default { plugins: [react()] };\n",
            ),
        ],
        "failed to load config from /app/vite.config.js\nerror during build:\nError [ERR_MODULE_NOT_FOUND]: Cannot find package '@vitejs/plugin-react' imported from /app/vite.config.js\n    at packageResolve (node:internal/modules/esm/resolve:873:9)\n",
        true,
        &[(
            "package.json",
            "{\n  \"type\": \"module\",\n  \"devDependencies\": {\n    \"@vitejs/plugin-react\": \"6.3.0\",\n    \"vite\": \"8.3.8\"\n  }\n}\n",
        )],
    ),
    fixing(
        "declarations of a package (tsc)",
        &[
            (
                "package.json",
                "{\n  \"dependencies\": {\n    \"express\": \"^4.18.0\"\n  },\n  \"devDependencies\": {\n    \"typescript\": \"^5.4.0\"\n  }\n}\n",
            ),
            ("src/a.ts", "import express from 'express';\nexpress();\n"),
        ],
        "src/a.ts(1,21): error TS7016: Could not find a declaration file for module 'express'. '/app/node_modules/express/index.js' implicitly has an 'any' type.\n",
        true,
        &[(
            "package.json",
            "{\n  \"dependencies\": {\n    \"express\": \"^4.18.0\"\n  },\n  \"devDependencies\": {\n    \"@types/express\": \"^4.0.0\",\n    \"typescript\": \"^5.4.0\"\n  }\n}\n",
        )],
    ),
    fixing(
        "a misspelt package",
        &[("package.json", ESM), ("server.js", "import express from \"expres\";\nexpress();\n")],
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'expres' imported from /app/server.js\n    at packageResolve (node:internal/modules/esm/resolve:873:9)\n",
        false,
        &[("server.js", "import express from \"express\";\nexpress();\n")],
    ),
    fixing(
        "production leaves development's packages out",
        &[
            (
                "package.json",
                "{\n  \"dependencies\": {\n    \"express\": \"^5.0.0\"\n  },\n  \"devDependencies\": {\n    \"compression\": \"^1.7.0\",\n    \"vite\": \"^8.0.0\"\n  }\n}\n",
            ),
            ("server.js", "const compression = require('compression');\ncompression();\n"),
        ],
        "$ npm ci --omit=dev\nadded 60 packages\n$ node server.js\nError: Cannot find module 'compression'\nRequire stack:\n- /app/server.js\n    at Object.<anonymous> (/app/server.js:1:21)\n",
        true,
        &[(
            "package.json",
            "{\n  \"dependencies\": {\n    \"compression\": \"^1.7.0\",\n    \"express\": \"^5.0.0\"\n  },\n  \"devDependencies\": {\n    \"vite\": \"^8.0.0\"\n  }\n}\n",
        )],
    ),
    fixing(
        "a release that this Node runs",
        &[("package.json", ESM), ("server.js", "import { nanoid } from 'nanoid';\nnanoid();\n")],
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'nanoid' imported from /app/server.js\n    at packageResolve (node:internal/modules/esm/resolve:873:9)\n\nNode.js v20.20.2\n",
        true,
        &[(
            "package.json",
            "{\n  \"name\": \"api\",\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"cors\": \"2.8.5\",\n    \"express\": \"5.3.0\",\n    \"nanoid\": \"5.1.5\"\n  }\n}\n",
        )],
    ),
    declining(
        "listed, not installed",
        &[
            ("package.json", WITH_ZOD),
            ("server/schema.js", "import { z } from 'zod';\nexport const s = z.string();\n"),
        ],
        NO_ZOD,
        "run `npm install`",
    ),
    declining(
        "imported by no file",
        &[("package.json", ESM), ("server/schema.js", "export const s = 1;\n")],
        NO_ZOD,
        "no file of the project imports `zod`",
    ),
    declining(
        "a package that nobody knows",
        &[("package.json", ESM), ("server.js", "import x from 'qzv-no-such-thing';\nx();\n")],
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'qzv-no-such-thing' imported from /app/server.js\n    at packageResolve (node:internal/modules/esm/resolve:873:9)\n",
        "check its name",
    ),
    declining(
        "no package.json",
        &[("server/schema.js", "import { z } from 'zod';\nexport const s = z.string();\n")],
        NO_ZOD,
        "belongs to no package.json",
    ),
];

#[test]
fn missing_packages() {
    run("dependency", MISSING_PACKAGES);
}

const MODULE_FORMATS: &[Case<'_>] = &[
    fixing(
        "an ES module that is required",
        &[
            ("package.json", "{\n  \"dependencies\": {\n    \"chalk\": \"^5.3.0\"\n  }\n}\n"),
            ("server.js", "const chalk = require('chalk');\nconsole.log(chalk.red('x'));\n"),
        ],
        "/app/server.js:1\nconst chalk = require('chalk');\n              ^\n\nError [ERR_REQUIRE_ESM]: require() of ES Module /app/node_modules/chalk/source/index.js from /app/server.js not supported.\nInstead change the require of index.js in /app/server.js to a dynamic import() which is available in all CommonJS modules.\n    at Object.<anonymous> (/app/server.js:1:15) {\n  code: 'ERR_REQUIRE_ESM'\n}\n\nNode.js v18.19.0\n",
        false,
        &[("package.json", "{\n  \"dependencies\": {\n    \"chalk\": \"^4.1.2\"\n  }\n}\n")],
    ),
    fixing(
        "`require` in an ES module, and what it requires",
        &[
            ("package.json", ESM),
            (
                "index.js",
                "const express = require('express');\nconst { join } = require('path');\nconst users = require('./users');\n\nexpress().use(users, join('a'));\n",
            ),
            (
                "users.js",
                "const { Router } = require('express');\nconst users = Router();\nmodule.exports = users;\n",
            ),
        ],
        "file:///app/index.js:1\nconst express = require('express');\n                ^\n\nReferenceError: require is not defined in ES module scope, you can use import instead\nThis file is being treated as an ES module because it has a '.js' file extension and '/app/package.json' contains \"type\": \"module\".\n    at file:///app/index.js:1:17\n\nNode.js v20.11.0\n",
        false,
        &[
            (
                "index.js",
                "import express from 'express';\nimport { join } from 'path';\nimport users from './users.js';\n\nexpress().use(users, join('a'));\n",
            ),
            (
                "users.js",
                "import express from 'express';\nconst { Router } = express;\nconst users = Router();\nexport default users;\n",
            ),
        ],
    ),
    fixing(
        "`__dirname` in an ES module",
        &[
            ("package.json", ESM),
            (
                "index.js",
                "import express from 'express';\nimport path from 'path';\n\nexpress().use(path.join(__dirname, 'public'));\n",
            ),
        ],
        "file:///app/index.js:4\nexpress().use(path.join(__dirname, 'public'));\n                        ^\n\nReferenceError: __dirname is not defined in ES module scope\n    at file:///app/index.js:4:25\n\nNode.js v20.11.0\n",
        true,
        &[(
            "index.js",
            "import express from 'express';\nimport path from 'path';\nimport { fileURLToPath } from 'node:url';\n\nconst __dirname = path.dirname(fileURLToPath(import.meta.url));\n\nexpress().use(path.join(__dirname, 'public'));\n",
        )],
    ),
    fixing(
        "`import` without \"type\"",
        &[
            (
                "package.json",
                "{\n  \"name\": \"api\",\n  \"dependencies\": {\n    \"express\": \"^4.18.0\"\n  }\n}\n",
            ),
            (
                "index.js",
                "import express from 'express';\nimport users from './users';\nexpress().use(users);\n",
            ),
            ("users.js", "export default () => {};\n"),
        ],
        "/app/index.js:1\nimport express from 'express';\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module\n    at wrapSafe (node:internal/modules/cjs/loader:1378:20)\n\nNode.js v20.11.0\n",
        false,
        &[
            (
                "index.js",
                "import express from 'express';\nimport users from './users.js';\nexpress().use(users);\n",
            ),
            (
                "package.json",
                "{\n  \"name\": \"api\",\n  \"dependencies\": {\n    \"express\": \"^4.18.0\"\n  },\n  \"type\": \"module\"\n}\n",
            ),
        ],
    ),
    fixing(
        "single names of a CommonJS package",
        &[
            ("package.json", ESM),
            (
                "auth.js",
                "import { sign, verify as check } from 'jsonwebtoken';\nimport cors from 'cors';\n\nexport const t = sign(check, cors);\n",
            ),
        ],
        "file:///app/auth.js:1\nimport { sign, verify as check } from 'jsonwebtoken';\n         ^^^^\nSyntaxError: Named export 'sign' not found. The requested module 'jsonwebtoken' is a CommonJS module, which may not support all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\nimport pkg from 'jsonwebtoken';\nconst { sign, verify: check } = pkg;\n\n    at ModuleJob._instantiate (node:internal/modules/esm/module_job:134:21)\n\nNode.js v20.11.0\n",
        true,
        &[(
            "auth.js",
            "import jsonwebtoken from 'jsonwebtoken';\nimport cors from 'cors';\n\nconst { sign, verify: check } = jsonwebtoken;\n\nexport const t = sign(check, cors);\n",
        )],
    ),
    declining(
        "an ES module without a known CommonJS release",
        &[
            ("package.json", "{ \"dependencies\": { \"some-esm\": \"^5.3.0\" } }\n"),
            ("server.js", "const x = require('some-esm');\nx();\n"),
        ],
        "Error [ERR_REQUIRE_ESM]: require() of ES Module /app/node_modules/some-esm/index.js from /app/server.js not supported.\n    at Object.<anonymous> (/app/server.js:1:15)\n",
        "await import('some-esm')",
    ),
    declining(
        "both formats in one package",
        &[
            ("package.json", "{ \"name\": \"api\" }\n"),
            ("index.js", "import users from './users.js';\nusers();\n"),
            ("users.js", "module.exports = () => {};\n"),
        ],
        "/app/index.js:1\nimport users from './users.js';\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module\n    at wrapSafe (node:internal/modules/cjs/loader:1378:20)\n\nNode.js v20.11.0\n",
        "users.js of the same package is CommonJS",
    ),
    declining(
        "`require` inside a function",
        &[
            ("package.json", ESM),
            (
                "index.js",
                "export function load() {\n  return require('./plugins/' + 'a');\n}\nconst x = require('cors').bind(null);\nx();\n",
            ),
        ],
        "file:///app/index.js:4\nconst x = require('cors').bind(null);\n          ^\n\nReferenceError: require is not defined in ES module scope, you can use import instead\n    at file:///app/index.js:4:11\n\nNode.js v20.11.0\n",
        "part of a longer statement",
    ),
];

#[test]
fn module_formats() {
    run("dependency", MODULE_FORMATS);
}

const CONFLICT: &str = "npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\nnpm error\nnpm error While resolving: shop@1.0.0\nnpm error Found: react@19.1.0\nnpm error node_modules/react\nnpm error   react@\"^19.1.0\" from the root project\nnpm error\nnpm error Could not resolve dependency:\nnpm error peer react@\"^17.0.0 || ^18.0.0\" from qzv-widgets@1.2.3\nnpm error node_modules/qzv-widgets\nnpm error   qzv-widgets@\"^1.2.3\" from the root project\nnpm error\nnpm error Fix the upstream dependency conflict, or retry\n";

const PEERS_AND_PROGRAMS: &[Case<'_>] = &[
    fixing(
        "the common package is lowered, its twin with it",
        &[(
            "package.json",
            "{\n  \"name\": \"shop\",\n  \"dependencies\": {\n    \"qzv-widgets\": \"^1.2.3\",\n    \"react\": \"^19.1.0\",\n    \"react-dom\": \"^19.1.0\"\n  }\n}\n",
        )],
        CONFLICT,
        false,
        &[(
            "package.json",
            "{\n  \"name\": \"shop\",\n  \"dependencies\": {\n    \"qzv-widgets\": \"^1.2.3\",\n    \"react\": \"^18.0.0\",\n    \"react-dom\": \"^18.0.0\"\n  }\n}\n",
        )],
    ),
    fixing(
        "a program that a script calls",
        &[(
            "package.json",
            "{\n  \"name\": \"shop\",\n  \"scripts\": {\n    \"build\": \"tsc -p .\"\n  },\n  \"devDependencies\": {\n    \"vite\": \"^8.0.0\"\n  }\n}\n",
        )],
        "> shop@1.0.0 build\n> tsc -p .\n\nsh: 1: tsc: not found\n",
        true,
        &[(
            "package.json",
            "{\n  \"name\": \"shop\",\n  \"scripts\": {\n    \"build\": \"tsc -p .\"\n  },\n  \"devDependencies\": {\n    \"typescript\": \"^7.0.2\",\n    \"vite\": \"^8.0.0\"\n  }\n}\n",
        )],
    ),
    declining(
        "the project lists neither",
        &[("package.json", "{ \"name\": \"shop\", \"dependencies\": { \"vue\": \"^3.0.0\" } }\n")],
        CONFLICT,
        "no package.json of the project lists",
    ),
    declining(
        "no version is known that suits",
        &[(
            "package.json",
            "{ \"name\": \"shop\", \"dependencies\": { \"qzv-widgets\": \"^1.2.3\", \"react\": \"^16.0.0\" } }\n",
        )],
        CONFLICT,
        "no version that suits both",
    ),
    declining(
        "a program that is listed",
        &[(
            "package.json",
            "{ \"name\": \"shop\", \"scripts\": { \"build\": \"vite build\" }, \"devDependencies\": { \"vite\": \"^8.0.0\" } }\n",
        )],
        "> shop@1.0.0 build\n> vite build\n\nsh: 1: vite: not found\n",
        "run `npm install`",
    ),
];

#[test]
fn peers_and_programs() {
    run("dependency", PEERS_AND_PROGRAMS);
}
