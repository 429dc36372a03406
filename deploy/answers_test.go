package deploy_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/deploy"
)

// Every status leads to one kind of error, after one attempt or after all.
func TestStatuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, attempts int
		kind             deploy.Kind
	}{
		{101, 1, deploy.KindProtocol},
		{200, 1, ""},
		{201, 1, ""},
		{202, 1, ""},
		{204, 1, ""},
		{299, 1, ""},
		{300, 1, deploy.KindRedirect},
		{304, 1, deploy.KindRedirect},
		{400, 1, deploy.KindRejected},
		{401, 1, deploy.KindUnauthorized},
		{402, 1, deploy.KindRejected},
		{403, 1, deploy.KindUnauthorized},
		{404, 1, deploy.KindNotNode},
		{405, 1, deploy.KindNotNode},
		{407, 1, deploy.KindRejected},
		{408, 3, deploy.KindRejected},
		{409, 1, deploy.KindConflict},
		{410, 1, deploy.KindRejected},
		{411, 1, deploy.KindRejected},
		{413, 1, deploy.KindTooLarge},
		{415, 1, deploy.KindRejected},
		{417, 1, deploy.KindRejected},
		{422, 1, deploy.KindRejected},
		{425, 1, deploy.KindRejected},
		{429, 3, deploy.KindRejected},
		{431, 1, deploy.KindRejected},
		{451, 1, deploy.KindRejected},
		{499, 1, deploy.KindRejected},
		{500, 1, deploy.KindServer},
		{501, 1, deploy.KindNotNode},
		{502, 3, deploy.KindServer},
		{503, 3, deploy.KindServer},
		{504, 3, deploy.KindServer},
		{505, 1, deploy.KindServer},
		{507, 1, deploy.KindServer},
		{599, 1, deploy.KindServer},
		{999, 1, deploy.KindServer},
	} {
		t.Run(fmt.Sprint(c.status), func(t *testing.T) {
			t.Parallel()
			length := "Content-Length: 0\r\n"
			if c.status == 204 || c.status == 304 {
				length = ""
			}
			l := listen(t, answering(fmt.Sprintf("HTTP/1.1 %d Word\r\n%s\r\n", c.status, length)))
			unit := small(t)
			result, err := deployTo(t, l, unit, quick())
			outcome{c.kind, c.attempts, c.status}.check(t, result, err)
			arrived(t, l, unit, c.attempts)
			if err == nil {
				return
			}
			if !isA[*deploy.StatusError](err) || !strings.Contains(err.Error(), fmt.Sprint(c.status)) {
				t.Errorf("%T does not name the status: %v", err, err)
			}
		})
	}
}

// What passes is tried again until it has passed.
func TestPassing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 429, 502, 503, 504} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			l := listen(t, func(l *listener, n int, conn *net.TCPConn) {
				if n < 3 {
					answering(fmt.Sprintf("HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n", status))(l, n, conn)
					return
				}
				answering(ok)(l, n, conn)
			})
			unit := small(t)
			result, err := deployTo(t, l, unit, quick())
			outcome{"", 3, 200}.check(t, result, err)
			arrived(t, l, unit, 3)
		})
	}
}

