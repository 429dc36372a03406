package manifest

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/unseen"
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
	}
	return isInvisible(r) && !unseen.Joins(r)
}

// isInvisible holds for what can't be seen, and for the empty braille pattern, which
// draws nothing.
func isInvisible(r rune) bool { return r == 0x2800 || unseen.Is(r) }

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
