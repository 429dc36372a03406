package message

// What stands behind an import.
var (
	NeedNoHTTP = Template{
		EN: "HTTP is not available in this version: the component can't start",
		ES: "esta versión no tiene HTTP: el componente no puede arrancar",
	}
	NeedMissing = Template{
		EN: "nothing provides it: the component can't start",
		ES: "nada lo proporciona: el componente no puede arrancar",
	}
	NeedMissingItems = Template{
		EN: "it has no %s: the component can't start",
		ES: "no tiene %s: el componente no puede arrancar",
	}
	NeedAsync = Template{
		EN: "nothing provides it, and this version can't compile asynchronous functions (WASI 0.3): the component can't start",
		ES: "nada lo proporciona, y esta versión no puede compilar funciones asíncronas (WASI 0.3): el componente no puede arrancar",
	}
	NeedTraps = Template{
		EN: "nothing provides it: it traps when called",
		ES: "nada lo proporciona: falla con un trap al llamarlo",
	}
	NeedNoEnvironment = Template{EN: "no variables, no arguments", ES: "ni variables ni argumentos"}
	NeedEnvironment   = Template{
		EN: "variables: %d, arguments: %d",
		ES: "variables: %d, argumentos: %d",
	}
	NeedNoFiles = Template{EN: "no directory", ES: "ningún directorio"}
	NeedFiles   = Template{EN: "%s", ES: "%s"}
	NeedNoNet   = Template{
		EN: "no network; it can't be granted in this version",
		ES: "sin red; en esta versión no se puede conceder",
	}
)

// What inspect says.
var (
	InfoUnreadable = Template{
		EN: "%s can't be described: %s",
		ES: "%s no se puede describir: %s",
	}
)

// The summary.
var (
	InfoTitle       = Template{EN: "ℹ️  Component information:", ES: "ℹ️  Información del componente:"}
	InfoFile        = Template{EN: "file", ES: "archivo"}
	InfoManifest    = Template{EN: "manifest", ES: "manifiesto"}
	InfoDigest      = Template{EN: "digest", ES: "huella"}
	InfoName        = Template{EN: "name", ES: "nombre"}
	InfoWorld       = Template{EN: "world", ES: "mundo"}
	InfoDescription = Template{EN: "description", ES: "descripción"}
	InfoVersion     = Template{EN: "version", ES: "versión"}
	InfoAuthors     = Template{EN: "authors", ES: "autores"}
	InfoLicenses    = Template{EN: "licences", ES: "licencias"}
	InfoSource      = Template{EN: "source", ES: "fuente"}
	InfoHomepage    = Template{EN: "homepage", ES: "página"}
	InfoRevision    = Template{EN: "revision", ES: "revisión"}
	InfoMadeBy      = Template{EN: "made with", ES: "hecho con"}
	InfoMemory      = Template{EN: "memory", ES: "memoria"}
	InfoCache       = Template{EN: "cache", ES: "caché"}

	InfoComponent = Template{EN: "component", ES: "componente"}
	InfoModule    = Template{EN: "core module", ES: "módulo core"}
	InfoInText    = Template{EN: "as text", ES: "en texto"}
	InfoCommand   = Template{EN: "command", ES: "comando"}
	InfoHTTPProxy = Template{EN: "HTTP proxy", ES: "proxy HTTP"}
	InfoAsync     = Template{
		EN: "asynchronous (can't be compiled in this version)",
		ES: "asíncrono (no se puede compilar en esta versión)",
	}
	InfoReactor   = Template{EN: "reactor", ES: "reactor"}
	InfoLibrary   = Template{EN: "library", ES: "biblioteca"}
	InfoCached    = Template{EN: "compiled", ES: "compilado"}
	InfoNotCached = Template{EN: "not compiled yet", ES: "aún sin compilar"}

	InfoNoMemory        = Template{EN: "none", ES: "ninguna"}
	InfoMemoryBounded   = Template{EN: "at least %[2]s, at most %[3]s (memories: %[1]d)", ES: "al menos %[2]s, como mucho %[3]s (memorias: %[1]d)"}
	InfoMemoryUnbounded = Template{EN: "at least %[2]s, no maximum (memories: %[1]d)", ES: "al menos %[2]s, sin máximo (memorias: %[1]d)"}
	InfoFunctions       = Template{EN: "functions: %d", ES: "funciones: %d"}

	InfoNeeds   = Template{EN: "Needs, and what is granted:", ES: "Necesita, y lo que se le concede:"}
	InfoImports = Template{EN: "Imports:", ES: "Importaciones:"}
	InfoExports = Template{
		EN: "📋 Top-level exports of the component:",
		ES: "📋 Exportaciones del nivel superior del componente:",
	}
	InfoModuleExports = Template{EN: "Exports of the core module:", ES: "Exportaciones del módulo core:"}
	InfoSections      = Template{EN: "sections", ES: "secciones"}
	InfoMoreNeeds     = Template{EN: "… and %d more: --needs shows all", ES: "… y %d más: --needs las muestra todas"}
	InfoTooLarge      = Template{
		EN: "the description would exceed %s",
		ES: "la descripción ocuparía más de %s",
	}
	InfoInside  = Template{EN: "Inside:", ES: "Dentro:"}
	InfoTree    = Template{EN: "Size:", ES: "Tamaño:"}
	InfoNothing = Template{EN: "- (none)", ES: "- (Ninguna)"}
	InfoRules   = Template{EN: "a manifest grants more with:", ES: "un manifiesto concede más con:"}
	InfoRulesIn = Template{EN: "the manifest grants more with this in its `%s`:", ES: "el manifiesto concede más con esto en su `%s`:"}

	InfoProvided = Template{EN: "provided", ES: "disponible"}
	InfoGranted  = Template{EN: "granted", ES: "concedido"}
	InfoDenied   = Template{EN: "denied", ES: "denegado"}
	InfoWithheld = Template{EN: "withheld", ES: "retenido"}
	InfoMissing  = Template{EN: "missing", ES: "falta"}
	InfoTraps    = Template{EN: "traps", ES: "trap"}
)

// What has no WIT.
var (
	InfoNoWIT          = Template{EN: "%s has no WIT: %v", ES: "%s no tiene WIT: %v"}
	InfoModuleHasNoWIT = Template{
		EN: "it is a core module, whose imports and exports have no WIT types",
		ES: "es un módulo core, cuyas importaciones y exportaciones no tienen tipos WIT",
	}
	InfoNoWITBecause = Template{EN: "%s", ES: "%s"}
)
