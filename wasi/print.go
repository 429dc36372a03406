package wasi

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Print writes a grant for people: one line for each thing that is granted,
// and each kind of thing of which nothing is. Values that come from the host
// are not shown.
func (g *Grant) Print(w io.Writer, lang message.Lang) error {
	p := printer{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0), lang}
	p.args(g.Args)
	p.env(g.Env)
	p.mounts(g.Mounts)
	p.kept(g.Kept)
	none := message.WASINone.With()
	p.line("net", none.In(lang))
	p.line("exec", none.In(lang))
	p.stdio(g)
	p.limits(g.Limits)
	p.features(g.Features)
	if g.Degrade {
		p.line("degrade", message.WASIDegrade.With().In(lang))
	}
	p.line("wasi", string(g.Implementation))
	return p.out.Flush()
}

type printer struct {
	out  *tabwriter.Writer
	lang message.Lang
}

// line writes to a tabwriter, which keeps its error until Flush.
func (p *printer) line(key, value string) {
	_, _ = fmt.Fprintf(p.out, "%s\t%s\n", key, value)
}

// lines writes values under one key, or that there are none.
func (p *printer) lines(key string, values []string) {
	if len(values) == 0 {
		values = []string{message.WASINone.With().In(p.lang)}
	}
	for _, v := range values {
		p.line(key, v)
		key = ""
	}
}

func (p *printer) args(args []Argument) {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = strconv.Quote(a.Value)
		if a.Origin == FromHost {
			quoted[i] = p.host(a.Missing)
		}
	}
	if len(quoted) > 0 {
		quoted = []string{strings.Join(quoted, " ")}
	}
	p.lines("args", quoted)
}

func (p *printer) env(vars []Variable) {
	lines := make([]string, len(vars))
	for i, v := range vars {
		lines[i] = printable(v.Name) + "=" + strconv.Quote(v.Value)
		if v.Origin == FromHost {
			lines[i] = printable(v.Name) + " " + p.host(v.Missing)
		}
	}
	p.lines("env", lines)
}

func (p *printer) mounts(mounts []Mount) {
	lines := make([]string, len(mounts))
	for i, m := range mounts {
		from := printable(asSource(m.Host)) // a directory of that name is not memory
		if m.Kind == Memory {
			from = string(manifest.FSMemory)
		}
		lines[i] = printable(m.Guest) + " ← " + from + " (" + strings.Join(append(m.terms(), p.origin(m.Origin)), ", ") + ")"
	}
	p.lines("fs", lines)
}

// features are those of WebAssembly that are on; usually there are none.
func (p *printer) features(list []manifest.WasmFeature) {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = string(f)
	}
	if len(names) > 0 {
		p.line("features", strings.Join(names, " "))
	}
}

// kept are what can't be changed of what may be written.
func (p *printer) kept(paths []string) {
	for i, path := range paths {
		key := ""
		if i == 0 {
			key = "kept"
		}
		p.line(key, printable(path)+" "+message.WASIKept.With().In(p.lang))
	}
}

// terms are the conditions of a mount, in the words of a manifest.
func (m *Mount) terms() []string {
	list := []string{m.access()}
	if m.Quota > 0 {
		list = append(list, "quota "+manifest.Size(m.Quota).String())
	}
	if len(m.Exclude) > 0 {
		quoted := make([]string, len(m.Exclude))
		for i, pattern := range m.Exclude {
			quoted[i] = strconv.Quote(pattern)
		}
		list = append(list, "exclude "+strings.Join(quoted, " "))
	}
	return list
}

func (m *Mount) access() string {
	if m.Write {
		return string(manifest.AccessReadWrite)
	}
	return string(manifest.AccessRead)
}

func (p *printer) stdio(g *Grant) {
	var open []string
	for _, stream := range []struct {
		name    string
		granted bool
	}{{"stdin", g.Stdin}, {"stdout", g.Stdout}, {"stderr", g.Stderr}} {
		if stream.granted {
			open = append(open, stream.name)
		}
	}
	if len(open) > 0 {
		open = []string{strings.Join(open, " ")}
	}
	p.lines("stdio", open)
}

func (p *printer) limits(l Limits) {
	var list []string
	if l.Memory > 0 {
		list = append(list, "memory "+units.BytesSize(float64(l.Memory)))
	}
	if l.Timeout > 0 {
		list = append(list, "timeout "+l.Timeout.String())
	}
	if l.Fuel > 0 {
		list = append(list, fmt.Sprintf("fuel %d", l.Fuel))
	}
	if l.Instances > 0 {
		list = append(list, fmt.Sprintf("instances %d", l.Instances))
	}
	if l.Compile.Timeout > 0 {
		list = append(list, "compile.timeout "+l.Compile.Timeout.String())
	}
	if l.Compile.Memory > 0 {
		list = append(list, "compile.memory "+units.BytesSize(float64(l.Compile.Memory)))
	}
	p.lines("limits", list)
}

// printable quotes a name that could make the lines say something else.
func printable(name string) string {
	quoted := strconv.Quote(name)
	if quoted == `"`+name+`"` && name != "" {
		return name
	}
	return quoted
}

// host stands for a value that holds a variable of the host.
func (p *printer) host(missing string) string {
	if missing != "" {
		return message.WASIMissing.With(missing).In(p.lang)
	}
	return p.origin(FromHost)
}

func (p *printer) origin(o Origin) string {
	switch o {
	case FromHost:
		return message.WASIFromHost.With().In(p.lang)
	case FromFlag:
		return message.WASIFromFlag.With().In(p.lang)
	case FromManifest:
		return message.WASIFromManifest.With().In(p.lang)
	}
	return string(o)
}
