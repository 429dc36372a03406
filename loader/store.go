package loader

import (
	"errors"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// store keeps freshly compiled code for the next time.
func (l *loading[C]) store(c C) {
	start := time.Now()
	defer func() { l.info.Store = time.Since(start) }()
	data, err := l.inBytes(c)
	if err != nil {
		l.warn(&CacheWriteError{Dir: l.place.root, Err: err})
		return
	}
	l.info.CodeBytes = int64(len(data))
	if l.info.CodeBytes > l.place.limit {
		l.warn(&CacheLimitError{Size: l.info.CodeBytes, Limit: l.place.limit})
		return
	}
	m, err := l.place.keep(l.meta(c.Kind()), data)
	if err == nil && (l.cache.opts.Settle || l.worthSettling()) {
		err = l.place.settle(&m)
	}
	if err != nil {
		l.warn(cacheError(l.place.root, err))
		return
	}
	l.remember(m)
	if err := l.place.evict(l.place.limit, l.key); err != nil {
		l.warn(cacheError(l.place.root, err))
	}
}

// inBytes is compiled code in its own format. That of a compiler's own process came in it.
func (l *loading[C]) inBytes(c C) ([]byte, error) {
	if l.adopted != nil {
		return l.adopted, nil
	}
	return c.Serialize()
}

func (l *loading[C]) meta(kind engine.Kind) meta {
	return meta{
		slot: slot{key: l.key, kind: kind}, format: l.unit.Format(),
		created: time.Now().UnixNano(), source: l.unit.Path(),
	}
}

// worthSettling reports whether settling now would be lost in the time that
// compiling took. Reading back goes at a gigabyte a second or so: a nanosecond
// a byte.
func (l *loading[C]) worthSettling() bool {
	const (
		lost = 40
		tick = 10 * time.Millisecond
	)
	cost := tick + time.Duration(l.info.CodeBytes)
	return statProves && l.info.Compile > lost*cost
}

// cacheError makes a warning of whatever kept the cache from being written.
func cacheError(root string, err error) error {
	var unsafe *UnsafeDirError
	if errors.As(err, &unsafe) {
		return unsafe
	}
	return &CacheWriteError{Dir: root, Err: err}
}
