package host_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// No rule is told, nor one that would help, of a path that none can help.
func TestDenialsThatNoRuleHelps(t *testing.T) {
	var told []host.Denial
	h := host.New(host.Config{
		Files:    &policy.Files{Mounts: []policy.Mount{{Path: "/data", From: "data"}}},
		OnDenial: func(d host.Denial) { told = append(told, d) },
	})
	for path, helps := range map[string]bool{
		"..": false, "../x": false, "a/../../x": false, "/x": false, "/": false, ".": true, "x": true, "..x": true, "a/../..x": true,
		strings.Repeat("x/", 3000): false,
	} {
		told = nil
		h.Refused(host.Filesystem, policy.Change, "/data", path, vfs.NotPermitted)
		if len(told) != 1 || (told[0].Decision.Rule != "") != helps || (told[0].Decision.Would != "") != helps {
			t.Errorf("%q: %+v", path, told)
		}
	}
}

// What has no name that a rule could hide isn't there, and isn't told.
func TestLongPathsAreNotThere(t *testing.T) {
	told := 0
	h := host.New(host.Config{
		Files:    &policy.Files{Mounts: []policy.Mount{{Path: "/data", From: "data", Exclude: []string{"x"}}}},
		OnDenial: func(host.Denial) { told++ },
	})
	for path, want := range map[string]int{"x": 1, "y": 0, strings.Repeat("y/", 3000): 0, strings.Repeat("x/", 3000): 0} {
		told = 0
		h.Refused(host.Filesystem, policy.Read, "/data", path, vfs.NoEntry)
		if told != want {
			t.Errorf("%.10q: told %d times", path, told)
		}
	}
}
