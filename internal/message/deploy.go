package message

// What deployments say. The first three are as the Rust reference has them.
var (
	DeployStart = Template{EN: "🚀 Deploying %s to %s", ES: "🚀 Desplegando %s a %s"}
	DeployDone  = Template{EN: "✅ Deployment to %s complete", ES: "✅ Despliegue completado a %s"}

	DeployFailed      = Template{EN: "deployment failed: %s", ES: "el despliegue falló: %s"}
	DeployFailedAfter = Template{
		EN: "deployment failed after %d attempts: %s",
		ES: "el despliegue falló tras %d intentos: %s",
	}
	DeployAgain = Template{
		EN: "attempt %d of %d failed: %v; trying again in %v",
		ES: "el intento %d de %d falló: %v; se reintenta en %v",
	}
	DeployProgress  = Template{EN: "%s: %d %% of %s sent", ES: "%s: enviado el %d %% de %s"}
	DeployAt        = Template{EN: "   available at %s", ES: "   disponible en %s"}
	DeployStructure = Template{
		EN: "%s is larger than %s: only its structure was checked, not its code",
		ES: "%s ocupa más de %s: solo se comprobó su estructura, no su código",
	}
	DeployUnchecked = Template{
		EN: "%s is too large to be checked here",
		ES: "%s es demasiado grande para comprobarlo aquí",
	}
	DeployInvalidHint = Template{
		EN: "--no-validate sends a component for a newer version anyway",
		ES: "--no-validate envía de todos modos un componente para una versión más nueva",
	}
	DeployWouldNotStart = Template{
		EN: "it would not start with this version here: %v",
		ES: "con esta versión no arrancaría aquí: %v",
	}
	DeployTokenInTheClear = Template{
		EN: "the token is sent to %s unencrypted: use https",
		ES: "el token se envía a %s sin cifrar: conviene usar https",
	}
	DeployTokenReadable = Template{
		EN: "other users can read the token in %s: chmod 600 prevents that",
		ES: "otros usuarios pueden leer el token de %s: chmod 600 lo impide",
	}
)

// Targets, tokens and certificates that can't be used.
var (
	DeployTargetEmpty  = Template{EN: "the target is empty", ES: "el destino está vacío"}
	DeployTargetNotURL = Template{
		EN: "the target %q is not a URL",
		ES: "el destino %q no es una URL",
	}
	DeployTargetInvalid    = Template{EN: "the target is not a URL", ES: "el destino no es una URL"}
	DeployTargetSchemeHint = Template{EN: "write %s", ES: "hay que escribir %s"}
	DeployTargetNodeHint   = Template{
		EN: "a target is the address of a Qyvol node, such as http://localhost:8080",
		ES: "un destino es la dirección de un nodo de Qyvol, como http://localhost:8080",
	}
	DeployTargetRegistryHint = Template{
		EN: "this version can't push to a registry; a target is the address of a Qyvol node, such as http://localhost:8080",
		ES: "esta versión no puede subir a un registro; un destino es la dirección de un nodo de Qyvol, como http://localhost:8080",
	}
	DeployTargetScheme = Template{
		EN: "the target has the scheme %q; a node is reached over http or https",
		ES: "el destino tiene el esquema %q; a un nodo se llega por http o https",
	}
	DeployTargetHost  = Template{EN: "the target has no host", ES: "el destino no indica ningún servidor"}
	DeployTargetPort  = Template{EN: "a port is a number from 1 to 65535, not %s", ES: "un puerto es un número de 1 a 65535, no %s"}
	DeployTargetName  = Template{EN: "the target's host %s is not a valid host name", ES: "el servidor del destino, %s, no tiene un nombre válido"}
	DeployTargetQuery = Template{
		EN: "a target has neither a query (?) nor a fragment (#)",
		ES: "un destino no lleva consulta (?) ni fragmento (#)",
	}
	DeployTargetSecret = Template{
		EN: "the target contains a user name or a password, which would end up in every log on the way",
		ES: "el destino contiene un usuario o una contraseña, que quedaría en todos los registros por los que pase",
	}
	DeployTargetSecretHint = Template{
		EN: "give a token with --token-file or QYVOL_TOKEN, which don't show it",
		ES: "hay que dar un token con --token-file o QYVOL_TOKEN, que no lo muestran",
	}
	DeployNoName = Template{
		EN: "no deployment name can be made from the file name %s",
		ES: "del nombre de archivo %s no se obtiene un nombre para el despliegue",
	}
	DeployNoNameHint   = Template{EN: "give it one in a manifest, with `name`", ES: "hay que dárselo en un manifiesto, con `name`"}
	DeployTokenEmpty   = Template{EN: "%s contains no token", ES: "%s no contiene ningún token"}
	DeployTokenInvalid = Template{
		EN: "what %s contains is not a bearer token: letters, digits and -._~+/, with = only at the end",
		ES: "lo que contiene %s no es un token: letras, cifras y -._~+/, con = solo al final",
	}
	DeployFile           = Template{EN: "can't read %s: %v", ES: "no se puede leer %s: %v"}
	DeployNoCertificates = Template{
		EN: "%s contains no PEM certificate",
		ES: "%s no contiene ningún certificado PEM",
	}
	DeployCertWithoutKey = Template{
		EN: "a client certificate needs both --cert and --key",
		ES: "un certificado de cliente necesita --cert y --key",
	}
	DeployBadPair = Template{
		EN: "the certificate in %s and the key in %s can't be used together: %s",
		ES: "el certificado de %s y la clave de %s no sirven juntos: %s",
	}
)

