package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// part is something that is linked in.
type part struct {
	kind    string // golang, cargo or generic, as package URLs have it
	name    string
	version string
	licence string   // an SPDX expression, if it is known
	dir     string   // its sources, with their licences; nothing if they aren't here
	files   []string // its licences, besides those in dir
}

// url is the part's package URL (purl).
func (p *part) url() string { return "pkg:" + p.kind + "/" + p.name + "@" + p.version }

// parts are the modules of Go that the programs say they have, the crates of wasmtime's
// library, and the C library.
func (r *release) parts() ([]part, error) {
	modules, err := modulesOf(filepath.Join(r.tree, "usr/bin/qyvol"), filepath.Join(r.tree, "usr/bin/qyvol-node"))
	if err != nil {
		return nil, err
	}
	for i := range modules {
		if modules[i].licence == "" {
			if modules[i].licence, err = modules[i].recognised(); err != nil {
				return nil, err
			}
		}
	}
	crates, err := cratesOf(r.crates)
	if err != nil {
		return nil, err
	}
	return append(append(modules, crates...), r.also...), nil
}

// addPart reads NAME@VERSION;SPDX;FILE,FILE.
func (r *release) addPart(text string) error {
	fields := strings.Split(text, ";")
	name, version, ok := strings.Cut(fields[0], "@")
	if !ok || len(fields) != 3 {
		return fmt.Errorf("want NAME@VERSION;SPDX;FILE,FILE")
	}
	r.also = append(r.also, part{
		kind: "generic", name: name, version: version, licence: fields[1], files: strings.Split(fields[2], ","),
	})
	return nil
}

// modulesOf are what the linker wrote into programs.
func modulesOf(programs ...string) ([]part, error) {
	cache, err := goEnv("GOMODCACHE")
	if err != nil {
		return nil, err
	}
	root, err := goEnv("GOROOT")
	if err != nil {
		return nil, err
	}
	var all []part
	for _, path := range programs {
		info, err := buildinfo.ReadFile(path)
		if err != nil {
			return nil, err
		}
		std := part{kind: "golang", name: "std", version: strings.TrimPrefix(info.GoVersion, "go"), licence: "BSD-3-Clause", dir: root}
		all = append(all, std)
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			escaped, err := module.EscapePath(m.Path)
			if err != nil {
				return nil, err
			}
			all = append(all, part{kind: "golang", name: m.Path, version: m.Version, dir: filepath.Join(cache, escaped+"@"+m.Version)})
		}
	}
	slices.SortFunc(all, func(a, b part) int { return strings.Compare(a.url(), b.url()) })
	return slices.CompactFunc(all, func(a, b part) bool { return a.url() == b.url() }), nil
}

func goEnv(name string) (string, error) {
	out, err := exec.Command("go", "env", name).Output()
	return strings.TrimSpace(string(out)), err
}

// expression is a licence as SPDX writes it: older crates have a slash for OR.
func expression(licence string) string { return strings.ReplaceAll(licence, "/", " OR ") }

// cratesOf reads what cargo metadata printed: the crates that the root needs at run time.
func cratesOf(path string) ([]part, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var meta struct {
		Packages []struct {
			ID, Name, Version, License string
			ManifestPath               string `json:"manifest_path"`
			Source                     *string
		}
		Resolve struct {
			Root  string
			Nodes []struct {
				ID   string
				Deps []struct {
					Pkg   string
					Kinds []struct{ Kind *string } `json:"dep_kinds"`
				}
			}
		}
	}
	if err := json.Unmarshal(data, &meta); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	needs := map[string][]string{}
	for _, n := range meta.Resolve.Nodes {
		for _, d := range n.Deps {
			for _, k := range d.Kinds {
				if k.Kind == nil { // neither for building nor for tests
					needs[n.ID] = append(needs[n.ID], d.Pkg)
					break
				}
			}
		}
	}
	linked := map[string]bool{}
	for next := []string{meta.Resolve.Root}; len(next) > 0; {
		id := next[len(next)-1]
		next = next[:len(next)-1]
		if !linked[id] {
			linked[id] = true
			next = append(next, needs[id]...)
		}
	}
	var all []part
	for _, p := range meta.Packages {
		if linked[p.ID] && p.Source != nil {
			all = append(all, part{
				kind: "cargo", name: p.Name, version: p.Version,
				licence: expression(p.License), dir: filepath.Dir(p.ManifestPath),
			})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there are no crates in it", path)
	}
	slices.SortFunc(all, func(a, b part) int { return strings.Compare(a.url(), b.url()) })
	return all, nil
}
