package loader_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
)

const emptyModule = "(module)"

// What a stream has is what a file with it would be, or the same error.
func TestLoadInput(t *testing.T) {
	for name, c := range map[string]struct {
		in   io.Reader
		want any // an error's type, nil for none
	}{
		"text":           {strings.NewReader(emptyModule), nil},
		"byte by byte":   {iotest.OneByteReader(strings.NewReader(emptyModule)), nil},
		"end with data":  {iotest.DataErrReader(strings.NewReader(emptyModule)), nil},
		"long":           {strings.NewReader(strings.Repeat(";; comment\n", 10000) + emptyModule), nil},
		"nothing":        {strings.NewReader(""), new(*loader.NotWasmError)},
		"other":          {strings.NewReader("\x7fELF"), new(*loader.NotWasmError)},
		"truncated":      {strings.NewReader("\x00asm\x01\x00\x00\x00\x01\x7f"), new(*loader.TruncatedError)},
		"bad manifest":   {strings.NewReader("name: a\nruntime: wasi\nentrypoit: b\n"), new(manifest.Errors)},
		"large":          {strings.NewReader(strings.Repeat(";; comment\n", 20000) + emptyModule), new(*loader.TooLargeError)},
		"broken":         {iotest.ErrReader(io.ErrClosedPipe), new(*loader.UnreadableError)},
		"broken later":   {io.MultiReader(strings.NewReader(emptyModule+strings.Repeat(" ", 1<<17)), iotest.ErrReader(io.ErrClosedPipe)), new(*loader.UnreadableError)},
		"no entry point": {strings.NewReader("name: a\nruntime: wasi\nentrypoint: nowhere.wasm\n"), new(*loader.EntryError)},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := loader.Load(loader.InputPath, loader.Options{Stdin: c.in, MaxSize: 200000, AnyName: true})
			switch {
			case c.want == nil && (err != nil || u.Name() != "stdin" || u.Path() != loader.InputPath || u.BaseDir() != "."):
				t.Errorf("%+v, %v", u, err)
			case c.want != nil && !errors.As(err, c.want):
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// What is no guest is not read to its end, which may never come.
func TestInputWithoutEnd(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("\x7fELF"), endlessReader{})
	if _, err := loader.Load(loader.InputPath, loader.Options{Stdin: endless}); !errors.As(err, new(*loader.NotWasmError)) {
		t.Errorf("got %v", err)
	}
	text := io.MultiReader(strings.NewReader("name: a\nruntime: wasi\nentrypoint: b.wasm\n"), endlessReader{})
	if _, err := loader.ReadManifest(loader.InputPath, loader.Options{Stdin: text}); !errors.Is(err, manifest.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

// Without a stream to stand for, a dash is a file; and what a stream had can be read
// as often as what a file has.
func TestDashIsAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(filepath.FromSlash("./-"), []byte(emptyModule), 0o600); err != nil {
		t.Fatal(err)
	}
	if u, err := loader.Load("-", loader.Options{}); err != nil || u.Size() != int64(len(emptyModule)) {
		t.Errorf("%+v, %v", u, err)
	}
	u, err := loader.Load("-", loader.Options{Stdin: strings.NewReader("(module (memory 1))"), Stream: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		content, err := u.Content()
		r, openErr := u.Open()
		if err != nil || openErr != nil || string(content) != "(module (memory 1))" {
			t.Fatalf("%q, %v, %v", content, err, openErr)
		}
		if read, err := io.ReadAll(r); err != nil || string(read) != string(content) {
			t.Errorf("%q, %v", read, err)
		}
	}
}

// endless is a stream that never ends.
type endless struct{ head, rest string }

func (e *endless) Read(b []byte) (int, error) {
	n := copy(b, e.head)
	e.head = e.head[n:]
	for n < len(b) {
		n += copy(b[n:], e.rest)
	}
	return n, nil
}

// A stream that doesn't end is refused: by its beginning, or at the limit, without
// having been copied as it grew.
func TestEndlessStream(t *testing.T) {
	rest := strings.Repeat("\x00", 4<<10)
	for name, c := range map[string]struct {
		in   endless
		late bool
	}{
		"no section":       {endless{"\x00asm\x01\x00\x00\x00\xff\xff\xff\xff", rest}, false},
		"a custom section": {endless{"\x00asm\x01\x00\x00\x00\x00\x80\x80\x80\x20\x01a", rest}, true},
		"a component":      {endless{"\x00asm\x0d\x00\x01\x00\x00\x80\x80\x80\x20\x01a", rest}, true},
		"text":             {endless{"(module", strings.Repeat(" ", 4<<10)}, true},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := loader.Load(loader.InputPath, loader.Options{Stdin: &c.in})
		runtime.ReadMemStats(&after)
		var large *loader.TooLargeError
		if errors.As(err, &large) != c.late || large != nil && (!large.Stream || message.HintOf(err).IsZero()) || !c.late && !errors.Is(err, loader.ErrModuleLoad) {
			t.Errorf("%s: ended with %v", name, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; runtime.GOOS != "windows" && n > loader.DefaultMaxStream+(8<<20) {
			t.Errorf("%s: it takes %d MiB", name, n>>20)
		}
	}
	small := loader.Options{Stdin: &endless{"(module", " "}, MaxSize: 100}
	var large *loader.TooLargeError
	if _, err := loader.Load(loader.InputPath, small); !errors.As(err, &large) || large.Limit != 100 {
		t.Errorf("beyond a limit of its own: %v", err)
	}
}
