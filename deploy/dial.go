package deploy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"
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
	if c.proxy, err = opts.Proxy(target); err != nil {
		// What is wrong may hold a password.
		return c, &ProxyError{Err: errProxyURL}
	}
	if c.proxy != nil {
		if c.proxy, err = toASCII(c.proxy); err != nil {
			return c, &ProxyError{Err: errProxyURL}
		}
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

// absolute tells that requests name the server in their first line: RFC 9112,
// section 3.2.2.
func (c *client) absolute() bool {
	return c.proxy != nil && c.tls == nil && (c.proxy.Scheme == "http" || c.proxy.Scheme == "https")
}

// dial connects, through the proxy if there is one, and shakes hands.
func (c *client) dial(ctx context.Context) (net.Conn, error) {
	late := &TimeoutError{Limit: c.opts.Connect, What: Connecting}
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Connect, late)
	defer cancel()
	conn, err := c.reach(ctx)
	if err == nil && c.tls != nil {
		conn, err = shake(ctx, conn, c.tls)
	}
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return conn, named(err, hostPort(c.target))
}

// reach gives a connection on which the next byte is the server's.
func (c *client) reach(ctx context.Context) (net.Conn, error) {
	if c.proxy == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", hostPort(c.target))
	}
	conn, err := c.through(ctx)
	if err != nil && ctx.Err() == nil {
		return nil, &ProxyError{Proxy: c.proxy.Host, Err: named(err, hostPort(c.proxy))}
	}
	return conn, err
}

func (c *client) through(ctx context.Context) (net.Conn, error) {
	switch c.proxy.Scheme {
	case "socks5", "socks5h":
		return socks(ctx, c.proxy, hostPort(c.target))
	case "http", "https":
	default:
		return nil, errProxyScheme
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", hostPort(c.proxy))
	if err != nil {
		return nil, err
	}
	if c.proxy.Scheme == "https" {
		config := &tls.Config{ServerName: c.proxy.Hostname(), MinVersion: tls.VersionTLS12, RootCAs: c.roots}
		if conn, err = shake(ctx, conn, config); err != nil {
			return nil, err
		}
	}
	if c.tls == nil {
		return conn, nil
	}
	return c.tunnel(ctx, conn)
}

func shake(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close() // the first error is the one to report
		return nil, &TLSError{Host: config.ServerName, Err: err}
	}
	return secure, nil
}
