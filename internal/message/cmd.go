package message

// What the command itself says: help, usage errors, status lines.
var (
	CmdUsage = Template{
		EN: "run WebAssembly components, sandboxed by what a .qyv manifest declares",
		ES: "ejecuta componentes WebAssembly, aislados por lo que declara un manifiesto .qyv",
	}
	CmdExitCodes = Template{
		EN: `Of run:
0-125  the guest's own
124    the guest was stopped at a limit: time, memory, fuel, instances
125    Qyvol failed: wrong usage, invalid manifest, a missing directory
126    the component can't be run: invalid, not a command, a missing import
127    the component was not found
134    the guest trapped
Of other commands:
0      success
1      wrong usage of the command
2      invalid manifest
3      not found, not valid, or it would not start
4      deployment
6      cluster
Of all:
130    stopped by Ctrl-C (128 and the number of the signal)
141    nobody reads the output any more`,
		ES: `De run:
0-125  el del propio invitado
124    lo detuvo un límite: tiempo, memoria, combustible, instancias
125    falló Qyvol: uso incorrecto, manifiesto no válido, falta un directorio
126    no se puede ejecutar: no es válido ni comando, falta una importación
127    no se encontró el componente
134    el invitado terminó por un trap
De los demás comandos:
0      éxito
1      uso incorrecto del comando
2      manifiesto no válido
3      no encontrado, no válido, o no arrancaría
4      despliegue
6      clúster
De todos:
130    detenido con Ctrl-C (128 más el número de la señal)
141    ya nadie lee la salida`,
	}
	CmdVariables = Template{
		EN: `QYVOL_LANG        language of messages: es or en; else by LC_ALL, LC_MESSAGES or LANG
QYVOL_CACHE_DIR   where compiled code is kept
QYVOL_TARGET      where deploy goes without a TARGET
QYVOL_TOKEN       token of deploy, unless --token-file names one
QYVOL_CACHE_SIZE  how large the cache may grow, such as 512MiB; 0 switches it off
NO_COLOR          if set, nothing is coloured unless --color says so
CLICOLOR_FORCE    if set, and not 0, colours are used elsewhere than on terminals too
CLICOLOR          if 0, nothing is coloured`,
		ES: `QYVOL_LANG        idioma de los mensajes: es o en; si no, según LC_ALL, LC_MESSAGES o LANG
QYVOL_CACHE_DIR   dónde se guarda el código compilado
QYVOL_TARGET      adónde va deploy si falta el DESTINO
QYVOL_TOKEN       token de deploy, si --token-file no da otro
QYVOL_CACHE_SIZE  cuánto puede crecer la caché, por ejemplo 512MiB; 0 la desactiva
NO_COLOR          si está definida, no se usan colores, salvo que lo pida --color
CLICOLOR_FORCE    si está definida y no es 0, se usan colores también fuera de un terminal
CLICOLOR          si es 0, no se usan colores`,
	}

	CmdRun = Template{
		EN: "run a component: FILE.qyv, FILE.wasm or FILE.wat",
		ES: "ejecuta un componente: ARCHIVO.qyv, ARCHIVO.wasm o ARCHIVO.wat",
	}
	CmdRunArgs = Template{EN: "[FILE] [-- ARGUMENTS]", ES: "[ARCHIVO] [-- ARGUMENTOS]"}
	CmdRunMore = Template{
		EN: "Without FILE, or with a directory, it is the only manifest there; - is standard input, and leaves the guest an empty one. A component without a manifest is granted nothing but its standard streams; the --allow options and --env grant more, also beyond a manifest. What follows -- is the guest's.",
		ES: "Sin ARCHIVO, o con un directorio, es el único manifiesto que haya en él; - es la entrada estándar, y deja al invitado una vacía. A un componente sin manifiesto no se le concede nada salvo sus flujos estándar; las opciones --allow y --env conceden más, también por encima de un manifiesto. Lo que sigue a -- es del invitado.",
	}
	CmdDeploy = Template{
		EN: "put a component on a server: FILE.qyv or FILE.wasm",
		ES: "pone un componente en un servidor: ARCHIVO.qyv o ARCHIVO.wasm",
	}
	CmdDeployArgs = Template{EN: "FILE [TARGET]", ES: "ARCHIVO [DESTINO]"}
	CmdDeployMore = Template{
		EN: "TARGET is the URL of a server whose /upload takes the component in a POST; without it, QYVOL_TARGET, then http://localhost:8080. The component is checked first. Proxies are those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
		ES: "DESTINO es la URL de un servidor cuyo /upload recibe el componente en un POST; si falta, QYVOL_TARGET, y si no http://localhost:8080. El componente se comprueba antes. Los proxies son los de HTTP_PROXY, HTTPS_PROXY y NO_PROXY.",
	}
	CmdCluster     = Template{EN: "manage a cluster of nodes (not in this version)", ES: "gestiona un clúster de nodos (no en esta versión)"}
	CmdClusterArgs = Template{EN: "ACTION [NODE]", ES: "ACCIÓN [NODO]"}
	CmdClusterMore = Template{
		EN: "ACTION is add-node. Clusters are not available in this version: the command checks what it is given, and says so.",
		ES: "ACCIÓN es add-node. Esta versión aún no tiene clústeres: el comando comprueba lo que recibe, y lo dice.",
	}
	CmdInspect = Template{
		EN: "show what a component is, needs, and would be granted",
		ES: "muestra qué es un componente, qué necesita y qué se le concedería",
	}
	CmdInspectArgs = Template{EN: "FILE|-", ES: "ARCHIVO|-"}
	CmdInspectMore = Template{
		EN: "FILE is a manifest, a component or a core module; - is standard input. Nothing is compiled or run.",
		ES: "ARCHIVO es un manifiesto, un componente o un módulo core; - es la entrada estándar. No se compila ni se ejecuta nada.",
	}
	CmdValidate     = Template{EN: "check manifests", ES: "comprueba manifiestos"}
	CmdValidateArgs = Template{EN: "FILE.qyv …", ES: "ARCHIVO.qyv …"}
	CmdSchema       = Template{
		EN: "print the JSON Schema of manifests, or of a command's data",
		ES: "imprime el esquema JSON de manifiestos, o de los datos de un comando",
	}
	CmdCompile = Template{
		EN: "compile components into the cache, so that their first run is fast",
		ES: "compila componentes en la caché, para que su primera ejecución sea rápida",
	}
	CmdCompileArgs = Template{EN: "FILE …", ES: "ARCHIVO …"}
	CmdCache       = Template{EN: "show or empty the cache of compiled code", ES: "muestra o vacía la caché de código compilado"}
	CmdCacheInfo   = Template{EN: "show where the cache is and what it holds", ES: "muestra dónde está la caché y qué contiene"}
	CmdCacheClear  = Template{EN: "empty the cache", ES: "vacía la caché"}
	CmdVersion     = Template{EN: "print versions", ES: "imprime las versiones"}
	CmdHelp        = Template{EN: "show the help of a command", ES: "muestra la ayuda de un comando"}
	CmdHelpArgs    = Template{EN: "[COMMAND]", ES: "[COMANDO]"}
	CmdCompletion  = Template{
		EN: "print a completion script for bash, zsh or fish",
		ES: "imprime un script de autocompletado para bash, zsh o fish",
	}
	CmdCompletionMore = Template{
		EN: "The first lines of the script tell how to install it. For the shell at hand alone: `source <(qyvol completion bash)`, the same with zsh, or `qyvol completion fish | source`.",
		ES: "Las primeras líneas del script dicen cómo instalarlo. Solo para la shell abierta: `source <(qyvol completion bash)`, igual con zsh, o `qyvol completion fish | source`.",
	}
)

