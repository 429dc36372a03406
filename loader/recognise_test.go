package loader_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

const (
	moduleHeader    = "\x00asm\x01\x00\x00\x00"
	componentHeader = "\x00asm\x0d\x00\x01\x00"
)

// sample is a file's beginning and what it must be taken for.
type sample struct {
	name, data string
	format     loader.Format // 0: not WebAssembly
	looks      loader.Look
	detail     string
}

func samples() []sample {
	tar := make([]byte, 512)
	copy(tar, "hello.wasm")
	copy(tar[257:], "ustar\x0000")
	return []sample{
		{name: "component", data: componentHeader, format: loader.FormatComponent},
		{name: "module", data: moduleHeader, format: loader.FormatModule},
		{name: "module with a custom section", data: moduleHeader + "\x00\x03\x02hi", format: loader.FormatModule},
		{name: "text module", data: "(module)", format: loader.FormatText},
		{name: "text component", data: "\n\t (component $c\n)", format: loader.FormatText},
		{name: "text with a byte order mark", data: "\xef\xbb\xbf(module)", format: loader.FormatText},
		{name: "text after line comments", data: ";; one\r\n;; (two\n(module)", format: loader.FormatText},
		{name: "text after nested comments", data: "(; a (; b ;) (;;) c ;)(;;)\n( (;x;) module)", format: loader.FormatText},
		{name: "bare fields", data: "(func (export \"f\"))", format: loader.FormatText},
		{name: "bare annotation", data: "(@custom \"x\" \"y\")", format: loader.FormatText},

		{name: "nothing", data: "", looks: loader.LookEmpty},
		{name: "blanks", data: " \r\n\t\n", looks: loader.LookEmpty},
		{name: "a later core version", data: "\x00asm\x02\x00\x00\x00", looks: loader.LookWasmVersion, detail: "0x2/0"},
		{name: "a layer of the future", data: "\x00asm\x01\x00\x07\x00", looks: loader.LookWasmVersion, detail: "0x1/7"},
		{name: "a draft component", data: "\x00asm\x0a\x00\x01\x00", looks: loader.LookComponentVersion, detail: "0xa/1"},
		{name: "magic with a wrong byte", data: "\x00as!\x01\x00\x00\x00", looks: loader.LookDamagedMagic},
		{name: "magic without its zero", data: "asm\x01\x00\x00\x00", looks: loader.LookDamagedMagic},
		{name: "magic in capitals is text-like", data: "\x00aSm\x01\x00\x00\x00", looks: loader.LookDamagedMagic},
		{name: "comments", data: ";; a\n(; b ;)\n", looks: loader.LookText},
		{name: "comment without an end", data: "(; (module)", looks: loader.LookText},
		{name: "wit", data: "package my:app@1.0.0;\n\nworld w {\n}\n", looks: loader.LookWIT},
		{name: "wit interface", data: "// doc\ninterface types {\n", looks: loader.LookWIT},
		{name: "manifest", data: "name: hello\nentrypoint: hello.wasm\nruntime: wasi\n", looks: loader.LookManifest},
		{name: "manifest after a comment", data: "# mine\n---\nname: x\nentrypoint: y\n", looks: loader.LookManifest},
		{name: "yaml", data: "services:\n  web:\n    image: nginx\n", looks: loader.LookYAML},
		{name: "json", data: "{\"name\": 1}", looks: loader.LookJSON},
		{name: "json array", data: "[1, 2]", looks: loader.LookJSON},
		{name: "html", data: "\n<!DOCTYPE HTML>\n<html>", looks: loader.LookHTML},
		{name: "html without a type", data: "<html lang=en>", looks: loader.LookHTML},
		{name: "xml", data: "<?xml version=\"1.0\"?><Error/>", looks: loader.LookText},
		{name: "shell script", data: "#!/bin/sh\necho hi\n", looks: loader.LookScript, detail: "#!/bin/sh"},
		{name: "python script", data: "#!/usr/bin/env python3\r\nprint()\n", looks: loader.LookScript, detail: "#!/usr/bin/env python3"},
		{name: "git-lfs pointer", data: "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", looks: loader.LookLFS},
		{name: "utf-16 le", data: "\xff\xfe(\x00m\x00", looks: loader.LookUTF16},
		{name: "utf-16 be", data: "\xfe\xff\x00(\x00m", looks: loader.LookUTF16},
		{name: "prose", data: "Hello, ¿qué tal?\n", looks: loader.LookText},
		{name: "lisp", data: "(define (f x) x)", looks: loader.LookText},
		{name: "javascript", data: "(function() { return 1 })()", looks: loader.LookText},

		{name: "zip", data: "PK\x03\x04\x14\x00", looks: loader.LookZip},
		{name: "empty zip", data: "PK\x05\x06\x00\x00", looks: loader.LookZip},
		{name: "gzip", data: "\x1f\x8b\x08\x00", looks: loader.LookGzip},
		{name: "tar", data: string(tar), looks: loader.LookTar},
		{name: "elf", data: "\x7fELF\x02\x01\x01\x00", looks: loader.LookELF},
		{name: "pe", data: "MZ\x90\x00\x03\x00", looks: loader.LookPE},
		{name: "mach-o", data: "\xcf\xfa\xed\xfe\x07\x00", looks: loader.LookMachO},
		{name: "universal mach-o", data: "\xca\xfe\xba\xbe\x00\x00\x00\x02", looks: loader.LookMachO},
		{name: "java class", data: "\xca\xfe\xba\xbe\x00\x00\x00\x41", looks: loader.LookBinary, detail: "cafebabe00000041"},
		{name: "random bytes", data: "\x01\x02\x03\x04\x05\x06\x07\x08\x09", looks: loader.LookBinary, detail: "0102030405060708"},
		{name: "latin-1 text", data: "ma\xf1ana", looks: loader.LookBinary, detail: "6d61f1616e61"},
	}
}

