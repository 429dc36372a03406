package preview1

import "github.com/qyvol/qyvol/wasi/host"

// Vector gives the first of n buffers that isn't empty; their list begins a memory.
func Vector(h *host.Host, memory []byte, n uint32) ([]byte, error) {
	c := newCall(h)
	c.memory, c.credit = memory, maxTransfer
	return c.firstOf(0, n)
}

// Signature is a function's name and parameters, for tests.
type Signature struct{ Name, Params string }

// Signatures lists all functions.
func Signatures() []Signature {
	var list []Signature
	for _, f := range functions() {
		list = append(list, Signature{f.name, f.params})
	}
	return list
}

// Lent counts the files of a guest that C reads and writes.
func Lent(h *host.Host) (n int) {
	c, ok := h.Extension(host.Preview1).(*call)
	if !ok {
		return 0
	}
	for _, d := range c.open {
		if d != nil && d.lent {
			n++
		}
	}
	return n
}
