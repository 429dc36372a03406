package codecache

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// UnsafeReason is why a cache directory can't be trusted.
type UnsafeReason uint8

// Reasons not to trust a directory.
const (
	// UnsafeLink: it is a symbolic link.
	UnsafeLink UnsafeReason = iota + 1
	// UnsafeFile: it is not a directory.
	UnsafeFile
	// UnsafeOwner: it belongs to another user.
	UnsafeOwner
	// UnsafeMode: its group or everybody may write to it.
	UnsafeMode
)

// UnsafeDirError says that the cache directory was not used, because somebody
// other than this user could choose the machine code that is in it.
type UnsafeDirError struct {
	Dir string
	Why UnsafeReason
}

// Words are what the error says.
func (e *UnsafeDirError) Words() message.Text {
	return message.CacheUnsafeDir.With(e.Dir, e.why().With())
}

func (e *UnsafeDirError) why() *message.Template {
	switch e.Why {
	case UnsafeLink:
		return &message.CacheUnsafeLink
	case UnsafeFile:
		return &message.CacheUnsafeFile
	case UnsafeOwner:
		return &message.CacheUnsafeOwner
	case UnsafeMode:
	}
	return &message.CacheUnsafeMode
}

// Error is in English.
func (e *UnsafeDirError) Error() string { return e.Words().String() }

// Hint says how to make the directory safe, or to use another.
func (e *UnsafeDirError) Hint() message.Text {
	if e.Why == UnsafeMode {
		return message.CacheHintMode.With(e.Dir)
	}
	return message.CacheHintDir.With()
}

// ExposedError says that the cache in Dir was not used, because the guest may write to the
// directory By, in which it is, or which is in it.
type ExposedError struct{ Dir, By string }

// Words are what the error says.
func (e *ExposedError) Words() message.Text { return message.CacheExposed.With(e.Dir, e.By) }

// Error is in English.
func (e *ExposedError) Error() string { return e.Words().String() }

// Hint says how to have the cache elsewhere.
func (e *ExposedError) Hint() message.Text { return message.CacheExposedHint.With() }

// WriteError says that compiled code could not be kept. The disk may be
// full, the directory not writable.
type WriteError struct {
	Dir string
	// Err is the operating system's reason.
	Err error
}

// Words are what the error says.
func (e *WriteError) Words() message.Text {
	return message.CacheWrite.With(e.Dir, message.Reason(e.Err))
}

// Error is in English.
func (e *WriteError) Error() string { return e.Words().String() }

// Unwrap returns the operating system's reason.
func (e *WriteError) Unwrap() error { return e.Err }

// Hint depends on the reason.
func (e *WriteError) Hint() message.Text {
	switch {
	case errors.Is(e.Err, syscall.ENOSPC):
		return message.CacheHintSpace.With()
	case errors.Is(e.Err, fs.ErrPermission), errors.Is(e.Err, syscall.EROFS):
		return message.CacheHintDir.With()
	}
	return message.Text{}
}

// EntryError says that an entry was not what had been stored. It was not
// run; the component was compiled again.
type EntryError struct {
	// Path is the file with the code.
	Path string
	// Err says what was wrong, nil if its content did not match its digest.
	Err error
}

// Words are what the error says.
func (e *EntryError) Words() message.Text {
	if e.Err != nil {
		return message.CacheEntryUnusable.With(e.Path, message.Reason(e.Err))
	}
	return message.CacheEntryDamaged.With(e.Path)
}

// Error is in English.
func (e *EntryError) Error() string { return e.Words().String() }

// Unwrap returns what was wrong.
func (e *EntryError) Unwrap() error { return e.Err }

// ConfigError says that the cache has no directory or no valid limit, and
// is therefore not used.
type ConfigError struct {
	// Name and Value are the setting that is wrong; both are empty when no
	// directory could be found.
	Name, Value string
	// Err is the reason.
	Err error
}

// Words are what the error says.
func (e *ConfigError) Words() message.Text {
	switch {
	case e.Name == DirVariable:
		return message.CacheBadDir.With(e.Name, message.Name(e.Value))
	case e.Name != "":
		return message.CacheBadSize.With(e.Name, e.Value)
	}
	return message.CacheNoDir.With(e.Err)
}

// Error is in English.
func (e *ConfigError) Error() string { return e.Words().String() }

// Unwrap returns the reason.
func (e *ConfigError) Unwrap() error { return e.Err }

// homeError is what the system says about a user without a directory of caches, in
// both languages.
type homeError struct {
	text message.Text
	err  error
}

func newHomeError(err error) error {
	text := message.CacheNoHome.With()
	switch {
	case runtime.GOOS == "windows":
		text = message.CacheUnset.With("%LocalAppData%")
	case runtime.GOOS == "darwin":
		text = message.CacheUnset.With("$HOME")
	case os.Getenv("XDG_CACHE_HOME") != "":
		text = message.CacheRelative.With("$XDG_CACHE_HOME")
	}
	return &homeError{text, err}
}

// Error is in English.
func (e *homeError) Error() string { return e.text.String() }

// Unwrap returns the system's error.
func (e *homeError) Unwrap() error { return e.err }

// Words are what the error says.
func (e *homeError) Words() message.Text { return e.text }

// Hint says what to set.
func (e *ConfigError) Hint() message.Text {
	switch e.Name {
	case "":
		return message.CacheHintDir.With()
	case DirVariable:
		return message.Unexpanded(e.Value)
	}
	return message.CacheHintSize.With()
}

// LimitError says that compiled code was not kept because it alone is
// larger than the cache may be.
type LimitError struct {
	// Size and Limit are in bytes.
	Size, Limit int64
}

// Words are what the error says.
func (e *LimitError) Words() message.Text {
	return message.CacheLimit.With(units.BytesSize(float64(e.Size)), units.BytesSize(float64(e.Limit)))
}

// Error is in English.
func (e *LimitError) Error() string { return e.Words().String() }

// Hint says what to set.
func (e *LimitError) Hint() message.Text { return message.CacheHintSize.With() }

// ReadOnlyError says that root's cache, which this user may only read, did not have
// the code, so that it was compiled for one run.
type ReadOnlyError struct {
	// Dir is the cache's root directory.
	Dir string
	// Closed says that this user may not even read it.
	Closed bool
}

// Words are what the error says.
func (e *ReadOnlyError) Words() message.Text {
	if e.Closed {
		return message.CacheClosed.With(e.Dir)
	}
	return message.CacheLent.With(e.Dir)
}

// Error is in English.
func (e *ReadOnlyError) Error() string { return e.Words().String() }

// Hint says what root can do.
func (e *ReadOnlyError) Hint() message.Text {
	if e.Closed {
		return message.CacheHintClosed.With(e.Dir)
	}
	return message.CacheHintLent.With()
}

// asWarning makes a typed error of whatever kept the cache from being read or written.
func asWarning(root string, err error) error {
	var unsafe *UnsafeDirError
	if errors.As(err, &unsafe) {
		return unsafe
	}
	return &WriteError{Dir: root, Err: err}
}
