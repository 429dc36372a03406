package loader

import (
	"bytes"
	"reflect"
	"testing"
)

func someStamp() stamp {
	return stamp{dev: 1, ino: 2, size: 3, mtime: 4, ctime: 5, mode: 6, uid: 7}
}

func TestRecordsRoundTrip(t *testing.T) {
	m := meta{
		slot: slot{key: sum{1}, kind: 1, code: someStamp()}, digest: sum{2},
		settled: true, format: FormatText, created: -1, source: "dir/ñ.wat",
	}
	if got, ok := decodeMeta(m.encode(), sum{1}); !ok || got != m {
		t.Errorf("got %+v, %t", got, ok)
	}
	if _, ok := decodeMeta(m.encode(), sum{9}); ok {
		t.Error("another entry's sidecar was believed")
	}
	q := quick{source: someStamp(), digest: sum{3}, format: FormatModule, slots: []slot{m.slot, {key: sum{4}}}}
	if got, ok := decodeQuick(q.encode(), someStamp()); !ok || !reflect.DeepEqual(got, q) {
		t.Errorf("got %+v, %t", got, ok)
	}
	if _, ok := decodeQuick(q.encode(), stamp{}); ok {
		t.Error("another file's record was believed")
	}
	if _, ok := decodeQuick(m.encode(), someStamp()); ok {
		t.Error("a sidecar was read as a quick record")
	}
}

// Every single-bit error is noticed.
func TestRecordsNoticeDamage(t *testing.T) {
	whole := (&meta{slot: slot{key: sum{1}}, format: FormatModule, source: "x"}).encode()
	for i := range len(whole) * 8 {
		bad := bytes.Clone(whole)
		bad[i/8] ^= 1 << (i % 8)
		if _, ok := decodeMeta(bad, sum{1}); ok {
			t.Fatalf("bit %d flipped, and not noticed", i)
		}
	}
	for n := range whole {
		if _, ok := decodeMeta(whole[:n], sum{1}); ok {
			t.Fatalf("cut to %d bytes, and not noticed", n)
		}
	}
}

func TestLongSourceNameFitsARecord(t *testing.T) {
	m := meta{format: FormatModule, source: string(make([]byte, 1<<20))}
	if record := m.encode(); len(record) > maxRecord {
		t.Errorf("%d bytes", len(record))
	}
}

// Bodies of any kind, with the right sum, are decoded or refused.
func FuzzRecords(f *testing.F) {
	m := meta{format: FormatModule, source: "x"}
	q := quick{format: FormatModule, slots: []slot{{}}}
	for _, record := range [][]byte{m.encode(), q.encode()} {
		f.Add(record[recordMagicSize : len(record)-len(sum{})])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e := encoder(append([]byte(metaMagic), body...))
		if m, ok := decodeMeta(e.seal(), keyIn(body)); ok && !m.format.valid() {
			t.Error("an invalid format was believed")
		}
		e = encoder(append([]byte(quickMagic), body...))
		if q, ok := decodeQuick(e.seal(), stampIn(body)); ok && (!q.format.valid() || len(q.slots) > maxSlots) {
			t.Errorf("believed %+v", q)
		}
	})
}

func keyIn(body []byte) sum {
	d := decoder{rest: body}
	return d.sum()
}

func stampIn(body []byte) stamp {
	d := decoder{rest: body}
	return d.stamp()
}
