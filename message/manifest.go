package message

// ManifestHint shows the hint of one error among several, below it.
var ManifestHint = Template{EN: "hint: %s", ES: "pista: %s"}

// The file.
var (
	ManifestNotFound = Template{
		EN: "there is no such manifest",
		ES: "no existe ese manifiesto",
	}
	ManifestNotFoundHint = Template{
		EN: "check the path; a manifest is a file that ends in .qyv",
		ES: "conviene revisar la ruta; un manifiesto es un archivo que termina en .qyv",
	}
	ManifestIsDirectory = Template{
		EN: "this is a directory, not a manifest",
		ES: "esto es un directorio, no un manifiesto",
	}
	ManifestIsDirectoryHint = Template{
		EN: "name the .qyv file inside it",
		ES: "hay que indicar el archivo .qyv que contiene",
	}
	ManifestNotFile = Template{
		EN: "this is a pipe or a device, not a file",
		ES: "esto es una tubería o un dispositivo, no un archivo",
	}
	ManifestNotFileHint = Template{
		EN: "write it to a file first",
		ES: "hay que guardarlo antes en un archivo",
	}
	ManifestNoAccess = Template{
		EN: "the manifest can't be read: permission denied",
		ES: "no se puede leer el manifiesto: permiso denegado",
	}
	ManifestNoAccessHint = Template{
		EN: "check who may read the file and its directories",
		ES: "conviene revisar quién puede leer el archivo y sus directorios",
	}
	ManifestUnreadable = Template{
		EN: "the manifest can't be read: %s",
		ES: "no se puede leer el manifiesto: %s",
	}
	ManifestTooLarge = Template{
		EN: "the file is larger than %d MiB, which no manifest is",
		ES: "el archivo ocupa más de %d MiB, demasiado para un manifiesto",
	}
	ManifestIsWasm = Template{
		EN: "this is a WebAssembly file, not a manifest",
		ES: "esto es un archivo WebAssembly, no un manifiesto",
	}
	ManifestIsWasmHint = Template{
		EN: "to run it without a manifest, give it a name that ends in .wasm",
		ES: "para ejecutarlo sin manifiesto, su nombre debe terminar en .wasm",
	}
	ManifestRunWasmHint = Template{
		EN: "`qyvol run` runs it without a manifest",
		ES: "`qyvol run` lo ejecuta sin manifiesto",
	}
	ManifestUTF16 = Template{
		EN: "the file is written in UTF-16",
		ES: "el archivo está escrito en UTF-16",
	}
	ManifestNotUTF8 = Template{
		EN: "byte 0x%02X isn't UTF-8",
		ES: "el byte 0x%02X no es UTF-8",
	}
	ManifestUTF8Hint = Template{
		EN: "save the file as UTF-8",
		ES: "hay que guardar el archivo como UTF-8",
	}
	ManifestForbiddenCharacter = Template{
		EN: "character %U can't be in a manifest: it is invisible and changes how the text reads",
		ES: "un manifiesto no puede contener el carácter %U: es invisible y altera la lectura del texto",
	}
	ManifestForbiddenHint = Template{
		EN: "remove it, or write it as %s inside double quotes",
		ES: "hay que quitarlo o escribirlo como %s entre comillas dobles",
	}
	ManifestEmpty = Template{
		EN: "the manifest is empty",
		ES: "el manifiesto está vacío",
	}
	ManifestEmptyHint = Template{
		EN: "the smallest manifest has three lines: `name: hello`, `entrypoint: hello.wasm`, `runtime: wasi`",
		ES: "el manifiesto más pequeño tiene tres líneas: `name: hello`, `entrypoint: hello.wasm`, `runtime: wasi`",
	}
	ManifestMoreErrors = Template{
		EN: "there are more errors than these %d",
		ES: "hay más errores que estos %d",
	}
)

