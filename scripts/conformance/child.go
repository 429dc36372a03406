package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A script runs in a process of its own, so that one that ends or blocks it is
// a failure of this script alone. The child writes a line for each directive.

// played is what a directive came to.
type played struct {
	Error string `json:"error,omitempty"`
	Note  string `json:"note,omitempty"`
}

// playFlag makes this command such a child; a file follows it.
const playFlag = "-play"

// play runs a script that parse accepts.
func play(file string, w io.Writer) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	commands, err := parse(file, source)
	if err != nil {
		return err
	}
	p, err := newPlayer(settingsOf(source))
	if err != nil {
		return err
	}
	defer p.close()
	lines := json.NewEncoder(w)
	for i := range commands {
		note, err := p.play(&commands[i])
		line := played{Note: oneLine(note)}
		if err != nil {
			line.Error = oneLine(err.Error())
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// oneLine makes a message fit for a table.
func oneLine(message string) string { return strings.Join(strings.Fields(message), " ") }

// scriptTimeout is for scripts that never end, not for slow machines.
const scriptTimeout = 2 * time.Minute

// playApart runs a script of n directives in a child, and completes what that
// did not get to.
func playApart(parent context.Context, self, file string, n int) ([]played, error) {
	ctx, cancel := context.WithTimeout(parent, scriptTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, playFlag, file)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	ended := cmd.Run()
	if parent.Err() != nil {
		return nil, parent.Err()
	}
	if ctx.Err() != nil {
		ended = fmt.Errorf("it took more than %s", scriptTimeout)
	}
	list := readPlayed(&stdout)
	if ended == nil && len(list) != n {
		ended = fmt.Errorf("it told of %d directives, not %d", len(list), n)
	}
	if ended != nil && len(list) < n {
		list = append(list, played{Error: oneLine(fmt.Sprintf("the process ended: %v: %s", ended, firstLines(stderr.String())))})
	}
	for len(list) < n {
		list = append(list, played{Error: "not run, as an earlier directive ended the process"})
	}
	return list, nil
}

func readPlayed(r io.Reader) []played {
	var list []played
	const longest = 16 << 20
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longest)
	for lines.Scan() {
		var p played
		if json.Unmarshal(lines.Bytes(), &p) != nil {
			break // the process ended in the middle of a line
		}
		list = append(list, p)
	}
	return list
}

func firstLines(text string) string {
	const enough = 400
	return text[:min(len(text), enough)]
}

// base names a file of a suite in messages, which are the same on all machines.
func base(root, file string) string {
	name, err := filepath.Rel(root, file)
	if err != nil || name == "." {
		return filepath.Base(file)
	}
	return filepath.ToSlash(name)
}
