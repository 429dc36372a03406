package deploy_test

import (
	"io"
	"log" //nolint:depguard // net/http takes no other
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/internal/message"
)

// node is an HTTP server that keeps what it got.
type node struct {
	*httptest.Server
	unread bool // it answers without reading
	mu     sync.Mutex
	got    []received
}

// received is a request.
type received struct {
	http.Request
	digest string
	size   int64
}

// newNode makes a server; a nil answer is a success.
func newNode(t *testing.T, answer http.HandlerFunc) *node {
	t.Helper()
	n := unstarted(answer)
	n.Start()
	t.Cleanup(n.Close)
	return n
}

func unstarted(answer http.HandlerFunc) *node {
	n := new(node)
	n.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := received{Request: *r}
		if !n.unread {
			var err error
			if got.digest, got.size, err = digestOf(r.Body); err != nil {
				return
			}
		}
		n.mu.Lock()
		n.got = append(n.got, got)
		n.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	n.Config.ErrorLog = nobody()
	return n
}

func (n *node) requests() []received {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.got)
}

// one is the only request.
func (n *node) one(t *testing.T) received {
	t.Helper()
	all := n.requests()
	if len(all) != 1 {
		t.Fatalf("%d requests", len(all))
	}
	return all[0]
}

// succeed deploys.
func succeed(t *testing.T, n *node, path string, opts deploy.Options) deploy.Result {
	t.Helper()
	result, err := deploy.Deploy(t.Context(), load(t, path), n.URL, opts)
	must(t, err)
	return result
}

// later is a Warn that does something before attempt n: each attempt but the
// first is announced by one warning.
func later(n int, do func()) func(message.Text) {
	seen := 1
	return func(message.Text) {
		if seen++; seen == n {
			do()
		}
	}
}

// nobody reads what servers log of clients that break off.
func nobody() *log.Logger { return log.New(io.Discard, "", 0) }
