package command

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
)

func versionCommand(ui *ui) *Command {
	return &Command{
		Name: "version", Usage: &message.CmdVersion,
		Flags: []*Flag{formatFlag},
		Run: func(_ context.Context, l *Line) error {
			format, err := l.Choice(formatFlag)
			if err != nil {
				return err
			}
			if err := AtMost(l, 0); err != nil {
				return err
			}
			return printVersion(ui, format)
		},
	}
}

func printVersion(ui *ui, format string) error {
	v := versions()
	if format == "text" {
		return ui.print(v.text() + "\n")
	}
	return printData(ui, format, v)
}

// wasiVersion is the version of WASI that guests get.
const wasiVersion = "0.2"

type versionInfo struct {
	Qyvol    string `json:"qyvol"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"`
	Wasmtime string `json:"wasmtime"`
	WASI     string `json:"wasi"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func versions() versionInfo {
	return versionInfo{
		Qyvol: versionNumber(), Commit: built.Commit, Date: built.Date,
		Wasmtime: engine.WasmtimeVersion(), WASI: wasiVersion,
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
	}
}

func (v versionInfo) text() string {
	of := strings.TrimSpace(v.Commit + " " + v.Date)
	if of != "" {
		of = " (" + of + ")"
	}
	return fmt.Sprintf("qyvol %s%s\nwasmtime %s, WASI %s\n%s %s", v.Qyvol, of, v.Wasmtime, v.WASI, v.Go, v.Platform)
}

// versionNumber is what the linker set, or what `go install` recorded.
func versionNumber() string {
	if built.Version != "" {
		return built.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
