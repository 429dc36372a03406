package message

// What the management of clusters says. The first two are the seed document's.
var (
	ClusterNodeRequired = Template{
		EN: "%s needs a node",
		ES: "%s necesita un nodo",
	}
	ClusterInvalidAction = Template{
		EN: "invalid action: %s",
		ES: "acción no válida: %s",
	}
	ClusterNodeHint    = Template{EN: "qyvol cluster %s HOST:PORT", ES: "qyvol cluster %s SERVIDOR:PUERTO"}
	ClusterActions     = Template{EN: "the actions are: %s", ES: "las acciones son: %s"}
	ClusterUnavailable = Template{
		EN: "%s was not added: clusters are not available in this version",
		ES: "no se añadió %s: esta versión aún no tiene clústeres",
	}
	ClusterUnavailableHint = Template{
		EN: "qyvol deploy FILE.qyv URL puts a component on one server",
		ES: "qyvol deploy ARCHIVO.qyv URL pone un componente en un servidor",
	}
)
