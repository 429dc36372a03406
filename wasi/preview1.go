package wasi

import (
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// subjects are what functions of preview 1 are about, in the order in which needs are
// told, with the names for it.
var subjects = []struct {
	about host.Subject
	name  string
}{
	{host.AboutEnvironment, "environment"},
	{host.AboutFiles, "files"},
	{host.AboutNetwork, "network"},
	{host.AboutNothing, "clocks, random, standard streams"},
}

func (g *Grant) preview1Needs(i Import) []Need {
	used := map[host.Subject]bool{}
	var unknown []Need
	for _, f := range i.Functions {
		if about, ok := preview1.About(f); ok {
			used[about] = true
			continue
		}
		unknown = append(unknown, g.missing(Import{Name: preview1.Module + "::" + f, Core: true}, preview1.Module))
	}
	var needs []Need
	for _, s := range subjects {
		if used[s.about] {
			needs = append(needs, g.needOf(s.about, preview1.Module+" ("+s.name+")"))
		}
	}
	for _, name := range i.Code {
		unknown = append(unknown, g.missing(Import{Name: preview1.Module + "::" + name, Core: true, Code: []string{name}}, preview1.Module))
	}
	return append(needs, unknown...)
}