// The headings of help.
var (
	HelpName        = Template{EN: "NAME", ES: "NOMBRE"}
	HelpUsage       = Template{EN: "USAGE", ES: "USO"}
	HelpNext        = Template{EN: "COMMAND [OPTIONS] [ARGUMENTS]", ES: "COMANDO [OPCIONES] [ARGUMENTOS]"}
	HelpOptional    = Template{EN: "[OPTIONS]", ES: "[OPCIONES]"}
	HelpDescription = Template{EN: "DESCRIPTION", ES: "DESCRIPCIÓN"}
	HelpCommands    = Template{EN: "COMMANDS", ES: "COMANDOS"}
	HelpOptions     = Template{EN: "OPTIONS", ES: "OPCIONES"}
	HelpVariables   = Template{EN: "ENVIRONMENT", ES: "VARIABLES DE ENTORNO"}
	HelpExitCodes   = Template{EN: "EXIT CODES", ES: "CÓDIGOS DE SALIDA"}
)

// What the options are for. The name of a value stands in backquotes.
var (
	CmdFlagHelp    = Template{EN: "show this help", ES: "muestra esta ayuda"}
	CmdFlagVersion = Template{EN: "print versions", ES: "imprime las versiones"}
	FlagSeveral    = Template{EN: " (can be given several times)", ES: " (puede repetirse)"}
	FlagDefault    = Template{EN: " (default: %s)", ES: " (por omisión: %s)"}

	FlagLang = Template{
		EN: "`LANGUAGE` of messages: es or en (default: QYVOL_LANG, then the locale's, then en)",
		ES: "`IDIOMA` de los mensajes: es o en (por omisión: QYVOL_LANG; si no, el de la configuración regional; si no, en)",
	}
	FlagColor = Template{
		EN: "colour what is said and printed: `WHEN` is auto (on a terminal), always or never",
		ES: "usa colores en lo que se dice y se imprime: `CUÁNDO` es auto (en un terminal), always o never",
	}
	FlagLogLevel      = Template{EN: "`LEVEL` of the log: debug, info, warn, error or off", ES: "`NIVEL` del registro: debug, info, warn, error u off"}
	FlagLogFormat     = Template{EN: "`FORMAT` of the log: text or json", ES: "`FORMATO` del registro: text o json"}
	FlagQuiet         = Template{EN: "say nothing but errors", ES: "no muestra más que los errores"}
	FlagFormat        = Template{EN: "`FORMAT` of what is printed: text, json, jsonl or yaml", ES: "`FORMATO` de lo que se imprime: text, json, jsonl o yaml"}
	FlagInspectFormat = Template{
		EN: "`FORMAT` of what is printed: text, json, jsonl, yaml or wit",
		ES: "`FORMATO` de lo que se imprime: text, json, jsonl, yaml o wit",
	}
	FlagImports   = Template{EN: "print imports, with their types", ES: "imprime las importaciones, con sus tipos"}
	FlagExports   = Template{EN: "print exports, with their types", ES: "imprime las exportaciones, con sus tipos"}
	FlagNeeds     = Template{EN: "print what it needs, and what is granted of it", ES: "imprime lo que necesita y lo que se le concede"}
	FlagTree      = Template{EN: "print what takes how many bytes", ES: "imprime qué ocupa cuántos bytes"}
	FlagComponent = Template{
		EN: "check the component too: that it can be run, and all it imports is there",
		ES: "comprueba también el componente: que se pueda ejecutar y que exista todo lo que importa",
	}
	FlagRunFormat = Template{
		EN: "`FORMAT` of the run's result on stderr: text (errors only), json, jsonl (one line) or yaml",
		ES: "`FORMATO` del resultado de la ejecución en stderr: text (solo los errores), json, jsonl (una línea) o yaml",
	}
	FlagResult = Template{
		EN: "write the run's result to `FILE`, in the format of its name (.json, .jsonl, .yaml) or of --format; jsonl is appended; - is stdout",
		ES: "escribe el resultado de la ejecución en `ARCHIVO`, en el formato de su nombre (.json, .jsonl, .yaml) o de --format; jsonl se añade al final; - es stdout",
	}
	FlagAllowRead = Template{
		EN: "let the guest read `DIR`; DIR::NAME chooses its name in the guest",
		ES: "permite al invitado leer `DIR`; DIR::NOMBRE elige su nombre en el invitado",
	}
	FlagAllowWrite = Template{
		EN: "let the guest read and write `DIR`, or DIR::NAME",
		ES: "permite al invitado leer y escribir en `DIR`, o DIR::NOMBRE",
	}
	FlagAllowEnv = Template{
		EN: "pass the host's variable `NAME` through; APP_* stands for all that begin so",
		ES: "pasa al invitado la variable `NOMBRE` del anfitrión; APP_* vale por todas las que empiezan así",
	}
	FlagEnv           = Template{EN: "set a variable of the guest: `NAME=VALUE`", ES: "define una variable del invitado: `NOMBRE=VALOR`"}
	FlagTokenFile     = Template{EN: "send the bearer token in `FILE`", ES: "envía el token que contiene `ARCHIVO`"}
	FlagCA            = Template{EN: "trust the certificates in `FILE` (PEM), not the system's", ES: "confía en los certificados de `ARCHIVO` (PEM), no en los del sistema"}
	FlagCert          = Template{EN: "the client's certificate is in `FILE` (PEM)", ES: "el certificado del cliente está en `ARCHIVO` (PEM)"}
	FlagKey           = Template{EN: "the key of --cert is in `FILE` (PEM)", ES: "la clave de --cert está en `ARCHIVO` (PEM)"}
	FlagDeployTimeout = Template{EN: "give up after `DURATION`, such as 30s or 5m, with all attempts", ES: "abandona tras `DURACIÓN`, por ejemplo 30s o 5m, con todos los intentos"}
	FlagAttempts      = Template{EN: "try `N` times at most (default: 5)", ES: "intenta `N` veces como mucho (por omisión: 5)"}
	FlagNoValidate    = Template{EN: "send the component without checking it", ES: "envía el componente sin comprobarlo"}
	FlagDeployFormat  = Template{EN: "print the result as `FORMAT`: text, json, jsonl or yaml", ES: "imprime el resultado como `FORMATO`: text, json, jsonl o yaml"}
	FlagTimeout       = Template{EN: "stop the guest after `DURATION`, such as 500ms, 10s or 2m", ES: "detiene al invitado tras `DURACIÓN`, por ejemplo 500ms, 10s o 2m"}
	FlagMemory        = Template{EN: "let the guest have at most `SIZE` of memory, such as 64MiB", ES: "limita la memoria del invitado a `TAMAÑO`, por ejemplo 64MiB"}
	FlagFuel          = Template{EN: "let the guest do at most `UNITS` of work, about one an instruction", ES: "limita el trabajo del invitado a `UNIDADES`, más o menos una por instrucción"}
	FlagWASI          = Template{EN: "`IMPLEMENTATION` of WASI: hosted, which is the default, or native", ES: "`IMPLEMENTACIÓN` de WASI: hosted, la predeterminada, o native"}
	FlagExplain       = Template{EN: "print what would be granted, as --format has it, and stop", ES: "imprime lo que se concedería, según --format, y termina"}
	FlagNoCache       = Template{EN: "neither read nor write the cache of compiled code", ES: "ni lee ni escribe la caché de código compilado"}
)

