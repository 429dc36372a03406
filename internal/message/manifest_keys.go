package message

// Keys and types.
var (
	ManifestUnknownKey = Template{
		EN: "unknown key `%s`",
		ES: "clave desconocida `%s`",
	}
	ManifestSchemaKey = Template{
		EN: "editors read the schema from a comment: # yaml-language-server: $schema=./qyv.schema.json",
		ES: "los editores leen el esquema de un comentario: # yaml-language-server: $schema=./qyv.schema.json",
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
		EN: "the keys allowed here are %s",
		ES: "las claves admitidas aquí son %s",
	}
	ManifestDuplicateKey = Template{
		EN: "key `%s` is already on line %d",
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
		EN: "a manifest must be a mapping, not %s",
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
		EN: "for an empty string, write \"\"",
		ES: "una cadena vacía se escribe \"\"",
	}
	ManifestBooleanHint = Template{
		EN: "a boolean is `true` or `false`, not yes, no, on or off",
		ES: "un booleano es `true` o `false`, no yes, no, on ni off",
	}
	ManifestNetRulesHint = Template{
		EN: "rules go under `connect`, `listen` and `deny`",
		ES: "las reglas van bajo `connect`, `listen` y `deny`",
	}
	ManifestMapping           = Template{EN: "a mapping", ES: "claves con valores"}
	ManifestList              = Template{EN: "a list", ES: "una lista"}
	ManifestText              = Template{EN: "a string", ES: "una cadena"}
	ManifestNumber            = Template{EN: "a number", ES: "un número"}
	ManifestWholeNumber       = Template{EN: "a whole number", ES: "un número entero"}
	ManifestDecimal           = Template{EN: "a decimal number", ES: "un número decimal"}
	ManifestABoolean          = Template{EN: "a boolean", ES: "un booleano"}
	ManifestBoolean           = Template{EN: "`true` or `false`", ES: "`true` o `false`"}
	ManifestSize              = Template{EN: "a size", ES: "un tamaño"}
	ManifestDuration          = Template{EN: "a duration such as 30s", ES: "una duración como 30s"}
	ManifestAccessOrMounts    = Template{EN: "an access level (`none`, `read`, `write`, `read-write`) or a list of mounts", ES: "un nivel de acceso (`none`, `read`, `write`, `read-write`) o una lista de montajes"}
	ManifestBooleanOrRules    = Template{EN: "`true`, `false` or rules", ES: "`true`, `false` o reglas"}
	ManifestBooleanOrPrograms = Template{EN: "`true`, `false` or a list of programs", ES: "`true`, `false` o una lista de programas"}
)
