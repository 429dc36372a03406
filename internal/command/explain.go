package command

import (
	"os"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// explain prints what a run would grant, and runs nothing.
func explain(l *Line, path string, ui *ui) error {
	if l.IsSet(resultFlag) {
		return badFlag(l, message.UsageExplainAlone.With(resultFlag.Name))
	}
	report, err := newReporter(l, ui, path)
	if err != nil {
		return err
	}
	opts, err := runOptions(l, report)
	if err != nil {
		return err
	}
	unit, err := loader.Load(path, loader.Options{Cache: opts.Cache, Stdin: os.Stdin, AnyName: l.Bool(ManifestFlag)})
	if err != nil {
		return err
	}
	grant, err := runner.Decide(unit, opts)
	if err != nil {
		return err
	}
	if m := unit.Manifest(); m != nil {
		for _, w := range m.Warnings {
			opts.Warn(message.Saying(w))
		}
	}
	for _, w := range grant.Warnings {
		opts.Warn(w)
	}
	if report.wanted() {
		return printData(ui, string(report.format), grantOf(unit, grant, report.warnings))
	}
	return grant.Print(ui.out, ui.lang)
}

// grantData is what run --explain prints as data. The comments of these types are
// the descriptions of the schema.
type grantData struct {
	// Name is the manifest's, or made of the file's.
	Name string `json:"name"`
	// Path is the component.
	Path string `json:"path"`
	// Args are the guest's arguments, its own name first.
	Args []grantedValue `json:"args"`
	// Env are the variables that the guest would see.
	Env []grantedVariable `json:"env"`
	// FS are the mounts.
	FS []grantedMount `json:"fs"`
	// Kept are the host's files and directories that the guest can't change, although it may
	// write to the directory in which they are: what the next run trusts.
	Kept []string `json:"kept,omitempty"`
	// Stdio are the streams that reach the guest: stdin, stdout, stderr.
	Stdio []string `json:"stdio"`
	// Limits bound each attempt.
	Limits limits `json:"limits"`
	// Features of WebAssembly that are on because the manifest asks for them.
	Features []string `json:"features,omitempty"`
	// Degrade lets an import that nothing provides trap when it is called.
	Degrade bool `json:"degrade"`
	// WASI is the implementation that would serve the guest: native or hosted.
	WASI string `json:"wasi"`
	// Warnings are in the language of the messages.
	Warnings []string `json:"warnings,omitempty"`
}

// grantedValue is an argument.
type grantedValue struct {
	// Value is absent for one of the host's, which may be a secret.
	Value *string `json:"value,omitempty"`
	// Origin is manifest, host or flag.
	Origin string `json:"origin"`
}

// grantedVariable is a variable of the environment.
type grantedVariable struct {
	// Name is what the guest asks for.
	Name string `json:"name"`
	// Value is absent for one of the host's, which may be a secret.
	Value *string `json:"value,omitempty"`
	// Origin is manifest, host or flag.
	Origin string `json:"origin"`
}

// grantedMount is a file system.
type grantedMount struct {
	// Mount is the guest's name for it.
	Mount string `json:"mount"`
	// From is a directory of the host, or memfs.
	From string `json:"from"`
	// Access is read or read-write.
	Access string `json:"access"`
	// Quota is how many bytes the guest may add; absent without a limit.
	Quota uint64 `json:"quota,omitempty"`
	// Exclude are patterns of what the guest doesn't see.
	Exclude []string `json:"exclude,omitempty"`
	// Origin is manifest or flag.
	Origin string `json:"origin"`
}

func grantOf(unit *loader.Unit, g *wasi.Grant, warnings []string) grantData {
	out := grantData{
		Name: unit.Name(), Path: unit.Path(), Args: []grantedValue{}, Env: []grantedVariable{}, FS: []grantedMount{}, Stdio: []string{},
		Limits: limitsOf(g.Limits), Degrade: g.Degrade, WASI: string(g.Implementation), Warnings: warnings,
	}
	for _, f := range g.Features {
		out.Features = append(out.Features, string(f))
	}
	for _, a := range g.Args {
		out.Args = append(out.Args, grantedValue{shown(a.Value, a.Origin), string(a.Origin)})
	}
	for _, v := range g.Env {
		out.Env = append(out.Env, grantedVariable{v.Name, shown(v.Value, v.Origin), string(v.Origin)})
	}
	for _, m := range g.Mounts {
		out.FS = append(out.FS, mountOf(&m))
	}
	out.Kept = g.Kept
	for _, stream := range []struct {
		name    string
		granted bool
	}{{"stdin", g.Stdin}, {"stdout", g.Stdout}, {"stderr", g.Stderr}} {
		if stream.granted {
			out.Stdio = append(out.Stdio, stream.name)
		}
	}
	return out
}

func mountOf(m *wasi.Mount) grantedMount {
	out := grantedMount{
		Mount: m.Guest, From: m.Host, Access: string(manifest.AccessRead), Quota: m.Quota, Exclude: m.Exclude, Origin: string(m.Origin),
	}
	if m.Kind == wasi.Memory {
		out.From = string(manifest.FSMemory)
	}
	if m.Write {
		out.Access = string(manifest.AccessReadWrite)
	}
	return out
}

// shown is a value, unless the host's environment has it.
func shown(value string, origin wasi.Origin) *string {
	if origin == wasi.FromHost {
		return nil
	}
	return &value
}
