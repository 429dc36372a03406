package command

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// reporter writes the result where the user wants it, once.
type reporter struct {
	ui      *ui
	path    string // as the command line has it
	format  data.Format
	to      *sink  // nil: standard error, or later
	later   string // the file that is opened only when the guest is known; empty: none
	allow   wasi.Allow
	started time.Time
	once    sync.Once
	opening sync.Mutex // a signal may have the result written while the guest is loaded
	decides error      // how the command ends, once the result is written

	mu       sync.Mutex
	warnings []string
}

// newReporter reads in which format the result is wanted.
func newReporter(l *Line, ui *ui, path string) (*reporter, error) {
	format, err := l.Choice(runFormat)
	if err != nil {
		return nil, err
	}
	if file := l.Value(resultFlag); file != "" && format == "text" {
		format = string(formatByName(file))
	}
	return &reporter{ui: ui, path: path, format: data.Format(format), started: time.Now(), allow: allowOf(l)}, nil
}

// checkSink looks at the result's path, or again, when the directories are known that a guest
// which came from a stream may write to. Where the path leads through a link in one of them,
// nothing is written there.
func (r *reporter) checkSink(unit *loader.Unit) error {
	r.opening.Lock()
	defer r.opening.Unlock()
	within := writableOf(wasi.Request{Manifest: unit.Manifest(), BaseDir: unit.BaseDir(), Allow: r.allow})
	if path := r.later; path != "" {
		err := r.openSink(path, within)
		var link *wasi.LinkError
		if err != nil && !errors.As(err, &link) {
			r.format = "text" // the error is all that there is to say
		}
		return err
	}
	if r.to == nil {
		return nil
	}
	err := r.to.astray(within)
	if err == nil {
		return nil
	}
	path := r.to.given
	r.to = nil
	return &resultFileError{path, err}
}

// openSink opens the result's file.
func (r *reporter) openSink(path string, within *vfs.Writable) error {
	r.later = ""
	to, err := openSink(path, r.format == data.Lines, within)
	if err != nil {
		return &resultFileError{path, message.Reason(err)}
	}
	r.to = to
	return nil
}

// openReport opens what the result goes to, before a guest could do something whose
// result would be lost. If the guest comes from a stream, that is done when it is known.
func openReport(l *Line, ui *ui, path string) (*reporter, error) {
	r, err := newReporter(l, ui, path)
	if err != nil || !r.wanted() {
		return r, err
	}
	ui.watch.listen() // a signal is not to end the run without its result
	if file := l.Value(resultFlag); file != "" {
		if loader.IsInput(path) {
			r.later = file
		} else if err = r.openSink(file, writableBy(l, path)); err != nil {
			return nil, err
		}
	} else if !l.IsSet(logLevelFlag) {
		ui.log = slog.New(slog.DiscardHandler) // the attempts are in the result
	}
	ui.atEnd(func(err error) error { return r.write(runner.Result{}, atRun(err)) })
	return r, nil
}

// formatByName tells what a file holds by its name.
func formatByName(file string) data.Format {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".yaml", ".yml":
		return data.YAML
	case ".jsonl", ".ndjson":
		return data.Lines
	default:
		return data.JSON
	}
}

// wanted tells whether the result is asked for as data.
func (r *reporter) wanted() bool { return r.format != "text" }

// onStderr tells whether standard error is for data.
func (r *reporter) onStderr() bool { return r.wanted() && r.to == nil && r.later == "" }

// warn keeps a warning for the result, and says it where that leaves the data
// alone.
func (r *reporter) warn(t message.Text) {
	r.mu.Lock()
	r.warnings = append(r.warnings, t.In(r.ui.lang))
	r.mu.Unlock()
	if !r.onStderr() {
		r.ui.warn(t)
	}
}

// write writes the result, once, and returns the error that decides the exit code: that
// of the result, whoever else had another to write.
func (r *reporter) write(res runner.Result, err error) error {
	if !r.wanted() {
		return err
	}
	r.once.Do(func() {
		r.opening.Lock()
		defer r.opening.Unlock()
		document, encodeErr := data.Encode(r.result(res, err), r.format)
		switch {
		case encodeErr != nil:
			r.decides = encodeErr
		case r.onStderr():
			r.decides = reported(err, r.say(document))
		default:
			r.decides = r.save(document, err)
		}
	})
	return r.decides
}

// say writes the result to standard error.
func (r *reporter) say(document []byte) error {
	if _, err := r.ui.err.Write(document); err != nil {
		return &resultFileError{os.Stderr.Name(), message.Reason(err)}
	}
	return nil
}

// save writes the result to its file. If that fails after all, as on a full disk, it
// is not lost: standard error has it.
func (r *reporter) save(document []byte, err error) error {
	unsaved := r.keep(document)
	if unsaved == nil {
		return err
	}
	defer r.ui.err.Write(document) //nolint:errcheck // nothing is left to try
	if err == nil {
		return unsaved
	}
	r.ui.warn(message.SayingError(unsaved))
	return err
}

// keep opens the file, if no guest became known, and writes to it.
func (r *reporter) keep(document []byte) error {
	if r.later != "" {
		if err := r.openSink(r.later, writableOf(wasi.Request{Allow: r.allow})); err != nil {
			return err
		}
	}
	if err := r.to.write(document); err != nil {
		return &resultFileError{r.to.path, message.Reason(err)}
	}
	return nil
}

// reportedError is an error that the result tells already.
type reportedError struct{ error }

func (e reportedError) Unwrap() error { return e.error }

// reported keeps the ui from saying an error that was written as data.
func reported(err, writeErr error) error {
	if err == nil {
		return writeErr
	}
	return reportedError{err}
}

// resultFileError is a result that could not be kept.
type resultFileError struct {
	path string
	err  error
}

// Error is in English.
func (e *resultFileError) Error() string { return e.Words().String() }

// Unwrap returns the system's error.
func (e *resultFileError) Unwrap() error { return e.err }

// Words are what the error says.
func (e *resultFileError) Words() message.Text { return message.CmdResultNotSaved.With(e.path, e.err) }

// Hint tells a path that a shell was meant to change, and what to do about a guest's link.
func (e *resultFileError) Hint() message.Text {
	var link *wasi.LinkError
	switch {
	case errors.As(e.err, &link):
		return message.CmdResultLinkHint.With()
	case errors.Is(e.err, fs.ErrNotExist):
		return message.Unexpanded(e.path)
	}
	return message.Text{}
}
