package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// tableLines are the lines between which the tables of a major version of wasmtime stand.
func tableLines(major string) (begin, end string) {
	return "<!-- make conformance writes what follows, on wasmtime " + major + " -->", "<!-- until here -->"
}

// update writes the tables into a file of documentation.
func (r *report) update(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin, end := tableLines(engine.WasmtimeMajor())
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no lines %q and %q", path, begin, end)
	}
	return os.WriteFile(path, []byte(before+begin+"\n\n"+r.markdown()+"\n"+end+after), 0o644)
}

func (r *report) markdown() string {
	var b strings.Builder
	b.WriteString("| suite | revision | files | directives | passed | with another message | explained | failed |\n")
	b.WriteString("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, s := range r.Suites {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %d | %d | %d |\n",
			s.Name, s.Revision, s.Files, s.directives(), s.Passed, s.Remarked, s.Explained, s.Failed)
	}
	fmt.Fprintf(&b, "\nWhy what is explained does not pass on %s:\n\n", r.Library)
	b.WriteString("| reason | directives | in |\n| --- | ---: | --- |\n")
	for _, row := range r.causes() {
		fmt.Fprintf(&b, "| %s | %d | %s |\n", row.why, row.count, strings.Join(row.suites, ", "))
	}
	return b.String()
}

// cause is a reason with all that it is the reason for.
type cause struct {
	why    string
	count  int
	suites []string
}

// causes are those of all suites, the most frequent first.
func (r *report) causes() []*cause {
	var list []*cause
	byWhy := map[string]*cause{}
	for _, s := range r.Suites {
		for _, one := range s.Results {
			if one.Reason == "" {
				continue
			}
			c := byWhy[one.Reason]
			if c == nil {
				c = &cause{why: one.Reason}
				byWhy[one.Reason], list = c, append(list, c)
			}
			c.count++
			if !slices.Contains(c.suites, s.Name) {
				c.suites = append(c.suites, s.Name)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *cause) int { return cmp.Compare(b.count, a.count) })
	return list
}
