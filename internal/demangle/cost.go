package demangle

// cost bounds how much a name of C++ can say: each reference to what was said before,
// S_, S0_ and on, stands for all of that, and may be in what the next one refers to, so
// that a name of a few hundred bytes could stand for 2^40.
// Itanium C++ ABI, "Compression".
//
// The name isn't read for it. What reference k stands for was complete when a
// reference to k or to what came later was first made, so that it holds no more than what
// had been said by then. What looks like one in an identifier counts.
func cost(name string) int {
	var complete [maxReferences]int // what had been said, by the number of a reference
	known, size := 0, 0
	for at := 0; at < len(name); at++ {
		size++
		if name[at] != 'S' {
			continue
		}
		k, ok := reference(name[at+1:])
		if !ok || k >= min(at, len(complete)) { // none, or to what there can't be
			continue
		}
		for ; known <= k; known++ {
			complete[known] = size
		}
		if size += complete[k]; size > maxCost {
			return size
		}
	}
	return size
}

// reference reads what follows the S of a reference: its number.
func reference(s string) (k int, ok bool) {
	for n := 0; n < len(s) && n < 4; n++ {
		switch c := s[n]; {
		case c == '_' && n == 0:
			return 0, true
		case c == '_':
			return k + 1, true
		case c >= '0' && c <= '9':
			k = 36*k + int(c-'0')
		case c >= 'A' && c <= 'Z':
			k = 36*k + int(c-'A') + 10
		default:
			return 0, false
		}
	}
	return 0, false
}

const (
	maxReferences = maxMangled
	maxCost       = 1 << 15
)
