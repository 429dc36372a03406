use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::ExecutorError;

/// What of a manifest the seed document's runtime reads.
#[derive(Deserialize)]
struct Manifest {
    name: String,
    entrypoint: String,
}

/// A guest: a file of code, named by itself or by a manifest.
#[derive(Clone)]
pub struct Unit {
    pub name: String,
    pub path: PathBuf,
}

impl Unit {
    pub fn open(path: &Path) -> anyhow::Result<Unit> {
        if path.extension().is_none_or(|e| e != "qyv") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Unit { name, path: path.to_path_buf() });
        }
        let m: Manifest = serde_yaml_ng::from_str(&std::fs::read_to_string(path)?)?;
        let path = path.parent().unwrap_or(Path::new("")).join(m.entrypoint);
        Ok(Unit { name: m.name, path })
    }

    pub fn read(&self) -> Result<Vec<u8>, ExecutorError> {
        if !self.path.exists() {
            return Err(ExecutorError::WasmNotFound(self.path.display().to_string()));
        }
        std::fs::read(&self.path).map_err(|e| ExecutorError::ModuleLoad(format!("{}: {e}", self.path.display())))
    }
}
