package vfs_test

import (
	"fmt"
	"strings"
)

var n255 = strings.Repeat("n", 255)

// links is a chain of n links to "end".
func links(n int) string {
	var b strings.Builder
	b.WriteString("symlink end l1\n")
	for i := 2; i <= n; i++ {
		fmt.Fprintf(&b, "symlink l%d l%d\n", i-1, i)
	}
	return b.String()
}
