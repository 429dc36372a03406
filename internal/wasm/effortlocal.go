package wasm

import "sort"

// local is where a local was used last, and in which basic block it was written
// last. What is before the function tells nothing.
type local struct {
	used    positions
	written int
}

// use notes that a local is read or written, and gives it; nil if there is none.
func (e *effort) use(index uint64) (l *local, since positions) {
	if index >= uint64(e.cost.locals) { //nolint:gosec // not negative
		e.bad = true
		return nil, since
	}
	l = &e.locals[index]
	since = l.used
	if since.part < e.start.part {
		since = e.start
	}
	e.cost.reach += e.part - since.part
	l.used = positions{e.part, e.step}
	return l, since
}

// read notes that a local is read: it was live since it was used last, and in all
// of the outermost loop that began meanwhile.
func (e *effort) read(index uint64) {
	l, since := e.use(index)
	if l == nil {
		return
	}
	e.cost.held += e.step - since.step
	i := sort.Search(len(e.loops), func(i int) bool { return e.blocks[e.loops[i]].start.part > since.part })
	if i < len(e.loops) {
		e.blocks[e.loops[i]].carried++
	}
}

// write notes that a local is written. It counts once in each block: in those that
// began since it was written last.
func (e *effort) write(index uint64) {
	l, _ := e.use(index)
	if l == nil {
		return
	}
	if top := e.top(); top.start.part > l.written {
		// end adds what is written in a block to what is in the one around it.
		top.written++
		i := sort.Search(len(e.blocks), func(i int) bool { return e.blocks[i].start.part > l.written })
		if i > 0 {
			e.blocks[i-1].written--
		}
	}
	l.written = e.part
}
