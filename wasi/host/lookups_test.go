package host_test

import (
	"fmt"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// The last paths that a guest missed are kept, denied or not, and a few of them only.
func TestLookupsKeepTheLast(t *testing.T) {
	h := host.New(host.Config{})
	const many = 1000
	for i := range many {
		h.Refused(host.Filesystem, policy.Change, "/d", fmt.Sprint(i), vfs.NoEntry)
	}
	h.Refused(host.Filesystem, policy.Read, "/d", "x", nil)
	missed := h.Lookups().Missed
	want := host.Miss{Dir: "/d", Path: fmt.Sprint(many - 1), Access: policy.Change, Code: vfs.NoEntry}
	if len(missed) == 0 || len(missed) > 50 || missed[len(missed)-1] != want {
		t.Errorf("%d: %+v", len(missed), missed)
	}
}

// A guest that asks for its directories before it has its arguments does so always.
func TestLookupsTellWhenTheyBegan(t *testing.T) {
	early, late := host.New(host.Config{}), host.New(host.Config{})
	early.Listed()
	early.Started()
	early.Listed()
	late.Started()
	if late.Lookups().Listed {
		t.Error("it has not asked for anything")
	}
	late.Listed()
	if e, l := early.Lookups(), late.Lookups(); !e.Listed || e.Late || !l.Listed || !l.Late {
		t.Errorf("%+v, %+v", e, l)
	}
}
