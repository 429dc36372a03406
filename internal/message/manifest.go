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
		EN: "check the permissions of the file and of its directories",
		ES: "conviene revisar los permisos del archivo y de sus directorios",
	}
	ManifestUnreadable = Template{
		EN: "the manifest can't be read: %s",
		ES: "no se puede leer el manifiesto: %s",
	}
	ManifestTooLarge = Template{
		EN: "the file is larger than %d KiB, too large for a manifest",
		ES: "el archivo ocupa más de %d KiB, demasiado para un manifiesto",
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
		EN: "character %U isn't allowed in a manifest: it is invisible and changes how the text reads",
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
		EN: "only the first %d errors are shown",
		ES: "solo se muestran los %d primeros errores",
	}
)
