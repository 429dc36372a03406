//go:build unix

package loader

import (
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

// gather reads a stream of at most limit bytes, and one more where there are more. Its
// pages are taken as they are filled, and given back as they are copied, so that it takes
// the memory of what was read, once. check looks at the first bytes of a stream that has
// more than them, as in a file that may be as large as one can be.
func gather(in io.Reader, limit int64, check func(data []byte, known int) error) ([]byte, error) {
	pages, err := unix.Mmap(-1, 0, int(max(limit, DefaultMaxSize)+1), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil { // there is a limit on addresses
		return io.ReadAll(io.LimitReader(in, limit+1))
	}
	defer unix.Munmap(pages) //nolint:errcheck // it is a mapping
	first := min(beginningSize, limit+1)
	n, err := io.ReadFull(in, pages[:first])
	if err == nil && n == beginningSize {
		err = check(pages[:DefaultMaxSize], n)
	}
	if err == nil {
		var more int
		more, err = io.ReadFull(in, pages[n:limit+1])
		n += more
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	content := make([]byte, n)
	for at := 0; at < n; at += beginningSize {
		piece := pages[at:min(at+beginningSize, n)]
		copy(content[at:], piece)
		_ = unix.Madvise(piece, unix.MADV_DONTNEED) // at worst it stays for some milliseconds
	}
	return content, nil
}
