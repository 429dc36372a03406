package message

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
