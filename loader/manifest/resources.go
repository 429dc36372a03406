package manifest

import "time"

// Resources limits a run. A zero field is no limit of the manifest's.
type Resources struct {
	// Memory is the most that all linear memories of the guest may have
	// together: from one page of WebAssembly (64 KiB) to 4 GiB, which is all
	// that a 32-bit memory can declare.
	Memory Size `yaml:"memory" jsonschema:"minimum=65536,maximum=4294967296"`
	// Timeout is the most that one attempt may take, from the instantiation of its
	// guest on.
	Timeout time.Duration `yaml:"timeout"`
	// Fuel is the number of units of wasmtime's fuel that one attempt may burn.
	Fuel uint64 `yaml:"fuel" jsonschema:"minimum=1"`
	// Compile limits compiling the guest, where the cache doesn't have it.
	Compile Compile `yaml:"compile"`
	// Instances is the most core instances that one run may create.
	Instances int `yaml:"instances" jsonschema:"minimum=1,maximum=100000"`
	// Connections is the most connections that may be open at once.
	Connections int `yaml:"connections" jsonschema:"minimum=1,maximum=65535"`
}

// Compile limits the compiling of a guest. A zero field is the default.
type Compile struct {
	// Timeout is the most time that it may take.
	Timeout time.Duration `yaml:"timeout"`
	// Memory is the most memory that the compiler may take: from 64 MiB to 1 TiB.
	Memory Size `yaml:"memory" jsonschema:"minimum=67108864,maximum=1099511627776"`
}
