package deploy

import (
	"bufio"
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
	// maxAnswer is the most bytes of an answer that are read, its headers
	// included.
	maxAnswer = 1 << 20
	// maxBody is the most of its body; a problem needs far less.
	maxBody = 64 << 10
	// maxInterim is how many interim answers (RFC 9110, section 15.2) a server
	// may send.
	maxInterim = 100
)

// answer is what a server said.
type answer struct {
	status   int
	reason   string // its words for the status, if they are not the usual ones
	location string
	wait     time.Duration // what it asks for with Retry-After; -1 for nothing
	problem  *Problem      // application/problem+json
	accepted accepted      // application/json
	whole    bool          // nothing is left of it to read
}

// ok tells a success: RFC 9110, section 15.3.
func (a *answer) ok() bool { return a.status >= 200 && a.status < 300 }

// accepted is what a node says of a success: docs/deploy-protocol.md, "Success".
type accepted struct {
	Digest string `json:"digest"`
	URL    string `json:"url"`
}

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

// listen reads the answer.
func (x *exchange) listen() outcome {
	h := &hearing{from: x.conn, left: maxAnswer}
	r := bufio.NewReader(h)
	for range maxInterim {
		resp, err := http.ReadResponse(r, x.req)
		if err != nil {
			return outcome{err: h.why(err)}
		}
		if resp.StatusCode >= 200 {
			return outcomeOf(x.read(resp))
		}
	}
	return outcome{err: &NotHTTPError{}}
}

// hearing reads the beginning of what a server says, and keeps why it ended: the
// reader of lines would rather complain of half a line.
type hearing struct {
	from io.Reader
	left int64
	err  error
}

// Read reads up to the most that is read.
func (h *hearing) Read(b []byte) (int, error) {
	if h.left == 0 {
		return 0, io.EOF
	}
	n, err := h.from.Read(b[:min(int64(len(b)), h.left)])
	h.left -= int64(n)
	h.err = err
	return n, err
}

// why tells what is no HTTP, or has no end, from what is no answer at all.
func (h *hearing) why(err error) error {
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	switch {
	case h.err != nil && !errors.Is(h.err, io.EOF):
		return h.err
	case ended && h.left > 0:
		return err
	}
	return &NotHTTPError{}
}

// read takes of an answer what there is to know.
func (x *exchange) read(resp *http.Response) (*answer, error) {
	redact := x.client.opts.Token.redact
	a := &answer{status: resp.StatusCode, wait: retryAfter(resp.Header.Get("Retry-After"))}
	a.location = redact(safeURL(resp.Header.Get("Location")))
	_, reason, _ := strings.Cut(resp.Status, " ")
	if reason != http.StatusText(resp.StatusCode) {
		a.reason = redact(reason)
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case kind == "application/problem+json":
		p := new(Problem)
		body, _ := x.body(resp, lastWords)
		if json.Unmarshal(body, p) == nil { // or it says nothing of use
			*p = Problem{redact(p.Type), firstLine(redact(p.Title)), firstLine(redact(p.Detail))}
			a.problem = p
		}
	case kind == "application/json" && a.ok():
		body, err := x.body(resp, x.client.opts.Answer)
		if err != nil {
			return nil, err
		}
		_ = json.Unmarshal(body, &a.accepted) // a plain server may say anything
		a.accepted.URL = redact(safeURL(a.accepted.URL))
		a.accepted.Digest = redact(a.accepted.Digest)
		a.whole = len(body) < maxBody
	case kind == "text/plain" && !a.ok():
		body, _ := x.body(resp, lastWords)
		a.problem = &Problem{Detail: firstLine(redact(string(body)))}
	case resp.ContentLength > 0:
		// A server that is still talking would take an end for a failure.
		body, err := x.body(resp, lastWords)
		a.whole = err == nil && len(body) < maxBody
	case resp.ContentLength == 0:
		a.whole = true
	}
	return a, nil
}

// body reads the beginning of a body. Of a failure, one that breaks off is better
// than none.
func (x *exchange) body(resp *http.Response, wait time.Duration) ([]byte, error) {
	x.deadline.Lock()
	x.answering = true
	err := x.readFor(wait)
	x.deadline.Unlock()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(resp.Body, maxBody))
}

func outcomeOf(a *answer, err error) outcome { return outcome{a, err} }

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

// text is what an answer adds to its status, ready to be shown.
func (a *answer) text() string {
	if said := a.problem.String(); said != "" {
		return message.Printable(said)
	}
	return message.Printable(a.reason)
}
