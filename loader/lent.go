package loader

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
)

// dear is how long a compilation takes of which the user should know that it could
// have been spared.
const dear = 500 * time.Millisecond

// without compiles where there is no cache.
func (l *loading[C]) without(why error) (C, error) {
	c, err := l.compile()
	if err == nil && (l.cache.opts.Settle || l.place.chosen || worthSaying(why, l.info.Compile)) {
		l.warn(why)
	}
	return c, err
}

// worthSaying says whether the user should be told why compiled code was not kept. A
// home that isn't there or can't be written to is how containers and services are set
// up: it is said where it cost something. What somebody could abuse is always said, and
// so is all about a directory that the user chose.
func worthSaying(why error, took time.Duration) bool {
	var config *CacheConfigError
	var write *CacheWriteError
	var lent *CacheLentError
	switch {
	case errors.As(why, &config) && config.Name == "":
	case errors.As(why, &write) && (errors.Is(write.Err, fs.ErrPermission) || errors.Is(write.Err, syscall.EROFS)):
	case errors.As(why, &lent):
	default:
		return true
	}
	return took >= dear
}

// lent maps the entry of a cache that is root's, as one is that was made with a
// container's image, or compiles: nothing is kept in there.
func (l *loading[C]) lent() (C, error) {
	if c, ok := l.entry(); ok {
		return c, nil
	}
	return l.without(&CacheLentError{Dir: l.place.root})
}

// prepareError makes a warning of whatever kept the directory from being used.
func (d directory) prepareError(err error) error {
	s, statErr := lstatFile(d.root)
	if errors.Is(err, fs.ErrPermission) && statErr == nil && s.isRoots() && !s.isOwn() {
		return &CacheLentError{Dir: d.root, Closed: true}
	}
	return cacheError(d.root, err)
}
