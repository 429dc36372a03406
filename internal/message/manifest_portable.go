package message

// Writing a manifest for another machine.
var (
	ManifestNotPortable = Template{
		EN: "the manifest that would be sent to another machine couldn't be read there: %s",
		ES: "el manifiesto que se enviaría a otra máquina no se podría leer allí: %s",
	}
	ManifestNotPortableHint = Template{
		EN: "`args` and `env` are usually what grows that large: the guest can read some of it from a file",
		ES: "suelen ser `args` y `env` los que crecen tanto: el invitado puede leer una parte de un archivo",
	}
	ManifestPathNotUTF8 = Template{
		EN: "the path `%s` isn't UTF-8",
		ES: "la ruta `%s` no es UTF-8",
	}
)
