package demangle

import (
	"strings"

	"github.com/ianlancetaylor/demangle"
)

// maxSize bounds a demangled name, in bytes; of C++, it is about as much.
const (
	maxSize    = 1 << maxSizeLog
	maxSizeLog = 12
)

// Name gives the name that a function's author wrote, or the same name if it is not
// a mangled one. A longer name than 4 KiB is cut.
func Name(name string) string {
	if said, ok := rust(name); ok {
		return said
	}
	if tooLong(name) {
		return name
	}
	return cpp(name)
}

// cpp reads manglings of C++, with a library that panics at some names that are none.
func cpp(name string) (said string) {
	defer func() {
		if recover() != nil {
			said = name
		}
	}()
	return demangle.Filter(name, demangle.NoRust, demangle.NoClones, demangle.MaxLength(maxSizeLog))
}

// What a name of C++ may cost. Its length bounds what is read; expansions of parameter
// packs, Dp and sp, take as much as the square of what there is to expand, and there is
// no telling how much that is without reading the name.
const (
	maxMangled    = 2 << 10 // bytes
	maxExpansions = 200_000 // expansions × bytes²
)

// tooLong tells names of C++ that could take too long to read.
func tooLong(name string) bool {
	n := len(name)
	return n > maxMangled || expansions(name)*n*n > maxExpansions || cost(name) > maxCost
}

// expansions counts what may be one. Most sp are part of a word, as in "inspect".
func expansions(name string) int {
	n := strings.Count(name, "Dp")
	for rest := name; ; n++ {
		var found bool
		if _, rest, found = strings.Cut(rest, "sp"); !found || rest == "" {
			return n
		}
		if operator := rest[:min(len(rest), 2)]; isLower(rest[0]) && !strings.Contains(operators, operator) {
			n--
		}
	}
}

// operators are some with which the expression that is expanded may begin.
const operators = "fpfLclcvdtptixplmimldvdeadngcontscsrdcrcccgsst"

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// rust reads Rust's manglings. What linkers and optimisers add to a name begins
// with a dot, and stays; but for what LLVM adds when it makes a name unique.
func rust(name string) (string, bool) {
	if before, after, ok := strings.Cut(name, ".llvm."); ok && strings.Trim(after, "0123456789ABCDEF@") == "" {
		name = before
	}
	out := &limited{}
	read := legacy
	if !isLegacy(name) {
		read = v0
	}
	suffix, ok := read(name, out)
	if !ok || suffix != "" && (suffix[0] != '.' || strings.ContainsFunc(suffix, notGraphic)) {
		return "", false
	}
	if out.full {
		return out.String() + "{size limit reached}" + suffix, true
	}
	return out.String() + suffix, true
}

// notGraphic tells all but ASCII's letters, digits and punctuation.
func notGraphic(r rune) bool { return r <= ' ' || r > '~' }

// limited is a name as far as it is written.
type limited struct {
	strings.Builder
	full bool
}

func (l *limited) print(s string) {
	if l.full || len(s) > maxSize-l.Len() {
		l.full = true
		return
	}
	l.WriteString(s)
}

// trimPrefix is for the names of systems that take away an underscore of those
// that others have, or put one before them.
func trimPrefix(name, prefix string) (string, bool) {
	for _, p := range []string{"_" + prefix, prefix, "__" + prefix} {
		if rest, ok := strings.CutPrefix(name, p); ok {
			return rest, true
		}
	}
	return "", false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