// What can go wrong on the way.
var (
	DeployRefused     = Template{EN: "%s refused the connection", ES: "%s rechazó la conexión"}
	DeployRefusedHint = Template{
		EN: "is the server running, and is this its address and port?",
		ES: "¿está en marcha el servidor, y son estas su dirección y su puerto?",
	}
	DeployUnreachable  = Template{EN: "can't reach %s: %v", ES: "no se puede llegar a %s: %v"}
	DeployNameNotFound = Template{EN: "there is no host named %s", ES: "no hay ningún servidor llamado %s"}
	DeployNameUnknown  = Template{
		EN: "the address of %s could not be looked up",
		ES: "no se pudo averiguar la dirección de %s",
	}
	DeployNameHint = Template{
		EN: "check the spelling, and the network's DNS",
		ES: "conviene revisar cómo está escrito y el DNS de la red",
	}
	DeployProxy     = Template{EN: "proxy %s could not be used: %v", ES: "no se pudo usar el proxy %s: %v"}
	DeployProxyURL  = Template{EN: "the proxy's address is not a URL", ES: "la dirección del proxy no es una URL"}
	DeployProxyHint = Template{
		EN: "proxies are set by HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
		ES: "los proxies se indican con HTTP_PROXY, HTTPS_PROXY y NO_PROXY",
	}
	DeployProxyAsks   = Template{EN: "it requires a user name and a password (407)", ES: "exige un usuario y una contraseña (407)"}
	DeployProxyAnswer = Template{EN: "it answered %d %s", ES: "respondió %d %s"}
	DeployProxyScheme = Template{
		EN: "only http, https and socks5 proxies can be used",
		ES: "solo se pueden usar proxies http, https y socks5",
	}
	DeployTLS          = Template{EN: "no secure connection to %s: %v", ES: "sin conexión segura con %s: %v"}
	DeployTLSPlain     = Template{EN: "it does not speak TLS", ES: "no habla TLS"}
	DeployTLSPlainHint = Template{
		EN: "a server without TLS is reached with http://",
		ES: "a un servidor sin TLS se llega con http://",
	}
	DeployTLSUnknown = Template{
		EN: "its certificate is signed by an unknown authority",
		ES: "su certificado está firmado por una autoridad desconocida",
	}
	DeployTLSUnknownHint = Template{
		EN: "--ca FILE trusts the certificates in a file",
		ES: "--ca ARCHIVO confía en los certificados de un archivo",
	}
	DeployTLSName    = Template{EN: "its certificate is for another name", ES: "su certificado es para otro nombre"}
	DeployTLSExpired = Template{
		EN: "its certificate has expired, or isn't valid yet",
		ES: "su certificado caducó, o aún no es válido",
	}
	DeployTLSClosed = Template{EN: "it closed the connection", ES: "cerró la conexión"}
	DeployTLSOther  = Template{EN: "%s", ES: "%s"}

	DeployLost = Template{
		EN: "the connection was lost after %s of %s",
		ES: "la conexión se perdió tras %s de %s",
	}
	DeployLostAfter = Template{
		EN: "the server closed the connection without an answer",
		ES: "el servidor cerró la conexión sin responder",
	}
	DeployTimeout        = Template{EN: "not finished within %v", ES: "no se terminó en %v"}
	DeployConnectTimeout = Template{EN: "no connection within %v", ES: "no hubo conexión en %v"}
	DeployStalled        = Template{
		EN: "the server has accepted no data for %v",
		ES: "el servidor lleva %v sin aceptar datos",
	}
	DeployTrickled = Template{
		EN: "the server has accepted only %s in %v",
		ES: "el servidor solo ha aceptado %s en %v",
	}
	DeploySilent = Template{
		EN: "the server has everything, but did not answer within %v",
		ES: "el servidor lo tiene todo, pero no respondió en %v",
	}
	DeployNotHTTP     = Template{EN: "the server there does not speak HTTP", ES: "el servidor que responde ahí no habla HTTP"}
	DeployNotHTTPHint = Template{
		EN: "a server with TLS is reached with https://",
		ES: "a un servidor con TLS se llega con https://",
	}
	DeployDigest = Template{
		EN: "the server stored %s, but was sent %s",
		ES: "el servidor guardó %s, pero se le envió %s",
	}
)

