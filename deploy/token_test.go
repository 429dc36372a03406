package deploy

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

const secret = Token("s3cr3t-._~+/Token==")

// The token is in no text that was redacted, however often and in whichever way it
// was escaped, and however broken the rest is.
func TestRedact(t *testing.T) {
	plain := string(secret)
	every := ""
	for _, c := range []byte(plain) {
		every += fmt.Sprintf("%%%02x", c)
	}
	twice := strings.ReplaceAll(every, "%", "%25")
	for _, form := range []string{
		plain, every, strings.ToUpper(every), twice, strings.ReplaceAll(twice, "%", "%25"), url.QueryEscape(plain), url.PathEscape(plain),
		"%73" + plain[1:], plain[:3] + "%63" + plain[4:], strings.ReplaceAll(plain, "+", " "), strings.ReplaceAll(plain, "+", "%20"),
		strings.ToLower(plain), strings.ToUpper(plain), "%%37%33" + plain[1:], strings.ReplaceAll(every, "%7", "%%37"),
	} {
		for _, text := range []string{
			form, "https://x/" + form, plain + "/" + form, form + "/" + plain, "%zz" + form, form + "%", "100% " + form + " %g1", "%" + form, "%7" + form[:1] + "/" + form,
			url.QueryEscape(plain) + form,
		} {
			if got := secret.redact(text); leaks(got) {
				t.Errorf("%q shows the token: %q", text, got)
			}
		}
	}
}

// Nor is it there in another form that a reader could make the token of.
func TestRedactEncoded(t *testing.T) {
	plain := string(secret)
	numeric, hex, unseen := "", "", ""
	for _, c := range plain {
		numeric += fmt.Sprintf("&#%d;", c)
		hex += fmt.Sprintf("&#x%X;", c)
		unseen += string(c) + "\u200b\u00ad\ufe0f"
	}
	list := []string{
		numeric, hex, unseen, strings.ReplaceAll(numeric, ";", ""), strings.ReplaceAll(numeric, "&", "&amp;"), url.QueryEscape(numeric),
		strings.ReplaceAll(plain, "+", "&plus;"), url.PathEscape(unseen), strings.ReplaceAll(unseen, "\u200b", "&#8203;"),
		strings.ReplaceAll(numeric, "&", "&"+strings.Repeat("amp;", 1000)),
	}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		for _, before := range []string{"", "user:", "Bearer ", "Token "} {
			list = append(list, e.EncodeToString([]byte(before+plain)), e.EncodeToString([]byte(before+plain+"\n")))
		}
	}
	for _, form := range list {
		for _, text := range []string{form, "you are " + form + ".", plain + " is " + form} {
			if got := secret.redact(text); got != hidden {
				t.Errorf("%q shows the token: %q", text, got)
			}
		}
	}
	if got := secret.redact("&" + plain + " &lt"); got != "&… &lt" {
		t.Errorf("%q is left", got)
	}
	for _, short := range []Token{"j", "jk", "jkl", "jklm"} {
		if text := "nothing of it: <p>&lt;p&gt; ✓ 100%\xff"; short.redact(text) != text {
			t.Errorf("%s: %q becomes %q", short, text, short.redact(text))
		}
	}
}

// What has no token in it stays as it is, and what is around a plain one as well.
func TestRedactLeavesTheRest(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"100% done, %zz":                     "100% done, %zz",
		"https://x/a%20b+c":                  "https://x/a%20b+c",
		"you are " + string(secret) + ", 5%": "you are …, 5%",
	} {
		if got := secret.redact(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if text := "anything"; Token("").redact(text) != text {
		t.Error("no token was found")
	}
}

// leaks decodes as a careless reader would, once more and once more.
func leaks(text string) bool {
	fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", " ")) }
	for range len(text) + 1 {
		if strings.Contains(fold(text), fold(string(secret))) {
			return true
		}
		next := onceDecoded(text)
		if next == text {
			return false
		}
		text = next
	}
	return false
}

// onceDecoded decodes what can be, from left to right.
func onceDecoded(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if i+2 < len(text) {
			if c, err := url.PathUnescape(text[i : i+3]); err == nil && len(c) == 1 {
				b.WriteString(c)
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// FuzzRedact makes texts of pieces: the token's bytes, each escaped as the input
// says, and noise between tokens.
func FuzzRedact(f *testing.F) {
	f.Add("https://x/", []byte{0, 1, 2, 3}, "%")
	f.Add("%2", []byte{1, 1, 5}, "%zz")
	f.Add("s3cr3t", []byte{7, 0, 2}, "%7")
	f.Fuzz(func(t *testing.T, before string, how []byte, after string) {
		form := before
		for i, c := range []byte(secret) {
			way := byte(0)
			if len(how) > 0 {
				way = how[i%len(how)]
			}
			piece := string(c)
			for range way % 4 {
				hex := fmt.Sprintf("%%%02x", piece[0])
				if way&4 != 0 {
					hex = strings.ToUpper(hex)
				}
				piece = hex + piece[1:]
			}
			form += piece
		}
		for _, text := range []string{form + after, form + after + string(secret), string(secret) + form + after} {
			if got := secret.redact(text); leaks(got) {
				t.Errorf("%q shows the token: %q", text, got)
			}
		}
	})
}