// Answers in forms that the protocol allows, and some that it does not.
func TestForms(t *testing.T) {
	t.Parallel()
	refused := outcome{deploy.KindProtocol, 1, 0}
	lost := outcome{deploy.KindLost, 3, 0}
	interim := "HTTP/1.1 102 Processing\r\n\r\n"
	for name, c := range map[string]struct {
		answer string
		want   outcome
	}{
		"100 and 103":                 {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok, outcome{"", 1, 200}},
		"many interim answers":        {strings.Repeat(interim, 99) + ok, outcome{"", 1, 200}},
		"interim answers without end": {strings.Repeat(interim, 200) + ok, refused},
		"an interim answer, no other": {interim, lost},
		"no length":                   {"HTTP/1.1 200 OK\r\n\r\n", outcome{"", 1, 200}},
		"no length, a body":           {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"url\":\"http://x/1\"}", outcome{"", 1, 200}},
		"chunks":                      {"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", outcome{"", 1, 201}},
		"HTTP/1.0":                    {"HTTP/1.0 200 OK\r\n\r\n", outcome{"", 1, 200}},
		"HTTP/1.0, a failure":         {"HTTP/1.0 400 Bad\r\nServer: old\r\n\r\nno", outcome{deploy.KindRejected, 1, 400}},
		"line feeds alone":            {"HTTP/1.1 200 OK\nContent-Length: 0\n\n", outcome{"", 1, 200}},
		"no words for the status":     {"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", outcome{"", 1, 200}},
		"a body that breaks off":      {"HTTP/1.1 400 Bad Request\r\nContent-Length: 999\r\nContent-Type: text/plain\r\n\r\nhalf", outcome{deploy.KindRejected, 1, 400}},
		"garbage":                     {"SSH-2.0-OpenSSH_9.6\r\n", refused},
		"bytes":                       {"\x15\x03\x01\x00\x02\x02\x46", refused},
		"a status that is none":       {"HTTP/1.1 abc OK\r\n\r\n", refused},
		"a header that is none":       {"HTTP/1.1 200 OK\r\nno header\r\n\r\n", refused},
		"a length that is none":       {"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", refused},
		"two lengths":                 {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", refused},
		"an unknown coding":           {"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\n", refused},
		"huge headers":                {"HTTP/1.1 200 OK\r\n" + strings.Repeat("A: "+noise(1000)+"\r\n", 3000) + "\r\n", refused},
		"one huge header":             {"HTTP/1.1 200 OK\r\nA: " + noise(3<<20), refused},
		"a huge body":                 {withBody(200, "application/json", `{"url":"`+noise(3<<20)+`"}`), outcome{"", 1, 200}},
		"a huge failure":              {withBody(400, "application/problem+json", `{"title":"`+noise(3<<20)+`"}`), outcome{deploy.KindRejected, 1, 400}},
		"JSON that is none":           {withBody(200, "application/json", "{"), outcome{"", 1, 200}},
		"JSON of another shape":       {withBody(200, "application/json", `{"digest":7}`), outcome{"", 1, 200}},
		"nothing":                     {"", lost},
		"half a status line":          {"HTTP/1.1 20", refused},
		"half a header":               {"HTTP/1.1 200 OK\r\nContent-Length: 1", lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, answering(c.answer))
			unit := small(t)
			result, err := deployTo(t, l, unit, quick())
			c.want.check(t, result, err)
			arrived(t, l, unit, c.want.attempts)
			if c.want == refused && (!isA[*deploy.NotHTTPError](err) || hint(err) == "") {
				t.Errorf("%T, hint %q: %v", err, hint(err), err)
			}
			if c.want == lost && !isA[*deploy.LostError](err) {
				t.Errorf("not lost: %v", err)
			}
		})
	}
}

// A redirect is not followed, and the error names the place without its password.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for place, shown := range map[string]string{
			"https://elsewhere.example/upload?a=1": "https://elsewhere.example/upload?a=1",
			"/login":                               "/login",
			"https://me:secret@elsewhere.example/": "https://me:xxxxx@elsewhere.example/",
		} {
			t.Run(fmt.Sprint(status, " ", shown), func(t *testing.T) {
				t.Parallel()
				l := listen(t, answering(withBody(status, "text/html", "<p>there</p>", "Location: "+place)))
				result, err := deployTo(t, l, small(t), quick())
				outcome{deploy.KindRedirect, 1, status}.check(t, result, err)
				if !strings.Contains(err.Error(), shown) || strings.Contains(err.Error(), "secret") || hint(err) == "" {
					t.Errorf("hint %q: %v", hint(err), err)
				}
			})
		}
	}
}

// The next attempt comes after as long as the server asks, but not longer than MaxBackoff.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := func(text string) func() string { return func() string { return text } }
	in := func(d time.Duration) func() string {
		return func() string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	}
	for name, c := range map[string]struct {
		after    func() string
		status   int
		attempts int
		least    time.Duration
	}{
		"now":                    {now("0"), 503, 3, 0},
		"a second":               {now("1"), 503, 3, time.Second},
		"a date":                 {in(3 * time.Second), 429, 3, time.Second},
		"a date that has passed": {in(-time.Hour), 429, 3, 0},
		"no time":                {now("soon"), 503, 3, 0},
		"a negative number":      {now("-1"), 503, 3, 0},
		"too long":               {now("3600"), 429, 1, 0},
		"a date too far":         {in(time.Hour), 503, 1, 0},
		"more than fits":         {now("18446744073709551615"), 503, 1, 0},
		"more than a number":     {now(strings.Repeat("9", 30)), 503, 1, 0},
		"for what does not pass": {now("1"), 500, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, answering(fmt.Sprintf("HTTP/1.1 %d x\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", c.status, c.after())))
			opts := quick()
			opts.MaxBackoff = 10 * time.Second
			start := time.Now()
			result, err := deployTo(t, l, small(t), opts)
			if took := time.Since(start); took < c.least {
				t.Errorf("it took %v", took)
			}
			if result.Attempts != c.attempts || !isA[*deploy.StatusError](err) {
				t.Errorf("%d attempts: %v", result.Attempts, err)
			}
			if c.attempts == 1 && c.status != 500 && !strings.Contains(hint(err), "asks to retry after") {
				t.Errorf("hint %q", hint(err))
			}
		})
	}
}
