package info

import (
	"bytes"
	_ "embed"
)

//go:embed description.schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (2020-12) of what Print writes as JSON. A test
// fails when it is not that of the types of this package.
func Schema() []byte { return bytes.Clone(bytes.TrimSpace(schemaJSON)) }
