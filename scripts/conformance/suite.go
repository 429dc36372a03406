package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// suite is a folder of tests that somebody publishes.
type suite struct {
	name     string // in the report and in the reasons
	revision string // that was run, as the user says, or ""
	root     string
}

// parseSuites reads `name@revision=dir,…`, of which dir alone is needed; the
// name is then that of the folder.
func parseSuites(text string) ([]suite, error) {
	var list []suite
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			continue
		}
		var s suite
		label, root, ok := strings.Cut(part, "=")
		if !ok {
			root = part
			label = filepath.Base(part)
		}
		s.name, s.revision, _ = strings.Cut(label, "@")
		s.root = filepath.Clean(root)
		if _, err := os.Stat(s.root); err != nil {
			return nil, fmt.Errorf("suite %s: %w", s.name, err)
		}
		list = append(list, s)
	}
	return list, nil
}

// files are those below a suite's folder whose names end in a way, in order.
func (s suite) files(ext string) ([]string, error) {
	var list []string
	err := filepath.WalkDir(s.root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == ext {
			list = append(list, path)
		}
		return err
	})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("suite %s: there is no file *%s in %s", s.name, ext, s.root)
	}
	return list, err
}

// runScripts runs the scripts of a suite.
func runScripts(ctx context.Context, self string, s suite, r *suiteReport) error {
	files, err := s.files(".wast")
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := runScript(ctx, self, file, base(s.root, file), r); err != nil {
			return err
		}
	}
	return nil
}

func runScript(ctx context.Context, self, file, name string, r *suiteReport) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	r.Files++
	commands, err := parse(name, source)
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		r.add(result{File: name, position: syntax.at, Directive: "script", Message: syntax.message}, true)
		return nil
	}
	list, err := playApart(ctx, self, file, len(commands))
	if err != nil {
		return err
	}
	for i, p := range list {
		r.add(result{File: name, position: commands[i].at, Directive: commands[i].kind, Message: p.Error + p.Note}, p.Error != "")
	}
	return nil
}
