package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/qyvol/qyvol/fixtures/parity"
)

// report is what was compared, and what came of it.
type report struct {
	Versions map[string]string `json:"versions"`
	Guests   int               `json:"guests"`
	Runs     int               `json:"runs"` // of Qyvol and wasmtime, each compared
	Equal    int               `json:"equal"`
	Excused  int               `json:"excused"`
	Defects  int               `json:"defects"`
	Rows     []row             `json:"rows"`
}

// row is one guest under one setting.
type row struct {
	Guest     string             `json:"guest"`
	Setting   string             `json:"setting"`
	Reference parity.Outcome     `json:"reference"`
	Varies    []string           `json:"varies,omitempty"` // in what the reference differs from itself
	Results   map[string]verdict `json:"results"`
}

// verdict is how one subject compares with the reference.
type verdict struct {
	Skipped     bool         `json:"skipped,omitempty"`
	Differences []difference `json:"differences,omitempty"`
}

type difference struct {
	parity.Difference
	Reason string `json:"reason,omitempty"` // of the exception that it falls under
}

func (v verdict) String() string {
	if v.Skipped {
		return "-"
	}
	var words []string
	for _, d := range v.Differences {
		word := d.Field
		if d.Reason != "" {
			word = "(" + word + ")"
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return "="
	}
	return strings.Join(words, " ")
}

// add counts a row.
func (r *report) add(line row) {
	r.Rows = append(r.Rows, line)
	for _, v := range line.Results {
		if v.Skipped {
			continue
		}
		r.Runs++
		defect := false
		for _, d := range v.Differences {
			defect = defect || d.Reason == ""
		}
		switch {
		case defect:
			r.Defects++
		case len(v.Differences) > 0:
			r.Excused++
		default:
			r.Equal++
		}
	}
}

// print writes the table: = is equal, a name in brackets a field that differs
// for a reason, a bare name one that must not.
func (r *report) print(w io.Writer, subjects []string) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	_, _ = fmt.Fprintf(t, "guest\tsetting\treference\t%s\n", strings.Join(subjects, "\t"))
	for _, line := range r.Rows {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s", line.Guest, line.Setting, ending(line.Reference))
		for _, s := range subjects {
			_, _ = fmt.Fprintf(t, "\t%s", line.Results[s])
		}
		_, _ = fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, line := range r.Rows {
		for _, s := range subjects {
			for _, d := range line.Results[s].Differences {
				if d.Reason == "" {
					_, _ = fmt.Fprintf(w, "\n%s, %s, %s\n  %s\n", line.Guest, line.Setting, s, d.Difference)
				}
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n%d guests, %d runs compared: %d equal, %d differ for a reason, %d are defects\n",
		r.Guests, r.Runs, r.Equal, r.Excused, r.Defects)
	return err
}

func ending(o parity.Outcome) string {
	switch o.Kind {
	case "":
		return "0"
	case "exit":
		return fmt.Sprint(o.Exit)
	default:
		return o.Kind
	}
}

func (r *report) write(path string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
