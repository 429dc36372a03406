package loader

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/codecache"
)

// find looks for the unit's place in the cache. A cache that is switched off has none.
func (l *loading[C]) find() {
	config := l.adapter.name(l.unit.Format()) + "\x00" + l.compiler.Fingerprint()
	l.entry, l.noCache = l.cache.compiled().Entry(&l.unit.from().Source, config)
}

// recorded is the warm start: everything that there is to know was in the record that
// Load read.
func (l *loading[C]) recorded() (c C, ok bool) {
	if l.entry == nil {
		return c, false
	}
	return l.mapped(l.entry.MapRecorded)
}

// mapped gives code of the cache to the engine, by either way of finding it.
func (l *loading[C]) mapped(find func(give func(codecache.Code) error) (bool, error)) (c C, ok bool) {
	start := time.Now()
	var given bool
	ok, err := find(func(code codecache.Code) (err error) {
		if kind := engine.Kind(code.Kind); code.Path != "" { //nolint:gosec // as it was stored
			c, err = l.compiler.DeserializeFile(code.Path, kind)
		} else if c, err = l.compiler.Deserialize(code.Bytes, kind); deniesCode(err) {
			l.denied = err // which is nothing against the entry
		}
		given = err == nil
		return err
	})
	var none C
	switch {
	case ok:
		l.info.CacheHit, l.info.CodeBytes, l.info.Map = true, l.entry.Size, time.Since(start)
		return c, true
	case given:
		_ = c.Close() // it was never used
	}
	if err != nil && l.denied == nil && !l.damaged {
		l.damaged = true
		l.warn(err)
	}
	return none, false
}

// shared makes all goroutines that load the same code wait for the first; each
// gets a component of its own, to close when it likes.
func (l *loading[C]) shared() (C, error) {
	var own C
	led := false
	_, err, _ := l.cache.flight.Do(l.flightKey(), func() (_ any, err error) {
		led = true
		own, err = l.stored()
		return nil, err
	})
	var invalid *ModuleLoadError
	switch {
	case led:
		return own, err
	case errors.As(err, &invalid): // the same content, perhaps under another name
		return own, l.invalid(invalid.Err)
	case isLimit(err): // under the same limits
		return own, err
	}
	return l.stored()
}

// flightKey is for loads of the same code under the same limits.
func (l *loading[C]) flightKey() string {
	b := binary.LittleEndian.AppendUint64([]byte(l.entry.Key()), uint64(l.opts.Compilation.Timeout)) //nolint:gosec // any number does
	return string(binary.LittleEndian.AppendUint64(b, l.opts.Compilation.Memory))
}

// stored maps the entry, or makes it, as the only process that does.
func (l *loading[C]) stored() (C, error) {
	if c, ok := l.mapped(l.entry.Map); ok {
		return c, nil
	}
	unlock, err := l.entry.Lock()
	if err != nil {
		return l.uncached(err)
	}
	defer unlock()
	if c, ok := l.mapped(l.entry.Map); ok { // made while this waited
		return c, nil
	}
	c, err := l.compile()
	if err == nil {
		l.store(c)
	}
	return c, err
}

// store keeps freshly compiled code for the next time.
func (l *loading[C]) store(c C) {
	start := time.Now()
	defer func() { l.info.Store = time.Since(start) }()
	data, err := l.inBytes(c)
	if err != nil {
		dir, _ := l.entry.Dir()
		l.warn(&CacheWriteError{Dir: dir, Err: err})
		return
	}
	err = l.entry.Store(codecache.Code{Bytes: data, Kind: uint32(c.Kind())}, l.info.Compile)
	if l.info.CodeBytes = l.entry.Size; err != nil {
		l.warn(err)
	}
}

// inBytes is compiled code in its own format. That of a compiler's own process came in it.
func (l *loading[C]) inBytes(c C) ([]byte, error) {
	if l.apart != nil {
		return l.apart.Bytes, nil
	}
	return c.Serialize()
}

// readOnly maps the entry of a cache that is root's, as one is that was made with a
// container's image, or compiles: nothing is kept in there.
func (l *loading[C]) readOnly() (C, error) {
	if c, ok := l.mapped(l.entry.Map); ok {
		return c, nil
	}
	dir, _ := l.entry.Dir()
	return l.uncached(&CacheLentError{Dir: dir})
}

// uncached compiles where the code can't be kept.
func (l *loading[C]) uncached(why error) (C, error) {
	c, err := l.compile()
	if err == nil && (l.asked() || worthSaying(why, l.info.Compile)) {
		l.warn(why)
	}
	return c, err
}

// asked says whether the user wanted this very cache, or the code in it.
func (l *loading[C]) asked() bool {
	if l.cache.compiled().Options().Settle {
		return true
	}
	if l.entry == nil {
		return false
	}
	_, chosen := l.entry.Dir()
	return chosen
}

// dear is how long a compilation takes of which the user should know that it could
// have been spared.
const dear = 500 * time.Millisecond

// worthSaying says whether the user should be told why compiled code was not kept. A
// home that isn't there or can't be written to is how containers and services are set
// up: it is said where it cost something. What somebody could abuse is always said, and
// so is all about a directory that the user chose.
func worthSaying(why error, took time.Duration) bool {
	var config *CacheConfigError
	var write *CacheWriteError
	var readOnly *CacheLentError
	switch {
	case errors.As(why, &config) && config.Name == "":
	case errors.As(why, &write) && (errors.Is(write.Err, fs.ErrPermission) || errors.Is(write.Err, syscall.EROFS)):
	case errors.As(why, &readOnly):
	default:
		return true
	}
	return took >= dear
}
