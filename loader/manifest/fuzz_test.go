package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Whatever the bytes are, they are a manifest or a list of errors that point
// into the text and are safe to print in both languages.
func FuzzParse(f *testing.F) {
	addFixtures(f, "good", "bad")
	f.Add([]byte("\uFEFFname: x\r\nargs: [a\tb]\r"))
	f.Add([]byte("\x00asm\x0d\x00\x01\x00"))
	f.Add([]byte("a: &a [*a, *a]\n<<: *a\n--- !!x\n? |\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := granted(data, "f.qyv", host)
		if err != nil {
			checkErrors(t, err)
			checkPlaces(t, data, err)
			checkPrintable(t, data, err)
			return
		}
		checkManifest(t, m)
		again, err := granted(data, "f.qyv", host)
		if err != nil || !reflect.DeepEqual(m, again) {
			t.Errorf("read twice, it differs: %+v and %+v, %v", m, again, err)
		}
	})
}

func addFixtures(f *testing.F, folders ...string) {
	f.Helper()
	for _, folder := range folders {
		for _, path := range fixturePaths(f, folder) {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
}

func checkPlaces(t *testing.T, data []byte, err error) {
	t.Helper()
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\uFEFF"), "\r\n", "\n")
	lines := strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
	var list manifest.Errors
	errors.As(err, &list)
	for _, e := range list {
		if e.IsZero() {
			continue
		}
		if e.Line < 1 || e.Line > len(lines) || e.Source != lines[e.Line-1] {
			t.Errorf("%v is not a line of the text: %q", e.Position, e.Source)
		} else if n := utf8.RuneCountInString(e.Source); e.Column < 1 || e.Column > n+1 {
			t.Errorf("%v is not in %q", e.Position, e.Source)
		}
	}
}

func checkPrintable(t *testing.T, data []byte, err error) {
	t.Helper()
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		text := said(err, lang)
		badVerb := strings.Contains(text, "%!") && !bytes.Contains(data, []byte("%!"))
		if !utf8.ValidString(text) || badVerb {
			t.Errorf("%q", text)
		}
		for _, r := range text {
			if r != '\n' && unicode.IsControl(r) {
				t.Errorf("%q has the control character %U", text, r)
			}
		}
	}
}

// checkManifest holds what was accepted to what other rooms rely on.
func checkManifest(t *testing.T, m *manifest.Manifest) {
	t.Helper()
	if m.Name == "" || m.Entrypoint == "" || m.Runtime != manifest.RuntimeWASI || m.Type == manifest.TypeService {
		t.Errorf("accepted: %+v", m)
	}
	if m.Permissions.Net.All || m.Permissions.Net.Rules != nil || m.Permissions.Exec.All || m.Permissions.Exec.Programs != nil {
		t.Errorf("accepted what can't be enforced: %+v", m.Permissions)
	}
	for i := range m.Permissions.FS.Mounts {
		mount := &m.Permissions.FS.Mounts[i]
		if mount.Backend() == manifest.FSNet || !mount.Access.CanRead() || mount.Quota != 0 && !mount.Access.CanWrite() {
			t.Errorf("accepted what can't be enforced: %+v", mount)
		}
		if _, err := policy.ParseExclude(mount.Exclude); err != nil {
			t.Errorf("accepted %q: %v", mount.Exclude, err)
		}
	}
	for _, v := range m.Env {
		if v.Name == "" || strings.ContainsAny(v.Name, "=\x00") || strings.Contains(string(v.Value), "\x00") || !utf8.ValidString(string(v.Value)) {
			t.Errorf("variable %+v", v)
		}
	}
	for _, path := range []string{"name", "entrypoint", "runtime"} {
		if !m.Has(path) || m.Position(path).IsZero() {
			t.Errorf("%s has no position", path)
		}
	}
}

// Whatever is accepted is sent as something that is read as equal, or is said to
// be too large for it.
func FuzzPortable(f *testing.F) {
	addFixtures(f, "good")
	f.Add([]byte(base + "args: [\"\\0\\e\\x7f\\ufeff\\U0001F600\\U000E0041\", '\t', \"<&>\\u2028\"]\n"))
	f.Add([]byte(`{"name": "hello", "entrypoint": "a.wasm", "runtime": "wasi", "args": ["\ud83d\ude00\udb40\udc41\\"]}`))
	f.Add([]byte(base + "env: {'<<': 1, '? ': 2, \"a: b\\n#\": '${A:-b}$$', 'null': ~x, \"\\\"\\\\\": |\n"))
	f.Add([]byte(base + "args: []\nenv: {}\npermissions: {fs: [], env: []}\nresources: {}\nrecovery: {}\n"))
	f.Add([]byte(base + "resources: {memory: 1.5GiB, timeout: .5us, fuel: 9223372036854775807}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := manifest.Parse(data, manifest.Options{Path: "f.qyv"})
		if err != nil {
			return
		}
		sent, err := m.Portable(sentFiles(m))
		if errors.Is(err, manifest.ErrTooLarge) {
			return
		}
		if err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		if !json.Valid(sent) || bytes.ContainsAny(sent, "\n\t") {
			t.Errorf("not JSON on one line: %s", sent)
		}
		checkPortable(t, m, sent)
	})
}

// However the text is written, what the reader makes of it in brackets is counted
// before it is read.
func FuzzMarks(f *testing.F) {
	addFixtures(f, "good", "bad")
	for _, text := range crowdedScalars {
		f.Add([]byte(shortened(text)))
	}
	for _, lure := range lures {
		f.Add([]byte(lure + "[:,'a']"))
		f.Add([]byte(lure + "[:,\n  \"a\" #\n]\n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 4<<10 {
			checkMarks(t, string(data))
		}
	})
}

// shortened leaves few of a long run of marks.
func shortened(text string) string {
	for _, unit := range []string{"!", "[", "{", "[,", "{:", ",1", "[:", ":", `{\"`, "[,\n", ",1\n   ", "[[[[\n    "} {
		text = strings.ReplaceAll(text, marked(unit), unit+unit)
	}
	return text
}
