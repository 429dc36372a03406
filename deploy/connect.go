package deploy

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/proxy"

	"github.com/qyvol/qyvol/internal/message"
)

// client makes connections to one server.
type client struct {
	target *url.URL
	tls    *tls.Config    // nil where the target has none
	roots  *x509.CertPool // nil for the system's
	proxy  *url.URL       // nil for none
	opts   *Options
}

func newClient(target *url.URL, opts Options) (client, error) {
	c := client{target: target, opts: &opts}
	var err error
	if c.proxy, err = opts.Proxy(target); err == nil && c.proxy != nil {
		c.proxy, err = toASCII(c.proxy)
	}
	if err != nil {
		return c, newProxyError("", errProxyURL)
	}
	config, err := opts.TLS.config(target.Hostname())
	if err != nil {
		return c, err
	}
	c.roots = config.RootCAs
	if target.Scheme == "https" {
		c.tls = config
	}
	return c, nil
}

// absolute is the proxy that is sent the request itself, nil if there is none:
// RFC 9112, section 3.2.2.
func (c *client) absolute(*http.Request) (*url.URL, error) {
	if c.proxy == nil || c.tls != nil || c.proxy.Scheme != "http" && c.proxy.Scheme != "https" {
		return nil, nil //nolint:nilnil // none, as net/http has it
	}
	return c.proxy, nil
}

// dial connects, through the proxy if there is one, and shakes hands.
func (c *client) dial(ctx context.Context) (conn net.Conn, err error) {
	late := &TimeoutError{Limit: c.opts.Connect, What: Connecting}
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Connect, late)
	defer cancel()
	if c.proxy == nil {
		conn, err = new(net.Dialer).DialContext(ctx, "tcp", hostPort(c.target))
	} else if conn, err = c.through(ctx); err != nil {
		err = newProxyError(c.proxy.Host, unreachable(err, hostPort(c.proxy)))
	}
	if err == nil && c.tls != nil {
		conn, err = shake(ctx, conn, c.tls)
	}
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return conn, unreachable(err, hostPort(c.target))
}

func (c *client) through(ctx context.Context) (net.Conn, error) {
	switch c.proxy.Scheme {
	case "socks5", "socks5h":
		dialer, err := proxy.FromURL(c.proxy, proxy.Direct)
		if err != nil {
			return nil, err
		}
		return dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", hostPort(c.target)) //nolint:forcetypeassert // documented to be one
	case "http", "https":
	default:
		return nil, errProxyScheme
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", hostPort(c.proxy))
	if err == nil && c.proxy.Scheme == "https" {
		conn, err = shake(ctx, conn, &tls.Config{ServerName: c.proxy.Hostname(), MinVersion: tls.VersionTLS12, RootCAs: c.roots})
	}
	if err != nil || c.tls == nil {
		return conn, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // what is under way then fails
	defer stop()
	if err := c.tunnel(conn); err != nil {
		_ = conn.Close() // the first error is the one to report
		return nil, err
	}
	return conn, nil
}

func shake(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close() // the first error is the one to report
		return nil, newTLSError(config.ServerName, err)
	}
	return secure, nil
}

// tunnel asks a proxy for a connection to the server: RFC 9110, section 9.3.6. The
// server says nothing before TLS begins, so nothing of its words is lost in the
// buffer. net/http does the same, but only for connections that it makes itself.
func (c *client) tunnel(conn net.Conn) error {
	to := hostPort(c.target)
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: to}, Host: to, Header: http.Header{"User-Agent": {c.opts.UserAgent}}}
	if user := c.proxy.User; user != nil { // RFC 7617
		password, _ := user.Password()
		req.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := req.Write(conn); err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, maxAnswer)), req)
	switch {
	case err != nil:
		return broken(err, c.proxy.Hostname(), 0, 0)
	case resp.StatusCode == http.StatusOK:
		return nil
	}
	text := message.DeployProxyAnswer.With(resp.StatusCode, http.StatusText(resp.StatusCode))
	if resp.StatusCode == http.StatusProxyAuthRequired {
		text = message.DeployProxyAsks.With()
	}
	return &failure{wording: wording{text: text}, kind: KindProxy, again: mayPass(resp.StatusCode)}
}

var (
	errProxyURL    = errors.New("the address is not a URL")
	errProxyScheme = &failure{wording: wording{text: message.DeployProxyScheme.With()}, kind: KindProxy}
)

// environmentProxy finds the proxy that the environment names. The library takes a
// variable that it can't read for none, which would go around the proxy.
func environmentProxy(target *url.URL) (*url.URL, error) {
	at, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if at != nil || err != nil {
		return at, err
	}
	name := strings.ToUpper(target.Scheme) + "_PROXY"
	value := os.Getenv(name)
	if value == "" {
		value = os.Getenv(strings.ToLower(name))
	}
	if _, err := url.Parse(value); err != nil {
		if _, err := url.Parse("http://" + value); err != nil {
			return nil, errProxyURL
		}
	}
	return nil, nil //nolint:nilnil // none
}
