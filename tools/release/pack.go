package main

import (
	"archive/tar"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/goreleaser/nfpm/v2"
	_ "github.com/goreleaser/nfpm/v2/deb" // the format
	"github.com/goreleaser/nfpm/v2/files"
)

// mode is what a file is installed with: programs can be run, and nobody but their owner
// may write.
func mode(name string) fs.FileMode {
	if path.Base(path.Dir(name)) == "bin" {
		return 0o755
	}
	return 0o644
}

// walk calls with all files below the tree, in the order of their names.
func (r *release) walk(each func(name string) error) error {
	return filepath.WalkDir(r.tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(r.tree, path)
		if err != nil {
			return err
		}
		return each(filepath.ToSlash(name))
	})
}

// archive has one folder, with bin and share in it, to be unpacked anywhere.
func (r *release) archive(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	zipped, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(zipped)
	if err := r.walk(func(name string) error { return r.pack(out, name) }); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

func (r *release) pack(out *tar.Writer, name string) error {
	in, err := os.Open(filepath.Join(r.tree, name))
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	info, err := in.Stat()
	if err != nil {
		return err
	}
	within, err := filepath.Rel("usr", name)
	if err != nil {
		return err
	}
	err = out.WriteHeader(&tar.Header{
		Name: path.Join(r.name(), filepath.ToSlash(within)), Size: info.Size(), Mode: int64(mode(name)), ModTime: r.date, Format: tar.FormatUSTAR,
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}

// deb is a package for Debian and its kin.
func (r *release) deb(path string) (err error) {
	var contents files.Contents
	err = r.walk(func(name string) error {
		contents = append(contents, &files.Content{
			Source: filepath.Join(r.tree, name), Destination: "/" + name,
			FileInfo: &files.ContentFileInfo{Mode: mode(name), MTime: r.date, Owner: "root", Group: "root"},
		})
		return nil
	})
	if err != nil {
		return err
	}
	info := nfpm.WithDefaults(&nfpm.Info{
		Name: "qyvol", Arch: r.arch, Platform: "linux", Version: r.version, Section: "utils", Priority: "optional",
		Maintainer: "Qyvol <qyvol@users.noreply.github.com>", Homepage: "https://github.com/qyvol/qyvol", License: "Apache-2.0",
		Description:  "Runs WebAssembly components, sandboxed by what their manifests declare.",
		MTime:        r.date,
		Overridables: nfpm.Overridables{Contents: contents},
	})
	if err := nfpm.PrepareForPackager(info, "deb"); err != nil {
		return err
	}
	packager, err := nfpm.Get("deb")
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	return packager.Package(info, f)
}
