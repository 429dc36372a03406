package manifest

import "github.com/qyvol/qyvol/internal/message"

// report collects what is wrong or doubtful, in any order.
type report struct {
	src      *source
	errors   Errors
	warnings []*Warning
	// invalid holds the paths of values that can't be relied on, so that
	// checks on them don't add wrong conclusions to right ones.
	invalid []string
}

// fail records an error at a place.
func (r *report) fail(kind Kind, at span, text, hint message.Text) {
	r.errors = append(r.errors, &Error{Kind: kind, Notice: r.notice(at, text, hint)})
}

// because gives the error that was recorded last its cause.
func (r *report) because(cause error) {
	r.errors[len(r.errors)-1].Cause = cause
}

// warn records a warning at a place.
func (r *report) warn(at span, text, hint message.Text) {
	r.warnings = append(r.warnings, &Warning{Notice: r.notice(at, text, hint)})
}

func (r *report) notice(at span, text, hint message.Text) Notice {
	return Notice{
		Path: r.src.path, Position: at.Position, Width: at.width,
		Source: r.src.line(at.Line), Text: text, HintText: hint,
	}
}

// full reports whether so much is wrong that more needn't be looked for.
func (r *report) full() bool { return len(r.errors) > MaxErrors }

// err returns what was found, in the order of the text, or nil.
func (r *report) err() error {
	if len(r.errors) == 0 {
		return nil
	}
	return r.errors.sorted().capped()
}

// trusted reports whether no value at, above or below a path is invalid.
func (r *report) trusted(path string) bool {
	for _, bad := range r.invalid {
		if under(path, bad) || under(bad, path) {
			return false
		}
	}
	return true
}
