package manifest

import "testing"

func TestUnquoteDouble(t *testing.T) {
	cases := []struct {
		text, value string
		end, bad    int
	}{
		{`""`, "", 2, -1},
		{`"a b" c`, "a b", 5, -1},
		{`"\"\\\/"`, `"\/`, 8, -1},
		{`"\n\t\r\a\b\e\f\v\0"`, "\n\t\r\a\b\x1b\f\v\x00", 20, -1},
		{`"\N\_\L\P\ "`, "\u0085\u00a0\u2028\u2029 ", 12, -1},
		{`"\x41\u00e9\U0001F600"`, "A\u00e9\U0001F600", 22, -1},
		{`"\uD83D\uDE00"`, "\U0001F600", 14, -1},
		{"\"a\\\nb\"", "ab", 6, -1},
		{`"é"`, "é", 4, -1},
		{`"a`, "", 0, -1},
		{`"a\`, "", 0, 2},
		{`"\q"`, "", 0, 1},
		{`"\é"`, "", 0, 1},
		{`"\x4"`, "", 0, 1},
		{`"\x4g"`, "", 0, 1},
		{`"a\u00zz"`, "", 0, 2},
		{`"\uD83D"`, "", 0, 1},
		{`"\uD83Dabcdef"`, "", 0, 1},
		{`"\uDE00\uD83D"`, "", 0, 1},
		{`"\uD83D\u0041"`, "", 0, 1},
		{`"\UFFFFFFFF"`, "", 0, 1},
	}
	for _, c := range cases {
		value, end, bad := unquoteDouble(c.text)
		if value != c.value || end != c.end || bad != c.bad {
			t.Errorf("%s: got %q, %d, %d; want %q, %d, %d", c.text, value, end, bad, c.value, c.end, c.bad)
		}
	}
}

func TestUnquoteSingle(t *testing.T) {
	cases := []struct {
		text, value string
		end         int
	}{
		{`''`, "", 2},
		{`'a\b'c`, `a\b`, 5},
		{`'it''s'`, "it's", 7},
		{`''''`, "'", 4},
		{`'''`, "", 0},
		{`'a`, "", 0},
	}
	for _, c := range cases {
		if value, end := unquoteSingle(c.text); value != c.value || end != c.end {
			t.Errorf("%s: got %q, %d; want %q, %d", c.text, value, end, c.value, c.end)
		}
	}
}
