package message

// What a guest is granted.
var (
	WASINativeMounts = Template{
		EN: "this run mounts directories on wasmtime 44's own file system, which has published holes (RUSTSEC-2026-0269, GHSA-2r75-cxrj-cmph): mount only what a hostile guest may read, and for writing what it may change",
		ES: "esta ejecución monta directorios con el sistema de archivos propio de wasmtime 44, que tiene fallos publicados (RUSTSEC-2026-0269, GHSA-2r75-cxrj-cmph): conviene montar solo lo que un invitado hostil pueda leer y, para escritura, lo que pueda cambiar",
	}
	WASINoDirectory = Template{
		EN: "the directory %s, to be mounted at %s, does not exist",
		ES: "el directorio %s, que se montaría en %s, no existe",
	}
	WASINotDirectory = Template{
		EN: "%s, to be mounted at %s, is not a directory",
		ES: "%s, que se montaría en %s, no es un directorio",
	}
	WASIBadDirectory = Template{
		EN: "the directory %s can't be mounted at %s: %v",
		ES: "el directorio %s no se puede montar en %s: %v",
	}
	WASIDirectoryHint = Template{
		EN: "create it, or correct permissions.fs in the manifest (paths are relative to the manifest)",
		ES: "hay que crearlo o corregir permissions.fs en el manifiesto (las rutas son relativas al manifiesto)",
	}
	WASIDirectoryFlagHint = Template{
		EN: "--allow-read and --allow-write take an existing directory: DIR, or DIR::NAME to choose its name in the guest",
		ES: "--allow-read y --allow-write toman un directorio que exista: DIR, o DIR::NOMBRE para elegir su nombre en el invitado",
	}
	WASINoPair = Template{
		EN: "--env %q is not NAME=VALUE",
		ES: "--env %q no es NOMBRE=VALOR",
	}
	WASIVariableNUL = Template{
		EN: "the variable %s can't be passed to the guest: it holds a NUL byte",
		ES: "la variable %s no se puede pasar al invitado: contiene un byte NUL",
	}
	WASIVariableUTF8 = Template{
		EN: "the variable %s can't be passed to the guest: it is not valid UTF-8",
		ES: "la variable %s no se puede pasar al invitado: no es UTF-8 válido",
	}
	WASINone         = Template{EN: "none", ES: "nada"}
	WASIFromHost     = Template{EN: "(value from the host)", ES: "(valor del anfitrión)"}
	WASIFromFlag     = Template{EN: "by a flag", ES: "por una opción"}
	WASIFromManifest = Template{EN: "by the manifest", ES: "por el manifiesto"}
)
