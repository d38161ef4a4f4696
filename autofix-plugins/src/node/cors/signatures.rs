//! How a refused cross-origin call looks.

use autofix_core::classify::Signature as S;
use autofix_core::model::IssueType as T;

/// Signatures of [`T::CORS_ERROR`].
pub static SIGNATURES: &[S] = &[
    S::new("cors_blocked", T::CORS_ERROR, 0.97)
        .any(&["blocked by CORS policy", "CORS policy:"])
        .none(&["the browser gives scripts no reason"]),
    // A script sees the same of a refused call and of a server that is down.
    S::new("cors_unseen", T::CORS_ERROR, 0.6)
        .all(&["the browser gives scripts no reason", "blocked by CORS policy"]),
    S::new("cors_firefox", T::CORS_ERROR, 0.97)
        .any(&[
            "Cross-Origin Request Blocked",
            "CORS request did not succeed",
            "(Reason: CORS",
            "Reason: Credential is not supported",
            "CORS header ‘",
            "CORS header '",
            "CORS preflight channel",
            "CORS preflight response",
        ])
        .insensitive(),
    S::new("cors_safari", T::CORS_ERROR, 0.96).any(&[
        "is not allowed by Access-Control-Allow-Origin",
        "due to access control checks",
        "is not allowed by Access-Control-Allow-Headers",
        "is not allowed by Access-Control-Allow-Methods",
    ]),
    S::new("cors_headers", T::CORS_ERROR, 0.9).any(&[
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Credentials",
    ]),
    S::new("tainted_canvas", T::CORS_ERROR, 0.92).any(&[
        "Tainted canvases may not be",
        "canvas has been tainted by cross-origin data",
        "The operation is insecure",
    ]),
    S::new("cors_server_refusal", T::CORS_ERROR, 0.95).any(&[
        "Not allowed by CORS",
        "CORS origin not allowed",
        "Origin not allowed by CORS",
        "Disallowed CORS ",
        "Origin header does not match any of allowed origins",
        "CORS Error",
        "CORS error",
    ]),
    S::new("orb_corp", T::CORS_ERROR, 0.85).any(&[
        "net::ERR_BLOCKED_BY_RESPONSE",
        "NotSameOrigin",
        "ERR_BLOCKED_BY_ORB",
    ]),
    S::new("cors_config", T::CORS_ERROR, 0.9).any(&["(corsheaders.E", "corsheaders.E0"]),
    S::new("websocket_origin", T::CORS_ERROR, 0.7)
        .all(&["WebSocket"])
        .any(&["origin not allowed", "Origin not allowed"]),
];
