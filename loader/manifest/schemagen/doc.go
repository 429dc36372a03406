// Package schemagen makes the JSON Schema of the manifest from the types that
// the manifest's decoder fills: the keys from their yaml tags, the limits from
// their jsonschema tags, the forms of texts from their form tags. What
// [manifest.Features] lists as not available is left out, so that an editor
// marks what a run would refuse.
//
// The result is checked in as loader/manifest/qyv.schema.json and embedded by
// package manifest. This package isn't part of the program: the generator's own
// dependencies take longer to start than reading a manifest does. Its test
// fails when the file is out of date, and rewrites it when run with -update.
package schemagen
