package manifest_test

import (
	"testing"
	"time"

	"github.com/qyvol/qyvol/loader/manifest"
)

func TestWaits(t *testing.T) {
	for _, c := range []struct{ backoff, maximum, first, longest time.Duration }{
		{0, 0, manifest.DefaultBackoff, manifest.DefaultMaxBackoff},
		{time.Second, 0, time.Second, manifest.DefaultMaxBackoff},
		{time.Minute, 0, time.Minute, time.Minute},
		{0, time.Minute, manifest.DefaultBackoff, time.Minute},
		{time.Second, 2 * time.Second, time.Second, 2 * time.Second},
	} {
		r := manifest.Retries{Backoff: c.backoff, MaxBackoff: c.maximum}
		if first, longest := r.Waits(); first != c.first || longest != c.longest {
			t.Errorf("%+v: got %v, %v", c, first, longest)
		}
	}
}
