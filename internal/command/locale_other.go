//go:build !windows

package command

import "os"

// localeVariable is a variable that says which language to speak.
func localeVariable(name string) string { return os.Getenv(name) }