// YAML.
var (
	ManifestTooManyElements = Template{
		EN: "the manifest has more than %d elements",
		ES: "el manifiesto tiene más de %d elementos",
	}
	ManifestTooDeep = Template{
		EN: "the manifest is nested more than %d levels deep",
		ES: "el manifiesto tiene más de %d niveles de anidamiento",
	}
	ManifestTooManyTabs = Template{
		EN: "the manifest has more than %d tabs, or one in a line of more than %d bytes",
		ES: "el manifiesto tiene más de %d tabuladores, o alguno en una línea de más de %d bytes",
	}
	ManifestTooManyBlanks = Template{
		EN: "the manifest has more than %d blank lines in a row",
		ES: "el manifiesto tiene más de %d líneas en blanco seguidas",
	}
	ManifestTab = Template{
		EN: "a tab can't stand here",
		ES: "aquí no puede haber un tabulador",
	}
	ManifestTabHint = Template{
		EN: "use spaces; inside double quotes, write a tab as \\t",
		ES: "deben usarse espacios; entre comillas dobles, un tabulador se escribe \\t",
	}
	ManifestAnchor = Template{
		EN: "a manifest has no anchors (&)",
		ES: "un manifiesto no admite anclas (&)",
	}
	ManifestAlias = Template{
		EN: "a manifest has no aliases (*): every permission stands where it is granted",
		ES: "un manifiesto no admite alias (*): cada permiso figura donde se concede",
	}
	ManifestTag = Template{
		EN: "a manifest has no tags (!)",
		ES: "un manifiesto no admite etiquetas (!)",
	}
	ManifestDirective = Template{
		EN: "a manifest has no directives (%)",
		ES: "un manifiesto no admite directivas (%)",
	}
	ManifestComplexKey = Template{
		EN: "a manifest has no complex keys (?)",
		ES: "un manifiesto no admite claves complejas (?)",
	}
	ManifestQuoteHint = Template{
		EN: "a text that begins with %s goes in quotes",
		ES: "un texto que empieza por %s va entre comillas",
	}
	ManifestMergeKey = Template{
		EN: "a manifest has no merge keys (<<)",
		ES: "un manifiesto no admite claves de fusión (<<)",
	}
	ManifestMergeKeyHint = Template{
		EN: "write the keys out",
		ES: "hay que escribir las claves una a una",
	}
	ManifestSeveralDocuments = Template{
		EN: "a manifest is one document, and a second one begins here",
		ES: "un manifiesto es un solo documento, y aquí empieza otro",
	}
	ManifestUnclosedQuote = Template{
		EN: "this %s quote is never closed",
		ES: "esta comilla %s no se cierra",
	}
	ManifestUnclosed = Template{
		EN: "this %s has no %s",
		ES: "a este %s le falta su %s",
	}
	ManifestUnopened = Template{
		EN: "this %s has no %s before it",
		ES: "este %s no tiene un %s antes",
	}
	ManifestMissingComma = Template{
		EN: "a comma or a closing bracket is missing before this",
		ES: "antes de esto falta una coma o un cierre",
	}
	ManifestMissingCommaHint = Template{
		EN: "between brackets, a text with any of , [ ] { } goes in quotes",
		ES: "entre corchetes o llaves, un texto que contenga , [ ] { o } va entre comillas",
	}
	ManifestBadEscape = Template{
		EN: "double quotes don't know this escape sequence",
		ES: "esta secuencia de escape no existe entre comillas dobles",
	}
	ManifestBadEscapeHint = Template{
		EN: "write \\\\ for a backslash, or use single quotes",
		ES: "una barra invertida se escribe \\\\; entre comillas simples no hace falta",
	}
	ManifestReserved = Template{
		EN: "no text can begin with this character",
		ES: "ningún texto puede empezar por este carácter",
	}
	ManifestReservedHint = Template{
		EN: "put the text in quotes",
		ES: "hay que poner el texto entre comillas",
	}
	ManifestNotAllowedHere = Template{
		EN: "the line above has its value already, and this can't follow it",
		ES: "la línea anterior ya tiene su valor, y esto no puede seguirla",
	}
	ManifestIndentHint = Template{
		EN: "check the indentation and the colons; a text with `: ` or ` #` in it goes in quotes",
		ES: "conviene revisar la sangría y los dos puntos; un texto que contenga `: ` o ` #` va entre comillas",
	}
	ManifestNoKey = Template{
		EN: "a key and a colon are missing here",
		ES: "aquí faltan una clave y dos puntos",
	}
	ManifestNoKeyHint = Template{
		EN: "a key is followed by a colon and a space: `name: hello`",
		ES: "tras la clave van dos puntos y un espacio: `name: hello`",
	}
	ManifestColon = Template{
		EN: "a colon goes after a key, with a space behind it, or inside quotes",
		ES: "los dos puntos van tras una clave, con un espacio detrás, o entre comillas",
	}
	ManifestNotIndented = Template{
		EN: "this value stands no further in than its key",
		ES: "este valor no está más adentro que su clave",
	}
	ManifestNotYAML = Template{
		EN: "this can't stand here in YAML",
		ES: "esto no puede ir aquí en YAML",
	}
	ManifestReaderFailed = Template{
		EN: "the YAML reader failed on this manifest",
		ES: "el lector de YAML falló con este manifiesto",
	}
	ManifestReaderFailedHint = Template{
		EN: "this is a defect of Qyvol: please report it with the file",
		ES: "es un defecto de Qyvol: se agradece que se notifique junto con el archivo",
	}
)