// Status lines.
var (
	CmdError   = Template{EN: "error", ES: "error"}
	CmdWarning = Template{EN: "warning", ES: "aviso"}
	CmdHint    = Template{EN: "hint", ES: "pista"}
	CmdUnseen  = Template{
		EN: "the guest can't see %s; if it needs it, add %s",
		ES: "el invitado no ve %s; si lo necesita, añadir %s",
	}
	CmdUnseenInstead = Template{
		EN: "the guest can't see %s; if it needs it, use %s in place of %s",
		ES: "el invitado no ve %s; si lo necesita, usar %s en lugar de %s",
	}
	CmdSeenAs = Template{
		EN: "the guest sees %s as %s",
		ES: "el invitado ve %s como %s",
	}
	CmdUnwritten = Template{
		EN: "if the guest is to write %s, add %s",
		ES: "si el invitado ha de escribir %s, añadir %s",
	}
	CmdUnwrittenInstead = Template{
		EN: "if the guest is to write %s, use %s in place of %s",
		ES: "si el invitado ha de escribir %s, usar %s en lugar de %s",
	}
	CmdNowhere = Template{
		EN: "the guest asked for %s, which lies in none of its directories; %s gives it one",
		ES: "el invitado ha pedido %s, que no está en ninguno de sus directorios; %s le da uno",
	}
	CmdUnset = Template{
		EN: "permissions.env passes what is not set: %s",
		ES: "permissions.env pasa lo que no está definido: %s",
	}
	CmdStrangeLang = Template{
		EN: "QYVOL_LANG=%s is not supported: set it to one of %s",
		ES: "QYVOL_LANG=%s no se admite: hay que elegir entre %s",
	}
	CmdNodeMissing = Template{
		EN: "%s is a command of %s, which is not installed beside qyvol or in PATH",
		ES: "%s es una orden de %s, que no está instalado junto a qyvol ni en el PATH",
	}
	CmdNodeFails       = Template{EN: "%s needs %s, which can't be started: %v", ES: "%s necesita %s, que no se puede iniciar: %v"}
	CmdNodeMissingHint = Template{EN: "install it with: %s", ES: "se instala con: %s"}
	CmdInterrupted     = Template{EN: "interrupted", ES: "interrumpido"}
	CmdValid           = Template{EN: "%s is valid", ES: "%s es válido"}
	CmdNoEntry         = Template{
		EN: "the entry point %s does not exist (yet)",
		ES: "el punto de entrada %s no existe (todavía)",
	}
	CmdNeeds = Template{
		EN: "the component of %s would not start:",
		ES: "el componente de %s no arrancaría:",
	}
	CmdCompiled  = Template{EN: "%s compiled in %s", ES: "%s compilado en %s"}
	CmdCached    = Template{EN: "%s was compiled already", ES: "%s ya estaba compilado"}
	CmdCleared   = Template{EN: "entries removed: %d (%s)", ES: "entradas eliminadas: %d (%s)"}
	CacheOff     = Template{EN: "the cache is off", ES: "la caché está desactivada"}
	CacheOffHint = Template{EN: "QYVOL_CACHE_SIZE=0 switches it off: give it a size, or unset it", ES: "QYVOL_CACHE_SIZE=0 la desactiva: hay que darle un tamaño o quitar la variable"}
	CacheLine    = Template{
		EN: "directory  %s\nentries    %d\nsize       %s of %s",
		ES: "directorio  %s\nentradas    %d\ntamaño      %s de %s",
	}
)

