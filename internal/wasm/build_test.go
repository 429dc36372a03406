package wasm_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	decode "github.com/qyvol/qyvol/internal/wasm"
)

// parse is the component of a text.
func parse(t testing.TB, text string) *decode.Component {
	t.Helper()
	file, err := decode.Decode(assemble(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return file.Component
}

// assemble is a text in the binary format.
func assemble(t testing.TB, text string) []byte {
	t.Helper()
	data, err := engine.TextToBinary([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	componentHead = "\x00asm\x0d\x00\x01\x00"
	moduleHead    = "\x00asm\x01\x00\x00\x00"
)

// leb is a number as the format writes it.
func leb(n int) string {
	return string(binary.AppendUvarint(nil, uint64(n)))
}

// section is a section with its header.
func section(id byte, parts ...string) string {
	body := strings.Join(parts, "")
	return string(rune(id)) + leb(len(body)) + body
}

// vec is a list with its length.
func vec(items ...string) string {
	return leb(len(items)) + strings.Join(items, "")
}

// name is a string with its length.
func name(s string) string { return leb(len(s)) + s }

func find(t testing.TB, list []decode.Extern, name string) *decode.Extern {
	t.Helper()
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	t.Fatalf("there is no %q among %v", name, list)
	return nil
}