// Keys and types.
var (
	ManifestUnknownKey = Template{
		EN: "unknown key `%s`",
		ES: "clave desconocida `%s`",
	}
	ManifestDidYouMean = Template{
		EN: "did you mean `%s`?",
		ES: "¿será `%s`?",
	}
	ManifestBelongs = Template{
		EN: "this key belongs elsewhere: `%s`",
		ES: "esta clave va en otro lugar: `%s`",
	}
	ManifestKnownKeys = Template{
		EN: "the keys here are %s",
		ES: "las claves posibles aquí son %s",
	}
	ManifestDuplicateKey = Template{
		EN: "key `%s` was already written on line %d",
		ES: "la clave `%s` ya figura en la línea %d",
	}
	ManifestMissingKey = Template{
		EN: "`%s` is missing",
		ES: "falta `%s`",
	}
	ManifestMissingHint = Template{
		EN: "add a line such as `%s`",
		ES: "hay que añadir una línea como `%s`",
	}
	ManifestNotAMapping = Template{
		EN: "a manifest must be keys with values, not %s",
		ES: "un manifiesto debe ser un conjunto de claves con valores, no %s",
	}
	ManifestWrongType = Template{
		EN: "`%s` must be %s, not %s",
		ES: "`%s` debe ser %s, no %s",
	}
	ManifestTypeQuoteHint = Template{
		EN: "put it in quotes: %s",
		ES: "hay que ponerlo entre comillas: %s",
	}
	ManifestNoValue = Template{
		EN: "`%s` has no value",
		ES: "`%s` no tiene valor",
	}
	ManifestNoValueHint = Template{
		EN: "give it one, or remove it",
		ES: "hay que darle uno o quitarlo",
	}
	ManifestEmptyTextHint = Template{
		EN: "for an empty text write \"\"",
		ES: "un texto vacío se escribe \"\"",
	}
	ManifestBooleanHint = Template{
		EN: "YAML knows `true` and `false` only; not yes, no, on or off",
		ES: "en YAML solo valen `true` y `false`; no yes, no, on ni off",
	}
	ManifestNetRulesHint = Template{
		EN: "rules go under `connect`, `listen` and `deny`",
		ES: "las reglas van bajo `connect`, `listen` y `deny`",
	}
	ManifestMapping           = Template{EN: "keys with values", ES: "claves con valores"}
	ManifestList              = Template{EN: "a list", ES: "una lista"}
	ManifestText              = Template{EN: "a text", ES: "un texto"}
	ManifestNumber            = Template{EN: "a number", ES: "un número"}
	ManifestWholeNumber       = Template{EN: "a whole number", ES: "un número entero"}
	ManifestDecimal           = Template{EN: "a decimal number", ES: "un número decimal"}
	ManifestABoolean          = Template{EN: "a boolean", ES: "un booleano"}
	ManifestBoolean           = Template{EN: "`true` or `false`", ES: "`true` o `false`"}
	ManifestSize              = Template{EN: "a size", ES: "un tamaño"}
	ManifestDuration          = Template{EN: "a duration such as 30s", ES: "una duración como 30s"}
	ManifestAccessOrMounts    = Template{EN: "an access (`none`, `read`, `write`, `read-write`) or a list of mounts", ES: "un acceso (`none`, `read`, `write`, `read-write`) o una lista de montajes"}
	ManifestBooleanOrRules    = Template{EN: "`true`, `false` or rules", ES: "`true`, `false` o reglas"}
	ManifestBooleanOrPrograms = Template{EN: "`true`, `false` or a list of programs", ES: "`true`, `false` o una lista de programas"}
)

