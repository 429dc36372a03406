package host_test

import (
	"fmt"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Components that import any version of WASI 0.2 are served.
func TestVersions(t *testing.T) {
	g := newGuests(t)
	for minor := range 13 {
		version := fmt.Sprintf("0.2.%d", minor)
		t.Run(version, func(t *testing.T) {
			c, err := g.eng.Compile([]byte(driver(version)))
			mustBe(t, err)
			defer c.Close()
			h := host.New(host.Config{Args: []string{version}})
			s := engine.NewStore(g.eng, &state{h})
			defer s.Close()
			inst, err := g.linker.Instantiate(s, c)
			mustBe(t, err)
			args := must[[]string](&guest{t, h, s, inst}, "get-arguments", engine.Unit{})
			if len(args) != 1 || args[0] != version {
				t.Errorf("the arguments are %q", args)
			}
		})
	}
}
