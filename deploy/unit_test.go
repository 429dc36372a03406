package deploy_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
)

// large does not fit into what systems keep for a connection on loopback.
const large = 16 << 20

// componentOf makes a component of about a size: a custom section of noise.
func componentOf(size int) []byte {
	noise := make([]byte, size)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(noise)
	payload := append([]byte{5, 'n', 'o', 'i', 's', 'e'}, noise...)
	b := append([]byte("\x00asm\x0d\x00\x01\x00"), 0)
	return append(binary.AppendUvarint(b, uint64(len(payload))), payload...)
}

var large1 = sync.OnceValue(func() []byte { return componentOf(large) })

// load loads a file as the command does.
func load(t *testing.T, path string) *loader.Unit {
	t.Helper()
	unit, err := loader.Load(path, loader.Options{Stream: true})
	must(t, err)
	return unit
}

func unitOf(t *testing.T, content []byte) *loader.Unit {
	t.Helper()
	return load(t, file(t, "guest.wasm", content))
}

func small(t *testing.T) *loader.Unit { t.Helper(); return unitOf(t, componentOf(1000)) }

func bigUnit(t *testing.T) *loader.Unit { t.Helper(); return unitOf(t, large1()) }

// file writes a file into a directory of its own.
func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(path, content, 0o600))
	return path
}

// withManifest is hello.wasm in a directory with a manifest, and more of a
// manifest's keys.
func withManifest(t *testing.T, more string) *loader.Unit {
	t.Helper()
	guest, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	must(t, err)
	path := file(t, "app.qyv", []byte("name: app\nversion: 1.2.3\nentrypoint: hello.wasm\nruntime: wasi\n"+more))
	must(t, os.WriteFile(filepath.Join(filepath.Dir(path), "hello.wasm"), guest, 0o600))
	must(t, os.WriteFile(filepath.Join(filepath.Dir(path), "spare.wat"), []byte("(component)"), 0o600))
	return load(t, path)
}

// quick are options without the waits that people have.
func quick() deploy.Options {
	return deploy.Options{
		Attempts: 3, Backoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond, NoValidate: true,
		Connect: hang, Stall: hang, Answer: hang,
		Proxy: func(*url.URL) (*url.URL, error) { return nil, nil }, //nolint:nilnil // no proxy, as net/http has it
	}
}

// hang is what takes so long only where something is broken.
const hang = 30 * time.Second

// digests are of bodies that came whole, in their order.
type digests struct {
	mu  sync.Mutex
	all []string
}

func (d *digests) add(sum string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, sum)
}

func (d *digests) list() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

func digestOf(r io.Reader) (string, int64, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	return fmt.Sprintf("sha256:%x", h.Sum(nil)), n, err
}

// outcome is what a deployment is to come to.
type outcome struct {
	kind     deploy.Kind // "" for a success
	attempts int
	status   int
}

// check compares what a deployment came to with what it should, and how often
// the server was asked.
func (o outcome) check(t *testing.T, r deploy.Result, err error) {
	t.Helper()
	kind := deploy.Kind("")
	if err != nil {
		kind = deploy.KindOf(err)
	}
	if kind != o.kind || r.Attempts != o.attempts || r.Status != o.status {
		t.Errorf("kind %q, %d attempts, status %d; want %q, %d, %d\n%v",
			kind, r.Attempts, r.Status, o.kind, o.attempts, o.status, err)
	}
	if remote := (*deploy.Error)(nil); errors.As(err, &remote) && remote.Attempts != o.attempts {
		t.Errorf("the error tells of %d attempts: %v", remote.Attempts, err)
	}
}

// deployTo deploys to a listener and checks what came of it: all bodies that came
// whole are the unit's, and so many of them.
func deployTo(t *testing.T, l *listener, unit *loader.Unit, opts deploy.Options) (deploy.Result, error) {
	t.Helper()
	result, err := deploy.Deploy(t.Context(), unit, l.url(), opts)
	if n := int(l.attempts.Load()); n != result.Attempts {
		t.Errorf("the server was asked %d times, the result says %d", n, result.Attempts)
	}
	return result, err
}

// arrived checks how many bodies came whole, and that they are what was sent.
func arrived(t *testing.T, l *listener, unit *loader.Unit, times int) {
	t.Helper()
	await(t, func() bool { return len(l.bodies.list()) >= times })
	all := l.bodies.list()
	if len(all) != times {
		t.Errorf("%d bodies came whole, want %d", len(all), times)
	}
	for _, sum := range all {
		if sum != unit.Digest() {
			t.Errorf("the server got %s, was sent %s", sum, unit.Digest())
		}
	}
}

// await looks until something holds.
func await(t *testing.T, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("it does not come about")
		}
	}
}

// isA is an error's type, as errors.As finds it.
func isA[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// noise is text that is long.
func noise(n int) string { return string(bytes.Repeat([]byte("x"), n)) }
