package message

// What the command itself says: help, usage errors, status lines.
var (
	CmdUsage = Template{
		EN: "run WebAssembly components, sandboxed as a .qyv manifest declares",
		ES: "ejecuta componentes WebAssembly, aislados según declara un manifiesto .qyv",
	}
	CmdExitCodes = Template{
		EN: `qyvol run:
0-125  the guest's own
124    the guest was stopped at a limit: time, memory, fuel, instances
125    Qyvol failed: wrong usage, invalid manifest, missing directory
126    the component can't be run: invalid, not a command, missing import
127    the component was not found
134    the guest trapped
Other commands:
0      success
1      wrong usage of the command
2      invalid manifest
3      the component was not found, is invalid, or would not start
4      the deployment failed
6      cluster error
All commands:
130    stopped by Ctrl-C (128 plus the signal number)
141    nobody reads the output any more`,
		ES: `qyvol run:
0-125  el del propio invitado
124    lo detuvo un límite: tiempo, memoria, combustible, instancias
125    falló Qyvol: uso incorrecto, manifiesto no válido, falta un directorio
126    el componente no es válido, no es un comando o le falta una importación
127    no se encontró el componente
134    el invitado terminó por un trap
Los demás comandos:
0      éxito
1      uso incorrecto del comando
2      manifiesto no válido
3      el componente no se encontró, no es válido o no arrancaría
4      el despliegue falló
6      error de clúster
Todos los comandos:
130    detenido con Ctrl-C (128 más el número de la señal)
141    ya nadie lee la salida`,
	}
	CmdVariables = Template{
		EN: `QYVOL_LANG        language of messages: es or en; otherwise from LC_ALL, LC_MESSAGES or LANG
QYVOL_CACHE_DIR   where compiled code is kept
QYVOL_TARGET      where deploy sends the component if TARGET is not given
QYVOL_TOKEN       token for deploy, unless --token-file is given
QYVOL_CACHE_SIZE  maximum size of the cache, such as 512MiB; 0 turns it off
NO_COLOR          if set, no colours are used unless --color asks for them
CLICOLOR_FORCE    if set and not 0, colours are also used outside a terminal
CLICOLOR          if 0, no colours are used`,
		ES: `QYVOL_LANG        idioma de los mensajes: es o en; si no, según LC_ALL, LC_MESSAGES o LANG
QYVOL_CACHE_DIR   dónde se guarda el código compilado
QYVOL_TARGET      adónde envía deploy el componente si falta DESTINO
QYVOL_TOKEN       token para deploy, si no se indica --token-file
QYVOL_CACHE_SIZE  tamaño máximo de la caché, por ejemplo 512MiB; 0 la desactiva
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
		EN: "Without FILE, or with a directory, the only manifest there is run; - is standard input, which is then empty for the guest. A component without a manifest is granted only its standard streams; the --allow options and --env grant more, also on top of a manifest. Arguments after -- go to the guest. Before it, options may stand anywhere, so a script should put -- before words that it did not choose itself.",
		ES: "Sin ARCHIVO, o con un directorio, se ejecuta el único manifiesto que haya en él; - es la entrada estándar, que queda vacía para el invitado. A un componente sin manifiesto solo se le conceden sus flujos estándar; las opciones --allow y --env conceden más, también cuando hay manifiesto. Los argumentos tras -- son para el invitado. Antes de --, las opciones pueden ir en cualquier posición: en un script conviene poner -- delante de las palabras que eligen otros.",
	}
	CmdDeploy = Template{
		EN: "deploy a component to a server: FILE.qyv or FILE.wasm",
		ES: "despliega un componente en un servidor: ARCHIVO.qyv o ARCHIVO.wasm",
	}
	CmdDeployArgs = Template{EN: "FILE [TARGET]", ES: "ARCHIVO [DESTINO]"}
	CmdDeployMore = Template{
		EN: "TARGET is the URL of a server that takes the component in a POST to /upload; the default is QYVOL_TARGET, then http://localhost:8080. The component is checked first. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured.",
		ES: "DESTINO es la URL de un servidor que recibe el componente con un POST a /upload; por omisión, QYVOL_TARGET y, si no, http://localhost:8080. El componente se comprueba antes. Se respetan HTTP_PROXY, HTTPS_PROXY y NO_PROXY.",
	}
	CmdCluster     = Template{EN: "manage a cluster of nodes (not in this version)", ES: "gestiona un clúster de nodos (no en esta versión)"}
	CmdClusterArgs = Template{EN: "ACTION [NODE]", ES: "ACCIÓN [NODO]"}
	CmdClusterMore = Template{
		EN: "ACTION is add-node. Clusters are not available in this version: the command only checks its arguments, and says so.",
		ES: "ACCIÓN es add-node. Esta versión aún no tiene clústeres: el comando solo comprueba sus argumentos, y lo indica.",
	}
	CmdInspect = Template{
		EN: "show what a component is, what it needs and what it would be granted",
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
		EN: "print the JSON Schema of manifests, or of a command's output",
		ES: "imprime el esquema JSON de los manifiestos, o de la salida de un comando",
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
		EN: "The first lines of the script say how to install it. For the current shell only: `source <(qyvol completion bash)`, the same with zsh, or `qyvol completion fish | source`. Completion calls the qyvol on your command line, for example `./qyvol`.",
		ES: "Las primeras líneas del script dicen cómo instalarlo. Solo para la shell actual: `source <(qyvol completion bash)`, igual con zsh, o `qyvol completion fish | source`. El autocompletado ejecuta el qyvol que se haya escrito, por ejemplo `./qyvol`.",
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
	HelpSeeAlso     = Template{EN: "SEE ALSO", ES: "VÉASE TAMBIÉN"}
)

// What the options are for. The name of a value stands in backquotes.
var (
	CmdFlagHelp    = Template{EN: "show this help", ES: "muestra esta ayuda"}
	CmdFlagVersion = Template{EN: "print versions", ES: "imprime las versiones"}
	FlagSeveral    = Template{EN: " (can be repeated)", ES: " (puede repetirse)"}
	FlagDefault    = Template{EN: " (default: %s)", ES: " (por omisión: %s)"}

	FlagLang = Template{
		EN: "`LANGUAGE` of messages: es or en (default: QYVOL_LANG, then the locale, then en)",
		ES: "`IDIOMA` de los mensajes: es o en (por omisión: QYVOL_LANG; si no, el de la configuración regional; si no, en)",
	}
	FlagColor = Template{
		EN: "use colours: `WHEN` is auto (on a terminal), always or never",
		ES: "usa colores: `CUÁNDO` es auto (en un terminal), always o never",
	}
	FlagLogLevel      = Template{EN: "`LEVEL` of the log: debug, info, warn, error or off", ES: "`NIVEL` del registro: debug, info, warn, error u off"}
	FlagLogFormat     = Template{EN: "`FORMAT` of the log: text or json", ES: "`FORMATO` del registro: text o json"}
	FlagQuiet         = Template{EN: "print no messages but errors", ES: "no muestra más mensajes que los errores"}
	FlagFormat        = Template{EN: "`FORMAT` of the output: text, json, jsonl or yaml", ES: "`FORMATO` de la salida: text, json, jsonl o yaml"}
	FlagInspectFormat = Template{
		EN: "`FORMAT` of the output: text, json, jsonl, yaml or wit",
		ES: "`FORMATO` de la salida: text, json, jsonl, yaml o wit",
	}
	FlagImports   = Template{EN: "print imports, with their types", ES: "imprime las importaciones, con sus tipos"}
	FlagExports   = Template{EN: "print exports, with their types", ES: "imprime las exportaciones, con sus tipos"}
	FlagNeeds     = Template{EN: "print what it needs, and what it is granted", ES: "imprime lo que necesita y lo que se le concede"}
	FlagTree      = Template{EN: "print the size of each section and part", ES: "imprime el tamaño de cada sección y parte"}
	FlagComponent = Template{
		EN: "also check that the component can be run and that all its imports are provided",
		ES: "comprueba también que el componente se pueda ejecutar y que exista todo lo que importa",
	}
	FlagRunFormat = Template{
		EN: "`FORMAT` of the run's result on stderr: text (errors only), json, jsonl (one line) or yaml",
		ES: "`FORMATO` del resultado de la ejecución en stderr: text (solo los errores), json, jsonl (una línea) o yaml",
	}
	FlagResult = Template{
		EN: "write the run's result to `FILE`, in the format of its extension (.json, .jsonl, .yaml) or of --format; jsonl is appended; - is stdout",
		ES: "escribe el resultado de la ejecución en `ARCHIVO`, en el formato de su extensión (.json, .jsonl, .yaml) o de --format; jsonl se añade al final; - es stdout",
	}
	FlagAllowRead = Template{
		EN: "let the guest read `DIR`; DIR::NAME sets its name in the guest",
		ES: "permite al invitado leer `DIR`; DIR::NOMBRE fija su nombre en el invitado",
	}
	FlagAllowWrite = Template{
		EN: "let the guest read and write `DIR`, or DIR::NAME",
		ES: "permite al invitado leer y escribir en `DIR`, o DIR::NOMBRE",
	}
	FlagAllowEnv = Template{
		EN: "pass the host's variable `NAME` to the guest; APP_* matches every name with that prefix",
		ES: "pasa al invitado la variable `NOMBRE` del anfitrión; APP_* abarca todas las que empiezan así",
	}
	FlagEnv           = Template{EN: "set a variable for the guest: `NAME=VALUE`", ES: "define una variable para el invitado: `NOMBRE=VALOR`"}
	FlagTokenFile     = Template{EN: "send the bearer token in `FILE`", ES: "envía el token que contiene `ARCHIVO`"}
	FlagCA            = Template{EN: "trust the certificates in `FILE` (PEM), not the system's", ES: "confía en los certificados de `ARCHIVO` (PEM), no en los del sistema"}
	FlagCert          = Template{EN: "the client's certificate is in `FILE` (PEM)", ES: "el certificado del cliente está en `ARCHIVO` (PEM)"}
	FlagKey           = Template{EN: "the key of --cert is in `FILE` (PEM)", ES: "la clave de --cert está en `ARCHIVO` (PEM)"}
	FlagDeployTimeout = Template{EN: "give up after `DURATION`, such as 30s or 5m, all attempts together", ES: "abandona tras `DURACIÓN`, por ejemplo 30s o 5m, entre todos los intentos"}
	FlagAttempts      = Template{EN: "try `N` times at most", ES: "intenta `N` veces como mucho"}
	FlagNoValidate    = Template{EN: "send the component without checking it", ES: "envía el componente sin comprobarlo"}
	FlagDeployFormat  = Template{EN: "print the result as `FORMAT`: text, json, jsonl or yaml", ES: "imprime el resultado como `FORMATO`: text, json, jsonl o yaml"}
	FlagTimeout       = Template{EN: "stop the guest after `DURATION`, such as 500ms, 10s or 2m", ES: "detiene al invitado tras `DURACIÓN`, por ejemplo 500ms, 10s o 2m"}
	FlagMemory        = Template{EN: "limit the guest's memory to `SIZE`, such as 64MiB", ES: "limita la memoria del invitado a `TAMAÑO`, por ejemplo 64MiB"}
	FlagFuel          = Template{EN: "limit the guest's work to `UNITS`, about one per instruction", ES: "limita el trabajo del invitado a `UNIDADES`, más o menos una por instrucción"}
	FlagWASI          = Template{EN: "`IMPLEMENTATION` of WASI: hosted (the default) or native", ES: "`IMPLEMENTACIÓN` de WASI: hosted (la predeterminada) o native"}
	FlagExplain       = Template{EN: "print what would be granted, in the format of --format, and exit", ES: "imprime lo que se concedería, en el formato de --format, y termina"}
	FlagManifest      = Template{EN: "FILE is a manifest, even if it isn't named .qyv", ES: "ARCHIVO es un manifiesto, aunque su nombre no acabe en .qyv"}
	FlagNoCache       = Template{EN: "neither read nor write the cache of compiled code", ES: "ni lee ni escribe la caché de código compilado"}
)

// Status lines.
var (
	CmdError   = Template{EN: "error", ES: "error"}
	CmdWarning = Template{EN: "warning", ES: "aviso"}
	CmdHint    = Template{EN: "hint", ES: "pista"}
	CmdUnseen  = Template{
		EN: "the guest can't see %s; if it needs it, add %s",
		ES: "el invitado no ve %s; si lo necesita, hay que añadir %s",
	}
	CmdUnseenInstead = Template{
		EN: "the guest can't see %s; if it needs it, use %s in place of %s",
		ES: "el invitado no ve %s; si lo necesita, hay que usar %s en lugar de %s",
	}
	CmdSeenAs = Template{
		EN: "the guest sees %s as %s",
		ES: "el invitado ve %s como %s",
	}
	CmdUnwritten = Template{
		EN: "for the guest to write to %s, add %s",
		ES: "para que el invitado escriba en %s, hay que añadir %s",
	}
	CmdUnwrittenInstead = Template{
		EN: "for the guest to write to %s, use %s in place of %s",
		ES: "para que el invitado escriba en %s, hay que usar %s en lugar de %s",
	}
	CmdNowhere = Template{
		EN: "the guest asked for %s, which is in none of its directories; %s gives it one",
		ES: "el invitado ha pedido %s, que no está en ninguno de sus directorios; %s le da uno",
	}
	CmdUnset = Template{
		EN: "permissions.env names variables that are not set: %s",
		ES: "permissions.env nombra variables que no están definidas: %s",
	}
	CmdStrangeLang = Template{
		EN: "QYVOL_LANG=%s is not supported: set it to one of %s",
		ES: "QYVOL_LANG=%s no se admite: hay que elegir entre %s",
	}
	CmdNodeMissing = Template{
		EN: "%s is a command of %s, which is not installed beside qyvol or in PATH",
		ES: "%s es un comando de %s, que no está instalado junto a qyvol ni en el PATH",
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
	CmdCached    = Template{EN: "%s was already compiled", ES: "%s ya estaba compilado"}
	CmdCleared   = Template{EN: "entries removed: %d (%s)", ES: "entradas eliminadas: %d (%s)"}
	CacheOff     = Template{EN: "the cache is off", ES: "la caché está desactivada"}
	CacheOffHint = Template{EN: "QYVOL_CACHE_SIZE=0 turns it off: set a size, or unset the variable", ES: "QYVOL_CACHE_SIZE=0 la desactiva: hay que darle un tamaño o quitar la variable"}
	CacheLine    = Template{
		EN: "directory  %s\nentries    %d\nsize       %s of %s",
		ES: "directorio  %s\nentradas    %d\ntamaño      %s de %s",
	}
)

// What is wrong with a command line, and what can be done about it.
var (
	UsageNoAction     = Template{EN: "no action given", ES: "falta indicar una acción"}
	UsageAttempts     = Template{EN: "--attempts takes a number from 1 to 100, not %s", ES: "--attempts lleva un número de 1 a 100, no %s"}
	UsageNoFile       = Template{EN: "no file given", ES: "falta indicar un archivo"}
	UsageManifestHint = Template{
		EN: "give the name of a .qyv manifest: %s",
		ES: "hay que indicar un manifiesto .qyv: %s",
	}
	UsageNoFileHint = Template{
		EN: "give the name of a .qyv manifest, a component (.wasm) or its text format (.wat): %s",
		ES: "hay que indicar un manifiesto .qyv, un componente (.wasm) o su formato de texto (.wat): %s",
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
	UsageLine              = Template{EN: "%s %v", ES: "%s %v"}
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
	UsageSchema            = Template{EN: "there is no schema for %q, only for %s", ES: "no hay esquema de %q, solo de %s"}
	UsageNoShell           = Template{EN: "no shell given: choose bash, zsh or fish", ES: "falta indicar la shell: bash, zsh o fish"}
	UsagePartOfText        = Template{EN: "--%s prints a part of the text: it can't be combined with --format %s", ES: "--%s imprime una parte del texto: no se puede combinar con --format %s"}
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
	UsageManifestKey      = Template{EN: "that is set in a manifest, with `%s`", ES: "eso se define en un manifiesto, con `%s`"}
	UsageEngine           = Template{EN: "limits are `--timeout`, `--memory` and `--fuel`; the engine has no other settings here", ES: "los límites son `--timeout`, `--memory` y `--fuel`; el motor no tiene aquí otros ajustes"}
	UsageAllowAll         = Template{EN: "no option allows everything: name what is allowed with `--allow-read`, `--allow-write` and `--allow-env`", ES: "ninguna opción lo permite todo: hay que nombrar lo permitido con `--allow-read`, `--allow-write` y `--allow-env`"}
	UsageNoInvoke         = Template{EN: "exports can't be called in this version: `qyvol run` runs commands", ES: "en esta versión no se pueden llamar exportaciones: `qyvol run` ejecuta comandos"}
	UsageArguments        = Template{EN: "the guest's arguments follow --: `qyvol run FILE -- ARGUMENTS`", ES: "los argumentos del invitado van después de --: `qyvol run ARCHIVO -- ARGUMENTOS`"}
	UsageRemove           = Template{EN: "a run leaves nothing behind; `qyvol cache clear` empties the cache of compiled code", ES: "una ejecución no deja nada; `qyvol cache clear` vacía la caché de código compilado"}
	UsageCached           = Template{EN: "compiled code is cached, unless `--no-cache` is given", ES: "el código compilado se guarda en la caché, salvo con `--no-cache`"}
	UsageGuestWords       = Template{EN: "the guest's own options follow --: `%s`", ES: "las opciones del invitado van después de --: `%s`"}
	UsageNothingLeft      = Template{EN: "it isn't needed: a run leaves nothing behind", ES: "no hace falta: una ejecución no deja nada"}
	UsageNotYet           = Template{EN: "this version has nothing like it; `%s` lists what it has", ES: "esta versión no tiene nada parecido; `%s` muestra lo que tiene"}
	UsageNoInit           = Template{EN: "a manifest is three lines, `name`, `entrypoint` and `runtime: wasi`; `qyvol inspect FILE.wasm` says what else a component needs", ES: "un manifiesto son tres líneas, `name`, `entrypoint` y `runtime: wasi`; `qyvol inspect ARCHIVO.wasm` dice qué más necesita un componente"}
	UsageNoBuild          = Template{EN: "Qyvol runs components that other tools build; it has no such command", ES: "Qyvol ejecuta componentes que construyen otras herramientas; no tiene un comando así"}
	UsageNoServe          = Template{EN: "Qyvol can't serve HTTP in this version", ES: "Qyvol no puede servir HTTP en esta versión"}
	UsageNoRegistry       = Template{EN: "there are no registries in this version: download the component and give the path of its file", ES: "en esta versión no hay registros: hay que descargar el componente e indicar la ruta de su archivo"}
)

// What else can go wrong in the command.
var (
	CmdResultNotSaved = Template{EN: "can't write the result to %s: %v", ES: "no se puede escribir el resultado en %s: %v"}
	CmdResultLinkHint = Template{
		EN: "guests can leave such links to have other files overwritten: look where it leads, and remove it; or write the result to a directory that the guest can't write to",
		ES: "un invitado puede dejar enlaces así para que se sobrescriban otros archivos: conviene mirar adónde lleva y borrarlo, o escribir el resultado en un directorio en el que el invitado no pueda escribir",
	}
	CmdOutput = Template{EN: "can't write to standard output: %v", ES: "no se puede escribir en la salida estándar: %v"}
)
