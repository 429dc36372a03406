package program

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/demangle"
	"github.com/qyvol/qyvol/internal/message"
)

const maxFrames = 20

// backtrace shows the innermost functions, one a line, by the names that their
// authors gave them.
func backtrace(frames []engine.Frame) string {
	var b strings.Builder
	for i, f := range frames {
		if i == maxFrames {
			fmt.Fprintf(&b, "\n  … %d", len(frames)-maxFrames)
			break
		}
		f.Func = message.Name(demangle.Name(f.Func))
		f.Module = message.Name(f.Module)
		fmt.Fprintf(&b, "\n  %d: %s", i, f)
	}
	return b.String()
}
