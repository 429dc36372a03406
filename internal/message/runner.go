package message

// How a run ends. The wording of RunnerExit is that of the project's first
// document.
var (
	RunnerExit = Template{
		EN: "the module ended with an unsuccessful exit code: %d",
		ES: "el módulo terminó con el código de salida %d",
	}
	RunnerTrap = Template{
		EN: "%s trapped: %v",
		ES: "%s se interrumpió por un error propio (trap): %v",
	}
	RunnerTimeout = Template{
		EN: "%s was stopped: it ran longer than its limit of %v",
		ES: "%s se detuvo: superó su límite de tiempo de %v",
	}
	RunnerDeadline = Template{
		EN: "%s was stopped at its deadline",
		ES: "%s se detuvo al llegar a su plazo",
	}
	RunnerTimeoutHint = Template{
		EN: "raise resources.timeout in the manifest, or --timeout, if it needs longer",
		ES: "si necesita más tiempo, hay que subir resources.timeout en el manifiesto, o --timeout",
	}
	RunnerMemory = Template{
		EN: "%s was stopped: it asked for more memory than its limit of %s",
		ES: "%s se detuvo: pidió más memoria que su límite de %s",
	}
	RunnerMemoryHint = Template{
		EN: "raise resources.memory in the manifest, or --memory, if it needs more",
		ES: "si necesita más, hay que subir resources.memory en el manifiesto, o --memory",
	}
	RunnerFuel = Template{
		EN: "%s was stopped: it used up its %d units of fuel",
		ES: "%s se detuvo: consumió sus %d unidades de combustible",
	}
	RunnerFuelHint = Template{
		EN: "raise resources.fuel in the manifest, or --fuel, if it needs more",
		ES: "si necesita más, hay que subir resources.fuel en el manifiesto, o --fuel",
	}
	RunnerInstances = Template{
		EN: "%s was stopped: it is made of more core instances than its limit of %d",
		ES: "%s se detuvo: consta de más instancias core que su límite de %d",
	}
	RunnerInstancesHint = Template{
		EN: "raise resources.instances in the manifest; a component has one for each module inside, and some for adapters",
		ES: "hay que subir resources.instances en el manifiesto; un componente tiene una por cada módulo que contiene y algunas por adaptadores",
	}
	RunnerTablesHint = Template{
		EN: "a guest may have at most %d tables",
		ES: "un invitado puede tener como máximo %d tablas",
	}
	RunnerInterrupted = Template{
		EN: "%s was interrupted",
		ES: "%s fue interrumpido",
	}
	RunnerPipeClosed = Template{
		EN: "%s was stopped: nobody reads its output any more",
		ES: "%s se detuvo: ya nadie lee su salida",
	}
	RunnerOutput = Template{
		EN: "the standard output of %s can't be written: %v",
		ES: "no se puede escribir la salida estándar de %s: %v",
	}
	RunnerStream = Template{
		EN: "%s was stopped: a stream of the host program failed: %v",
		ES: "%s se detuvo: falló un flujo del programa anfitrión: %v",
	}
	RunnerLeftBehind = Template{
		EN: "%s was not started: %d guests on native WASI, which can't be stopped while they sleep or wait for input, are still active in this process after their runs ended",
		ES: "%s no se inició: en este proceso siguen activos, tras el fin de sus ejecuciones, %d invitados del WASI nativo, que no se pueden detener mientras duermen o esperan datos de entrada",
	}
	RunnerHostedLeftBehind = Template{
		EN: "%s was not started: %d guests are still active in this process after their runs ended, in calls that have not returned",
		ES: "%s no se inició: en este proceso siguen activos, tras el fin de sus ejecuciones, %d invitados en llamadas que no han vuelto",
	}
	RunnerHostedLeftBehindHint = Template{
		EN: "look for files that the guests use and that don't answer, such as those of a network file system",
		ES: "conviene buscar archivos de los invitados que no responden, como los de un sistema de archivos en red",
	}
	RunnerLeftBehindHint = Template{
		EN: "run guests with hosted WASI, which is the default and can be stopped",
		ES: "conviene ejecutar los invitados con el WASI hosted, que es el predeterminado y sí se puede detener",
	}
	RunnerNoFallback = Template{
		EN: "%v\nThe fallback component can't be run either: %v",
		ES: "%v\nEl componente de reserva tampoco se puede ejecutar: %v",
	}
	RunnerLink = Template{
		EN: "%s imports %s, which nothing provides",
		ES: "%s importa %s, que nada proporciona",
	}
	RunnerLinkItem = Template{
		EN: "%s imports %s of %s, which isn't defined",
		ES: "%s importa %s de %s, donde no existe",
	}
	RunnerLinkNear = Template{
		EN: "%s imports %s of %s, which isn't defined; did you mean %s?",
		ES: "%s importa %s de %s, donde no existe; ¿será %s?",
	}
	RunnerImportType = Template{
		EN: "%s imports %s as %s, but it is %s",
		ES: "%s importa %s como %s, pero es %s",
	}
	RunnerImportTypeShort = Template{
		EN: "%s imports %s with the wrong type: it is %s",
		ES: "%s importa %s con un tipo incorrecto: es %s",
	}
	RunnerImportTypeOther = Template{
		EN: "%s imports %s with the wrong type: %s",
		ES: "%s importa %s con un tipo incorrecto: %s",
	}
	RunnerImportTypeHint = Template{
		EN: "build the component with WASI's own WIT files",
		ES: "hay que compilar el componente con los archivos WIT de WASI",
	}
	RunnerLinkHint = Template{
		EN: "compose it with a component that exports it, or set recovery.degrade: true to make it trap only when called",
		ES: "hay que componerlo con un componente que lo exporte, o poner recovery.degrade: true para que falle solo si se llama",
	}
	RunnerLinkItemHint = Template{
		EN: "define it in the host, or set recovery.degrade: true to make it trap only when called",
		ES: "hay que definirlo en el anfitrión, o poner recovery.degrade: true para que falle solo si se llama",
	}
	RunnerLinkWASIHint = Template{
		EN: "WASI 0.2 has no such name there: check the WIT with which the component was built",
		ES: "WASI 0.2 no tiene ahí ese nombre: hay que revisar el WIT con el que se construyó el componente",
	}
	RunnerLinkVersionHint = Template{
		EN: "this runtime provides WASI 0.2; build the component for that version",
		ES: "este runtime proporciona WASI 0.2; hay que compilar el componente para esa versión",
	}
	RunnerLinkUnstableHint = Template{
		EN: "wasi_unstable is the WASI of 2019, before preview 1: build the module again, for wasm32-wasip1",
		ES: "wasi_unstable es el WASI de 2019, anterior a preview 1: hay que volver a compilar el módulo, para wasm32-wasip1",
	}
	RunnerPermission = Template{
		EN: "permission denied: the component needs %s, and %s does not grant it",
		ES: "permiso denegado: el componente necesita %s, y %s no lo concede",
	}
	RunnerPermissionHint = Template{
		EN: "the network is not available in this version",
		ES: "la red no está disponible en esta versión",
	}
	RunnerInstantiate = Template{
		EN: "%s can't be instantiated: %s",
		ES: "%s no se puede instanciar: %s",
	}
	RunnerNoDescriptors = Template{
		EN: "%s can't be instantiated: native WASI opens streams by their names in /dev/fd or /proc/self/fd, and neither exists",
		ES: "%s no se puede instanciar: el WASI nativo abre los flujos por su nombre en /dev/fd o /proc/self/fd, y no existe ninguno de los dos",
	}
	RunnerNoDescriptorsHint = Template{
		EN: "leave out --wasi native: hosted WASI, which is the default, needs neither; or mount /proc",
		ES: "hay que quitar --wasi native: el WASI hosted, que es el predeterminado, no los necesita; o montar /proc",
	}
	RunnerNoRun = Template{
		EN: "%s is not a command: it does not export wasi:cli/run of WASI 0.2 (it exports %v)",
		ES: "%s no es un comando: no exporta wasi:cli/run de WASI 0.2 (exporta %v)",
	}
	RunnerNoStart = Template{
		EN: "%s is not a command: it does not export _start (it exports %v)",
		ES: "%s no es un comando: no exporta _start (exporta %v)",
	}
	RunnerNoExports   = Template{EN: "nothing", ES: "nada"}
	RunnerManyExports = Template{EN: "too many to list", ES: "demasiadas cosas para enumerarlas"}
	RunnerBareRunHint = Template{
		EN: "it exports `run` as a plain function; a command exports it in the interface wasi:cli/run",
		ES: "exporta `run` como función suelta; un comando la exporta dentro de la interfaz wasi:cli/run",
	}
	RunnerNotCommandHint = Template{
		EN: "build it as a command (wasi:cli/command)",
		ES: "hay que compilarlo como comando (wasi:cli/command)",
	}
	RunnerServesHTTPHint = Template{
		EN: "it serves HTTP, and `qyvol run` can't serve it in this version",
		ES: "sirve HTTP, y en esta versión `qyvol run` no puede servirlo",
	}
	RunnerLibraryHint = Template{
		EN: "it is a library: other code calls its exports, which this version of the command can't do yet; `qyvol inspect --exports %s` shows them",
		ES: "es una biblioteca: otro código llama a sus exportaciones, algo que el comando aún no puede hacer en esta versión; `qyvol inspect --exports %s` las muestra",
	}
)
