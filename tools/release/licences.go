package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
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
		found, err := p.texts()
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
	b.WriteString("Qyvol is linked with the following, under their licences. It can be linked with other\n" +
		"versions of them from its sources, with scripts/release.sh.\n")
	for _, text := range texts {
		fmt.Fprintf(&b, "\n%s\n\n%s\n\n%s\n", strings.Repeat("=", 80), strings.Join(slices.Compact(owners[text]), "\n"), strings.TrimSpace(text))
	}
	return os.WriteFile(filepath.Join(dir, "THIRD-PARTY.txt"), []byte(b.String()), 0o644)
}

// texts are a part's licences.
func (p *part) texts() (texts []string, err error) {
	for _, path := range p.files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	if p.dir == "" {
		return texts, nil
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !licenceFile.MatchString(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(p.dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// recognised is what a part's texts are, as an SPDX expression. One that isn't recognised
// is an error: somebody has to read it.
func (p *part) recognised() (string, error) {
	texts, err := p.texts()
	if err != nil {
		return "", err
	}
	var names []string
	for _, text := range texts {
		for _, match := range licensecheck.Scan([]byte(text)).Match {
			if !match.IsURL {
				names = append(names, match.ID)
			}
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return "", fmt.Errorf("%s: no licence is recognised in %q", p.url(), p.dir)
	}
	return strings.Join(names, " AND "), nil
}
