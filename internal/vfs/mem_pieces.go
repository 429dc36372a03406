package vfs

import "math/bits"

// A file's contents are pieces of up to 64 KiB, in a map, so that holes take
// nothing. A piece is only as long as what was written of it; what is missing at
// its end is zeroes.
const (
	pieceSize = 64 << 10
	pieceMin  = 256
)

// readAt copies out of the pieces. The inode's mu is held.
func (n *inode) readAt(b []byte, offset uint64) int {
	if offset >= n.size {
		return 0
	}
	b = b[:min(uint64(len(b)), n.size-offset)]
	for done := 0; done < len(b); {
		at := offset + uint64(done)
		start := at % pieceSize
		part := b[done:min(uint64(len(b)), uint64(done)+pieceSize-start)]
		copied := 0
		if piece := n.pieces[at/pieceSize]; start < uint64(len(piece)) {
			copied = copy(part, piece[start:])
		}
		clear(part[copied:])
		done += len(part)
	}
	return len(b)
}

// writeAt copies into the pieces as far as the quota goes. The inode's mu is held.
func (fs *memFS) writeAt(n *inode, b []byte, offset uint64) int {
	done := 0
	for done < len(b) {
		at := offset + uint64(done)
		start := at % pieceSize
		part := b[done:min(uint64(len(b)), uint64(done)+pieceSize-start)]
		piece := fs.piece(n, at/pieceSize, start+uint64(len(part)))
		if start >= uint64(len(piece)) {
			break
		}
		copied := copy(piece[start:], part)
		done += copied
		n.size = max(n.size, at+uint64(copied)) //nolint:gosec // a number of bytes
		if copied < len(part) {
			break
		}
	}
	return done
}

// piece gives a piece that is at least need bytes long, or, where the quota ends,
// as long as it can be.
func (fs *memFS) piece(n *inode, index, need uint64) []byte {
	old, exists := n.pieces[index]
	has := uint64(len(old))
	if has >= need {
		return old
	}
	var fixed uint64
	if !exists {
		fixed = pieceCost
	}
	size := fs.takePiece(fixed, has, need, n.round(index, need))
	if size <= has {
		return old
	}
	grown := make([]byte, size)
	copy(grown, old)
	if n.pieces == nil {
		n.pieces = map[uint64][]byte{}
	}
	n.pieces[index] = grown
	n.mostPieces = max(n.mostPieces, len(n.pieces))
	return grown
}

// round is how long a piece had better be: a power of two, so that small writes
// don't copy each time. One that follows a whole piece is most likely to become
// whole too; to grow it step by step would leave as much garbage as contents.
func (n *inode) round(index, need uint64) uint64 {
	if index > 0 && len(n.pieces[index-1]) == pieceSize {
		return pieceSize
	}
	return max(pieceMin, uint64(1)<<bits.Len64(need-1))
}

// takePiece counts a piece's growth: at best to round, at worst to what is left.
func (fs *memFS) takePiece(fixed, has, need, round uint64) uint64 {
	for _, size := range []uint64{round, need} {
		if fs.take(fixed + size - has) {
			return size
		}
	}
	for {
		used := fs.used.Load()
		if used >= fs.quota || fs.quota-used <= fixed {
			return 0
		}
		// It can't be more than need, unless somebody has just given back.
		size := min(need, has+fs.quota-used-fixed)
		if fs.take(fixed + size - has) {
			return size
		}
	}
}

// cut frees the contents from size on, and makes size the end. The inode's mu is
// held.
func (fs *memFS) cut(n *inode, size uint64) {
	if size < n.size {
		for index, piece := range n.pieces {
			fs.cutPiece(n, index, piece, size)
		}
		n.pieces, n.mostPieces = shrunk(n.pieces, n.mostPieces)
	}
	n.size = size
}

// cutPiece frees a piece that lies behind size, and zeroes what of it does.
func (fs *memFS) cutPiece(n *inode, index uint64, piece []byte, size uint64) {
	start := index * pieceSize
	switch {
	case start >= size:
		delete(n.pieces, index)
		fs.give(pieceCost + uint64(len(piece)))
	case size-start < uint64(len(piece)):
		keep := size - start
		clear(piece[keep:])
		if small := max(pieceMin, keep); uint64(len(piece)) >= 2*small {
			n.pieces[index] = append(make([]byte, 0, small), piece[:small]...)
			fs.give(uint64(len(piece)) - small)
		}
	}
}
