//! Which root cause the signatures name, for logs of many makes. A row is the cause, the file and line
//! that must come first among the project's own frames (empty when the log names none), and the log.

use autofix_core::classify::Classifier;
use autofix_core::model::{ErrorContext, IssueType};

fn classifier() -> Classifier {
    Classifier::new(&autofix_plugins::signatures())
}

const ROWS: &[(&str, &str, u32, &str)] = &[
    (
        "cors_error",
        "",
        0,
        "Access to XMLHttpRequest at 'https://api.example.org/v2/cart' from origin 'https://shop.example.org' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.\nGET https://api.example.org/v2/cart net::ERR_FAILED\nUncaught (in promise) TypeError: Failed to fetch\n    at load (https://shop.example.org/src/cart.js:8:3)\n",
    ),
    (
        "cors_error",
        "",
        0,
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:4000/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).",
    ),
    (
        "cors_error",
        "/srv/api/app.js",
        21,
        "Error: Not allowed by CORS\n    at origin (/srv/api/app.js:21:14)\n    at /srv/api/node_modules/cors/lib/index.js:219:13\n    at optionsCallback (/srv/api/node_modules/cors/lib/index.js:199:9)\n",
    ),
    (
        "port_conflict",
        "/srv/www.js",
        30,
        "Error: listen EADDRINUSE: address already in use :::8080\n    at Server.setupListenHandle [as _listen2] (node:net:1817:16)\n    at Object.<anonymous> (/srv/www.js:30:8) {\n  code: 'EADDRINUSE',\n  errno: -98\n}\nnpm error code ELIFECYCLE\nnpm error errno 1\n",
    ),
    ("port_conflict", "", 0, "Port 5173 is in use, trying another one..."),
    // A folder `api` of another server is no route of Next.js.
    (
        "api_error",
        "file:///app/api/orders.js",
        24,
        "Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client\n    at ServerResponse.setHeader (node:_http_outgoing:655:11)\n    at ServerResponse.json (/app/node_modules/express/lib/response.js:249:15)\n    at file:///app/api/orders.js:24:19\n",
    ),
    (
        "port_conflict",
        "",
        0,
        "Error response from daemon: driver failed: Bind for 0.0.0.0:6379 failed: port is already allocated",
    ),
    ("port_conflict", "", 0, "[2026-01-01 10:00:00 +0000] [7] [ERROR] Connection in use: ('0.0.0.0', 8000)"),
    (
        "dependency_error",
        "",
        0,
        "npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\nnpm error\nnpm error Found: react@19.0.0\n",
    ),
    (
        "dependency_error",
        "/srv/lib/mail.js",
        2,
        "node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module 'nodemailer'\nRequire stack:\n- /srv/lib/mail.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\n    at Object.<anonymous> (/srv/lib/mail.js:2:16) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/srv/lib/mail.js' ]\n}\n\nNode.js v22.1.0\n",
    ),
    (
        "dependency_error",
        "",
        0,
        "> web@1.0.0 build\n> vite build\n\nsh: 1: vite: not found\nnpm error Lifecycle script `build` failed with error:\nnpm error code 127\n",
    ),
    (
        "dependency_error",
        "src/Chart.tsx",
        0,
        "[UNRESOLVED_IMPORT] Error: Could not resolve 'd3-scale' in src/Chart.tsx\nerror during build:\n[vite]: Rollup failed to resolve import \"d3-scale\" from \"src/Chart.tsx\".\n",
    ),
    (
        "dependency_error",
        "/srv/app/main.py",
        4,
        "Traceback (most recent call last):\n  File \"/srv/app/main.py\", line 4, in <module>\n    import httpx\nModuleNotFoundError: No module named 'httpx'\n",
    ),
    (
        "dependency_error",
        "",
        0,
        "ERROR: Could not find a version that satisfies the requirement djangoo==5.0 (from versions: none)\nERROR: No matching distribution found for djangoo==5.0\n",
    ),
    (
        "build_error",
        "src/store/cart.ts",
        14,
        "src/store/cart.ts:14:9 - error TS2322: Type 'string' is not assignable to type 'number'.\n\n14   const n: number = 'x'\n           ~\n\nFound 1 error.\n",
    ),
    (
        "build_error",
        "src/pages/Home.jsx",
        7,
        "✘ [ERROR] Expected \")\" but found \"}\"\n\n    src/pages/Home.jsx:7:4:\n      7 │     }\n        ╵     ^\n\n1 error\n",
    ),
    (
        "build_error",
        "./src/Nav.js",
        3,
        "ERROR in ./src/Nav.js 3:0-28\nModule not found: Error: Can't resolve './Lnik' in '/srv/src'\n @ ./src/index.js 1:0-20\n\nwebpack 5.90.0 compiled with 1 error in 99 ms\n",
    ),
    (
        "build_error",
        "./app/team/page.tsx",
        11,
        "Failed to compile.\n\n./app/team/page.tsx:11:7\nType error: Property 'age' does not exist on type 'User'.\n\n   9 |\n> 11 |   user.age\n     |        ^\n",
    ),
    ("api_endpoint_error", "", 0, "GET http://localhost:3001/api/usr 404 (Not Found)"),
    (
        "api_endpoint_error",
        "",
        0,
        "server up\nGET /api/items 200 4.1 ms - 9\nPATCH /api/itms/4 404 1.9 ms - 152\n",
    ),
    (
        "api_endpoint_error",
        "",
        0,
        "10:01:02 AM [vite] http proxy error: /api/cart\nError: connect ECONNREFUSED 127.0.0.1:3999\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)\n",
    ),
    (
        "api_error",
        "/srv/routes/users.js",
        18,
        "TypeError: Cannot read properties of null (reading 'email')\n    at /srv/routes/users.js:18:22\n    at Layer.handleRequest (/srv/node_modules/router/lib/layer.js:152:17)\n    at next (/srv/node_modules/router/lib/route.js:157:13)\n    at Route.dispatch (/srv/node_modules/router/lib/route.js:117:3)\n",
    ),
    (
        "middleware_error",
        "/srv/auth.js",
        5,
        "TypeError: Cannot read properties of undefined (reading 'split')\n    at requireUser (/srv/auth.js:5:40)\n    at Layer.handle [as handle_request] (/srv/node_modules/express/lib/router/layer.js:95:5)\n    at trim_prefix (/srv/node_modules/express/lib/router/index.js:328:13)\n    at /srv/node_modules/express/lib/router/index.js:286:9\n",
    ),
    (
        "middleware_error",
        "",
        0,
        "?: (admin.E408) 'django.contrib.auth.middleware.AuthenticationMiddleware' must be in MIDDLEWARE in order to use the admin application.",
    ),
    (
        "route_error",
        "/srv/routes.js",
        9,
        "Error: Route.post() requires a callback function but got a [object Undefined]\n    at Route.<computed> [as post] (/srv/node_modules/express/lib/router/route.js:216:15)\n    at Object.<anonymous> (/srv/routes.js:9:8)\n",
    ),
    (
        "route_error",
        "/srv/shop/views.py",
        40,
        "Traceback (most recent call last):\n  File \"/srv/shop/views.py\", line 40, in buy\n    return redirect('thanx')\n  File \"/srv/.venv/lib/python3.12/site-packages/django/urls/base.py\", line 98, in reverse\n    resolver\ndjango.urls.exceptions.NoReverseMatch: Reverse for 'thanx' not found. 'thanx' is not a valid view function or pattern name.\n",
    ),
    (
        "database_connection",
        "",
        0,
        "Error: getaddrinfo ENOTFOUND postgres\n    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:118:26) {\n  errno: -3008,\n  code: 'ENOTFOUND'\n}\n",
    ),
    ("database_connection", "", 0, "Error: P1001: Can't reach database server at `db.internal:5432`"),
    (
        "database_connection",
        "",
        0,
        "2026-01-01 10:00:00.000 UTC [31] FATAL:  password authentication failed for user \"shop\"",
    ),
    (
        "database_error",
        "/srv/db.js",
        12,
        "error: duplicate key value violates unique constraint \"users_email_key\"\n    at Parser.parseErrorMessage (/srv/node_modules/pg-protocol/dist/parser.js:287:98)\n    at async save (/srv/db.js:12:3) {\n  code: '23505'\n}\n",
    ),
    (
        "migration_error",
        "/srv/shop/views.py",
        7,
        "Traceback (most recent call last):\n  File \"/srv/shop/views.py\", line 7, in index\n    list(Item.objects.all())\n  File \"/srv/.venv/lib/python3.12/site-packages/django/db/backends/utils.py\", line 105, in _execute\n    return self.cursor.execute(sql, params)\ndjango.db.utils.ProgrammingError: relation \"shop_item\" does not exist\nLINE 1: SELECT ...\n",
    ),
    (
        "ssr_error",
        "app/chart/page.js",
        6,
        " ⨯ ReferenceError: document is not defined\n    at Chart (app/chart/page.js:6:3)\n  5 |\n> 6 |   document.title\n    |   ^\n",
    ),
    (
        "api_route_error",
        "app/api/pay/route.ts",
        8,
        " ⨯ TypeError: Cannot read properties of undefined (reading 'id')\n    at POST (app/api/pay/route.ts:8:21)\n POST /api/pay 500 in 31ms\n",
    ),
    (
        "component_error",
        "",
        0,
        "Warning: Each child in a list should have a unique \"key\" prop. Check the render method of `Menu`.",
    ),
    (
        "router_error",
        "",
        0,
        "Uncaught Error: useNavigate() may be used only in the context of a <Router> component.\n    at invariant (http://localhost:5173/node_modules/.vite/deps/react-router-dom.js:41:11)\n",
    ),
    (
        "static_files",
        "",
        0,
        "Refused to apply style from 'http://localhost:3000/css/site.css' because its MIME type ('text/html') is not a supported stylesheet MIME type, and strict MIME checking is enabled.",
    ),
    (
        "static_files",
        "",
        0,
        "127.0.0.1 - - [01/Jan/2026 10:00:00] \"GET /static/app/site.css HTTP/1.1\" 404 1798",
    ),
    ("build_optimization", "", 0, "(!) Some chunks are larger than 500 kB after minification. Consider:"),
    (
        "config_error",
        "/srv/settings.py",
        30,
        "Traceback (most recent call last):\n  File \"/srv/settings.py\", line 30, in <module>\n    KEY = os.environ['PAY_KEY']\n  File \"<frozen os>\", line 685, in __getitem__\nKeyError: 'PAY_KEY'\n",
    ),
    (
        "config_error",
        "/srv/mail.js",
        3,
        "Error: STRIPE_KEY environment variable is not set\n    at Object.<anonymous> (/srv/mail.js:3:9)\n",
    ),
    (
        "runtime_error",
        "/srv/calc.py",
        2,
        "Traceback (most recent call last):\n  File \"/srv/run.py\", line 9, in <module>\n    mean([])\n  File \"/srv/calc.py\", line 2, in mean\n    return sum(x) / len(x)\nZeroDivisionError: division by zero\n",
    ),
    (
        "runtime_error",
        "/srv/calc.js",
        4,
        "{\"level\":50,\"time\":1,\"msg\":\"failed\",\"err\":{\"message\":\"x is not iterable\",\"stack\":\"TypeError: x is not iterable\\n    at f (/srv/calc.js:4:9)\"}}",
    ),
];

