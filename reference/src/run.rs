use std::time::Duration;

use anyhow::Context;
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Module, Store, Trap, WasmBacktrace};
use wasmtime_wasi::p2::bindings::sync::Command;
use wasmtime_wasi::{DirPerms, FilePerms, I32Exit, WasiCtxBuilder};

use crate::engine::{self, Code, Limits, MyState};
use crate::manifest::Unit;
use crate::outcome::Outcome;

/// What a guest is given.
#[derive(Clone, clap::Args)]
pub struct Settings {
    /// NAME=VALUE
    #[arg(long)]
    env: Vec<String>,
    /// HOST::GUEST, to read and write
    #[arg(long)]
    dir: Vec<String>,
    /// HOST::GUEST, to read
    #[arg(long)]
    read_dir: Vec<String>,
    /// The guest's name for itself.
    #[arg(long)]
    argv0: Option<String>,
    #[command(flatten)]
    limits: Limits,
}

impl Settings {
    fn wasi(&self, unit: &Unit, args: &[String]) -> anyhow::Result<WasiCtxBuilder> {
        let mut wasi = WasiCtxBuilder::new();
        wasi.inherit_stdio();
        wasi.arg(self.argv0.as_deref().unwrap_or(&unit.path.file_name().unwrap_or_default().to_string_lossy()));
        wasi.args(args);
        for variable in &self.env {
            let (name, value) = variable.split_once('=').context("--env is not NAME=VALUE")?;
            wasi.env(name, value);
        }
        let all = (DirPerms::all(), FilePerms::all());
        for (mounts, (dirs, files)) in [(&self.dir, all), (&self.read_dir, (DirPerms::READ, FilePerms::READ))] {
            for mount in mounts {
                let (host, guest) = mount.split_once("::").context("a mount is not HOST::GUEST")?;
                wasi.preopened_dir(host, guest, dirs, files)?;
            }
        }
        Ok(wasi)
    }
}

/// Runs a unit once, and leaves it behind if it sleeps in the host beyond its
/// time: an epoch doesn't wake it.
pub fn run(unit: &Unit, settings: &Settings, args: &[String]) -> Outcome {
    let Some(timeout) = settings.limits.timeout() else {
        return run_unbounded(unit, settings, args);
    };
    let (done, ended) = std::sync::mpsc::channel();
    let (unit, settings, args) = (unit.clone(), settings.clone(), args.to_vec());
    std::thread::spawn(move || done.send(run_unbounded(&unit, &settings, &args)));
    let timed_out = || Outcome::failed("timeout", "the time is over");
    ended.recv_timeout(timeout + GRACE).unwrap_or_else(|_| timed_out())
}

/// How long a guest may take to notice that its time is over.
const GRACE: Duration = Duration::from_millis(500);

fn run_unbounded(unit: &Unit, settings: &Settings, args: &[String]) -> Outcome {
    let limits = &settings.limits;
    let prepared = || -> anyhow::Result<(Code, Store<MyState>)> {
        let engine = engine::build(limits)?;
        let code = Code::compile(&engine, &unit.read()?)?;
        let store = Store::new(&engine, MyState::new(&code, settings.wasi(unit, args)?, limits));
        Ok((code, store))
    };
    let (code, mut store) = match prepared() {
        Ok(ready) => ready,
        Err(err) => return Outcome::failed("load", format!("{err:#}")),
    };
    if let Some(timeout) = limits.timeout() {
        interrupt_after(store.engine().clone(), timeout);
    }
    bounded(&mut store, &code, limits)
}

/// Runs code within its limits; that of time is for the caller to watch, by
/// the engine's epoch.
pub fn bounded(store: &mut Store<MyState>, code: &Code, limits: &Limits) -> Outcome {
    if let Err(err) = bound(store, limits) {
        return Outcome::failed("load", err);
    }
    match code {
        Code::Component(c) => run_component(store, c),
        Code::Module(m) => run_module(store, m),
    }
}

/// Applies the limits to a store.
fn bound(store: &mut Store<MyState>, limits: &Limits) -> wasmtime::Result<()> {
    store.limiter(|state| state);
    if let Some(fuel) = limits.fuel {
        store.set_fuel(fuel)?;
    }
    if limits.timeout().is_some() {
        store.set_epoch_deadline(1);
    }
    Ok(())
}

fn interrupt_after(engine: Engine, timeout: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(timeout);
        engine.increment_epoch();
    });
}

fn run_component(store: &mut Store<MyState>, component: &Component) -> Outcome {
    let mut linker = Linker::<MyState>::new(store.engine());
    if let Err(err) = wasmtime_wasi::p2::add_to_linker_sync(&mut linker) {
        return Outcome::failed("load", err);
    }
    if !is_command(component) {
        return Outcome::failed("load", "the component exports no wasi:cli/run");
    }
    if let Err(err) = linker.instantiate_pre(component) {
        return Outcome::failed("link", format!("{err:#}"));
    }
    let result = Command::instantiate(&mut *store, component, &linker)
        .and_then(|command| command.wasi_cli_run().call_run(&mut *store));
    match result {
        Ok(Ok(())) => Outcome::exited(0),
        Ok(Err(())) => Outcome::exited(1),
        Err(err) => ended(store, &err),
    }
}

/// Versions match by semver.
fn is_command(component: &Component) -> bool {
    let interface = component.get_export_index(None, "wasi:cli/run@0.2.0");
    interface.is_some_and(|i| component.get_export_index(Some(&i), "run").is_some())
}

fn run_module(store: &mut Store<MyState>, module: &Module) -> Outcome {
    let mut linker = wasmtime::Linker::<MyState>::new(store.engine());
    if let Err(err) = wasmtime_wasi::p1::add_to_linker_sync(&mut linker, MyState::preview1) {
        return Outcome::failed("load", err);
    }
    if module.get_export("_start").is_none() {
        return Outcome::failed("load", "the module exports no _start");
    }
    if let Err(err) = linker.instantiate_pre(module) {
        return Outcome::failed("link", format!("{err:#}"));
    }
    let result = linker
        .instantiate(&mut *store, module)
        .and_then(|instance| instance.get_typed_func::<(), ()>(&mut *store, "_start"))
        .and_then(|start| start.call(&mut *store, ()));
    match result {
        Ok(()) => Outcome::exited(0),
        Err(err) => ended(store, &err),
    }
}

/// Tells an exit from a trap, and a trap from a limit.
fn ended(store: &Store<MyState>, err: &wasmtime::Error) -> Outcome {
    if let Some(exit) = err.downcast_ref::<I32Exit>() {
        return Outcome::exited(exit.0);
    }
    if store.data().exceeded {
        return Outcome::failed("memory-limit", format!("{err:#}"));
    }
    let kind = match err.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => "timeout",
        Some(Trap::OutOfFuel) => "fuel",
        // A limit of the host's that keeps it from being made is none of the guest's faults.
        None if err.downcast_ref::<WasmBacktrace>().is_none() => "load",
        _ => "trap",
    };
    Outcome::failed(kind, format!("{err:#}"))
}
