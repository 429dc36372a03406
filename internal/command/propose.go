package command

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// added is about an option to add.
func (s *search) added(w *want) message.Text {
	for _, p := range s.offers(w) {
		allow, options := s.opts.Allow, option(w.access)+" "+quoted(p.spec)
		if w.access.Changes() {
			allow.Write = append(slices.Clone(allow.Write), p.spec)
		} else {
			allow.Read = append(slices.Clone(allow.Read), p.spec)
		}
		if p.variable != "" {
			allow.Set = append(slices.Clone(allow.Set), p.variable)
			options = "--env " + p.variable + " " + options
		}
		grant, ok := s.gives(w, p.spec, allow)
		if !ok || !keeps(s.grant, grant) {
			continue
		}
		text := &message.CmdUnseen
		if w.missing {
			text = &message.CmdUnwritten
		}
		return text.With(quoted(w.name), options)
	}
	return message.Text{}
}

// instead is about another option in place of the only one, for a program of Go: where
// its first directory is, it begins.
func (s *search) instead(w *want) message.Text {
	if s.library != goLibrary || filepath.IsAbs(w.name) || len(s.grant.Mounts) != 1 || s.grant.Mounts[0].Origin != wasi.FromFlag {
		return message.Text{}
	}
	m := &s.grant.Mounts[0]
	access := policy.Read
	if m.Write || w.access.Changes() {
		access = policy.Change
	}
	was, _ := filepath.Abs(m.Host)
	here, err := os.Getwd()
	if rel, relErr := filepath.Rel(here, was); err != nil || relErr != nil || !filepath.IsLocal(rel) {
		return message.Text{} // it would be out of sight
	}
	allow := s.opts.Allow
	allow.Read, allow.Write = nil, nil
	if spec := ".::/"; access.Changes() {
		allow.Write = []string{spec}
	} else {
		allow.Read = []string{spec}
	}
	if _, ok := s.gives(w, ".::/", allow); !ok {
		return message.Text{}
	}
	before := policy.Read
	if m.Write {
		before = policy.Change
	}
	text := &message.CmdUnseenInstead
	if w.missing {
		text = &message.CmdUnwrittenInstead
	}
	return text.With(quoted(w.name), option(access)+" .::/", option(before)+" "+quoted(specOf(m)))
}

// gives tells whether the guest would get what it wants with these options. None of them
// is to grant the host's root, and its parts must be told apart.
func (s *search) gives(w *want, spec string, allow wasi.Allow) (*wasi.Grant, bool) {
	dir, _, _ := strings.Cut(spec, "::")
	at, err := filepath.Abs(dir)
	if err != nil || at == filepath.Dir(at) || strings.Count(spec, "::") > 1 || strings.HasPrefix(spec, "-") {
		return nil, false
	}
	opened, err := os.Open(dir)
	if err != nil {
		return nil, false // it can't be granted
	}
	_ = opened.Close() // it was only read
	opts := s.opts
	opts.Allow = allow
	grant, err := runner.Decide(s.unit, opts)
	if err != nil {
		return nil, false
	}
	found, ok := s.library.finds(grant, w.name)
	return grant, ok && w.is(found)
}

// keeps tells whether all directories are still there, under their names.
func keeps(old, grant *wasi.Grant) bool {
	return !slices.ContainsFunc(old.Mounts, func(m wasi.Mount) bool {
		return !slices.ContainsFunc(grant.Mounts, func(n wasi.Mount) bool { return n.Guest == m.Guest && n.Host == m.Host })
	})
}

// offer is a directory to be granted, and a variable to be set with it, if any.
type offer struct{ spec, variable string }

// offers may give what is wanted, the smallest first.
func (s *search) offers(w *want) []offer {
	below := func(guest string) string { return w.dir + "::" + path.Join(guest, filepath.ToSlash(w.dir)) }
	at := goDirectory(s.grant)
	switch {
	case filepath.IsAbs(w.name):
		return []offer{{spec: w.dir}}
	case s.library != goLibrary:
		return []offer{{spec: w.dir}, {spec: "."}}
	case at == "":
		return []offer{{spec: ".::/"}, {spec: below("/")}}
	case path.IsAbs(at):
		return []offer{{spec: below(at)}}
	default: // of no use to a program of Go
		return []offer{{below("/"), "PWD=/"}}
	}
}

// specOf is the option's value that a directory comes from.
func specOf(m *wasi.Mount) string {
	if path.Clean(filepath.ToSlash(m.From)) == m.Guest {
		return m.From
	}
	return m.From + "::" + m.Guest
}
