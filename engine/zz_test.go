package engine_test
import ("testing"; "strings"; "os"; "fmt"; "github.com/qyvol/qyvol/engine")
func TestZZ(t *testing.T) {
	eng := newEngine(t)
	n := 100000
	var in string
	switch os.Getenv("ZZ") {
	case "parens": in = strings.Repeat("(", n*10)
	case "comps": in = strings.Repeat("(component ", n)+strings.Repeat(")", n)
	case "comps1000": in = strings.Repeat("(component ", 1000)+strings.Repeat(")", 1000)
	case "blocks": in = "(module (func "+strings.Repeat("(block ", n)+strings.Repeat(")", n)+"))"
	case "blocksflat": in = "(module (func "+strings.Repeat("block ", n)+strings.Repeat("end ", n)+"))"
	case "ifs": in = "(module (func (result i32) i32.const 0 "+strings.Repeat("if (result i32) i32.const 0 ", n)+strings.Repeat("else i32.const 1 end ", n)+"))"
	case "adds": in = "(module (func (result i32) "+strings.Repeat("i32.const 0 ", n)+strings.Repeat("i32.add ", n-1)+"))"
	case "deeptype": in = "(component (import \"f\" (func (param \"a\" "+strings.Repeat("(option ", 2000)+"u8"+strings.Repeat(")", 2000)+"))))"
	case "lists": in = "(component (import \"f\" (func (param \"a\" "+strings.Repeat("(list ", 99)+"u8"+strings.Repeat(")", 99)+"))))"
	case "comment": in = strings.Repeat("(;", n)
	case "insts": // nested instance types
		in = "(component (import \"a\" "+strings.Repeat("(instance (export \"a\" ", 500)+"(func)"+strings.Repeat("))", 500)+"))"
	case "binnest":
		// nested component binary: each level section id 4 with size
		b := []byte("\x00asm\x0d\x00\x01\x00")
		for i := 0; i < 20000; i++ {
			size := len(b)
			var leb []byte
			for { c := byte(size & 0x7f); size >>= 7; if size != 0 { leb = append(leb, c|0x80) } else { leb = append(leb, c); break } }
			nb := append([]byte("\x00asm\x0d\x00\x01\x00\x04"), leb...)
			b = append(nb, b...)
		}
		in = string(b)
	}
	c, err := eng.Compile([]byte(in))
	s := fmt.Sprint(err)
	t.Logf("%v %.300s", c != nil, s)
	if c != nil { _, err := c.Type(); t.Log(err)
	 st := engine.NewStore(eng, nil)
	 l := engine.NewLinker(eng)
	 t.Log(l.DefineUnknownImportsAsTraps(c))
	 _, err = l.Instantiate(st, c)
	 t.Log(err)
	}
}
