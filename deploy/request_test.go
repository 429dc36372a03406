package deploy_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
)

// What a request says, and where it goes.
func TestRequest(t *testing.T) {
	t.Parallel()
	for path, uri := range map[string]string{"": "/upload", "/": "/upload", "/a/b": "/a/b/upload", "/a/": "/a/upload"} {
		n := newNode(t, nil)
		unit := unitOf(t, componentOf(1000))
		opts := quick()
		opts.UserAgent = "qyvol/1"
		result, err := deploy.Deploy(t.Context(), unit, n.URL+path, opts)
		outcome{"", 1, 200}.check(t, result, err)
		got := n.one(t)
		if got.Method != http.MethodPost || got.RequestURI != uri || got.ContentLength != unit.Size() || got.digest != unit.Digest() || !got.Close {
			t.Errorf("%s %s, %d bytes, %s", got.Method, got.RequestURI, got.ContentLength, got.digest)
		}
		for name, want := range map[string]string{
			"User-Agent": "qyvol/1", "Content-Type": "application/wasm", "Qyvol-Protocol": "1", "Qyvol-Part": "component",
			"Content-Digest": byteField(t, unit.Digest()), "Qyvol-Name": "guest", "Qyvol-Version": "", "Authorization": "",
			"Expect": "", "Accept": "application/json, application/problem+json",
		} {
			if h := got.Header.Get(name); h != want {
				t.Errorf("%s: %q, want %q", name, h, want)
			}
		}
	}
}

// All attempts of a deployment have one key, two deployments have two.
func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	n := newNode(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	for range 2 {
		_, err := deploy.Deploy(t.Context(), small(t), n.URL, quick())
		if deploy.KindOf(err) != deploy.KindServer {
			t.Fatal(err)
		}
	}
	keys := map[string]int{}
	for _, got := range n.requests() {
		keys[got.Header.Get("Idempotency-Key")]++
	}
	if len(keys) != 2 || keys[""] > 0 {
		t.Fatalf("the keys are %v", keys)
	}
	for key, n := range keys {
		if n != 3 || len(key) != 34 || key[0] != '"' {
			t.Errorf("%d attempts with %s", n, key)
		}
	}
}

// What a node says of a success.
func TestAccepted(t *testing.T) {
	t.Parallel()
	unit := small(t)
	for name, c := range map[string]struct {
		body, url string
		want      outcome
	}{
		"all of it":        {`{"digest":"` + unit.Digest() + `","url":"http://node.example/app"}`, "http://node.example/app", outcome{"", 1, 200}},
		"a password":       {`{"url":"http://me:secret@node.example/app"}`, "http://me:xxxxx@node.example/app", outcome{"", 1, 200}},
		"no URL":           {`{"url":"http://%zz"}`, "", outcome{"", 1, 200}},
		"nothing of it":    {`{"id":7}`, "", outcome{"", 1, 200}},
		"another digest":   {`{"digest":"sha256:00"}`, "", outcome{deploy.KindProtocol, 1, 200}},
		"a page, no JSON?": {`<p>`, "", outcome{"", 1, 200}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, answering(withBody(200, "application/json", c.body)))
			result, err := deployTo(t, l, unit, quick())
			c.want.check(t, result, err)
			if result.URL != c.url {
				t.Errorf("it is at %q", result.URL)
			}
			if d := (*deploy.DigestError)(nil); err != nil && (!errors.As(err, &d) || d.Sent != unit.Digest() || d.Stored != "sha256:00") {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// Progress grows up to the size, once for each attempt.
func TestProgress(t *testing.T) {
	t.Parallel()
	l := listen(t, func(l *listener, n int, conn *net.TCPConn) {
		if n == 1 {
			l.take(conn)
			return
		}
		answering(ok)(l, n, conn)
	})
	unit := bigUnit(t)
	opts, last := quick(), deploy.Progress{}
	whole := 0
	opts.Progress = func(p deploy.Progress) {
		if p.Total != unit.Size() || p.Part != deploy.PartComponent || p.Attempt == last.Attempt && p.Sent <= last.Sent || p.Attempt < last.Attempt {
			t.Errorf("%+v after %+v", p, last)
		}
		if last = p; p.Sent == p.Total {
			whole++
		}
	}
	result, err := deployTo(t, l, unit, opts)
	outcome{"", 2, 200}.check(t, result, err)
	if whole != 2 || last.Attempt != 2 {
		t.Errorf("%d were whole; the last is %+v", whole, last)
	}
	arrived(t, l, unit, 2)
}

// Targets that can't be one are refused, with a hint that tells what one is where
// that helps, and what may be a password isn't said.
func TestTargets(t *testing.T) {
	t.Parallel()
	for target, hinted := range map[string]bool{
		"": true, "localhost:8080": true, "node.example": true, "ftp://node.example": true, "http://": true,
		"http://me:secret@node.example": true, "me:secret@node.example": false, "http://node.example/?a": false,
		"http://node.example/#a": false, "http://node example": true, "://": true, "http://[::1": true,
		"http://me:secret@node.example:port": false, "ftp://me:secret@node.example": true, "http:/me:secret@node.example": false,
	} {
		_, err := deploy.Deploy(t.Context(), small(t), target, quick())
		_, checked := deploy.CheckTarget(target)
		if !isA[*deploy.TargetError](err) || !isA[*deploy.TargetError](checked) || deploy.KindOf(err) != deploy.KindTarget {
			t.Errorf("%q: %v, %v", target, err, checked)
			continue
		}
		if (hint(err) != "") != hinted {
			t.Errorf("%q: hint %q: %v", target, hint(err), err)
		}
		if strings.Contains(err.Error()+hint(err), "secret") {
			t.Errorf("it tells the password: %v: %s", err, hint(err))
		}
	}
}

// What a hint says to write is taken.
func TestTargetsMeant(t *testing.T) {
	t.Parallel()
	for target, meant := range map[string]string{
		"http:/node.example": "http://node.example", "https:/node.example": "https://node.example",
		"http:node.example": "http://node.example", "HTTPS:/node.example:8443/a": "https://node.example:8443/a",
		"http//node.example": "http://node.example", "https//node.example": "https://node.example",
		"http:///node.example": "http://node.example", "http:////node.example": "http://node.example",
		`http:\\node.example`: "http://node.example", `https:\node.example`: "https://node.example",
		"//node.example": "http://node.example", "/node.example": "http://node.example", "localhost:8080": "http://localhost:8080",
		":8080": "http://localhost:8080", "http:8080": "http://http:8080", "https": "http://https", "httpd.example": "http://httpd.example",
		"127.0.0.1:8080/app": "http://127.0.0.1:8080/app", " http:/node.example ": "http://node.example",
		"http:": "", "http:/": "", "http:///": "", "oci://node.example/x:1": "", "OCI:x": "", "ftp://node.example": "", "a b": "", "http:/a:x": "",
	} {
		_, err := deploy.CheckTarget(target)
		if !isA[*deploy.TargetError](err) {
			t.Errorf("%q: %v", target, err)
			continue
		}
		write, ok := strings.CutPrefix(hint(err), "write ")
		switch {
		case meant == "" && (ok || !strings.Contains(hint(err), "a target is the address of a Qyvol node")):
			t.Errorf("%q: hint %q; want what a target is", target, hint(err))
		case meant != "" && write != meant:
			t.Errorf("%q: hint %q; want %q", target, hint(err), meant)
		}
		if shown, err := deploy.CheckTarget(meant); meant != "" && (err != nil || shown != meant) {
			t.Errorf("%q isn't taken: %q, %v", meant, shown, err)
		}
	}
}
