package table_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/scripts/table"
)

const page = "# Page\n\n| other | table |\n| --- | --- |\n| 1 | 2 |\n\n## Rules\n\nText.\n\n" +
	"| what | why |\n| --- | --- |\n| `a*` | because |\n| b | `c` |\n\n## More\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n"

func TestRead(t *testing.T) {
	rows, err := table.Read(write(t, page), "## Rules", 2)
	if want := [][]string{{"a*", "because"}, {"b", "c"}}; err != nil || !reflect.DeepEqual(rows, want) {
		t.Errorf("got %q, %v", rows, err)
	}
}

func TestReadRefusesRows(t *testing.T) {
	for name, spoilt := range map[string]string{
		"too many cells": strings.Replace(page, "because |", "because | no |", 1),
		"no reason":      strings.Replace(page, "because", "", 1),
	} {
		if rows, err := table.Read(write(t, spoilt), "## Rules", 2); err == nil {
			t.Errorf("%s: got %q", name, rows)
		}
	}
	if _, err := table.Read(filepath.Join(t.TempDir(), "none"), "## Rules", 2); err == nil {
		t.Error("a missing file is no error")
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
