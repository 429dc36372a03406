package engine_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// trapCodes are engine's codes by the names of wasmtime's header.
var trapCodes = map[string]engine.TrapCode{
	"STACK_OVERFLOW":                        engine.TrapStackOverflow,
	"MEMORY_OUT_OF_BOUNDS":                  engine.TrapMemoryOutOfBounds,
	"HEAP_MISALIGNED":                       engine.TrapHeapMisaligned,
	"TABLE_OUT_OF_BOUNDS":                   engine.TrapTableOutOfBounds,
	"INDIRECT_CALL_TO_NULL":                 engine.TrapIndirectCallToNull,
	"BAD_SIGNATURE":                         engine.TrapBadSignature,
	"INTEGER_OVERFLOW":                      engine.TrapIntegerOverflow,
	"INTEGER_DIVISION_BY_ZERO":              engine.TrapIntegerDivisionByZero,
	"BAD_CONVERSION_TO_INTEGER":             engine.TrapBadConversionToInteger,
	"UNREACHABLE_CODE_REACHED":              engine.TrapUnreachable,
	"INTERRUPT":                             engine.TrapInterrupt,
	"OUT_OF_FUEL":                           engine.TrapOutOfFuel,
	"ATOMIC_WAIT_NON_SHARED_MEMORY":         engine.TrapAtomicWaitNonSharedMemory,
	"NULL_REFERENCE":                        engine.TrapNullReference,
	"ARRAY_OUT_OF_BOUNDS":                   engine.TrapArrayOutOfBounds,
	"ALLOCATION_TOO_LARGE":                  engine.TrapAllocationTooLarge,
	"CAST_FAILURE":                          engine.TrapCastFailure,
	"CANNOT_ENTER_COMPONENT":                engine.TrapCannotEnterComponent,
	"NO_ASYNC_RESULT":                       engine.TrapNoAsyncResult,
	"UNHANDLED_TAG":                         engine.TrapUnhandledTag,
	"CONTINUATION_ALREADY_CONSUMED":         engine.TrapContinuationAlreadyConsumed,
	"DISABLED_OPCODE":                       engine.TrapDisabledOpcode,
	"ASYNC_DEADLOCK":                        engine.TrapAsyncDeadlock,
	"CANNOT_LEAVE_COMPONENT":                engine.TrapCannotLeaveComponent,
	"CANNOT_BLOCK_SYNC_TASK":                engine.TrapCannotBlockSyncTask,
	"INVALID_CHAR":                          engine.TrapInvalidChar,
	"DEBUG_ASSERT_STRING_ENCODING_FINISHED": engine.TrapDebugAssertStringEncodingFinished,
	"DEBUG_ASSERT_EQUAL_CODE_UNITS":         engine.TrapDebugAssertEqualCodeUnits,
	"DEBUG_ASSERT_POINTER_ALIGNED":          engine.TrapDebugAssertPointerAligned,
	"DEBUG_ASSERT_UPPER_BITS_UNSET":         engine.TrapDebugAssertUpperBitsUnset,
	"STRING_OUT_OF_BOUNDS":                  engine.TrapStringOutOfBounds,
	"LIST_OUT_OF_BOUNDS":                    engine.TrapListOutOfBounds,
	"INVALID_DISCRIMINANT":                  engine.TrapInvalidDiscriminant,
	"UNALIGNED_POINTER":                     engine.TrapUnalignedPointer,
	"TASK_CANCEL_NOT_CANCELLED":             engine.TrapTaskCancelNotCancelled,
	"TASK_CANCEL_OR_RETURN_TWICE":           engine.TrapTaskCancelOrReturnTwice,
	"SUBTASK_CANCEL_AFTER_TERMINAL":         engine.TrapSubtaskCancelAfterTerminal,
	"TASK_RETURN_INVALID":                   engine.TrapTaskReturnInvalid,
	"WAITABLE_SET_DROP_HAS_WAITERS":         engine.TrapWaitableSetDropHasWaiters,
	"SUBTASK_DROP_NOT_RESOLVED":             engine.TrapSubtaskDropNotResolved,
	"THREAD_NEW_INDIRECT_INVALID_TYPE":      engine.TrapThreadNewIndirectInvalidType,
	"THREAD_NEW_INDIRECT_UNINITIALIZED":     engine.TrapThreadNewIndirectUninitialized,
	"BACKPRESSURE_OVERFLOW":                 engine.TrapBackpressureOverflow,
	"UNSUPPORTED_CALLBACK_CODE":             engine.TrapUnsupportedCallbackCode,
	"CANNOT_RESUME_THREAD":                  engine.TrapCannotResumeThread,
	"CONCURRENT_FUTURE_STREAM_OP":           engine.TrapConcurrentFutureStreamOp,
	"REFERENCE_COUNT_OVERFLOW":              engine.TrapReferenceCountOverflow,
	"STREAM_OP_TOO_BIG":                     engine.TrapStreamOpTooBig,
	"WAITABLE_SYNC_AND_ASYNC":               engine.TrapWaitableSyncAndAsync,
	"UNCAUGHT_EXCEPTION":                    engine.TrapUncaught,
}

// since48 is how many of them 44 doesn't have.
const since48 = 4

// The library that is linked has these codes and no others, and says what engine
// knows them by.
func TestTrapCodes(t *testing.T) {
	include, archive := os.Getenv("QYVOL_WASMTIME_HEADERS"), ""
	if include != "" { // another library is linked: see the Makefile
		archive = filepath.Join(filepath.Dir(include), "lib", "libwasmtime.a")
	} else {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/bytecodealliance/wasmtime-go/v44").Output()
		mustBe(t, err)
		build := filepath.Join(strings.TrimSpace(string(dir)), "build")
		arch := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
		system := strings.Replace(runtime.GOOS, "darwin", "macos", 1)
		include, archive = filepath.Join(build, "include"), filepath.Join(build, system+"-"+arch, "libwasmtime.a")
	}
	header, err := os.ReadFile(filepath.Join(include, "wasmtime", "trap.h"))
	mustBe(t, err)
	found := regexp.MustCompile(`(?m)^\s+WASMTIME_TRAP_CODE_(\w+)`).FindAllSubmatch(header, -1)
	for i, name := range found {
		if code, ok := trapCodes[string(name[1])]; !ok || int(code) != i {
			t.Errorf("%s is %d, not %d", name[1], code, i)
		}
	}
	known := len(trapCodes)
	if strings.HasPrefix(engine.WasmtimeVersion(), "44.") {
		known -= since48
	}
	if len(found) != known || len(trapCodes) != len(engine.TrapText) {
		t.Errorf("wasmtime has %d codes, these tests %d, engine %d", len(found), known, len(engine.TrapText))
	}
	library, err := os.ReadFile(archive)
	mustBe(t, err)
	for _, text := range engine.TrapText[:known] {
		if !bytes.Contains(library, []byte(text)) {
			t.Errorf("wasmtime does not say %q", text)
		}
	}
}