// What is wrong with a command line, and what can be done about it.
var (
	UsageNoAction     = Template{EN: "which action?", ES: "¿qué acción?"}
	UsageAttempts     = Template{EN: "--attempts takes a number from 1 to 100, not %d", ES: "--attempts lleva un número de 1 a 100, no %d"}
	UsageNoFile       = Template{EN: "no file is given", ES: "falta indicar un archivo"}
	UsageManifestHint = Template{
		EN: "write the name of a .qyv manifest: %s",
		ES: "hay que escribir el nombre de un manifiesto .qyv: %s",
	}
	UsageNoFileHint = Template{
		EN: "write the name of a .qyv manifest, a component (.wasm) or its text (.wat): %s",
		ES: "hay que escribir el nombre de un manifiesto .qyv, de un componente (.wasm) o de su texto (.wat): %s",
	}
	UsageTaken = Template{
		EN: "%s was taken for the value of %s",
		ES: "%s se ha tomado por el valor de %s",
	}
	UsageManyManifests     = Template{EN: "%s has %d manifests: which one?", ES: "%s tiene %d manifiestos: ¿cuál?"}
	UsageNoManifest        = Template{EN: "%s is a directory without a manifest", ES: "%s es un directorio sin manifiesto"}
	UsageNoManifestHint    = Template{EN: "there is no .wasm or .wat file in it either", ES: "tampoco hay en él ningún archivo .wasm ni .wat"}
	UsageManyManifestsHint = Template{EN: "name one of %s", ES: "hay que indicar uno de %s"}
	UsageTooMany           = Template{EN: "too many arguments: %s", ES: "sobran argumentos: %s"}
	UsageFlag              = Template{EN: "%s", ES: "%s"}
	UsageUnknownFlag       = Template{EN: "unknown option %s", ES: "opción desconocida: %s"}
	UsageFlagNoValue       = Template{EN: "option %s needs a value", ES: "la opción %s necesita un valor"}
	UsageFlagHint          = Template{EN: "`%s --help` lists the options", ES: "`%s --help` muestra las opciones"}
	UsageRunFlagHint       = Template{EN: "`%s --help` lists the options; the guest's own arguments follow --", ES: "`%s --help` muestra las opciones; los argumentos del invitado van después de --"}
	UsageUnknown           = Template{EN: "unknown command %q", ES: "comando desconocido: %q"}
	UsageDidYouMean        = Template{EN: "did you mean `%s`?", ES: "¿será `%s`?"}
	UsageFirstHint         = Template{EN: "`qyvol help` lists the commands; `qyvol run FILE` runs a component", ES: "`qyvol help` muestra los comandos; `qyvol run ARCHIVO` ejecuta un componente"}
	UsageCommandHint       = Template{EN: "`%s --help` lists the commands", ES: "`%s --help` muestra los comandos"}
	UsageChoice            = Template{EN: "--%s %q: choose one of %s", ES: "--%s %q: hay que elegir entre %s"}
	UsageSwitch            = Template{EN: "--%s takes no value, or true or false, not %q", ES: "--%s no lleva valor, o lleva true o false, no %q"}
	UsageDuration          = Template{EN: "--%s %q is not a positive duration such as 500ms, 10s or 2m", ES: "--%s %q no es una duración positiva como 500ms, 10s o 2m"}
	UsageSize              = Template{EN: "--%s %q is not a size between 64KiB and 4GiB, such as 64MiB", ES: "--%s %q no es un tamaño entre 64KiB y 4GiB, como 64MiB"}
	UsageNumber            = Template{EN: "--%s %q is not a whole number from 1 to %d", ES: "--%s %q no es un número entero de 1 a %d"}
	UsageShell             = Template{EN: "there is no completion for %q: choose bash, zsh or fish", ES: "no hay autocompletado para %q: hay que elegir bash, zsh o fish"}
	UsageSchema            = Template{EN: "there is no schema of %q; there are %s", ES: "no hay esquema de %q; los hay de %s"}
	UsageNoShell           = Template{EN: "no shell is given: choose bash, zsh or fish", ES: "falta indicar la shell: bash, zsh o fish"}
	UsagePartOfText        = Template{EN: "--%s is a part of the text: it does not go with --format %s", ES: "--%s es una parte del texto: no va con --format %s"}
	UsageExplainAlone      = Template{EN: "--explain runs nothing, so there is no result for --%s", ES: "--explain no ejecuta nada, así que no hay resultado para --%s"}
)

