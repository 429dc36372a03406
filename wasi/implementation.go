package wasi

import (
	"path"
	"slices"
	"strings"
)

// implementation is the one that serves a grant: the one that was asked for or, if
// that is none, the hosted one where there are files and the native one where there
// are none. The error is an *ImplementationError.
func implementation(g *Grant, asked Implementation) (Implementation, error) {
	if asked == "" {
		asked = standard(g)
	}
	if asked != Native {
		return asked, nil
	}
	for _, m := range g.Mounts {
		if key := m.beyondNative(g.Mounts); key != "" {
			return "", &ImplementationError{Implementation: Native, Mount: m, Key: key}
		}
	}
	return Native, nil
}

// standard is the implementation that serves a grant where nobody asks for one.
func standard(g *Grant) Implementation {
	if len(g.Mounts) > 0 {
		return Hosted
	}
	return Native
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

// inside tells whether the guest should come to a mount from another one.
func (m *Mount) inside(all []Mount) bool {
	return slices.ContainsFunc(all, func(outer Mount) bool {
		rest, ok := strings.CutPrefix(m.Guest, strings.TrimSuffix(outer.Guest, "/")+"/")
		return path.IsAbs(outer.Guest) && ok && rest != ""
	})
}
