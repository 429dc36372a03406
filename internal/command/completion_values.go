package command

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// arguments are what can stand where an argument, or a command, is due.
func (l *Line) arguments(app *Command, ui *ui) proposal {
	c := l.last()
	if c.Name == "help" {
		if named, err := parse(app, l.rest); err == nil {
			return named.commands(ui)
		}
		return proposal{}
	}
	first := len(l.rest) == 0 || len(l.rest) == 1 && l.rest[0] == "--"
	switch {
	case !first:
		return proposal{kind: c.More}
	case c.Words != nil:
		return choices(c.Words...)
	case c.Files != "":
		return proposal{kind: c.Files}
	}
	return l.commands(ui)
}

// commands are those below the last one.
func (l *Line) commands(ui *ui) proposal {
	p := proposal{kind: kindWords}
	for _, c := range l.last().Commands {
		p.words = append(p.words, proposed{c.Name, ui.say(c.Usage)})
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

// propose completes the value of an option, as far as it is typed.
func (f *Flag) propose(typed string) proposal {
	switch {
	case f.Choices != nil:
		return choices(f.Choices...)
	case f.Propose != nil:
		return f.Propose(typed)
	}
	return proposal{} // a number, a duration, a text
}

// Files are those of the host.
func Files(string) proposal { return proposal{kind: kindFiles} }

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
func variables(string) proposal {
	var names []string
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return choices(slices.Compact(names)...)
}
