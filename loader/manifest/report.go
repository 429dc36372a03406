package manifest

import "github.com/qyvol/qyvol/message"

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
func (r *report) fail(kind Kind, at span, text, hint message.Text) *Error {
	e := &Error{Kind: kind, Notice: r.notice(at, text, hint)}
	r.errors = append(r.errors, e)
	return e
}

// warn records a warning at a place.
func (r *report) warn(at span, text, hint message.Text) {
	r.warnings = append(r.warnings, &Warning{r.notice(at, text, hint)})
}

func (r *report) notice(at span, text, hint message.Text) Notice {
	return Notice{
		Path: r.src.path, Position: at.Position, Width: at.width,
		Source: r.src.line(at.Line), Text: text, HintText: hint,
	}
}

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
