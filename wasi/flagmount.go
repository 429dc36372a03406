package wasi

import (
	"path"
	"path/filepath"
	"strings"
)

// flagMount reads DIR or DIR::NAME. Without a name the guest sees the
// directory under the name that the user wrote, so that a program works with
// the same paths inside and outside.
func flagMount(spec string, write bool) Mount {
	host, guest, named := strings.Cut(spec, "::")
	if !named {
		guest = path.Clean(filepath.ToSlash(host))
	}
	return Mount{Host: host, Guest: guest, Write: write, Origin: FromFlag}
}