// Values.
var (
	ManifestInvalid = Template{
		EN: "`%s`: %s",
		ES: "`%s`: %s",
	}
	ManifestForExample = Template{
		EN: "for example `%s`",
		ES: "por ejemplo `%s`",
	}
	ManifestNotAChoice = Template{
		EN: "`%s` must be one of %s, not \"%s\"",
		ES: "`%s` debe ser uno de %s, no \"%s\"",
	}
	ManifestNotation = Template{
		EN: "`%s` must be written in decimal digits, without zeros before or signs between, not as %s",
		ES: "`%s` debe escribirse en cifras decimales, sin ceros delante ni signos en medio, no como %s",
	}
	ManifestOutOfRange = Template{
		EN: "`%s` must be from %d to %d",
		ES: "`%s` debe estar entre %d y %d",
	}
	ManifestSizeOutOfRange = Template{
		EN: "`%s` must be from %s to %s",
		ES: "`%s` debe estar entre %s y %s",
	}
	ManifestNotPositive = Template{
		EN: "`%s` must be longer than nothing",
		ES: "`%s` debe ser mayor que cero",
	}
	ManifestNotASize = Template{
		EN: "\"%s\" isn't a size",
		ES: "\"%s\" no es un tamaño",
	}
	ManifestSizeHint = Template{
		EN: "write 64MiB for powers of 1024, 64MB for powers of 1000, or a number of bytes",
		ES: "se escribe 64MiB para potencias de 1024, 64MB para potencias de 1000, o un número de bytes",
	}
	ManifestNotADuration = Template{
		EN: "\"%s\" isn't a duration",
		ES: "\"%s\" no es una duración",
	}
	ManifestDurationHint = Template{
		EN: "write numbers with units: 200ms, 30s, 1m30s, 2h",
		ES: "se escriben números con unidades: 200ms, 30s, 1m30s, 2h",
	}
	ManifestNotALabel = Template{
		EN: "\"%s\" isn't a DNS label: a-z, 0-9 and -, at most 63 characters, no - at either end",
		ES: "\"%s\" no es una etiqueta DNS: a-z, 0-9 y -, 63 caracteres como máximo, sin - en los extremos",
	}
	ManifestNotSemver = Template{
		EN: "\"%s\" isn't a semantic version of three numbers",
		ES: "\"%s\" no es una versión semántica de tres números",
	}
	ManifestNotADigest = Template{
		EN: "\"%s\" isn't a digest: `sha256:` and 64 hexadecimal digits in lower case",
		ES: "\"%s\" no es una huella: `sha256:` y 64 dígitos hexadecimales en minúscula",
	}
	ManifestDigestHint = Template{
		EN: "`sha256sum FILE` prints the digits",
		ES: "`sha256sum ARCHIVO` muestra los dígitos",
	}
	ManifestNotAWord = Template{
		EN: "\"%s\" isn't 1 to 64 printable characters",
		ES: "\"%s\" no tiene entre 1 y 64 caracteres imprimibles",
	}
	ManifestEmptyPath = Template{
		EN: "the path is empty",
		ES: "la ruta está vacía",
	}
	ManifestControlInPath = Template{
		EN: "the path has a control character in it",
		ES: "la ruta contiene un carácter de control",
	}
	ManifestDirectoryPath = Template{
		EN: "\"%s\" names a directory",
		ES: "\"%s\" designa un directorio",
	}
	ManifestUnknownScheme = Template{
		EN: "Qyvol knows no addresses of the kind \"%s\"",
		ES: "Qyvol no conoce direcciones del tipo \"%s\"",
	}
	ManifestComponentHint = Template{
		EN: "write the path of a component's file",
		ES: "hay que escribir la ruta del archivo de un componente",
	}
	ManifestSourceHint = Template{
		EN: "write the path of a directory, or an http or https address",
		ES: "hay que escribir la ruta de un directorio, o una dirección http o https",
	}
	ManifestNotAMount = Template{
		EN: "\"%s\" isn't an absolute path without `.`, `..` or doubled slashes, nor just `.`",
		ES: "\"%s\" no es una ruta absoluta sin `.`, `..` ni barras repetidas, ni solo `.`",
	}
	ManifestNotAProgram = Template{
		EN: "\"%s\" isn't the absolute path of a program",
		ES: "\"%s\" no es la ruta absoluta de un programa",
	}
	ManifestNotAHostVariable = Template{
		EN: "\"%s\" is neither the name of a variable nor the beginning of one with a * after it",
		ES: "\"%s\" no es el nombre de una variable ni el comienzo de uno seguido de *",
	}
	ManifestNotAVariableName = Template{
		EN: "\"%s\" can't be the name of a variable",
		ES: "\"%s\" no puede ser el nombre de una variable",
	}
	ManifestNulInText = Template{
		EN: "`%s` has a NUL character in it, which no guest can be given",
		ES: "`%s` contiene un carácter NUL, que no se puede pasar a ningún invitado",
	}
	ManifestNotAMethod = Template{
		EN: "\"%s\" isn't an HTTP method in capitals",
		ES: "\"%s\" no es un método HTTP en mayúsculas",
	}
	ManifestNotAPath = Template{
		EN: "\"%s\" isn't the path of a URL",
		ES: "\"%s\" no es la ruta de una URL",
	}
)

