//! The logs that tell of the project's faults.

/// A log and how `autofix fix` ends with it.
pub(crate) struct Log {
    /// What it tells of.
    pub(crate) name: &'static str,
    /// Its text.
    pub(crate) text: String,
    /// Exit status that is right: 0 a fix was found, 2 there is nothing to fix.
    pub(crate) status: i32,
}

/// The logs that are measured.
pub(crate) fn all() -> Vec<Log> {
    let fixable = |name, text: &str| Log { name, text: text.to_owned(), status: 0 };
    vec![
        fixable("CORS refusal", CORS),
        fixable("unresolved import", IMPORT),
        fixable("endpoint 404", ENDPOINT),
        fixable("headers sent twice", HEADERS),
        fixable("port conflict", PORT),
        Log { name: "healthy", text: healthy(200), status: 2 },
    ]
}

const CORS: &str = "\
http://localhost:5173/ [error] Access to fetch at 'http://localhost:4000/api/orders' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
http://localhost:4000/api/orders [error] Failed to load resource: net::ERR_FAILED
";

const IMPORT: &str = "\
  VITE v5.4.8  ready in 312 ms
[vite] Internal server error: Failed to resolve import \"../../../components/Avatr\" from \"src/features/customers/components/CustomerBadge.tsx\". Does the file exist?
  Plugin: vite:import-analysis
  File: /app/src/features/customers/components/CustomerBadge.tsx:1:23
  1  |  import { Avatar } from '../../../components/Avatr';
     |                          ^
";

const ENDPOINT: &str = "\
http://localhost:4000/api/invoice [error] Failed to load resource: the server responded with a status of 404 (Not Found)
GET http://localhost:4000/api/invoice 404 (Not Found)
    at request (http://localhost:5173/src/lib/http.ts:4:26)
    at openInvoices (http://localhost:5173/src/features/invoices/open.ts:4:10)
";

const HEADERS: &str = "\
listening on 4000
Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client
    at ServerResponse.setHeader (node:_http_outgoing:655:11)
    at ServerResponse.header (/app/node_modules/express/lib/response.js:794:10)
    at ServerResponse.json (/app/node_modules/express/lib/response.js:275:10)
    at file:///app/server/routes/payments.js:32:9 {
  code: 'ERR_HTTP_HEADERS_SENT'
}
";

const PORT: &str = "\
node:events:497
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use :::4000
    at Server.setupListenHandle [as _listen2] (node:net:1937:16)
    at listenInCluster (node:net:1994:12)
    at Server.listen (node:net:2099:7)
    at Function.listen (/app/node_modules/express/lib/application.js:635:24)
    at file:///app/server/index.js:3:5
Emitted 'error' event on Server instance at:
    at emitErrorNT (node:net:1973:8)
    at process.processTicksAndRejections (node:internal/process/task_queues:90:21) {
  code: 'EADDRINUSE',
  errno: -98,
  syscall: 'listen',
  address: '::',
  port: 4000
}

Node.js v22.11.0
";

/// What a service says when all is well.
pub(crate) fn healthy(lines: usize) -> String {
    let mut text = String::with_capacity(lines * 90);
    for line in 0..lines {
        let (second, id, took) = (line / 40 % 60, line * 7_919 % 100_000, line * 31 % 97);
        let said = match line % 7 {
            0 => format!("info order created {{\"id\":\"{id}\",\"items\":{}}}", took % 9 + 1),
            1 => format!("GET /api/orders/{id} 200 {took}.{} ms - {}", id % 1_000, id % 5_000),
            2 => format!("POST /api/payments 201 {took}.{} ms - 312", id % 1_000),
            3 => format!(
                "2026-03-04T10:{:02}:{second:02}.{:03}Z INFO worker-{} job {id} done in {took} ms",
                line / 2_400 % 60,
                id % 1_000,
                id % 8
            ),
            4 => format!(
                "{{\"level\":30,\"time\":17726{id:08},\"pid\":41,\"msg\":\"cache refreshed\",\"keys\":{took}}}"
            ),
            5 => format!(
                "127.0.0.1 - - [04/Mar/2026:10:00:{second:02} +0000] \"GET /assets/app.js HTTP/1.1\" 304 -"
            ),
            _ => format!("info shipment updated {{\"id\":\"{id}\"}}"),
        };
        text.push_str(&said);
        text.push('\n');
    }
    text
}
