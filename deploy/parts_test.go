package deploy_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
)

// manifestIn joins the lines of a manifest again: RFC 9651, a list of byte
// sequences.
func manifestIn(t *testing.T, h http.Header) string {
	t.Helper()
	var all []byte
	for _, line := range h.Values("Qyvol-Manifest") {
		if len(line) > 4200 || !strings.HasPrefix(line, ":") || !strings.HasSuffix(line, ":") {
			t.Errorf("a line of %d bytes: %.20s…", len(line), line)
		}
		piece, err := base64.StdEncoding.DecodeString(strings.Trim(line, ":"))
		must(t, err)
		all = append(all, piece...)
	}
	return string(all)
}

// byteField is a digest as RFC 9530 has it.
func byteField(t *testing.T, digest string) string {
	t.Helper()
	var sum []byte
	_, err := fmt.Sscanf(strings.TrimPrefix(digest, "sha256:"), "%x", &sum)
	must(t, err)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
}

// The fallback comes first, and the component names it.
func TestFallback(t *testing.T) {
	t.Parallel()
	n := newNode(t, nil)
	unit := withManifest(t, "recovery: {fallback: spare.wat}\n")
	result, err := deploy.Deploy(t.Context(), unit, n.URL, quick())
	outcome{"", 1, 200}.check(t, result, err)
	all := n.requests()
	if len(all) != 2 {
		t.Fatalf("%d requests", len(all))
	}
	first, second := all[0].Header, all[1].Header
	spare, err := unit.Fallback()
	must(t, err)
	if all[0].digest != spare.Digest() || all[1].digest != unit.Digest() {
		t.Errorf("got %s, then %s", all[0].digest, all[1].digest)
	}
	for name, want := range map[string][2]string{
		"Qyvol-Part": {"fallback", "component"}, "Qyvol-Name": {"app", "app"}, "Qyvol-Version": {"1.2.3", "1.2.3"},
		"Qyvol-Fallback": {"", byteField(t, spare.Digest())},
		"Content-Digest": {byteField(t, spare.Digest()), byteField(t, unit.Digest())},
		"Content-Type":   {"text/plain; charset=utf-8", "application/wasm"},
	} {
		if got := [2]string{first.Get(name), second.Get(name)}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if first.Get("Idempotency-Key") == second.Get("Idempotency-Key") || manifestIn(t, first) != "" {
		t.Error("the parts share a key, or a manifest")
	}
	checkFiles(t, manifestIn(t, second), "component.wasm", "fallback.wat")
}

func checkFiles(t *testing.T, text, entrypoint, fallback string) {
	t.Helper()
	var m struct {
		Name, Entrypoint string
		Recovery         struct{ Fallback string }
	}
	must(t, json.Unmarshal([]byte(text), &m))
	if m.Name != "app" || m.Entrypoint != entrypoint || m.Recovery.Fallback != fallback {
		t.Errorf("the manifest is %s", text)
	}
}

// A fallback that is refused ends it: the component is not sent.
func TestFallbackRefused(t *testing.T) {
	t.Parallel()
	n := newNode(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) })
	result, err := deploy.Deploy(t.Context(), withManifest(t, "recovery: {fallback: spare.wat}\n"), n.URL, quick())
	outcome{deploy.KindConflict, 0, 409}.check(t, result, err)
	if got := n.one(t); got.Header.Get("Qyvol-Part") != "fallback" {
		t.Errorf("got %q", got.Header)
	}
}

// A manifest's variables go as they are written, the host's values never.
func TestHostValuesStayHere(t *testing.T) {
	t.Setenv("SECRET", "value-of-the-host")
	n := newNode(t, nil)
	_, err := deploy.Deploy(t.Context(), withManifest(t, "env: {KEY: \"${SECRET}\"}\n"), n.URL, quick())
	must(t, err)
	h := n.one(t).Header
	text := manifestIn(t, h)
	if !strings.Contains(text, "${SECRET}") || strings.Contains(fmt.Sprint(h, text), "value-of-the-host") {
		t.Errorf("%v\n%s", h, text)
	}
	if dir := os.TempDir(); strings.Contains(text, dir) {
		t.Errorf("it tells of %s: %s", dir, text)
	}
}

