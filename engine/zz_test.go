package engine_test
import ("testing"; "strings"; "fmt"; "github.com/qyvol/qyvol/engine"; "github.com/qyvol/qyvol/engine/internal/component")
var _ = component.ErrClosed
func TestZZ(t *testing.T) {
	eng := newEngine(t)
	for _, kind := range []string{"option", "list"} {
	for _, n := range []int{60, 98, 99, 100, 150, 1000, 20000, 100000} {
		var b strings.Builder
		b.WriteString("(component (type $t0 ("+kind+" u8))")
		for i := 1; i < n; i++ { fmt.Fprintf(&b, "(type $t%d (%s $t%d))", i, kind, i-1) }
		fmt.Fprintf(&b, `(import "f" (func (param "a" $t%d))))`, n-1)
		c, err := eng.Compile([]byte(b.String()))
		t.Logf("%s %d %v %.200v", kind, n, c != nil, err)
		if c != nil { _, err := c.Type(); t.Log(err) }
		_ = engine.KindModule
	}
	}
}
