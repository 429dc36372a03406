use serde::Serialize;

/// What a run came to. The kinds are Qyvol's.
#[derive(Serialize)]
pub struct Outcome {
    pub kind: &'static str,
    /// The guest's own exit code, where the kind is "" or "exit".
    pub exit: i32,
    pub message: String,
}

impl Outcome {
    pub fn exited(code: i32) -> Outcome {
        Outcome { kind: if code == 0 { "" } else { "exit" }, exit: code, message: String::new() }
    }

    pub fn failed(kind: &'static str, err: impl std::fmt::Display) -> Outcome {
        Outcome { kind, exit: 0, message: err.to_string() }
    }

    /// The guest's code if it has one, else 3.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            "" | "exit" => u8::try_from(self.exit).unwrap_or(1),
            _ => 3,
        }
    }

    pub fn explain(&self) {
        match self.kind {
            "" => {}
            "exit" => eprintln!("El módulo finalizó con código de salida no exitoso: {}", self.exit),
            _ => eprintln!("Error al cargar o ejecutar el módulo: {}", self.message),
        }
    }
}
