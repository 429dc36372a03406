//go:build !linux

package resident

// Of is Self for another process.
func Of(int) (size uint64, ok bool) { return 0, false }

func self() (size, shared uint64, ok bool) { return 0, 0, false }
