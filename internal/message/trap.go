package message

// Why a guest trapped, by the names that the specifications have, and no longer
// than a reason after a colon may be. The order is that of engine's codes.
var (
	TrapException                         = Template{EN: "an exception that nothing caught", ES: "una excepción que nada capturó"}
	TrapStackOverflow                     = Template{EN: "call stack exhausted (infinite recursion?)", ES: "se agotó la pila de llamadas (¿recursión infinita?)"}
	TrapMemoryOutOfBounds                 = Template{EN: "out of bounds memory access", ES: "acceso a memoria fuera de los límites"}
	TrapHeapMisaligned                    = Template{EN: "unaligned atomic", ES: "acceso atómico no alineado"}
	TrapTableOutOfBounds                  = Template{EN: "out of bounds table access", ES: "acceso a una tabla fuera de los límites"}
	TrapIndirectCallToNull                = Template{EN: "uninitialized element (a call through a null function pointer?)", ES: "elemento sin inicializar (¿llamada por un puntero a función nulo?)"}
	TrapBadSignature                      = Template{EN: "indirect call type mismatch", ES: "el tipo de la función llamada indirectamente no coincide"}
	TrapIntegerOverflow                   = Template{EN: "integer overflow", ES: "desbordamiento de entero"}
	TrapIntegerDivisionByZero             = Template{EN: "integer divide by zero", ES: "división entera por cero"}
	TrapBadConversionToInteger            = Template{EN: "invalid conversion to integer", ES: "conversión no válida a entero"}
	TrapUnreachable                       = Template{EN: "`unreachable` was executed (a panic or an abort)", ES: "se ejecutó `unreachable` (un pánico o un abort)"}
	TrapInterrupt                         = Template{EN: "interrupted", ES: "interrumpido"}
	TrapOutOfFuel                         = Template{EN: "all fuel was consumed", ES: "se consumió todo el combustible"}
	TrapAtomicWaitNonSharedMemory         = Template{EN: "atomic wait on memory that is not shared", ES: "espera atómica en una memoria que no es compartida"}
	TrapNullReference                     = Template{EN: "null reference", ES: "referencia nula"}
	TrapArrayOutOfBounds                  = Template{EN: "out of bounds array access", ES: "acceso a un array fuera de los límites"}
	TrapAllocationTooLarge                = Template{EN: "allocation size too large", ES: "tamaño de asignación demasiado grande"}
	TrapCastFailure                       = Template{EN: "cast failure", ES: "conversión de referencia a un tipo que no es el suyo"}
	TrapCannotEnterComponent              = Template{EN: "cannot enter component instance", ES: "no se puede entrar en la instancia del componente"}
	TrapNoAsyncResult                     = Template{EN: "an async export ended without a result", ES: "una exportación asíncrona terminó sin resultado"}
	TrapUnhandledTag                      = Template{EN: "unhandled tag", ES: "etiqueta sin manejador"}
	TrapContinuationAlreadyConsumed       = Template{EN: "continuation already consumed", ES: "continuación ya consumida"}
	TrapDisabledOpcode                    = Template{EN: "disabled Pulley opcode", ES: "código de operación de Pulley desactivado"}
	TrapAsyncDeadlock                     = Template{EN: "deadlock: every task waits for another", ES: "bloqueo mutuo: cada tarea espera a otra"}
	TrapCannotLeaveComponent              = Template{EN: "cannot leave component instance", ES: "no se puede salir de la instancia del componente"}
	TrapCannotBlockSyncTask               = Template{EN: "a synchronous task cannot block before it returns", ES: "una tarea síncrona no puede bloquearse antes de devolver su resultado"}
	TrapInvalidChar                       = Template{EN: "invalid `char`", ES: "`char` no válido"}
	TrapDebugAssertStringEncodingFinished = Template{EN: "internal check failed: a string was not encoded to its end", ES: "falló una comprobación interna: una cadena no se codificó hasta el final"}
	TrapDebugAssertEqualCodeUnits         = Template{EN: "internal check failed: code units are not equal", ES: "falló una comprobación interna: las unidades de código no son iguales"}
	TrapDebugAssertPointerAligned         = Template{EN: "internal check failed: a pointer is not aligned", ES: "falló una comprobación interna: un puntero no está alineado"}
	TrapDebugAssertUpperBitsUnset         = Template{EN: "internal check failed: upper bits are set", ES: "falló una comprobación interna: hay bits altos activados"}
	TrapStringOutOfBounds                 = Template{EN: "string content out of bounds", ES: "contenido de una cadena fuera de los límites"}
	TrapListOutOfBounds                   = Template{EN: "list content out of bounds", ES: "contenido de una lista fuera de los límites"}
	TrapInvalidDiscriminant               = Template{EN: "invalid variant discriminant", ES: "discriminante de variante no válido"}
	TrapUnalignedPointer                  = Template{EN: "unaligned pointer", ES: "puntero no alineado"}
	TrapTaskCancelNotCancelled            = Template{EN: "`task.cancel` in a task that was not cancelled", ES: "`task.cancel` en una tarea que no fue cancelada"}
	TrapTaskCancelOrReturnTwice           = Template{EN: "`task.return` or `task.cancel` called twice", ES: "`task.return` o `task.cancel` llamado dos veces"}
	TrapSubtaskCancelAfterTerminal        = Template{EN: "`subtask.cancel` after the subtask has ended", ES: "`subtask.cancel` después del final de la subtarea"}
	TrapTaskReturnInvalid                 = Template{EN: "invalid `task.return` signature or options", ES: "firma u opciones de `task.return` no válidas"}
	TrapWaitableSetDropHasWaiters         = Template{EN: "cannot drop a waitable set with waiters", ES: "no se puede liberar un conjunto de espera con tareas que esperan"}
	TrapSubtaskDropNotResolved            = Template{EN: "cannot drop a subtask that is not resolved", ES: "no se puede liberar una subtarea sin resolver"}
	TrapThreadNewIndirectInvalidType      = Template{EN: "invalid type of a thread's start function", ES: "tipo no válido de la función inicial de un hilo"}
	TrapThreadNewIndirectUninitialized    = Template{EN: "a thread's start function is uninitialized", ES: "la función inicial de un hilo no está inicializada"}
	TrapBackpressureOverflow              = Template{EN: "backpressure counter overflow", ES: "desbordamiento del contador de contrapresión"}
	TrapUnsupportedCallbackCode           = Template{EN: "unsupported callback code", ES: "código de callback no admitido"}
	TrapCannotResumeThread                = Template{EN: "cannot resume a thread that is not suspended", ES: "no se puede reanudar un hilo que no está suspendido"}
	TrapReferenceCountOverflow            = Template{EN: "reference count overflow", ES: "desbordamiento de un contador de referencias"}
	TrapStreamOpTooBig                    = Template{EN: "a stream was read or written with too large a count", ES: "lectura o escritura de un stream con un número demasiado grande"}
	TrapWaitableSyncAndAsync              = Template{EN: "a waitable of a set cannot be used synchronously", ES: "un waitable de un conjunto no se puede usar de forma síncrona"}
	TrapConcurrentFutureStreamOp          = Template{EN: "concurrent operations on a future or stream", ES: "operaciones simultáneas en un mismo future o stream"}
)
