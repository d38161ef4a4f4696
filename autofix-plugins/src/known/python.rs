//! Python: Django, Flask, FastAPI and plain programs.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::IssueType as T;

/// Signatures for Python without a repair of their own.
pub static SIGNATURES: &[S] = &[
    // Packages.
    S::new("module_missing", T::DEPENDENCY_ERROR, 0.82)
        .any(&["ModuleNotFoundError: No module named '", "ImportError: No module named"]),
    S::new("module_missing_own", T::BUILD_ERROR, 0.88)
        .any(&["ModuleNotFoundError: No module named '"])
        .own_module(),
    S::new("python_relative_import", T::RUNTIME_ERROR, 0.5)
        .any(&["No module named '__main__", "attempted relative import"]),
    S::new("import_removed", T::DEPENDENCY_ERROR, 0.93)
        .all(&["ImportError: cannot import name '", "-packages/"])
        .none(&["partially initialized module", "circular import"])
        .regex(r"cannot import name '[^']+' from '[^']+' \([^)]*-packages/"),
    S::new("import_own", T::RUNTIME_ERROR, 0.6).any(&["ImportError: cannot import name '"]),
    S::new("circular_import", T::RUNTIME_ERROR, 0.9)
        .any(&["partially initialized module", "most likely due to a circular import"]),
    S::new("removed_attribute", T::DEPENDENCY_ERROR, 0.88)
        .regex(             r"AttributeError: (module '(collections|numpy|pkgutil|inspect|asyncio|jinja2|flask|werkzeug|markupsafe|jwt|PIL|time|ssl|pandas|imp|django[\w.]*|sqlalchemy[\w.]*|openai|bcrypt)[\w.]*' has no attribute|'(Engine|DataFrame|Flask|Series|Query|SQLAlchemy|FreeTypeFont|EntryPoints|AsyncClient)' object has no attribute '(execute|append|before_first_request|iteritems|json_encoder|table_names|get|getsize|scalar|ix|get_or_404)')",         )
        .any(&["' has no attribute '", "' object has no attribute '"]),
    S::new("pip_conflict", T::DEPENDENCY_ERROR, 0.95)
        .any(&[
            "ResolutionImpossible", "Could not find a version that satisfies the requirement",
            "No matching distribution found for", "conflicting dependencies", "Failed building wheel for",
            "pip's dependency resolver does not currently", "subprocess-exited-with-error",
            "metadata-generation-failed", "Requires-Python", "externally-managed-environment",
            "pkg_resources.DistributionNotFound", "pkg_resources.VersionConflict",
            "ContextualVersionConflict", "PackageNotFoundError", "Because no versions of",
            "No solution found when resolving",
        ]),
    S::new("python_native", T::DEPENDENCY_ERROR, 0.93)
        .any(&[
            "numpy.dtype size changed", "A module that was compiled using NumPy 1.x", "undefined symbol:",
            "cannot open shared object file", "Error loading psycopg2", "Error loading MySQLdb module",
            "Did you install mysqlclient", "Error loading psycopg",
            "Cannot use ImageField because Pillow is not installed", "python-multipart",
            "requires \"python-multipart\"", "email-validator is not installed", "(fields.E210)",
            "DLL load failed while importing", "PydanticImportError", "PydanticUserError",
            "has been removed in V2", "has been moved to the `pydantic-settings` package",
            "got an unexpected keyword argument 'proxies'", "got an unexpected keyword argument 'app'",
            "has been removed in SQLAlchemy", "No module named 'distutils'",
            "No module named 'pkg_resources'", "X509_V_FLAG_", "Descriptors cannot be created directly", "ForwardRef._evaluate()",
            "has no attribute '__about__'", "Couldn't import Django", "requires a different Python", "libGL.so", "libpq.so",
            "which is incompatible", "__init__() got an unexpected keyword argument 'proxy'", "module 'lib' has no attribute",
            "numpy.core.multiarray failed to import", "binary incompatibility", "_ARRAY_API not found", "Please use the `", "cannot import name 'soft_unicode'",
            "AttributeError: module 'pkgutil' has no attribute 'ImpImporter'", "No module named '_",
        ]),
    // Configuration.
    S::new("django_settings", T::CONFIG_ERROR, 0.96)
        .any(&[
            "ALLOWED_HOSTS", "DisallowedHost", "SECRET_KEY setting must not be empty",
            "Requested setting ", "DJANGO_SETTINGS_MODULE", "settings are not configured",
            "settings.DATABASES is improperly configured", "Please supply the ENGINE value",
            "UndefinedValueError", "CSRF_TRUSTED_ORIGINS", "does not match any trusted origins", "TIME_ZONE setting", "isn't a TIME_ZONE",
            "Incorrect timezone setting", "AUTH_USER_MODEL refers to model", "DEFAULT_AUTO_FIELD refers",
            "isn't an available database backend", "doesn't declare an explicit app_label",
            "Application labels aren't unique", "TEMPLATES must be",
            "A django.template.backends.django.DjangoTemplates instance must be configured",
            "No DjangoTemplates backend is configured", "EMAIL_BACKEND", "Invalid LOGGING",
            "Unable to configure handler", "Unable to configure formatter", "(4_0.E001)",
            "environ.compat.ImproperlyConfigured", "(security.E", "(templates.E", "(auth.E", "(caches.E",
            "(translation.E", "InvalidCacheBackendError", "The connection 'default' doesn't exist",
            "Could not find backend '", "(admin.E403)", "(fields.E301)", "Apps aren't loaded yet", "does not contain a '", "Cannot import '",
            "is not a valid Python identifier", "could not be loaded; Error importing module",   "(models.E", "(fields.E3",
            "must be a list or tuple", "must specify one of the following schemes", "setting must be", "setting must not be",
            "setting is removed", "setting is deprecated", "The database backend", "Invalid BACKEND", "hasn't been initialized",
        ])
        .none(&["Set the secret_key"])
        .readers(&[
            Reader::Python, Reader::Django, Reader::Plain, Reader::Line, Reader::Json, Reader::Reported,
        ]),
    // The settings themselves could not be read, whatever was wrong in them.
    S::new("settings_module", T::CONFIG_ERROR, 0.9)
        .thrown_in(&["django/conf/__init__.py"])
        .any(&["ModuleNotFoundError", "ImportError", "AttributeError"])
        .readers(&[Reader::Python]),
    S::new("settings_value", T::CONFIG_ERROR, 0.8)
        .app_path(&["settings.py", "settings/", "config.py", "config/", "conf.py"])
        .any(&["ValueError", "KeyError", "TypeError", "decimal.", "json.decoder.", "FileNotFoundError"])
        .regex(r"(?s)(environ|getenv|config\(|env\(|settings).*\n\w[\w.]*(Error|Exception)\b")
        .readers(&[Reader::Python]),
    S::new("python_syntax", T::BUILD_ERROR, 0.7)
        .regex(r"(?m)^(SyntaxError|IndentationError|TabError): ")
        .any(&["SyntaxError: ", "IndentationError: ", "TabError: "])
        .in_app()
        .readers(&[Reader::Python]),
    S::new("url_pattern", T::ROUTE_ERROR, 0.9)
        .any(&["uses invalid converter", "cannot contain whitespace", "parameter name '"])
        .through(&["django/urls/"]),
    S::new("improperly_configured", T::CONFIG_ERROR, 0.7).any(&["ImproperlyConfigured"]),
    S::new("flask_secret", T::CONFIG_ERROR, 0.96)
        .any(&[
            "no secret key was set", "A secret key is required to use CSRF", "SQLALCHEMY_DATABASE_URI",
            "Either 'SQLALCHEMY_DATABASE_URI' or", "Could not locate a Flask application",
            "Failed to find Flask application", "Could not import '",
        ])
        .none(&["Working outside of request context", "does not appear to have any patterns"]),
    S::new("flask_config_key", T::CONFIG_ERROR, 0.92)
        .regex(             r"(os\.environ\[|os\.getenv|app\.config\[|config\[)[^\n]*\n([ ~^]*\n)?(  File [^\n]*\n[^\n]*\n([ ~^]*\n)?)*KeyError: '[A-Z][A-Z0-9_]+'",         )
        .all(&["KeyError: '"]),
    S::new("environ_key", T::CONFIG_ERROR, 0.93)
        .all(&["os.py\"", "KeyError: '"])
        .regex(r"in __getitem__\s+raise KeyError\(key\) from None\s+KeyError"),
    S::new("pydantic_settings", T::CONFIG_ERROR, 0.93)
        .all(&["validation error"])
        .any(&[
            "for Settings", "pydantic_settings", "BaseSettings", "for Config", "for AppSettings",
            "SettingsError",
        ]),
    S::new("uvicorn_import", T::CONFIG_ERROR, 0.85)
        .any(&[
            "Error loading ASGI app", "Failed to find attribute '", "Could not import module \"",
            "ModuleNotFoundError: No module named 'wsgi'",
        ]),
    S::new("configparser_throws", T::CONFIG_ERROR, 0.78).through(&["/configparser.py"]),
    S::new("own_package_build", T::BUILD_ERROR, 0.96).any(&[
        "packages discovered in a flat-layout", "top-level modules discovered in a flat-layout", "invalid pyproject.toml config",
        "configuration error: `project.", "configuration error: `tool.", "pip/_internal/pyproject.py", "error in setup command",
        "package directory '", "Unable to determine which files to ship inside the wheel", "does not appear to be a Python project",
        "neither 'setup.py' nor 'pyproject.toml' found",
    ]),
    S::new("project_file", T::CONFIG_ERROR, 0.82)
        .any(&["TOML parse error at", "Failed to parse: `pyproject", "TOMLDecodeError"]),
    S::new("celery_task_unknown", T::CONFIG_ERROR, 0.88).any(&["Received unregistered task of type"]),
    S::new("pytest_option", T::DEPENDENCY_ERROR, 0.75)
        .all(&["pytest: error: unrecognized arguments"]),
    S::new("python_config_file", T::CONFIG_ERROR, 0.78)
        .regex(             r"(configparser\.\w+Error|yaml\.(scanner|parser)\.\w+Error|tomllib\.TOMLDecodeError|FileNotFoundError: \[Errno 2\] No such file or directory: '[^']*(\.(ya?ml|toml|ini|cfg|pem|key|env|crt)|config[^']*\.json)')",         )
        .any(&["configparser.", "yaml.scanner", "yaml.parser", "TOMLDecodeError", "FileNotFoundError"]),
    // Middleware.
    S::new("django_csrf", T::MIDDLEWARE_ERROR, 0.95)
        .any(&[
            "CSRF cookie not set", "CSRF token missing", "CSRF token from POST",
            "CSRF verification failed", "CSRF Failed", "Referer checking failed", "CSRF token incorrect", "CSRFError", "The CSRF token is missing",
            "CSRF session token is missing", "CsrfProtectError",
        ]),
    S::new("django_middleware", T::MIDDLEWARE_ERROR, 0.96)
        .any(&[
            "(admin.E408)", "(admin.E409)", "(admin.E410)", "MessageFailure", "MessageMiddleware",
            "requires session middleware", "SessionMiddleware", "AuthenticationMiddleware",
            "'WSGIRequest' object has no attribute 'session'",
            "'WSGIRequest' object has no attribute 'user'",
            "WSGIRequest' object has no attribute '_messages'", "middleware must be",
            "didn't return an HttpResponse object from its middleware", "MiddlewareNotUsed",
        ])
        .readers(&[
            Reader::Python, Reader::Django, Reader::Line, Reader::Plain, Reader::Json, Reader::Reported,
        ]),
    S::new("load_middleware", T::MIDDLEWARE_ERROR, 0.94).all(&["in load_middleware"]),
    S::new("middleware_frame", T::MIDDLEWARE_ERROR, 0.85)
        .app_path(&["middleware"])
        .readers(&[Reader::Python]),
    S::new("flask_extension_absent", T::MIDDLEWARE_ERROR, 0.86)
        .any(&["'Flask' object has no attribute 'login_manager'", "'csrf_token' is undefined", "Did you call init_app"])
        .readers(&[Reader::Python]),
    S::new("gateway_signature", T::MIDDLEWARE_ERROR, 0.88)
        .all(&["TypeError: "])
        .regex(r"TypeError: (\w+\.)?(__call__|wsgi_app|asgi_app)\(\) (takes|missing|got)")
        .readers(&[Reader::Python]),
    S::new("gateway_answer", T::MIDDLEWARE_ERROR, 0.85)
        .all(&["TypeError: 'NoneType' object is not callable", "(environ, start_response)"]),
    S::new("starlette_middleware", T::MIDDLEWARE_ERROR, 0.92)
        .any(&[
            "Cannot add middleware after an application has started",
            "must be installed to access request.session", "must be installed to access request.user",
            "must be installed to access request.auth", "No response returned.",
            "Too much data for declared Content-Length", "Too little data for declared Content-Length",
            "Expected ASGI message",
        ]),
    S::new("flask_hooks", T::MIDDLEWARE_ERROR, 0.9)
        .any(&[
            "The setup method 'before_request'",
            "in full_dispatch_request\n    rv = self.preprocess_request",
            "self.process_response(response)", "in preprocess_request",
        ]),
    // Routes.
    S::new("django_urls", T::ROUTE_ERROR, 0.96)
        .any(&[
            "NoReverseMatch", "(urls.E", "does not appear to have any patterns in it",
            "view must be a callable or a list/tuple in the case of include", "ViewDoesNotExist",
            "is not a registered namespace", "Specifying a namespace in include()", "has an invalid view",
            "The included URLconf", "not a valid regular expression", "Could not parse the remainder: '/",
            "Reverse for '", "to include() is not supported", "uses parameter name '", "must be called with either an object pk or a slug",
            "URL pattern", "URL route '",  "converter '", "is not a registered converter",
        ]),
    S::new("django_urls_module", T::ROUTE_ERROR, 0.9)
        .app_path(&["urls.py"])
        .any(&[
            "' has no attribute '", "NameError: name '", "cannot import name '", "No module named '",
            "SyntaxError", "' object is not iterable",
        ]),
    S::new("django_view_call", T::ROUTE_ERROR, 0.9)
        .all(&["wrapped_callback(request, *callback_args"])
        .regex(             r"TypeError: \w+(\.\w+)*\(\) (got an unexpected keyword argument|missing \d+ required positional argument|got multiple values for argument|takes \d+ positional arguments? but)",         )
        .thrown_in(&["django/core/handlers/base.py"]),
    S::new("django_as_view", T::ROUTE_ERROR, 0.93)
        .all(&["View.__init__() takes 1 positional argument but 2 were given"]),
    S::new("django_not_found_api", T::API_ENDPOINT_ERROR, 0.62).symptom()
        .regex(r"Not Found: /(\S+/)?(api|rest|graphql|v[0-9]+)/")
        .any(&["Not Found: /"]),
    S::new("django_method_api", T::API_ENDPOINT_ERROR, 0.76).symptom()
        .any(&["Method Not Allowed (", "Method Not Allowed: /"])
        .regex(r"Method Not Allowed[ (:][^\n]*/(api|rest|v[0-9]+)/")
        .none(&["OPTIONS"]),
    S::new("preflight_refused", T::CORS_ERROR, 0.8)
        .regex(r#"OPTIONS /\S*[" ].*\b40[0345]\b"#)
        .any(&["OPTIONS /"])
        .readers(&[Reader::Http]),
    S::new("django_not_found", T::ROUTE_ERROR, 0.6).symptom()
        .regex(r"(?m)(^|\] |WARNING:?\s+|django\.request[: ]+)Not Found: /")
        .any(&["Not Found: /"])
        .none(&["favicon", "/static/", "/media/"]),
    S::new("django_not_found_static", T::STATIC_FILES, 0.7).symptom()
        .any(&["Not Found: /static/", "Not Found: /media/"]),
    S::new("django_method", T::ROUTE_ERROR, 0.75).symptom().any(&["Method Not Allowed (", "Method Not Allowed: /"]).readers(&[Reader::Django, Reader::Plain, Reader::Line, Reader::Json, Reader::Python]),
    S::new("django_append_slash", T::ROUTE_ERROR, 0.93).any(&["APPEND_SLASH"]),
    S::new("client_without_slash", T::API_ENDPOINT_ERROR, 0.95)
        .all(&["You called this URL via ", "APPEND_SLASH"]),
    S::new("router_basename", T::ROUTE_ERROR, 0.93).thrown_in(&["rest_framework/routers.py"]),
    S::new("websocket_route", T::ROUTE_ERROR, 0.93).any(&["No route found for path "]),
    S::new("flask_route", T::ROUTE_ERROR, 0.96)
        .any(&[
            "View function mapping is overwriting an existing endpoint",
            "werkzeug.routing.exceptions.BuildError", "werkzeug.routing.BuildError",
            "Could not build url for endpoint", "urls must start with a leading slash", "A path prefix must start with '/'", "Prefix and path cannot be both empty", "is already registered for this blueprint", "The setup method 'route'", "the converter '", "A blueprint's name", "Routed paths must", "path prefix must not end with '/'",
            "malformed url rule",
        ]),
    S::new("view_arguments", T::ROUTE_ERROR, 0.9)
        .any(&["in dispatch_request"])
        .all(&["TypeError: "])
        .regex(r"TypeError: [\w.]+\(\) (got an unexpected keyword argument|missing \d+ required positional)")
        .thrown_in(&["flask/app.py", "flask/views.py"]),
    S::new("test_got_404", T::ROUTE_ERROR, 0.6)
        .any(&["404 NOT FOUND", "assert 404 == 2", "405 METHOD NOT ALLOWED", "assert 405 == 2"])
        .readers(&[Reader::TestRunner]),
    S::new("flask_blueprint", T::ROUTE_ERROR, 0.94)
        .any(&["is already registered for", "The name '", "methods' must be a list"])
        .through(&["flask/", "werkzeug/", "starlette/", "fastapi/"]),
    S::new("served_file_missing", T::STATIC_FILES, 0.88)
        .any(&["failed (2: No such file or directory)", "failed (13: Permission denied)", "forbidden (13: Permission denied)"])
        .regex(r#"open\(\) "[^"]*"|\.(css|js|png|jpe?g|svg|ico|woff2?)\b"#),
    S::new("body_not_json", T::API_ERROR, 0.72)
        .any(&["json.decoder.JSONDecodeError", "JSONDecodeError: "])
        .all(&["request.body"]),
    S::new("queryset_words", T::DATABASE_ERROR, 0.82)
        .any(&[
            "QuerySet.", "conflicts with a field on the model", "due to unsaved related object", 
            "is an invalid parameter to prefetch_related", "is an invalid parameter to select_related", "Invalid field name(s) given in select_related",
            "The QuerySet value for an exact lookup must be limited", "Related Field got invalid lookup", "Cannot reverse a query once a slice",
            "Cannot update a query once a slice", "Cannot combine queries on two different base models", "bulk_create() prohibited",
            "bulk_update() can only be used with concrete fields",  "All objects to be", ])
        .regex(r"(?m)^(TypeError|ValueError|AttributeError|django\.[\w.]+): "),
    S::new("answer_of_wrong_type", T::API_ERROR, 0.78)
        .any(&["'dict' object has no attribute '", "'tuple' object has no attribute '", "'list' object has no attribute '", "'str' object has no attribute '", ])
        .thrown_in(&["django/middleware/", "django/core/handlers/", "django/utils/deprecation", "django/contrib/sessions/middleware", "django/views/decorators"]),
    S::new("middleware_constructor", T::MIDDLEWARE_ERROR, 0.945)
        .regex(r"(?i)\w*(middleware|timing|auth|log\w*)\w*\.?(__init__\(\))? (got an unexpected keyword argument 'app'|missing 1 required positional argument: '(get_response|app)')")
        .any(&["got an unexpected keyword argument 'app'", "positional argument: 'get_response'", "positional argument: 'app'"]),
    S::new("flask_route_line", T::ROUTE_ERROR, 0.85)
        .any(&[
            "werkzeug.exceptions.NotFound", "werkzeug.exceptions.MethodNotAllowed",
            "starlette.routing.NoMatchFound", "Routed paths must start with '/'",
            "Path params must be of one of the supported types", "Duplicated param name",
            "routing.exceptions",
        ]),
    // Static files.
    S::new("django_static", T::STATIC_FILES, 0.97)
        .any(&[
            "STATIC_ROOT", "(staticfiles.E", "(staticfiles.W", "Missing staticfiles manifest entry",
            "Empty static prefix not permitted", "could not be found with <", "Invalid block tag on line",
            "staticfiles.storage", "MEDIA_ROOT", "No files were found to collect", "staticfiles_storage",
            "The STATICFILES_DIRS", "STATICFILES",
        ])
        .regex(r"STATIC|staticfiles|static prefix|MEDIA_ROOT|could not be found with|'static'"),
    S::new("static_whitenoise", T::STATIC_FILES, 0.9)
        .any(&["No directory at: ", "RuntimeError: Directory '", "The file '"])
        .regex(r"No directory at: |RuntimeError: Directory '[^']*' does not exist|could not be found"),
    // Handlers.
    S::new("django_answer", T::API_ERROR, 0.95)
        .any(&[
            "didn't return an HttpResponse object", "did not return a valid response",
            "is not JSON serializable",
            "In order to allow non-dict objects to be serialized set the safe parameter",
            "The view function did not return", "ResponseValidationError", "ValueError: [TypeError(\"'",
            "ContentNotRenderedError", "Expected a `Response`, `HttpResponse`", "RawPostDataException",
            "`.accepted_renderer` not set on Response", "must not have a response body", "Did not attempt to load JSON data because",
            "does not support the response", "should either include a `queryset` attribute", "Field name `", "Got AttributeError when attempting to get a value for field",
            "You must call `.is_valid()`", "Cannot apply DjangoModelPermissions", "not a valid serializer", "Not a JSON response",
        ])
        .none(&["kombu", "celery"]),
    S::new("drf", T::API_ERROR, 0.88).thrown_in(&["rest_framework/"]),
    S::new("fastapi_handler", T::API_ERROR, 0.65)
        .through(&["fastapi/routing.py", "starlette/routing.py"])
        .readers(&[Reader::Python, Reader::Json]),
    S::new("worker_timeout", T::API_ERROR, 0.6).any(&["WORKER TIMEOUT (pid:"]),
    S::new("fastapi_setup", T::API_ERROR, 0.85)
        .any(&[
            "Invalid args for response field", "Non-body parameters must be",
            "PydanticSchemaGenerationError", "fastapi.exceptions.FastAPIError",
        ]),
    S::new("flask_context", T::RUNTIME_ERROR, 0.7).any(&["Working outside of request context"]),
    // Templates.
    S::new("django_template", T::COMPONENT_ERROR, 0.7)
        .any(&["TemplateSyntaxError", "TemplateDoesNotExist", "jinja2.exceptions."]),
    // Ordinary bugs.
    S::new("python_bug", T::RUNTIME_ERROR, 0.6)
        .regex(             r"(?m)^(?:[ |]*\| )?(KeyError|TypeError|AttributeError|NameError|UnboundLocalError|IndexError|ValueError|ZeroDivisionError|RecursionError|StopIteration|AssertionError|IndentationError|SyntaxError|UnicodeDecodeError|UnicodeEncodeError|FileNotFoundError|django\.utils\.datastructures\.MultiValueDictKeyError|NotImplementedError|OverflowError|TabError|RuntimeError|json\.decoder\.JSONDecodeError|decimal\.\w+|FloatingPointError|LookupError|EOFError|PermissionError|OSError|TimeoutError|BufferError)\b",         )
        .in_app()
        .readers(&[Reader::Python]),
    S::new("python_builtin_unplaced", T::RUNTIME_ERROR, 0.52)
        .raised(&["RecursionError", "ZeroDivisionError", "UnboundLocalError", "NameError", "IndexError", "StopIteration", "OverflowError"])
        .readers(&[Reader::Python]),
    S::new("python_bad_key", T::RUNTIME_ERROR, 0.62).any(&["BadRequestKeyError"]).in_app(),
    S::new("python_throw", T::RUNTIME_ERROR, 0.3)
        .none(&["KeyboardInterrupt", "MemoryError", "SystemExit", "No space left on device"])
        .in_app()
        .readers(&[Reader::Python]),
    S::new("django_environ", T::CONFIG_ERROR, 0.96)
        .all(&["ImproperlyConfigured: Set the ", " environment variable"]),
    S::new("app_label", T::CONFIG_ERROR, 0.93).any(&["No installed app with label"]),
    S::new("flask_app_context", T::RUNTIME_ERROR, 0.7).any(&["Working outside of application context"]),
    S::new("frozen_environ_key", T::CONFIG_ERROR, 0.93)
        .all(&["<frozen os>", "KeyError: '"])
        .regex(r"in __getitem__\s+KeyError|in __getitem__\s+raise KeyError"),
    S::new("django_middleware_throws", T::MIDDLEWARE_ERROR, 0.7)
        .thrown_in(&[
            "django/middleware/", "django/contrib/sessions/middleware", "django/contrib/auth/middleware",
            "starlette/middleware/", "flask_wtf/csrf",
        ])
        .readers(&[Reader::Python]),
];
