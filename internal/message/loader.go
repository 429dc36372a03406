package message

// What the loader says about files.
var (
	LoaderWasmNotFound = Template{
		EN: "WebAssembly file not found: %s",
		ES: "archivo WASM no encontrado: %s",
	}
	LoaderAddress = Template{
		EN: "'%s' is an address: %s",
		ES: "'%s' es una dirección: %s",
	}
	LoaderFileURL    = Template{EN: "give a file by its path", ES: "un archivo se indica con su ruta"}
	LoaderNoGit      = Template{EN: "components from a repository (`git`)", ES: "componentes de un repositorio (`git`)"}
	LoaderUnreadable = Template{
		EN: "could not read '%s': %s",
		ES: "no se pudo leer '%s': %s",
	}
	LoaderNotRegular = Template{
		EN: "'%s' is not a file: it is %s",
		ES: "'%s' no es un archivo: es %s",
	}
	LoaderTooLarge = Template{
		EN: "'%s' is too large: %s, the limit is %s",
		ES: "'%s' es demasiado grande: %s; el límite es %s",
	}
	LoaderStreamTooLarge = Template{
		EN: "%s is too large for a stream: the limit is %s",
		ES: "%s es demasiado grande para leerlo de un flujo: el límite es %s",
	}
	LoaderStreamTooLargeHint = Template{
		EN: "save it to a file first, of which up to 1 GiB is read",
		ES: "conviene guardarlo antes en un archivo, del que se lee hasta 1 GiB",
	}
	LoaderChanged = Template{
		EN: "'%s' changed while it was being loaded",
		ES: "'%s' cambió mientras se cargaba",
	}
	LoaderDigestMismatch = Template{
		EN: "'%s' is not the file that the manifest pins:\n  expected %s\n  found    %s",
		ES: "'%s' no es el archivo que fija el manifiesto:\n  esperado   %s\n  encontrado %s",
	}
	LoaderNotWasm = Template{
		EN: "'%s' is not WebAssembly: it is %s",
		ES: "'%s' no es WebAssembly: es %s",
	}
	LoaderNoInput     = Template{EN: "standard input is empty", ES: "la entrada estándar está vacía"}
	LoaderNoInputHint = Template{
		EN: "it must contain a manifest, a component (.wasm) or its text format (.wat)",
		ES: "por ella debe llegar un manifiesto, un componente (.wasm) o su formato de texto (.wat)",
	}
	LoaderHintSource = Template{
		EN: "it is source code: compile it first, for example with `%s`, and run the result",
		ES: "es código fuente: hay que compilarlo antes, por ejemplo con `%s`, y ejecutar el resultado",
	}
	LoaderTruncated = Template{
		EN: "'%s' is truncated: the part at byte %d needs %d bytes in all, but the file has %d",
		ES: "'%s' está incompleto: la parte que empieza en el byte %d necesita %d bytes en total, pero el archivo tiene %d",
	}
	LoaderNoFallback = Template{
		EN: "there is no fallback for '%s'",
		ES: "no hay componente de reserva (fallback) para '%s'",
	}
	LoaderFallbackMissing = Template{
		EN: "the fallback '%s' does not exist",
		ES: "el componente de reserva '%s' no existe",
	}
	LoaderFallbackMissingHint = Template{
		EN: "build it, correct the path (it is relative to the manifest), or leave out `fallback`",
		ES: "hay que construirlo, corregir la ruta (es relativa al manifiesto) o quitar `fallback`",
	}
	LoaderModuleLoad = Template{
		EN: "could not load the component from '%s': %s",
		ES: "no se pudo cargar el componente desde '%s': %s",
	}
)

// Kinds of things that are not files.
var (
	LoaderDirectory = Template{EN: "a directory", ES: "un directorio"}
	LoaderFIFO      = Template{EN: "a named pipe", ES: "una tubería con nombre"}
	LoaderSocket    = Template{EN: "a socket", ES: "un socket"}
	LoaderDevice    = Template{EN: "a device", ES: "un dispositivo"}
	LoaderSpecial   = Template{EN: "a special file", ES: "un archivo especial"}
)

