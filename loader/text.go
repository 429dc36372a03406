package loader

import "bytes"

// utf8BOM may lead a text file; the text format's grammar has no place for it.
const utf8BOM = "\xef\xbb\xbf"

// isWasmText reports whether head begins like the WebAssembly text format:
// blanks and comments, then an opening parenthesis and the keyword of a
// module, of a component or of a module's field (the text format lets the
// outermost "(module …)" be left out; core specification, section 6.6.15).
func isWasmText(head []byte, size int64) bool {
	cut := int64(len(head)) < size
	rest, commented := skipBlanks(bytes.TrimPrefix(head, []byte(utf8BOM)))
	if len(rest) == 0 {
		return cut && commented
	}
	if rest[0] != '(' {
		return false
	}
	rest, _ = skipBlanks(rest[1:])
	return isTextField(keyword(rest)) || cut && len(rest) == 0
}

func isTextField(word string) bool {
	switch word {
	case "module", "component", "type", "import", "func", "table", "memory",
		"global", "export", "start", "elem", "data", "rec", "tag":
		return true
	}
	return len(word) > 1 && word[0] == '@'
}

// keyword returns the word that b starts with, at most a few bytes of it.
func keyword(b []byte) string {
	const longest = 32
	n := 0
	for n < len(b) && n < longest && (b[n] >= 'a' && b[n] <= 'z' || b[n] == '@' || b[n] == '_' || b[n] == '.') {
		n++
	}
	return string(b[:n])
}

// skipBlanks drops white space, line comments (;; …) and nested block comments
// ((; … ;)), and reports whether there were comments.
func skipBlanks(b []byte) (rest []byte, commented bool) {
	for len(b) > 0 {
		switch {
		case b[0] == ' ' || b[0] == '\t' || b[0] == '\n' || b[0] == '\r':
			b = b[1:]
		case bytes.HasPrefix(b, []byte(";;")):
			_, b, _ = bytes.Cut(b, []byte("\n"))
			commented = true
		case bytes.HasPrefix(b, []byte("(;")):
			b = skipBlockComment(b)
			commented = true
		default:
			return b, commented
		}
	}
	return nil, commented
}

// skipBlockComment drops the block comment that b starts with, and those
// nested in it. An unfinished one takes all of b.
func skipBlockComment(b []byte) []byte {
	depth := 0
	for len(b) > 1 {
		switch {
		case b[0] == '(' && b[1] == ';':
			depth++
			b = b[2:]
		case b[0] == ';' && b[1] == ')':
			depth--
			b = b[2:]
		default:
			b = b[1:]
		}
		if depth == 0 {
			return b
		}
	}
	return nil
}
