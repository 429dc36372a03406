package loader

import (
	"os"
	"testing"
	"time"
)

// A stamp is trusted only when it proves something: the instant in which it was
// taken is over, and the file system keeps change times that nobody can set.
func TestWhatSettles(t *testing.T) {
	t.Parallel()
	second := int64(time.Second)
	for name, c := range map[string]struct {
		change func(*stamp)
		want   bool
	}{
		"as it is":                {func(*stamp) {}, true},
		"changed in this instant": {func(s *stamp) { s.ctime = time.Now().Add(time.Hour).UnixNano() }, false},
		"whole seconds":           {func(s *stamp) { s.ctime -= s.ctime % second }, false},
		"one time for both":       {func(s *stamp) { s.mtime = s.ctime }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.warm()
			h, err := openHandle(b.only(codeSuffix))
			must(t, err)
			defer h.close()
			now, err := h.stat()
			must(t, err)
			c.change(&now)
			if got := b.dir().ticked(now); got != c.want {
				t.Errorf("ticked %t, want %t", got, c.want)
			}
		})
	}
}

// While code can change unnoticed, what is compared is also what is used.
func TestUnsettledCode(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	record, _, err := readRecord(b.only(metaSuffix))
	must(t, err)
	m, ok := decodeMeta(record, b.key())
	if !ok {
		t.Fatal("no sidecar")
	}
	for _, damaged := range []bool{false, true} {
		if damaged {
			edit(t, b.only(codeSuffix), flipLast)
		}
		h, err := openHandle(b.only(codeSuffix))
		must(t, err)
		defer h.close()
		now, err := h.stat()
		must(t, err)
		l := &loading[*fakeCode]{compiler: b.compiler, place: place{directory: b.dir()}, key: m.key}
		code, ok := l.unsettled(h, &m, now)
		if ok == damaged || m.settled || m.code != now || (len(l.info.Warnings) > 0) != damaged {
			t.Errorf("damaged %t: %v, %t, warnings %v", damaged, code, ok, l.info.Warnings)
		}
	}
}

// What was removed after it was opened is no damage.
func TestRemovedWhileInUse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	record, _, err := readRecord(b.only(metaSuffix))
	must(t, err)
	m, ok := decodeMeta(record, b.key())
	if !ok {
		t.Fatal("no sidecar")
	}
	h, err := openHandle(b.only(codeSuffix))
	must(t, err)
	defer h.close()
	must(t, os.Remove(b.only(codeSuffix)))
	l := &loading[*fakeCode]{compiler: b.compiler, place: place{directory: b.dir()}, key: m.key}
	if _, ok := l.mapped(h, &m.slot); ok || len(l.info.Warnings) > 0 {
		t.Errorf("%t, warnings %v", ok, l.info.Warnings)
	}
}

func TestKeepDoesNotSettle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	m, err := b.dir().keep(meta{slot: slot{key: sum{1}}, settled: true}, []byte("code"))
	if err != nil || m.settled || m.code.size != 4 {
		t.Errorf("%+v, %v", m, err)
	}
	must(t, b.dir().settle(&m))
	if !m.settled {
		t.Error("settle did not settle")
	}
	b.noTemps()
}

// A command that fills the cache leaves entries that the next run trusts.
func TestSettleOption(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.cache = OpenCache(CacheOptions{Dir: b.dir().root, Settle: true})
	b.quiet()
	record, _, err := readRecord(b.only(metaSuffix))
	must(t, err)
	if m, ok := decodeMeta(record, b.key()); !ok || !m.settled {
		t.Errorf("settled %t", m.settled)
	}
}

// Code that changed before it could be settled is not.
func TestSettleRefusesDamage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	m, err := b.dir().keep(meta{slot: slot{key: sum{1}}}, []byte("code"))
	must(t, err)
	edit(t, b.only(codeSuffix), flipLast)
	must(t, b.dir().settle(&m))
	if m.settled {
		t.Error("damaged code was settled")
	}
	must(t, os.Remove(b.only(codeSuffix)))
	if err := b.dir().settle(&m); err == nil {
		t.Error("missing code was settled")
	}
}
