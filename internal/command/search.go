package command

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
	"github.com/qyvol/qyvol/wasi/host"
)

// search finds out which file a guest that failed may have missed, and what would have
// given it. Whatever it proposes was tried: on the grant that it would amount to, and
// the way the guest's library looks for paths.
type search struct {
	unit    *loader.Unit
	opts    runner.Options
	grant   *wasi.Grant
	library library
	trapped bool
	lookups *host.Lookups // nil: nothing is known
}

// hint says what would help; it is zero where nothing is known to.
func (s *search) hint() message.Text {
	if text := s.readOnly(); !text.IsZero() {
		return text
	}
	for _, w := range s.wants() {
		if s.has(&w) {
			continue
		}
		for _, way := range []func(*want) message.Text{s.seenAs, s.instead, s.added} {
			if text := way(&w); !text.IsZero() {
				return text
			}
		}
	}
	return s.nowhere()
}

// readOnly is about a directory of an option that was to be written. What a manifest
// grants, the log explains in its words.
func (s *search) readOnly() message.Text {
	if s.lookups == nil || len(s.lookups.Missed) == 0 {
		return message.Text{}
	}
	last := s.lookups.Missed[len(s.lookups.Missed)-1]
	name := path.Join(last.Dir, last.Path)
	if refused := []vfs.Errno{vfs.Access, vfs.NotPermitted, vfs.ReadOnly}; !last.Access.Changes() || !slices.Contains(refused, last.Code) ||
		!within(name, last.Dir) || last.Dir == "" {
		return message.Text{}
	}
	var m *wasi.Mount
	for i := range s.grant.Mounts {
		at := path.Join("/", s.grant.Mounts[i].Guest)
		if within(last.Dir, at) && (m == nil || len(at) > len(path.Join("/", m.Guest))) {
			m = &s.grant.Mounts[i]
		}
	}
	if m == nil || m.Origin != wasi.FromFlag || m.Write {
		return message.Text{}
	}
	if !path.IsAbs(m.Guest) {
		name = strings.TrimPrefix(name, "/")
	}
	return message.CmdUnwrittenInstead.With(quoted(name), "--allow-write "+quoted(specOf(m)), "--allow-read "+quoted(specOf(m)))
}

func within(name, dir string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, "/")+"/")
}

// has tells whether the guest gets what it wants, or another file in its place. One that
// lies in its directories is there to be made.
func (s *search) has(w *want) bool {
	if s.finds(s.library, w) {
		return true
	}
	// Some guests understand ./, and it shows only if they opened something.
	return s.library == libcStrict && s.finds(libcChdir, w) && (s.lookups == nil || s.lookups.Opened > 0)
}

func (s *search) finds(l library, w *want) bool {
	found, ok := l.finds(s.grant, w.name)
	if !ok || found == "" || w.missing {
		return ok
	}
	_, err := os.Stat(found)
	return err == nil
}

// seenAs is about an argument that the guest has under another name.
func (s *search) seenAs(w *want) message.Text {
	at, err := filepath.Abs(w.name)
	if err != nil || !w.argument || w.missing {
		return message.Text{}
	}
	rules := s.grant.Files()
	for _, m := range s.grant.Mounts {
		dir, err := filepath.Abs(m.Host)
		rel, relErr := filepath.Rel(dir, at)
		if m.Kind != wasi.Disk || err != nil || relErr != nil || !filepath.IsLocal(rel) {
			continue
		}
		rel = filepath.ToSlash(rel)
		full := path.Join(m.Guest, rel)
		for _, name := range []string{full, rel} {
			found, ok := s.library.finds(s.grant, name)
			if ok && w.is(found) && rules.Decide(policy.Read, path.Join("/", full)).Allowed {
				return message.CmdSeenAs.With(quoted(w.name), quoted(name))
			}
		}
	}
	return message.Text{}
}

// nowhere is about a program of Go, which has all paths tried that it wants.
func (s *search) nowhere() message.Text {
	if s.lookups == nil || s.library != goLibrary || len(s.lookups.Missed) == 0 {
		return message.Text{}
	}
	const longest = 255
	last := s.lookups.Missed[len(s.lookups.Missed)-1]
	if last.Dir != "" || len(last.Path) > longest {
		return message.Text{}
	}
	return message.CmdNowhere.With(quoted(last.Path), option(last.Access)+" DIR")
}

func option(a policy.Access) string {
	if a.Changes() {
		return "--allow-write"
	}
	return "--allow-read"
}
