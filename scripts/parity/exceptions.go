package main

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/qyvol/qyvol/fixtures/parity"
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

// readExceptions reads the rows of the table: guest, setting, subject, field,
// reason.
func readExceptions(file string) ([]*exception, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	var list []*exception
	inside := false
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "#") {
			inside = line == heading
		}
		if !inside || !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| ---") || strings.HasPrefix(line, "| guest") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 5 {
			return nil, fmt.Errorf("%s: a row of exceptions has %d cells, not 5: %s", file, len(cells), line)
		}
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		if cells[4] == "" {
			return nil, fmt.Errorf("%s: an exception without a reason: %s", file, line)
		}
		list = append(list, &exception{guest: cells[0], setting: cells[1], subject: cells[2], field: cells[3], reason: cells[4]})
	}
	return list, lines.Err()
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
