package runner_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unsafe" //nolint:depguard // seccomp(2) takes a pointer

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi"
)

// withoutOpenat2 is set for a process that has to do without the system call by which links
// out of a directory are refused at once. That is where wasmtime 44 is wrong.
const withoutOpenat2 = "QYVOL_TEST_WITHOUT_OPENAT2"

// wasmtime 48's own WASI has the advisories fixed by which a guest left its mounts: the same
// calls, whatever they answer, show it nothing that is outside, and change nothing there.
// On 44 they do, and the test sees it. (FIFOs and devices are opened natively: nodeAttacks
// aren't tried.)
func TestAttacksNative(t *testing.T) {
	if os.Getenv(withoutOpenat2) != "" {
		refuseOpenat2(t)
		attackNative(t)
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestAttacksNative$", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), withoutOpenat2+"=1")
	out, err := cmd.CombinedOutput()
	switch fixed := engine.WasmtimeMajor() != "44"; {
	case strings.Contains(string(out), "SKIP"):
		t.Skipf("%.300s", out)
	case fixed && err != nil:
		t.Errorf("%.3000s", out)
	case !fixed && !strings.Contains(string(out), "outside"):
		t.Errorf("wasmtime 44 is as good as 48: %v\n%.3000s", err, out)
	}
	if engine.WasmtimeMajor() != "44" {
		attackNative(t)
	}
}

func attackNative(t *testing.T) {
	t.Helper()
	r := newRunner(t)
	for _, a := range slices.Concat(pathAttacks, linkAttacks(), readOnlyAttacks, crossingAttacks) {
		t.Run(a.name, func(t *testing.T) {
			inAllForms(t, func(t *testing.T, f form) {
				s := newScene(t)
				if a.host != nil {
					a.host(s)
					s.freeze()
				}
				g := s.startUnit(r, s.unitOf(plainMounts, string(f)), wasi.Native)
				calls := 0
				for line := range strings.Lines(a.script) {
					call, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(line), "$DIR", s.dir), " -> ")
					if call != "" && g.ask(call) != "ended" {
						calls++
					}
				}
				if calls == 0 {
					t.Error("the guest made none of the calls")
				}
				_ = g.end()
				s.unchanged()
			})
		})
	}
}

// refuseOpenat2 has the system say that it doesn't know openat2, to all threads of this process
// (seccomp(2)).
func refuseOpenat2(t *testing.T) {
	t.Helper()
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the number of the call
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_OPENAT2, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Skip(err)
	}
	if _, _, err := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&program))); err != 0 {
		t.Skip(err)
	}
}
