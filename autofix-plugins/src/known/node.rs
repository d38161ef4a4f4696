//! Node servers: middleware, routes, configuration, ordinary bugs.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for Node without a repair of their own.
pub static SIGNATURES: &[S] = &[
    // Middleware.
    S::new("middleware_throws", T::MIDDLEWARE_ERROR, 0.7)
        .regex(             r"at [^\n]*\n[ #]*at Layer\.handle(Request)?\b[^\n]*\n[ #]*at (\S+\.)?(trim_prefix|trimPrefix)\b",         )
        .any(&["trim_prefix", "trimPrefix"])
        .readers(&[Reader::JavaScript, Reader::Json])
        .in_app(),
    S::new("middleware_package", T::MIDDLEWARE_ERROR, 0.88)
        .thrown_in(&[
            "node_modules/csurf/", "node_modules/passport/", "node_modules/multer/",
            "node_modules/body-parser/", "node_modules/raw-body/", "node_modules/express-session/",
            "node_modules/cookie-parser/", "node_modules/helmet/", "node_modules/express-rate-limit/",
            "node_modules/busboy/", "node_modules/csrf-csrf/", "node_modules/cookie-session/",
            "node_modules/koa-compose/", "node_modules/koa-bodyparser/", "node_modules/compression/",
            "node_modules/morgan/", "node_modules/passport-", "node_modules/express-fileupload/",
            "node_modules/connect-", "node_modules/http-proxy-middleware/",
            "node_modules/express-validator/", "node_modules/lusca/", "@nestjs/core/middleware/", "node_modules/@fastify/middie", "node_modules/cors/", "node_modules/express-jwt/",
            "node_modules/@fastify/session", "node_modules/@fastify/csrf", "node_modules/iron-session", "node_modules/koa-session",
        ])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("middleware_function", T::MIDDLEWARE_ERROR, 0.95)
        .any(&[
            "requires a middleware function", "requires middleware functions",
            "middleware must be a function", "Middleware stack must be an array",
            "Middleware must be composed of functions", "next() called multiple times",
            "FST_ERR_HOOK_INVALID_HANDLER", "FST_ERR_PLUGIN_TIMEOUT", "FST_ERR_DEC_ALREADY_PRESENT",
            "FST_ERR_HOOK_INVALID", "InvalidMiddleware",
        ]),
    S::new("middleware_words", T::MIDDLEWARE_ERROR, 0.93)
        .any(&[
            "invalid csrf token", "misconfigured csrf", "EBADCSRFTOKEN", "MulterError",
            "Unknown authentication strategy", "passport.initialize() middleware not in use",
            "Failed to serialize user into session", "Failed to deserialize user out of session",
            "req.flash() requires sessions", "Login sessions require session support",
            "session(user) requires", "PayloadTooLargeError", "request entity too large",
            "cookieParser(\"secret\") required", "stream is not readable", "ERR_ERL_",
            "next is not a function", "FST_ERR_CTP_INVALID_MEDIA_TYPE", "FST_ERR_CTP_BODY_TOO_LARGE",
            "Unsupported Media Type", "which has only a getter", "No authorization token was found", "req#login requires session", "req#logout requires a callback", "Multipart: Boundary not found", "Unexpected end of form", "Malformed part header", ]),
    S::new("use_handler_wrong", T::MIDDLEWARE_ERROR, 0.97)
        .any(&["argument handler must be a function", "argument handler is required"])
        .regex(r"at Function\.use \("),
    S::new("hapi_route", T::ROUTE_ERROR, 0.93).any(&["New route "]).regex(r"New route \S+ conflicts with existing"),
    S::new("hapi_handler", T::API_ERROR, 0.93).any(&["handler method did not return a value, a promise"]),
    S::new("session_secret", T::CONFIG_ERROR, 0.95).any(&["secret option required for sessions"]),
    // Routes.
    S::new("route_function", T::ROUTE_ERROR, 0.96)
        .regex(             r"(Route\.\w+\(\)|Router\.\w+\(\)|app\.\w+\(\)) requires (a )?callback function|argument handler must be a function|argument handler is required",         )
        .any(&["requires a callback function", "requires callback functions", "argument handler"]),
    S::new("route_codes", T::ROUTE_ERROR, 0.97)
        .codes(&[
            "FST_ERR_DUPLICATED_ROUTE", "FST_ERR_ROUTE_HANDLER_NOT_FN", "FST_ERR_ROUTE_MISSING_HANDLER",
            "FST_ERR_ROUTE_METHOD_INVALID", "FST_ERR_INVALID_URL",
            "FST_ERR_ROUTE_MISSING_CONTENT_TYPE_SCHEMA", "FST_ERR_NOT_FOUND",
        ]),
    S::new("cannot_verb", T::ROUTE_ERROR, 0.75).symptom()
        .regex(r"Cannot (GET|POST|PUT|PATCH|DELETE|HEAD) /")
        .any(&[
            "Cannot GET /", "Cannot POST /", "Cannot PUT /", "Cannot PATCH /", "Cannot DELETE /",
            "Cannot HEAD /",
        ]),
    S::new("route_not_found", T::ROUTE_ERROR, 0.85).symptom()
        .regex(r"Route (GET|POST|PUT|PATCH|DELETE):/\S* not found")
        .any(&["not found"]),
    S::new("route_pattern", T::ROUTE_ERROR, 0.94)
        .any(&[
            "Missing parameter name", "Unexpected ? at", "Unexpected * at", "Unterminated group",
            "Invalid regular expression: /^",
        ])
        .through(&[
            "path-to-regexp", "node_modules/router/", "node_modules/express/", "find-my-way",
            "@koa/router",
        ]),
    // A word that a route has of its own was taken for the id that another route asks for.
    S::new("shadowed_route", T::ROUTE_ERROR, 0.965)
        .any(&["Cast to ObjectId failed", "invalid input syntax for type", "expected a number but got", "_parsing\"", "must be a number, got", "BSONError", "invalid literal for int()"])
        .regex(concat!(
            r#"(?:failed for value \\?"|for type (?:integer|uuid|bigint): \\?"|number but got '|number, got \\?"|"input": ?"|int\(\) with base 10: ')"#,
            r"(?:new|create|add|me|search|edit|latest|stats|export|free|count|all|top|current|self|popular|recent|active|mine|profile|settings|summary|featured|trending|today|available|upcoming|list|upload|import|archived?|drafts?|history|random|bulk)\b",
        )),
    S::new("shadowed_view", T::ROUTE_ERROR, 0.9)
        .any(&["matching query does not exist", "No Post matches", "matches the given query"])
        .regex(r"(?:Internal Server Error|Not Found): \S*/(?:new|create|add|me|search|edit|latest|stats|export|free|current|popular|recent|mine|featured|upcoming)/?\s"),
    S::new("route_exists", T::ROUTE_ERROR, 0.9)
        .any(&["already declared for route", "Wildcard must be the last character"]),
    // Configuration.
    S::new("bad_port", T::CONFIG_ERROR, 0.92).codes(&["ERR_SOCKET_BAD_PORT"]),
    S::new("privileged_port", T::CONFIG_ERROR, 0.75).all(&["EACCES", "listen"]),
    S::new("invalid_url", T::CONFIG_ERROR, 0.85).codes(&["ERR_INVALID_URL"]),
    S::new("undefined_url", T::CONFIG_ERROR, 0.9)
        .any(&[
            "Failed to parse URL from undefined", "Failed to parse URL from null",
            "Only absolute URLs are supported", "getaddrinfo ENOTFOUND undefined", "'undefined/",
            "http://undefined", "https://undefined",
        ]),
    S::new("jwt_secret", T::CONFIG_ERROR, 0.96)
        .any(&[
            "secretOrPrivateKey must have a value", "secret or public key must be provided",
            "JwtStrategy requires a secret or key", "secretOrKey", "secretOrPrivateKey must be", "secretOrPublicKey must be",
        ]),
    S::new("no_api_key", T::CONFIG_ERROR, 0.93)
        .regex(             r"(?i)(api[_ -]?key|access[_ -]?key|secret[_ -]?key|[A-Z]_SECRET|environment variables?|env vars?)\w*[^\n]{0,60}(is missing|is required|not provided|not set|is not defined|must be (set|provided|defined)|missing or empty|is undefined)",         )
        .any(&[
            "is missing", "is required", "not provided", "not set", "is not defined", "must be set",
            "must be provided", "must be defined", "missing or empty", "is undefined",
        ])
        .none(&["ES module scope", "ReferenceError"]),
    S::new("missing_env", T::CONFIG_ERROR, 0.9)
        .any(&[
            "Missing required environment variable", "Missing environment variable",
            "Invalid environment variables", "Environment variable not found:", "missing required env",
            "is not set in the environment", "environment variable is not set", "MissingEnvVarsError",
            "Config validation error", "EnvError", "Neither apiKey nor config.authenticator provided",
            "OPENAI_API_KEY environment variable", "Could not load the default credentials",
            "Missing credentials in config", "Please define the MONGODB_URI", "supabaseUrl is required",
            "supabaseKey is required", "NO_SECRET", "MissingSecret", "Please define a `secret`",
            "clientID option", "requires a clientID option", "Missing publishableKey", "Please call Stripe() with your publishable key",
            "or set DATABASE_URL", "Blocked request. This host", "Invalid environment variable", "Missing env var", "missing env var", "env variable is missing",
            "Missing required config", "No API key", "api key is missing", "apiKey is required",
            "The OPENAI_API_KEY", "Missing required key(s)", "Missing connection string", "Did you forget to set",
        ]),
    S::new("config_file_missing", T::CONFIG_ERROR, 0.8)
        .all(&["ENOENT"])
        .regex(             r"open '[^']*(\.(pem|key|crt|cert|cer|env|ya?ml|toml|ini|conf|p12|pfx)|/etc/[^']*|config[^'/]*\.json|\.env[^']*)'",         ),
    S::new("json_config", T::CONFIG_ERROR, 0.75)
        .all(&["JSON"])
        .any(&["EJSONPARSE", "package.json must be", "tsconfig.json"])
        .codes(&["EJSONPARSE", "ERR_INVALID_PACKAGE_CONFIG", "TS5083", "TS5023", "TS5024"]),
    S::new("tls_config", T::CONFIG_ERROR, 0.8)
        .codes(&[
            "ERR_OSSL_PEM_NO_START_LINE", "ERR_OSSL_X509_KEY_VALUES_MISMATCH", "ERR_OSSL_UNSUPPORTED",
            "ERR_CRYPTO_INVALID_KEYLEN",
        ]),
    S::new("no_inject_env", T::CONFIG_ERROR, 0.96)
        .codes(&["ECONNREFUSED"])
        .any(&["127.0.0.1:5432", "::1:5432", "127.0.0.1:3306", "127.0.0.1:27017", "127.0.0.1:6379"])
        .log(&["injected env (0) from"]),
    S::new("mongo_uri", T::CONFIG_ERROR, 0.96)
        .any(&[
            "The `uri` parameter to `openUri()` must be a string",
            "Invalid scheme, expected connection string to start with",
            "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
            "client password must be a string", "Invalid connection string",
        ]),
    S::new("yaml_config", T::CONFIG_ERROR, 0.75).any(&["YAMLException", "YAMLParseError"]),
    // Static files.
    S::new("static_enoent", T::STATIC_FILES, 0.88)
        .all(&["ENOENT"])
        .regex(             r"(stat|open|lstat) '[^']*(/(build|dist|public|static|client|www|out)/[^']*|index)\.(html|js|css|png|svg|ico)'",         ),
    S::new("send_enoent", T::STATIC_FILES, 0.85)
        .all(&["ENOENT"])
        .through(&["node_modules/send/", "node_modules/serve-static/", "node_modules/@fastify/static"]),
    S::new("view_missing", T::API_ERROR, 0.5).any(&["Failed to lookup view"]),
    S::new("access_asset", T::STATIC_FILES, 0.7)
        .readers(&[Reader::Http])
        .regex(             r#"(GET|HEAD) /\S*(/static/|/assets/|/media/|\.(css|js|mjs|png|jpe?g|svg|woff2?|map|wasm))\S*[" ].*\b40[34]\b"#,         )
        .any(&[" 404", " 403"]),
    // Browser code on a server.
    S::new("browser_global", T::SSR_ERROR, 0.93)
        .regex(             r"ReferenceError: (window|document|navigator|localStorage|sessionStorage|HTMLElement|self|location|IntersectionObserver|ResizeObserver|MutationObserver|matchMedia|requestAnimationFrame|customElements|Image|Element|history|screen) is not defined",         )
        .any(&["is not defined"])
        .none(&["testEnvironment"]),
    S::new("browser_global_dom", T::SSR_ERROR, 0.6)
        .any(&[
            "document is not defined", "window is not defined", "localStorage is not defined",
            "navigator is not defined", "sessionStorage is not defined",
        ]),
    // Ordinary bugs.
    S::new("js_bug", T::RUNTIME_ERROR, 0.55)
        .any(&[
            "TypeError", "ReferenceError", "RangeError", "SyntaxError", "URIError",
            "Maximum call stack size exceeded",
        ])
        .readers(&[Reader::JavaScript, Reader::Json, Reader::Next])
        .in_app()
        .none(&["Failed to fetch", "error TS"]),
    S::new("js_assert", T::RUNTIME_ERROR, 0.5)
        .any(&["AssertionError", "ERR_ASSERTION"])
        .in_app()
        .readers(&[Reader::JavaScript, Reader::TestRunner]),
    S::new("test_failed", T::RUNTIME_ERROR, 0.5).readers(&[Reader::TestRunner]),
    S::new("js_invalid_arg", T::RUNTIME_ERROR, 0.58)
        .codes(&[
            "ERR_INVALID_ARG_TYPE", "ERR_INVALID_ARG_VALUE", "ERR_OUT_OF_RANGE",
            "ERR_UNHANDLED_REJECTION",
        ])
        .in_app()
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("js_unhandled", T::RUNTIME_ERROR, 0.55).codes(&["ERR_UNHANDLED_REJECTION"]),
    S::new("js_config_json", T::CONFIG_ERROR, 0.7)
        .any(&["in JSON at position", "JSON input", "is not valid JSON"])
        .app_path(&["config", "settings"])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("option_missing", T::CONFIG_ERROR, 0.84)
        .any(&["equired configuration", "equired option", "equired config", "onfiguration option"])
        .regex(r"(?i)(required (configuration|config|option)\w*|configuration option)\b[^\n]{0,40}(missing|not (set|provided|found|given)|undefined)|missing required (configuration|config|option)"),
    S::new("test_answered_404", T::ROUTE_ERROR, 0.6)
        .any(&["got 404 \"Not Found\"", "got 405 \"Method", "Received: 404", "404 == 200", "404 == 201", "expected 404 to", "received 404"])
        .readers(&[Reader::TestRunner, Reader::JavaScript]),
    S::new("plugin_secret", T::CONFIG_ERROR, 0.85)
        .any(&["missing secret", "secret is required", "secret must be", "Secret is required", "missing key"])
        .readers(&[Reader::JavaScript, Reader::Json, Reader::Plain]),
    S::new("eslint_configuration", T::CONFIG_ERROR, 0.86)
        .any(&["couldn't find an eslint.config", "node_modules/eslint/lib/config/", "ESLint couldn't find the config"]),
    // Fastify says in its codes which part of it refused.
    S::new("fastify_hook_codes", T::MIDDLEWARE_ERROR, 0.9)
        .any(&["FST_ERR_HOOK_", "FST_ERR_DEC_", "FST_ERR_CTP_", "hook not supported!"]),
    S::new("fastify_route_codes", T::ROUTE_ERROR, 0.85)
        .any(&["FST_ERR_SCH_", "FST_ERR_ROUTE_", "Failed building the validation schema for "]),
    S::new("fastify_answer_codes", T::API_ERROR, 0.85)
        .any(&["FST_ERR_RESPONSE_SERIALIZATION", "FST_ERR_FAILED_ERROR_SERIALIZATION", "FST_ERR_SEND_", "FST_ERR_REP_"]),
    S::new("serializer_throws", T::API_ERROR, 0.72)
        .thrown_in(&["node_modules/fast-json-stringify/", "node_modules/fastify/lib/reply", "node_modules/fastify/lib/schemas"]),
    S::new("router_handler_undefined", T::ROUTE_ERROR, 0.96)
        .all(&["`middleware` must be a function"])
        .through(&["@koa/router/", "koa-router/"]),
    // A part of a request that is read while modules are still being loaded: the handler was called, not given.
    S::new("middleware_called_early", T::MIDDLEWARE_ERROR, 0.68)
        .all(&["TypeError: Cannot read properties of undefined", "Module._compile"])
        .any(&["(reading 'headers')", "(reading 'body')", "(reading 'session')", "(reading 'cookies')", "(reading 'method')"])
        .readers(&[Reader::JavaScript]),
    S::new("session_absent", T::MIDDLEWARE_ERROR, 0.66)
        .any(&["of undefined (reading 'session')", "ctx.session", "req.session"])
        .regex(r"TypeError: .*(ctx|req|request)\.session|reading 'session'")
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("template_throws", T::API_ERROR, 0.64)
        .any(&["<%", "node_modules/ejs/", "node_modules/pug", "node_modules/handlebars/", "node_modules/nunjucks/", "node_modules/hbs/", "node_modules/eta/"])
        .through(&["node_modules/ejs/", "node_modules/pug", "node_modules/handlebars/", "node_modules/nunjucks/", "node_modules/hbs/", "node_modules/eta/"])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("env_file_missing", T::CONFIG_ERROR, 0.9)
        .any(&[": not found"])
        .regex(r"(?m)^node: \S*\.env\S*: not found"),
    S::new("handler_library_throws", T::API_ERROR, 0.58)
        .thrown_in(&["node_modules/jsonwebtoken/", "node_modules/jose/", "node_modules/bcrypt", "node_modules/sharp/", "node_modules/stripe/", "node_modules/axios/"])
        .through(&["node_modules/express", "node_modules/router/", "node_modules/koa", "node_modules/fastify/"])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("npm_script_missing", T::CONFIG_ERROR, 0.85).any(&["Missing script: \""]),
    S::new("mail_refused", T::CONFIG_ERROR, 0.965)
        .any(&["smtp-connection", "nodemailer"])
        .codes(&["ESOCKET", "ECONNECTION", "EAUTH", "EENVELOPE", "ETIMEDOUT", "EDNS", "ETLS"]),
    S::new("schema_of_settings", T::CONFIG_ERROR, 0.9)
        .raised(&["ZodError", "ValidationError", "ValiError", "EnvError"])
        .app_path(&["env", "config", "settings"]),
    S::new("nest_provider", T::CONFIG_ERROR, 0.75)
        .any(&["Nest can't resolve dependencies of", "UnknownDependenciesException", "UnknownExportException"]),
    S::new("sqlite_binding", T::DATABASE_ERROR, 0.9)
        .any(&["SQLite3 can only bind", "Missing named parameter \"", "Bind parameters must not contain undefined", "Provided value cannot be bound to SQLite"]),
    S::new("heap_of_server", T::RUNTIME_ERROR, 0.94)
        .any(&["JavaScript heap out of memory", "Reached heap limit"])
        .ran(&["node", "npm start", "nodemon", "ts-node", "tsx", "run start", "npm run start"])
        .none(&["node_modules/.bin", "vite build", "webpack", "next build", "rollup", "tsc"]),
    S::new("source_missing", T::BUILD_ERROR, 0.72)
        .all(&["ENOENT"])
        .regex(r"open '[^']*\.([cm]?[jt]sx?|vue|svelte|astro|s?css|less)'")
        .readers(&[Reader::JavaScript, Reader::Bundler]),
    S::new("static_root", T::STATIC_FILES, 0.8).any(&["\"root\" path \""]).all(&["must exist"]),
    S::new("js_throw", T::RUNTIME_ERROR, 0.35).in_app().readers(&[Reader::JavaScript]),
    S::new("js_bug_line", T::RUNTIME_ERROR, 0.4)
        .regex(r"(?m)^(Uncaught )?(\(in promise\) )?(TypeError|ReferenceError|RangeError): ")
        .any(&["TypeError: ", "ReferenceError: ", "RangeError: "])
        .readers(&[Reader::Plain]),
    // What only follows from something else.
    S::new("npm_lifecycle", T::UNKNOWN, 0.2)
        .any(&["ELIFECYCLE", "errno 1", "command failed", "Lifecycle script"])
        .readers(&[Reader::Npm])
        .echo()
        .severity(Severity::Low),
    S::new("express5_pattern", T::ROUTE_ERROR, 0.97)
        .any(&["Missing parameter name at", "pathToRegexpError", "path-to-regexp"])
        .regex(r"PathError|TypeError: (Missing parameter name|Unexpected |Unterminated )"),
    S::new("own_module_missing", T::RUNTIME_ERROR, 0.6)
        .any(&["Cannot find module '.", "Cannot find module '/"])
        .readers(&[Reader::JavaScript, Reader::Plain, Reader::Json]),
    S::new("handler_file", T::API_ERROR, 0.58)
        .app_path(&["routes/", "controllers/", "handlers/", "src/api/", "server/api/"])
        .none(&["http://", "https://"])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("mail_login", T::CONFIG_ERROR, 0.85)
        .any(&[
            "Missing credentials for \"PLAIN\"", "CredentialsProviderError", "Region is missing",
            "auth/invalid-api-key", "Could not load credentials from any providers",
            "StripeAuthenticationError", "Invalid API Key provided", "Incorrect API key provided",
        ])
        .codes(&[
            "EAUTH", "Region", "CredentialsProviderError", "StripeAuthenticationError", "credentials",
            "key", "Key",
        ]),
    S::new("secret_undefined", T::CONFIG_ERROR, 0.75)
        .codes(&["ERR_INVALID_ARG_TYPE"])
        .any(&[
            "The \"key\" argument must be", "The \"password\" argument must be",
            "The \"secret\" argument must be", "The \"salt\" argument must be",
        ])
        .all(&["Received undefined"]),
    S::new("listen_twice", T::PORT_CONFLICT, 0.95)
        .codes(&["ERR_SERVER_ALREADY_LISTEN"])
        .severity(Severity::Critical),
    S::new("send_throws", T::STATIC_FILES, 0.8)
        .thrown_in(&["node_modules/send/", "node_modules/serve-static/", "node_modules/@fastify/static/"]),
    S::new("view_engine", T::CONFIG_ERROR, 0.85).any(&["No default engine was specified"]),
];
