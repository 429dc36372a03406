// Package deploy puts a component on a server: Deploy sends the bytes of a unit,
// and beside them what the far side needs to run it, as docs/deploy-protocol.md
// has it. A server that knows nothing of that takes the plain body of a POST.
//
// Requests are net/http's, each on a connection of its own that is made and closed
// here: what counts as a success differs from what net/http takes for one. An answer
// that comes before the server has taken everything is none, unless it is an error.
package deploy
