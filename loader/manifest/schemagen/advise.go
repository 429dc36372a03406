package schemagen

import (
	"github.com/invopop/jsonschema"

	"github.com/qyvol/qyvol/loader/manifest"
)

// id is where the newest schema is, for editors and catalogues that fetch it.
const id = "https://raw.githubusercontent.com/qyvol/qyvol/main/loader/manifest/qyv.schema.json"

// The keywords by which the language servers of VS Code, for JSON and for YAML, take
// what they say in place of a regular expression. Others ignore them.
const (
	patternMessage = "patternErrorMessage"
	errorMessage   = "errorMessage"
)

// advise sets what an editor says of a text that doesn't match its pattern.
func advise(s *jsonschema.Schema, keyword, text string) {
	if s.Extras == nil {
		s.Extras = map[string]any{}
	}
	s.Extras[keyword] = text
}

// several is a value of one of some types. Unlike a choice of schemas it lets an
// editor say what is wrong with the one that is meant.
func several(types ...string) *jsonschema.Schema {
	return &jsonschema.Schema{Extras: map[string]any{"type": types}}
}

// adviceOf says what the pattern of a form tag asks for. A test fails when a form
// has nothing.
func adviceOf(form string) string {
	switch form {
	case "label":
		return "A name has only a-z, 0-9 and -, begins and ends with a letter or digit, and has at most 63 characters: my-app."
	case "semver":
		return "A semantic version has three numbers and no v: 1.2.0."
	case "digest":
		return "A digest is sha256: and 64 hexadecimal digits in lower case, as qyvol inspect prints it."
	case "component":
		return "The path of a file: it doesn't end in a slash, and has no control characters."
	case "source":
		return "The path of a directory, without control characters."
	case "word":
		return "A text of 1 to 64 characters, without control characters."
	case "pattern":
		return "A pattern as in .gitignore, such as *.key or /secret/, without a leading ! and without parts that are . or .. ."
	case "mount":
		return "An absolute path without an end slash and without parts that are empty, . or .., such as /data; or a dot alone."
	case "program":
		return "An absolute path without parts that are empty, . or .. ."
	case "hostenv":
		return "The name of a variable, such as HOME, or the beginning of names and a star, such as APP_*."
	case "method":
		return "A method in capitals, such as GET."
	case "path":
		return "A path that begins with a slash, without blanks, ? and #."
	}
	return ""
}

// What is said of the values whose types have patterns of their own.
const (
	sizeAdvice     = "A size is a number with KiB, MiB, GiB or TiB (powers of 1024), kB, MB, GB or TB (powers of 1000), or of bytes without a unit: 64MiB. M, Mi and m are none of these."
	durationAdvice = "A duration is made of numbers with units: ms, s, m, h, such as 30s, 1m30s or 500ms."
	textAdvice     = "A text without NUL characters."
	variableAdvice = "The name of a variable is not empty, and has no = in it."
	addressAdvice  = "A path. Addresses such as URLs are not available in this version."
)

// defaultOf is what a key that isn't there stands for, nil where that is nothing.
func defaultOf(path string) any {
	switch path {
	case "permissions.fs":
		return string(manifest.AccessNone)
	case "permissions.net", "permissions.exec", "recovery.degrade":
		return false
	case "fs.type":
		return string(manifest.FSDisk)
	case "fs.source":
		return "."
	case "resources.compile.timeout":
		return "2m"
	case "recovery.retries.backoff":
		return manifest.DefaultBackoff.String()
	case "recovery.retries.max_backoff":
		return manifest.DefaultMaxBackoff.String()
	}
	return nil
}

// examplesOf are values that an editor may propose.
func examplesOf(path string) []any {
	switch path {
	case "name":
		return []any{"my-app"}
	case "version":
		return []any{"1.2.0", "2.0.0-rc.1"}
	case "entrypoint":
		return []any{"app.wasm", "target/wasm32-wasip2/release/app.wasm"}
	case "digest":
		return []any{"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
	case "features":
		return []any{[]any{"exceptions"}}
	case "language":
		return []any{"rust", "go", "python"}
	case "args":
		return []any{[]any{"--verbose", "${HOME}", "${LEVEL:-info}"}}
	case "env":
		return []any{map[string]any{"LOG_LEVEL": "info", "API_KEY": "${API_KEY}"}}
	case "permissions.env":
		return []any{[]any{"LANG", "APP_*"}}
	case "permissions.fs":
		return []any{string(manifest.AccessRead), []any{map[string]any{"mount": "/data", "from": "./data", "access": "read"}}}
	case "permissions.fs[].mount":
		return []any{"/data", "."}
	case "permissions.fs[].from":
		return []any{"./data", "memfs"}
	case "permissions.fs[].exclude":
		return []any{[]any{"*.key", "/secret/", ".git"}}
	case "permissions.fs[].quota", "fs.quota":
		return []any{"64MiB", "1GB"}
	}
	return exampleLimitsOf(path)
}

func exampleLimitsOf(path string) []any {
	switch path {
	case "resources.memory":
		return []any{"256MiB", "1GiB"}
	case "resources.timeout":
		return []any{"30s", "1m30s"}
	case "resources.fuel":
		return []any{1000000000}
	case "resources.instances":
		return []any{100}
	case "resources.compile.timeout":
		return []any{"5m"}
	case "resources.compile.memory":
		return []any{"4GiB"}
	case "recovery.retries":
		return []any{map[string]any{"attempts": 3, "on": []any{"timeout", "trap"}}}
	case "recovery.retries.attempts":
		return []any{3}
	case "recovery.retries.backoff":
		return []any{"1s"}
	case "recovery.retries.max_backoff":
		return []any{"30s"}
	case "recovery.retries.on":
		return []any{[]any{"timeout", "trap"}}
	case "recovery.fallback":
		return []any{"fallback.wasm"}
	}
	return nil
}
