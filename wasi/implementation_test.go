package wasi

import (
	"errors"
	"testing"
)

func TestImplementation(t *testing.T) {
	nothing, disk := &Grant{}, &Grant{Mounts: []Mount{{Host: "d", Guest: "/d"}}}
	memory := &Grant{Mounts: []Mount{{Host: "d", Guest: "/d"}, {Kind: Memory, Guest: "/tmp", Key: "permissions.fs[1]"}}}
	for _, c := range []struct {
		what  string
		grant *Grant
		asked Implementation
		want  Implementation // empty: an error
	}{
		{"nothing", nothing, "", Hosted},
		{"a directory", disk, "", Hosted},
		{"memory", memory, "", Hosted},
		{"nothing, native", nothing, Native, Native},
		{"nothing, hosted", nothing, Hosted, Hosted},
		{"a directory, native", disk, Native, Native},
		{"a directory, hosted", disk, Hosted, Hosted},
		{"memory, native", memory, Native, ""},
		{"memory, hosted", memory, Hosted, Hosted},
	} {
		got, err := implementation(c.grant, c.asked)
		var beyond *ImplementationError
		if got != c.want || errors.As(err, &beyond) != (c.want == "") {
			t.Errorf("%s: %q, %v", c.what, got, err)
		}
	}
}
