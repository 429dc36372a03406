use thiserror::Error;

/// What can go wrong, as the seed document names it.
#[derive(Error, Debug)]
pub enum ExecutorError {
    #[error("Archivo WASM no encontrado: {0}")]
    WasmNotFound(String),
    #[error("Error al cargar o ejecutar el módulo: {0}")]
    ModuleLoad(String),
    #[error("Error de despliegue: {0}")]
    DeployError(String),
}

#[derive(Error, Debug)]
pub enum ClusterError {
    #[error("Falta el nodo")]
    NodeRequired,
    #[error("Acción no válida: {0}")]
    InvalidAction(String),
}
