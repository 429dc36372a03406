package deploy

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Part is a part of a deployment.
type Part string

// The parts.
const (
	PartComponent Part = "component"
	PartFallback  Part = "fallback"
)

// part is one thing to send.
type part struct {
	kind          Part
	unit          *loader.Unit
	name, version string
	manifest      []byte // JSON; the component's alone
	fallback      string // the digest of its fallback, or ""
	key           string // the idempotency key
}

// partsOf lists what to send, the component last: who stores one body under one
// name keeps that.
func partsOf(unit *loader.Unit) ([]part, error) {
	component := part{kind: PartComponent, unit: unit, key: newKey()}
	files := manifest.Files{Entrypoint: fileName("component", unit), Digest: unit.Digest()}
	var parts []part
	if unit.HasFallback() {
		f, err := unit.Fallback()
		if err != nil {
			return nil, err
		}
		files.Fallback, component.fallback = fileName("fallback", f), f.Digest()
		parts = append(parts, part{kind: PartFallback, unit: f, key: newKey()})
	}
	m := unit.Manifest()
	if m == nil {
		name, err := labelOf(unit.Name())
		if err != nil {
			return nil, err
		}
		m = &manifest.Manifest{Name: name, Runtime: manifest.RuntimeWASI}
	}
	var err error
	if component.manifest, err = m.Portable(files); err != nil {
		return nil, err
	}
	parts = append(parts, component)
	for i := range parts {
		parts[i].name, parts[i].version = m.Name, m.Version
	}
	return parts, nil
}

// fileName is what a portable manifest calls a part, so that it tells nothing of
// this machine's directories.
func fileName(kind string, unit *loader.Unit) string {
	if unit.Format() == loader.FormatText {
		return kind + ".wat"
	}
	return kind + ".wasm"
}

// labelOf makes a name for a component that has no manifest of the name of its
// file: a DNS label.
func labelOf(file string) (string, error) {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSuffix(file, ".component")) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == maxLabel {
			break
		}
	}
	label := strings.Trim(b.String(), "-")
	if label == "" {
		return "", &NameError{wording{message.DeployNoName.With(message.Name(file)), message.DeployNoNameHint.With()}, file}
	}
	return label, nil
}

const maxLabel = 63

// NameError is a file whose name makes none for a deployment.
type NameError struct {
	wording
	File string
}

// newKey makes an idempotency key that nobody else has.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
