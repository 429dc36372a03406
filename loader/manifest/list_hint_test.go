package manifest_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// A value where a list of such values is due is shown as a list, which is taken.
func TestListHint(t *testing.T) {
	const head = "name: x\nentrypoint: x.wasm\nruntime: wasi\n"
	for lines, want := range map[string]string{
		"permissions: {env: LANG}": "`env: [LANG]`", "permissions: {env: APP_*}": "`env: [APP_*]`", "args: month": "`args: [month]`",
		"recovery: {retries: {attempts: 2, on: trap}}": "`on: [trap]`", "args: {a: b}": "", "args: 'a, b'": "",
	} {
		_, err := manifest.Parse([]byte(head+lines), manifest.Options{})
		hint := message.HintOf(err).In(message.English)
		if err == nil || want == "" && strings.Contains(hint, "[") || !strings.Contains(hint, want) {
			t.Errorf("%s: %v: %s", lines, err, hint)
			continue
		}
		if want == "" {
			continue
		}
		example := strings.Trim(strings.TrimPrefix(hint, "for example "), "`")
		key, value, _ := strings.Cut(example, ": ")
		mended := strings.Replace(lines, key+": "+strings.Trim(value, "[]"), example, 1)
		if _, err := manifest.Parse([]byte(head+mended), manifest.Options{}); err != nil {
			t.Errorf("%s isn't taken: %v", mended, err)
		}
	}
}
