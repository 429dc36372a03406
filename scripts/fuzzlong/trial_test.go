package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A result that is true of its run passes, and nothing else does.
func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		code       int
		text, want string
	}{
		"success":      {0, `{"success": true, "exit_code": 0}`, ""},
		"trap":         {134, `{"success": false, "exit_code": 134, "error": {"kind": "trap", "message": "it trapped"}}`, ""},
		"none":         {1, "", "no result, and exit code 1"},
		"no JSON":      {0, `{"success": true`, "the result isn't JSON: unexpected end of JSON input"},
		"two of them":  {0, "{}{}", "the result isn't JSON: invalid character '{' after top-level value"},
		"other code":   {7, `{"success": true, "exit_code": 0}`, "the result has another exit code than 7"},
		"forged":       {7, `{"success": true, "exit_code": 7}`, "the result contradicts itself"},
		"no reason":    {1, `{"success": false, "exit_code": 1, "error": {"kind": ""}}`, "the result has an error without a reason"},
		"beyond time":  {0, `{"success": true, "exit_code": 0, "execution_time_ms": 60000}`, "the guest ran beyond its time"},
		"beyond space": {0, `{"success": true, "exit_code": 0, "memory_usage": 16777217}`, "the guest had more memory than it may have"},
		"beyond fuel": {
			0, `{"success": true, "exit_code": 0, "attempts": [{"fuel": 90000000}], "limits": {"fuel": 50000000}}`,
			"the guest used more fuel than it may",
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "result.json")
			if c.text != "" {
				if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, got := judge(file, ending{code: c.code}); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
