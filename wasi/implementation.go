package wasi

import (
	"path"
	"slices"
	"strings"
)

// implementation is the one that serves a grant: the hosted one, unless the native
// one is asked for. The errors are *UnknownImplementationError, and
// *ImplementationError where the native one can't hold a guest to the grant.
func implementation(g *Grant, asked Implementation) (Implementation, error) {
	switch asked {
	case "", Hosted:
		return Hosted, nil
	case Native:
	default:
		return "", &UnknownImplementationError{asked}
	}
	for _, m := range g.Mounts {
		if key := m.beyondNative(g.Mounts); key != "" {
			return "", &ImplementationError{Implementation: Native, Mount: m, Key: key}
		}
	}
	return Native, nil
}

// beyondNative is the key of the manifest that the native implementation can't
// hold a guest to; empty if there is none.
func (m *Mount) beyondNative(all []Mount) string {
	switch {
	case m.Kind == Memory && m.Key == "fs":
		return "fs.type"
	case m.Kind == Memory:
		return m.Key + ".from"
	case len(m.Exclude) > 0:
		return m.Key + ".exclude"
	case m.Quota > 0:
		return m.Key + ".quota"
	case m.Key != "" && m.inside(all):
		return m.Key + ".mount"
	}
	return ""
}

// inside reports whether the guest should come to a mount from another one.
func (m *Mount) inside(all []Mount) bool {
	return slices.ContainsFunc(all, func(outer Mount) bool {
		rest, ok := strings.CutPrefix(m.Guest, strings.TrimSuffix(outer.Guest, "/")+"/")
		return path.IsAbs(outer.Guest) && ok && rest != ""
	})
}
