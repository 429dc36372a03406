package image

import "github.com/qyvol/qyvol/internal/wasm"

// reader reads sections of core modules. What is bad stays as it is.
type reader struct{ wasm.Scanner }

func readerOf(in []byte, s wasm.Span) *reader {
	return &reader{wasm.Scanner{In: in[:s.End], At: s.Body}}
}

// The sections that matter: of components, and of core modules.
const (
	sectionCoreModule = 1
	sectionComponent  = 4

	sectionImport    = 2
	sectionMemory    = 5
	sectionData      = 11
	sectionDataCount = 12
)