func TestRecognise(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			format, err := loader.Recognise([]byte(s.data), int64(len(s.data)))
			if format != s.format {
				t.Errorf("format %v, want %v", format, s.format)
			}
			if s.format != 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var e *loader.NotWasmError
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want a NotWasmError", err)
			}
			if e.Looks != s.looks || e.Detail != s.detail {
				t.Errorf("looks %v (%q), want %v (%q)", e.Looks, e.Detail, s.looks, s.detail)
			}
		})
	}
}

func TestRecogniseTruncated(t *testing.T) {
	cases := []struct {
		name, data         string
		size, offset, need int64
	}{
		{"one byte", "\x00", 1, 0, 8},
		{"half a header", "\x00asm\x01", 5, 0, 8},
		{"section past the end", moduleHeader + "\x01\x05ab", 12, 8, 15},
		{"one byte past the end", moduleHeader + "\x01\x02a", 11, 8, 12},
		{"second section past the end", componentHeader + "\x00\x02\x01a\x04\x7f", 14, 12, 141},
		{"section id and nothing more", moduleHeader + "\x01", 9, 8, 10},
		{"half a length", moduleHeader + "\x01\x80\x80", 11, 8, 12},
		{"head of a larger file", moduleHeader + "\x0a\x80\x80\x80\x01", 1 << 20, 8, 8 + 5 + 1<<21},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := loader.Recognise([]byte(c.data), c.size)
			var e *loader.TruncatedError
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want a TruncatedError", err)
			}
			if e.Offset != c.offset || e.Need != c.need || e.Size != c.size {
				t.Errorf("got %+v, want offset %d, need %d, size %d", *e, c.offset, c.need, c.size)
			}
		})
	}
}

