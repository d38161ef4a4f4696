//! How a call to something that is not served looks.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::IssueType as T;

/// Signatures of [`T::API_ENDPOINT_ERROR`].
pub static SIGNATURES: &[S] = &[
    S::new("proxy_error", T::API_ENDPOINT_ERROR, 0.96).any(&[
        "http proxy error:",
        "ws proxy error:",
        "[HPM] Error occurred while",
        "Could not proxy request",
        "Proxy error: Could not proxy",
        "Failed to proxy http",
    ]),
    S::new("browser_unreachable", T::API_ENDPOINT_ERROR, 0.9).any(&[
        "net::ERR_CONNECTION_REFUSED",
        "net::ERR_NAME_NOT_RESOLVED",
        "net::ERR_SSL_PROTOCOL_ERROR",
        "net::ERR_ADDRESS_UNREACHABLE",
        "net::ERR_CONNECTION_TIMED_OUT",
        "net::ERR_CERT_",
        "net::ERR_UNKNOWN_URL_SCHEME",
        "net::ERR_INVALID_URL",
        "net::ERR_ADDRESS_INVALID",
        "net::ERR_UNSAFE_PORT",
        "net::ERR_EMPTY_RESPONSE",
        "net::ERR_CONNECTION_RESET",
        "net::ERR_TUNNEL",
        "net::ERR_INVALID_HTTP_RESPONSE",
    ]),
    S::new("failed_to_fetch", T::API_ENDPOINT_ERROR, 0.5)
        .any(&[
            "Failed to fetch",
            "NetworkError when attempting to fetch resource",
            "Load failed",
            "Network Error",
            "ERR_NETWORK",
            "net::ERR_FAILED",
        ])
        .none(&["dynamically imported module", "ServiceWorker", "Access-Control-", "CORS"])
        .echo(),
    S::new("html_for_json", T::API_ENDPOINT_ERROR, 0.9)
        .any(&["is not valid JSON", "in JSON at position 0"])
        .regex(r#"(?i)Unexpected token '?<'?.*(doctype|<html|"<|in JSON at position 0)"#)
        .all(&["Unexpected token"]),
    S::new("html_for_json_axios", T::API_ENDPOINT_ERROR, 0.8)
        .all(&["JSON.parse: unexpected character at line 1 column 1"]),
    S::new("mixed_content", T::API_ENDPOINT_ERROR, 0.9).all(&["Mixed Content:"]),
    S::new("csp_connect", T::API_ENDPOINT_ERROR, 0.7).all(&["Refused to connect to"]),
    S::new("client_status", T::API_ENDPOINT_ERROR, 0.88)
        .any(&["status of 404", "status of 405", "404 (Not Found)", "405 (Method Not Allowed)"])
        .none(&[
            "/static/", "/assets/", "favicon", "/media/", "/fonts/", "/images/", ".css", ".png", ".jpg",
            ".svg", ".woff", ".map", ".js ",
        ])
        .readers(&[Reader::Browser]),
    S::new("thrown_status", T::API_ENDPOINT_ERROR, 0.8)
        .any(&["404", "405"])
        .regex(r"(?i)\b((GET|POST|PUT|PATCH|DELETE) (https?:/)?/\S+|https?://\S+/api/\S*)[^\n]{0,20}\b40[45]\b|\b40[45]\b[^\n]{0,30}https?://\S+/api/")
        .readers(&[Reader::JavaScript, Reader::Browser, Reader::Json, Reader::Python]),
    S::new("logged_status", T::API_ENDPOINT_ERROR, 0.78)
        .any(&["404", "405"])
        .regex(r"\b(GET|POST|PUT|PATCH|DELETE) https?://\S+ ?(->|=>|→|:|failed|returned|answered|responded)[^\n]{0,20}\b40[45]\b"),
    S::new("axios_status", T::API_ENDPOINT_ERROR, 0.75)
        .all(&["Request failed with status code 40"])
        .any(&["code 404", "code 405"]),
    S::new("access_404", T::API_ENDPOINT_ERROR, 0.6)
        .readers(&[Reader::Http])
        .regex(r#"((GET|HEAD) /(\S*/)?(api|rest|graphql|rpc|v[0-9]+)\b|(POST|PUT|PATCH|DELETE) /)[^ ]*[" ].*\b40[45]\b"#)
        .any(&[" 404", " 405"])
        .none(&[
            "/static/",
            "/assets/",
            "/media/",
            "favicon",
            "robots.txt",
            ".css",
            ".js",
            ".png",
            ".jpg",
            ".ico",
            ".svg",
            ".php",
            ".map",
            ".woff",
            "apple-touch",
            "sitemap",
            "/.well-known",
            "status: ",
            "/wp-",
            "HEAD / ",
            "GET / ",
        ]),
    S::new("requests_connection", T::API_ENDPOINT_ERROR, 0.9).any(&[
        "requests.exceptions.ConnectionError",
        "Max retries exceeded with url",
        "requests.exceptions.InvalidURL",
        "requests.exceptions.MissingSchema",
        "httpx.ConnectError",
        "httpx.UnsupportedProtocol",
        "aiohttp.client_exceptions.ClientConnectorError",
        "requests.exceptions.SSLError",
    ]),
    S::new("requests_json", T::API_ENDPOINT_ERROR, 0.88).any(&["requests.exceptions.JSONDecodeError"]),
    S::new("requests_status", T::API_ENDPOINT_ERROR, 0.88).any(&[
        "404 Client Error",
        "405 Client Error",
        "Client error '404",
        "Client error '405",
    ]),
    S::new("fetch_refused", T::API_ENDPOINT_ERROR, 0.72)
        .all(&["fetch failed", "ECONNREFUSED"])
        .none(&[":5432", ":27017", ":3306", ":6379"]),
    S::new("axios_refused", T::API_ENDPOINT_ERROR, 0.8).all(&["AxiosError"]).codes(&[
        "ECONNREFUSED",
        "ENOTFOUND",
        "ECONNRESET",
        "EPROTO",
        "ERR_BAD_REQUEST",
    ]),
    S::new("redirect_loop", T::API_ENDPOINT_ERROR, 0.6).any(&["net::ERR_TOO_MANY_REDIRECTS"]),
    S::new("socket_io_path", T::API_ENDPOINT_ERROR, 0.86).any(&["xhr poll error", "connect_error websocket error"]),
    S::new("websocket_failed", T::API_ENDPOINT_ERROR, 0.75)
        .all(&["WebSocket connection to '"])
        .none(&["[vite]", "_next/webpack-hmr"]),
];
