package message

// What the command itself says: help, usage errors, status lines.
var (
	CmdUsage = Template{
		EN: "run WebAssembly components, sandboxed by what a .qyv manifest declares",
		ES: "ejecuta componentes WebAssembly, aislados por lo que declara un manifiesto .qyv",
	}
	CmdExitCodes = Template{
		EN: `A guest that exits gives its own exit code. Otherwise:
   0    success
   1    wrong usage of the command
   2    invalid manifest
   3    load or execution: not found, not valid, trap, limit, timeout
   4    deployment
   6    cluster
   130  stopped by Ctrl-C (128 and the number of the signal)
   141  nobody reads the output any more`,
		ES: `Un invitado que termina da su propio código de salida. Si no:
   0    éxito
   1    uso incorrecto del comando
   2    manifiesto no válido
   3    carga o ejecución: no encontrado, no válido, trap, límite, tiempo
   4    despliegue
   6    clúster
   130  detenido con Ctrl-C (128 y el número de la señal)
   141  ya nadie lee la salida`,
	}
	CmdHelpHeaders = Template{
		EN: "NAME|USAGE|COMMANDS|OPTIONS|EXIT CODES|[options]|[arguments]|command [options] [arguments]|DESCRIPTION",
		ES: "NOMBRE|USO|COMANDOS|OPCIONES|CÓDIGOS DE SALIDA|[opciones]|[argumentos]|comando [opciones] [argumentos]|DESCRIPCIÓN",
	}
	CmdFlagHelp = Template{EN: "show help", ES: "muestra la ayuda"}

	CmdRun = Template{
		EN: "run a component: FILE.qyv, FILE.wasm or FILE.wat",
		ES: "ejecuta un componente: ARCHIVO.qyv, ARCHIVO.wasm o ARCHIVO.wat",
	}
	CmdRunArgs = Template{EN: "FILE [-- ARGUMENTS]", ES: "ARCHIVO [-- ARGUMENTOS]"}
	CmdRunMore = Template{
		EN: "A component without a manifest is granted nothing but its streams; the --allow options and --env grant more, also beyond a manifest. What follows -- is the guest's.",
		ES: "A un componente sin manifiesto no se le concede nada salvo sus flujos estándar; las opciones --allow y --env conceden más, también por encima de un manifiesto. Lo que sigue a -- es del invitado.",
	}
	CmdValidate     = Template{EN: "check manifests", ES: "comprueba manifiestos"}
	CmdValidateArgs = Template{EN: "FILE.qyv …", ES: "ARCHIVO.qyv …"}
	CmdSchema       = Template{EN: "print the JSON Schema of manifests", ES: "imprime el esquema JSON de los manifiestos"}
	CmdCompile      = Template{
		EN: "compile components into the cache, so that their first run is fast",
		ES: "compila componentes en la caché, para que su primera ejecución sea rápida",
	}
	CmdCompileArgs = Template{EN: "FILE …", ES: "ARCHIVO …"}
	CmdCache       = Template{EN: "the cache of compiled code", ES: "la caché de código compilado"}
	CmdCacheInfo   = Template{EN: "where it is, and what it holds", ES: "dónde está y qué contiene"}
	CmdCacheClear  = Template{EN: "empty it", ES: "la vacía"}
	CmdVersion     = Template{EN: "print versions", ES: "imprime las versiones"}
	CmdHelp        = Template{EN: "show the help of a command", ES: "muestra la ayuda de un comando"}
	CmdCompletion  = Template{
		EN: "print a completion script for bash, zsh or fish",
		ES: "imprime un script de autocompletado para bash, zsh o fish",
	}

	FlagLang      = Template{EN: "language of messages: `es|en` (default: QYVOL_LANG, then the locale)", ES: "idioma de los mensajes: `es|en` (por omisión: QYVOL_LANG, luego la configuración regional)"}
	FlagLogLevel  = Template{EN: "`level` of the log: debug, info, warn, error, off", ES: "`nivel` del registro: debug, info, warn, error, off"}
	FlagLogFormat = Template{EN: "`format` of the log: text, json", ES: "`formato` del registro: text, json"}
	FlagQuiet     = Template{EN: "say nothing but errors", ES: "no dice nada salvo los errores"}
	FlagFormat    = Template{EN: "`format` of the result: text, json, yaml", ES: "`formato` del resultado: text, json, yaml"}
	FlagRunFormat = Template{
		EN: "`format` of the run's result on stderr: text (errors only), json, yaml",
		ES: "`formato` del resultado en stderr: text (solo errores), json, yaml",
	}
	FlagResult     = Template{EN: "write the run's result to `FILE`, as JSON unless --format says yaml", ES: "escribe el resultado en `ARCHIVO`, como JSON salvo que --format diga yaml"}
	FlagAllowRead  = Template{EN: "let the guest read `DIR` (DIR::NAME chooses its name in the guest)", ES: "deja al invitado leer `DIR` (DIR::NOMBRE elige su nombre en el invitado)"}
	FlagAllowWrite = Template{EN: "let the guest read and write `DIR`", ES: "deja al invitado leer y escribir `DIR`"}
	FlagAllowEnv   = Template{EN: "pass the host's variable `NAME` through (APP_* is a prefix)", ES: "pasa la variable `NOMBRE` del anfitrión (APP_* es un prefijo)"}
	FlagEnv        = Template{EN: "set a variable of the guest: `NAME=VALUE`", ES: "fija una variable del invitado: `NOMBRE=VALOR`"}
	FlagTimeout    = Template{EN: "stop the guest after `DURATION` (500ms, 10s)", ES: "detiene al invitado tras `DURACIÓN` (500ms, 10s)"}
	FlagMemory     = Template{EN: "most memory of the guest: `SIZE` (64MiB)", ES: "memoria máxima del invitado: `TAMAÑO` (64MiB)"}
	FlagFuel       = Template{EN: "most `UNITS` of work, about one an instruction", ES: "`UNIDADES` de trabajo como máximo, más o menos una por instrucción"}
	FlagExplain    = Template{EN: "print what would be granted, and stop", ES: "imprime lo que se concedería y termina"}
	FlagNoCache    = Template{EN: "neither read nor write the cache of compiled code", ES: "no lee ni escribe la caché de código compilado"}

	CmdError   = Template{EN: "error", ES: "error"}
	CmdWarning = Template{EN: "warning", ES: "aviso"}
	CmdHint    = Template{EN: "hint", ES: "pista"}
	CmdValid   = Template{EN: "%s is valid", ES: "%s es válido"}
	CmdNoEntry = Template{
		EN: "%s: the entry point %s does not exist (yet)",
		ES: "%s: el punto de entrada %s no existe (todavía)",
	}
	CmdCompiled = Template{EN: "%s compiled in %s", ES: "%s compilado en %s"}
	CmdCached   = Template{EN: "%s was compiled already", ES: "%s ya estaba compilado"}
	CmdCleared  = Template{EN: "%d entries removed, %s freed", ES: "%d entradas eliminadas, %s liberados"}
	CacheOff    = Template{EN: "the cache is off", ES: "la caché está desactivada"}
	CacheLine   = Template{EN: "%s: %d entries, %s of %s", ES: "%s: %d entradas, %s de %s"}

	UsageNoFile       = Template{EN: "which file?", ES: "¿qué archivo?"}
	UsageNoFileHint   = Template{EN: "name a .qyv manifest, a component (.wasm) or its text (.wat): qyvol %s", ES: "hay que nombrar un manifiesto .qyv, un componente (.wasm) o su texto (.wat): qyvol %s"}
	UsageTooMany      = Template{EN: "too many arguments: %s", ES: "sobran argumentos: %s"}
	UsageFlag         = Template{EN: "%s", ES: "%s"}
	UsageUnknownFlag  = Template{EN: "unknown option %s", ES: "opción desconocida %s"}
	UsageFlagNoValue  = Template{EN: "option %s needs a value", ES: "la opción %s necesita un valor"}
	UsageFlagHint     = Template{EN: "`qyvol %s --help` lists the options; the guest's own arguments follow --", ES: "`qyvol %s --help` muestra las opciones; los argumentos del invitado van después de --"}
	UsageUnknown      = Template{EN: "unknown command %q", ES: "comando desconocido %q"}
	UsageDidYouMean   = Template{EN: "did you mean %s?", ES: "¿quería decir %s?"}
	UsageCommandHint  = Template{EN: "`qyvol help` lists the commands; `qyvol run FILE` runs a component", ES: "`qyvol help` muestra los comandos; `qyvol run ARCHIVO` ejecuta un componente"}
	UsageChoice       = Template{EN: "--%s %q: choose one of %s", ES: "--%s %q: hay que elegir uno de %s"}
	UsageDuration     = Template{EN: "--%s %q is not a positive duration such as 500ms, 10s or 2m", ES: "--%s %q no es una duración positiva como 500ms, 10s o 2m"}
	UsageSize         = Template{EN: "--%s %q is not a size between 64KiB and 4GiB, such as 64MiB", ES: "--%s %q no es un tamaño entre 64KiB y 4GiB, como 64MiB"}
	UsageNumber       = Template{EN: "--%s %q is not a positive number", ES: "--%s %q no es un número positivo"}
	UsageShell        = Template{EN: "there is no completion for %q: choose bash, zsh or fish", ES: "no hay autocompletado para %q: hay que elegir bash, zsh o fish"}
	CmdResultNotSaved = Template{EN: "the result can't be written to %s: %v", ES: "el resultado no se puede escribir en %s: %v"}
)
