use wasmtime::Engine;

use crate::engine::{Code, Limits, exports_of};
use crate::manifest::Unit;

pub fn print_exports(unit: &Unit, format: &str) -> anyhow::Result<()> {
    let engine = crate::engine::build(&Limits::default())?;
    let exports = Code::compile(&engine, &unit.read()?)?.exports(&engine);
    let info = serde_json::json!({ "exports": exports });
    match format {
        "json" => println!("{}", serde_json::to_string_pretty(&info)?),
        "yaml" => print!("{}", serde_yaml_ng::to_string(&info)?),
        _ => print_list(&exports),
    }
    Ok(())
}

fn print_list(exports: &[String]) {
    println!("\nℹ️  Información del Componente:");
    println!("📋 Exportaciones de alto nivel del componente:");
    if exports.is_empty() {
        println!("  - (Ninguna)");
    }
    for e in exports {
        println!("  - {e}");
    }
}

impl Code {
    fn exports(&self, engine: &Engine) -> Vec<String> {
        match self {
            Code::Component(c) => exports_of(engine, c),
            Code::Module(m) => m.exports().map(|e| e.name().to_string()).collect(),
        }
    }
}