// Variables of the host.
var (
	ManifestVariableUnset = Template{
		EN: "variable `%s` isn't set",
		ES: "la variable `%s` no está definida",
	}
	ManifestVariableUnsetHint = Template{
		EN: "set it, or give it a default: %s",
		ES: "hay que definirla o darle un valor por defecto: %s",
	}
	ManifestVariableNotUTF8 = Template{
		EN: "the value of variable `%s` isn't UTF-8, and guests take no other text",
		ES: "el valor de la variable `%s` no es UTF-8, y los invitados no admiten otro texto",
	}
	ManifestVariableUnclosed = Template{
		EN: "this ${ has no }",
		ES: "a este ${ le falta su }",
	}
	ManifestVariableNested = Template{
		EN: "a default can't have another variable in it",
		ES: "un valor por defecto no puede contener otra variable",
	}
	ManifestVariableMalformed = Template{
		EN: "%s isn't a variable",
		ES: "%s no es una variable",
	}
	ManifestVariableHint = Template{
		EN: "write ${NAME} or ${NAME:-default}; for a dollar sign itself, $$",
		ES: "se escribe ${NOMBRE} o ${NOMBRE:-valor}; el propio signo de dólar, $$",
	}
	ManifestVariableHere = Template{
		EN: "`%s` can't have variables in it",
		ES: "`%s` no puede contener variables",
	}
	ManifestVariableHereHint = Template{
		EN: "variables are for `args` and `env`; what is run and what is granted must read as it is",
		ES: "las variables son para `args` y `env`; lo que se ejecuta y lo que se concede debe leerse tal cual",
	}
)

