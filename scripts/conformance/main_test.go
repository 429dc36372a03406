package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// The binary of the tests stands in for the programs that the command starts:
// itself with -play, and qyvol with run, whose library it uses.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == playFlag {
		if strings.Contains(filepath.Base(os.Args[2]), "crash") {
			fmt.Println(`{}`)
			fmt.Print(`{"err`)
			panic("the library panicked")
		}
		exit(true, play(os.Args[2], os.Stdout))
	}
	if len(os.Args) > 1 && os.Args[1] == "run" {
		os.Exit(runLikeQyvol(os.Args[2:]))
	}
	os.Exit(m.Run())
}

type several []string

func (s *several) String() string         { return strings.Join(*s, " ") }
func (s *several) Set(value string) error { *s = append(*s, value); return nil }

func runLikeQyvol(args []string) int {
	flags := flag.NewFlagSet("run", flag.ExitOnError)
	var env, write several
	flags.Var(&env, "env", "")
	flags.Var(&write, "allow-write", "")
	result := flags.String("result", "", "")
	flags.Bool("quiet", false, "")
	flags.String("lang", "", "")
	by := flags.String("wasi", "", "")
	_ = flags.Parse(args)
	file, rest := flags.Arg(0), flags.Args()[2:] // after --
	r := runner.Runner{}
	defer r.Close()
	done, err := r.RunFile(context.Background(), file, runner.Options{
		Args: rest, WASI: wasi.Implementation(*by), Allow: wasi.Allow{Set: env, Write: write},
		Stdio: wasi.Stdio{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr},
		Cache: loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(filepath.Dir(*result), "cache")}),
	})
	report := map[string]any{}
	code := done.ExitCode
	if err != nil {
		report["error"] = map[string]any{"kind": program.KindOf(err)}
		if program.KindOf(err) != program.KindExit {
			fmt.Fprintln(os.Stderr, "error:", err)
			code = 3
		}
	}
	data, err := json.Marshal(report)
	if err := errors.Join(err, os.WriteFile(*result, data, 0o600)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// write writes files into a new folder, by names that may have slashes.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// self is the binary of the tests.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// guest is one of the fixtures.
func guest(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtures.Dir(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