// Kinds of files that are not WebAssembly.
var (
	LoaderLookBinary           = Template{EN: "a binary file of an unknown kind (it starts with %s)", ES: "un archivo binario de tipo desconocido (empieza por %s)"}
	LoaderLookText             = Template{EN: "a text file", ES: "un archivo de texto"}
	LoaderLookEmpty            = Template{EN: "an empty file", ES: "un archivo vacío"}
	LoaderLookWasmVersion      = Template{EN: "a binary of an unknown WebAssembly version (%s)", ES: "un binario de una versión desconocida de WebAssembly (%s)"}
	LoaderLookComponentVersion = Template{EN: "a component of another version of the Component Model (%s)", ES: "un componente de otra versión del Component Model (%s)"}
	LoaderLookDamagedMagic     = Template{EN: "a file whose first bytes are almost those of WebAssembly; it is probably damaged", ES: "un archivo cuyos primeros bytes son casi los de WebAssembly; probablemente está dañado"}
	LoaderLookPrecompiled      = Template{EN: "machine code precompiled by wasmtime", ES: "código máquina precompilado por wasmtime"}
	LoaderLookPrecompiledBy    = Template{EN: "machine code precompiled by wasmtime %s", ES: "código máquina precompilado por wasmtime %s"}
	LoaderLookWIT              = Template{EN: "an interface description (WIT)", ES: "una descripción de interfaces (WIT)"}
	LoaderLookManifest         = Template{EN: "a Qyvol manifest", ES: "un manifiesto de Qyvol"}
	LoaderLookELF              = Template{EN: "a native program or library (ELF)", ES: "un programa o biblioteca nativos (ELF)"}
	LoaderLookMachO            = Template{EN: "a native macOS program or library (Mach-O)", ES: "un programa o biblioteca nativos de macOS (Mach-O)"}
	LoaderLookPE               = Template{EN: "a native Windows program or library (PE)", ES: "un programa o biblioteca nativos de Windows (PE)"}
	LoaderLookScript           = Template{EN: "a script (%s)", ES: "un script (%s)"}
	LoaderLookZip              = Template{EN: "a zip archive", ES: "un archivo zip"}
	LoaderLookGzip             = Template{EN: "a file compressed with gzip", ES: "un archivo comprimido con gzip"}
	LoaderLookTar              = Template{EN: "a tar archive", ES: "un archivo tar"}
	LoaderLookHTML             = Template{EN: "a web page (HTML)", ES: "una página web (HTML)"}
	LoaderLookJSON             = Template{EN: "a JSON document", ES: "un documento JSON"}
	LoaderLookYAML             = Template{EN: "a YAML document", ES: "un documento YAML"}
	LoaderLookUTF16            = Template{EN: "text in UTF-16 or UTF-32", ES: "texto en UTF-16 o UTF-32"}
	LoaderLookLFS              = Template{EN: "the pointer that git-lfs leaves in place of a file", ES: "el puntero que git-lfs deja en lugar de un archivo"}
)

