package program

import (
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/demangle"
	"github.com/qyvol/qyvol/internal/message"
)

// trapReason says in both languages why a guest trapped. It is nil where the trap
// has no code: then wasmtime's words, or the host function's, are all there is.
func trapReason(code engine.TrapCode) *message.Template {
	if code == engine.TrapException {
		return &message.TrapException
	}
	if code < 0 || int(code) >= len(trapReasons) {
		return nil
	}
	return trapReasons[code]
}

var trapReasons = [...]*message.Template{
	engine.TrapStackOverflow:                     &message.TrapStackOverflow,
	engine.TrapMemoryOutOfBounds:                 &message.TrapMemoryOutOfBounds,
	engine.TrapHeapMisaligned:                    &message.TrapHeapMisaligned,
	engine.TrapTableOutOfBounds:                  &message.TrapTableOutOfBounds,
	engine.TrapIndirectCallToNull:                &message.TrapIndirectCallToNull,
	engine.TrapBadSignature:                      &message.TrapBadSignature,
	engine.TrapIntegerOverflow:                   &message.TrapIntegerOverflow,
	engine.TrapIntegerDivisionByZero:             &message.TrapIntegerDivisionByZero,
	engine.TrapBadConversionToInteger:            &message.TrapBadConversionToInteger,
	engine.TrapUnreachable:                       &message.TrapUnreachable,
	engine.TrapInterrupt:                         &message.TrapInterrupt,
	engine.TrapOutOfFuel:                         &message.TrapOutOfFuel,
	engine.TrapAtomicWaitNonSharedMemory:         &message.TrapAtomicWaitNonSharedMemory,
	engine.TrapNullReference:                     &message.TrapNullReference,
	engine.TrapArrayOutOfBounds:                  &message.TrapArrayOutOfBounds,
	engine.TrapAllocationTooLarge:                &message.TrapAllocationTooLarge,
	engine.TrapCastFailure:                       &message.TrapCastFailure,
	engine.TrapCannotEnterComponent:              &message.TrapCannotEnterComponent,
	engine.TrapNoAsyncResult:                     &message.TrapNoAsyncResult,
	engine.TrapUnhandledTag:                      &message.TrapUnhandledTag,
	engine.TrapContinuationAlreadyConsumed:       &message.TrapContinuationAlreadyConsumed,
	engine.TrapDisabledOpcode:                    &message.TrapDisabledOpcode,
	engine.TrapAsyncDeadlock:                     &message.TrapAsyncDeadlock,
	engine.TrapCannotLeaveComponent:              &message.TrapCannotLeaveComponent,
	engine.TrapCannotBlockSyncTask:               &message.TrapCannotBlockSyncTask,
	engine.TrapInvalidChar:                       &message.TrapInvalidChar,
	engine.TrapDebugAssertStringEncodingFinished: &message.TrapDebugAssertStringEncodingFinished,
	engine.TrapDebugAssertEqualCodeUnits:         &message.TrapDebugAssertEqualCodeUnits,
	engine.TrapDebugAssertPointerAligned:         &message.TrapDebugAssertPointerAligned,
	engine.TrapDebugAssertUpperBitsUnset:         &message.TrapDebugAssertUpperBitsUnset,
	engine.TrapStringOutOfBounds:                 &message.TrapStringOutOfBounds,
	engine.TrapListOutOfBounds:                   &message.TrapListOutOfBounds,
	engine.TrapInvalidDiscriminant:               &message.TrapInvalidDiscriminant,
	engine.TrapUnalignedPointer:                  &message.TrapUnalignedPointer,
	engine.TrapTaskCancelNotCancelled:            &message.TrapTaskCancelNotCancelled,
	engine.TrapTaskCancelOrReturnTwice:           &message.TrapTaskCancelOrReturnTwice,
	engine.TrapSubtaskCancelAfterTerminal:        &message.TrapSubtaskCancelAfterTerminal,
	engine.TrapTaskReturnInvalid:                 &message.TrapTaskReturnInvalid,
	engine.TrapWaitableSetDropHasWaiters:         &message.TrapWaitableSetDropHasWaiters,
	engine.TrapSubtaskDropNotResolved:            &message.TrapSubtaskDropNotResolved,
	engine.TrapThreadNewIndirectInvalidType:      &message.TrapThreadNewIndirectInvalidType,
	engine.TrapThreadNewIndirectUninitialized:    &message.TrapThreadNewIndirectUninitialized,
	engine.TrapBackpressureOverflow:              &message.TrapBackpressureOverflow,
	engine.TrapUnsupportedCallbackCode:           &message.TrapUnsupportedCallbackCode,
	engine.TrapCannotResumeThread:                &message.TrapCannotResumeThread,
	engine.TrapConcurrentFutureStreamOp:          &message.TrapConcurrentFutureStreamOp,
	engine.TrapReferenceCountOverflow:            &message.TrapReferenceCountOverflow,
	engine.TrapStreamOpTooBig:                    &message.TrapStreamOpTooBig,
	engine.TrapWaitableSyncAndAsync:              &message.TrapWaitableSyncAndAsync,
}

const maxFrames = 20

// backtrace shows the innermost functions, one a line, by the names that their
// authors gave them.
func backtrace(frames []engine.Frame) string {
	var b strings.Builder
	for i, f := range frames {
		if i == maxFrames {
			fmt.Fprintf(&b, "\n  … %d", len(frames)-maxFrames)
			break
		}
		f.Func = message.Name(demangle.Name(f.Func))
		f.Module = message.Name(f.Module)
		fmt.Fprintf(&b, "\n  %d: %s", i, f)
	}
	return b.String()
}
