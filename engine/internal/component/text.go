package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unsafe"
)

// TextLimits bound a translation of the text format.
type TextLimits struct {
	Memory  uint64 // bytes
	Seconds uint32 // of a processor
}

// TextError says that a translation was ended.
type TextError struct {
	End     TextEnd
	Message string // what the parser said last
}

// TextEnd is why a translation was ended.
type TextEnd int

// The reasons.
const (
	TextTime    TextEnd = C.QV_TEXT_TIME
	TextMemory  TextEnd = C.QV_TEXT_MEMORY
	TextCrash   TextEnd = C.QV_TEXT_CRASH
	noProcess   TextEnd = C.QV_TEXT_NO_PROCESS
	textDone            = C.QV_TEXT_DONE
	textInvalid         = C.QV_TEXT_ERROR
)

func (e *TextError) Error() string { return fmt.Sprintf("translation ended: %d: %s", e.End, e.Message) }

// ErrNoProcess says that the system lets the process have no child.
var ErrNoProcess = errors.New("no process to translate the text format in")

// TextToBinary translates the text format to the binary format in a child process,
// which reads the text where it is.
func TextToBinary(text []byte, limits TextLimits) ([]byte, error) {
	var out C.qv_text
	end := C.qv_text_to_binary(textPtr(text), C.size_t(len(text)), &C.qv_text_limits{
		memory: C.uint64_t(limits.Memory), seconds: C.uint32_t(limits.Seconds),
		wait: C.uint32_t(textWait + textWaitEach*limits.Seconds),
	}, &out)
	defer C.free(unsafe.Pointer(out.data))
	vec := C.wasm_byte_vec_t{size: out.size, data: out.data}
	switch end {
	case textDone:
		return copyBytes(vec, 0), nil
	case textInvalid:
		return nil, &Error{Message: goMessage(vec)}
	case C.QV_TEXT_NO_PROCESS:
		return nil, ErrNoProcess
	}
	return nil, &TextError{End: TextEnd(end), Message: strings.TrimSpace(strings.ToValidUTF8(string(copyBytes(vec, 0)), "\ufffd"))}
}

// A child that gets no processor, on a machine that is busy, is waited for this
// many seconds, and as many more for each that it may take.
const textWait, textWaitEach = 30, 10

// TextToBinaryHere translates in this process, which a panic of the parser ends.
func TextToBinaryHere(text []byte) ([]byte, error) {
	var vec C.wasm_byte_vec_t
	if err := takeError(C.qv_wat2wasm(textPtr(text), C.size_t(len(text)), &vec)); err != nil {
		return nil, err
	}
	defer C.wasm_byte_vec_delete(&vec)
	return copyBytes(vec, 0), nil
}

func textPtr(text []byte) *C.char {
	if len(text) == 0 {
		return (*C.char)(unsafe.Pointer(&noBytes[0]))
	}
	return (*C.char)(unsafe.Pointer(bytesPtr(text)))
}

// HasProcesses tells whether the system has fork.
const HasProcesses = runtime.GOOS != "windows"
