package deploy

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/proxy"

	"github.com/qyvol/qyvol/internal/message"
)

func socks(ctx context.Context, at *url.URL, to string) (net.Conn, error) {
	var auth *proxy.Auth
	if at.User != nil {
		password, _ := at.User.Password()
		auth = &proxy.Auth{User: at.User.Username(), Password: password}
	}
	dialer, err := proxy.SOCKS5("tcp", hostPort(at), auth, nil)
	if err != nil {
		return nil, err
	}
	return dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", to) //nolint:forcetypeassert // documented to be one
}

// tunnel asks a proxy for a connection to a server: RFC 9110, section 9.3.6.
func (c *client) tunnel(ctx context.Context, conn net.Conn) (net.Conn, error) {
	to := hostPort(c.target)
	stop := context.AfterFunc(ctx, func() { interrupt(conn) })
	defer stop()
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: to}, Host: to, Header: http.Header{"User-Agent": {c.opts.UserAgent}}}
	if auth := proxyAuth(c.proxy); auth != "" {
		req.Header.Set(headerProxyAuth, auth)
	}
	err := req.Write(conn)
	if err == nil {
		err = tunnelled(conn, req)
	}
	if err != nil {
		_ = conn.Close() // the first error is the one to report
		return nil, err
	}
	return conn, nil
}

// tunnelled reads the proxy's answer. A server says nothing before TLS begins, so
// nothing of its words is lost in the buffer.
func tunnelled(conn net.Conn, req *http.Request) error {
	h := &hearing{from: conn, left: maxAnswer}
	resp, err := http.ReadResponse(bufio.NewReader(h), req)
	if err != nil {
		if err = h.why(err); !isRemote(err) {
			err = &LostError{Err: err}
		}
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return &TunnelError{Status: resp.StatusCode}
	}
	return nil
}

// TunnelError is a proxy's answer that is not the connection that it was asked for.
type TunnelError struct{ Status int }

// Error is in English.
func (e *TunnelError) Error() string { return e.Localize(message.English) }

// Localize says the error in a language.
func (e *TunnelError) Localize(lang message.Lang) string {
	if e.Status == http.StatusProxyAuthRequired {
		return message.DeployProxyAsks.With().In(lang)
	}
	return message.DeployProxyAnswer.With(e.Status, http.StatusText(e.Status)).In(lang)
}

const headerProxyAuth = "Proxy-Authorization"

// proxyAuth is what a proxy gets to know of who asks: RFC 7617.
func proxyAuth(at *url.URL) string {
	if at == nil || at.User == nil {
		return ""
	}
	password, _ := at.User.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(at.User.Username()+":"+password))
}

var (
	errProxyURL    = errors.New("the address is not a URL")
	errProxyScheme = &localError{message.DeployProxyScheme.With()}
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

// localError is a reason in both languages.
type localError struct{ text message.Text }

// Error is in English.
func (e *localError) Error() string { return e.text.String() }

// Localize says the error in a language.
func (e *localError) Localize(lang message.Lang) string { return e.text.In(lang) }

// ProxyError is a proxy that could not be used, or did not let through.
type ProxyError struct {
	// Proxy is its host and port, empty where that isn't known.
	Proxy string
	Err   error
}

// Error is in English.
func (e *ProxyError) Error() string { return e.Localize(message.English) }

// Unwrap returns the reason.
func (e *ProxyError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *ProxyError) Localize(lang message.Lang) string {
	if e.Proxy == "" {
		return message.DeployProxyURL.With().In(lang)
	}
	return message.DeployProxy.With(message.Printable(e.Proxy), said(e.Err)).In(lang)
}

// Hint says where proxies are set.
func (e *ProxyError) Hint() message.Text { return message.DeployProxyHint.With() }
