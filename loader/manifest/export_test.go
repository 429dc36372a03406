package manifest

// FileError is what ReadFile makes of an error of the file system.
func FileError(path string, err error) error { return fileError(path, err) }
