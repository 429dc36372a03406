package manifest

// FSType is where the files of a guest are.
type FSType string

// The types of file systems.
const (
	// FSDisk is a directory of the host.
	FSDisk FSType = "diskfs"
	// FSMemory is memory that ends with the run.
	FSMemory FSType = "memfs"
	// FSNet is what an HTTP server has under a URL, to be read.
	FSNet FSType = "netfs"
)

// Choices returns the values that the format has.
func (FSType) Choices() []string {
	return []string{string(FSMemory), string(FSDisk), string(FSNet)}
}

// FS says what a short permissions.fs refers to. It is mounted at /.
type FS struct {
	// Type is FSDisk when the manifest doesn't say.
	Type FSType `yaml:"type"`
	// Source is a directory for diskfs, by default that of the manifest, and a
	// URL for netfs.
	Source string `yaml:"source" form:"source"`
	// Cache keeps what a netfs has fetched.
	Cache bool `yaml:"cache"`
	// Quota is as for a [Mount].
	Quota Size `yaml:"quota" jsonschema:"minimum=1,maximum=1125899906842624"`
}

// DefaultMemfsQuota is the quota of a memfs that has none of its own.
const DefaultMemfsQuota Size = 64 << 20

// Backend returns the type, FSDisk if the manifest doesn't say.
func (f *FS) Backend() FSType {
	if f == nil || f.Type == "" {
		return FSDisk
	}
	return f.Type
}

// Mount gives a guest one file system under one name.
type Mount struct {
	// Mount is the guest's name for it: an absolute path, or ".".
	Mount string `yaml:"mount" form:"mount" jsonschema:"required"`
	// From is a directory, "memfs", or an http or https URL.
	From string `yaml:"from" form:"source" jsonschema:"required"`
	// Access is never AccessNone.
	Access Access `yaml:"access" jsonschema:"required" choices:"read write read-write"`
	// Exclude has the patterns of files that the guest doesn't see: those of
	// [policy.Exclude].
	Exclude []string `yaml:"exclude" form:"pattern"`
	// Quota is by how many bytes a guest can make the files of a directory grow, or
	// how many a memfs takes of the host's memory. 0 is no limit for a directory,
	// and DefaultMemfsQuota for a memfs.
	Quota Size `yaml:"quota" jsonschema:"minimum=1,maximum=1125899906842624"`
	// Cache keeps what a netfs has fetched.
	Cache bool `yaml:"cache"`
}

// Backend returns the type of file system that From names.
func (m *Mount) Backend() FSType {
	switch {
	case m.From == string(FSMemory):
		return FSMemory
	case isWeb(m.From):
		return FSNet
	}
	return FSDisk
}
