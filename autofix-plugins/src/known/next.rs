//! Next.js and other server-side rendering.

use autofix_core::classify::Signature as S;
use autofix_core::model::{IssueType as T, Severity};

const API: &[&str] = &["pages/api/", "/route.js", "/route.ts", "/route.mjs", "server/api/"];

/// Servers whose handlers may lie in folders of the same names.
const OTHERS: &[&str] = &[
    "node_modules/express/",
    "node_modules/router/",
    "node_modules/koa",
    "node_modules/@koa/",
    "node_modules/fastify/",
    "node_modules/@nestjs/",
    "node_modules/@hapi/",
];

/// Signatures for Next.js, React's server rendering, Nuxt.
pub static SIGNATURES: &[S] = &[
    // API routes.
    S::new("api_route_throws", T::API_ROUTE_ERROR, 0.9).app_path(API).none(OTHERS),
    S::new("api_route_answer", T::API_ROUTE_ERROR, 0.97).any(&[
        "No response is returned from route handler",
        "API resolved without sending a response",
        "API handler should not return a value",
        "api-routes-response-size-limit",
        "No HTTP methods exported in",
        "Detected lowercase method",
        "Detected default export in '",
        "API Routes are meant to respond quickly",
        "Page /api/",
        "Response body object should not be disturbed or locked",
        "Body is unusable: Body has already been read",
        "API handler must be a function",
        "API route returned",
    ]),
    S::new("api_route_words", T::API_ROUTE_ERROR, 0.85)
        .regex(r"\[project\]/(src/)?(app/.*/route\.[jt]sx?|pages/api/)")
        .any(&["[project]/"]),
    S::new("api_route_status", T::API_ROUTE_ERROR, 0.72)
        .regex(r"(GET|POST|PUT|PATCH|DELETE) /api/\S* (400|405|413|500|502|504) in \d")
        .any(&[" 413 in ", " 500 in ", " 405 in ", " 400 in ", " 504 in "]),
    S::new("api_route_body", T::API_ROUTE_ERROR, 0.9)
        .any(&["Body exceeded 1mb limit", "Body exceeded", "edge-runtime-module", "A Node.js API is used ("])
        .none(&["middleware.ts", "middleware.js"])
        .log(&["/api/"]),
    S::new("route_params_promise", T::API_ROUTE_ERROR, 0.95)
        .all(&["Route \"/api/"])
        .any(&["should be awaited before using its properties", "is a Promise"]),
    S::new("api_route_type", T::API_ROUTE_ERROR, 0.95)
        .any(&["Type error: Route \""])
        .all(&["/route.", "export"]),
    S::new("api_route_codes", T::API_ROUTE_ERROR, 0.965)
        .any(&["ERR_HTTP_", "ERR_STREAM_", "FST_ERR_"])
        .app_path(API)
        .none(OTHERS),
    // Server and client disagree.
    S::new("hydration", T::SSR_ERROR, 0.97).any(&[
        "Hydration failed because",
        "hydration-mismatch",
        "didn't match the client properties",
        "Text content does not match server-rendered HTML",
        "There was an error while hydrating",
        "Hydration node mismatch",
        "Hydration text content mismatch",
        "Hydration children mismatch",
        "Hydration completed but contains mismatches",
        "Hydration attribute mismatch",
        "Hydration class mismatch",
        "Hydration style mismatch",
        "Expected server HTML to contain",
        "Did not expect server HTML to contain",
        "In HTML, <",
        "did not match. Server:",
        "cannot be a descendant of",
        "will cause a hydration error",
        "Minified React error #418",
        "Minified React error #423",
        "Minified React error #425",
    ]),
    S::new("nesting_on_server", T::SSR_ERROR, 0.93)
        .any(&["cannot contain a nested", "cannot be a child of", "cannot be a descendant of"])
        .log(&["node_modules/next/", "hydrat", "Hydrat", "server-renderer", "_next/"]),
    S::new("server_component", T::SSR_ERROR, 0.96).any(&[
        "can be passed to Client Components from Server Components",
        "cannot be passed directly to Client Components",
        "Event handlers cannot be passed to Client Component props",
        "You're importing a component that needs",
        "It only works in a Client Component",
        "add the \"use client\" directive",
        "only works in Client Components",
        "async/await is not yet supported in Client Components",
        "is an async Client Component",
        "was called from the server",
        "`ssr: false` is not allowed",
        "You're importing a module that depends on",
        "This API is only available in Client Components",
        "'server-only'",
    ]),
    S::new("server_render", T::SSR_ERROR, 0.95)
        .any(&[
            "Portals are not currently supported by the server renderer",
            "A component suspended while responding to synchronous input",
            "useLayoutEffect does nothing on the server",
            "Missing getServerSnapshot",
            "Switched to client rendering because the server rendering errored",
        ])
        .none(&["Invalid hook call", "Objects are not valid"]),
    S::new("props_serialise", T::SSR_ERROR, 0.95).any(&[
        "Error serializing `",
        "cannot be serialized as JSON",
        "Please only return JSON serializable data types",
    ]),
    S::new("request_scope", T::SSR_ERROR, 0.9).any(&[
        "was called outside a request scope",
        "was accessed outside of <Suspense>",
        "was called inside a function cached with",
        "inside \"use cache\" is not supported",
        "used inside a Client Component",
        "used `cookies()` inside",
        "used `headers()` inside",
        "Server Functions cannot be called during initial render",
        "\"use server\" file can only export async functions",
        "Server Actions must be async functions",
        "Failed to find Server Action",
        "An error occurred in the Server Components render",
        "should be awaited before using its properties",
        "Cookies can only be modified in a Server Action",
    ]),
    S::new("next_data", T::SSR_ERROR, 0.75)
        .any(&["getServerSideProps", "getStaticProps", "getInitialProps"])
        .regex(r"Error|error"),
    S::new("next_default_export", T::COMPONENT_ERROR, 0.8)
        .any(&["The default export is not a React Component in", "is not a valid Page export field"]),
    S::new("page_global_on_server", T::SSR_ERROR, 0.9)
        .any(&["server-renderer", "react-dom-server", "renderToString", "renderToPipeableStream", "ssrRender", "ssr_render"])
        .regex(r"of undefined \(reading '(documentElement|body|head|cookie|localStorage|sessionStorage|innerWidth|innerHeight|userAgent|matchMedia|addEventListener|querySelector|getElementById|createElement|href|pathname)'\)"),
    S::new("nuxt_instance", T::SSR_ERROR, 0.9).any(&[
        "A composable that requires access to the Nuxt instance was called outside",
        "[nuxt] instance unavailable",
    ]),
    // A page's missing configuration.
    S::new("image_host", T::CONFIG_ERROR, 0.95)
        .any(&["is not configured under images in your", "next-image-unconfigured-host"]),
    S::new("invalid_next_config", T::CONFIG_ERROR, 0.7)
        .any(&["Invalid next.config", "Unrecognized key(s) in object"])
        .severity(Severity::Medium),
    S::new("next_middleware", T::MIDDLEWARE_ERROR, 0.9).any(&[
        "middleware-to-proxy",
        "must export a `middleware` or a `default` function",
        "The Middleware \"/middleware\"",
        "Middleware is missing expected function export",
        "must export a function, either as a default export or as a named \"middleware\"",
        "must export a function, either as a default export or as a named \"proxy\"",
        "/middleware\" must export",
    ]),
    S::new("next_middleware_file", T::MIDDLEWARE_ERROR, 0.88)
        .regex(r"\(?(src/)?(middleware|proxy)\.[jt]s:\d+")
        .any(&["middleware.", "proxy."])
        .app_path(&["middleware.ts", "middleware.js", "proxy.ts", "proxy.js"]),
    S::new("next_router", T::ROUTER_ERROR, 0.95).any(&[
        "NextRouter was not mounted",
        "invariant expected app router to be mounted",
        "No router instance found",
        "Invalid href",
        "Cannot update a component (`Router`)",
        "`href` expects a `string`",
        "next-router-not-mounted",
        "Multiple children were passed to <Link>",
        "Invalid <Link> with <a> child",
        "Route did not complete loading",
        "The provided `as` value",
        "The provided `href`",
    ]),
    S::new("next_routes", T::ROUTE_ERROR, 0.9).any(&[
        "You cannot use different slug names for the same dynamic path",
        "Catch-all must be the last part of the URL",
        "Conflicting route and page",
        "Conflicting app and page file",
        "Ambiguous app routes detected",
        "You cannot have two parallel pages that resolve to the same path",
        "Ambiguous route pattern",
        "You cannot define a route with the same specificity as a optional catch-all route",
        "You cannot have the same slug name",
        "Segment names may not start with erroneous periods",
        "is not supported with an optional catch-all",
    ]),
    S::new("client_only_hook", T::SSR_ERROR, 0.95).any(&[
        "useState) is not a function",
        "useEffect) is not a function",
        "createContext) is not a function",
        "createContext is not a function",
        "useState only works in",
        " from the server but ",
    ]),
    S::new("nitro_route", T::API_ROUTE_ERROR, 0.85)
        .any(&["[nuxt] [request error]", "[h3] [unhandled]", "[request error] [unhandled]"])
        .regex(r"/api/"),
];
