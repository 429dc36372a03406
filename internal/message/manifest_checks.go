package message

// What doesn't make sense together.
var (
	ManifestFSWithoutEffect = Template{
		EN: "this `fs` section has no effect: `permissions.fs` grants nothing",
		ES: "esta sección `fs` no tiene efecto: `permissions.fs` no concede nada",
	}
	ManifestFSWithoutEffectHint = Template{
		EN: "write `fs: read` or `fs: read-write` under `permissions`, or remove the section",
		ES: "hay que escribir `fs: read` o `fs: read-write` bajo `permissions`, o quitar la sección",
	}
	ManifestFSBesideMounts = Template{
		EN: "this `fs` section has no effect: `permissions.fs` lists its own mounts",
		ES: "esta sección `fs` no tiene efecto: `permissions.fs` enumera sus propios montajes",
	}
	ManifestFSBesideMountsHint = Template{
		EN: "remove the section, or add it as a mount at /",
		ES: "hay que quitar la sección o añadirla como montaje en /",
	}
	ManifestNetfsWithoutSource = Template{
		EN: "a netfs needs a source",
		ES: "un netfs necesita un origen",
	}
	ManifestNetfsSource = Template{
		EN: "the source of a netfs must be an http or https address",
		ES: "el origen de un netfs debe ser una dirección http o https",
	}
	ManifestNetfsSourceHint = Template{
		EN: "for example `source: https://example.com/data/`",
		ES: "por ejemplo `source: https://example.com/data/`",
	}
	ManifestMemfsSource = Template{
		EN: "a memfs has no source: it starts empty",
		ES: "un memfs no tiene origen: empieza vacío",
	}
	ManifestDiskfsSource = Template{
		EN: "the source of a diskfs must be a directory",
		ES: "el origen de un diskfs debe ser un directorio",
	}
	ManifestDiskfsSourceHint = Template{
		EN: "for example `source: ./data`",
		ES: "por ejemplo `source: ./data`",
	}
	ManifestCacheWithoutNetfs = Template{
		EN: "`cache` has no effect: only a netfs fetches anything",
		ES: "`cache` no tiene efecto: solo un netfs descarga algo",
	}
	ManifestQuotaWithoutWriting = Template{
		EN: "`quota` has no effect: the guest can't write here",
		ES: "`quota` no tiene efecto: el invitado no puede escribir aquí",
	}
	ManifestMemfsReading = Template{
		EN: "a memfs starts empty: with `read` alone, the guest will never find anything in it",
		ES: "un memfs empieza vacío: solo con `read`, el invitado nunca encontrará nada en él",
	}
	ManifestMemfsReadingHint = Template{
		EN: "grant `read-write`",
		ES: "conviene conceder `read-write`",
	}
	ManifestMemfsExclude = Template{
		EN: "a memfs starts empty: `exclude` hides nothing there; it only keeps the guest from using these names",
		ES: "un memfs empieza vacío: `exclude` no oculta nada ahí; solo impide que el invitado use esos nombres",
	}
	ManifestNetfsWriting = Template{
		EN: "a netfs can't be written to",
		ES: "no se puede escribir en un netfs",
	}
	ManifestNetfsWritingHint = Template{
		EN: "grant `read`",
		ES: "hay que conceder `read`",
	}
	ManifestMountTwice = Template{
		EN: "something is already mounted at %s, on line %d",
		ES: "ya hay un montaje en %s, en la línea %d",
	}
	ManifestSharedExclude = Template{
		EN: "what `exclude` hides in %s is still visible through mount %s",
		ES: "lo que `exclude` oculta en %s sigue visible a través del montaje %s",
	}
	ManifestSharedDirectory = Template{
		EN: "%s is still writable through mount %s",
		ES: "en %s se puede seguir escribiendo a través del montaje %s",
	}
	ManifestNetWithoutEffect = Template{
		EN: "these rules allow nothing: everything is denied anyway",
		ES: "estas reglas no permiten nada: todo está denegado de por sí",
	}
	ManifestNetWithoutEffectHint = Template{
		EN: "add rules to `connect` or `listen`, or write `net: false`",
		ES: "hay que añadir reglas a `connect` o `listen`, o escribir `net: false`",
	}
	ManifestDenyVoids = Template{
		EN: "`deny` overrides every rule in `connect`",
		ES: "`deny` anula todas las reglas de `connect`",
	}
	ManifestDenyVoidsHint = Template{
		EN: "a denial always wins; deny less, or write `net: false`",
		ES: "una denegación siempre prevalece; hay que denegar menos o escribir `net: false`",
	}
	ManifestEnvTwice = Template{
		EN: "`%s` is set under `env`, so the host's value isn't passed",
		ES: "`%s` se define bajo `env`, así que no se pasa el valor del anfitrión",
	}
	ManifestHostEnvTwice = Template{
		EN: "`%s` is already passed by `%s`",
		ES: "`%s` ya se pasa por `%s`",
	}
	ManifestEnvEverything = Template{
		EN: "this passes every host variable to the guest",
		ES: "esto pasa al invitado todas las variables del anfitrión",
	}
	ManifestEnvEverythingHint = Template{
		EN: "variables often hold secrets: name only those that the guest needs",
		ES: "las variables suelen contener secretos: conviene nombrar solo las que el invitado necesita",
	}
	ManifestFallbackItself = Template{
		EN: "the fallback is the entrypoint itself",
		ES: "el componente de reserva es el propio punto de entrada",
	}
	ManifestFallbackItselfHint = Template{
		EN: "to run it again, use `retries`",
		ES: "para volver a ejecutarlo está `retries`",
	}
	ManifestRetriesOnNothing = Template{
		EN: "`retries.on` is empty: nothing would be retried",
		ES: "`retries.on` está vacío: no se reintentaría nada",
	}
	ManifestRetriesOnNothingHint = Template{
		EN: "name at least one of `load`, `trap`, `timeout`, `exit`",
		ES: "hay que nombrar al menos una entre `load`, `trap`, `timeout`, `exit`",
	}
	ManifestListedTwice = Template{
		EN: "`%s` is listed twice",
		ES: "`%s` figura dos veces",
	}
	ManifestSingleAttempt = Template{
		EN: "one attempt means no retry: the first run counts as one",
		ES: "un solo intento significa no reintentar: la primera ejecución ya cuenta",
	}
	ManifestSingleAttemptHint = Template{
		EN: "write 2 to try again once",
		ES: "hay que escribir 2 para reintentar una vez",
	}
	ManifestBackoff = Template{
		EN: "`max_backoff` (%s) is shorter than `backoff` (%s)",
		ES: "`max_backoff` (%s) es menor que `backoff` (%s)",
	}
	ManifestTimeoutCause = Template{
		EN: "no attempt can time out: `resources.timeout` isn't set",
		ES: "ningún intento puede agotar su tiempo: `resources.timeout` no está definido",
	}
	ManifestTimeoutCauseHint = Template{
		EN: "set it, or pass `--timeout` to each run",
		ES: "hay que definirlo o indicar `--timeout` en cada ejecución",
	}
)