#[test]
fn the_root_cause_is_named() {
    let classifier = classifier();
    let mut wrong = Vec::new();
    for (cause, file, line, log) in ROWS {
        let report = classifier.analyze(log, None);
        let first = report.issues.first();
        let found = first.map_or("none", |issue| issue.issue_type.as_str());
        if found != *cause {
            wrong.push(format!("{cause} read as {found} ({:?}): {log}", first.map(|issue| &issue.evidence)));
            continue;
        }
        let frame = first.and_then(|issue| issue.frames.iter().find(|frame| frame.in_app));
        if !file.is_empty()
            && frame.map(|frame| (frame.file.as_str(), frame.line.unwrap_or(0))) != Some((file, *line))
        {
            wrong.push(format!("{cause}: {file}:{line} expected, {frame:?} found"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

/// Rows of a healthy log, or of tools that the table of causes does not speak of.
const UNNAMED: &[&str] = &[
    "VITE v7.0.0  ready in 300 ms\n  ➜  Local:   http://localhost:5173/\n",
    "GET / 200 3 ms\nGET /api/users 200 9 ms\nGET /favicon.ico 404 1 ms\n",
    "> web@1.0.0 build\n> prisma generate && next build\n ✓ Compiled successfully\n   Collecting page data ...\n ✓ Generating static pages (4/4)\n",
    "INFO  [alembic.runtime.migration] Running upgrade  -> 1f2e, init\nINFO  [alembic.autogenerate.compare] Detected added table 'x'\n",
    "Tests: 12 passed, 12 total\n✓ shows an Error: label when the token is missing (3 ms)\n",
    "fatal: not a git repository (or any of the parent directories): .git\n",
    "main.c:3:5: error: unknown type name 'strng'\n",
    "ssh: connect to host example.org port 22: Connection refused\n",
    "curl: (6) Could not resolve host: example.invalid\n",
    "bash: kubectl: command not found\n",
    "Jan  1 10:00:00 host sshd[28000]: Failed password for root from 10.0.0.1 port 53300 ssh2\n",
    "docker: Error response from daemon: manifest for nope:latest not found: manifest unknown\n",
    "",
];

#[test]
fn what_is_none_of_the_causes_is_not_guessed() {
    let classifier = classifier();
    for log in UNNAMED {
        let issues = classifier.analyze(log, None).issues;
        let named: Vec<_> = issues.iter().filter(|issue| issue.issue_type != IssueType::UNKNOWN).collect();
        assert!(named.is_empty(), "{log}: {named:?}");
    }
    for healthy in &UNNAMED[..5] {
        assert_eq!(classifier.analyze(healthy, None).issues, vec![], "{healthy}");
    }
}

#[test]
fn consequences_are_folded_into_their_cause() {
    let classifier = classifier();
    let (_, _, _, log) = ROWS[0];
    let issues = classifier.analyze(&format!("{log}{log}"), None).issues;
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert_eq!((issues[0].count, issues[0].lines.clone()), (2, vec![1, 1]));
    assert!(issues[0].evidence.len() > 1 && issues[0].evidence[0].signature == "cors_blocked");
    assert!(issues[0].confidence > 0.9 && issues[0].id.starts_with("issue_"));
}

#[test]
fn a_crash_comes_before_the_request_that_showed_it() {
    let log = "GET http://localhost:3000/api/cart 500 (Internal Server Error)\nTypeError: cart is undefined\n    at /srv/routes/cart.js:4:2\n    at Layer.handle [as handle_request] (/srv/node_modules/express/lib/router/layer.js:95:5)\n    at next (/srv/node_modules/express/lib/router/route.js:149:13)\n";
    let issues = classifier().analyze(log, Some(&["server/routes/cart.js".to_owned()])).issues;
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0].frames[0].file, "server/routes/cart.js");
    assert_eq!(issues[0].affected_files, vec!["server/routes/cart.js".to_owned()]);
}

#[test]
fn a_reported_error_gets_its_type_or_keeps_the_given_one() {
    let classifier = classifier();
    let reported = |message: &str, stack: &str| ErrorContext {
        message: message.into(),
        stack_trace: Some(stack.into()),
        ..ErrorContext::default()
    };
    let found = classifier.classify(&reported("listen EADDRINUSE: address already in use :::3000", ""), None);
    assert_eq!(found.issue_type, IssueType::PORT_CONFLICT);
    let found = classifier.classify(
        &reported("x is not a function", "TypeError: x is not a function\n    at f (/srv/src/a.js:3:1)"),
        Some(&["src/a.js".to_owned()]),
    );
    assert_eq!((found.issue_type.as_str(), found.frames[0].file.as_str()), ("runtime_error", "src/a.js"));
    let unseen = "Access to fetch at 'https://api.test/x' from origin 'https://shop.test' failed (GET): the browser gives scripts no reason. Either it was blocked by CORS policy, or the server could not be reached.";
    let found = classifier.classify(&reported(unseen, ""), None);
    assert_eq!(found.issue_type, IssueType::CORS_ERROR);
    assert!(found.confidence < 0.7, "a script cannot know: {}", found.confidence);
    let found = classifier.classify(
        &ErrorContext { issue_type: Some(IssueType::new("custom_error")), ..reported("odd", "") },
        None,
    );
    assert_eq!((found.issue_type.as_str(), found.message.as_str()), ("custom_error", "odd"));
    assert_eq!(classifier.classify(&reported("odd", ""), None).issue_type, IssueType::UNKNOWN);
    assert_eq!(classifier.classify(&ErrorContext::default(), None).issue_type, IssueType::UNKNOWN);
}

#[test]
fn remarks_of_healthy_programs_are_no_errors() {
    for line in [
        "Mon, 01 Dec 2026 10:00:00 GMT express deprecated res.sendfile: Use res.sendFile instead at server.js:9:7",
        "Warning: connect.session() MemoryStore is not designed for a production environment",
        "No migrations are pending",
        "The useMatchMedia hook was registered",
        "Blockers: none. A splat was drawn. Aggregate done.",
        "telemetry is not configured, nothing is sent",
    ] {
        let issues = classifier().analyze(line, None).issues;
        assert!(issues.is_empty(), "{line}: {:?}", issues[0].issue_type);
    }
}

#[test]
fn every_signature_is_sound() {
    let mut seen = std::collections::BTreeSet::new();
    for signature in autofix_plugins::signatures().into_iter().flatten() {
        assert!(seen.insert(signature.name), "{} is there twice", signature.name);
        assert!(signature.weight > 0.0 && signature.weight <= 1.0, "{}", signature.name);
        assert!(signature.issue_type.is_known(), "{}", signature.name);
        let asks = signature.codes.len()
            + signature.all.len()
            + signature.any.len()
            + signature.raised.len()
            + signature.thrown_in.len()
            + signature.through.len()
            + signature.app_path.len()
            + signature.readers.len();
        assert!(asks > 0, "{} would match everything", signature.name);
        assert!(signature.compiles(), "{}: the regex is wrong", signature.name);
    }
    let types: std::collections::BTreeSet<_> =
        autofix_plugins::signatures().into_iter().flatten().map(|s| s.issue_type.clone()).collect();
    for issue_type in IssueType::ALL.iter().filter(|issue_type| **issue_type != IssueType::UNKNOWN) {
        assert!(types.contains(issue_type), "{issue_type} has no signature");
    }
}
