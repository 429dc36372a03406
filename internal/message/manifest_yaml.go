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
	ManifestTab = Template{
		EN: "a tab isn't allowed here",
		ES: "aquí no puede haber un tabulador",
	}
	ManifestTabHint = Template{
		EN: "use spaces; inside double quotes, a tab is written as \\t",
		ES: "deben usarse espacios; entre comillas dobles, un tabulador se escribe \\t",
	}
	ManifestAnchor = Template{
		EN: "a manifest can't have anchors (&)",
		ES: "un manifiesto no admite anclas (&)",
	}
	ManifestAlias = Template{
		EN: "a manifest can't have aliases (*): every permission is written where it is granted",
		ES: "un manifiesto no admite alias (*): cada permiso figura donde se concede",
	}
	ManifestTag = Template{
		EN: "a manifest can't have tags (!)",
		ES: "un manifiesto no admite etiquetas (!)",
	}
	ManifestDirective = Template{
		EN: "a manifest can't have directives (%)",
		ES: "un manifiesto no admite directivas (%)",
	}
	ManifestComplexKey = Template{
		EN: "a manifest can't have complex keys (?)",
		ES: "un manifiesto no admite claves complejas (?)",
	}
	ManifestQuoteHint = Template{
		EN: "quote strings that begin with %s",
		ES: "las cadenas que empiezan por %s van entre comillas",
	}
	ManifestMergeKey = Template{
		EN: "a manifest can't have merge keys (<<)",
		ES: "un manifiesto no admite claves de fusión (<<)",
	}
	ManifestMergeKeyHint = Template{
		EN: "write the keys out",
		ES: "hay que escribir las claves una a una",
	}
	ManifestSeveralDocuments = Template{
		EN: "a manifest is a single document, but a second one begins here",
		ES: "un manifiesto es un solo documento, pero aquí empieza otro",
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
		EN: "inside brackets or braces, quote strings that contain any of , [ ] { }",
		ES: "entre corchetes o llaves, las cadenas que contienen , [ ] { o } van entre comillas",
	}
	ManifestBadEscape = Template{
		EN: "this escape sequence doesn't exist in double quotes",
		ES: "esta secuencia de escape no existe entre comillas dobles",
	}
	ManifestBadEscapeHint = Template{
		EN: "write \\\\ for a backslash, or use single quotes",
		ES: "una barra invertida se escribe \\\\; entre comillas simples no hace falta",
	}
	ManifestReserved = Template{
		EN: "an unquoted string can't begin with this character",
		ES: "una cadena sin comillas no puede empezar por este carácter",
	}
	ManifestReservedHint = Template{
		EN: "put the string in quotes",
		ES: "hay que poner la cadena entre comillas",
	}
	ManifestNotAllowedHere = Template{
		EN: "the line above already has a value, and this can't follow it",
		ES: "la línea anterior ya tiene un valor, y esto no puede seguirla",
	}
	ManifestIndentHint = Template{
		EN: "check the indentation and the colons; quote strings that contain `: ` or ` #`",
		ES: "conviene revisar la sangría y los dos puntos; las cadenas que contienen `: ` o ` #` van entre comillas",
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
		EN: "a colon goes after a key, followed by a space, or inside quotes",
		ES: "los dos puntos van tras una clave y seguidos de un espacio, o entre comillas",
	}
	ManifestNotIndented = Template{
		EN: "this value must be indented further than its key",
		ES: "este valor debe llevar más sangría que su clave",
	}
	ManifestNotYAML = Template{
		EN: "this isn't allowed here in YAML",
		ES: "esto no puede ir aquí en YAML",
	}
	ManifestReaderFailed = Template{
		EN: "the YAML reader failed on this manifest",
		ES: "el lector de YAML falló con este manifiesto",
	}
	ManifestReaderFailedHint = Template{
		EN: "this is a bug in Qyvol: please report it, with the file",
		ES: "es un error de Qyvol: se agradece que se notifique junto con el archivo",
	}
)
