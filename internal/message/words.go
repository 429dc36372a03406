package message

import "strings"

// Match tells whether an English sentence is what the template says, and with which
// arguments. Its verbs are all %s; what stands for one is never empty. So sentences
// that others write, such as the engine, can be said in both languages.
func (t *Template) Match(sentence string) (Text, bool) {
	parts := strings.Split(t.EN, "%s")
	rest, ok := strings.CutPrefix(sentence, parts[0])
	if !ok {
		return Text{}, false
	}
	args := make([]any, 0, len(parts)-1)
	for i, part := range parts[1:] {
		end := strings.Index(rest, part)
		if i == len(parts)-2 && strings.HasSuffix(rest, part) {
			end = len(rest) - len(part)
		}
		if end < 1 {
			return Text{}, false
		}
		args = append(args, rest[:end])
		rest = rest[end+len(part):]
	}
	return Text{Template: t, Args: args}, rest == ""
}

// Said is a sentence of the host's or of the engine's, in both languages if it is
// known, and else in its own words.
type Said string

// Localize says it in a language.
func (s Said) Localize(lang Lang) string {
	if lang == English {
		return Continued(string(s))
	}
	lines := strings.Split(string(s), "\n")
	for i, line := range lines {
		lines[i] = sentence(line, lang)
	}
	return Continued(strings.Join(lines, "\n"))
}

// sentence is one line, perhaps with the number of a cause before it.
func sentence(line string, lang Lang) string {
	body := strings.TrimLeft(line, " ")
	before := line[:len(line)-len(body)]
	if number, rest, ok := strings.Cut(body, ": "); ok && number != "" && strings.Trim(number, "0123456789") == "" {
		before, body = before+number+": ", rest
	}
	for _, t := range sentences {
		if text, ok := t.Match(body); ok {
			for i, arg := range text.Args { // which may be sentences themselves
				text.Args[i] = Said(arg.(string))
			}
			return before + text.In(lang)
		}
	}
	return line
}
