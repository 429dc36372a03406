// Package table reads tables of documentation that programs go by, so that what
// a person reads is what holds.
package table

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// Read returns the cells of the rows of the table below a heading of a Markdown
// file, without spaces and the ticks of code around them. A row with another
// number of cells than the table's columns, or with an empty last cell, the
// reason, is an error.
func Read(file, heading string, columns int) ([][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	var rows [][]string
	inside, head := false, true
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "#"):
			inside, head = line == heading, true
		case !inside || !strings.HasPrefix(line, "|"):
		case head:
			head = !strings.HasPrefix(line, "| ---")
		default:
			cells, err := cellsOf(line, columns)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			rows = append(rows, cells)
		}
	}
	return rows, lines.Err()
}

func cellsOf(line string, columns int) ([]string, error) {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	if len(cells) != columns {
		return nil, fmt.Errorf("a row has %d cells, not %d: %s", len(cells), columns, line)
	}
	for i := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
	}
	if cells[columns-1] == "" {
		return nil, fmt.Errorf("a row gives no reason: %s", line)
	}
	return cells, nil
}
