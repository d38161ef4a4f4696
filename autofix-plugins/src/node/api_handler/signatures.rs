//! How a failing backend handler looks.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::IssueType as T;

/// Files through which a request reaches a handler.
const SERVERS: &[&str] = &[
    "node_modules/express/lib/router",
    "node_modules/router/",
    "node_modules/fastify/lib/handle",
    "node_modules/koa-router",
    "node_modules/@koa/router",
    "node_modules/@hapi/hapi",
    "node_modules/@nestjs/core",
    "node_modules/restify",
    "node_modules/hono",
    "node_modules/express/lib/response",
    "node_modules/fastify/",
    "node_modules/koa/",
];

/// Signatures of [`T::API_ERROR`].
pub static SIGNATURES: &[S] = &[
    S::new("headers_sent", T::API_ERROR, 0.96).codes(&["ERR_HTTP_HEADERS_SENT", "FST_ERR_REP_ALREADY_SENT"]),
    S::new("http_answer_code", T::API_ERROR, 0.93).codes(&[
        "ERR_HTTP_INVALID_STATUS_CODE",
        "ERR_HTTP_INVALID_HEADER_VALUE",
        "FST_ERR_REP_INVALID_PAYLOAD_TYPE",
        "FST_ERR_SEND_INSIDE_ONERR",
        "FST_ERR_FAILED_ERROR_SERIALIZATION",
        "FST_ERR_BAD_STATUS_CODE",
        "FST_ERR_PROMISE_NOT_FULFILLED",
    ]),
    S::new("answer_after_end", T::API_ERROR, 0.93).codes(&["ERR_STREAM_WRITE_AFTER_END"]).any(&[
        "_http_outgoing",
        "ServerResponse",
        "OutgoingMessage",
    ]),
    S::new("graphql_answer", T::API_ERROR, 0.9).any(&[
        "Cannot return null for non-nullable field",
        "Abstract type \"",
        "Expected Iterable, but did not find one for field",
        "cannot represent value: ",
    ]),
    S::new("graphql_throws", T::API_ERROR, 0.7)
        .through(&["node_modules/graphql/execution/", "node_modules/@apollo/server/"]),
    S::new("header_char", T::API_ERROR, 0.9)
        .codes(&["ERR_INVALID_CHAR"])
        .any(&["header content", "Header name"]),
    S::new("json_answer", T::API_ERROR, 0.85)
        .any(&["Do not know how to serialize a BigInt", "Converting circular structure to JSON"])
        .none(&["getStaticProps", "getServerSideProps"]),
    S::new("sendfile_path", T::API_ERROR, 0.9)
        .any(&["path must be absolute or specify root to res.sendFile"]),
    S::new("handler_throws", T::API_ERROR, 0.62)
        .through(SERVERS)
        .in_app()
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("handler_answers", T::API_ERROR, 0.55)
        .thrown_in(&["node_modules/express/lib/response"])
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("stream_unhandled", T::API_ERROR, 0.7)
        .all(&["Unhandled 'error' event", "Emitted 'error' event on ReadStream"]),
    S::new("body_parser_json", T::API_ERROR, 0.8).codes(&["entity.parse.failed"]),
    S::new("access_500", T::API_ERROR, 0.45).readers(&[Reader::Http]).regex(r#"[" ]50[0-9]\b"#).echo(),
    S::new("client_500", T::API_ERROR, 0.6)
        .any(&[
            "status of 500",
            "500 (Internal Server Error)",
            "status of 502",
            "status of 503",
            "Request failed with status code 500",
        ])
        .echo(),
];
