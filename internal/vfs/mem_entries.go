package vfs

import (
	"slices"
	"sort"
)

// slot is a name in a directory of a memFS.
type slot struct {
	name  string
	n     *inode // nil: removed
	place uint64 // in the order in which names came to the file system
}

// entries are what a directory holds, by name and in the order in which it came:
// so a listing keeps nothing but the place where it is, takes the lock for one
// entry at a time, and is as fast to begin in a large directory as in a small one.
// The file system's mu guards them.
type entries struct {
	named map[string]*slot
	most  int     // there were since the map was made
	order []*slot // by place; those that were removed are taken out later
}

// sparseFrom is how many entries were removed when it is worth taking them out.
const sparseFrom = 64

func (e *entries) len() int { return len(e.named) }

// get finds what has a name; nil is nothing.
func (e *entries) get(name string) *inode {
	if one := e.named[name]; one != nil {
		return one.n
	}
	return nil
}

// add puts in a name that isn't there, behind all others.
func (e *entries) add(name string, n *inode, place uint64) {
	if e.named == nil {
		e.named = map[string]*slot{}
	}
	one := &slot{name, n, place}
	e.named[name] = one
	e.most = max(e.most, len(e.named))
	e.order = append(e.order, one)
}

// replace gives a name that is there to another inode. For listings it has been
// there all the time.
func (e *entries) replace(name string, n *inode) { e.named[name].n = n }

// remove takes out a name that is there.
func (e *entries) remove(name string) {
	e.named[name].n = nil
	delete(e.named, name)
	e.named, e.most = shrunk(e.named, e.most)
	// Never more than half as many are kept as there are, or the quota would count
	// too little.
	if removed := len(e.order) - len(e.named); removed > max(sparseFrom, len(e.named)/2) {
		left := make([]*slot, 0, len(e.named))
		for _, one := range e.order {
			if one.n != nil {
				left = append(left, one)
			}
		}
		e.order = left
	}
}

// after finds the first entry behind a place and not behind another; nil is none.
func (e *entries) after(place, last uint64) *slot {
	i := sort.Search(len(e.order), func(i int) bool { return e.order[i].place > place })
	j := slices.IndexFunc(e.order[i:], func(one *slot) bool { return one.n != nil })
	if j < 0 || e.order[i+j].place > last {
		return nil
	}
	return e.order[i+j]
}
