package manifest

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
)

// MaxSize is the number of bytes that a manifest may have: 256 KiB.
const MaxSize = 256 << 10

const byteOrderMark = "\uFEFF"

// decodeText turns a file's bytes into text that is safe to read and to show:
// UTF-8, no byte order mark, line breaks as \n, none of the characters that
// YAML 1.2 (section 5.1) excludes or that hide how a text reads.
func decodeText(data []byte, path string) (*source, error) {
	if e := notText(data, path); e != nil {
		return nil, Errors{e}
	}
	text := strings.TrimPrefix(string(data), byteOrderMark)
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	src := newSource(path, text)
	r := report{src: src}
	if i := firstForbidden(text); i >= 0 {
		r.forbidden(i)
	}
	return src, r.err()
}

// notText answers for bytes that aren't a text at all.
func notText(data []byte, path string) *Error {
	failure := func(kind Kind, text, hint message.Text) *Error {
		return &Error{Kind: kind, Notice: Notice{Path: path, Text: text, HintText: hint}}
	}
	switch {
	case len(data) > MaxSize:
		return failure(ErrTooLarge, message.ManifestTooLarge.With(MaxSize>>10), message.Text{})
	case bytes.HasPrefix(data, []byte("\x00asm")):
		hint := message.ManifestIsWasmHint.With()
		if !strings.EqualFold(filepath.Ext(path), ".qyv") {
			hint = message.ManifestRunWasmHint.With()
		}
		return failure(ErrEncoding, message.ManifestIsWasm.With(), hint)
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return failure(ErrEncoding, message.ManifestUTF16.With(), message.ManifestUTF8Hint.With())
	}
	return nil
}

// firstForbidden returns the offset of the first character that a manifest
// can't have, or -1. A byte that isn't UTF-8 counts as one.
func firstForbidden(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && strings.HasPrefix(text[i:], "\uFFFD") {
			continue
		}
		if r == utf8.RuneError || isForbidden(r) {
			return i
		}
	}
	return -1
}

// isForbidden holds for control characters other than tab and line break, for
// U+FEFF inside the text, for those that some take for line breaks, and for those
// that are invisible or reorder a line on the screen: a permission must read as
// it is.
func isForbidden(r rune) bool {
	switch {
	case r < 0x20:
		return r != '\t' && r != '\n'
	case r < 0x7F:
		return false
	case r < 0xA0, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return true
	}
	return isInvisible(r) && !isJoiner(r)
}

// isInvisible holds for the characters that Unicode ignores by default (Unicode
// Standard, section 5.21) and are no plain part of a script, and for two that
// draw nothing: the Hangul fillers and the empty braille pattern.
func isInvisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x115F, r == 0x1160, r == 0x180E,
		r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r == 0x2800, r == 0x3164, r >= 0xFE00 && r <= 0xFE0F, r == 0xFFA0,
		r >= 0xFFF0 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// isJoiner holds for those invisible characters without which some languages
// and emoji can't be written: ZWNJ, ZWJ and the variation selectors.
func isJoiner(r rune) bool {
	return r == 0x200C || r == 0x200D || r >= 0xFE00 && r <= 0xFE0F
}

func (r *report) forbidden(offset int) {
	at := span{r.src.position(offset), 1}
	c, size := utf8.DecodeRuneInString(r.src.text[offset:])
	if c == utf8.RuneError && size == 1 {
		r.fail(ErrEncoding, at, message.ManifestNotUTF8.With(r.src.text[offset]), message.ManifestUTF8Hint.With())
		return
	}
	r.fail(ErrEncoding, at, message.ManifestForbiddenCharacter.With(c), message.ManifestForbiddenHint.With(escape(c)))
}

// escape writes a character as YAML's double quotes take it (section 5.7).
func escape(c rune) string {
	const digits = "0123456789ABCDEF"
	escape, length := `\u`, 4
	switch {
	case c < 0x100:
		escape, length = `\x`, 2
	case c > 0xFFFF:
		escape, length = `\U`, 8
	}
	for ; length > 0; length-- {
		escape += digits[c>>(4*length-4)&15:][:1]
	}
	return escape
}
