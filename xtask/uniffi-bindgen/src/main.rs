//! Writes the sources of Kotlin, Swift and Ruby from the library that uniffi was compiled into.

fn main() {
    uniffi::uniffi_bindgen_main();
}
