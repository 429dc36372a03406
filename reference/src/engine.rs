use std::time::Duration;

use wasmtime::component::{Component, ResourceTable};
use wasmtime::{Config, Engine, Module, ResourceLimiter};
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

/// What bounds a run.
#[derive(Clone, Default, clap::Args)]
pub struct Limits {
    /// Stops the guest after so many milliseconds.
    #[arg(long)]
    timeout_ms: Option<u64>,
    /// Stops the guest when its memories together need more bytes.
    #[arg(long)]
    memory: Option<usize>,
    /// Stops the guest after so many units of work.
    #[arg(long)]
    pub fuel: Option<u64>,
    /// Refuses to make a table larger than so many elements.
    #[arg(long)]
    table_elements: Option<usize>,
    /// Refuses 64-bit memories and tables.
    #[arg(long)]
    no_memory64: bool,
}

impl Limits {
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout_ms.map(Duration::from_millis)
    }
}

/// As Engine::default(), with what the limits need.
pub fn build(limits: &Limits) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config.epoch_interruption(limits.timeout_ms.is_some());
    config.consume_fuel(limits.fuel.is_some());
    config.wasm_memory64(!limits.no_memory64);
    Engine::new(&config)
}

/// Compiled code of either kind.
pub enum Code {
    Component(Component),
    Module(Module),
}

impl Code {
    pub fn compile(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Code> {
        if is_module(bytes) {
            return Module::new(engine, bytes).map(Code::Module);
        }
        match Component::new(engine, bytes) {
            Ok(c) => Ok(Code::Component(c)),
            Err(err) => match Module::new(engine, bytes) {
                Ok(m) => Ok(Code::Module(m)), // the text of one
                Err(_) => Err(err),
            },
        }
    }
}

/// The names that a component exports at its top level.
pub fn exports_of(engine: &Engine, component: &Component) -> Vec<String> {
    component.component_type().exports(engine).map(|(name, _)| name.to_string()).collect()
}

/// A core module has version 1 in its header, and layer 0.
fn is_module(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0asm\x01\0\0\0")
}

/// The state of a store.
pub struct MyState {
    wasi: Wasi,
    table: ResourceTable,
    limits: Limits,
    used: usize,
    pub exceeded: bool,
}

enum Wasi {
    Component(Box<WasiCtx>),
    Module(Box<WasiP1Ctx>),
}

impl MyState {
    pub fn new(code: &Code, mut wasi: WasiCtxBuilder, limits: &Limits) -> MyState {
        let wasi = match code {
            Code::Component(_) => Wasi::Component(Box::new(wasi.build())),
            Code::Module(_) => Wasi::Module(Box::new(wasi.build_p1())),
        };
        MyState { wasi, table: ResourceTable::new(), limits: limits.clone(), used: 0, exceeded: false }
    }

    pub fn preview1(&mut self) -> &mut WasiP1Ctx {
        match &mut self.wasi {
            Wasi::Module(ctx) => ctx,
            Wasi::Component(_) => unreachable!("a component has no preview 1 context"),
        }
    }
}

impl WasiView for MyState {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        match &mut self.wasi {
            Wasi::Component(ctx) => WasiCtxView { ctx, table: &mut self.table },
            Wasi::Module(_) => unreachable!("a module has no WASI 0.2 context"),
        }
    }
}

/// The limit is over all memories of the guest, and growing beyond it ends the
/// guest, as in Qyvol.
impl ResourceLimiter for MyState {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|m| desired > m) {
            return Ok(false);
        }
        let used = self.used + (desired - current);
        if self.limits.memory.is_some_and(|limit| used > limit) {
            self.exceeded = true;
            return Err(wasmtime::Error::msg("the memory limit is exceeded"));
        }
        self.used = used;
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let most = maximum.unwrap_or(usize::MAX).min(self.limits.table_elements.unwrap_or(usize::MAX));
        Ok(desired <= most)
    }
}
