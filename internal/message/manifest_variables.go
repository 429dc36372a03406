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
		EN: "the value of variable `%s` isn't UTF-8, the only encoding that guests accept",
		ES: "el valor de la variable `%s` no es UTF-8, la única codificación que admiten los invitados",
	}
	ManifestVariableUnclosed = Template{
		EN: "this ${ has no closing }",
		ES: "a este ${ le falta el } de cierre",
	}
	ManifestVariableNested = Template{
		EN: "a default can't contain another variable",
		ES: "un valor por defecto no puede contener otra variable",
	}
	ManifestVariableMalformed = Template{
		EN: "%s isn't a variable",
		ES: "%s no es una variable",
	}
	ManifestVariableHint = Template{
		EN: "write ${NAME} or ${NAME:-default}; for a literal dollar sign, $$",
		ES: "se escribe ${NOMBRE} o ${NOMBRE:-valor}; para un signo de dólar literal, $$",
	}
	ManifestVariableHere = Template{
		EN: "`%s` can't contain variables",
		ES: "`%s` no puede contener variables",
	}
	ManifestVariableHereHint = Template{
		EN: "variables are for `args` and `env`; what is run and what is granted must be spelled out",
		ES: "las variables son para `args` y `env`; lo que se ejecuta y lo que se concede debe figurar tal cual",
	}
)