// What can be done about a file that can't be loaded.
var (
	LoaderHintBuild      = Template{EN: "build it, or correct the path", ES: "compilar el archivo o corregir la ruta"}
	LoaderHintBuildEntry = Template{EN: "build it, or correct the path; a manifest's paths are relative to the manifest", ES: "compilar el archivo o corregir la ruta; las rutas de un manifiesto son relativas a él"}
	LoaderHintCandidates = Template{EN: "that directory has %s", ES: "en ese directorio hay %s"}
	LoaderHintFileURL    = Template{EN: "write the path: %s", ES: "hay que escribir la ruta: %s"}
	LoaderHintDirectory  = Template{EN: "name the .qyv or .wasm file inside it", ES: "indicar el archivo .qyv o .wasm que contiene"}
	LoaderHintPipe       = Template{EN: "write it to a file first: it is read more than once", ES: "guardar antes el contenido en un archivo: se lee más de una vez"}
	LoaderHintPermission = Template{EN: "check the permissions of the file and of its directories", ES: "revisar los permisos del archivo y de sus directorios"}
	LoaderHintChanged    = Template{EN: "run it again when the build has finished", ES: "repetir la ejecución cuando termine la compilación"}
	LoaderHintDigest     = Template{EN: "if the change is intended, put the new digest in the manifest", ES: "si el cambio es intencionado, poner la nueva huella en el manifiesto"}
	LoaderHintTruncated  = Template{EN: "copy, download or build the file again", ES: "copiar, descargar o compilar el archivo de nuevo"}
	LoaderHintDecompress = Template{EN: "decompress it and name the .wasm file", ES: "descomprimir el archivo e indicar el .wasm"}
	LoaderHintPrecompile = Template{EN: "use the original .wasm file: Qyvol compiles it for this machine and caches the result", ES: "usar el .wasm original: Qyvol lo compila para esta máquina y guarda el resultado en la caché"}
	LoaderManifestName   = Template{
		EN: "'%s' is a manifest, but isn't named .qyv",
		ES: "'%s' es un manifiesto, pero su nombre no acaba en .qyv",
	}
	LoaderManifestNameHint = Template{
		EN: "a manifest grants permissions: if you trust it, rename it, or add --manifest",
		ES: "un manifiesto concede permisos: si es de confianza, basta con cambiarle el nombre o añadir --manifest",
	}
	LoaderHintManifest = Template{EN: "an entrypoint names a .wasm or .wat file; to run the manifest itself, name it on the command line", ES: "un entrypoint nombra un archivo .wasm o .wat; para ejecutar el manifiesto, indicarlo en la línea de comandos"}
	LoaderHintYAML     = Template{EN: "a manifest has `name`, `entrypoint` and `runtime`, and its file ends in .qyv", ES: "un manifiesto tiene `name`, `entrypoint` y `runtime`, y su archivo termina en .qyv"}
	LoaderHintNative   = Template{EN: "compile the program for WebAssembly (for example wasm32-wasip2)", ES: "compilar el programa para WebAssembly (por ejemplo, wasm32-wasip2)"}
	LoaderHintLFS      = Template{EN: "fetch the file itself (git lfs pull)", ES: "descargar el archivo real (git lfs pull)"}
	LoaderHintUTF16    = Template{EN: "save the file as UTF-8", ES: "guardar el archivo como UTF-8"}
	LoaderHintHTML     = Template{EN: "the download probably answered with an error page; look at the file", ES: "la descarga devolvió probablemente una página de error; conviene mirar el archivo"}
	LoaderHintTransfer = Template{EN: "transfer the file again, in binary mode", ES: "transferir el archivo de nuevo, en modo binario"}
	LoaderHintDraft    = Template{EN: "build it again with current tools; this version reads modules 1 and components 0xd", ES: "compilar el programa con herramientas actuales; esta versión lee módulos 1 y componentes 0xd"}
	LoaderHintWIT      = Template{EN: "it only describes interfaces; name the component that implements them", ES: "solo describe interfaces; hay que indicar el componente que las implementa"}
)

// A system that lets processes have no code but that of files.
var (
	LoaderNoCode = Template{
		EN: "could not load '%s': the system does not let this process make memory executable",
		ES: "no se pudo cargar '%s': el sistema no permite a este proceso hacer ejecutable la memoria",
	}
	LoaderHintNoCode = Template{
		EN: "a systemd unit needs MemoryDenyWriteExecute=no; under SELinux its domain needs execmem",
		ES: "una unidad de systemd necesita MemoryDenyWriteExecute=no; con SELinux, su dominio necesita execmem",
	}
)

