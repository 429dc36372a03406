package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// getStdin is wasi:cli/stdin@0.2.12, get-stdin. All streams that it gives read
// from the same input.
func getStdin(c host.Call) (engine.Own[*io.InputStream], error) {
	return host.Own(c, io.NewInputStream(c.Stdin, nil))
}

// getStdout is wasi:cli/stdout@0.2.12, get-stdout.
func getStdout(c host.Call) (engine.Own[*io.OutputStream], error) {
	return host.Own(c, io.NewOutputStream(c.Stdout, nil))
}

// getStderr is wasi:cli/stderr@0.2.12, get-stderr.
func getStderr(c host.Call) (engine.Own[*io.OutputStream], error) {
	return host.Own(c, io.NewOutputStream(c.Stderr, nil))
}