// A manifest of 40 kB takes several lines.
func TestLongManifest(t *testing.T) {
	t.Parallel()
	n := newNode(t, nil)
	_, err := deploy.Deploy(t.Context(), withManifest(t, "args: [\""+noise(40_000)+"\"]\n"), n.URL, quick())
	must(t, err)
	h := n.one(t).Header
	if text := manifestIn(t, h); !strings.Contains(text, noise(40_000)) || len(h.Values("Qyvol-Manifest")) < 10 {
		t.Errorf("%d lines, %d bytes", len(h.Values("Qyvol-Manifest")), len(text))
	}
}

// Components without a manifest get one, of the name of their file.
func TestBareComponents(t *testing.T) {
	t.Parallel()
	wasm, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	must(t, err)
	for _, c := range []struct {
		file, name string
		content    []byte
	}{
		{"hello.wasm", "hello", wasm},
		{"My App_2.component.wasm", "my-app-2", wasm},
		{"text.wat", "text", []byte("(component)")},
		{"no name", "no-name", wasm},
		{strings.Repeat("long", 30) + ".wasm", strings.Repeat("long", 15) + "lon", wasm},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			n := newNode(t, nil)
			path := file(t, c.file, c.content)
			result := succeed(t, n, path, quick())
			got := n.one(t)
			if got.Header.Get("Qyvol-Name") != c.name || result.Name != c.name || got.digest != result.Digest || got.size != int64(len(c.content)) {
				t.Errorf("it is called %q, %q: %+v", got.Header.Get("Qyvol-Name"), result.Name, got)
			}
			var m struct{ Name, Digest, Entrypoint string }
			must(t, json.Unmarshal([]byte(manifestIn(t, got.Header)), &m))
			if m.Name != c.name || m.Digest != result.Digest || m.Entrypoint != "component"+map[bool]string{true: ".wat", false: ".wasm"}[c.name == "text"] {
				t.Errorf("the manifest is %+v", m)
			}
		})
	}
}

// A file without a name for anything is refused.
func TestNoName(t *testing.T) {
	t.Parallel()
	n := newNode(t, nil)
	_, err := deploy.Deploy(t.Context(), load(t, file(t, "___.wasm", componentOf(10))), n.URL, quick())
	if !isA[*deploy.NameError](err) || hint(err) == "" || len(n.requests()) > 0 {
		t.Errorf("%v", err)
	}
}

// A file that changes after it was loaded is not sent as what it was.
func TestChangedFile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"cut":      func(path string) error { return os.Truncate(path, 5_000_000) },
		"longer":   func(path string) error { return os.WriteFile(path, slices.Concat(large1(), []byte{0}), 0o600) },
		"replaced": func(path string) error { return os.WriteFile(path, componentOf(large-1), 0o600) },
		"gone":     os.Remove,
	} {
		t.Run(name+" before", func(t *testing.T) {
			t.Parallel()
			n := newNode(t, nil)
			path := file(t, "guest.wasm", large1())
			unit := load(t, path)
			must(t, change(path))
			_, err := deploy.Deploy(t.Context(), unit, n.URL, quick())
			if !isA[*loader.ChangedError](err) && !isA[*loader.WasmNotFoundError](err) || len(n.requests()) > 0 {
				t.Errorf("%d requests, %T: %v", len(n.requests()), err, err)
			}
		})
		if name == "gone" {
			continue // an open file stays
		}
		t.Run(name+" meanwhile", func(t *testing.T) {
			t.Parallel()
			n := newNode(t, nil)
			path := file(t, "guest.wasm", large1())
			opts, changed := quick(), false
			opts.Progress = func(deploy.Progress) {
				if !changed {
					changed = true
					must(t, change(path))
				}
			}
			result, err := deploy.Deploy(t.Context(), load(t, path), n.URL, opts)
			if !isA[*loader.ChangedError](err) || result.Attempts != 1 || len(n.requests()) > 0 {
				t.Errorf("%d requests, %d attempts, %T: %v", len(n.requests()), result.Attempts, err, err)
			}
		})
	}
}
