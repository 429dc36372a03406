package info_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

const (
	componentPreamble = "\x00asm\x0d\x00\x01\x00"
	modulePreamble    = "\x00asm\x01\x00\x00\x00"
)

func number(n int) string  { return string(binary.AppendUvarint(nil, uint64(n))) }
func name(s string) string { return number(len(s)) + s }
func section(id byte, body string) string {
	return string(id) + number(len(body)) + body
}

// hostile are files that ask for more than they are worth.
func hostile() map[string]string {
	var producers, customs, imports strings.Builder
	const many = 100_000
	for i := range many {
		producers.WriteString(name(fmt.Sprintf("p%d", i)) + name(""))
		customs.WriteString(section(0, name(fmt.Sprintf("c%d", i))))
		imports.WriteString(name("") + name(fmt.Sprintf("%x", i)) + "\x00\x00")
	}
	wide := "\x60" + number(1000) + strings.Repeat("\x6f", 1000) + "\x00"
	return map[string]string{
		"producers": componentPreamble + section(0, name("producers")+number(1)+name("language")+number(many)+producers.String()),
		"customs":   componentPreamble + customs.String(),
		"imports":   modulePreamble + section(1, "\x01"+wide) + section(2, number(many)+imports.String()),
	}
}

// Whatever is asked for, what is said is bounded, and said in every format; a
// test that hangs has failed.
func TestHostile(t *testing.T) {
	for what, code := range hostile() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		u, err := loader.LoadBytes(what, []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		d, err := info.Describe(info.Subject{Unit: u})
		if (err != nil) != (what == "imports") {
			t.Errorf("%s: %v", what, err)
		}
		if err != nil {
			continue
		}
		for _, format := range []info.Format{info.Text, info.JSON, info.YAML} {
			var out bytes.Buffer
			if err := info.Print(&out, d, format, info.TextOptions{Tree: format == info.Text}); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 512<<20 {
			t.Errorf("%s: %d bytes were allocated", what, took)
		}
	}
}

// Names can't command a terminal, nor forge lines, in any format.
func TestNamesStayNames(t *testing.T) {
	const evil = "_start\n\nNeeds:\n\x1b[31m\u202e\u009b\u2028\U000e0041\ufff9\ufe0f\u034f"
	code := modulePreamble + section(1, "\x01\x60\x00\x00") + section(3, "\x01\x00") +
		section(7, "\x01"+name(evil)+"\x00\x00") + section(10, "\x01\x02\x00\x0b") +
		section(0, name("description")+evil) + section(0, name(evil))
	u, err := loader.LoadBytes("evil", []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	d, err := info.Describe(info.Subject{Unit: u})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []info.Format{info.Text, info.JSON, info.YAML} {
		for _, o := range []info.TextOptions{{}, {Exports: true}, {Tree: true}} {
			var out bytes.Buffer
			if err := info.Print(&out, d, format, o); err != nil {
				t.Fatal(err)
			}
			if unseen := message.Printable(out.String()); unseen != out.String() {
				t.Errorf("%s: what can't be seen: %q", format, out.String())
			}
			if strings.Contains(out.String(), "\nNeeds:") {
				t.Errorf("%s: a forged line: %q", format, out.String())
			}
		}
	}
	var asYAML bytes.Buffer
	if err := info.Print(&asYAML, d, info.YAML, info.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	var back struct{ Exports []string }
	if err := yaml.Load(asYAML.Bytes(), &back); err != nil || len(back.Exports) != 1 || back.Exports[0] != evil {
		t.Errorf("YAML has %q: %v", back.Exports, err)
	}
}

// Names of dependencies can have any character, and are printed as WIT as well.
func TestNamesOfDependencies(t *testing.T) {
	const evil = "\u009b31mRED\u202e\u2028\u0085\ufeff\U000e0041\u200d"
	for _, kind := range []string{"url", "locked-dep", "unlocked-dep", "integrity"} {
		extern := "\x00" + name(kind+"=<"+evil+">") + "\x01\x00"
		code := componentPreamble + section(7, "\x01\x40\x00\x01\x00") + section(10, "\x01"+extern)
		u, err := loader.LoadBytes("evil", []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		d, err := info.Describe(info.Subject{Unit: u})
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []info.Format{info.Text, info.JSON, info.Lines, info.YAML, info.WIT} {
			var out bytes.Buffer
			if err := info.Print(&out, d, format, info.TextOptions{Exports: true, Tree: true}); err != nil {
				t.Errorf("%s as %s: %v", kind, format, err)
			}
			if text := out.String(); message.Printable(text) != text || format != info.Text && !strings.Contains(text, "31mRED") {
				t.Errorf("%s as %s: %q", kind, format, text)
			}
		}
	}
}
