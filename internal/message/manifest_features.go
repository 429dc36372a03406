package message

// What this version can't enforce.
var (
	ManifestUnavailable = Template{
		EN: "not available in this version of Qyvol: %s",
		ES: "no disponible en esta versión de Qyvol: %s",
	}
	ManifestNoOCI         = Template{EN: "components from a registry (`oci://`)", ES: "componentes de un registro (`oci://`)"}
	ManifestNoRemote      = Template{EN: "components from the web (`http://`, `https://`)", ES: "componentes de la web (`http://`, `https://`)"}
	ManifestNoService     = Template{EN: "`type: service`", ES: "`type: service`"}
	ManifestNoNet         = Template{EN: "`net: true`", ES: "`net: true`"}
	ManifestNoNetRules    = Template{EN: "network rules", ES: "reglas de red"}
	ManifestNoExec        = Template{EN: "starting host programs (`exec`)", ES: "iniciar programas del anfitrión (`exec`)"}
	ManifestNoNetfs       = Template{EN: "a file system over the network (`netfs`)", ES: "un sistema de archivos por red (`netfs`)"}
	ManifestNoCache       = Template{EN: "keeping what was fetched (`cache`)", ES: "conservar lo descargado (`cache`)"}
	ManifestNoConnections = Template{EN: "limiting connections (`connections`)", ES: "limitar las conexiones (`connections`)"}

	ManifestInsteadFile      = Template{EN: "download the component and give the path of its file", ES: "hay que descargar el componente e indicar la ruta de su archivo"}
	ManifestInsteadCommand   = Template{EN: "`type: command` runs once and ends", ES: "`type: command` se ejecuta una vez y termina"}
	ManifestInsteadNoNet     = Template{EN: "write `net: false`: the guest has no network", ES: "hay que escribir `net: false`: el invitado no tiene red"}
	ManifestInsteadNoExec    = Template{EN: "write `exec: false`: the guest starts no programs", ES: "hay que escribir `exec: false`: el invitado no inicia programas"}
	ManifestInsteadDirectory = Template{EN: "mount a directory, or `memfs`", ES: "se puede montar un directorio, o `memfs`"}
	ManifestInsteadDiskfs    = Template{EN: "`type: diskfs` is a directory, `type: memfs` is memory", ES: "`type: diskfs` es un directorio; `type: memfs`, memoria"}
	ManifestInsteadDrop      = Template{EN: "remove this key", ES: "hay que quitar esta clave"}
)
