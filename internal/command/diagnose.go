package command

import (
	"errors"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// diagnosis is what validate prints as data. The comments of these types are the
// descriptions of the schema.
type diagnosis struct {
	// Valid tells that every file can be used.
	Valid bool `json:"valid"`
	// ExitCode is that of the command.
	ExitCode int `json:"exit_code"`
	// Files are in the order of the command line.
	Files []checkedFile `json:"files"`
}

// checkedFile is what was found in one file.
type checkedFile struct {
	// Path is as the command line has it.
	Path string `json:"path"`
	// Valid tells that no diagnostic is an error.
	Valid bool `json:"valid"`
	// Diagnostics are warnings and errors, each in the order of the text.
	Diagnostics []diagnostic `json:"diagnostics"`
}

// diagnostic is one thing that is wrong or doubtful.
type diagnostic struct {
	// Path is the file's, as the command line has it.
	Path string `json:"path"`
	// Line counts from 1; absent where all of the file is meant.
	Line int `json:"line,omitempty"`
	// Column counts characters (Unicode code points) from 1; absent without a line.
	Column int `json:"column,omitempty"`
	// EndColumn is the column after the last character that is meant, on the same
	// line; absent without a line.
	EndColumn int `json:"end_column,omitempty"`
	// Severity is error or warning.
	Severity string `json:"severity"`
	// Kind is the same in every language.
	Kind string `json:"kind"`
	// Message is in the language of the messages; it may have several lines.
	Message string `json:"message"`
	// Hint is what can be done about it.
	Hint string `json:"hint,omitempty"`
}

// The severities, and the kind of warnings of manifests.
const (
	severityError   = "error"
	severityWarning = "warning"
	kindDoubtful    = "doubtful"
)

// diagnose checks every file, and prints what is wrong as data.
func diagnose(paths []string, check check, ui *ui, format string) error {
	d := diagnosis{Files: make([]checkedFile, 0, len(paths))}
	var failed error
	for _, path := range paths {
		f := checkedFile{Path: path, Diagnostics: []diagnostic{}}
		err := check(path, func(w *manifest.Warning) {
			f.add(placed(&w.Notice, ui.lang), severityWarning, warningKind(w))
		})
		f.fail(err, ui.lang)
		f.Valid = err == nil
		failed = errors.Join(failed, err)
		d.Files = append(d.Files, f)
	}
	d.Valid, d.ExitCode = failed == nil, exitCode(failed)
	return reported(failed, printData(ui, format, d))
}

// add keeps a diagnostic of this file.
func (f *checkedFile) add(d diagnostic, severity, kind string) {
	d.Path, d.Severity, d.Kind = f.Path, severity, kind
	f.Diagnostics = append(f.Diagnostics, d)
}

// fail keeps an error, or all of several.
func (f *checkedFile) fail(err error, lang message.Lang) {
	var (
		list  manifest.Errors
		lacks *needsError
	)
	switch {
	case err == nil:
	case errors.As(err, &list):
		for _, e := range list {
			f.add(placed(&e.Notice, lang), severityError, diagnosticKind(e))
		}
	case errors.As(err, &lacks):
		for _, n := range lacks.needs {
			f.add(diagnostic{Message: message.Name(n.Import) + ": " + n.Localize(lang)}, severityError, diagnosticKind(err))
		}
	default:
		f.add(unplaced(err, lang), severityError, diagnosticKind(err))
	}
}

// warningKind is a warning's, as diagnosticKind.
func warningKind(w *manifest.Warning) string {
	if w.Kind == "" {
		return kindDoubtful
	}
	return hyphenated(w.Kind)
}

func hyphenated(k manifest.Kind) string { return strings.ReplaceAll(string(k), " ", "-") }

// diagnosticKind is a manifest's kind of error, with hyphens as other kinds have,
// or else that of a run that would end with the error.
func diagnosticKind(err error) string {
	var (
		e     *manifest.Error
		lacks *needsError
	)
	switch {
	case errors.As(err, &e):
		return hyphenated(e.Kind)
	case errors.As(err, &lacks):
		return "link"
	}
	return kindOf(err)
}

// placed is a notice without its path, which the diagnostic has anyway.
func placed(n *manifest.Notice, lang message.Lang) diagnostic {
	d := diagnostic{Message: n.Message(lang), Hint: n.HintText.In(lang)}
	if !n.IsZero() {
		d.Line, d.Column, d.EndColumn = n.Line, n.Column, n.Column+max(n.Width, 1)
	}
	return d
}

// unplaced is an error that may hold a notice.
func unplaced(err error, lang message.Lang) diagnostic {
	var where interface {
		error
		Where() *manifest.Notice
	}
	d := diagnostic{Message: message.Of(err, lang)}
	if errors.As(err, &where) && where.Where() != nil {
		d = placed(where.Where(), lang)
	}
	d.Hint = message.HintOf(err).In(lang)
	return d
}
