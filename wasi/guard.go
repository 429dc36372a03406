package wasi

import "github.com/qyvol/qyvol/internal/vfs"

// Guarded is what the host trusts. Where a guest may write to a directory in which it is,
// the guest can't change it: see Grant.Kept.
type Guarded struct {
	// Files are those that the next run obeys: the manifest, and the code.
	Files []string
	// Cache is the directory of the cache of compiled code, which the host executes; empty
	// if there is none.
	Cache string
}

// guard finds out what of it is in directories that the guest may write to.
func (g *Grant) guard(of Guarded) {
	paths := writable(g.Mounts)
	g.cache, g.exposed, g.guarded, g.Kept = of.Cache, "", nil, nil
	if len(paths) == 0 {
		return
	}
	within := vfs.NewWritable(paths)
	g.guarded = &vfs.Guard{}
	for _, file := range of.Files {
		if g.guarded.AddFile(within, file) {
			g.Kept = append(g.Kept, file)
		}
	}
	if of.Cache == "" {
		return
	}
	if g.exposed = g.guarded.AddDir(within, of.Cache); g.exposed != "" {
		g.Kept = append(g.Kept, of.Cache)
	}
}

// Exposes says whether the guest may write to a directory in which the cache of compiled
// code is, or to one in it: by which, as the mount names it, or empty. Who could write to the cache
// could have the host execute anything.
func (g *Grant) Exposes(cache string) string {
	if cache == "" || cache == g.cache {
		return g.exposed
	}
	other := *g
	other.guard(Guarded{Cache: cache})
	return other.exposed
}
