package engine

import (
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// TrapCode tells why a guest trapped, as wasmtime's Trap does.
type TrapCode int

// The codes, in the order of wasmtime's wasmtime_trap_code_enum; the negative ones are
// ours.
const (
	// TrapException: the guest threw an exception that nobody caught.
	TrapException TrapCode = iota - 3
	// TrapHost: a host function returned an error or panicked.
	TrapHost
	// TrapUnknown: a trap that this version has no name for.
	TrapUnknown
	TrapStackOverflow
	TrapMemoryOutOfBounds
	TrapHeapMisaligned
	TrapTableOutOfBounds
	TrapIndirectCallToNull
	TrapBadSignature
	TrapIntegerOverflow
	TrapIntegerDivisionByZero
	TrapBadConversionToInteger
	TrapUnreachable
	TrapInterrupt
	TrapOutOfFuel
	TrapAtomicWaitNonSharedMemory
	TrapNullReference
	TrapArrayOutOfBounds
	TrapAllocationTooLarge
	TrapCastFailure
	TrapCannotEnterComponent
	TrapNoAsyncResult
	TrapUnhandledTag
	TrapContinuationAlreadyConsumed
	TrapDisabledOpcode
	TrapAsyncDeadlock
	TrapCannotLeaveComponent
	TrapCannotBlockSyncTask
	TrapInvalidChar
	TrapDebugAssertStringEncodingFinished
	TrapDebugAssertEqualCodeUnits
	TrapDebugAssertPointerAligned
	TrapDebugAssertUpperBitsUnset
	TrapStringOutOfBounds
	TrapListOutOfBounds
	TrapInvalidDiscriminant
	TrapUnalignedPointer
	TrapTaskCancelNotCancelled
	TrapTaskCancelOrReturnTwice
	TrapSubtaskCancelAfterTerminal
	TrapTaskReturnInvalid
	TrapWaitableSetDropHasWaiters
	TrapSubtaskDropNotResolved
	TrapThreadNewIndirectInvalidType
	TrapThreadNewIndirectUninitialized
	TrapBackpressureOverflow
	TrapUnsupportedCallbackCode
	TrapCannotResumeThread
	TrapConcurrentFutureStreamOp
	// Since wasmtime 48:
	TrapReferenceCountOverflow
	TrapStreamOpTooBig
	TrapWaitableSyncAndAsync
	trapUncaught // which is a TrapException
)

// Trap is an error of the guest's own making, with its stack.
type Trap struct {
	Code    TrapCode
	Message string  // "wasm trap: …" without that prefix, or the host's error
	Frames  []Frame // innermost first
	Cause   error   // the host function's error, for TrapHost
}

func (t *Trap) Error() string { return "trap: " + t.Message }

// Unwrap returns the host function's error.
func (t *Trap) Unwrap() error { return t.Cause }

// trapText are the messages of wasmtime 44 and 48, by code. The C API has no accessor
// for the code of a component's trap.
var trapText = [...]string{
	TrapStackOverflow:                     "call stack exhausted",
	TrapMemoryOutOfBounds:                 "out of bounds memory access",
	TrapHeapMisaligned:                    "unaligned atomic",
	TrapTableOutOfBounds:                  "undefined element: out of bounds table access",
	TrapIndirectCallToNull:                "uninitialized element",
	TrapBadSignature:                      "indirect call type mismatch",
	TrapIntegerOverflow:                   "integer overflow",
	TrapIntegerDivisionByZero:             "integer divide by zero",
	TrapBadConversionToInteger:            "invalid conversion to integer",
	TrapUnreachable:                       "wasm `unreachable` instruction executed",
	TrapInterrupt:                         "interrupt",
	TrapOutOfFuel:                         "all fuel consumed by WebAssembly",
	TrapAtomicWaitNonSharedMemory:         "atomic wait on non-shared memory",
	TrapNullReference:                     "null reference",
	TrapArrayOutOfBounds:                  "out of bounds array access",
	TrapAllocationTooLarge:                "allocation size too large",
	TrapCastFailure:                       "cast failure",
	TrapCannotEnterComponent:              "cannot enter component instance",
	TrapNoAsyncResult:                     "async-lifted export failed to produce a result",
	TrapUnhandledTag:                      "unhandled tag",
	TrapContinuationAlreadyConsumed:       "continuation already consumed",
	TrapDisabledOpcode:                    "pulley opcode disabled at compile time was executed",
	TrapAsyncDeadlock:                     "deadlock detected: event loop cannot make further progress",
	TrapCannotLeaveComponent:              "cannot leave component instance",
	TrapCannotBlockSyncTask:               "cannot block a synchronous task before returning",
	TrapInvalidChar:                       "invalid `char` bit pattern",
	TrapDebugAssertStringEncodingFinished: "should have finished string encoding",
	TrapDebugAssertEqualCodeUnits:         "code units should be equal",
	TrapDebugAssertPointerAligned:         "pointer should be aligned",
	TrapDebugAssertUpperBitsUnset:         "upper bits should be unset",
	TrapStringOutOfBounds:                 "string content out-of-bounds",
	TrapListOutOfBounds:                   "list content out-of-bounds",
	TrapInvalidDiscriminant:               "invalid variant discriminant",
	TrapUnalignedPointer:                  "unaligned pointer",
	TrapTaskCancelNotCancelled:            "`task.cancel` called by task which has not been cancelled",
	TrapTaskCancelOrReturnTwice:           "`task.return` or `task.cancel` called more than once for current task",
	TrapSubtaskCancelAfterTerminal:        "`subtask.cancel` called after terminal status delivered",
	TrapTaskReturnInvalid:                 "invalid `task.return` signature and/or options for current task",
	TrapWaitableSetDropHasWaiters:         "cannot drop waitable set with waiters",
	TrapSubtaskDropNotResolved:            "cannot drop a subtask which has not yet resolved",
	TrapThreadNewIndirectInvalidType:      "start function does not match expected type (currently only `(i32) -> ()` is supported)",
	TrapThreadNewIndirectUninitialized:    "the start function index points to an uninitialized function",
	TrapBackpressureOverflow:              "backpressure counter overflow",
	TrapUnsupportedCallbackCode:           "unsupported callback code",
	TrapCannotResumeThread:                "cannot resume thread which is not suspended",
	TrapConcurrentFutureStreamOp:          "cannot have concurrent operations active on a future/stream",
	TrapReferenceCountOverflow:            "reference count overflow",
	TrapStreamOpTooBig:                    "stream read/write count too large",
	TrapWaitableSyncAndAsync:              "waitable cannot be used synchronously while added to a waitable set",
	trapUncaught:                          "uncaught exception propagated out of component",
}

const (
	trapPrefix = "wasm trap: "
	thrown     = "thrown Wasm exception" // what wasmtime says of one that leaves the guest
)

// trapOf reports whether an error is a trap, and which.
func trapOf(raw *component.Error) (TrapCode, string, bool) {
	message := rootCause(raw.Message)
	text, isTrap := strings.CutPrefix(message, trapPrefix)
	if message == thrown || text == trapText[trapUncaught] {
		return TrapException, "uncaught exception", true
	}
	if raw.Code != nil {
		code := TrapCode(*raw.Code)
		if int(code) >= len(trapText) {
			code = TrapUnknown
		}
		return code, text, true
	}
	for code, known := range trapText {
		if text == known {
			return TrapCode(code), text, true
		}
	}
	return TrapUnknown, text, isTrap || len(raw.Frames) > 0 || isABITrap(text)
}

// abiError is a trap of the Canonical ABI that the host finds where an adapter
// stands in for wasmtime: it ends the guest in wasmtime's words.
type abiError struct {
	code TrapCode
	text string
}

func (e *abiError) Error() string { return e.text }

// mayLeave refuses to be called by a guest that is making room for bytes.
// Component Model, CanonicalABI.md, "canon lower": trap_if(not inst.may_leave).
func (s *Store) mayLeave() error {
	if s.reallocs {
		return &abiError{TrapCannotLeaveComponent, trapText[TrapCannotLeaveComponent]}
	}
	return nil
}

// abiTraps are the beginnings of what wasmtime 44 and 48 say where the Canonical ABI
// traps (CanonicalABI.md, "trap_if") and none of the guest's code runs: while its
// results are lifted, or arguments are written where its realloc wants them.
var abiTraps = [...]string{
	"return pointer not aligned", "pointer out of bounds of memory",
	"string pointer", "list pointer", "map pointer", "realloc return: ",
	"discriminant ", "converted integer out of range for `char`",
	"invalid utf-8 sequence", "incomplete utf-8 byte sequence", "unpaired surrogate found",
	"handle index ", "cannot lift own resource from a borrow", "borrow handles still remain",
	"cannot allocate another handle", "cannot lend resource",
}

func isABITrap(text string) bool {
	for _, beginning := range abiTraps {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	return false
}

// rootCause is the last line of wasmtime's chain of causes, without the
// numbers that it sets before them.
func rootCause(message string) string {
	_, causes, ok := strings.Cut(message, "Caused by:")
	if !ok {
		return strings.TrimSpace(message)
	}
	lines := strings.Split(strings.TrimSpace(causes), "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	if number, rest, ok := strings.Cut(last, ": "); ok && strings.Trim(number, "0123456789") == "" {
		return rest
	}
	return last
}
