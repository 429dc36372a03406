//go:build !unix

package command

import "io/fs"

// isOwn tells a file whose place a new one may take.
func isOwn(fs.FileInfo) bool { return true }
