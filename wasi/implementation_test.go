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
		{"nothing", nothing, "", Native},
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

// Without being asked: files go to the hosted one, when runs can use it.
func TestStandardImplementation(t *testing.T) {
	nothing, disk := &Grant{}, &Grant{Mounts: []Mount{{Host: "d", Guest: "/d"}}}
	for _, c := range []struct {
		grant  *Grant
		hosted bool
		want   Implementation
	}{{nothing, false, Native}, {nothing, true, Native}, {disk, false, Native}, {disk, true, Hosted}} {
		if got := standard(c.grant, c.hosted); got != c.want {
			t.Errorf("%+v, hosted %v: %s, want %s", c.grant, c.hosted, got, c.want)
		}
	}
	for _, g := range []*Grant{nothing, disk} {
		got, err := implementation(g, "")
		if err != nil || got != standard(g, hostedReady) {
			t.Errorf("%+v: %s, %v", g, got, err)
		}
	}
}
