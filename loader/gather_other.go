//go:build !unix

package loader

import "io"

// gather reads a stream of at most limit bytes, and one more where there are more.
func gather(in io.Reader, limit int64, _ func(data []byte, known int) error) ([]byte, error) {
	return io.ReadAll(io.LimitReader(in, limit+1))
}
