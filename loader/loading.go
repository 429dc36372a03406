package loader

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// compiler is what loading needs of an engine; C is its compiled code.
type compiler[C any] interface {
	// Fingerprint names all that compiled code depends on besides its source.
	Fingerprint() string
	Compile(data []byte) (C, error)
	CompileRewritten(data []byte, from *engine.Origins) (C, error)
	// DeserializeFile maps code that Serialize gave. It must never be given
	// anything else.
	DeserializeFile(path string, kind engine.Kind) (C, error)
	// Deserialize is the same for bytes, which it copies.
	Deserialize(code []byte, kind engine.Kind) (C, error)
}

// code is what loading needs of compiled code.
type code interface {
	Kind() engine.Kind
	Serialize() ([]byte, error)
	Close() error
}

// LoadInfo tells how a component was loaded.
type LoadInfo struct {
	// CacheHit is true when nothing had to be compiled.
	CacheHit bool
	// Read is how long reading, recognising and digesting the file took, zero
	// when the cache knew it; Compile how long compilation took; Map how long
	// finding, checking and mapping cached code took; Store how long it took
	// to keep the code for the next time.
	Read, Compile, Map, Store time.Duration
	// Bytes is the size of the file; CodeBytes that of the machine code where
	// it is known, else 0.
	Bytes, CodeBytes int64
	// Unadapted is why an adapted component did not compile, where the original was
	// compiled in its place.
	Unadapted error
	// Warnings are problems of the cache that did not stop the load:
	// [*UnsafeDirError], [*CacheWriteError], [*CacheEntryError],
	// [*CacheConfigError], [*CacheLimitError].
	Warnings []error
}

// loading is one load of one unit.
type loading[C code] struct {
	compiler compiler[C]
	ctx      context.Context // of whoever waits for it
	unit     *Unit
	cache    *Cache
	adapter  *Adapter
	opts     LoadOptions
	place    place
	key      sum
	info     LoadInfo
	damaged  bool   // a warning about the entry has been given
	denied   error  // the system lets this process have no code at all
	adopted  []byte // code in a file of another process's, until the load ends

	attendance attendance
}

// load maps the unit's code from the cache, or compiles it and leaves it there.
func load[C code](ctx context.Context, by compiler[C], unit *Unit, opts LoadOptions) (C, LoadInfo, error) {
	l := &loading[C]{compiler: by, ctx: ctx, unit: unit, cache: opts.Cache, adapter: opts.Adapter, opts: opts}
	l.info.Read, l.info.Bytes = unit.from().read, unit.Size()
	if c, ok := l.known(); ok {
		unit.from().release()
		return c, l.info, nil
	}
	c, info, err := l.attended()
	if err == nil {
		unit.from().release()
	}
	return c, info, err
}

// known is the code that the cache remembers.
func (l *loading[C]) known() (c C, ok bool) {
	if !l.cache.enabled() {
		return c, false
	}
	var err error
	if l.place, err = l.cache.where(); err != nil || l.place.limit == 0 {
		return c, false
	}
	l.key = codeKey(l.unit.from(), l.compiler.Fingerprint(), l.adapter)
	return l.recalled()
}

// unknown is the code that it doesn't, and that may have to be compiled.
func (l *loading[C]) unknown() (C, error) {
	if !l.cache.enabled() {
		return l.compile()
	}
	var err error
	if l.place, err = l.cache.where(); err != nil {
		return l.without(err)
	}
	if l.place.limit == 0 {
		return l.compile()
	}
	own, err := l.place.prepare()
	switch {
	case err != nil:
		return l.without(l.place.prepareError(err))
	case !own:
		return l.lent()
	}
	return l.shared()
}

// codeKey names the code that a source compiles to under one fingerprint.
func codeKey(s *source, fingerprint string, with *Adapter) sum {
	b := make([]byte, 0, 256)
	b = append(b, "qyvol code 5"...)
	b = append(b, s.digest[:]...)
	b = append(b, byte(s.format))
	b = append(b, with.name(s.format)...)
	b = append(b, 0)
	b = append(b, fingerprint...)
	return sha256.Sum256(b)
}

