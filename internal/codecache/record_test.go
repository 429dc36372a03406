package codecache

import (
	"bytes"
	"reflect"
	"testing"
)

func someStamp() Stamp {
	return Stamp{dev: 1, ino: 2, Size: 3, mtime: 4, ctime: 5, mode: 6, uid: 7}
}

func TestRecordsRoundTrip(t *testing.T) {
	m := sidecar{
		codeFile: codeFile{key: key{1}, kind: 1, stamp: someStamp()}, digest: Digest{2},
		format: fakeFormat, created: -1, source: "dir/ñ.wat",
	}
	for _, m.racy = range []bool{true, false} {
		if got, ok := decodeSidecar(m.encode(), key{1}); !ok || got != m {
			t.Errorf("got %+v, %t", got, ok)
		}
	}
	if _, ok := decodeSidecar(m.encode(), key{9}); ok {
		t.Error("another entry's sidecar was believed")
	}
	q := sourceRecord{source: someStamp(), digest: Digest{3}, format: fakeFormat, codes: []codeFile{m.codeFile, {key: key{4}}}}
	if got, ok := decodeSource(q.encode(), someStamp()); !ok || !reflect.DeepEqual(got, q) {
		t.Errorf("got %+v, %t", got, ok)
	}
	if _, ok := decodeSource(q.encode(), Stamp{}); ok {
		t.Error("another file's record was believed")
	}
	if _, ok := decodeSource(m.encode(), someStamp()); ok {
		t.Error("a sidecar was read as the record of a source")
	}
}

// Every single-bit error is noticed.
func TestRecordsNoticeDamage(t *testing.T) {
	whole := (&sidecar{codeFile: codeFile{key: key{1}}, format: fakeFormat, source: "x"}).encode()
	for i := range len(whole) * 8 {
		bad := bytes.Clone(whole)
		bad[i/8] ^= 1 << (i % 8)
		if _, ok := decodeSidecar(bad, key{1}); ok {
			t.Fatalf("bit %d flipped, and not noticed", i)
		}
	}
	for n := range whole {
		if _, ok := decodeSidecar(whole[:n], key{1}); ok {
			t.Fatalf("cut to %d bytes, and not noticed", n)
		}
	}
}

func TestLongSourceNameFitsARecord(t *testing.T) {
	m := sidecar{format: fakeFormat, source: string(make([]byte, 1<<20))}
	if record := m.encode(); len(record) > maxRecord {
		t.Errorf("%d bytes", len(record))
	}
}

// Bodies of any kind, with the right sum, are decoded or refused.
func FuzzRecords(f *testing.F) {
	m := sidecar{format: fakeFormat, source: "x"}
	q := sourceRecord{format: fakeFormat, codes: []codeFile{{}}}
	for _, record := range [][]byte{m.encode(), q.encode()} {
		f.Add(record[recordMagicSize : len(record)-len(Digest{})])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e := encoder(append([]byte(sidecarMagic), body...))
		if m, ok := decodeSidecar(e.seal(), keyIn(body)); ok && m.format == 0 {
			t.Error("an invalid format was believed")
		}
		e = encoder(append([]byte(sourceMagic), body...))
		if q, ok := decodeSource(e.seal(), stampIn(body)); ok && (q.format == 0 || len(q.codes) > maxCodes) {
			t.Errorf("believed %+v", q)
		}
	})
}

func keyIn(body []byte) key {
	d := decoder{rest: body}
	return key(d.digest())
}

func stampIn(body []byte) Stamp {
	d := decoder{rest: body}
	return d.stamp()
}
