package loader

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"github.com/qyvol/qyvol/internal/message"
)

// The errors in this file never stop a run: they come as
// [LoadInfo].Warnings, and the guest runs without the cache's help.

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

func (e *UnsafeDirError) text() message.Text {
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
func (e *UnsafeDirError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *UnsafeDirError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint says how to make the directory safe, or to use another.
func (e *UnsafeDirError) Hint() message.Text {
	if e.Why == UnsafeMode {
		return message.CacheHintMode.With(e.Dir)
	}
	return message.CacheHintDir.With()
}

// CacheWriteError says that compiled code could not be kept. The disk may be
// full, the directory not writable.
type CacheWriteError struct {
	Dir string
	// Err is the operating system's reason.
	Err error
}

func (e *CacheWriteError) text() message.Text {
	return message.CacheWrite.With(e.Dir, reason(e.Err))
}

// Error is in English.
func (e *CacheWriteError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *CacheWriteError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Unwrap returns the operating system's reason.
func (e *CacheWriteError) Unwrap() error { return e.Err }

// Hint depends on the reason.
func (e *CacheWriteError) Hint() message.Text {
	switch {
	case errors.Is(e.Err, syscall.ENOSPC):
		return message.CacheHintSpace.With()
	case errors.Is(e.Err, fs.ErrPermission), errors.Is(e.Err, syscall.EROFS):
		return message.CacheHintDir.With()
	}
	return message.Text{}
}

// CacheEntryError says that an entry was not what had been stored. It was not
// run; the component was compiled again.
type CacheEntryError struct {
	// Path is the file with the code.
	Path string
	// Err says what was wrong, nil if its content did not match its digest.
	Err error
}

func (e *CacheEntryError) text() message.Text {
	if e.Err != nil {
		return message.CacheEntryUnusable.With(e.Path, reason(e.Err))
	}
	return message.CacheEntryDamaged.With(e.Path)
}

// Error is in English.
func (e *CacheEntryError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *CacheEntryError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Unwrap returns what was wrong.
func (e *CacheEntryError) Unwrap() error { return e.Err }

// CacheConfigError says that the cache has no directory or no valid limit, and
// is therefore not used.
type CacheConfigError struct {
	// Name and Value are the setting that is wrong; both are empty when no
	// directory could be found.
	Name, Value string
	// Err is the reason.
	Err error
}

func (e *CacheConfigError) text() message.Text {
	switch {
	case e.Name == CacheDirVariable:
		return message.CacheBadDir.With(e.Name, message.Name(e.Value))
	case e.Name != "":
		return message.CacheBadSize.With(e.Name, e.Value)
	}
	return message.CacheNoDir.With(e.Err)
}

// Error is in English.
func (e *CacheConfigError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *CacheConfigError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Unwrap returns the reason.
func (e *CacheConfigError) Unwrap() error { return e.Err }

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

// Localize implements [message.Localizer].
func (e *homeError) Localize(lang message.Lang) string { return e.text.In(lang) }

// Hint says what to set.
func (e *CacheConfigError) Hint() message.Text {
	switch e.Name {
	case "":
		return message.CacheHintDir.With()
	case CacheDirVariable:
		return message.Unexpanded(e.Value)
	}
	return message.CacheHintSize.With()
}

// CacheLimitError says that compiled code was not kept because it alone is
// larger than the cache may be.
type CacheLimitError struct {
	// Size and Limit are in bytes.
	Size, Limit int64
}

func (e *CacheLimitError) text() message.Text {
	return message.CacheLimit.With(bytesText(e.Size), bytesText(e.Limit))
}

// Error is in English.
func (e *CacheLimitError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *CacheLimitError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint says what to set.
func (e *CacheLimitError) Hint() message.Text { return message.CacheHintSize.With() }

// CacheLentError says that root's cache, which this user may only read, did not have
// the code, so that it was compiled for one run.
type CacheLentError struct {
	// Dir is the cache's root directory.
	Dir string
	// Closed says that this user may not even read it.
	Closed bool
}

func (e *CacheLentError) text() message.Text {
	if e.Closed {
		return message.CacheClosed.With(e.Dir)
	}
	return message.CacheLent.With(e.Dir)
}

// Error is in English.
func (e *CacheLentError) Error() string { return e.text().String() }

// Localize implements [message.Localizer].
func (e *CacheLentError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint says what root can do.
func (e *CacheLentError) Hint() message.Text {
	if e.Closed {
		return message.CacheHintClosed.With(e.Dir)
	}
	return message.CacheHintLent.With()
}
