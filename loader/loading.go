package loader

import (
	"context"
	"errors"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/codecache"
	"github.com/qyvol/qyvol/internal/compiler"
)

// backend is what loading needs of an engine; C is its compiled code.
type backend[C any] interface {
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
	compiler backend[C]
	ctx      context.Context // of whoever waits for it
	unit     *Unit
	cache    *Cache
	adapter  *Adapter
	opts     LoadOptions
	entry    *codecache.Entry // nil where the cache is off, or can't be used:
	noCache  error            // why it can't
	info     LoadInfo
	damaged  bool           // a warning about the entry has been given
	denied   error          // the system lets this process have no code at all
	apart    *compiler.Code // what a process of its own made, until the load ends

	waiter waiter
}

// load maps the unit's code from the cache, or compiles it and leaves it there.
func load[C code](ctx context.Context, by backend[C], unit *Unit, opts LoadOptions) (C, LoadInfo, error) {
	l := &loading[C]{compiler: by, ctx: ctx, unit: unit, cache: opts.Cache, adapter: opts.Adapter, opts: opts}
	l.info.Read, l.info.Bytes = unit.from().read, unit.Size()
	l.find()
	if c, ok := l.recorded(); ok {
		unit.from().release()
		return c, l.info, nil
	}
	c, info, err := l.awaited()
	if err == nil {
		unit.from().release()
	}
	return c, info, err
}

// unrecorded is the code that the record of the source doesn't lead to, and that may
// have to be compiled.
func (l *loading[C]) unrecorded() (C, error) {
	switch {
	case l.noCache != nil:
		return l.uncached(l.noCache)
	case l.entry == nil:
		return l.compile()
	}
	own, err := l.entry.Prepare()
	switch {
	case err != nil:
		return l.uncached(err)
	case !own:
		return l.readOnly()
	}
	return l.shared()
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
	l.waiter.begins(false)
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
		if !errors.Is(err, compiler.ErrUnavailable) {
			return c, err
		}
	}
	l.waiter.begins(true)
	if err := l.waiter.begin(l.unit.Path()); err != nil {
		var none C
		return none, err
	}
	defer l.waiter.end()
	if from == nil {
		return l.compiler.Compile(guest)
	}
	return l.compiler.CompileRewritten(guest, from)
}

// stopped tells an end of compiling from the compiler's judgement of the guest.
func (l *loading[C]) stopped(err error) bool {
	return isLimit(err) || errors.Is(err, errGivenUp) || l.ctx.Err() != nil && errors.Is(err, context.Cause(l.ctx))
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

func (l *loading[C]) warn(err error) { l.info.Warnings = append(l.info.Warnings, err) }