// What those who come from other commands are told.
var (
	UsageForeignOrGuest   = Template{EN: "%s; the guest's own options follow --", ES: "%s; las opciones del invitado van después de --"}
	UsagePassVariable     = Template{EN: "--env %s is not NAME=VALUE", ES: "--env %s no es NOMBRE=VALOR"}
	UsagePassVariableHint = Template{EN: "to pass the host's variable, write `--allow-env %s`", ES: "para pasar la variable del anfitrión, hay que escribir `--allow-env %s`"}
	UsageUnit             = Template{EN: "did you mean %s?", ES: "¿será %s?"}
	UsageOursEither       = Template{EN: "that is written `%s` or `%s` here", ES: "aquí se escribe `%s` o `%s`"}
	UsageOurs             = Template{EN: "that is written `%s` here", ES: "aquí se escribe `%s`"}
	UsageEnvFile          = Template{EN: "write `--env NAME=VALUE` for each variable, or `env` in a manifest", ES: "hay que escribir `--env NOMBRE=VALOR` por cada variable, o `env` en un manifiesto"}
	UsageManifestKey      = Template{EN: "a manifest says that, with `%s`", ES: "eso lo dice un manifiesto, con `%s`"}
	UsageEngine           = Template{EN: "limits are `--timeout`, `--memory` and `--fuel`; the engine has no other settings here", ES: "los límites son `--timeout`, `--memory` y `--fuel`; el motor no tiene aquí otros ajustes"}
	UsageAllowAll         = Template{EN: "nothing allows everything: name it with `--allow-read`, `--allow-write` and `--allow-env`", ES: "nada lo permite todo: hay que nombrarlo con `--allow-read`, `--allow-write` y `--allow-env`"}
	UsageNoInvoke         = Template{EN: "exports can't be called in this version: `qyvol run` runs commands", ES: "en esta versión no se pueden llamar exportaciones: `qyvol run` ejecuta comandos"}
	UsageArguments        = Template{EN: "the guest's arguments follow --: `qyvol run FILE -- ARGUMENTS`", ES: "los argumentos del invitado van después de --: `qyvol run ARCHIVO -- ARGUMENTOS`"}
	UsageRemove           = Template{EN: "a run leaves nothing behind; `qyvol cache clear` empties the cache of compiled code", ES: "una ejecución no deja nada; `qyvol cache clear` vacía la caché de código compilado"}
	UsageCached           = Template{EN: "compiled code is cached, unless `--no-cache` is given", ES: "el código compilado se guarda en la caché, salvo con `--no-cache`"}
	UsageGuestWords       = Template{EN: "the guest's own options follow --: `%s`", ES: "las opciones del invitado van después de --: `%s`"}
	UsageNothingLeft      = Template{EN: "it isn't needed: a run leaves nothing behind", ES: "no hace falta: una ejecución no deja nada"}
	UsageNotYet           = Template{EN: "there is nothing like it in this version; `%s` lists what there is", ES: "en esta versión no hay nada así; `%s` muestra lo que hay"}
	UsageNoInit           = Template{EN: "a manifest is three lines, `name`, `entrypoint` and `runtime: wasi`; `qyvol inspect FILE.wasm` says what else a component needs", ES: "un manifiesto son tres líneas, `name`, `entrypoint` y `runtime: wasi`; `qyvol inspect ARCHIVO.wasm` dice qué más necesita un componente"}
	UsageNoBuild          = Template{EN: "Qyvol runs components that other tools build; it has no such command", ES: "Qyvol ejecuta componentes que construyen otras herramientas; no tiene un comando así"}
	UsageNoServe          = Template{EN: "Qyvol can't serve HTTP in this version", ES: "Qyvol no puede servir HTTP en esta versión"}
	UsageNoRegistry       = Template{EN: "there are no registries in this version: fetch the component and name its file", ES: "en esta versión no hay registros: hay que descargar el componente e indicar su archivo"}
)

// What else can go wrong in the command.
var (
	CmdResultNotSaved = Template{EN: "the result can't be written to %s: %v", ES: "el resultado no se puede escribir en %s: %v"}
	CmdOutput         = Template{EN: "standard output can't be written to: %v", ES: "no se puede escribir en la salida estándar: %v"}
)
