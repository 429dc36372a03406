package command

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// badCompilerVariable makes the compiler of a command that is tested fail: "abort"
// ends it, and the path of a file, which then appears, makes it hang.
const badCompilerVariable = "QYVOL_TEST_COMPILER"

// badCompiler is called before a command that is tested.
func badCompiler() {
	how := os.Getenv(badCompilerVariable)
	if how == "" || len(os.Args) != 2 || os.Args[1] != compilerArgument {
		return
	}
	if how == "abort" {
		fmt.Fprintln(os.Stderr, "thread panicked: a defect")
		os.Exit(134)
	}
	_ = os.WriteFile(how, nil, 0o600) // or the test waits in vain
	one := make([]byte, 1<<10)
	for {
		if _, err := os.Stdin.Read(one); err != nil {
			os.Exit(1)
		}
	}
}

// await waits until a file is there.
func await(t *testing.T, path string) {
	t.Helper()
	for deadline := time.Now().Add(hang); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(path); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not appear", path)
		}
	}
}

// straightCode is a valid module of one function without a branch, whose compiler
// takes some hundred bytes for each instruction.
func straightCode(steps int) string {
	const step = "\x20\x00\x41\x07\x6a\x21\x00" // local 0 = local 0 + 7
	body := "\x01\x01\x7f" + strings.Repeat(step, steps) + "\x0b"
	code := "\x01" + uleb(len(body)) + body
	return "\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x03\x02\x01\x00" +
		"\x07\x0a\x01\x06_start\x00\x00" + "\x0a" + uleb(len(code)) + code
}

// uleb is a number as WebAssembly writes it (Core Specification, 5.2.2).
func uleb(n int) string {
	b := ""
	for ; n > 0x7f; n >>= 7 {
		b += string([]byte{byte(n)&0x7f | 0x80})
	}
	return b + string([]byte{byte(n)})
}
