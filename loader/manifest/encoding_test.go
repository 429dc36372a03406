package manifest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

func parseText(text string) error {
	_, err := manifest.Parse([]byte("name: x\nentrypoint: x.wasm\nruntime: wasi\n"+text), manifest.Options{Path: "x.qyv"})
	return err
}

func TestInvisibleCharacters(t *testing.T) {
	for _, r := range []struct{ first, last rune }{
		{0xAD, 0xAD},
		{0x34F, 0x34F},
		{0x61C, 0x61C},
		{0x115F, 0x1160},
		{0x180E, 0x180E},
		{0x200B, 0x200B},
		{0x200E, 0x200F},
		{0x2028, 0x202E},
		{0x2060, 0x206F},
		{0x2800, 0x2800},
		{0x3164, 0x3164},
		{0xFEFF, 0xFEFF},
		{0xFFA0, 0xFFA0},
		{0xFFF9, 0xFFFB},
		{0xE0001, 0xE0001},
		{0xE0020, 0xE007F},
		{0xE0100, 0xE01EF},
	} {
		for c := r.first; c <= r.last; c++ {
			var all manifest.Errors
			if err := parseText("args: ['a" + string(c) + "b']\n"); !errors.As(err, &all) || all[0].Kind != manifest.ErrEncoding {
				t.Errorf("%U gives %v", c, err)
			}
		}
	}
	for _, s := range []string{"\u0646\u0645\u06CC\u200C\u062E", "\U0001F469\u200D\U0001F4BB", "\u2764\uFE0F", "e\u0301", "\u1100\u1161"} {
		if err := parseText("args: ['" + s + "']\n"); err != nil {
			t.Errorf("%+q gives %v", s, err)
		}
	}
}

// What an escape sequence or a joiner hides in a key is written out.
func TestInvisibleCharactersOfKeys(t *testing.T) {
	for key, want := range map[string]string{
		`"ar\u200Bgs"`: `ar\u200Bgs`, `"ar\U000E0041gs"`: `ar\U000E0041gs`, "ar\u200Dgs": `ar\u200Dgs`, "args\uFE0F": `args\uFE0F`,
		`"ar\x1Bgs"`: `ar\x1Bgs`,
	} {
		if err := parseText(key + ": [a]\n"); err == nil || !strings.Contains(err.Error(), "`"+want+"`") {
			t.Errorf("%+q gives %v", key, err)
		}
	}
}
