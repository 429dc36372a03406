package message

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
