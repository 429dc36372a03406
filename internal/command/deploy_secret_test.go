package command

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// deployToken and proxyPassword are secrets with all characters that matter.
const (
	deployToken   = "s3cr3t-._~+/token=="
	proxyPassword = "pa55word"
)

// The command shows its secrets nowhere: neither in what it prints, whatever the
// server says, nor in its arguments.
func TestDeploySecrets(t *testing.T) {
	problem := `{"title":"no Bearer ` + deployToken + `","detail":"who is ` + deployToken + `?"}`
	for name, answer := range map[string]http.HandlerFunc{
		"a success":   says(200, "application/json", `{"url":"http://x/`+deployToken+`"}`),
		"a problem":   says(401, "application/problem+json", problem),
		"text":        says(401, "text/plain", "no Bearer "+deployToken),
		"a redirect":  says(307, "text/html", "", "https://x/"+deployToken),
		"a login":     says(302, "text/html", "", "https://x/?t="+url.QueryEscape(deployToken)),
		"a failure":   says(503, "text/plain", deployToken),
		"no answer":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"no password": says(407, "text/plain", deployToken),
	} {
		for _, format := range []string{"text", "json"} {
			for _, from := range []string{"QYVOL_TOKEN", "--token-file"} {
				t.Run(strings.Join([]string{name, format, from}, " "), func(t *testing.T) {
					t.Parallel()
					deploySecretly(t, answer, format, from)
				})
			}
		}
	}
}

// says answers, with a place to go to if there is one.
func says(status int, kind, body string, location ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if len(location) > 0 {
			w.Header().Set("Location", location[0])
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// deploySecretly deploys through a proxy, which is the server as well: it gets the
// token and the proxy's password.
func deploySecretly(t *testing.T, answer http.HandlerFunc, format, from string) {
	t.Helper()
	var once sync.Once
	arguments, pid := "", make(chan int, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		proxied := http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}
		if _, password, _ := proxied.BasicAuth(); password != proxyPassword || r.Header.Get("Authorization") != "Bearer "+deployToken {
			t.Errorf("the server got %v", r.Header)
		}
		once.Do(func() { arguments = argumentsOf(<-pid) })
		answer(w, r)
	}))
	t.Cleanup(server.Close)

	dir := t.TempDir()
	args := []string{
		"deploy", filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"), "http://node.example", "--no-validate",
		"--attempts", "2", "--log-level", "debug", "--log-format", format, "--format", format,
	}
	var more []string
	if from == "QYVOL_TOKEN" {
		more = []string{"QYVOL_TOKEN=" + deployToken}
	} else {
		write(t, filepath.Join(dir, "token"), deployToken+"\n")
		args = append(args, "--token-file", "token")
	}
	cmd := qyvol(t, dir, args...)
	cmd.Env = append(cmd.Env, more...)
	cmd.Env = append(cmd.Env, "HTTP_PROXY=http://me:"+proxyPassword+"@"+strings.TrimPrefix(server.URL, "http://"))
	var shown bytes.Buffer
	cmd.Stdout, cmd.Stderr = &shown, &shown
	must(t, cmd.Start())
	pid <- cmd.Process.Pid
	_ = cmd.Wait() // how it ends is not the question
	if server.Close(); arguments == "" || !strings.Contains(shown.String(), "node.example") {
		t.Fatalf("it did not get there, or says nothing:\n%s", shown.String())
	}
	for _, secret := range []string{deployToken, proxyPassword, "me:" + proxyPassword} {
		concealed(t, arguments+"\n"+shown.String(), secret)
	}
}

// argumentsOf is what everybody on a Linux machine sees of a process.
func argumentsOf(pid int) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if runtime.GOOS == "linux" && err != nil {
		return ""
	}
	return "arguments: " + string(data)
}

// concealed looks for a secret, and for what it is in base64, hexadecimal digits and
// URLs.
func concealed(t *testing.T, text, secret string) {
	t.Helper()
	for _, form := range []string{
		secret, strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "="),
		fmt.Sprintf("%x", secret), url.QueryEscape(secret), url.PathEscape(secret),
	} {
		if strings.Contains(text, form) {
			t.Errorf("%q is shown:\n%s", form, text)
		}
	}
}
