package loader

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// AddressError says that what should name a file is an address, such as a URL,
// which this version can't load. It matches [fs.ErrNotExist].
type AddressError struct {
	Path  string
	what  message.Text // that is not available
	hint  message.Text
	place *manifest.Notice // where a manifest names it
}

// Words are what the error says.
func (e *AddressError) Words() message.Text {
	if e.place != nil {
		return message.Saying(e.place)
	}
	return message.LoaderAddress.With(e.Path, e.what)
}

// Where is where a manifest names the address, nil where none does.
func (e *AddressError) Where() *manifest.Notice { return e.place }

// Error is in English.
func (e *AddressError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *AddressError) Unwrap() []error { return []error{ErrWasmNotFound, fs.ErrNotExist} }

// Hint says what to do instead.
func (e *AddressError) Hint() message.Text { return e.hint }

// addressError tells an address from a path, where there is no such file. Its
// scheme may be followed by one slash, as after a cleaned path.
func addressError(path string) *AddressError {
	unavailable := func(what *message.Template) *AddressError {
		return &AddressError{Path: path, what: message.ManifestUnavailable.With(what.With()), hint: message.ManifestInsteadFile.With()}
	}
	if strings.HasPrefix(path, "git@") {
		return unavailable(&message.LoaderNoGit)
	}
	if isRegistry(path) {
		return unavailable(&message.ManifestNoOCI)
	}
	scheme, rest, ok := strings.Cut(path, ":/")
	if !ok || len(scheme) < 2 || strings.ContainsAny(scheme, `./\ `) { // C:/ is a drive
		return nil
	}
	switch scheme = strings.ToLower(scheme); scheme {
	case "http", "https":
		return unavailable(&message.ManifestNoRemote)
	case "oci", "docker":
		return unavailable(&message.ManifestNoOCI)
	case "git", "ssh", "git+ssh", "git+https":
		return unavailable(&message.LoaderNoGit)
	case "file":
		return &AddressError{Path: path, what: message.LoaderFileURL.With(), hint: message.LoaderHintFileURL.With("/" + strings.TrimLeft(rest, "/"))}
	}
	if strings.HasPrefix(rest, "/") {
		return &AddressError{Path: path, what: message.ManifestUnknownScheme.With(scheme), hint: message.ManifestInsteadFile.With()}
	}
	return nil
}

// isRegistry tells a reference to what a registry has, as docker and others write it:
// HOST/NAME:TAG, HOST/NAME@DIGEST or, of the best-known hosts, HOST/NAME.
func isRegistry(path string) bool {
	host, rest, ok := strings.Cut(path, "/")
	if !ok || rest == "" {
		return false
	}
	name, port, ported := strings.Cut(host, ":")
	ported = ported && port != "" && strings.Trim(port, "0123456789") == "" && len(name) > 1 // C:/ is a drive
	if !ported && !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(name, `:\ `) {
		return false
	}
	switch strings.ToLower(filepath.Ext(rest)) {
	case ".wasm", ".wat", manifestExt:
		return false
	}
	last := rest[strings.LastIndex(rest, "/")+1:]
	switch strings.ToLower(host) {
	case "ghcr.io", "docker.io", "quay.io", "gcr.io", "registry.gitlab.com", "public.ecr.aws", "mcr.microsoft.com":
		return true
	}
	return strings.Contains(last, ":") || strings.Contains(last, "@sha256:")
}

// ManifestError says of a manifest that could not be read, if it is an address,
// that it is one; other errors it returns as they are.
func ManifestError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		if e := addressError(path); e != nil {
			return e
		}
	}
	return err
}