// What the cache of compiled code says. None of it stops a run.
var (
	CacheUnsafeDir = Template{
		EN: "the cache directory '%s' was not used: %s",
		ES: "no se usó el directorio de caché '%s': %s",
	}
	CacheUnsafeLink  = Template{EN: "it is a symbolic link", ES: "es un enlace simbólico"}
	CacheUnsafeFile  = Template{EN: "it is not a directory", ES: "no es un directorio"}
	CacheUnsafeOwner = Template{EN: "it belongs to another user", ES: "pertenece a otro usuario"}
	CacheUnsafeMode  = Template{EN: "other users may write to it", ES: "otros usuarios pueden escribir en él"}
	CacheExposed     = Template{
		EN: "the cache directory '%s' was not used: the guest may write to '%s', and what is in the cache is run outside of the sandbox",
		ES: "no se usó el directorio de caché '%s': el invitado puede escribir en '%s', y lo que hay en la caché se ejecuta fuera del aislamiento",
	}
	CacheExposedHint = Template{
		EN: "set QYVOL_CACHE_DIR to a directory outside of what the guest may write to, or grant it less",
		ES: "hay que fijar QYVOL_CACHE_DIR a un directorio fuera de aquello en lo que el invitado puede escribir, o concederle menos",
	}
	CacheWrite         = Template{EN: "could not store the compiled code in '%s': %s", ES: "no se pudo guardar el código compilado en '%s': %s"}
	CacheEntryDamaged  = Template{EN: "the cache entry '%s' was damaged; it was compiled again", ES: "la entrada de caché '%s' estaba dañada; se compiló de nuevo"}
	CacheEntryUnusable = Template{EN: "the cache entry '%s' could not be used; it was compiled again: %s", ES: "la entrada de caché '%s' no se pudo usar; se compiló de nuevo: %s"}
	CacheNoDir         = Template{EN: "there is no directory for the cache: %s", ES: "no hay directorio para la caché: %s"}
	CacheNoHome        = Template{EN: "neither $XDG_CACHE_HOME nor $HOME is set", ES: "no están definidas ni $XDG_CACHE_HOME ni $HOME"}
	CacheUnset         = Template{EN: "%s is not set", ES: "%s no está definida"}
	CacheRelative      = Template{EN: "the path in %s is relative", ES: "la ruta de %s es relativa"}
	CacheBadDir        = Template{EN: "the cache was not used: %s=%s does not exist", ES: "no se usó la caché: %s=%s no existe"}
	CacheBadSize       = Template{EN: "the cache was not used: %s=%s is not a size", ES: "no se usó la caché: %s=%s no es un tamaño"}
	CacheLimit         = Template{EN: "the compiled code was not cached: it takes %s and the cache is limited to %s", ES: "no se guardó en la caché el código compilado: ocupa %s y la caché está limitada a %s"}

	CacheLent = Template{
		EN: "it was compiled for this run only: the cache directory '%s' belongs to root and has no code for it",
		ES: "se compiló solo para esta ejecución: el directorio de caché '%s' pertenece a root y no tiene código para ella",
	}
	CacheClosed = Template{
		EN: "the cache directory '%s' belongs to root, and this user may not read it",
		ES: "el directorio de caché '%s' pertenece a root y este usuario no puede leerlo",
	}
	CacheHintLent = Template{
		EN: "run qyvol compile as root with the same options, or set QYVOL_CACHE_DIR to a directory that this user owns",
		ES: "ejecutar qyvol compile como root con las mismas opciones, o definir QYVOL_CACHE_DIR con un directorio de este usuario",
	}
	CacheHintClosed = Template{EN: "let others read it: chmod -R a+rX '%s'", ES: "permitir que otros lo lean: chmod -R a+rX '%s'"}
	CacheHintMode   = Template{EN: "stop others from writing to it: chmod go-w '%s'", ES: "impedir que otros escriban en él: chmod go-w '%s'"}
	CacheHintDir    = Template{EN: "set QYVOL_CACHE_DIR to a directory that only you can write to", ES: "definir QYVOL_CACHE_DIR con un directorio en el que solo pueda escribir este usuario"}
	CacheHintSpace  = Template{EN: "free some space, or run qyvol cache clear", ES: "liberar espacio, o ejecutar qyvol cache clear"}
	CacheHintSize   = Template{EN: "set QYVOL_CACHE_SIZE to a size such as 512MiB or 2GiB", ES: "definir QYVOL_CACHE_SIZE con un tamaño como 512MiB o 2GiB"}
)

// What can be done about a file that the engine refuses.
var (
	LoaderHintAsync            = Template{EN: "it uses asynchronous functions (WASI 0.3), which this version does not support; build it for WASI 0.2", ES: "usa funciones asíncronas (WASI 0.3), que esta versión no admite; hay que compilarlo para WASI 0.2"}
	LoaderHintComposed         = Template{EN: "if it is composed of components that pass resources to each other, this is a defect of wasmtime 44 (issue 13540): compose it differently, run the parts separately, or use a Qyvol that is linked with wasmtime 48 (`make build WASMTIME=lts`)", ES: "si está compuesto de componentes que se pasan recursos entre sí, es un defecto de wasmtime 44 (incidencia 13540): componerlo de otra manera, ejecutar las partes por separado o usar un Qyvol enlazado con wasmtime 48 (`make build WASMTIME=lts`)"}
	LoaderHintMemory64         = Template{EN: "it uses 64-bit memories or tables: allow them with `features: [memory64]` in a manifest (.qyv), or build it for wasm32", ES: "usa memorias o tablas de 64 bits: permitirlas con `features: [memory64]` en un manifiesto (.qyv) o compilarlo para wasm32"}
	LoaderHintMaybeMemory64    = Template{EN: "it contains a number too large for 32-bit WebAssembly; if it is made for 64-bit memories, allow them with `features: [memory64]` in a manifest (.qyv)", ES: "contiene un número demasiado grande para WebAssembly de 32 bits; si está hecho para memorias de 64 bits, permitirlas con `features: [memory64]` en un manifiesto (.qyv)"}
	LoaderHintThreads          = Template{EN: "it uses memory shared between threads, which this version does not support; build it without threads", ES: "usa memoria compartida entre hilos, que esta versión no admite; hay que compilarlo sin hilos"}
	LoaderHintGC               = Template{EN: "it uses garbage-collected types: allow them with `features: [gc]` in a manifest (.qyv), which needs a Qyvol with wasmtime 48", ES: "usa tipos con recolección de basura: permitirlos con `features: [gc]` en un manifiesto (.qyv), que necesita un Qyvol con wasmtime 48"}
	LoaderHintLegacyExceptions = Template{EN: "it uses the legacy form of WebAssembly exceptions, which no version of wasmtime supports; build it with the standard one (LLVM: -wasm-use-legacy-eh=false)", ES: "usa la forma antigua de las excepciones de WebAssembly, que ninguna versión de wasmtime admite; hay que compilarlo con la estándar (LLVM: -wasm-use-legacy-eh=false)"}
	LoaderHintExceptions       = Template{EN: "it uses WebAssembly exceptions: allow them with `features: [exceptions]` in a manifest (.qyv), which needs a Qyvol with wasmtime 48", ES: "usa excepciones de WebAssembly: permitirlas con `features: [exceptions]` en un manifiesto (.qyv), que necesita un Qyvol con wasmtime 48"}
	LoaderHintUTF8             = Template{EN: "it contains a name that is not UTF-8: the file is damaged, or its text was saved in another encoding", ES: "contiene un nombre que no es UTF-8: el archivo está dañado, o el texto se guardó en otra codificación"}
	LoaderHintFeature          = Template{EN: "it uses a WebAssembly feature that this version does not support", ES: "usa una característica de WebAssembly que esta versión no admite"}
)

