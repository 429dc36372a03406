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
		EN: "`%s` must be longer than zero",
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
		EN: "write the path of a directory, `memfs`, or an http or https address",
		ES: "hay que escribir la ruta de un directorio, `memfs`, o una dirección http o https",
	}
	ManifestNotAMount = Template{
		EN: "\"%s\" isn't an absolute path without `.`, `..` or doubled slashes, nor just `.`",
		ES: "\"%s\" no es una ruta absoluta sin `.`, `..` ni barras repetidas, ni solo `.`",
	}
	ManifestPatternNoName = Template{
		EN: "\"%s\" is no pattern: there is no name in it",
		ES: "\"%s\" no es un patrón: no contiene ningún nombre",
	}
	ManifestPatternNegated = Template{
		EN: "\"%s\" begins with `!`, and nothing that is excluded can be brought back",
		ES: "\"%s\" empieza con `!`, y nada de lo excluido se puede recuperar",
	}
	ManifestPatternNegatedHint = Template{
		EN: "exclude less, or write `\\!` for the character itself",
		ES: "conviene excluir menos, o escribir `\\!` para el carácter mismo",
	}
	ManifestPatternDots = Template{
		EN: "\"%s\" would hide nothing: no path has `.` or `..` in it when it is compared",
		ES: "\"%s\" no ocultaría nada: ninguna ruta contiene `.` ni `..` cuando se compara",
	}
	ManifestPatternUnclosed = Template{
		EN: "\"%s\" has a `[` without its `]`, a `\\` with nothing after it, or a range that runs backwards",
		ES: "\"%s\" tiene un `[` sin su `]`, un `\\` sin nada detrás o un intervalo al revés",
	}
	ManifestPatternNoText = Template{
		EN: "\"%s\" has a NUL character in it, which no file's name has",
		ES: "\"%s\" contiene un carácter NUL, que ningún nombre de archivo tiene",
	}
	ManifestPatternTooLong = Template{
		EN: "the pattern has more than %d bytes",
		ES: "el patrón tiene más de %d bytes",
	}
	ManifestPatternNotASCII = Template{
		EN: "\"%s\" could miss files on this system, which takes several spellings of a letter beyond ASCII for one",
		ES: "\"%s\" podría no alcanzar todos los archivos en este sistema, que da por iguales varias grafías de una letra fuera de ASCII",
	}
	ManifestPatternNotASCIIHint = Template{
		EN: "write `*` or `?` for such letters",
		ES: "se puede escribir `*` o `?` por esas letras",
	}
	ManifestPatternHint = Template{
		EN: "for example `*.key` at any depth, `/top` in the mount alone, `secrets/**` for what is in a directory, `[a-z]?`",
		ES: "por ejemplo `*.key` a cualquier profundidad, `/top` solo en el montaje, `secrets/**` para lo que hay en un directorio, `[a-z]?`",
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
