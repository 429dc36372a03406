package manifest

import (
	"bytes"
	_ "embed"
)

//go:embed qyv.schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (2020-12) of what this version accepts, for
// editors and for other programs. Package schemagen makes it from the types of
// this package, and a test fails when the two differ. It is embedded because
// making it would cost every run the generator's start-up; so the error is
// always nil.
func Schema() ([]byte, error) { return bytes.Clone(bytes.TrimSpace(schemaJSON)), nil }
