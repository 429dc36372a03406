package message

import (
	"os"
	"path/filepath"
	"strings"
)

// What is said of a path that a shell was meant to change.
var (
	PathHome = Template{
		EN: "only a shell expands %s: write %s",
		ES: "%s solo lo expande un shell: hay que escribir %s",
	}
	PathUnexpanded = Template{
		EN: "only a shell expands %s: write the path itself",
		ES: "%s solo lo expande un shell: hay que escribir la ruta misma",
	}
)

// Unexpanded is the hint for a path that doesn't exist and that has what shells
// expand: ~, $NAME, ${NAME}, or %NAME% as Windows writes it. It is the zero Text for
// every other path. No value is shown but that of the home directory: others may be
// secrets.
func Unexpanded(path string) Text {
	elements := strings.Split(filepath.ToSlash(path), "/")
	for i, element := range elements {
		what := expandable(element)
		if what == "" {
			continue
		}
		home, err := os.UserHomeDir()
		if err != nil || what != element || !isHome(what) {
			return PathUnexpanded.With(Name(what))
		}
		return PathHome.With(Name(what), Name(filepath.Join(append([]string{home}, elements[i+1:]...)...)))
	}
	return Text{}
}

func isHome(what string) bool {
	switch what {
	case "~", "$HOME", "${HOME}", "%USERPROFILE%":
		return true
	}
	return false
}

// expandable is what a shell would expand in a path's element: a tilde at its
// beginning, also with a user's name, or a variable anywhere.
func expandable(element string) string {
	if element == "~" || strings.HasPrefix(element, "~") && nameLength(element[1:]) == len(element)-1 {
		return element
	}
	for i := 0; i < len(element); i++ {
		switch rest := element[i+1:]; element[i] {
		case '$':
			if n := nameLength(rest); n > 0 {
				return element[i : i+1+n]
			}
			if name, _, closed := strings.Cut(strings.TrimPrefix(rest, "{"), "}"); closed && rest[0] == '{' && nameLength(name) > 0 {
				return "${" + name + "}"
			}
		case '%':
			if n := nameLength(rest); n > 0 && n < len(rest) && rest[n] == '%' {
				return element[i : i+n+2]
			}
		}
	}
	return ""
}

// nameLength is how much of a text can be the name of a variable or of a user.
func nameLength(text string) int {
	for i, r := range text {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return i
		}
	}
	return len(text)
}
