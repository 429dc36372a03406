package deploy_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/message"
)

// token has all characters that a token can have.
const token = deploy.Token("s3cr3t-._~+/token==")

// bare is a token as servers get it.
func bare(t deploy.Token) string { return string(t) }

// The token is sent as RFC 6750 has it, and shown by nothing that could be
// printed, whatever the server makes of it.
func TestTokenIsNotShown(t *testing.T) {
	t.Parallel()
	echo := func(status int, kind, body string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for _, h := range headers {
				name, value, _ := strings.Cut(h, ": ")
				w.Header().Set(name, value)
			}
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	problem, _ := json.Marshal(map[string]string{
		"type": "https://x/" + bare(token), "title": "Bearer " + bare(token), "detail": "what is " + bare(token) + "?",
	})
	for name, answer := range map[string]http.HandlerFunc{
		"nothing":             nil,
		"a URL":               echo(200, "application/json", `{"url":"http://x/`+bare(token)+`"}`),
		"a URL, escaped":      echo(200, "application/json", `{"url":"http://x/?t=`+url.QueryEscape(bare(token))+`"}`),
		"a digest":            echo(200, "application/json", `{"digest":"`+bare(token)+`"}`),
		"a problem":           echo(401, "application/problem+json", string(problem)),
		"text":                echo(403, "text/plain", "you are "+bare(token)),
		"long text":           echo(400, "text/plain", noise(490)+bare(token)),
		"a redirect":          echo(307, "text/html", "", "Location: https://x/"+bare(token)),
		"a redirect, escaped": echo(302, "text/html", "", "Location: https://x/login?token="+url.QueryEscape(bare(token))),
		"a redirect, a path":  echo(302, "text/html", "", "Location: https://x/"+url.PathEscape(bare(token))),
		"again and again":     echo(503, "text/plain", bare(token)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNode(t, answer)
			var shown bytes.Buffer
			opts := quick()
			opts.Token, opts.Log = token, slog.New(slog.NewJSONHandler(&shown, &slog.HandlerOptions{Level: slog.LevelDebug}))
			opts.Warn = func(w message.Text) { fmt.Fprintln(&shown, w.In(message.English), w.In(message.Spanish)) }
			result, err := deploy.Deploy(t.Context(), small(t), n.URL, opts)
			for _, got := range n.requests() {
				if a := got.Header.Get("Authorization"); a != "Bearer "+bare(token) {
					t.Errorf("sent %q", a)
				}
			}
			data, _ := json.Marshal(struct {
				Result  deploy.Result
				Token   deploy.Token
				Problem *deploy.StatusError
			}{result, opts.Token, statusOf(err)})
			fmt.Fprintf(&shown, "%s\n%v %+v\n%s\n", data, err, result, hint(err))
			fmt.Fprintf(&shown, "%v %+v %#v %q %x", opts.Token, opts.Token, opts.Token, opts.Token, opts.Token)
			for e := err; e != nil; e = errors.Unwrap(e) {
				fmt.Fprintf(&shown, "%v %s\n", e, message.Of(e, message.Spanish))
			}
			concealed(t, shown.String(), bare(token))
		})
	}
}

func statusOf(err error) *deploy.StatusError {
	var status *deploy.StatusError
	_ = errors.As(err, &status)
	return status
}

// concealed looks for a secret in the forms that it can have, and for the
// beginning of it.
func concealed(t *testing.T, shown, secret string) {
	t.Helper()
	for _, form := range []string{
		secret[:10], url.QueryEscape(secret), url.PathEscape(secret), fmt.Sprintf("%x", secret),
		strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "="),
	} {
		if strings.Contains(shown, form) {
			t.Errorf("%q is shown:\n%s", form, shown)
		}
	}
}

// A token without TLS is warned of, except where it stays on this machine.
func TestTokenInTheClear(t *testing.T) {
	t.Parallel()
	for target, warned := range map[string]bool{
		"http://node.example": true, "http://localhost:1": false, "http://127.0.0.1:1": false, "http://[::1]:1": false,
		"https://node.example": false,
	} {
		var warnings []string
		opts := quick()
		opts.Attempts, opts.Token = 1, token
		opts.Warn = func(w message.Text) { warnings = append(warnings, w.String()) }
		opts.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://" + port(t)) }
		_, err := deploy.Deploy(t.Context(), small(t), target, opts)
		if deploy.KindOf(err) != deploy.KindProxy || (len(warnings) == 1) != warned {
			t.Errorf("%s: %q, %v", target, warnings, err)
		}
	}
}

// What a server says can't command a terminal.
func TestSaidIsPrintable(t *testing.T) {
	t.Parallel()
	nasty := "\x1b[2J\u202eevil\u200b"
	problem, _ := json.Marshal(map[string]string{"title": nasty, "detail": nasty + " detail"})
	for name, answer := range map[string]string{
		"a problem":  withBody(400, "application/problem+json; charset=utf-8", string(problem)),
		"text":       withBody(400, "text/plain", nasty),
		"a reason":   "HTTP/1.1 400 " + nasty + "\r\nContent-Length: 0\r\n\r\n",
		"a redirect": withBody(302, "text/html", "", "Location: /"+nasty),
		"a digest":   withBody(200, "application/json", `{"digest":"\u001b[2J"}`),
		"a URL":      withBody(200, "application/json", `{"url":"http://x/\u001b[2J"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, answering(answer))
			result, err := deployTo(t, l, small(t), quick())
			if shown := fmt.Sprint(err, result); message.Printable(shown) != shown {
				t.Errorf("%q", shown)
			}
		})
	}
}
