//! User interfaces: components, client-side routers, assets.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for what happens in a browser.
pub static SIGNATURES: &[S] = &[
    // Components.
    S::new("react_render", T::COMPONENT_ERROR, 0.95)
        .any(&[
            "Objects are not valid as a React child", "is a void element tag and must neither have",
            "Element type is invalid", "Maximum update depth exceeded", "Too many re-renders",
            "Nothing was returned from render", "Rendered more hooks than during the previous render",
            "Rendered fewer hooks than expected", "change in the order of Hooks",
            "Functions are not valid as a React child", "Minified React error #31",
            "Minified React error #130", "Minified React error #185", "Minified React error #310",
            "Minified React error #300", "Target container is not a DOM element",
            "The `style` prop expects a mapping", "can only update a mounted",
            "React.Children.only expected",
            "Can only set one of `children` or `props.dangerouslySetInnerHTML`",
            "A React component suspended while rendering", "Cannot call an event handler while rendering",
            "Class constructor", "cannot have string refs", "listener to be a function, instead got",
            "Should have a queue", "Expected a function to be returned", "Cannot add property", "is not extensible in component",
            "Invalid tag: ", "Cannot assign to read only property 'props'", "Do not call Hooks inside",
        ]),
    S::new("react_warns", T::COMPONENT_ERROR, 0.9)
        .any(&[
            "Encountered two children with the same key", "Each child in a list should have a unique",
            "uncontrolled input to be controlled", "controlled input to be uncontrolled",
            "Cannot update a component", "without an `onChange` handler",
            "React does not recognize the `", "Unknown event handler property", "Invalid DOM property",
            "Failed prop type", "Function components cannot be given refs", "is using incorrect casing",
            "Received `true` for a non-boolean attribute", "value` prop on `input` should not be null",
            "unrecognized in this browser", "Received NaN for the `", "Invalid value for prop `",
            "Received an empty string (", "passed to %s changed size between renders", "changed size between renders",
            "must not return anything besides a function", "forwardRef render functions accept", "containing a \"key\" prop is being spread",
            "was not wrapped in act(", "cannot contain a nested", "that hasn't mounted yet", "Accessing element.ref was removed",
            "defaultProps will be removed", "cannot be given a ref", "`ref` is not a prop", "`key` is not a prop", "Invalid ARIA attribute",
            "Can't call setState on a component that is not yet mounted", "is changing an uncontrolled", "is changing a controlled",
            "both value and defaultValue props", "contains an input of type", "must be an array if `multiple` is true",
            "Unsupported style property", "Removing a style property during rerender", "Cannot update during an existing state transition",
            "The tag <", "Invalid event handler property", "Style prop value must be", "selector unknown returned",
            "returned a different result when called with the same parameters", "The result of getSnapshot should be cached",
            "You are calling ReactDOMClient.createRoot() on a container", "Rendering <Context", "lists must have unique keys", "state update on an unmounted component",
            "validateDOMNesting", "Received `false` for a non-boolean", "is invalid inside of",
        ])
        .none(&["hydration error"]),
    S::new("react_code", T::COMPONENT_ERROR, 0.84).any(&["Minified React error #", "react.dev/errors/"]),
    S::new("hook_misplaced", T::COMPONENT_ERROR, 0.92)
        .any(&["Invalid hook call"])
        .none(&["renderWithHooks"])
        .in_app(),
    S::new("store_not_active", T::COMPONENT_ERROR, 0.92).any(&[
        "getActivePinia()", "unknown mutation type", "unknown action type", "must call Vue.use(Vuex)",
        "Reducer \"", "Actions must be plain objects", "A state mutation was detected", "Cannot update an unmounted root",
        "Missing queryFn", "Query data cannot be undefined",
    ]),
    S::new("react_boundary", T::COMPONENT_ERROR, 0.45)
        .any(&[
            "An error occurred in the <", "The above error occurred in the <",
            "Consider adding an error boundary",
        ])
        .echo(),
    S::new("react_context", T::COMPONENT_ERROR, 0.9)
        .regex(             r"(?i)\b(use[A-Z]\w+|hook|context)\b[^\n]*must be used (within|inside)|could not find react-redux context|No QueryClient set",         )
        .any(&[
            "must be used within", "must be used inside", "could not find react-redux context value",
            "No QueryClient set",
        ]),
    S::new("vue_warn", T::COMPONENT_ERROR, 0.85)
        .any(&["[Vue warn]"])
        .none(&[
            "Hydration", "Unhandled error during execution", "router-link", "router-view", "RouterLink",
            "RouterView",
        ]),
    S::new("vue_unhandled", T::COMPONENT_ERROR, 0.5)
        .any(&["[Vue warn]: Unhandled error during execution"])
        .echo(),
    S::new("vue_render_bug", T::COMPONENT_ERROR, 0.57)
        .all(&["Unhandled error during execution of render function"]),
    S::new("svelte_render", T::COMPONENT_ERROR, 0.9)
        .any(&["https://svelte.dev/e/", "effect_update_depth_exceeded", "each_key_duplicate", "NG0"]),
    S::new("angular", T::COMPONENT_ERROR, 0.88)
        .any(&["ExpressionChangedAfterItHasBeenCheckedError", "NullInjectorError", "NG8001", "NG8002"]),
    S::new("custom_element", T::COMPONENT_ERROR, 0.85)
        .any(&["Failed to execute 'define' on 'CustomElementRegistry'"]),
    // Routers.
    S::new("react_router", T::ROUTER_ERROR, 0.96)
        .any(&[
            "in the context of a <Router> component", "must be used within a data router",
            "is not a <Route> component. All component children of <Routes>",
            "A <Route> is only ever to be used as the child of <Routes>",
            "You cannot render a <Router> inside another <Router>", "No routes matched location",
            "Absolute route path", "useRouteError must be used within",
            "Maximum call stack size exceeded in useNavigate", "Invariant failed: You should not use <",
            "You should not use <", "should call navigate() in a React.useEffect()",
            "'Switch' is not exported from 'react-router-dom'", "useRoutes() may be used only",
            "Invariant Violation: You should not use", "Index routes must not have child routes",
            "No route matches URL", "Matched leaf route at location",
            "may be used only in the context of a", "You defined a loader for route", "Missing \":",
            "Error handled by React Router", "inside a <RouterProvider>", "Could not find an active match", "You rendered descendant <Routes>",
            "but did not provide an `action`", "but did not provide a `loader`", "useRouter must be used inside",
            "No `HydrateFallback` element", "A router only supports one blocker", "must be the last segment",
            "Route with name \"", "notFoundError was encountered on the route", "NG04", "You are trying to use a blocker on a POP",
            "must be rendered inside the context of a router", "Cannot use `<Link>` outside",
            "Received a promise from the router", "Unable to decode pathname",
        ]),
    S::new("react_router_throws", T::ROUTER_ERROR, 0.88)
        .thrown_in(&[
            "deps/react-router", "node_modules/react-router", "node_modules/@remix-run/router",
            "deps/@tanstack_react-router", "node_modules/@reach/router", "deps/chunk-router",
            "deps/wouter",
        ]),
    S::new("vue_router", T::ROUTER_ERROR, 0.96)
        .any(&[
            "[Vue Router warn]", "via a navigation guard", "Missing required param \"",
            "Route paths should start with a \"/\"", "Avoided redundant navigation",
            "NavigationDuplicated", "Infinite redirect in navigation guard", "No match for {",
            "No match for\n", "Navigation cancelled from", "Failed to resolve component: router-",
            "Failed to resolve component: Router", "[vue-router]", "Invalid navigation guard",
        ]),
    S::new("vue_router_throws", T::ROUTER_ERROR, 0.9)
        .thrown_in(&["deps/vue-router", "node_modules/vue-router"]),
    S::new("vue_router_missing", T::ROUTER_ERROR, 0.93)
        .any(&[
            "injection \"Symbol(route", "injection \"Symbol(router", "injection \"router",
            "reading '$router'", "reading '$route'",
        ]),
    S::new("angular_router", T::ROUTER_ERROR, 0.93).any(&["NG04002", "Cannot match any routes"]),
    S::new("lazy_chunk", T::ROUTER_ERROR, 0.5).any(&["lazy(): Expected the result of a dynamic import"]),
    S::new("context_without_provider", T::COMPONENT_ERROR, 0.72)
        .any(&["useContext(", "must be used within", "must be used inside"])
        .regex(r"(of 'useContext\(\.\.\.\)'|must be used (within|inside) (a |an |the )?<?\w*(Provider|Context))"),
    S::new("csp_words", T::CONFIG_ERROR, 0.82)
        .any(&["violates the following Content Security Policy directive"])
        .none(&["Refused to connect", "Connecting to"]),
    // Assets.
    S::new("mime", T::STATIC_FILES, 0.95)
        .any(&[
            "Failed to load module script", "because its MIME type", "unsupported MIME type",
            "Incorrect response MIME type", "Strict MIME type checking", "MIME type ('text/html')",
            "disallowed MIME type",
        ]),
    S::new("font", T::STATIC_FILES, 0.93).any(&["Failed to decode downloaded font", "OTS parsing error"]),
    S::new("asset_status", T::STATIC_FILES, 0.92)
        .any(&["status of 404", "status of 403", "404 (Not Found)", "403 (Forbidden)"])
        .regex(             r"(/static/|/assets/|/media/|/fonts/|/images/|/img/|/_next/static/|\.(css|m?js|png|jpe?g|gif|svg|webp|woff2?|ttf|map|wasm|json)(\?\S*)?(:\d+)?(\s|$))",         )
        .none(&["/api/"])
        .readers(&[Reader::Browser, Reader::Line]),
    S::new("script_is_html", T::STATIC_FILES, 0.85)
        .any(&["Uncaught SyntaxError: Unexpected token '<'", "SyntaxError: expected expression, got '<'"])
        .none(&["JSON"]),
    S::new("chunk_load", T::STATIC_FILES, 0.88)
        .any(&[
            "ChunkLoadError", "Loading chunk ", "Loading CSS chunk",
            "Failed to fetch dynamically imported module", "error loading dynamically imported module",
            "Importing a module script failed", "Unable to preload CSS for",
        ]),
    S::new("img_decode", T::STATIC_FILES, 0.7)
        .any(&[
            "Failed to register a ServiceWorker", "The source image cannot be decoded",
            "Manifest: Line: 1, column: 1, Syntax error", "Error while trying to use the following icon from the Manifest",
            "The requested resource isn't a valid image", "requested resource isn't a valid image",
        ]),
    // Ordinary bugs.
    S::new("console_bug", T::RUNTIME_ERROR, 0.5)
        .regex(             r"(?m)^\S* ?(\[error\] )?(Uncaught )?(\(in promise\) )?(TypeError|ReferenceError|RangeError): ",         )
        .any(&["TypeError: ", "ReferenceError: ", "RangeError: "])
        .readers(&[Reader::Browser])
        .none(&["Failed to fetch", "Load failed", "NetworkError"])
        .severity(Severity::High),
];
