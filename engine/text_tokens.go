package engine

// wasmtime's parser of the text format panics where an argument of a core module's
// instantiation is an export of an instance, `(with "a" (instance $i "x"))`: the
// grammar has that for components only. So such a text is refused before, which
// is what counts on systems where the parser has no process of its own.

// textTokens reads over the tokens of a text. What is no valid text gives some
// tokens or other.
type textTokens struct {
	text []byte
	at   int
}

// token is a parenthesis, a string, or any other word.
type token struct {
	kind byte // '(', ')', '"', 'w'; 0 at the end
	word string
}

// next reads a token. Core specification, "Text Format", "Lexical Format".
func (t *textTokens) next() token {
	for t.at < len(t.text) {
		switch c := t.text[t.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			t.at++
		case c == ';' && t.follows(";;"):
			t.line()
		case c == '(' && t.follows("(;"):
			t.block()
		case c == '(' || c == ')':
			t.at++
			return token{kind: c}
		case c == '"':
			t.str()
			return token{kind: '"'}
		default:
			return token{'w', t.word()}
		}
	}
	return token{}
}

func (t *textTokens) follows(s string) bool {
	return len(t.text)-t.at >= len(s) && string(t.text[t.at:t.at+len(s)]) == s
}

func (t *textTokens) line() {
	for t.at < len(t.text) && t.text[t.at] != '\n' {
		t.at++
	}
}

// block reads over a comment, in which there may be others.
func (t *textTokens) block() {
	for depth := 0; t.at < len(t.text); {
		switch {
		case t.follows("(;"):
			depth++
			t.at += 2
		case t.follows(";)"):
			depth--
			t.at += 2
		default:
			t.at++
		}
		if depth == 0 {
			return
		}
	}
}

func (t *textTokens) str() {
	for t.at++; t.at < len(t.text); t.at++ {
		switch t.text[t.at] {
		case '\\':
			t.at++
		case '"':
			t.at++
			return
		}
	}
	t.at = len(t.text)
}

// word reads what is between blanks, parentheses, strings and comments. An
// identifier may have its name in a string: `$"x y"`.
func (t *textTokens) word() string {
	start := t.at
	for t.at < len(t.text) {
		switch t.text[t.at] {
		case ' ', '\t', '\n', '\r', '(', ')', '"', ';':
			switch {
			case t.at == start:
				t.at++
			case t.text[t.at] == '"' && (t.text[start] == '$' || t.text[start] == '@'):
				t.str()
			}
			return string(t.text[start:t.at])
		}
		t.at++
	}
	return string(t.text[start:])
}

// withExport are the tokens of such an argument, in a row.
var withExport = [...]byte{'(', 'w', '"', '(', 'w', 'w', '"'}

// checkTokens refuses a text with such an argument in a core instance.
func checkTokens(text []byte) error {
	t := textTokens{text: text}
	var last [len(withExport)]token
	core := 0 // how many lists are open since that of a core instance; 0 outside
	for {
		one := t.next()
		if one.kind == 0 {
			return nil
		}
		copy(last[:], last[1:])
		last[len(last)-1] = one
		switch {
		case core > 0 && one.kind == '(':
			core++
		case core > 0 && one.kind == ')':
			core--
		case core == 0 && one.word == "instance" && last[5].word == "core" && last[4].kind == '(':
			core = 1
		}
		if core > 0 && last[1].word == "with" && last[4].word == "instance" && kinds(last) == withExport {
			return &Error{Op: "parse", Message: "an argument of a core module's instantiation can't be an export of an instance: " +
				`(with "…" (instance … "…"))`}
		}
	}
}

func kinds(tokens [len(withExport)]token) (kinds [len(withExport)]byte) {
	for i := range tokens {
		kinds[i] = tokens[i].kind
	}
	return kinds
}
