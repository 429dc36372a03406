package command

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/data"
)

// arguments are what can stand where an argument, or a command, is due.
func (l *commandLine) arguments(app *cli.Command) proposal {
	first := len(l.rest) == 0 || len(l.rest) == 1 && l.rest[0] == "--"
	switch l.last().Name {
	case "run":
		if first {
			return proposal{kind: kindGuests}
		}
		return proposal{kind: kindFiles} // the guest's
	case "compile":
		return proposal{kind: kindGuests}
	case "validate":
		return proposal{kind: kindManifests}
	case "help":
		if named, err := arrange(app, l.rest); err == nil {
			return named.commands()
		}
		return proposal{}
	}
	if !first {
		return proposal{}
	}
	switch l.last().Name {
	case "inspect", "deploy":
		return proposal{kind: kindGuests}
	case "schema", "completion":
		return choices(strings.Split(strings.Trim(l.last().ArgsUsage, "[]"), "|")...)
	}
	if words, ok := l.last().Metadata[Arguments].([]string); ok {
		return choices(words...)
	}
	return l.commands()
}

// commands are those below the last one.
func (l *commandLine) commands() proposal {
	p := proposal{kind: kindWords}
	for _, c := range l.last().Commands {
		p.words = append(p.words, proposed{c.Name, c.Usage})
	}
	return p
}

// choices are words that speak for themselves.
func choices(words ...string) proposal {
	p := proposal{kind: kindWords}
	for _, word := range words {
		p.words = append(p.words, proposed{word: word})
	}
	return p
}

// values are what an option takes, as far as it is typed.
func (l *commandLine) values(f cli.Flag, typed string) proposal {
	switch f.Names()[0] {
	case "format":
		return l.formats()
	case "lang":
		return choices("es", "en")
	case "color":
		return choices(colorAuto, colorAlways, colorNever)
	case "log-level":
		return choices("debug", "info", "warn", "error", "off")
	case "log-format":
		return choices("text", "json")
	case "wasi":
		return choices("native", "hosted")
	case "allow-read", "allow-write":
		return directories(typed)
	case "allow-env":
		return choices(variables()...)
	case "result", "token-file", "ca", "cert", "key":
		return proposal{kind: kindFiles}
	default:
		return proposal{} // a number, a duration, a text
	}
}

func (l *commandLine) formats() proposal {
	own := []string{"text"}
	if l.last().Name == "inspect" {
		own = append(own, "wit")
	}
	return choices(append(own, data.Formats()...)...)
}

// directories are the host's, and after :: names that one could have in the guest.
func directories(typed string) proposal {
	dir, _, named := strings.Cut(typed, "::")
	if !named {
		return proposal{kind: kindDirs}
	}
	names := []string{dir + "::/"}
	if base := path.Base(filepath.ToSlash(dir)); base != "." && base != ".." && base != "/" {
		names = append(names, dir+"::/"+base)
	}
	return choices(names...)
}

// variables are the names of the environment's.
func variables() []string {
	var names []string
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
