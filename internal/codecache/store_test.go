package codecache

import (
	"os"
	"testing"
	"time"
)

// A stamp is trusted only when it proves something: the instant in which it was
// taken is over, and the file system keeps change times that nobody can set.
func TestTicked(t *testing.T) {
	t.Parallel()
	second := int64(time.Second)
	for name, c := range map[string]struct {
		change func(*Stamp)
		want   bool
	}{
		"as it is":                {func(*Stamp) {}, true},
		"changed in this instant": {func(s *Stamp) { s.ctime = time.Now().Add(time.Hour).UnixNano() }, false},
		"whole seconds":           {func(s *Stamp) { s.ctime -= s.ctime % second }, false},
		"one time for both":       {func(s *Stamp) { s.mtime = s.ctime }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.warm()
			f, err := openFile(b.only(codeSuffix))
			must(t, err)
			defer f.close()
			now, err := f.stat()
			must(t, err)
			c.change(&now)
			if got := b.dir().ticked(now); got != c.want {
				t.Errorf("ticked %t, want %t", got, c.want)
			}
		})
	}
}

// While code can change unnoticed, what is compared is also what is used.
func TestRacyCodeIsCopied(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	m := b.sidecar()
	for _, damaged := range []bool{false, true} {
		if damaged {
			edit(t, b.only(codeSuffix), flipLast)
		}
		f, err := openFile(b.only(codeSuffix))
		must(t, err)
		defer f.close()
		now, err := f.stat()
		must(t, err)
		var code []byte
		ok, err := b.entry().copied(f, &m, now, b.give(&code))
		if ok == damaged || !m.racy || m.stamp != now || (err != nil) != damaged || (code != nil) == damaged {
			t.Errorf("damaged %t: %q, %t, %v", damaged, code, ok, err)
		}
	}
}

// sidecar is that of the only entry.
func (b *bench) sidecar() sidecar {
	b.t.Helper()
	record, _, err := readRecord(b.only(sidecarSuffix))
	must(b.t, err)
	m, ok := decodeSidecar(record, b.key())
	if !ok {
		b.t.Fatal("no sidecar")
	}
	return m
}

// What was removed after it was opened is no damage.
func TestRemovedWhileInUse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	m := b.sidecar()
	f, err := openFile(b.only(codeSuffix))
	must(t, err)
	defer f.close()
	must(t, os.Remove(b.only(codeSuffix)))
	var code []byte
	if ok, err := b.entry().mapped(f, &m.codeFile, b.give(&code)); ok || err != nil {
		t.Errorf("%t, %v", ok, err)
	}
}

func TestKeptCodeIsRacy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	m, err := b.dir().keep(sidecar{codeFile: codeFile{key: key{1}}}, []byte("code"))
	if err != nil || !m.racy || m.stamp.Size != 4 {
		t.Errorf("%+v, %v", m, err)
	}
	must(t, b.dir().settle(&m))
	if m.racy {
		t.Error("it is racy after settle")
	}
	b.noTemps()
}

// A command that fills the cache leaves entries that the next run trusts.
func TestSettleOption(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.open(Options{Dir: b.dir().root, Settle: true})
	b.quiet()
	if b.sidecar().racy {
		t.Error("it is racy")
	}
}

// Code that changed before it could be settled is not.
func TestSettleRefusesDamage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	m, err := b.dir().keep(sidecar{codeFile: codeFile{key: key{1}}}, []byte("code"))
	must(t, err)
	edit(t, b.only(codeSuffix), flipLast)
	must(t, b.dir().settle(&m))
	if !m.racy {
		t.Error("damaged code isn't racy any more")
	}
	must(t, os.Remove(b.only(codeSuffix)))
	if err := b.dir().settle(&m); err == nil {
		t.Error("missing code settles")
	}
}
