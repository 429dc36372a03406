package message

// Network rules.
var (
	ManifestBadRule = Template{
		EN: "rule \"%s\": %s",
		ES: "regla \"%s\": %s",
	}
	ManifestRuleHint = Template{
		EN: "rules look like \"tcp://db.internal:5432\", \"https://*.example.com\", \"udp://10.0.0.0/8:53\"; in `deny`, \"private\" or just a host",
		ES: "las reglas son como \"tcp://db.internal:5432\", \"https://*.example.com\", \"udp://10.0.0.0/8:53\"; en `deny`, \"private\" o solo un host",
	}
	ManifestRuleEmpty    = Template{EN: "it is empty", ES: "está vacía"}
	ManifestRuleNoScheme = Template{
		EN: "it has no scheme (tcp, udp, http, https or service)",
		ES: "no tiene esquema (tcp, udp, http, https o service)",
	}
	ManifestRuleScheme = Template{
		EN: "\"%s\" isn't one of tcp, udp, http, https and service",
		ES: "\"%s\" no es tcp, udp, http, https ni service",
	}
	ManifestRuleExtra = Template{
		EN: "only a host and a port can follow the scheme",
		ES: "tras el esquema solo pueden ir un host y un puerto",
	}
	ManifestRulePath = Template{
		EN: "a path goes under `paths`",
		ES: "una ruta va bajo `paths`",
	}
	ManifestRuleBrackets = Template{
		EN: "an IPv6 address goes in brackets, with the port after them: [2001:db8::1]:53",
		ES: "una dirección IPv6 va entre corchetes, con el puerto detrás: [2001:db8::1]:53",
	}
	ManifestRuleNoHost = Template{EN: "it has no host", ES: "no tiene host"}
	ManifestRuleHost   = Template{
		EN: "\"%s\" is neither a host name nor an address",
		ES: "\"%s\" no es un nombre de host ni una dirección",
	}
	ManifestRuleZone = Template{
		EN: "an address can't have a zone",
		ES: "una dirección no puede tener zona",
	}
	ManifestRuleNetwork = Template{
		EN: "\"%s\" isn't a network in CIDR notation",
		ES: "\"%s\" no es una red en notación CIDR",
	}
	ManifestRuleNetworkBits = Template{
		EN: "network \"%s\" has bits beyond its length; it would be %s",
		ES: "la red \"%s\" tiene bits más allá de su longitud; sería %s",
	}
	ManifestRuleNoPort = Template{
		EN: "%s must name a port",
		ES: "con %s hay que indicar un puerto",
	}
	ManifestRulePort = Template{
		EN: "\"%s\" isn't a port: a number from 1 to 65535, a range 8000-8100, or *",
		ES: "\"%s\" no es un puerto: un número de 1 a 65535, un rango 8000-8100, o *",
	}
	ManifestRuleHostAlone = Template{
		EN: "a denial names only a host",
		ES: "una denegación indica solo un host",
	}
	ManifestRuleService = Template{
		EN: "a service is the name of a module, or *",
		ES: "un servicio es el nombre de un módulo, o *",
	}
	ManifestRuleNotHTTP = Template{
		EN: "`methods` and `paths` are for http and https",
		ES: "`methods` y `paths` son para http y https",
	}
	ManifestRuleListen = Template{
		EN: "a guest can listen on tcp or udp, at an address or *",
		ES: "un invitado puede escuchar en tcp o udp, en una dirección o en *",
	}
)
