package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile is what files of licences are called.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|copyright)([-._].*)?$`)

// licences writes Qyvol's licence, and those of all parts: each text once, below the names
// of the parts that have it.
func (r *release) licences(dir string, parts []part) error {
	own, err := os.ReadFile(filepath.Join(r.sources, "LICENSE"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "copyright"), own, 0o644); err != nil {
		return err
	}
	owners := map[string][]string{} // by text
	var texts []string
	for _, p := range parts {
		found, err := textsIn(p.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", p.url(), err)
		}
		if len(found) == 0 {
			if p.licence == "" {
				return fmt.Errorf("%s has no licence in %q", p.url(), p.dir)
			}
			found = []string{"Licence (SPDX): " + p.licence + "\n"}
		}
		for _, text := range found {
			if owners[text] == nil {
				texts = append(texts, text)
			}
			owners[text] = append(owners[text], p.name+" "+p.version)
		}
	}
	var b strings.Builder
	b.WriteString("Qyvol is linked with the following, under their licences.\n")
	for _, text := range texts {
		fmt.Fprintf(&b, "\n%s\n\n%s\n\n%s\n", strings.Repeat("=", 80), strings.Join(slices.Compact(owners[text]), "\n"), strings.TrimSpace(text))
	}
	return os.WriteFile(filepath.Join(dir, "THIRD-PARTY.txt"), []byte(b.String()), 0o644)
}

// textsIn are the licences in a folder.
func textsIn(dir string) (texts []string, err error) {
	if dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !licenceFile.MatchString(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
