package message

// sentences are those of wasmtime 44 and 48, and of the host in wasmtime's words, that
// guests meet most often. In English they are as they were written: Match looks for
// them. The first that matches is taken.
var sentences = [...]*Template{
	&WordsUnknownHandle, &WordsWrongHandle, &WordsLentHandle, &WordsBorrowedHandle, &WordsBorrowsRemain,
	&WordsHostHandle, &WordsHostHandleGone, &WordsChildren, &WordsTableFull, &WordsHandles, &WordsLends,
	&WordsReturnPointer, &WordsPointer, &WordsStringPointer, &WordsStringBounds, &WordsListPointer, &WordsListBounds,
	&WordsMapPointer, &WordsMapBounds, &WordsReallocAligned, &WordsReallocBounds,
	&WordsDiscriminant, &WordsChar, &WordsUTF8, &WordsUTF8End, &WordsSurrogate,
	&WordsPointerOf, &WordsNoMemory, &WordsExitCode, &WordsBudget, &WordsZeroes, &WordsTooMuch, &WordsEmptyPoll, &WordsPanic,
	&WordsTableSize, &WordsMemorySize, &WordsTooManyOf,
	&WordsCompile, &WordsParse, &WordsInstantiate, &WordsFailedCompile, &WordsFailedParse, &WordsTranslation, &WordsInvalidCode, &WordsCausedBy,
	&WordsMismatch, &WordsFeature, &WordsToken, &WordsResults, &WordsParameters, &WordsExpected,
}

// What ends a guest: the Canonical ABI's checks, and the host's.
var (
	WordsUnknownHandle  = Template{EN: "unknown handle index %s", ES: "el identificador de recurso %s no existe"}
	WordsWrongHandle    = Template{EN: "handle index %s used with the wrong type, expected %s but found %s", ES: "el identificador de recurso %s se usó con otro tipo: se esperaba %s y es %s"}
	WordsLentHandle     = Template{EN: "cannot lift own resource from a borrow", ES: "un recurso prestado no se puede entregar como propio"}
	WordsBorrowedHandle = Template{EN: "cannot remove owned resource while borrowed", ES: "un recurso no se puede soltar mientras está prestado"}
	WordsBorrowsRemain  = Template{EN: "borrow handles still remain at the end of the call", ES: "quedan recursos prestados al final de la llamada"}
	WordsHostHandle     = Template{EN: "host-owned resource is being used with the wrong type", ES: "un recurso del anfitrión se usó con otro tipo"}
	WordsHostHandleGone = Template{EN: "host-owned resource was already de-allocated", ES: "el recurso del anfitrión ya se había liberado"}
	WordsChildren       = Template{EN: "resource has children", ES: "otros recursos dependen todavía del recurso"}
	WordsTableFull      = Template{EN: "resource table has no free keys", ES: "no caben más recursos"}
	WordsHandles        = Template{EN: "cannot allocate another handle: store handle limit exceeded", ES: "un invitado no puede tener más identificadores de recursos"}
	WordsLends          = Template{EN: "cannot lend resource: store handle limit exceeded", ES: "no se pueden prestar más recursos: se llegó al límite de identificadores"}
	WordsReturnPointer  = Template{EN: "return pointer not aligned", ES: "el puntero al resultado no está alineado"}
	WordsPointer        = Template{EN: "pointer out of bounds of memory", ES: "un puntero está fuera de los límites de la memoria"}
	WordsStringPointer  = Template{EN: "string pointer not aligned to %s", ES: "el puntero a una cadena no está alineado a %s"}
	WordsStringBounds   = Template{EN: "string pointer/length out of bounds of memory", ES: "una cadena está fuera de los límites de la memoria"}
	WordsListPointer    = Template{EN: "list pointer is not aligned", ES: "el puntero a una lista no está alineado"}
	WordsListBounds     = Template{EN: "list pointer/length out of bounds of memory", ES: "una lista está fuera de los límites de la memoria"}
	WordsMapPointer     = Template{EN: "map pointer is not aligned", ES: "el puntero a un mapa no está alineado"}
	WordsMapBounds      = Template{EN: "map pointer/length out of bounds of memory", ES: "un mapa está fuera de los límites de la memoria"}
	WordsReallocAligned = Template{EN: "realloc return: result not aligned", ES: "realloc devolvió un lugar no alineado"}
	WordsReallocBounds  = Template{EN: "realloc return: beyond end of memory", ES: "realloc devolvió un lugar más allá del final de la memoria"}
	WordsDiscriminant   = Template{EN: "discriminant %s out of range [%s)", ES: "discriminante %s fuera del intervalo [%s)"}
	WordsChar           = Template{EN: "converted integer out of range for `char`", ES: "el entero convertido no es un `char`"}
	WordsUTF8           = Template{EN: "invalid utf-8 sequence of %s bytes from index %s", ES: "secuencia no válida en UTF-8 de %s bytes desde la posición %s"}
	WordsUTF8End        = Template{EN: "incomplete utf-8 byte sequence from index %s", ES: "secuencia incompleta en UTF-8 desde la posición %s"}
	WordsSurrogate      = Template{EN: "unpaired surrogate found: %s", ES: "hay un sustituto UTF-16 sin pareja: %s"}
	WordsPointerOf      = Template{EN: "pointer not aligned: %s is no multiple of %s", ES: "un puntero no está alineado: %s no es múltiplo de %s"}
	WordsNoMemory       = Template{EN: "missing required memory export", ES: "falta exportar la memoria"}
	WordsExitCode       = Template{EN: "exit with invalid exit status %s, outside of [0..126)", ES: "terminó con el código de salida %s, que no está en [0..126)"}
	WordsBudget         = Template{EN: "write exceeded budget", ES: "escribió más de lo que se le había permitido"}
	WordsZeroes         = Template{EN: "cannot write more zeroes than `check_write` allows", ES: "no se pueden escribir más ceros de los que permite `check_write`"}
	WordsTooMuch        = Template{EN: "Buffer too large for %s (expected at most %s)", ES: "búfer demasiado grande para %s (como mucho %s)"}
	WordsEmptyPoll      = Template{EN: "empty poll list", ES: "esperó a una lista vacía"}
	WordsPanic          = Template{EN: "host function panicked: %s", ES: "una función del anfitrión entró en pánico: %s"}
)

