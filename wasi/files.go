package wasi

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Files are the rules about files that a grant amounts to. A mount of an option is
// told as a manifest would have it.
func (g *Grant) Files() *policy.Files {
	files := &policy.Files{}
	for i := range g.Mounts {
		files.Mounts = append(files.Mounts, g.Mounts[i].rule())
	}
	return files
}

func (m *Mount) rule() policy.Mount {
	rule := policy.Mount{Path: m.Guest, From: m.From, Write: m.Write, Exclude: m.Exclude}
	if rule.Path != "." {
		rule.Path = path.Join("/", rule.Path)
	}
	if m.Quota > 0 && m.Write {
		rule.Quota = manifest.Size(m.Quota).String()
	}
	if m.Kind == Disk && m.Origin == FromFlag {
		rule.From = asSource(m.From)
	}
	return rule
}

// asSource writes a directory so that a manifest takes it for one.
func asSource(dir string) string {
	if dir == string(manifest.FSMemory) || strings.Contains(dir, "://") && !filepath.IsAbs(dir) {
		return "./" + dir
	}
	return dir
}
