package main

import (
	"path"

	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/scripts/table"
)

// exception is a difference that is as it should be: a row of the table of
// exceptions in docs/PARITY.md.
type exception struct {
	guest, setting, subject, field string // patterns of path.Match
	reason                         string
	used                           bool
}

// heading is that of the table.
const heading = "## Exceptions"

// readExceptions reads the rows of the table: wasmtime, guest, setting, subject, field,
// reason. It leaves those of other versions of wasmtime out.
func readExceptions(file string) ([]*exception, error) {
	rows, err := table.Read(file, heading, 6)
	if err != nil {
		return nil, err
	}
	var list []*exception
	for _, c := range rows {
		if table.IsLinked(c[0]) {
			list = append(list, &exception{guest: c[1], setting: c[2], subject: c[3], field: c[4], reason: c[5]})
		}
	}
	return list, nil
}

// excuse returns the exception that a difference falls under, nil if none.
func excuse(list []*exception, guest, setting, subject string, d parity.Difference) *exception {
	for _, e := range list {
		if match(e.guest, guest) && match(e.setting, setting) && match(e.subject, subject) && match(e.field, d.Field) {
			e.used = true
			return e
		}
	}
	return nil
}

// match also takes "*" for names with slashes.
func match(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return pattern == "*" || pattern == name || err == nil && ok
}
