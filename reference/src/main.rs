//! The runtime that the project started from, as a Rust program on wasmtime: an
//! engine, a linker with WASI 0.2, a store, a command that runs in it, a printer,
//! a deployment and a cluster call. `scripts/parity` holds Qyvol against it.

mod cluster;
mod deploy;
mod engine;
mod error;
mod info;
mod manifest;
mod outcome;
mod run;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::engine::Limits;
use crate::manifest::Unit;
use crate::run::Settings;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a component, or a core module of WASI preview 1.
    Run {
        #[command(flatten)]
        settings: Settings,
        /// Where to write what the run came to, as JSON.
        #[arg(long)]
        result: Option<PathBuf>,
        file: PathBuf,
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Runs the guests that come on standard input, one after the other.
    Serve {
        #[command(flatten)]
        limits: Limits,
        /// The guests' name for themselves.
        #[arg(long, default_value = "guest.wasm")]
        argv0: String,
    },
    /// Prints the exports of a component.
    Info {
        #[arg(long, default_value = "text")]
        format: String,
        file: PathBuf,
    },
    /// Sends a component to a node.
    Deploy { manifest: PathBuf, target: String },
    /// Manages a cluster.
    Cluster { action: String, node: Option<String> },
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(err) => {
            eprintln!("Error: {err:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run { settings, result, file, args } => {
            let outcome = run::run(&Unit::open(&file)?, &settings, &args);
            match result {
                Some(path) => std::fs::write(path, serde_json::to_vec_pretty(&outcome)?)?,
                None => outcome.explain(),
            }
            return Ok(ExitCode::from(outcome.exit_code()));
        }
        Command::Serve { limits, argv0 } => serve::serve(&argv0, &limits)?,
        Command::Info { format, file } => info::print_exports(&Unit::open(&file)?, &format)?,
        Command::Deploy { manifest, target } => deploy::deploy_wasm(&Unit::open(&manifest)?, &target)?,
        Command::Cluster { action, node } => cluster::manage_cluster(&action, node)?,
    }
    Ok(ExitCode::SUCCESS)
}
