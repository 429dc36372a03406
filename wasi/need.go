package wasi

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// Import is what a component or a core module imports: an interface of the
// Component Model, or a core module's namespace such as wasi_snapshot_preview1;
// or a function or a resource by itself.
type Import struct {
	Name      string
	Functions []string // as a component names them: "[method]pollable.ready"
	Resources []string // those that are not another import's
	Code      []string // modules, components, memories, …: what can't be made up
	Shared    bool     // it has a resource type of another import
	Plain     bool     // it is not an instance
	Core      bool     // of a core module
	Async     bool     // of a component that needs what WASI 0.3 is made with, and can't be compiled
}

// Status tells what stands behind an import.
type Status string

// The statuses.
const (
	// Provided needs no permission.
	Provided Status = "provided"
	// Granted has something of what it is about.
	Granted Status = "granted"
	// Denied has nothing of it: it is linked, and calls fail in the guest's own
	// terms, or find nothing.
	Denied Status = "denied"
	// Withheld is what Qyvol knows and can't grant in this version: a component
	// that imports it does not start.
	Withheld Status = "withheld"
	// Missing is what nothing provides: a component that imports it does not
	// start.
	Missing Status = "missing"
	// Traps is what is missing where the manifest lets it trap when it is called.
	Traps Status = "traps"
)

// Starts reports whether a component with such an import starts.
func (s Status) Starts() bool { return s != Withheld && s != Missing }

// Need is an import with what stands behind it.
type Need struct {
	Import string
	Status Status
	// What tells people what there is of it, or why there is nothing; zero where
	// there is nothing to say.
	What message.Text
	// Rule is a line of a manifest that would grant it, or more of it; empty
	// where none would in this version.
	Rule string
}

// The rules.
const (
	ruleEnv     = "permissions: {env: [NAME]}"
	ruleFS      = "permissions: {fs: [{mount: /data, from: ./data, access: read}]}"
	ruleDegrade = "recovery: {degrade: true}"
)

// Needs holds what is imported against what is granted, in the order of the
// imports. A core module's preview 1 counts as what its functions are about.
//
// It goes by names. Whether the types fit is found out by linking.
func (g *Grant) Needs(imports []Import) []Need {
	var needs []Need
	for _, i := range imports {
		if i.Core && i.Name == preview1.Module {
			needs = append(needs, g.preview1Needs(i)...)
			continue
		}
		needs = append(needs, g.need(i))
	}
	return needs
}

func (g *Grant) need(i Import) Need {
	iface, _, _ := strings.Cut(i.Name, "@")
	if !provided(i) {
		return g.missing(i, iface)
	}
	d := world.Definition(iface)
	if d == nil {
		return Need{Import: i.Name, Status: Provided}
	}
	return g.needOf(d.About, i.Name)
}

// needOf is what there is of a subject.
func (g *Grant) needOf(about host.Subject, name string) Need {
	switch about {
	case host.AboutEnvironment:
		return g.environmentNeed(name)
	case host.AboutFiles:
		return g.filesNeed(name)
	case host.AboutNetwork:
		return networkNeed(name)
	case host.AboutNothing:
	}
	return Need{Import: name, Status: Provided}
}

// missing tells what may trap in place of what nothing provides: functions, and
// resources of its own, of an interface that is not known.
func (g *Grant) missing(i Import, iface string) Need {
	if i.Async {
		return Need{Import: i.Name, Status: Missing, What: message.NeedAsync.With()}
	}
	if d := definitionOf(i.Name); d != nil && !i.Core && !i.Plain && len(i.Code) == 0 {
		return Need{Import: i.Name, Status: Missing, What: message.NeedMissingItems.With(message.Names(unknownTo(d, i), 4))}
	}
	madeUp := len(i.Code) == 0 && !i.Shared && (i.Core || definitionOf(i.Name) == nil)
	switch {
	case madeUp && g.Degrade:
		return Need{Import: i.Name, Status: Traps, What: message.NeedTraps.With()}
	case strings.HasPrefix(iface, "wasi:http/") && !i.Core:
		return Need{Import: i.Name, Status: Withheld, What: message.NeedNoHTTP.With()}
	case madeUp:
		return Need{Import: i.Name, Status: Missing, What: message.NeedMissing.With(), Rule: ruleDegrade}
	default:
		return Need{Import: i.Name, Status: Missing, What: message.NeedMissing.With()}
	}
}

// environmentNeed counts the arguments without the guest's own name.
func (g *Grant) environmentNeed(name string) Need {
	args := max(len(g.Args)-1, 0)
	if len(g.Env)+args == 0 {
		return Need{Import: name, Status: Denied, What: message.NeedNoEnvironment.With(), Rule: ruleEnv}
	}
	return Need{Import: name, Status: Granted, What: message.NeedEnvironment.With(len(g.Env), args), Rule: ruleEnv}
}

func (g *Grant) filesNeed(name string) Need {
	if len(g.Mounts) == 0 {
		return Need{Import: name, Status: Denied, What: message.NeedNoFiles.With(), Rule: ruleFS}
	}
	var mounts []string
	for _, m := range g.Mounts {
		terms := m.access()
		if m.Kind == Memory {
			terms = string(manifest.FSMemory) + ", " + terms
		}
		mounts = append(mounts, printable(m.Guest)+" ("+terms+")")
	}
	return Need{Import: name, Status: Granted, What: message.NeedFiles.With(strings.Join(mounts, ", "))}
}

func networkNeed(name string) Need {
	return Need{Import: name, Status: Denied, What: message.NeedNoNet.With()}
}
