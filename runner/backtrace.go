package runner

import (
	"fmt"
	"strings"

	"github.com/ianlancetaylor/demangle"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/message"
)

const maxFrames = 20

// maxDemangled bounds a name that is demangled: it has at most two to the power
// of this bytes. A mangled name can stand for one without end.
const maxDemangled = 10

// backtrace shows the innermost functions, one a line, by the names that their
// authors gave them.
func backtrace(frames []engine.Frame) string {
	var b strings.Builder
	for i, f := range frames {
		if i == maxFrames {
			fmt.Fprintf(&b, "\n  … %d", len(frames)-maxFrames)
			break
		}
		f.Func = message.Name(demangle.Filter(f.Func, demangle.NoClones, demangle.MaxLength(maxDemangled)))
		f.Module = message.Name(f.Module)
		fmt.Fprintf(&b, "\n  %d: %s", i, f)
	}
	return b.String()
}
