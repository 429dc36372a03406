package policy

// Access is what a guest wants to do with a file.
type Access uint8

// The kinds of access.
const (
	Read   Access = iota // open to read, list, describe
	Change               // anything that changes a file, a directory or their times
)

// String is "read" or "change".
func (a Access) String() string {
	if a.Changes() {
		return "change"
	}
	return "read"
}

// Changes tells whether something would be changed.
func (a Access) Changes() bool { return a == Change }

// Files are the rules about files.
type Files struct {
	Mounts []Mount
}

// Mount is one rule about files: a place in the guest's tree.
type Mount struct {
	Path    string   // the guest's: absolute, clean, or "." for "/"
	From    string   // as the manifest has it: a directory, or memfs
	Write   bool     // it may be changed
	Exclude []string // patterns of what is not there
}

// Excludes tells whether any rule excludes something.
func (f *Files) Excludes() bool {
	for _, m := range f.Mounts {
		if len(m.Exclude) > 0 {
			return true
		}
	}
	return false
}

// Decide tells whether a guest may use a file, by its absolute path.
func (f *Files) Decide(access Access, path string) Decision {
	return Decision{} // TODO: the rules
}
