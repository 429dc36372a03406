//! Serves many guests in one process, for scripts/parity's fuzz test: a request
//! is the length of a guest, four bytes with the lowest first, and the guest; an
//! answer is a line of JSON.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use wasmtime::{Engine, Store};
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::cli::OutputFile;

use crate::engine::{self, Code, Limits, MyState};
use crate::outcome::Outcome;
use crate::run;

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    outcome: Outcome,
    /// What the guest wrote, a character for a byte.
    stdout: String,
    stderr: String,
}

/// How long a guest may take to notice that its time is over.
const GRACE: Duration = Duration::from_millis(500);

/// As much as Rust's main threads have: compilers recurse.
const STACK: usize = 8 << 20;

/// Answers until the input ends. A guest that waits in the host when its time
/// is over can't be stopped: it is answered for, and the process ends.
pub fn serve(argv0: &str, limits: &Limits) -> anyhow::Result<()> {
    let engine = engine::build(limits)?;
    let mut out = [scratch("out")?, scratch("err")?];
    let (mut requests, mut answers) = (std::io::stdin().lock(), std::io::stdout().lock());
    while let Some(guest) = read(&mut requests)? {
        for file in &mut out {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
        }
        let wasi = wasi(argv0, &out)?;
        let (outcome, stuck) = in_time(&engine, limits, guest, wasi);
        let answer = Answer { outcome, stdout: written(&mut out[0])?, stderr: written(&mut out[1])? };
        writeln!(answers, "{}", serde_json::to_string(&answer)?)?;
        answers.flush()?;
        if stuck {
            break;
        }
    }
    Ok(())
}

fn read(from: &mut impl Read) -> anyhow::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    if from.read_exact(&mut length).is_err() {
        return Ok(None);
    }
    let mut guest = vec![0; u32::from_le_bytes(length) as usize];
    from.read_exact(&mut guest).context("a guest is shorter than was said")?;
    Ok(Some(guest))
}

/// A file without a name. Qyvol's guests write to a file too, and see by what
/// they may write at a time which kind of stream they have.
fn scratch(name: &str) -> anyhow::Result<File> {
    let path = std::env::temp_dir().join(format!("qyvol-reference-{}-{name}", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn written(file: &mut File) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes.into_iter().map(char::from).collect())
}

fn wasi(argv0: &str, out: &[File; 2]) -> anyhow::Result<WasiCtxBuilder> {
    let mut wasi = WasiCtxBuilder::new();
    wasi.arg(argv0);
    wasi.stdout(OutputFile::new(out[0].try_clone()?));
    wasi.stderr(OutputFile::new(out[1].try_clone()?));
    Ok(wasi)
}

/// Tells also whether the guest is still there. A panic ends the guest's thread
/// and is an outcome; an abort ends the process, which the caller sees.
fn in_time(engine: &Engine, limits: &Limits, guest: Vec<u8>, wasi: WasiCtxBuilder) -> (Outcome, bool) {
    let (done, ended) = channel();
    let (own, bounds) = (engine.clone(), limits.clone());
    let thread = std::thread::Builder::new().stack_size(STACK);
    if let Err(err) = thread.spawn(move || answer(&own, &bounds, &guest, wasi, &done)) {
        return (Outcome::failed("crash", err), true);
    }
    let crashed = || (Outcome::failed("crash", "the library panicked"), false);
    match ended.recv_timeout(limits.timeout().unwrap_or(Duration::MAX)) {
        Ok(outcome) => return (outcome, false),
        Err(RecvTimeoutError::Disconnected) => return crashed(),
        Err(RecvTimeoutError::Timeout) => engine.increment_epoch(),
    }
    match ended.recv_timeout(GRACE) {
        Ok(outcome) => (outcome, false),
        Err(RecvTimeoutError::Disconnected) => crashed(),
        Err(RecvTimeoutError::Timeout) => (Outcome::failed("timeout", "the time is over"), true),
    }
}

fn answer(engine: &Engine, limits: &Limits, guest: &[u8], wasi: WasiCtxBuilder, done: &Sender<Outcome>) {
    let outcome = match Code::compile(engine, guest) {
        Ok(code) => {
            let mut store = Store::new(engine, MyState::new(&code, wasi, limits));
            run::bounded(&mut store, &code, limits)
        }
        Err(err) => Outcome::failed("load", format!("{err:#}")),
    };
    let _ = done.send(outcome);
}
