package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// report is what all suites came to.
type report struct {
	Library string         `json:"library"` // "wasmtime 44.0.0"
	Suites  []*suiteReport `json:"suites"`
	// Unused are reasons that explain nothing any more.
	Unused []string `json:"unused,omitempty"`
}

// suiteReport is what a suite came to.
type suiteReport struct {
	Name      string   `json:"name"`
	Revision  string   `json:"revision,omitempty"`
	Files     int      `json:"files"`
	Passed    int      `json:"passed"`
	Remarked  int      `json:"remarked"` // of the passed, those with a note
	Explained int      `json:"explained"`
	Failed    int      `json:"failed"`
	Results   []result `json:"results"` // but for those that passed without a note

	reasons []*reason
}

// result is what a directive, or a program of a suite of programs, came to.
type result struct {
	File string `json:"file"`
	position
	Directive string `json:"directive"`
	Outcome   string `json:"outcome"` // "passed", "explained", "failed"
	// Message tells what is wrong, or that it passes with another message than
	// its author's.
	Message string `json:"message,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// add judges a result. A refusal for another cause than expected shows nothing
// if there is a reason for that cause: it counts as explained, not as passed.
func (r *suiteReport) add(one result, failed bool) {
	if one.Message == "" && !failed {
		r.Passed++
		return
	}
	one.Reason = explain(r.reasons, r.Name, &one)
	switch {
	case one.Reason != "":
		one.Outcome = "explained"
		r.Explained++
	case failed:
		one.Outcome = "failed"
		r.Failed++
	default:
		one.Outcome = "passed"
		r.Passed++
		r.Remarked++
	}
	r.Results = append(r.Results, one)
}

// directives is the number of all.
func (r *suiteReport) directives() int { return r.Passed + r.Explained + r.Failed }

// good tells whether nothing is left unexplained.
func (r *report) good() bool {
	for _, s := range r.Suites {
		if s.Failed > 0 {
			return false
		}
	}
	return len(r.Unused) == 0
}

// print writes a table, and after it what is wrong.
func (r *report) print(w io.Writer, verbose bool) error {
	for _, s := range r.Suites {
		for _, one := range s.Results {
			if verbose || one.Outcome == "failed" {
				_, _ = fmt.Fprintf(w, "%s: %s:%d:%d: %s: %s: %s\n", s.Name, one.File, one.Line, one.Column, one.Directive, one.Outcome, one.Message)
			}
		}
	}
	for _, row := range r.Unused {
		_, _ = fmt.Fprintf(w, "this reason explains nothing any more: %s\n", row)
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "suite\tfiles\tdirectives\tpassed\tother message\texplained\tfailed")
	for _, s := range r.Suites {
		_, _ = fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\n", s.Name, s.Files, s.directives(), s.Passed, s.Remarked, s.Explained, s.Failed)
	}
	return t.Flush()
}

func (r *report) write(path string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
