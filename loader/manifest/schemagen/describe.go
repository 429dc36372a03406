package schemagen

// describe returns what a key is for. A test fails when a key has nothing.
func describe(path string) string {
	switch path {
	case "name":
		return "What the component is called: a DNS label of a-z, 0-9 and -, at most 63 characters."
	case "version":
		return "Semantic version of the component, such as 1.2.0."
	case "entrypoint":
		return "Path of the component's file, relative to the manifest or absolute."
	case "digest":
		return "SHA-256 digest that the component's file must have, checked before anything is compiled."
	case "runtime":
		return "What the component expects of its host."
	case "type":
		return "How the component is used; by default this is read from its exports."
	case "features":
		return "Features of WebAssembly that the component needs and that are off by default."
	case "language":
		return "Language that the component was written in. For information only."
	case "args":
		return "Arguments of the guest, after its own name. ${NAME} and ${NAME:-default} are replaced by variables of the host, $$ by a dollar sign."
	case "env":
		return "Variables of the guest. ${NAME} and ${NAME:-default} are replaced by variables of the host, $$ by a dollar sign."
	case "resources":
		return "Limits of a run."
	case "recovery":
		return "What to do when a run fails."
	}
	return describeLimits(path)
}

func describeLimits(path string) string {
	switch path {
	case "resources.memory":
		return "Most memory of the guest: a size such as 256MiB, or a number of bytes, from 64KiB to 4GiB."
	case "resources.timeout":
		return "Most time that one attempt may take, such as 30s or 1m30s. Compiling the guest doesn't count."
	case "resources.fuel":
		return "Units of wasmtime's fuel that one attempt may burn."
	case "resources.compile":
		return "Limits of compiling the guest, where the cache doesn't have its code."
	case "resources.compile.timeout":
		return "Most time that compiling may take. 2m by default."
	case "resources.compile.memory":
		return "Most memory that the compiler may take: a size from 64MiB to 1TiB. By default 1GiB and 64 times the size of the component."
	case "resources.instances":
		return "Most core instances that a run may create."
	case "resources.connections":
		return "Most connections that may be open at once."
	case "recovery.retries":
		return "Which failures to try again, and how often."
	case "recovery.retries.attempts":
		return "Number of attempts, the first one included."
	case "recovery.retries.backoff":
		return "Wait before the second attempt; it grows from then on. 200ms by default."
	case "recovery.retries.max_backoff":
		return "Longest wait between two attempts. 5s by default."
	case "recovery.retries.on":
		return "Failures after which to try again."
	case "recovery.fallback":
		return "Path of a component that runs when all attempts failed."
	case "recovery.degrade":
		return "Let an import that nobody provides trap when it is called, instead of failing at load."
	}
	return describePermissions(path)
}

func describePermissions(path string) string {
	switch path {
	case "permissions":
		return "What the guest may do. Nothing by default."
	case "permissions.fs":
		return "Access to files: one access to what the fs section names, or a list of mounts."
	case "permissions.fs[].mount":
		return "The guest's name for it: an absolute path, or a dot."
	case "permissions.fs[].from":
		return "Directory of the host, relative to the manifest or absolute; or memfs, memory that ends with the run."
	case "permissions.fs[].access":
		return "What the guest may do with the files. write is another name for read-write."
	case "permissions.fs[].exclude":
		return "Patterns of files that the guest doesn't see, as in .gitignore, without a leading !."
	case "permissions.fs[].quota", "fs.quota":
		return "Most bytes by which the guest may make files grow, or that a memfs may take (64MiB by default): a size."
	case "permissions.fs[].cache", "fs.cache":
		return "Keep what was fetched."
	case "permissions.net":
		return "Access to the network."
	case "permissions.net.connect":
		return "Endpoints that the guest may connect to: scheme://host[:port]."
	case "permissions.net.connect[].to":
		return "Endpoint: scheme://host[:port]."
	case "permissions.net.connect[].methods":
		return "HTTP methods that the guest may use."
	case "permissions.net.connect[].paths":
		return "Paths that the guest may request; * and ** stand for others."
	case "permissions.net.listen":
		return "Endpoints that the guest may listen at: tcp://address:port."
	case "permissions.net.deny":
		return "Hosts that the guest may not reach, whatever connect allows."
	}
	return describeHost(path)
}

func describeHost(path string) string {
	switch path {
	case "permissions.exec":
		return "Starting programs of the host."
	case "permissions.exec[].program":
		return "Absolute path of a program."
	case "permissions.exec[].args":
		return "First arguments that the program may get."
	case "permissions.exec[].digest":
		return "SHA-256 digest that the program's file must have."
	case "permissions.env":
		return "Variables of the host that are passed through: names, or beginnings followed by a star (APP_*)."
	case "fs":
		return "What a short permissions.fs refers to, mounted at /."
	case "fs.type":
		return "Type of file system; diskfs by default."
	case "fs.source":
		return "Directory of the host, by default that of the manifest. Not for memfs."
	}
	return ""
}
