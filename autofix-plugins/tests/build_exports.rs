//! The plugin `build`: imports of names that a file does not export, and of types as values.

mod node_cases;

use node_cases::{Case, declining, fixing, run};

const VITE: (&str, &str) = (
    "package.json",
    r#"{ "name": "shop", "type": "module", "scripts": { "build": "vite build" }, "dependencies": { "react": "19.0.0" } }"#,
);
const NODE: (&str, &str) =
    ("package.json", r#"{ "name": "api", "type": "module", "dependencies": { "express": "5.0.0" } }"#);
const MISSING_EXPORTS: &[Case<'_>] = &[
    fixing(
        "a default imported by name (Rollup)",
        &[
            VITE,
            ("src/App.jsx", "import { Card } from './Card';\nexport default () => <Card />;\n"),
            ("src/Card.jsx", "export default function Card() { return <p />; }\n"),
        ],
        "error during build:\nsrc/App.jsx (1:9): \"Card\" is not exported by \"src/Card.jsx\", imported by \"src/App.jsx\".\nfile: /app/src/App.jsx:1:9\n",
        true,
        &[("src/App.jsx", "import Card from './Card';\nexport default () => <Card />;\n")],
    ),
    fixing(
        "a default among names (Rolldown)",
        &[
            VITE,
            (
                "src/App.jsx",
                "import { a, Card, b } from './Card';\nexport default () => <Card a={a} b={b} />;\n",
            ),
            (
                "src/Card.jsx",
                "export const a = 1, b = 2;\nexport default function Card() { return <p />; }\n",
            ),
        ],
        "error during build:\nBuild failed with 1 error:\n\n[MISSING_EXPORT] \"Card\" is not exported by \"src/Card.jsx\".\n   ╭─[ src/App.jsx:1:13 ]\n",
        true,
        &[(
            "src/App.jsx",
            "import Card, { a, b } from './Card';\nexport default () => <Card a={a} b={b} />;\n",
        )],
    ),
    fixing(
        "a name imported as the default (esbuild)",
        &[
            VITE,
            ("src/App.jsx", "import useCart, { total } from './cart.js';\nuseCart(total);\n"),
            ("src/cart.js", "export function useCart() {}\nexport const total = 1;\n"),
        ],
        "✘ [ERROR] No matching export in \"src/cart.js\" for import \"default\"\n\n    src/App.jsx:1:7:\n      1 │ import useCart, { total } from './cart.js';\n",
        true,
        &[("src/App.jsx", "import { useCart, total } from './cart.js';\nuseCart(total);\n")],
    ),
    fixing(
        "a declaration without export (Node)",
        &[
            NODE,
            ("server/index.js", "import { connect } from './db.js';\nconnect();\n"),
            (
                "server/db.js",
                "const url = 'x';\nasync function connect() { return url; }\nexport const close = () => {};\n",
            ),
        ],
        "file:///app/server/index.js:1\nimport { connect } from './db.js';\n         ^^^^^^^\nSyntaxError: The requested module './db.js' does not provide an export named 'connect'\n    at ModuleJob._instantiate (node:internal/modules/esm/module_job:134:21)\n\nNode.js v20.11.0\n",
        true,
        &[(
            "server/db.js",
            "const url = 'x';\nexport async function connect() { return url; }\nexport const close = () => {};\n",
        )],
    ),
    fixing(
        "a declaration is added to the list of exports (tsc)",
        &[
            VITE,
            ("src/a.ts", "import { one, two } from './b';\none(two);\n"),
            ("src/b.ts", "const one = (n: number) => n;\nconst two = 2;\nexport { one };\n"),
        ],
        "src/a.ts(1,15): error TS2459: Module '\"./b\"' declares 'two' locally, but it is not exported.\n",
        true,
        &[("src/b.ts", "const one = (n: number) => n;\nconst two = 2;\nexport { one, two };\n")],
    ),
    fixing(
        "a misspelt name, with its uses (webpack)",
        &[
            VITE,
            (
                "src/App.js",
                "import { formatPrise } from './format';\nexport const f = (n) => formatPrise(n);\n",
            ),
            ("src/format.js", "export const formatPrice = (n) => n;\nexport const formatDate = (n) => n;\n"),
        ],
        "ERROR in ./src/App.js 2:24-35\nexport 'formatPrise' (imported as 'formatPrise') was not found in './format' (possible exports: formatDate, formatPrice)\n",
        false,
        &[(
            "src/App.js",
            "import { formatPrice } from './format';\nexport const f = (n) => formatPrice(n);\n",
        )],
    ),
    fixing(
        "a misspelt name whose uses are hidden keeps its local name",
        &[
            VITE,
            ("src/App.js", "import { fetchUser } from './api';\nexport const x = { fetchUser };\n"),
            ("src/api.js", "export * from './users';\n"),
            ("src/users.js", "export const fetchUsers = () => 1;\n"),
        ],
        "error during build:\nsrc/App.js (1:9): \"fetchUser\" is not exported by \"src/api.js\", imported by \"src/App.js\".\n",
        false,
        &[(
            "src/App.js",
            "import { fetchUsers as fetchUser } from './api';\nexport const x = { fetchUser };\n",
        )],
    ),
    fixing(
        "a barrel that does not pass it on",
        &[
            VITE,
            (
                "src/App.jsx",
                "import { Card, Modal } from './components';\nexport default () => <Card m={Modal} />;\n",
            ),
            ("src/components/index.js", "export { default as Card } from './Card';\n"),
            ("src/components/Card.jsx", "export default () => null;\n"),
            ("src/components/Modal.jsx", "export default () => null;\n"),
        ],
        "error during build:\nBuild failed with 1 error:\n\n[MISSING_EXPORT] \"Modal\" is not exported by \"src/components/index.js\".\n   ╭─[ src/App.jsx:1:16 ]\n",
        true,
        &[(
            "src/components/index.js",
            "export { default as Card } from './Card';\nexport { default as Modal } from './Modal';\n",
        )],
    ),
    fixing(
        "a type taken for a value (Rolldown)",
        &[
            VITE,
            ("src/a.ts", "import { User, load } from './b';\nexport const u: User = load();\n"),
            (
                "src/b.ts",
                "export interface User { id: number }\nexport const load = (): User => ({ id: 1 });\n",
            ),
        ],
        "error during build:\nBuild failed with 1 error:\n\n[MISSING_EXPORT] \"User\" is not exported by \"src/b.ts\".\n   ╭─[ src/a.ts:1:10 ]\n",
        true,
        &[("src/a.ts", "import { type User, load } from './b';\nexport const u: User = load();\n")],
    ),
    fixing(
        "types must be imported as types, in every file (tsc)",
        &[
            VITE,
            ("src/a.ts", "import { User } from './b';\nexport const u: User = { id: 1 };\n"),
            ("src/b.ts", "export type User = { id: number };\n"),
            ("src/c.ts", "import { User, Team } from './d';\nexport const u = (t: Team): User => t[0];\n"),
            ("src/d.ts", "export type { User } from './b';\nexport type Team = { id: number }[];\n"),
        ],
        "src/a.ts(1,10): error TS1484: 'User' is a type and must be imported using a type-only import when 'verbatimModuleSyntax' is enabled.\nsrc/c.ts(1,10): error TS1484: 'User' is a type and must be imported using a type-only import when 'verbatimModuleSyntax' is enabled.\nsrc/c.ts(1,16): error TS1484: 'Team' is a type and must be imported using a type-only import when 'verbatimModuleSyntax' is enabled.\n",
        true,
        &[
            ("src/a.ts", "import type { User } from './b';\nexport const u: User = { id: 1 };\n"),
            (
                "src/c.ts",
                "import type { User, Team } from './d';\nexport const u = (t: Team): User => t[0];\n",
            ),
        ],
    ),
    fixing(
        "a default that was never exported (tsc)",
        &[
            VITE,
            ("src/App.tsx", "import Card from './Card';\nexport default () => <Card />;\n"),
            ("src/Card.tsx", "function Card() { return <p />; }\n"),
        ],
        "src/App.tsx(1,8): error TS1192: Module '\"/app/src/Card\"' has no default export.\n",
        true,
        &[("src/Card.tsx", "function Card() { return <p />; }\n\nexport default Card;\n")],
    ),
    declining(
        "two names are equally near",
        &[
            VITE,
            ("src/App.js", "import { item3 } from './items';\nexport default item3;\n"),
            ("src/items.js", "export const item1 = 1;\nexport const item2 = 2;\n"),
        ],
        "error during build:\nsrc/App.js (1:9): \"item3\" is not exported by \"src/items.js\", imported by \"src/App.js\".\n",
        "could mean each of item1, item2",
    ),
    declining(
        "nothing is near: what is exported is named",
        &[
            VITE,
            ("src/App.js", "import { login } from './items';\nexport default login;\n"),
            ("src/items.js", "export const item1 = 1;\n"),
        ],
        "error during build:\nsrc/App.js (1:9): \"login\" is not exported by \"src/items.js\", imported by \"src/App.js\".\n",
        "it exports item1",
    ),
    declining(
        "it is exported by now",
        &[
            VITE,
            ("src/App.js", "import { login } from './items';\nexport default login;\n"),
            ("src/items.js", "export const login = 1;\n"),
        ],
        "error during build:\nsrc/App.js (1:9): \"login\" is not exported by \"src/items.js\", imported by \"src/App.js\".\n",
        "exports `login` already",
    ),
];

#[test]
fn missing_exports() {
    run("build", MISSING_EXPORTS);
}
