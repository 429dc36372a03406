use crate::error::ExecutorError;
use crate::manifest::Unit;

pub fn deploy_wasm(unit: &Unit, target: &str) -> Result<(), ExecutorError> {
    let bytes = unit.read()?;
    println!("🚀 Desplegando {} a {target}", unit.name);
    reqwest::blocking::Client::new()
        .post(format!("{target}/upload"))
        .body(bytes)
        .send()
        .map_err(|e| ExecutorError::DeployError(e.to_string()))?;
    println!("✅ Despliegue completado a {target}");
    Ok(())
}
