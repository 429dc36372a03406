package message

// What a guest is granted.
var (
	WASIBeyondNative = Template{
		EN: "`%s` asks for more than this run's WASI implementation (%s) can do",
		ES: "`%s` pide más de lo que puede hacer la implementación de WASI de esta ejecución (%s)",
	}
	WASIBeyondNativeHint = Template{
		EN: "leave out `--wasi native`: the hosted implementation can do it",
		ES: "hay que quitar `--wasi native`: la implementación hosted sí puede",
	}
	WASIUnknown = Template{
		EN: "%q is not a WASI implementation",
		ES: "%q no es una implementación de WASI",
	}
	WASIUnknownHint = Template{
		EN: "the implementations are `hosted`, which is the default, and `native`",
		ES: "las implementaciones son `hosted`, que es la predeterminada, y `native`",
	}
	WASINegativeLimit = Template{
		EN: "the limit on %s is negative (%v): zero leaves it unset",
		ES: "el límite de %s es negativo (%v): cero lo deja sin definir",
	}
	WASINativeTimeout = Template{
		EN: "wasmtime's own WASI can't stop a guest that sleeps or waits for input: at its time limit the run ends without it",
		ES: "el WASI propio de wasmtime no puede detener a un invitado que duerme o espera datos de entrada: al llegar a su límite de tiempo, la ejecución termina sin él",
	}
	WASIReplaced = Template{
		EN: "an option for %s replaces the manifest's mount there, with all its settings",
		ES: "una opción para %s sustituye el montaje del manifiesto en ese lugar, con todos sus ajustes",
	}
	WASINativeKept = Template{
		EN: "wasmtime's own WASI lets the guest change what the next run trusts: %s",
		ES: "el WASI propio de wasmtime permite al invitado cambiar aquello en lo que confía la próxima ejecución: %s",
	}
	WASIKept         = Template{EN: "(the guest can't change it)", ES: "(el invitado no puede cambiarlo)"}
	WASINativeMounts = Template{
		EN: "this run mounts directories on wasmtime %s's own file system, which has published vulnerabilities (RUSTSEC-2026-0269, GHSA-2r75-cxrj-cmph): mount only what a hostile guest may read, and make writable only what it may change",
		ES: "esta ejecución monta directorios con el sistema de archivos propio de wasmtime %s, que tiene vulnerabilidades publicadas (RUSTSEC-2026-0269, GHSA-2r75-cxrj-cmph): conviene montar solo lo que un invitado hostil pueda leer y, para escritura, solo lo que pueda cambiar",
	}
	WASIDegrade      = Template{EN: "imports that nothing provides trap when called", ES: "las importaciones que nada proporciona fallan con un trap al llamarlas"}
	WASINone         = Template{EN: "none", ES: "nada"}
	WASIFromHost     = Template{EN: "(value from the host)", ES: "(valor del anfitrión)"}
	WASIMissing      = Template{EN: "(%s is not set: a run would fail)", ES: "(%s no está definida: la ejecución fallaría)"}
	WASIFromFlag     = Template{EN: "by an option", ES: "por una opción"}
	WASIFromManifest = Template{EN: "by the manifest", ES: "por el manifiesto"}
)

// What can't be granted.
var (
	WASIUnsetFlag = Template{
		EN: "--allow-env %[1]s: %[1]s is not set, so the guest does not get it",
		ES: "--allow-env %[1]s: %[1]s no está definida, así que el invitado no la recibe",
	}
	WASIUnsetManifest = Template{
		EN: "the variable %s is not set, so the guest does not get it",
		ES: "la variable %s no está definida, así que el invitado no la recibe",
	}
	WASIUnsetFlagStar = Template{
		EN: "--allow-env %s: no variable matches",
		ES: "--allow-env %s: ninguna variable coincide",
	}
	WASIUnsetStar = Template{
		EN: "no variable matches %s",
		ES: "ninguna variable coincide con %s",
	}
	WASINoDirectory = Template{
		EN: "the directory %q, to be mounted at %q, does not exist",
		ES: "el directorio %q, que se montaría en %q, no existe",
	}
	WASIDirectory = Template{
		EN: "%q can't be mounted at %q: %v",
		ES: "%q no se puede montar en %q: %v",
	}
	WASIDirectoryHint = Template{
		EN: "create it, or correct permissions.fs in the manifest (paths are relative to the manifest)",
		ES: "hay que crearlo o corregir permissions.fs en el manifiesto (las rutas son relativas al manifiesto)",
	}
	WASIDirectoryAccessHint = Template{
		EN: "this user needs permission to pass through it (x), and to read it (r) if the guest lists it: ls -ld shows both, also for the directories above",
		ES: "este usuario necesita permiso para atravesarlo (x), y para leerlo (r) si el invitado lo lista: ls -ld muestra ambos, también los de los directorios superiores",
	}
	WASIDirectoryFlagHint = Template{
		EN: "--allow-read and --allow-write take an existing directory: DIR, or DIR::NAME to set its name in the guest",
		ES: "--allow-read y --allow-write admiten un directorio existente: DIR, o DIR::NOMBRE para fijar su nombre en el invitado",
	}
	WASIGuestLink = Template{
		EN: "%q is a symbolic link in a directory that the guest may write to (%q)",
		ES: "%q es un enlace simbólico en un directorio en el que el invitado puede escribir (%q)",
	}
	WASIGuestLinkHint = Template{
		EN: "guests can leave such links to get out of their directories: look where it leads, and remove it; if you made it, mount the directory itself instead of the link",
		ES: "un invitado puede dejar enlaces así para salir de sus directorios: conviene mirar adónde lleva y borrarlo; si es propio, hay que montar el directorio mismo en vez del enlace",
	}
	WASIBadPair    = Template{EN: "--env %q: %v", ES: "--env %q: %v"}
	WASIBadPattern = Template{EN: "--allow-env %q: %v", ES: "--allow-env %q: %v"}
	WASIVariable   = Template{
		EN: "the variable %q can't be passed to the guest: %v",
		ES: "la variable %q no se puede pasar al invitado: %v",
	}
	WASIArgument = Template{
		EN: "argument %d can't be passed to the guest: %v",
		ES: "el argumento %d no se puede pasar al invitado: %v",
	}

	WASIHasNUL       = Template{EN: "it contains a NUL byte", ES: "contiene un byte NUL"}
	WASINotUTF8      = Template{EN: "it is not valid UTF-8", ES: "no es UTF-8 válido"}
	WASINotDirectory = Template{EN: "it is not a directory", ES: "no es un directorio"}
	WASIReplacedNow  = Template{EN: "it was replaced while it was being opened", ES: "se reemplazó mientras se abría"}
	WASINoName       = Template{EN: "it has no name in the guest", ES: "no tiene nombre en el invitado"}
	WASINoPair       = Template{EN: "this is not NAME=VALUE", ES: "esto no es NOMBRE=VALOR"}
	WASINoPattern    = Template{
		EN: "this is neither a variable name nor a prefix followed by *",
		ES: "esto no es el nombre de una variable ni un prefijo seguido de *",
	}
)