// What a server can answer.
var (
	DeployUnauthorized = Template{
		EN: "the server requires authentication (401)",
		ES: "el servidor exige autenticación (401)",
	}
	DeployUnauthorizedHint = Template{
		EN: "give a token with --token-file or QYVOL_TOKEN",
		ES: "hay que dar un token con --token-file o QYVOL_TOKEN",
	}
	DeployTokenRefused = Template{
		EN: "the server does not accept the token (401)",
		ES: "el servidor no acepta el token (401)",
	}
	DeployForbidden = Template{
		EN: "the server does not allow this deployment (403)",
		ES: "el servidor no permite este despliegue (403)",
	}
	DeployNotFound = Template{
		EN: "the server has no /upload (%d)",
		ES: "el servidor no tiene /upload (%d)",
	}
	DeployNotFoundHint = Template{
		EN: "the target must be a server that takes components: docs/deploy-protocol.md says how",
		ES: "el destino ha de ser un servidor que reciba componentes: docs/deploy-protocol.md dice cómo",
	}
	DeployProxyAuth = Template{
		EN: "the proxy requires a user name and a password (407)",
		ES: "el proxy exige un usuario y una contraseña (407)",
	}
	DeployTooSlow  = Template{EN: "the upload was too slow for the server (408)", ES: "el envío fue demasiado lento para el servidor (408)"}
	DeployConflict = Template{
		EN: "the server already has something else under this name (409)",
		ES: "el servidor ya tiene otra cosa con este nombre (409)",
	}
	DeployTooLarge = Template{
		EN: "the component is too large for the server (413)",
		ES: "el componente es demasiado grande para el servidor (413)",
	}
	DeployTooMany         = Template{EN: "the server is limiting requests (429)", ES: "el servidor limita las peticiones (429)"}
	DeployHeadersTooLarge = Template{
		EN: "the manifest is too large for the server's headers (431)",
		ES: "el manifiesto es demasiado grande para las cabeceras del servidor (431)",
	}
	DeployRedirected = Template{
		EN: "the server redirects (%d) to %s",
		ES: "el servidor redirige (%d) a %s",
	}
	DeployRedirectedHint = Template{
		EN: "a deployment follows no redirects: if that address can be trusted, deploy to it",
		ES: "un despliegue no sigue redirecciones: si esa dirección es de confianza, hay que desplegar ahí",
	}
	DeployNoAnswer     = Template{EN: "the server answered %s, which says neither yes nor no", ES: "el servidor respondió %s, que no dice ni sí ni no"}
	DeploySwitched     = Template{EN: "the server answered %s, which was not asked for", ES: "el servidor respondió %s, que no se le había pedido"}
	DeployRejected     = Template{EN: "the server rejected it (%s)", ES: "el servidor lo rechazó (%s)"}
	DeployServerFailed = Template{EN: "the server failed (%s)", ES: "el servidor falló (%s)"}
	DeployStatusSaid   = Template{EN: "%v: %s", ES: "%v: %s"}
	DeployRetryAfter   = Template{EN: "it asks to retry after %v", ES: "pide reintentar tras %v"}
)
