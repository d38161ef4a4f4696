//! One table holds the engine and the JavaScript reporter to the same redaction.

use autofix_core::ingest::{redact, redact_json};
use serde_json::Value;

#[test]
fn every_row_of_the_shared_table_holds() {
    let table: Value =
        serde_json::from_str(include_str!("../../bindings/node/test/report/redaction.json")).unwrap();
    let texts = table["texts"].as_array().unwrap();
    assert!(texts.len() > 40, "the table lost rows");
    for row in texts {
        // Secrets stand there in pieces, so that nobody takes the table for a leak.
        let raw: String =
            row["raw"].as_array().unwrap().iter().map(|piece| piece.as_str().unwrap()).collect();
        assert_eq!(redact(&raw), row["clean"].as_str().unwrap(), "{raw:?}");
    }
    for row in table["values"].as_array().unwrap() {
        assert_eq!(redact_json(&row["raw"]), row["clean"], "{}", row["raw"]);
    }
}