// What only the compiler can judge is left to it.
func TestRecogniseLeavesMalformedSectionsToTheCompiler(t *testing.T) {
	for name, data := range map[string]string{
		"overlong length":         moduleHeader + "\x01\x80\x80\x80\x80\x80\x00",
		"unknown section":         moduleHeader + "\x7f\x00",
		"head ends in a length":   moduleHeader + "\x01\x80",
		"head ends in a section":  moduleHeader + "\x01\x10abc",
		"whole sections, garbage": moduleHeader + "\x01\x01\xff",
	} {
		size := int64(len(data))
		if strings.HasPrefix(name, "head ") {
			size = 1 << 20
		}
		if format, err := loader.Recognise([]byte(data), size); format != loader.FormatModule || err != nil {
			t.Errorf("%s: %v, %v", name, format, err)
		}
	}
}

// A head that ends within comments can't tell, and must not refuse.
func TestRecogniseHeadOfCommentedText(t *testing.T) {
	for _, head := range []string{";; no end", "(; no end", "(; x ;) (", ";; x\n"} {
		if format, err := loader.Recognise([]byte(head), 1<<20); format != loader.FormatText || err != nil {
			t.Errorf("%q as a head: %v, %v", head, format, err)
		}
		if format, err := loader.Recognise([]byte(head), int64(len(head))); err == nil {
			t.Errorf("%q as a whole: %v", head, format)
		}
	}
}

func TestRecognisePrecompiled(t *testing.T) {
	file := precompiled("44.0.2")
	cases := map[string]struct {
		data   []byte
		detail string
	}{
		"whole":            {file, "44.0.2"},
		"head only":        {file[:100], ""},
		"unprintable":      {precompiled("44\x00"), ""},
		"header cut short": {file[:20], ""},
	}
	for name, c := range cases {
		_, err := loader.Recognise(c.data, int64(len(file)))
		var e *loader.NotWasmError
		if !errors.As(err, &e) || e.Looks != loader.LookPrecompiled || e.Detail != c.detail {
			t.Errorf("%s: %v (%+v)", name, err, e)
		}
	}
}

// precompiled builds the ELF file that wasmtime would, as far as it matters:
// the engine section, the section names, the section headers.
func precompiled(version string) []byte {
	const names = "\x00.wasmtime.engine\x00.shstrtab\x00"
	engine := "\x00" + string(rune(len(version))) + version + "settings"
	header := make([]byte, 64)
	copy(header, "\x7fELF\x02\x01\x01\xc8")
	file := append(header, engine...)
	namesAt := len(file)
	file = append(file, names...)
	table := len(file)
	le := binary.LittleEndian
	section := func(name, at, size int) {
		h := make([]byte, 64)
		le.PutUint32(h, uint32(name))
		le.PutUint64(h[24:], uint64(at))
		le.PutUint64(h[32:], uint64(size))
		file = append(file, h...)
	}
	section(0, 0, 0)
	section(1, 64, len(engine))
	section(18, namesAt, len(names))
	le.PutUint64(file[40:], uint64(table))
	le.PutUint16(file[60:], 3)
	le.PutUint16(file[62:], 2)
	return file
}

// Each kind of file is named, in both languages, and no two alike.
func TestEveryLookIsSaid(t *testing.T) {
	seen := map[string]loader.Look{}
	for look := loader.LookBinary; look <= loader.LookLFS; look++ {
		err := &loader.NotWasmError{Path: "f", Looks: look, Detail: "DETAIL"}
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			said := message.Of(err, lang)
			if strings.Contains(said, "%!") || !strings.Contains(said, "'f'") {
				t.Errorf("%d in %s: %s", look, lang, said)
			}
			if other, ok := seen[said]; ok {
				t.Errorf("%d and %d are both %q", look, other, said)
			}
			seen[said] = look
		}
	}
}

