package engine

import (
	"slices"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// DirectFunc is a function of WASI that only asks the system for something, which C
// can answer without a crossing into Go. The host function that it is said of is
// still there: it is called until the store has a DirectHost, and for all that is out
// of the ordinary, such as errors. What C answers, it answers as the host function
// would that has the system's clocks and random bytes.
type DirectFunc uint8

// Functions of WASI 0.2, for HostFunc.Direct.
const (
	DirectMonotonicNow        = DirectFunc(component.DirectMonotonicNow)
	DirectMonotonicResolution = DirectFunc(component.DirectMonotonicResolution) // 1
	DirectWallNow             = DirectFunc(component.DirectWallNow)
	DirectWallResolution      = DirectFunc(component.DirectWallResolution) // 1 ns
	DirectRandomU64           = DirectFunc(component.DirectRandomU64)
	// DirectWriteAndFlush is for the variant with LaneBytes, of streams that are lent: see
	// Store.LendStream.
	DirectWriteAndFlush = DirectFunc(component.DirectWriteAndFlush)
)

// Functions of preview 1, for CoreFunction. Arguments are as there, and so is the
// memory "memory".
const (
	DirectClockTimeGet = DirectFunc(component.DirectClockTimeGet)
	DirectClockResGet  = DirectFunc(component.DirectClockResGet)
	DirectRandomGet    = DirectFunc(component.DirectRandomGet) // up to 256 bytes
	DirectSchedYield   = DirectFunc(component.DirectSchedYield)
	// Of files that are lent, see DirectHost.Lend.
	DirectFdRead   = DirectFunc(component.DirectFdRead)
	DirectFdWrite  = DirectFunc(component.DirectFdWrite)
	DirectFdPread  = DirectFunc(component.DirectFdPread)
	DirectFdPwrite = DirectFunc(component.DirectFdPwrite)
)

// DirectCounters is how many counters a DirectHost has.
const DirectCounters = component.DirectCounters

// Direct is a DirectFunc, and which of a DirectHost's counters are its: a number below
// DirectCounters. The zero value is none.
type Direct struct {
	Func    DirectFunc
	Counter uint8
}

// DirectHost is what C knows of a host: what it may answer in its place, and counters.
// It may be used for several stores.
type DirectHost struct{ raw *component.DirectHost }

// DirectHostConfig tells where a host has the system's own, and so what C may answer.
type DirectHostConfig struct {
	Monotonic, Wall, Random bool
	// Start is when the monotonic clock began, as Monotonic tells it.
	Start uint64
}

// NewDirectHost makes one, which needs no closing. The zero value answers nothing.
func NewDirectHost(c DirectHostConfig) *DirectHost {
	may := component.May{Monotonic: c.Monotonic, Wall: c.Wall, Random: c.Random}
	return &DirectHost{component.NewDirectHost(may, c.Start)}
}

// Stop has the host functions called for everything from now on. It, Calls and Bytes
// can be called from any goroutine.
func (h *DirectHost) Stop() {
	if h.raw != nil {
		h.raw.Stop()
	}
}

// Calls counts the calls that C answered.
func (h *DirectHost) Calls(counter uint8) uint64 {
	if h.raw == nil || counter >= DirectCounters {
		return 0
	}
	return h.raw.Calls(counter)
}

// Bytes counts the bytes that it gave to core modules, or took from them.
func (h *DirectHost) Bytes(counter uint8) uint64 {
	if h.raw == nil || counter >= DirectCounters {
		return 0
	}
	return h.raw.Bytes(counter)
}

// DirectFile is a regular file, open by a descriptor of the system's: FD. Position is
// where a guest reads and writes that says no offset. Or it is an Output, which nothing
// else is said of.
type DirectFile = component.DirectFile

// Lend has C read and write the file that a core module knows by a number, as the
// functions of preview 1 do. False: C has no room for it. Until TakeBack the descriptor must
// stay open, and the position is C's. Both are for host functions that the guest has
// called, and for when it has ended.
func (h *DirectHost) Lend(number uint32, f DirectFile) bool {
	if h.raw == nil || number >= component.DirectFiles {
		return false
	}
	h.raw.Lend(number, f)
	return true
}

// TakeBack gives the position that a file has come to which was lent.
func (h *DirectHost) TakeBack(number uint32) uint64 {
	if h.raw == nil || number >= component.DirectFiles {
		return 0
	}
	return h.raw.TakeBack(number)
}

// DirectOutput is a descriptor that C writes to.
type DirectOutput = component.DirectOutput

// NewDirectOutput takes over a descriptor of the system's, writes to which don't wait for
// anybody.
func NewDirectOutput(fd int) *DirectOutput { return component.NewDirectOutput(fd) }

// LendStream has C write to an output-stream, from its position on if it is a file, as blocking-write-and-flush does; rep is its
// representation in the store's Table. False: C has no room for it. A file's descriptor must
// stay open until TakeBackStream, which recall must call: it is called when something else
// may have the representation next. All of this is for host functions that the guest has
// called. After its end there is no position to be had.
func (s *Store) LendStream(rep uint32, to DirectFile, recall func()) bool {
	if _, err := s.table.Get(rep); err != nil || rep >= component.DirectStreams || !orClosed(s.raw).LendStream(rep, to) {
		return false
	}
	s.table.entries[rep].recall = recall
	return true
}

// TakeBackStream gives the position that a file has come to which was lent.
func (s *Store) TakeBackStream(rep uint32) (position uint64, ok bool) {
	if _, err := s.table.Get(rep); err != nil || rep >= component.DirectStreams {
		return 0, false
	}
	s.table.entries[rep].recall = nil
	return orClosed(s.raw).TakeBackStream(rep)
}

// SetDirect has C answer for a host what it may.
func (s *Store) SetDirect(h *DirectHost) { orClosed(s.raw).SetDirect(h.raw) }

// Monotonic is the system's monotonic clock, in nanoseconds: the one that C gives to
// guests.
func Monotonic() uint64 { return component.Monotonic() }

// Direct has C answer the function where it can. The function has to have the type
// that WASI says.
func (f HostFunc) Direct(d Direct) HostFunc {
	f.direct = d
	return f
}

// of refuses a signature that isn't the function's, since C trusts it.
func (d Direct) of(sig CoreSignature) (component.Direct, error) {
	if d.Func != 0 && (!slices.Equal(sig.Params, d.Func.params()) || !slices.Equal(sig.Results, []TypeKind{"i32"})) {
		return component.Direct{}, &Error{Op: "link", Message: "the function has not the signature of what C is to answer in its place"}
	}
	return d.raw()
}

// params are those of a function of preview 1, which all have at most five.
func (f DirectFunc) params() []TypeKind {
	switch f {
	case DirectClockTimeGet:
		return []TypeKind{"i32", "i64", "i32"}
	case DirectClockResGet, DirectRandomGet:
		return []TypeKind{"i32", "i32"}
	case DirectSchedYield:
		return nil
	case DirectFdRead, DirectFdWrite:
		return []TypeKind{"i32", "i32", "i32", "i32"}
	case DirectFdPread, DirectFdPwrite:
		return []TypeKind{"i32", "i32", "i32", "i64", "i32"}
	default: // none of preview 1
		return []TypeKind{"none"}
	}
}

func (d Direct) raw() (component.Direct, error) {
	if d.Counter >= DirectCounters {
		return component.Direct{}, &Error{Op: "link", Message: "there is no such counter of direct calls"}
	}
	return component.Direct{Func: uint8(d.Func), Counter: d.Counter}, nil
}
