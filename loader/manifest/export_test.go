package manifest

// FileError is what ReadFile makes of an error of the file system.
func FileError(path string, err error) error { return fileError(path, err) }

// ParseWhole reads a manifest of the whole format, with what this version can't
// enforce.
func ParseWhole(data []byte) (*Manifest, error) {
	return Parse(data, Options{whole: true})
}

// EncodeWhole is Portable without reading back, which this version would refuse.
func EncodeWhole(m *Manifest, files Files) ([]byte, error) { return m.encode(files) }

// Sent is what a manifest and its portable form have in common.
func Sent(m *Manifest, files Files) *Manifest {
	sent := *m
	sent.Entrypoint, sent.Digest, sent.Recovery.Fallback = files.Entrypoint, files.Digest, files.Fallback
	sent.Path, sent.Warnings, sent.spots, sent.src = "", nil, nil, nil
	return &sent
}

// IsForbidden holds for the characters that a manifest can't have raw.
func IsForbidden(r rune) bool { return isForbidden(r) }

// Marks returns the text that [Parse] has read as YAML and how many marks it counts
// before, and false for what it refuses without.
func Marks(data []byte) (text string, n int, fine bool) {
	src, err := decodeText(data, "")
	if err != nil || !src.directive().IsZero() {
		return "", 0, false
	}
	l := lexer{text: src.text, key: -1}
	l.run()
	return l.text, l.count, true
}