// The fixtures hold one file of each kind that a user may take for a guest.
func TestRecogniseFixtures(t *testing.T) {
	for name, want := range map[string]any{
		"component.wasm": loader.FormatComponent, "module.wasm": loader.FormatModule,
		"preamble-only.wasm": loader.FormatModule, "bom.wat": loader.FormatText,
		"comment.wat": loader.FormatText, "plain.wat": loader.FormatText,
		"syntax-error.wat": loader.FormatText, "text-named-wasm.wasm": loader.FormatText,

		"huge-section.wasm": nil, "magic-only.wasm": nil, "preamble-cut.wasm": nil,
		"truncated-component.wasm": nil, "truncated-length.wasm": nil, "truncated-module.wasm": nil,

		"bad-layer.wasm": loader.LookWasmVersion, "bad-magic.wasm": loader.LookDamagedMagic,
		"bad-version.wasm": loader.LookWasmVersion,
		"blank.wasm":       loader.LookEmpty, "document.wasm": loader.LookJSON,
		"draft-component.wasm": loader.LookComponentVersion, "elf.wasm": loader.LookELF,
		"empty.wasm": loader.LookEmpty, "gzip.wasm": loader.LookGzip,
		"interface.wit": loader.LookWIT, "lost-zero.wasm": loader.LookDamagedMagic,
		"macos.wasm": loader.LookMachO, "manifest.wasm": loader.LookManifest,
		"noise.wasm": loader.LookBinary, "only-comments.wat": loader.LookText,
		"open-comment.wat": loader.LookText, "page.wasm": loader.LookHTML,
		"pointer.wasm":     loader.LookLFS,
		"precompiled.wasm": loader.LookPrecompiled, "script.wasm": loader.LookScript,
		"tar.wasm":             loader.LookTar,
		"utf16-big-endian.wat": loader.LookUTF16, "utf16.wat": loader.LookUTF16,
		"windows.wasm": loader.LookPE, "zip.wasm": loader.LookZip,
	} {
		data, err := os.ReadFile(filepath.Join("../fixtures/recognise", name))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := recognised(data); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// recognised is the format, the look, or nil for what is cut short.
func recognised(data []byte) any {
	format, err := loader.Recognise(data, int64(len(data)))
	var notWasm *loader.NotWasmError
	switch {
	case err == nil:
		return format
	case errors.As(err, &notWasm):
		return notWasm.Looks
	case errors.As(err, new(*loader.TruncatedError)):
		return nil
	}
	return err
}

// Guests that toolchains built, and texts that people wrote.
func TestRecogniseGuests(t *testing.T) {
	for pattern, want := range map[string]loader.Format{
		"../fixtures/hello/hello.wasm":    loader.FormatComponent,
		"../fixtures/hello/hello-p1.wasm": loader.FormatModule,
		"../fixtures/trap/*.wat":          loader.FormatText,
		"../fixtures/resources/*.wat":     loader.FormatText,
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no fixture %s (%v)", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := recognised(data); got != want {
				t.Errorf("%s: %v", path, got)
			}
		}
	}
}

// Whatever the bytes, Recognise answers, and its answer can be said.
func FuzzRecognise(f *testing.F) {
	for _, s := range samples() {
		f.Add([]byte(s.data), int64(0))
	}
	f.Add(precompiled("44"), int64(0))
	f.Add([]byte(moduleHeader+"\x01\xff\xff\xff\xff\x0f"), int64(1<<40))
	f.Fuzz(func(t *testing.T, head []byte, more int64) {
		format, err := loader.Recognise(head, int64(len(head))+max(0, more%(1<<40)))
		if (format == 0) != (err != nil) {
			t.Fatalf("format %v with error %v", format, err)
		}
		if err != nil && strings.Contains(fmt.Sprint(err, message.Of(err, message.Spanish)), "%!") {
			t.Fatalf("%v", err)
		}
	})
}

func BenchmarkRecognise(b *testing.B) {
	data, err := os.ReadFile("../fixtures/hello/hello.wasm")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loader.Recognise(data, int64(len(data))); err != nil {
			b.Fatal(err)
		}
	}
}
