package program

import (
	"errors"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// LinkError is an import that nothing provides, or of which something is missing.
type LinkError struct {
	Path   string
	Import string
	// Item is what is missing of an instance that is there: "[method]item.price".
	Item string
	// Near is what there is of that instance, if that was probably meant: "item.price".
	Near string
	Err  error
}

// ErrorKind is for KindOf.
func (e *LinkError) ErrorKind() Kind { return KindLink }

// Words are what the error says.
func (e *LinkError) Words() message.Text {
	switch {
	case e.Item == "":
		return message.RunnerLink.With(e.Path, message.Name(e.Import))
	case e.Near == "":
		return message.RunnerLinkItem.With(e.Path, message.Name(e.Item), message.Name(e.Import))
	default:
		return message.RunnerLinkNear.With(e.Path, message.Name(e.Item), message.Name(e.Import), message.Name(e.Near))
	}
}

// Unwrap returns the engine's error.
func (e *LinkError) Unwrap() error { return e.Err }

// Error is in English.
func (e *LinkError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *LinkError) Hint() message.Text {
	if strings.HasPrefix(e.Import, "wasi_unstable::") {
		return message.RunnerLinkUnstableHint.With()
	}
	if strings.Contains(e.Import, "-rc-") || strings.Contains(e.Import, "@0.3") {
		return message.RunnerLinkVersionHint.With()
	}
	if e.Item != "" && strings.HasPrefix(e.Import, "wasi:") {
		return message.RunnerLinkWASIHint.With()
	}
	if e.Item != "" {
		return message.RunnerLinkItemHint.With()
	}
	return message.RunnerLinkHint.With()
}

// ImportTypeError is an import whose type is not that of what there is.
type ImportTypeError struct {
	Path string
	Err  *engine.ImportTypeError
}

// ErrorKind is for KindOf.
func (e *ImportTypeError) ErrorKind() Kind { return KindLink }

// Words are what the error says.
func (e *ImportTypeError) Words() message.Text {
	name, has, wants := message.Name(e.Err.Import), message.Line(e.Err.Has), message.Line(e.Err.Wants)
	switch {
	case e.Err.Reason != "":
		return message.RunnerImportTypeOther.With(e.Path, name, message.Said(e.Err.Reason))
	case has == "":
		return message.RunnerImportTypeShort.With(e.Path, name, wants)
	default:
		return message.RunnerImportType.With(e.Path, name, has, wants)
	}
}

// Unwrap returns the engine's error.
func (e *ImportTypeError) Unwrap() error { return e.Err }

// Error is in English.
func (e *ImportTypeError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *ImportTypeError) Hint() message.Text {
	if strings.HasPrefix(e.Err.Import, "wasi:") {
		return message.RunnerImportTypeHint.With()
	}
	return message.Text{}
}

// PermissionDeniedError is an import that this runtime knows, and the manifest
// does not grant.
type PermissionDeniedError struct {
	Path   string
	Import string
	Rule   string // the key of the manifest that is about it
	Err    error
}

// ErrorKind is for KindOf.
func (e *PermissionDeniedError) ErrorKind() Kind { return KindPermission }

// Words are what the error says.
func (e *PermissionDeniedError) Words() message.Text {
	return message.RunnerPermission.With(message.Name(e.Import), e.Rule)
}

// Unwrap returns the engine's error.
func (e *PermissionDeniedError) Unwrap() error { return e.Err }

// Error is in English.
func (e *PermissionDeniedError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *PermissionDeniedError) Hint() message.Text { return message.RunnerPermissionHint.With() }

// netRule is the key of the manifest that is about networks.
const netRule = "permissions.net"

func isWithheld(name string) bool { return strings.HasPrefix(name, "wasi:http/") }

// linkError tells what is not granted from what nobody has.
func linkError(e *engine.LinkError, where place) error {
	if isWithheld(e.Import) {
		return &PermissionDeniedError{Path: where.path, Import: e.Import, Rule: netRule, Err: e}
	}
	return &LinkError{Path: where.path, Import: e.Import, Item: e.Item, Near: nearItem(e), Err: e}
}

// nearItem is what there is in place of what is missing, if it was probably meant: it
// has the same name as another kind of function, or almost the same.
func nearItem(e *engine.LinkError) string {
	meant := bareItem(e.Item)
	bare := make([]string, len(e.Defined))
	for i, name := range e.Defined {
		bare[i] = bareItem(name)
	}
	at := slices.Index(bare, meant)
	if at < 0 {
		at = slices.Index(bare, manifest.Nearest(meant, bare))
	}
	if at < 0 {
		return ""
	}
	return e.Defined[at]
}

// bareItem is a name without what it says of the kind of function: "[method]".
func bareItem(name string) string {
	if _, bare, ok := strings.Cut(name, "]"); ok && strings.HasPrefix(name, "[") {
		return bare
	}
	return name
}

// InstantiateError is any other failure to make an instance.
type InstantiateError struct {
	Path string
	Err  error
}

// ErrorKind is for KindOf.
func (e *InstantiateError) ErrorKind() Kind { return KindLoad }

// Words are what the error says.
func (e *InstantiateError) Words() message.Text {
	if errors.Is(e.Err, engine.ErrNoDescriptors) {
		return message.RunnerNoDescriptors.With(e.Path)
	}
	return message.RunnerInstantiate.With(e.Path, message.Said(strings.TrimPrefix(e.Err.Error(), "instantiate: ")))
}

// Unwrap returns the engine's error.
func (e *InstantiateError) Unwrap() error { return e.Err }

// Error is in English.
func (e *InstantiateError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *InstantiateError) Hint() message.Text {
	if errors.Is(e.Err, engine.ErrNoDescriptors) {
		return message.RunnerNoDescriptorsHint.With()
	}
	var many *engine.CountLimitError
	if errors.As(e.Err, &many) && many.What == "table" {
		return message.RunnerTablesHint.With(engine.DefaultTables)
	}
	return message.Text{}
}

// NotCommandError is a component that has nothing to run.
type NotCommandError struct {
	Path    string
	Kind    engine.Kind
	Exports []string
	// TooMany is true if what it exports is too much to be described.
	TooMany bool
}

// ErrorKind is for KindOf.
func (e *NotCommandError) ErrorKind() Kind { return KindLoad }

// Words are what the error says.
func (e *NotCommandError) Words() message.Text {
	if e.Kind == engine.KindModule {
		return message.RunnerNoStart.With(e.Path, e.exportList())
	}
	return message.RunnerNoRun.With(e.Path, e.exportList())
}

func (e *NotCommandError) exportList() any {
	names := e.Exports
	if e.TooMany {
		return message.RunnerManyExports.With()
	}
	if len(names) == 0 {
		return message.RunnerNoExports.With()
	}
	return message.Names(names, 8)
}

// Error is in English.
func (e *NotCommandError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *NotCommandError) Hint() message.Text {
	switch {
	case e.Kind == engine.KindModule:
		if len(e.Exports) > 0 {
			return message.RunnerLibraryHint.With(e.Path)
		}
	case slices.ContainsFunc(e.Exports, isHandler):
		return message.RunnerServesHTTPHint.With()
	case slices.ContainsFunc(e.Exports, isLaterRun):
		return message.RunnerLinkVersionHint.With()
	case slices.Contains(e.Exports, runFunction):
		return message.RunnerBareRunHint.With()
	case len(e.Exports) > 0 || e.TooMany:
		return message.RunnerLibraryHint.With(e.Path)
	}
	return message.RunnerNotCommandHint.With()
}

// isHandler tells what a server calls for each HTTP request, of WASI 0.2 and 0.3.
func isHandler(name string) bool {
	return strings.HasPrefix(name, "wasi:http/incoming-handler@") || strings.HasPrefix(name, "wasi:http/handler@")
}

// isLaterRun tells the entry point of WASI 0.3 and of what comes after it.
func isLaterRun(name string) bool {
	version, ok := strings.CutPrefix(name, "wasi:cli/run@")
	return ok && !strings.HasPrefix(version, "0.2.")
}
