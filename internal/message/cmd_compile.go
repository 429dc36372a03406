package message

// Options about compiling.
var (
	FlagCompileTimeout = Template{EN: "limit compilation to `DURATION` (default: 2m)", ES: "limita la compilación a `DURACIÓN` (por omisión: 2m)"}
	FlagCompileMemory  = Template{EN: "limit the compiler's memory to `SIZE`, such as 2GiB", ES: "limita la memoria del compilador a `TAMAÑO`, por ejemplo 2GiB"}
	UsageCompileSize   = Template{EN: "--%s %q is not a size between 64MiB and 1TiB, such as 2GiB", ES: "--%s %q no es un tamaño entre 64MiB y 1TiB, como 2GiB"}
)

// RunnerHostMemory is about a guest that has little memory itself, and makes the host
// take much.
var RunnerHostMemory = Template{
	EN: "%s was stopped: the host's own memory for it grew beyond what its limit of %s allows",
	ES: "%s se detuvo: la memoria que el anfitrión le dedica creció más de lo que permite su límite de %s",
}
