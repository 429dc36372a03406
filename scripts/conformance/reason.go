package main

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/scripts/table"
)

// reason is why tests don't pass: a row of the table in docs/PARITY.md for the version
// of wasmtime that is linked, whose cells are patterns in which * stands for anything.
type reason struct {
	suite, file, directive, message string
	why                             string
	used                            bool
}

// reasonsHeading is that of the table.
const reasonsHeading = "### Reasons"

func readReasons(file string) ([]*reason, error) {
	rows, err := table.Read(file, reasonsHeading, 6)
	var list []*reason
	for _, c := range rows {
		if table.IsLinked(c[0]) {
			list = append(list, &reason{suite: c[1], file: c[2], directive: c[3], message: c[4], why: c[5]})
		}
	}
	return list, err
}

// explain returns why a test of a suite does not pass, or "".
func explain(list []*reason, suite string, r *result) string {
	for _, e := range list {
		if glob(e.suite, suite) && glob(e.file, r.File) && glob(e.directive, r.Directive) && glob(e.message, r.Message) {
			e.used = true
			return e.why
		}
	}
	return ""
}

// unused are the reasons for nothing: those for suites that were run, and those
// for any suite if all that have a reason of their own were.
func unused(list []*reason, suites []*suiteReport) []string {
	ran, all := map[string]bool{}, true
	for _, s := range suites {
		ran[s.Name] = true
	}
	for _, e := range list {
		all = all && (e.general() || ran[e.suite])
	}
	var rows []string
	for _, e := range list {
		if !e.used && (ran[e.suite] || all) {
			rows = append(rows, fmt.Sprintf("%s, %s, %s, %s: %s", e.suite, e.file, e.directive, e.message, e.why))
		}
	}
	return rows
}

// general tells a reason that is not for one suite.
func (e *reason) general() bool { return strings.Contains(e.suite, "*") }

// glob matches a pattern in which * is any text.
func glob(pattern, text string) bool {
	pieces := strings.Split(pattern, "*")
	first, last := pieces[0], pieces[len(pieces)-1]
	if len(pieces) == 1 {
		return pattern == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for _, piece := range pieces[1 : len(pieces)-1] {
		at := strings.Index(text, piece)
		if at < 0 {
			return false
		}
		text = text[at+len(piece):]
	}
	return strings.HasSuffix(text, last)
}
