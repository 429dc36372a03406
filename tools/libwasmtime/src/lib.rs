//! wasmtime's C API, as a static library.
pub use wasmtime_c_api::*;