// recalled is the warm start: everything that there is to know was in the
// record that Load read.
func (l *loading[C]) recalled() (c C, ok bool) {
	m := l.unit.from().remembered(l.cache)
	if m == nil {
		return c, false
	}
	s := m.find(l.key)
	if s == nil {
		return c, false
	}
	start := time.Now()
	h, err := openHandle(l.place.code(l.key))
	if err != nil {
		return c, false
	}
	defer h.close()
	if now, err := h.stat(); err != nil || now != s.code {
		return c, false
	}
	if c, ok = l.mapped(h, s); !ok {
		return c, false
	}
	m.touch(l.key)
	l.hit(start, s.code)
	return c, true
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
	b := binary.LittleEndian.AppendUint64(l.key[:], uint64(l.opts.Compilation.Timeout)) //nolint:gosec // any number does
	return string(binary.LittleEndian.AppendUint64(b, l.opts.Compilation.Memory))
}

// stored maps the entry, or makes it, as the only process that does.
func (l *loading[C]) stored() (C, error) {
	if c, ok := l.entry(); ok {
		return c, nil
	}
	unlock, err := l.place.lock(l.key, l.cache.lockWait())
	if err != nil {
		return l.without(cacheError(l.place.root, err))
	}
	defer unlock()
	if c, ok := l.entry(); ok { // made while this waited
		return c, nil
	}
	c, err := l.compile()
	if err == nil {
		l.store(c)
	}
	return c, err
}

func (l *loading[C]) compile() (C, error) {
	var none C
	if l.denied != nil {
		return none, l.invalid(l.denied) // without compiling first
	}
	data, err := l.unit.from().content()
	if err != nil {
		return none, err
	}
	start := time.Now()
	l.attendance.begins(false)
	c, err := l.compiled(data)
	l.info.Compile = time.Since(start)
	switch {
	case err == nil:
		return c, nil
	case l.stopped(err):
		return none, err
	}
	return none, l.invalid(err)
}

// build compiles a guest, which was rewritten if it has origins, in a process of its
// own where it can.
func (l *loading[C]) build(guest []byte, from *engine.Origins) (C, error) {
	if l.opts.Compilation.Process != nil {
		c, err := l.buildApart(guest, from)
		if !errors.Is(err, errNoProcess) {
			return c, err
		}
	}
	l.attendance.begins(true)
	if err := l.attendance.begin(l.unit.Path()); err != nil {
		var none C
		return none, err
	}
	defer l.attendance.end()
	if from == nil {
		return l.compiler.Compile(guest)
	}
	return l.compiler.CompileRewritten(guest, from)
}

// stopped tells an end of compiling from the compiler's judgement of the guest.
func (l *loading[C]) stopped(err error) bool {
	return isLimit(err) || errors.Is(err, errLeft) || l.ctx.Err() != nil && errors.Is(err, context.Cause(l.ctx))
}

// isLimit tells the errors that have the guest's path in them, and not the
// compiler's words.
func isLimit(err error) bool {
	var (
		late  *CompileTimeoutError
		large *CompileMemoryError
		crash *CompilerCrashError
		busy  *CompileBusyError
		few   *CompilerThreadsError
		none  *CompilerProcessError
	)
	return errors.As(err, &late) || errors.As(err, &large) || errors.As(err, &crash) || errors.As(err, &busy) ||
		errors.As(err, &few) || errors.As(err, &none)
}

func (l *loading[C]) timeoutError() error {
	return &CompileTimeoutError{Path: l.unit.Path(), Limit: l.opts.Compilation.timeout()}
}

func (l *loading[C]) memoryError(limit uint64) error {
	return &CompileMemoryError{Path: l.unit.Path(), Limit: limit}
}

func (l *loading[C]) invalid(reason error) error {
	return &ModuleLoadError{Path: l.unit.Path(), Format: l.unit.Format(), Err: reason}
}

func (l *loading[C]) hit(start time.Time, s stamp) {
	l.info.CacheHit, l.info.CodeBytes = true, s.size
	l.info.Map = time.Since(start)
}

func (l *loading[C]) warn(err error) { l.info.Warnings = append(l.info.Warnings, err) }
