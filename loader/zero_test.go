package loader_test

import (
	"testing"

	"github.com/qyvol/qyvol/loader"
)

// A zero Unit has nothing to give, and a zero Cache keeps nothing: neither ends the
// process.
func TestZeroValues(t *testing.T) {
	t.Setenv("QYVOL_CACHE_DIR", t.TempDir())
	for name, call := range map[string]func() error{
		"Unit.Content":  func() error { _, err := new(loader.Unit).Content(); return err },
		"Unit.Open":     func() error { _, err := new(loader.Unit).Open(); return err },
		"Unit.Fallback": func() error { _, err := new(loader.Unit).Fallback(); return err },
		"Unit.View":     func() error { return new(loader.Unit).View(func([]byte, func(int)) error { return nil }) },
		"Unit.Again":    func() error { return new(loader.Unit).Again().Err() },
		"Unit.others": func() error {
			u := new(loader.Unit)
			_, _, _, _, _, _ = u.Name(), u.Path(), u.Digest(), u.Format(), u.Size(), u.BaseDir()
			_, _, _ = u.Manifest(), u.Alone(), u.HasFallback()
			return u.Err()
		},
		"Cache.Info":  func() error { _, err := new(loader.Cache).Info(); return err },
		"Cache.Clear": func() error { _, _, err := new(loader.Cache).Clear(); return err },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("panicked: %v", r)
				}
			}()
			t.Log(call())
		})
	}
}
