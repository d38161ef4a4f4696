//! How a refused source or configuration looks.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures of [`T::BUILD_ERROR`] and [`T::BUILD_OPTIMIZATION`].
pub static SIGNATURES: &[S] = &[
    S::new("tsc", T::BUILD_ERROR, 0.8).readers(&[Reader::TypeScript]),
    S::new("own_file_unresolved", T::BUILD_ERROR, 0.94)
        .regex(r#"(?:resolve import|resolve|Could not resolve|find module) ["'](?:\.{1,2}/|/|@/|~|#|src/)"#)
        .any(&["esolve import \"", "Could not resolve \"", "Can't resolve '", "UNRESOLVED_IMPORT"]),
    S::new("own_module_not_found", T::BUILD_ERROR, 0.9)
        .regex(r"Cannot find module '(?:\.{1,2}/|/)[^']*'")
        .any(&["Cannot find module '"]),
    S::new("entry_unresolved", T::BUILD_ERROR, 0.96).any(&[
        "Could not resolve entry module",
        "Entry module not found",
        "Cannot resolve entry module",
    ]),
    S::new("missing_export", T::BUILD_ERROR, 0.95)
        .any(&[
            "\" is not exported by \"",
            "MISSING_EXPORT",
            "No matching export in \"",
            "Attempted import error:",
            "export '",
            "Export ",
        ])
        .none(&["Export encountered an error", "Export encountered errors"])
        .readers(&[Reader::Bundler, Reader::Webpack, Reader::Next]),
    S::new("transform_failed", T::BUILD_ERROR, 0.94)
        .any(&[
            "Transform failed with",
            "Failed to parse source for import analysis",
            "PARSE_ERROR",
            "RollupError: Parse failure",
            "Expected ';'",
            "Unexpected token (",
            "Module parse failed:",
            "You may need an appropriate loader to handle this file type",
            "SyntaxError: /",
            "[plugin:vite:",
            "vite:esbuild",
            "vite:oxc",
            "vite:build-html",
        ])
        .readers(&[Reader::Bundler, Reader::Webpack, Reader::Next, Reader::JavaScript, Reader::Plain]),
    S::new("module_build_failed", T::BUILD_ERROR, 0.85).any(&[
        "Module build failed",
        "ModuleBuildError",
        "ModuleParseError",
    ]),
    S::new("next_syntax", T::BUILD_ERROR, 0.9)
        .any(&[
            "Parsing ecmascript source code failed",
            "Expression expected",
            "x Expected",
            "Unterminated JSX contents",
            "Syntax Error",
            "Syntax error: ",
        ])
        .readers(&[Reader::Next, Reader::Webpack, Reader::Bundler, Reader::Line]),
    S::new("next_type", T::BUILD_ERROR, 0.93).all(&["Type error: "]),
    S::new("bundler", T::BUILD_ERROR, 0.6)
        .any(&["error during build:", "✘ [ERROR]", "Build failed", "failed to load config from"])
        .readers(&[Reader::Bundler]),
    S::new("webpack", T::BUILD_ERROR, 0.55).any(&["ERROR in "]).readers(&[Reader::Webpack]),
    S::new("webpack_config", T::BUILD_ERROR, 0.95).any(&[
        "Invalid configuration object. Webpack has been initialized",
        "ValidationError: Invalid options object",
        "Invalid options object.",
    ]),
    S::new("next_failed", T::BUILD_ERROR, 0.55).any(&[
        "Failed to compile",
        "Turbopack build failed",
        "> Build failed because of webpack errors",
    ]),
    S::new("babel_config", T::BUILD_ERROR, 0.85).any(&["[BABEL]"]).none(&["deoptimised the styling"]),
    S::new("eslint", T::BUILD_ERROR, 0.7).readers(&[Reader::Lint]).severity(Severity::Medium),
    S::new("config_not_loaded", T::BUILD_ERROR, 0.58).any(&["failed to load config from"]),
    S::new("build_words", T::BUILD_ERROR, 0.86).any(&[
        "Failed to parse source for import analysis",
        "class does not exist. If `",
        "Cannot apply unknown utility class",
        "Cannot apply unknown at-rule",
        "[webpack-cli] Failed to load '",
        "Failed to resolve entry for package",
        "Circular dependency",
        "CIRCULAR_DEPENDENCY",
        "Minification failed",
        "@parcel/",
        "Unexpected block closing tag",
        "attempted to close an element that was not open",
        "Invalid configuration object",
        "Unable to compile TypeScript",
        "has already been declared",
        "Top-level await is not available",
        "[commonjs--resolver]",
        "UNRESOLVED_ENTRY",
        "ILLEGAL_REASSIGNMENT",
        "INVALID_EXPORT_OPTION",
        "PLUGIN_ERROR",
        "ASSIGN_TO_IMPORT",
        "IMPORT_IS_UNDEFINED",
        "Invalid output.format",
        "Invalid value for option",
        "Invalid value \"",
        "Unknown file extension \"",
        "Unknown word",
        "Unclosed block",
        "Unclosed bracket",
        "Element is missing end tag",
        "Invalid end tag",
        "Error parsing JavaScript expression",
        "At least one <template> or <script> is required",
        "can only be used inside an async function",
        "Please use --isolatedModules",
        "No inputs were found in config file",
    ]),
    S::new("sass", T::BUILD_ERROR, 0.9).any(&[
        "SassError:",
        "[sass] ",
        "CssSyntaxError",
        "Undefined variable.",
        "[postcss] ",
    ]),
    S::new("vue_sfc", T::BUILD_ERROR, 0.9).any(&[
        "[vue/compiler-sfc]",
        "[plugin:vite:vue]",
        "[vite:vue]",
        "[@vue/compiler-sfc]",
    ]),
    S::new("svelte_compile", T::BUILD_ERROR, 0.9)
        .any(&["[vite-plugin-svelte]", "svelte.dev/e/"])
        .readers(&[Reader::Bundler]),
    S::new("plugin_failed", T::BUILD_ERROR, 0.72)
        .any(&["Plugin: vite:", "[plugin:vite:", "Transform failed with ", "[plugin:@vitejs"])
        .readers(&[Reader::Bundler]),
    // Limits of a build.
    S::new("core_module_in_browser", T::BUILD_ERROR, 0.96).any(&[
        "used to include polyfills for node.js core modules",
        "has been externalized for browser compatibility",
        "the file system but is built into node",
    ]),
    S::new("tsconfig_option", T::BUILD_ERROR, 0.96)
        .codes(&["TS6046", "TS5101", "TS5102", "TS5103", "TS5095", "TS5098", "TS5109", "TS6053"])
        .all(&["tsconfig"])
        .root(),
    S::new("heap", T::BUILD_OPTIMIZATION, 0.93)
        .any(&[
            "JavaScript heap out of memory",
            "Reached heap limit",
            "Ineffective mark-compacts near heap limit",
            "Last few GCs",
        ])
        .severity(Severity::Critical),
    S::new("bundle_budget", T::BUILD_OPTIMIZATION, 0.95).any(&[
        "Package size limit has exceeded",
        "exceeded maximum budget",
        "asset size limit:",
        "entrypoint size limit:",
        "exceed the recommended size limit",
        "exceeds the recommended limit",
        "bundlesize",
        "webpack performance recommendations",
        "deoptimised the styling of",
        "Some chunks are larger than",
        "exceeds the max of 500KB",
    ]),
    S::new("function_size", T::BUILD_OPTIMIZATION, 0.9).any(&[
        "exceeds the maximum size limit of",
        "Serverless Function has exceeded the unzipped maximum size",
        "is too large (",
        "Max serverless function size",
    ]),
    S::new("prerender_limit", T::BUILD_OPTIMIZATION, 0.95).any(&[
        "Static page generation for",
        "took more than 60 seconds",
        "attempts to generate page",
        "Restarted collecting page data",
        "because it took more than",
        "Collecting page data for",
        "is still timing out after 3 attempts",
    ]),
    S::new("page_data", T::BUILD_OPTIMIZATION, 0.9).any(&[
        "large-page-data",
        "exceeds the threshold of 128 kB",
        "data for page \"",
        "Failed to set Next.js data cache",
        "items over 2MB can not be cached",
    ]),
    S::new("collect_page_data", T::BUILD_OPTIMIZATION, 0.62).any(&["Failed to collect page data for"]),
    S::new("bundle_budget_test", T::BUILD_OPTIMIZATION, 0.9)
        .any(&["maxSize", "max size", "size limit"])
        .regex(r"(?i)\d+(\.\d+)? ?[kM]i?B\b[^\n]{0,30}(> maxSize|larger than the max|over the limit|exceed)"),
    S::new("prerender", T::BUILD_OPTIMIZATION, 0.6).any(&["Error occurred prerendering page"]),
    S::new("static_export_limit", T::BUILD_OPTIMIZATION, 0.9).any(&[
        "with `output: export`",
        "with `output: 'export'`",
        "with \"output: export\"",
        "\"output: export\" config",
        "missing \"generateStaticParams()\"",
        "couldn't be rendered statically because",
        "Dynamic server usage:",
    ]),
    S::new("suspense_bailout", T::BUILD_OPTIMIZATION, 0.85)
        .any(&["should be wrapped in a suspense boundary"]),
    S::new("workbox_limit", T::BUILD_OPTIMIZATION, 0.93).any(&["maximumFileSizeToCacheInBytes"]),
    S::new("killed_build", T::BUILD_OPTIMIZATION, 0.75).codes(&["SIGKILL"]).log(&[
        "build",
        "next build",
        "vite build",
    ]),
    S::new("emfile", T::BUILD_OPTIMIZATION, 0.6).codes(&["EMFILE", "ENOSPC"]).any(&["watch", "open files"]),
    S::new("chunk_not_split", T::BUILD_OPTIMIZATION, 0.9)
        .any(&["dynamic import will not move module into another chunk", "INEFFECTIVE_DYNAMIC_IMPORT"])
        .severity(Severity::Medium),
    S::new("memory", T::BUILD_OPTIMIZATION, 0.9)
        .codes(&["ERR_WORKER_OUT_OF_MEMORY"])
        .severity(Severity::Critical),
    S::new("build_killed", T::BUILD_OPTIMIZATION, 0.75)
        .any(&["Killed", "exit code 137", "exited with code 137", "SIGKILL"])
        .log(&["next build", "vite build", "webpack", "npm run build", "react-scripts build", "tsc -b"]),
    S::new("plan_size", T::BUILD_OPTIMIZATION, 0.9).any(&["and your plan size limit is"]),
    S::new("own_export_missing", T::BUILD_ERROR, 0.96)
        .all(&["does not provide an export named"])
        .regex(r"requested module '(\.{1,2}/|/src/|/app/)"),
    S::new("jsx_config", T::BUILD_ERROR, 0.85).any(&[
        "Support for the experimental syntax",
        "JSX syntax extension is not currently enabled",
        "ParserError",
    ]),
    S::new("vite_plugin", T::BUILD_ERROR, 0.7).any(&["[vite:", "[plugin:", "[plugin vite:"]).readers(&[
        Reader::Bundler,
        Reader::Plain,
        Reader::JavaScript,
    ]),
];
