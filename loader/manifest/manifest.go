package manifest

// Manifest is a .qyv file as it was written: every key checked, nothing
// resolved. Relative paths are relative to the directory of the file. A section
// that isn't there is the zero value of its type.
type Manifest struct {
	// Name is a DNS label: a-z, 0-9 and -, at most 63 characters.
	Name string `yaml:"name" form:"label" jsonschema:"required"`
	// Version is a semantic version without "v", or nothing.
	Version string `yaml:"version" form:"semver"`
	// Entrypoint is the path of the component, relative or absolute.
	Entrypoint string `yaml:"entrypoint" form:"component" jsonschema:"required"`
	// Digest is "sha256:" and 64 hexadecimal digits in lower case, or nothing.
	Digest string `yaml:"digest" form:"digest"`
	// Runtime is RuntimeWASI.
	Runtime Runtime `yaml:"runtime" jsonschema:"required"`
	// Type is nothing when the component's exports are to decide.
	Type Type `yaml:"type"`
	// Features are those of WebAssembly that are off unless a manifest asks for them.
	Features []WasmFeature `yaml:"features"`
	// Language is what the component was written in; it has no effect.
	Language string `yaml:"language" form:"word"`
	// Args are the guest's arguments after its own name.
	Args []Template `yaml:"args"`
	// Env are the guest's own variables, in the order of the file.
	Env EnvVars `yaml:"env"`
	// Permissions is what the guest may do. The zero value grants nothing.
	Permissions Permissions `yaml:"permissions"`
	// FS is what a short Permissions.FS refers to; nil means the directory of
	// the manifest.
	FS *FS `yaml:"fs"`
	// Resources limits a run.
	Resources Resources `yaml:"resources"`
	// Recovery is what to do when a run fails.
	Recovery Recovery `yaml:"recovery"`

	// Path is the file as the caller named it: Options.Path.
	Path string `yaml:"-"`
	// Warnings are in the order of the text.
	Warnings []*Warning `yaml:"-"`

	spots []spot
	src   *source
}

// Runtime is what the component expects of its host.
type Runtime string

// RuntimeWASI is WASI 0.2, or preview 1 for a core module.
const RuntimeWASI Runtime = "wasi"

// Choices returns the values that the format has.
func (Runtime) Choices() []string { return []string{string(RuntimeWASI)} }

// WasmFeature is a part of WebAssembly that the engine has off by default: most guests do
// without, and what isn't there can't be at fault.
type WasmFeature string

// The features.
const (
	// FeatureMemory64: 64-bit memories and tables.
	FeatureMemory64 WasmFeature = "memory64"
	// FeatureExceptions: exception handling.
	FeatureExceptions WasmFeature = "exceptions"
	// FeatureGC: garbage-collected types, and typed function references.
	FeatureGC WasmFeature = "gc"
)

// Choices returns the values that the format has.
func (WasmFeature) Choices() []string {
	return []string{string(FeatureMemory64), string(FeatureExceptions), string(FeatureGC)}
}

// Type is how the component is used.
type Type string

// The types of components.
const (
	// TypeCommand runs once and ends.
	TypeCommand Type = "command"
	// TypeCLI is another name for TypeCommand.
	TypeCLI Type = "cli"
	// TypeService answers requests until it is stopped.
	TypeService Type = "service"
)

// Choices returns the values that the format has.
func (Type) Choices() []string {
	return []string{string(TypeCommand), string(TypeCLI), string(TypeService)}
}
