package deploy

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"strings"

	"github.com/qyvol/qyvol/loader"
)

// The names of headers: docs/deploy-protocol.md, "The request".
const (
	headerDigest   = "Content-Digest"
	headerKey      = "Idempotency-Key"
	headerProtocol = "Qyvol-Protocol"
	headerPart     = "Qyvol-Part"
	headerName     = "Qyvol-Name"
	headerVersion  = "Qyvol-Version"
	headerManifest = "Qyvol-Manifest"
	headerFallback = "Qyvol-Fallback"
)

// protocol is the version of docs/deploy-protocol.md.
const protocol = "1"

// request makes the request that sends a part.
func (d *deployment) request(ctx context.Context, p *part, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.endpoint().String(), body)
	if err != nil {
		return nil, err
	}
	req.ContentLength = p.unit.Size()
	req.Close = true
	h := req.Header
	h.Set("User-Agent", d.opts.UserAgent)
	h.Set("Accept", "application/json, application/problem+json")
	h.Set("Content-Type", contentType(p.unit))
	h.Set(headerDigest, digestField(p.unit.Digest()))
	h.Set(headerKey, `"`+p.key+`"`)
	h.Set(headerProtocol, protocol)
	h.Set(headerPart, string(p.kind))
	h.Set(headerName, p.name)
	if p.version != "" {
		h.Set(headerVersion, p.version)
	}
	if p.fallback != "" {
		h.Set(headerFallback, digestField(p.fallback))
	}
	for _, piece := range bytesField(p.manifest) {
		h.Add(headerManifest, piece)
	}
	if d.opts.Token != "" {
		h.Set("Authorization", "Bearer "+string(d.opts.Token))
	}
	return req, nil
}

func contentType(u *loader.Unit) string {
	if u.Format() == loader.FormatText {
		return "text/plain; charset=utf-8"
	}
	return "application/wasm"
}

// digestField writes a digest as RFC 9530, section 2, has it: a dictionary with a
// byte sequence. It takes what loader wrote.
func digestField(digest string) string {
	sum, _ := hex.DecodeString(strings.TrimPrefix(digest, "sha256:"))
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
}

// maxField is the most bytes in one line of a header: many servers take no more
// than 8 KiB, name included (nginx: large_client_header_buffers).
const maxField = 4 << 10

// bytesField writes bytes as a list of byte sequences (RFC 9651, sections 3.1 and
// 3.3.5), a member a line.
func bytesField(data []byte) []string {
	var lines []string
	const piece = maxField / 4 * 3
	for len(data) > 0 {
		n := min(len(data), piece)
		lines = append(lines, ":"+base64.StdEncoding.EncodeToString(data[:n])+":")
		data = data[n:]
	}
	return lines
}
