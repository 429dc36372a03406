package deploy_test

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/loader"
)

// start starts a program that ends with the test.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var said strings.Builder
	cmd.Stderr = &said
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said %s", cmd.Path, said.String())
		}
	})
}

// program skips where there is none of that name.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + name); err != nil {
			t.Skip(name + " is not here")
		}
	}
	return path
}

// listens waits until somebody listens. Who serves one connection alone is not
// asked.
func listens(t *testing.T, address string) {
	t.Helper()
	await(t, func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

// stored checks that a file has what was sent.
func stored(t *testing.T, path string, unit *loader.Unit) {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	if sum, n, err := digestOf(f); err != nil || sum != unit.Digest() || n != unit.Size() {
		t.Errorf("%s has %d bytes, %s, want %d, %s: %v", path, n, sum, unit.Size(), unit.Digest(), err)
	}
}

const python = `
import http.server, sys
class Upload(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with open(sys.argv[1], "wb") as f:
            f.write(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(201)
        self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 0), Upload)
print(server.server_address[1], flush=True)
server.serve_forever()
`

// The server of Python's library speaks HTTP/1.0.
func TestPython(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "stored")
	cmd := exec.Command(program(t, "python3"), "-c", python, path)
	out, err := cmd.StdoutPipe()
	must(t, err)
	start(t, cmd)
	at, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	unit := bigUnit(t)
	result, err := deploy.Deploy(t.Context(), unit, "http://127.0.0.1:"+strings.TrimSpace(at), quick())
	outcome{"", 1, 201}.check(t, result, err)
	stored(t, path, unit)
}

// A proxying location is the one in which nginx reads bodies; what is behind it
// answers.
const nginx = `daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:%[1]s;
    client_max_body_size 20m;
    location /upload {
      client_body_in_file_only on;
      proxy_set_body "";
      proxy_pass http://127.0.0.1:%[1]s/stored;
    }
    location /stored { return 201; }
    location /small/ { client_max_body_size 1m; proxy_pass http://127.0.0.1:%[1]s/stored; }
  }
}
`

func TestNginx(t *testing.T) {
	t.Parallel()
	dir, at := t.TempDir(), port(t)
	_, number, err := net.SplitHostPort(at)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "nginx.conf"), fmt.Appendf(nil, nginx, number), 0o600))
	start(t, exec.Command(program(t, "nginx"), "-e", "stderr", "-p", dir, "-c", "nginx.conf"))
	listens(t, at)
	unit := bigUnit(t)
	result, err := deploy.Deploy(t.Context(), unit, "http://"+at, quick())
	outcome{"", 1, 201}.check(t, result, err)
	files := 0
	must(t, filepath.WalkDir(filepath.Join(dir, "body"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files++
			stored(t, path, unit)
		}
		return err
	}))
	if files != 1 {
		t.Errorf("it stored %d files", files)
	}
	result, err = deploy.Deploy(t.Context(), unit, "http://"+at+"/small", quick())
	outcome{deploy.KindTooLarge, 1, 413}.check(t, result, err)
	result, err = deploy.Deploy(t.Context(), unit, "http://"+at+"/nowhere", quick())
	outcome{deploy.KindNotNode, 1, 404}.check(t, result, err)
	result, err = deploy.Deploy(t.Context(), withManifest(t, "args: [\""+noise(100_000)+"\"]\n"), "http://"+at, quick())
	outcome{deploy.KindRejected, 1, 400}.check(t, result, err) // nginx says so of headers that are too large
}

// nc says what it has to say, and stores what comes, the request's headers
// included.
func TestNetcat(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"hangs up": {"-N"}, "waits": nil} {
		for size, content := range map[string][]byte{"small": componentOf(1000), "large": large1()} {
			t.Run(name+" "+size, func(t *testing.T) {
				t.Parallel()
				host, number, err := net.SplitHostPort(port(t))
				must(t, err)
				path := filepath.Join(t.TempDir(), "stored")
				out, err := os.Create(path)
				must(t, err)
				defer out.Close()
				nc := exec.Command(program(t, "nc"), append(args, "-l", host, number)...)
				nc.Stdin, nc.Stdout = strings.NewReader(ok), out
				ended := make(chan error, 1)
				must(t, nc.Start())
				go func() { ended <- nc.Wait() }()
				t.Cleanup(func() { _ = nc.Process.Kill() })

				unit := unitOf(t, content)
				opts := quick()
				opts.Attempts = 1000 // it listens when it has started
				_, err = deploy.Deploy(t.Context(), unit, "http://"+net.JoinHostPort(host, number), opts)
				must(t, err)
				must(t, <-ended)
				storedRequest(t, path, unit)
			})
		}
	}
}

// storedRequest checks a file with a whole request.
func storedRequest(t *testing.T, path string, unit *loader.Unit) {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	r := bufio.NewReader(f)
	for line := "-"; line != "\r\n"; {
		line, err = r.ReadString('\n')
		must(t, err)
	}
	if sum, n, err := digestOf(r); err != nil || sum != unit.Digest() {
		t.Errorf("%d bytes, %s, want %d, %s: %v", n, sum, unit.Size(), unit.Digest(), err)
	}
}

// The same in Go: the answer is there before the request is, and everything that
// comes is stored until nothing more does.
func TestCannedAnswer(t *testing.T) {
	t.Parallel()
	for name, content := range map[string][]byte{"small": componentOf(1000), "large": large1()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "stored")
			written := make(chan error, 1)
			l := listen(t, func(_ *listener, _ int, conn *net.TCPConn) {
				say(conn, ok)
				_ = conn.CloseWrite()
				all, err := io.ReadAll(conn)
				if err == nil {
					err = os.WriteFile(path, all, 0o600)
				}
				written <- err
			})
			unit := unitOf(t, content)
			result, err := deployTo(t, l, unit, quick())
			outcome{"", 1, 200}.check(t, result, err)
			must(t, <-written)
			storedRequest(t, path, unit)
		})
	}
}
