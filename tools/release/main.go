// Command release makes what people install of programs that are built: an archive, a
// Debian package, the licences of what is linked in, a bill of materials (CycloneDX) and
// checksums. What it writes depends on its input alone: twice the same input gives the
// same bytes. scripts/release.sh calls it.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// release is what is to be packed.
type release struct {
	version string    // semantic, without v
	arch    string    // as Go calls it
	date    time.Time // of the commit: all files have it
	tree    string    // usr/bin, usr/share/man, …: what is installed
	sources string    // of Qyvol: the licence
	crates  string    // what cargo metadata prints for the library
	also    []part    // what is linked in that no tool lists: the C library, …
	out     string
}

func main() {
	var r release
	var epoch int64
	flag.StringVar(&r.version, "version", "", "the version, such as 1.2.0")
	flag.StringVar(&r.arch, "arch", "amd64", "the processor, as Go calls it")
	flag.Int64Var(&epoch, "epoch", 0, "the commit's time, in seconds since 1970")
	flag.StringVar(&r.tree, "tree", "", "a folder with what is installed, from usr on")
	flag.StringVar(&r.sources, "sources", ".", "Qyvol's sources")
	flag.StringVar(&r.crates, "crates", "", "a file with what `cargo metadata` prints for wasmtime's library")
	flag.Func("also", "something else that is linked in, such as `glibc@2.36;LGPL-2.1-or-later;FILE,FILE`; the files are its licence", r.addPart)
	flag.StringVar(&r.out, "out", "dist", "where to write")
	flag.Parse()
	r.date = time.Unix(epoch, 0).UTC()
	if err := r.make(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func (r *release) make() error {
	if r.version == "" || r.tree == "" || r.crates == "" {
		return fmt.Errorf("-version, -tree and -crates are required")
	}
	parts, err := r.parts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	doc := filepath.Join(r.tree, "usr/share/doc/qyvol")
	if err := r.licences(doc, parts); err != nil {
		return err
	}
	bill := r.name() + ".cdx.json"
	if err := r.bill(filepath.Join(r.out, bill), parts); err != nil {
		return err
	}
	if err := r.archive(filepath.Join(r.out, r.name()+".tar.gz")); err != nil {
		return err
	}
	deb := fmt.Sprintf("qyvol_%s_%s.deb", r.version, r.arch)
	if err := r.deb(filepath.Join(r.out, deb)); err != nil {
		return err
	}
	return r.checksums(bill, r.name()+".tar.gz", deb)
}

// name begins the names of files.
func (r *release) name() string { return "qyvol-" + r.version + "-linux-" + r.arch }

// checksums are in a file that sha256sum -c reads.
func (r *release) checksums(names ...string) error {
	var b strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(r.out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(r.out, r.name()+".sha256"), []byte(b.String()), 0o644)
}