// Network rules.
var (
	ManifestBadRule = Template{
		EN: "rule \"%s\": %s",
		ES: "regla \"%s\": %s",
	}
	ManifestRuleHint = Template{
		EN: "rules look like \"tcp://db.internal:5432\", \"https://*.example.com\", \"udp://10.0.0.0/8:53\"; in `deny`, \"private\" or a host alone",
		ES: "las reglas son como \"tcp://db.internal:5432\", \"https://*.example.com\", \"udp://10.0.0.0/8:53\"; en `deny`, \"private\" o solo un host",
	}
	ManifestRuleEmpty    = Template{EN: "it is empty", ES: "está vacía"}
	ManifestRuleNoScheme = Template{
		EN: "it has no scheme (tcp, udp, http, https or service)",
		ES: "no tiene esquema (tcp, udp, http, https o service)",
	}
	ManifestRuleScheme = Template{
		EN: "\"%s\" isn't one of tcp, udp, http, https and service",
		ES: "\"%s\" no es tcp, udp, http, https ni service",
	}
	ManifestRuleExtra = Template{
		EN: "a host and a port are all that it can have after the scheme",
		ES: "tras el esquema solo puede tener un host y un puerto",
	}
	ManifestRulePath = Template{
		EN: "a path goes under `paths`",
		ES: "una ruta va bajo `paths`",
	}
	ManifestRuleBrackets = Template{
		EN: "an IPv6 address goes in brackets, with the port after them: [2001:db8::1]:53",
		ES: "una dirección IPv6 va entre corchetes, con el puerto detrás: [2001:db8::1]:53",
	}
	ManifestRuleNoHost = Template{EN: "it has no host", ES: "no tiene host"}
	ManifestRuleHost   = Template{
		EN: "\"%s\" is neither a host name nor an address",
		ES: "\"%s\" no es un nombre de host ni una dirección",
	}
	ManifestRuleZone = Template{
		EN: "an address can't have a zone",
		ES: "una dirección no puede tener zona",
	}
	ManifestRuleNetwork = Template{
		EN: "\"%s\" isn't a network in CIDR notation",
		ES: "\"%s\" no es una red en notación CIDR",
	}
	ManifestRuleNetworkBits = Template{
		EN: "network \"%s\" has bits beyond its length; it would be %s",
		ES: "la red \"%s\" tiene bits más allá de su longitud; sería %s",
	}
	ManifestRuleNoPort = Template{
		EN: "%s must name a port",
		ES: "con %s hay que indicar un puerto",
	}
	ManifestRulePort = Template{
		EN: "\"%s\" isn't a port: a number from 1 to 65535, a range 8000-8100, or *",
		ES: "\"%s\" no es un puerto: un número de 1 a 65535, un rango 8000-8100, o *",
	}
	ManifestRuleHostAlone = Template{
		EN: "a denial names a host alone",
		ES: "una denegación indica solo un host",
	}
	ManifestRuleService = Template{
		EN: "a service is the name of a module, or *",
		ES: "un servicio es el nombre de un módulo, o *",
	}
	ManifestRuleNotHTTP = Template{
		EN: "`methods` and `paths` are for http and https",
		ES: "`methods` y `paths` son para http y https",
	}
	ManifestRuleListen = Template{
		EN: "a guest can listen on tcp or udp, at an address or *",
		ES: "un invitado puede escuchar en tcp o udp, en una dirección o en *",
	}
)

// What this version can't enforce.
var (
	ManifestUnavailable = Template{
		EN: "not available in this version of Qyvol: %s",
		ES: "no disponible en esta versión de Qyvol: %s",
	}
	ManifestNoOCI         = Template{EN: "components from a registry (`oci://`)", ES: "componentes de un registro (`oci://`)"}
	ManifestNoRemote      = Template{EN: "components from the web (`http://`, `https://`)", ES: "componentes de la web (`http://`, `https://`)"}
	ManifestNoService     = Template{EN: "`type: service`", ES: "`type: service`"}
	ManifestNoNet         = Template{EN: "`net: true`", ES: "`net: true`"}
	ManifestNoNetRules    = Template{EN: "rules for the network", ES: "reglas para la red"}
	ManifestNoExec        = Template{EN: "starting programs of the host (`exec`)", ES: "iniciar programas del anfitrión (`exec`)"}
	ManifestNoMemfs       = Template{EN: "a file system in memory (`memfs`)", ES: "un sistema de archivos en memoria (`memfs`)"}
	ManifestNoNetfs       = Template{EN: "a file system over the network (`netfs`)", ES: "un sistema de archivos por red (`netfs`)"}
	ManifestNoExclude     = Template{EN: "hiding files of a mount (`exclude`)", ES: "ocultar archivos de un montaje (`exclude`)"}
	ManifestNoQuota       = Template{EN: "limiting what is written (`quota`)", ES: "limitar lo que se escribe (`quota`)"}
	ManifestNoCache       = Template{EN: "keeping what was fetched (`cache`)", ES: "conservar lo descargado (`cache`)"}
	ManifestNoConnections = Template{EN: "limiting connections (`connections`)", ES: "limitar las conexiones (`connections`)"}

	ManifestInsteadFile      = Template{EN: "fetch the component and name its file", ES: "hay que descargar el componente e indicar su archivo"}
	ManifestInsteadCommand   = Template{EN: "`type: command` runs once and ends", ES: "`type: command` se ejecuta una vez y termina"}
	ManifestInsteadNoNet     = Template{EN: "write `net: false`: the guest has no network", ES: "hay que escribir `net: false`: el invitado no tiene red"}
	ManifestInsteadNoExec    = Template{EN: "write `exec: false`: the guest starts no programs", ES: "hay que escribir `exec: false`: el invitado no inicia programas"}
	ManifestInsteadDirectory = Template{EN: "mount a directory", ES: "se puede montar un directorio"}
	ManifestInsteadDiskfs    = Template{EN: "`type: diskfs` is a directory", ES: "`type: diskfs` es un directorio"}
	ManifestInsteadExclude   = Template{EN: "mount only directories that the guest may see in full", ES: "conviene montar solo directorios que el invitado pueda ver enteros"}
	ManifestInsteadDrop      = Template{EN: "remove this key", ES: "hay que quitar esta clave"}
)

