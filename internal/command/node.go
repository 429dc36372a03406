package command

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/qyvol/qyvol/internal/message"
)

// nodeCommand is the command with all that needs a network. To link it into this one
// would make each run start later.
const nodeCommand = "qyvol-node"

// nodeFile is what its file is called; tests have another.
var nodeFile = nodeCommand

// nodeModule is what `go install` calls it.
const nodeModule = "github.com/qyvol/qyvol/cmd/" + nodeCommand

// networkCommands are the extension's, or what stands for them in help and completion.
func networkCommands(ui *ui) []*Command {
	if ui.more != nil {
		return ui.more(&UI{ui})
	}
	var all []*Command
	for _, name := range networkNames() {
		all = append(all, &Command{
			Name: name, Usage: networkUsage(name),
			Run: func(context.Context, *Line) error { return &nodeMissingError{name: name} },
		})
	}
	return all
}

func networkNames() []string { return []string{"deploy", "cluster"} }

func networkUsage(name string) *message.Template {
	if name == "deploy" {
		return &message.CmdDeploy
	}
	return &message.CmdCluster
}

// elsewhere is the command that a command line names, if it is another program's: also
// where its help, or its completion, is asked for.
func elsewhere(args []string) string {
	if completing(args) {
		args = args[1:max(len(args)-1, 1)] // the last word is being typed
	}
	for i := 0; i < len(args); i++ {
		word := args[i]
		f := findFlag(append(slices.Clip(commonFlags), helpFlag), flagName(word))
		switch {
		case slices.Contains(networkNames(), word):
			return word
		case word == "help":
		case !isFlag(word), f == nil: // another's, or wrong
			return ""
		case f.Takes != Switch && !strings.Contains(word, "="):
			i++ // its value
		}
	}
	return ""
}

// startNode becomes the command that has what is asked for. It returns where there is
// none, or the system can't replace a process, with an exit code.
func (u *ui) startNode(name string, args []string) int {
	missing := &nodeMissingError{name: name}
	path, err := findNode()
	if again := strings.TrimSuffix(filepath.Base(args[0]), ".exe") == nodeCommand; err == nil && !again {
		code, err := execute(path, slices.Concat([]string{path}, args[1:]))
		if err == nil {
			return code
		}
		missing.path, missing.err = path, err
	}
	if completing(args[1:]) {
		return exitOK // nothing to propose
	}
	u.final(missing)
	return exitCode(missing)
}

// findNode looks beside this command, and then in PATH.
func findNode() (string, error) {
	name := nodeFile
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(self); err == nil {
			self = real
		}
		beside := filepath.Join(filepath.Dir(self), name)
		if found, err := exec.LookPath(beside); err == nil {
			return found, nil
		}
	}
	return exec.LookPath(name) // a relative place in PATH counts as none
}

// nodeMissingError is a command that isn't there without qyvol-node, or with one that
// can't be started.
type nodeMissingError struct {
	name, path string
	err        error // nil: there is none
}

// Unwrap returns why it can't be started.
func (e *nodeMissingError) Unwrap() error { return e.err }

// Words are what the error says.
func (e *nodeMissingError) Words() message.Text {
	if e.err != nil {
		return message.CmdNodeFails.With("qyvol "+e.name, message.Name(e.path), message.Reason(e.err))
	}
	return message.CmdNodeMissing.With("qyvol "+e.name, nodeCommand)
}

// Error is in English.
func (e *nodeMissingError) Error() string { return e.Words().String() }

// Hint is the line to type.
func (e *nodeMissingError) Hint() message.Text {
	version := "latest"
	if v := versionNumber(); semver.IsValid(v) && semver.Prerelease(v)+semver.Build(v) == "" {
		version = v
	}
	return message.CmdNodeMissingHint.With("go install " + nodeModule + "@" + version)
}