// What a Reader or a Writer of the program's did.
var (
	EngineStreamPanic = Template{EN: "%s panicked: %s", ES: "%s entró en pánico: %s"}
	EngineStreamCount = Template{EN: "%s counted %d bytes of a buffer of %d", ES: "%s contó %d bytes de un búfer de %d"}
)

// What library is linked.
var (
	EngineLibrary = Template{
		EN: "this program is linked with wasmtime %s; Qyvol was tested with versions %s",
		ES: "este programa está enlazado con wasmtime %s; Qyvol se probó con las versiones %s",
	}
	EngineLibraryOld = Template{
		EN: "this program is linked with wasmtime %s, which has published defects; Qyvol needs %s or later",
		ES: "este programa está enlazado con wasmtime %s, que tiene defectos publicados; Qyvol necesita la versión %s o posterior",
	}
	EngineFeature = Template{
		EN: "the feature %s needs wasmtime 48.0.8 or later, and this program is linked with %s",
		ES: "la característica %s necesita wasmtime 48.0.8 o posterior, y este programa está enlazado con %s",
	}
	EngineFeatureUnknown = Template{
		EN: "the feature %s needs wasmtime 48.0.8 or later, and all that is known of the one this program is linked with is %s",
		ES: "la característica %s necesita wasmtime 48.0.8 o posterior, y del que está enlazado a este programa solo se sabe que es %s",
	}
	EngineFeatureHint = Template{
		EN: "use a released Qyvol, or build it with `make build WASMTIME=lts`",
		ES: "usar un Qyvol publicado o compilarlo con `make build WASMTIME=lts`",
	}
	EngineLibraryHint = Template{
		EN: "build it again without CGO_LDFLAGS, or with `make build WASMTIME=lts`",
		ES: "compilarlo de nuevo sin CGO_LDFLAGS o con `make build WASMTIME=lts`",
	}
)

// What can't be made.
var (
	WordsTableSize   = Template{EN: "table minimum size of %s elements exceeds table limits", ES: "una tabla de %s elementos como mínimo supera el límite"}
	WordsMemorySize  = Template{EN: "memory minimum size of %s pages exceeds memory limits", ES: "una memoria de %s páginas como mínimo supera el límite"}
	WordsTooManyOf   = Template{EN: "resource limit exceeded: %s count too high at %s", ES: "se superó un límite (%s): serían %s"}
	WordsCompile     = Template{EN: "compile: %s", ES: "al compilar: %s"}
	WordsParse       = Template{EN: "parse: %s", ES: "al leer el texto: %s"}
	WordsInstantiate = Template{EN: "instantiate: %s", ES: "al instanciar: %s"}

	WordsFailedCompile = Template{EN: "failed to compile: %s", ES: "no se pudo compilar %s"}
	WordsFailedParse   = Template{EN: "failed to parse WebAssembly module", ES: "no se pudo leer el módulo WebAssembly"}
	WordsTranslation   = Template{EN: "WebAssembly translation error", ES: "error al traducir WebAssembly"}
	WordsInvalidCode   = Template{EN: "Invalid input WebAssembly code at offset %s: %s", ES: "código WebAssembly no válido en la posición %s: %s"}
	WordsCausedBy      = Template{EN: "Caused by:", ES: "Causa:"}
	WordsMismatch      = Template{EN: "type mismatch: expected %s but nothing on stack", ES: "los tipos no coinciden: se esperaba %s y la pila está vacía"}
	WordsFeature       = Template{EN: "%s support is not enabled", ES: "no se admite %s"}
	WordsToken         = Template{EN: "unknown operator or unexpected token", ES: "operador desconocido o símbolo inesperado"}
	WordsResults       = Template{EN: "type mismatch with results: %s", ES: "los resultados no coinciden: %s"}
	WordsParameters    = Template{EN: "type mismatch with parameters: %s", ES: "los parámetros no coinciden: %s"}
	WordsExpected      = Template{EN: "expected `%s` found `%s`", ES: "se esperaba `%s` y es `%s`"}
)
