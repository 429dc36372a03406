package runner

import (
	"fmt"
	"strings"

	"github.com/ianlancetaylor/demangle"

	"github.com/qyvol/qyvol/engine"
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
		f.Func = demangle.Filter(f.Func, demangle.NoClones)
		fmt.Fprintf(&b, "\n  %d: %s", i, f)
	}
	return b.String()
}
