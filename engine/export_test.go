package engine

import "github.com/qyvol/qyvol/engine/internal/component"

// HasProcesses tells whether text is translated in a process of its own.
const HasProcesses = component.HasProcesses

// TrapText is what wasmtime says, by code.
var TrapText = trapText[:]

// TrapUncaught is the code that stands for TrapException.
const TrapUncaught = trapUncaught

// ReadCoreTypes reads the types of a core module and writes them again.
func ReadCoreTypes(data []byte) ([]byte, error) {
	t, err := decodeCoreTypes(data)
	return t.encode(), err
}

// CheckTokens is the look at a text's tokens, and Translate TextToBinary without
// it.
var (
	CheckTokens = checkTokens
	Translate   = translate
)
