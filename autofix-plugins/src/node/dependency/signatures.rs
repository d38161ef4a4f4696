//! How a missing, conflicting or wrongly made package looks, and what package managers and runtimes say by codes and
//! words of their own.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures of [`T::DEPENDENCY_ERROR`], and of what the same tools refuse for another cause.
pub static SIGNATURES: &[S] = &[
    S::new("npm_resolve", T::DEPENDENCY_ERROR, 0.97).codes(&["ERESOLVE", "ETARGET", "EBADENGINE", "EUNSUPPORTEDPROTOCOL", "EINTEGRITY", "ENOVERSIONS", "EBADPLATFORM", "ENOLOCK", "EUSAGE", "ERR_PNPM_PEER_DEP_ISSUES", "ERR_PNPM_NO_MATCHING_VERSION", "ERR_PNPM_OUTDATED_LOCKFILE", "ERR_PNPM_FETCH_404", "ERR_PNPM_UNSUPPORTED_ENGINE", "ERR_PNPM_WORKSPACE_PKG_NOT_FOUND", "ERR_PNPM_LOCKFILE_MISSING_DEPENDENCY", "ERR_PNPM_LOCKFILE_CONFIG_MISMATCH", "ERR_PNPM_LOCKFILE_BREAKING_CHANGE", "ERR_PNPM_NO_VERSIONS", "ERR_PNPM_SPEC_NOT_SUPPORTED_BY_ANY_RESOLVER", "ERR_PNPM_TARBALL_INTEGRITY", "ERR_PNPM_NO_LOCKFILE", "YN0016", "YN0018", "YN0027", "YN0028", "YN0082"]),
    S::new("npm_404", T::DEPENDENCY_ERROR, 0.97).codes(&["E404"]).readers(&[Reader::Npm]),
    S::new("npm_resolve_words", T::DEPENDENCY_ERROR, 0.95).any(&["unable to resolve dependency tree", "No matching version found for", "Could not resolve dependency:", "conflicting peer dependency", "Couldn't find any versions for", "Your lockfile needs to be updated", "Couldn't find package \"", "lockfile would have been modified", "The lockfile would have been", "No candidates found", "Package for ", "is in the lockfile but not in the", "npm ci` can only install"]),
    S::new("yarn_not_published", T::DEPENDENCY_ERROR, 0.96).codes(&["YN0035"]).any(&["Package not found", "404 (Not Found)"]),
    S::new("yarn_workspace_version", T::DEPENDENCY_ERROR, 0.93).any(&[": Workspace not found ("]),
    S::new("yarn_undeclared", T::DEPENDENCY_ERROR, 0.96).any(&["isn't declared in your dependencies", "but it isn't declared in its dependencies", "(a peer dependency) but it isn't provided by"]),
    S::new("bun_lockfile", T::DEPENDENCY_ERROR, 0.95).any(&["lockfile had changes, but lockfile is frozen"]),
    S::new("bun_resolve", T::DEPENDENCY_ERROR, 0.93)
        .any(&["error: GET http", "error: No version matching \"", " failed to resolve"])
        .regex(r#"(?m)^error: (GET https?://\S+ - 40[34]|No version matching "|(@[\w.-]+/)?[\w.-]+@\S+ failed to resolve)"#),
    S::new("deno_undeclared", T::DEPENDENCY_ERROR, 0.94)
        .any(&["\" not a dependency", "error: npm package '", "not prefixed with / or ./ or ../"])
        .regex(r#"(?m)^error: (Import ".*" not a dependency|npm package '.*' does not exist|Relative import path ")"#),
    S::new("browser_not_installed", T::DEPENDENCY_ERROR, 0.9).any(&["Error: browserType.launch: Executable doesn't exist at "]),
    // What the same tools say of scripts, settings and sources.
    S::new("script_missing", T::CONFIG_ERROR, 0.86)
        .codes(&["ERR_PNPM_NO_SCRIPT", "ERR_PNPM_NO_SCRIPT_OR_SERVER", "ERR_PNPM_RECURSIVE_RUN_NO_SCRIPT"]),
    S::new("script_missing_words", T::CONFIG_ERROR, 0.85)
        .any(&["error Command \"", "Couldn't find a script named \"", "error: Script not found \"", "Task not found: ", "Could not find task `", "Cannot find configuration for task "])
        .regex(r#"(?m)^ *(error Command "[^"]+" not found\.|Usage Error: Couldn't find a script named "|error: Script not found "|Task not found: \S+$|(`-> +)?x Could not find task `|NX +Cannot find configuration for task )"#),
    S::new("runner_settings", T::CONFIG_ERROR, 0.88)
        .any(&["Unrecognized or legacy configuration settings found", "Failed to parse turbo.json", "turbo_json_parse_error", "ERR_PNPM_INVALID_WORKSPACE_CONFIGURATION"]),
    S::new("settings_no_yaml", T::CONFIG_ERROR, 0.8)
        .any(&["bad indentation of a mapping entry (", "can not read a block mapping entry", "duplicated mapping key ("]),
    S::new("deno_permission", T::CONFIG_ERROR, 0.9).any(&["run again with the --allow-"]),
    S::new("bun_database", T::DATABASE_CONNECTION, 0.96).codes(&["ERR_POSTGRES_CONNECTION_REFUSED", "ERR_POSTGRES_CONNECTION_TIMEOUT"]).severity(Severity::Critical),
    S::new("runtime_refuses_source", T::BUILD_ERROR, 0.9)
        .any(&["error: No matching export in \"", "error: Unexpected ", "error: Expected ", "error: SyntaxError: ", "error: Module not found \"file:"])
        .regex(r#"(?m)^error: (No matching export in "|Unexpected |Expected (\S+|"[^"]+") but found |SyntaxError: |Module not found "file:)"#)
        .readers(&[Reader::JavaScript, Reader::Plain]),
    S::new("pnp_own_file", T::BUILD_ERROR, 0.85).any(&["Qualified path resolution failed: we looked for the following paths"]),
    S::new("npm_missing_binary", T::DEPENDENCY_ERROR, 0.85).regex(r"(?m)(^|/bin/)sh: (line )?(\d+: )?[\w.-]+: (command )?not found").any(&["not found"]),
    S::new("npm_build_native", T::DEPENDENCY_ERROR, 0.9).any(&["gyp ERR!", "node-gyp rebuild", "node-pre-gyp ERR!"]),
    S::new("module_package", T::DEPENDENCY_ERROR, 0.93)
        .regex(r"Cannot find (module|package) '(@[\w.-]+/)?[\w][\w.-]*(/[\w./-]+)?'")
        .any(&["Cannot find module '", "Cannot find package '"])
        .none(&["error TS2307"]),
    S::new("package_file_not_found", T::DEPENDENCY_ERROR, 0.95)
        .regex(r"Cannot find module '[^']*/node_modules/")
        .any(&["Cannot find module '"]),
    S::new("module_package_ts", T::DEPENDENCY_ERROR, 0.9)
        .regex(r"TS2307: Cannot find module '(@[\w-]+/)?[a-z][\w.-]*(/[\w./-]+)?'")
        .codes(&["TS2307"]),
    S::new("declaration_missing", T::DEPENDENCY_ERROR, 0.93).codes(&["TS7016", "TS2688", "TS2580", "TS2582", "TS2591"]),
    S::new("esm_cjs_code", T::DEPENDENCY_ERROR, 0.95)
        .codes(&["ERR_REQUIRE_ESM", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_DLOPEN_FAILED", "ERR_REQUIRE_ASYNC_MODULE", "ERR_REQUIRE_CYCLE_MODULE", "ERR_UNKNOWN_FILE_EXTENSION", "ERR_PACKAGE_IMPORT_NOT_DEFINED", "ERR_INVALID_PACKAGE_CONFIG", "ERR_UNSUPPORTED_DIR_IMPORT", "ERR_IMPORT_ATTRIBUTE_MISSING", "ERR_IMPORT_ASSERTION_TYPE_MISSING"]),
    S::new("esm_cjs_words", T::DEPENDENCY_ERROR, 0.95)
        .any(&["requires ESM syntax, but", "Cannot use import statement outside a module", "require() of ES Module", "To load an ES module, set \"type\": \"module\"", "Named export '", "does not provide an export named", "Must use import to load ES Module"])
        .none(&["error during build"]),
    S::new("named_export_package", T::DEPENDENCY_ERROR, 0.93).all(&["Named export '", "CommonJS module"]),
    S::new("native_binary", T::DEPENDENCY_ERROR, 0.96).any(&["invalid ELF header", "was compiled against a different Node.js version", "NODE_MODULE_VERSION", "wrong ELF class", "mach-o file, but is an incompatible architecture", "is not a valid Win32 application", "Could not load the \"sharp\" module", "GLIBC_"]),
    S::new("optional_binary", T::DEPENDENCY_ERROR, 0.94).any(&["You installed esbuild for another platform", "Cannot find module @rollup/rollup-", "npm has a bug related to optional dependencies", "You installed esbuild on another platform", "Host version \""]),
    S::new("two_reacts", T::DEPENDENCY_ERROR, 0.9).any(&["Invalid hook call"]),
    S::new("react_mismatch", T::DEPENDENCY_ERROR, 0.93).any(&["Incompatible React versions", "A React Element from an older version of React was rendered", "multiple copies of the \"react\" package"]),
    S::new("removed_react_api", T::DEPENDENCY_ERROR, 0.85).any(&["ReactDOM.render is not a function", "ReactDOM.render is no longer supported", "react_dom.default.render is not a function", "createRoot is not a function", "unmountComponentAtNode is not a function"]),
    S::new("vite_unresolved_package", T::DEPENDENCY_ERROR, 0.92)
        .regex(r#"(?:resolve import "|Could not resolve ["']|resolve ")(?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?:/[\w./-]+)?["']"#)
        .any(&["Failed to resolve import \"", "failed to resolve import \"", "Could not resolve \"", "UNRESOLVED_IMPORT"])
        .none(&["Could not resolve entry module"]),
    S::new("vite_deps_missing", T::DEPENDENCY_ERROR, 0.92).any(&["The following dependencies are imported but could not be resolved"]),
    S::new("postcss_plugin", T::DEPENDENCY_ERROR, 0.95).any(&["Loading PostCSS Plugin failed", "trying to use `tailwindcss` directly as a PostCSS plugin", "Preprocessor dependency \"", "PostCSS plugin has moved to a separate package"]),
    S::new("webpack_unresolved_package", T::DEPENDENCY_ERROR, 0.92)
        .regex(r"Can't resolve '(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(/[\w./-]+)?'")
        .any(&["Can't resolve '"]),
    S::new("webpack_node_core", T::DEPENDENCY_ERROR, 0.85).any(&["webpack < 5 used to include polyfills for node.js core modules"]),
    S::new("openssl_legacy", T::DEPENDENCY_ERROR, 0.93).codes(&["ERR_OSSL_EVP_UNSUPPORTED"]).severity(Severity::Critical),
    S::new("peer_version", T::DEPENDENCY_ERROR, 0.8).any(&["requires a peer of", "has unmet peer dependency", "requires Babel \"^", "Requires Babel \"^", "Plugin/Preset files are not allowed to export objects", "You are using Node.js ", "engine \"node\" is incompatible"]).severity(Severity::High),
    S::new("tool_version", T::DEPENDENCY_ERROR, 0.9).any(&["this.getOptions is not a function", "requires PostCSS 8", "digital envelope routines::unsupported", "ReactCurrentOwner", "ReactCurrentDispatcher", "Failed to load SWC binary", "failed-loading-swc", "Cannot find dependency '", "Cannot find native binding", "Cannot read properties of undefined (reading 'tap')", "Cannot read property 'tap'", "is not compatible with this version of", "incompatible with this version", "different major version", "Vue packages version mismatch", "Unsupported engine", "FST_ERR_PLUGIN_VERSION_MISMATCH", "fastify version, '",  "is not supported by this version of"]),
    S::new("platform_api_missing", T::DEPENDENCY_ERROR, 0.82).regex(r"ReferenceError: (fetch|crypto|structuredClone|AbortController|ReadableStream|WebSocket|FormData|File|Headers|Request|Response|CustomEvent|TextEncoder|Iterator) is not defined|TypeError: (\w+\.(at|findLast|toSorted|replaceAll|hasOwn|groupBy|withResolvers|isWellFormed|toReversed)|Object\.groupBy|Promise\.withResolvers|Array\.fromAsync) is not a function").any(&["is not defined", "is not a function"]).readers(&[Reader::JavaScript, Reader::Json, Reader::TestRunner]),
    S::new("package_missing_export", T::DEPENDENCY_ERROR, 0.93).regex(r#"export '[^']+' \(imported as '[^']+'\) was not found in '(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(/[\w./-]+)?'|"[^"]+" is not exported by "node_modules/"#).any(&["was not found in '", "is not exported by \"node_modules/"]),
    S::new("package_class_undefined", T::DEPENDENCY_ERROR, 0.8).any(&["Class extends value undefined", "Class extends value [object"]).thrown_in(&["node_modules/"]),
    S::new("package_constructor", T::DEPENDENCY_ERROR, 0.55).regex(r"(is not a constructor|is not a function)[\s\S]*").thrown_in(&["node_modules/"]).any(&["(0 , ", ".default is not a"]),
    S::new("esm_scope", T::DEPENDENCY_ERROR, 0.96).any(&["is not defined in ES module scope"]),
    S::new("lint_plugin_missing", T::DEPENDENCY_ERROR, 0.94).any(&["ESLint couldn't find the plugin", "ESLint couldn't find the config", "Failed to load plugin '", "Failed to load parser '", "Failed to load config \"", "Preset ts-jest not found", "cannot be found. Make sure the testEnvironment", "Test environment jest-environment-jsdom cannot be found", "MISSING DEPENDENCY", "MISSING DEP"]),
];
