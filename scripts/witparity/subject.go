package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// subject is a file to compare, in the binary format.
type subject struct {
	name string
	data []byte
}

// subjects are the components among the fixtures and the printer's own tests, and
// in the corpus.
func (o options) subjects() ([]subject, error) {
	list, err := collect(filepath.Join(o.root, "fixtures"), true)
	if err != nil {
		return nil, err
	}
	more, err := collect(filepath.Join(o.root, "info", "wit", "testdata"), true)
	if err != nil || o.corpus == "" {
		return append(list, more...), err
	}
	others, err := collect(o.corpus, false)
	return append(append(list, more...), others...), err
}

// collect finds components in a folder. Damaged files, which the fixtures of
// recognition are, and what is no component are left out; strict says that text
// has to be right.
func collect(dir string, strict bool) ([]subject, error) {
	var list []subject
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "recognise" || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		ext := filepath.Ext(path)
		if entry.IsDir() || ext != ".wasm" && ext != ".wat" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err == nil && ext == ".wat" {
			data, err = engine.TextToBinary(data)
		}
		if err != nil && strict {
			return err
		}
		if err == nil && strings.HasPrefix(string(data), "\x00asm\x0d\x00\x01\x00") {
			list = append(list, subject{path, data})
		}
		return nil
	})
	return list, err
}