// What doesn't make sense together.
var (
	ManifestFSWithoutEffect = Template{
		EN: "this `fs` section has no effect: `permissions.fs` grants nothing",
		ES: "esta sección `fs` no tiene efecto: `permissions.fs` no concede nada",
	}
	ManifestFSWithoutEffectHint = Template{
		EN: "write `fs: read` or `fs: read-write` under `permissions`, or remove the section",
		ES: "hay que escribir `fs: read` o `fs: read-write` bajo `permissions`, o quitar la sección",
	}
	ManifestFSBesideMounts = Template{
		EN: "this `fs` section has no effect: `permissions.fs` lists its own mounts",
		ES: "esta sección `fs` no tiene efecto: `permissions.fs` enumera sus propios montajes",
	}
	ManifestFSBesideMountsHint = Template{
		EN: "remove the section, or add it as a mount at /",
		ES: "hay que quitar la sección o añadirla como montaje en /",
	}
	ManifestNetfsWithoutSource = Template{
		EN: "a netfs needs a source",
		ES: "un netfs necesita un origen",
	}
	ManifestNetfsSource = Template{
		EN: "the source of a netfs must be an http or https address",
		ES: "el origen de un netfs debe ser una dirección http o https",
	}
	ManifestNetfsSourceHint = Template{
		EN: "for example `source: https://example.com/data/`",
		ES: "por ejemplo `source: https://example.com/data/`",
	}
	ManifestMemfsSource = Template{
		EN: "a memfs has no source: it begins empty",
		ES: "un memfs no tiene origen: empieza vacío",
	}
	ManifestDiskfsSource = Template{
		EN: "the source of a diskfs must be a directory",
		ES: "el origen de un diskfs debe ser un directorio",
	}
	ManifestDiskfsSourceHint = Template{
		EN: "for example `source: ./data`",
		ES: "por ejemplo `source: ./data`",
	}
	ManifestCacheWithoutNetfs = Template{
		EN: "`cache` has no effect: only a netfs fetches anything",
		ES: "`cache` no tiene efecto: solo un netfs descarga algo",
	}
	ManifestQuotaWithoutWriting = Template{
		EN: "`quota` has no effect: the guest can't write here",
		ES: "`quota` no tiene efecto: el invitado no puede escribir aquí",
	}
	ManifestNetfsWriting = Template{
		EN: "a netfs can't be written",
		ES: "no se puede escribir en un netfs",
	}
	ManifestNetfsWritingHint = Template{
		EN: "grant `read`",
		ES: "hay que conceder `read`",
	}
	ManifestMountTwice = Template{
		EN: "something is already mounted at %s, on line %d",
		ES: "ya hay un montaje en %s, en la línea %d",
	}
	ManifestNestedMount = Template{
		EN: "mount %s lies inside mount %s: a guest that comes from the outer one sees its directory instead",
		ES: "el montaje %s está dentro del montaje %s: un invitado que llegue desde el exterior verá el directorio de este",
	}
	ManifestNestedMountHint = Template{
		EN: "mount them side by side",
		ES: "conviene montarlos uno al lado del otro",
	}
	ManifestSharedDirectory = Template{
		EN: "%s can be written after all, through mount %s",
		ES: "%s se puede escribir de todos modos, a través del montaje %s",
	}
	ManifestNetWithoutEffect = Template{
		EN: "these rules allow nothing: everything is denied anyway",
		ES: "estas reglas no permiten nada: todo está denegado de por sí",
	}
	ManifestNetWithoutEffectHint = Template{
		EN: "add rules to `connect` or `listen`, or write `net: false`",
		ES: "hay que añadir reglas a `connect` o `listen`, o escribir `net: false`",
	}
	ManifestDenyVoids = Template{
		EN: "`deny` voids every rule of `connect`",
		ES: "`deny` anula todas las reglas de `connect`",
	}
	ManifestDenyVoidsHint = Template{
		EN: "a denial always wins; deny less, or write `net: false`",
		ES: "una denegación siempre prevalece; hay que denegar menos o escribir `net: false`",
	}
	ManifestEnvTwice = Template{
		EN: "`%s` is set under `env`, so the host's isn't passed",
		ES: "`%s` se define bajo `env`, así que no se pasa la del anfitrión",
	}
	ManifestHostEnvTwice = Template{
		EN: "`%s` is passed already, by `%s`",
		ES: "`%s` ya se pasa por `%s`",
	}
	ManifestEnvEverything = Template{
		EN: "this passes every variable of the host to the guest",
		ES: "esto pasa al invitado todas las variables del anfitrión",
	}
	ManifestEnvEverythingHint = Template{
		EN: "variables often hold secrets: name those that the guest needs",
		ES: "las variables suelen contener secretos: conviene nombrar las que el invitado necesita",
	}
	ManifestFallbackItself = Template{
		EN: "the fallback is the entrypoint itself",
		ES: "el componente de reserva es el mismo punto de entrada",
	}
	ManifestFallbackItselfHint = Template{
		EN: "to run it again, use `retries`",
		ES: "para volver a ejecutarlo está `retries`",
	}
	ManifestRetriesOnNothing = Template{
		EN: "these retries are on nothing",
		ES: "estos reintentos no responden a ninguna causa",
	}
	ManifestRetriesOnNothingHint = Template{
		EN: "name at least one of `load`, `trap`, `timeout`, `exit`",
		ES: "hay que nombrar al menos una entre `load`, `trap`, `timeout`, `exit`",
	}
	ManifestCauseTwice = Template{
		EN: "`%s` is named twice",
		ES: "`%s` figura dos veces",
	}
	ManifestSingleAttempt = Template{
		EN: "one attempt is no retry: the first one counts",
		ES: "un solo intento no es un reintento: el primero cuenta",
	}
	ManifestSingleAttemptHint = Template{
		EN: "write 2 to try again once",
		ES: "hay que escribir 2 para reintentar una vez",
	}
	ManifestBackoff = Template{
		EN: "`max_backoff` (%s) is shorter than `backoff` (%s)",
		ES: "`max_backoff` (%s) es menor que `backoff` (%s)",
	}
	ManifestTimeoutCause = Template{
		EN: "no attempt ends by a timeout: `resources.timeout` isn't set",
		ES: "ningún intento termina por tiempo: `resources.timeout` no está definido",
	}
	ManifestTimeoutCauseHint = Template{
		EN: "set it, or give `--timeout` to each run",
		ES: "hay que definirlo o indicar `--timeout` en cada ejecución",
	}
)

// Writing a manifest for another machine.
var (
	ManifestNotPortable = Template{
		EN: "what would be sent to another machine can't be read there: %s",
		ES: "lo que se enviaría a otra máquina no se podría leer allí: %s",
	}
	ManifestNotPortableHint = Template{
		EN: "`args` and `env` are what grows that large: the guest can read some of it from a file",
		ES: "`args` y `env` son lo que llega a tanto: el invitado puede leer una parte de un archivo",
	}
	ManifestPathNotUTF8 = Template{
		EN: "the path `%s` isn't UTF-8",
		ES: "la ruta `%s` no es UTF-8",
	}
)
