package deploy

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/qyvol/qyvol/internal/message"
)

const (
	// maxAnswer is the most bytes of an answer's headers, and of a body that is read
	// without use.
	maxAnswer = 1 << 20
	// maxBody is the most of its body; a problem needs far less.
	maxBody = 64 << 10
	// maxInterim is how many interim answers (RFC 9110, section 15.2) a server
	// may send.
	maxInterim = 100
)

// accepted is what a node says of a success: docs/deploy-protocol.md, "Success".
type accepted struct {
	Digest string `json:"digest"`
	URL    string `json:"url"`
	status int
}

// isSuccess tells the statuses of RFC 9110, section 15.3.
func isSuccess(status int) bool { return status >= 200 && status < 300 }

// Problem is what a server says of a failure: RFC 9457, section 3. Its texts are
// the server's, with the token taken out.
type Problem struct {
	Type   string `json:"type,omitempty"`
	Title  string `json:"title,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// String is the title and the detail.
func (p *Problem) String() string {
	if p == nil {
		return ""
	}
	title, detail := strings.TrimSpace(p.Title), strings.TrimSpace(p.Detail)
	if title == "" || detail == "" || strings.HasPrefix(detail, title) {
		return max(detail, title)
	}
	return title + ": " + detail
}

// read takes of an answer what there is to know. One that is no success is a
// [*StatusError]; of it, a body that breaks off is better than none.
func (c *client) read(resp *http.Response) (accepted, error) {
	redact := c.opts.Token.redact
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	beginning := func() ([]byte, error) { return io.ReadAll(io.LimitReader(resp.Body, maxBody)) }
	if isSuccess(resp.StatusCode) {
		answer := accepted{status: resp.StatusCode}
		if kind != "application/json" {
			return answer, nil
		}
		body, err := beginning()
		_ = json.Unmarshal(body, &answer) // a plain server may say anything
		answer.Digest, answer.URL = redact(answer.Digest), redact(safeURL(answer.URL))
		return answer, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		kind = "" // what follows is of another protocol
	}
	e := &StatusError{
		Status: resp.StatusCode, Location: message.Printable(redact(safeURL(resp.Header.Get("Location")))),
		WithToken: c.opts.Token != "", RetryAfter: retryAfter(resp.Header.Get("Retry-After")),
	}
	switch kind {
	case "application/problem+json":
		p := new(Problem)
		body, _ := beginning()
		if json.Unmarshal(body, p) == nil { // or it says nothing of use
			e.Problem = &Problem{redact(p.Type), firstLine(redact(p.Title)), firstLine(redact(p.Detail))}
		}
	case "text/plain":
		body, _ := beginning()
		e.Problem = &Problem{Detail: firstLine(redact(string(body)))}
	}
	e.Said = message.Printable(e.Problem.String())
	if _, reason, _ := strings.Cut(resp.Status, " "); e.Said == "" && reason != http.StatusText(resp.StatusCode) {
		e.Said = message.Printable(redact(reason))
	}
	e.describe()
	return accepted{}, e
}

// firstLine is the first line of a text that says something, not too long.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if line = strings.TrimSpace(line); len(line) > 500 {
		line = strings.ToValidUTF8(line[:500], "") + " …"
	}
	return line
}

// retryAfter reads seconds or a date: RFC 9110, section 10.2.3.
func retryAfter(text string) time.Duration {
	const most = 365 * 24 * 3600
	if text == "" {
		return -1
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(n, most)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return -1
}
