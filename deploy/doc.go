// Package deploy puts a component on a server: Deploy sends the bytes of a unit,
// and beside them what the far side needs to run it, as docs/deploy-protocol.md
// has it. A server that knows nothing of that takes the plain body of a POST.
//
// Every connection is made, used for one request and closed here, since what
// counts as a success differs from what an HTTP client takes for one: an answer
// that comes before the server has taken everything is none, unless it is an
// error. Messages, redirects, proxies' addresses and TLS are the standard
// library's.
package deploy