// What compiling may take.
var (
	LoaderCompileTimeout = Template{
		EN: "%s was stopped while compiling: it took longer than its limit of %v",
		ES: "%s se detuvo durante la compilación: superó su límite de %v",
	}
	LoaderCompileTimeoutHint = Template{
		EN: "raise resources.compile.timeout in the manifest, or --compile-timeout, if compiling it needs longer",
		ES: "si compilarlo necesita más tiempo, hay que subir resources.compile.timeout en el manifiesto, o --compile-timeout",
	}
	LoaderCompileMemory = Template{
		EN: "%s was stopped while compiling: the compiler needs more memory than its limit of %s",
		ES: "%s se detuvo durante la compilación: el compilador necesita más memoria que su límite de %s",
	}
	LoaderCompileMemoryHint = Template{
		EN: "raise resources.compile.memory in the manifest, or --compile-memory, if compiling it needs more",
		ES: "si compilarlo necesita más, hay que subir resources.compile.memory en el manifiesto, o --compile-memory",
	}
	LoaderCompilerCrash = Template{
		EN: "the compiler crashed while compiling %s (%s)",
		ES: "el compilador falló al compilar %s (%s)",
	}
	LoaderCompilerCrashHint = Template{
		EN: "none of the guest was run; please report this with the file, unless the machine was out of memory",
		ES: "no se ha ejecutado nada del invitado; se agradece que se notifique junto con el archivo, salvo que a la máquina le faltara memoria",
	}
	LoaderCompilerThreads = Template{
		EN: "could not compile %s: the system refuses this user or service more processes or threads",
		ES: "no se pudo compilar %s: el sistema no permite a este usuario o servicio más procesos o hilos",
	}
	LoaderCompilerThreadsHint = Template{
		EN: "raise the limit (TasksMax= of a unit, --pids-limit of a container, ulimit -u), or fill the cache elsewhere: qyvol compile",
		ES: "hay que subir el límite (TasksMax= de una unidad, --pids-limit de un contenedor, ulimit -u) o llenar la caché en otro sitio: qyvol compile",
	}
	LoaderCompilerProcess = Template{
		EN: "could not start a process to compile %s: %v",
		ES: "no se pudo iniciar un proceso para compilar %s: %v",
	}
	LoaderCompilerProcessHint = Template{
		EN: "try again when other guests have ended, or raise the limit of open files (ulimit -n) or of memory",
		ES: "hay que volver a intentarlo cuando hayan terminado otros invitados, o subir el límite de archivos abiertos (ulimit -n) o de memoria",
	}
	LoaderCompileBusy = Template{
		EN: "%s was not compiled: %d compilations that took too long are still running",
		ES: "no se compiló %s: aún siguen en curso %d compilaciones que tardaron demasiado",
	}
	LoaderCompileBusyHint = Template{
		EN: "try again later, or compile in a separate process, which can be stopped",
		ES: "hay que volver a intentarlo más tarde, o compilar en un proceso aparte, que se puede detener",
	}
)
