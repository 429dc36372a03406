package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/loader/manifest"
)

// guest is a file with the settings under which it is run.
type guest struct {
	name     string // in the report
	path     string
	settings []parity.Setting
}

// fixtureGuests are the fixtures that are commands with a foreseeable end, and
// those that have to be refused.
func fixtureGuests(dir string) ([]guest, error) {
	byFile := map[string][]fixtures.Case{}
	var files []string
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		if !slices.Contains(files, c.File) {
			files = append(files, c.File)
		}
		byFile[c.File] = append(byFile[c.File], c)
	}
	var list []guest
	for _, file := range files {
		g := guest{name: file, path: filepath.Join(dir, filepath.FromSlash(file))}
		for _, c := range byFile[file] {
			m, err := manifest.ReadFile(filepath.Join(dir, filepath.FromSlash(c.Manifest)), manifest.Options{})
			if err != nil {
				return nil, err
			}
			if m.Recovery.Degrade { // no other runtime here does that
				continue
			}
			g.settings = append(g.settings, settingsOf(c, m)...)
		}
		list = append(list, g)
	}
	return list, nil
}

// shortTimeout is the time of a guest that never ends, in milliseconds.
const shortTimeout = 300

// settingsOf are those of a case; the general ones come with the guest's first
// case, if it ends by itself.
func settingsOf(c fixtures.Case, m *manifest.Manifest) []parity.Setting {
	own := parity.Setting{
		Name: "case " + c.Name, Stdin: []byte(c.Stdin),
		Memory: uint64(m.Resources.Memory), Fuel: m.Resources.Fuel,
	}
	values, _ := m.Expand(os.LookupEnv) // a variable that isn't set is empty for both
	for _, a := range values.Args {
		own.Args = append(own.Args, a.Value)
	}
	own.Args = append(own.Args, c.Args...)
	for i, v := range m.Env {
		own.Env = append(own.Env, v.Name+"="+values.Env[i].Value)
	}
	if c.Kind == "timeout" {
		own.Timeout = shortTimeout
	}
	settings := []parity.Setting{own}
	if len(c.Args) == 0 && c.Stdin == "" && c.Kind != "timeout" && c.Kind != "memory-limit" {
		settings = append(settings, parity.Settings()...)
	}
	return settings
}

// corpusTimeout is how long a guest of a corpus may run, in milliseconds.
const corpusTimeout = 20_000

// corpusGuests are all files of code below a folder.
func corpusGuests(dir string) ([]guest, error) {
	var list []guest
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if ext := filepath.Ext(path); ext != ".wasm" && ext != ".wat" {
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		g := guest{name: filepath.ToSlash(name), path: path, settings: parity.Settings()}
		for i := range g.settings {
			g.settings[i].Timeout = corpusTimeout
		}
		list = append(list, g)
		return nil
	})
	return list, err
}

// workspace is a new directory for one run, with what the setting mounts.
func workspace(s parity.Setting) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "parity-"); err != nil {
		return "", err
	}
	for name, wanted := range map[string]bool{"w": s.Write, "r": s.Read} {
		if wanted && err == nil {
			err = parity.Grow(filepath.Join(dir, name))
		}
	}
	return dir, err
}
