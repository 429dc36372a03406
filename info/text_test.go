package info_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/message"
)

// What is said of each guest is in a golden file of its language.
func TestTextOfFixtures(t *testing.T) {
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		var b bytes.Buffer
		for _, name := range guests(t) {
			d := describe(t, name)
			d.Path = name
			fmt.Fprintf(&b, "-- %s --\n", name)
			if err := info.Print(&b, d, info.Text, info.TextOptions{Lang: lang}); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, filepath.Join("testdata", "fixtures."+string(lang)+".golden"), b.Bytes())
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is printed now; with -update it is rewritten:\n%s", path, got)
	}
}

// Statuses are coloured where colours are wanted.
func TestTextInColour(t *testing.T) {
	var plain, coloured bytes.Buffer
	d := describe(t, "missing-import/missing-import.wat")
	for w, color := range map[*bytes.Buffer]bool{&plain: false, &coloured: true} {
		if err := info.Print(w, d, info.Text, info.TextOptions{Color: color}); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Contains(plain.Bytes(), []byte("\x1b")) || !bytes.Contains(coloured.Bytes(), []byte("\x1b[31mmissing\x1b[0m")) {
		t.Errorf("plain: %q\ncoloured: %q", plain.String(), coloured.String())
	}
}
