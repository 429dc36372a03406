package message

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
	ManifestNotTheChoice = Template{
		EN: "`%s` must be %s, not \"%s\"",
		ES: "`%s` debe ser %s, no \"%s\"",
	}
	ManifestNotation = Template{
		EN: "`%s` must be written in decimal digits, without leading zeros or separators, not as %s",
		ES: "`%s` debe escribirse en cifras decimales, sin ceros a la izquierda ni separadores, no como %s",
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
		EN: "`%s` must be greater than zero",
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
		EN: "\"%s\" isn't a valid name: a-z, 0-9 and -, at most 63 characters, no - at either end",
		ES: "\"%s\" no es un nombre válido: a-z, 0-9 y -, 63 caracteres como máximo, sin - en los extremos",
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
		EN: "Qyvol doesn't support addresses of the kind \"%s\"",
		ES: "Qyvol no admite direcciones del tipo \"%s\"",
	}
	ManifestComponentHint = Template{
		EN: "write the path of a component file",
		ES: "hay que escribir la ruta del archivo de un componente",
	}
	ManifestSourceHint = Template{
		EN: "write the path of a directory, `memfs`, or an http or https address",
		ES: "hay que escribir la ruta de un directorio, `memfs`, o una dirección http o https",
	}
	ManifestNotAMount = Template{
		EN: "\"%s\" must be an absolute path without `.`, `..` or repeated slashes, or just `.`",
		ES: "\"%s\" debe ser una ruta absoluta sin `.`, `..` ni barras repetidas, o solo `.`",
	}
	ManifestPatternNoName = Template{
		EN: "\"%s\" isn't a pattern: it contains no name",
		ES: "\"%s\" no es un patrón: no contiene ningún nombre",
	}
	ManifestPatternNegated = Template{
		EN: "\"%s\" begins with `!`, but an exclusion can't be undone",
		ES: "\"%s\" empieza con `!`, pero una exclusión no se puede deshacer",
	}
	ManifestPatternNegatedHint = Template{
		EN: "exclude less, or write `\\!` for the character itself",
		ES: "conviene excluir menos, o escribir `\\!` para el carácter mismo",
	}
	ManifestPatternDots = Template{
		EN: "\"%s\" would hide nothing: paths are compared without `.` and `..`",
		ES: "\"%s\" no ocultaría nada: las rutas se comparan sin `.` ni `..`",
	}
	ManifestPatternUnclosed = Template{
		EN: "\"%s\" has a `[` without a `]`, a `\\` with nothing after it, or a range that runs backwards",
		ES: "\"%s\" tiene un `[` sin su `]`, un `\\` sin nada detrás o un intervalo al revés",
	}
	ManifestPatternNoText = Template{
		EN: "\"%s\" contains a NUL character, which no file name can contain",
		ES: "\"%s\" contiene un carácter NUL, que ningún nombre de archivo puede contener",
	}
	ManifestPatternTooLong = Template{
		EN: "the pattern is longer than %d bytes",
		ES: "el patrón tiene más de %d bytes",
	}
	ManifestPatternNotASCII = Template{
		EN: "\"%s\" could miss files on this system, which treats several spellings of a non-ASCII letter as the same",
		ES: "\"%s\" podría no alcanzar todos los archivos en este sistema, que considera iguales varias grafías de una letra no ASCII",
	}
	ManifestPatternNotASCIIHint = Template{
		EN: "write `*` or `?` in place of such letters",
		ES: "se puede escribir `*` o `?` en lugar de esas letras",
	}
	ManifestPatternHint = Template{
		EN: "for example `*.key` at any depth, `/top` only at the top of the mount, `secrets/**` for all that is in a directory, `[a-z]?`",
		ES: "por ejemplo `*.key` a cualquier profundidad, `/top` solo en la raíz del montaje, `secrets/**` para todo lo que hay en un directorio, `[a-z]?`",
	}
	ManifestNotAProgram = Template{
		EN: "\"%s\" isn't the absolute path of a program",
		ES: "\"%s\" no es la ruta absoluta de un programa",
	}
	ManifestNotAHostVariable = Template{
		EN: "\"%s\" is neither a variable name nor a prefix followed by *",
		ES: "\"%s\" no es el nombre de una variable ni un prefijo seguido de *",
	}
	ManifestNotAVariableName = Template{
		EN: "\"%s\" isn't a valid variable name",
		ES: "\"%s\" no es un nombre de variable válido",
	}
	ManifestNulInText = Template{
		EN: "`%s` contains a NUL character, which can't be passed to a guest",
		ES: "`%s` contiene un carácter NUL, que no se puede pasar a un invitado",
	}
	ManifestNotAMethod = Template{
		EN: "\"%s\" isn't an HTTP method in upper case",
		ES: "\"%s\" no es un método HTTP en mayúsculas",
	}
	ManifestNotAPath = Template{
		EN: "\"%s\" isn't the path of a URL",
		ES: "\"%s\" no es la ruta de una URL",
	}
)
