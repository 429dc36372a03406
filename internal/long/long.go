// Package long tells a test how much to do: `go test ./...` has to be done in two
// minutes, and `make test-long` has the time for all that a test can show.
package long

import "os"

// Variable is the environment variable that asks for the long tests, by any value.
const Variable = "QYVOL_TEST_LONG"

// Tests tells whether the long tests are asked for.
func Tests() bool { return os.Getenv(Variable) != "" }

// Or is all for the long tests, and some for the usual ones.
func Or[T any](some, all T) T {
	if Tests() {
		return all
	}
	return some
}
