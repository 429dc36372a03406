package info

import (
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// worldOf tells from its exports what something can be used as.
func worldOf(d *Description) World {
	has := func(name string) bool {
		return slices.ContainsFunc(d.Exports, func(e string) bool {
			iface, _, _ := strings.Cut(e, "@")
			return iface == name
		})
	}
	switch {
	case d.Kind == "component" && has("wasi:cli/run"), d.Kind == "module" && has("_start"):
		return Command
	case d.Kind == "component" && has("wasi:http/incoming-handler"):
		return HTTPProxy
	case d.Kind == "module" && has("_initialize"):
		return Reactor
	default:
		return Library
	}
}

// wasiOf is the newest version of WASI among imports and exports.
func wasiOf(d *Description) string {
	newest := ""
	for _, name := range slices.Concat(d.Imports, d.Exports) {
		switch {
		case d.Kind == "module" && strings.HasPrefix(name, "wasi_snapshot_preview1::"):
			return "preview1"
		case d.Kind == "module" && strings.HasPrefix(name, "wasi_unstable::"):
			return "preview0"
		case !strings.HasPrefix(name, "wasi:"):
			continue
		}
		if _, version, ok := strings.Cut(name, "@"); ok && semver.Compare("v"+version, "v"+newest) > 0 {
			newest = version
		}
	}
	return newest
}
