package manifest_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// sentFiles is what stands for the files of a manifest that is sent.
func sentFiles(m *manifest.Manifest) manifest.Files {
	files := manifest.Files{Entrypoint: "component.wasm", Digest: "sha256:" + strings.Repeat("0f", 32)}
	if m.Recovery.Fallback != "" {
		files.Fallback = "fallback.wasm"
	}
	return files
}

// checkPortable holds a manifest to the one that its portable form is read as,
// in which nothing is refused for this version's sake.
func checkPortable(t *testing.T, m *manifest.Manifest, data []byte) {
	t.Helper()
	again, err := manifest.ParseWhole(data)
	if err != nil {
		t.Fatalf("%s\nisn't read: %v", data, err)
	}
	files := sentFiles(m)
	got, want := manifest.Sent(again, files), manifest.Sent(m, files)
	if again.Entrypoint != files.Entrypoint || again.Digest != files.Digest || again.Recovery.Fallback != files.Fallback {
		t.Errorf("%s\nhas not the files %+v", data, files)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nis read as %+v\nwant %+v", data, got, want)
	}
	if second, err := manifest.EncodeWhole(again, files); err != nil || string(second) != string(data) {
		t.Errorf("%s\nbecomes %s, %v", data, second, err)
	}
}

func TestPortable(t *testing.T) {
	m, err := parseFixture(t, filepath.Join(fixtures, "good", "full.qyv"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Portable(manifest.Files{Entrypoint: "a.wasm", Digest: "sha256:" + strings.Repeat("0", 64), Fallback: "b.wasm"})
	want := `{"name":"report-builder","version":"1.2.0-rc.1+build.5","entrypoint":"a.wasm",` +
		`"digest":"sha256:` + strings.Repeat("0", 64) + `","runtime":"wasi","type":"command","language":"rust",` +
		`"args":["--month","11","--verbose=true","1.0"],` +
		`"env":{"LOG_LEVEL":"info","PORT":"8080","DEBUG":"true","EMPTY":""},` +
		`"permissions":{"fs":"read-write","env":["LANG","APP_*"]},"fs":{"type":"diskfs","source":"./data"},` +
		`"resources":{"memory":268435456,"timeout":"1m30s","fuel":1000000000,"instances":16},` +
		`"recovery":{"retries":{"attempts":3,"backoff":"200ms","max_backoff":"5s","on":["load","trap","timeout","exit"]},` +
		`"fallback":"b.wasm","degrade":true}}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestPortableFixtures(t *testing.T) {
	for _, path := range fixturePaths(t, "good") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := manifest.Parse(data, manifest.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		sent, err := m.Portable(sentFiles(m))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		checkPortable(t, m, sent)
	}
}

// What the host has goes nowhere; what stands for it does.
func TestPortableKeepsValuesHere(t *testing.T) {
	text := base + `args: ["${A}", "$$ $$${B:-none}", "$C ${D}$"]` + "\nenv: {Z: '${A}', A: \"${B:-x y}\", \"${K}\": plain}\n"
	t.Setenv("A", "secret")
	m, err := manifest.Parse([]byte(text), manifest.Options{Path: "/home/secret/a.qyv"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Portable(sentFiles(m))
	want := `"args":["${A}","$$ $$${B:-none}","$C ${D}$"],"env":{"Z":"${A}","A":"${B:-x y}","${K}":"plain"}}`
	if err != nil || !strings.HasSuffix(string(got), want) || strings.Contains(string(got), "secret") {
		t.Errorf("got %s, %v; want …%s", got, err, want)
	}
}

// What Parse wouldn't take isn't sent.
func TestPortableErrors(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0", 64)
	plain := manifest.Files{Entrypoint: "a.wasm", Digest: digest}
	cases := []struct {
		name, text string
		files      manifest.Files
		kind       manifest.Kind
	}{
		{"portable-elements", base + "env:\n" + numbered("  V%04d: x\n", 9995), plain, manifest.ErrTooLarge},
		{"portable-bytes", base + "language: x\nargs: ['" + strings.Repeat(`"`, manifest.MaxSize/2) + "']\n", plain, manifest.ErrTooLarge},
		{"portable-entrypoint", base, manifest.Files{Entrypoint: "a/", Digest: digest}, manifest.ErrValue},
		{"portable-digest", base, manifest.Files{Entrypoint: "a.wasm"}, manifest.ErrValue},
		{"portable-not-utf-8", base, manifest.Files{Entrypoint: "a\xF1o.wasm", Digest: digest}, manifest.ErrEncoding},
	}
	for _, c := range cases {
		m, err := manifest.Parse([]byte(c.text), manifest.Options{Path: c.name + ".qyv"})
		if err != nil {
			t.Fatal(err)
		}
		data, err := m.Portable(c.files)
		if data != nil || !errors.Is(err, c.kind) {
			t.Errorf("%s: got %.200s, %v; want %v", c.name, data, err, c.kind)
			continue
		}
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			golden(t, filepath.Join("testdata", "generated", c.name), lang, said(err, lang))
		}
	}
}

// A fallback is neither lost nor made up.
func TestPortableFallback(t *testing.T) {
	for text, fallback := range map[string]string{base: "b.wasm", base + "recovery: {fallback: b.wasm}\n": ""} {
		m, err := manifest.Parse([]byte(text), manifest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		files := manifest.Files{Entrypoint: "a.wasm", Digest: "sha256:" + strings.Repeat("0", 64), Fallback: fallback}
		if data, err := m.Portable(files); err == nil || data != nil {
			t.Errorf("%s with %q: got %s", text, fallback, data)
		}
	}
}
