package vfs

import (
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// Open opens a regular file, or makes one. It looks whether what it opened is what
// stood there: os.Root follows links.
func (d *diskDir) Open(name string, flags OpenFlags) (File, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	is, err := d.root.Lstat(name)
	if errors.Is(err, os.ErrNotExist) && flags&Create != 0 {
		var made *diskFile
		err := d.makes(name, func() (err error) {
			made, err = d.open(name, flags, os.O_CREATE|os.O_EXCL)
			return err
		})
		if err != nil {
			return nil, err
		}
		return made, nil
	} else if err != nil {
		return nil, errno(err)
	}
	if err := openable(typeOf(is), flags); err != nil {
		return nil, err
	}
	f, err := d.open(name, flags, 0)
	if err != nil {
		return nil, err
	}
	opened, err := f.file.Stat()
	switch {
	case err == nil && !os.SameFile(is, opened):
		err = Loop
	case err == nil && flags&Truncate != 0 && opened.Size() > 0:
		err = f.setSize(0)
	}
	if err != nil {
		_ = f.Close()
		return nil, errno(err)
	}
	return f, nil
}

func openable(is FileType, flags OpenFlags) error {
	switch {
	case flags&(Create|Exclusive) == Create|Exclusive:
		return Exist
	case is == RegularFile:
		return nil
	case is == Directory:
		return IsDirectory
	case is == SymbolicLink:
		return Loop
	}
	return NoSuchDevice
}

func (d *diskDir) open(name string, flags OpenFlags, sys int) (*diskFile, error) {
	if flags&(Write|Truncate) != 0 {
		sys |= os.O_RDWR
	}
	if flags&(Sync|DataSync) != 0 {
		sys |= os.O_SYNC
	}
	file, err := d.root.OpenFile(name, sys, 0o666)
	if err != nil {
		return nil, errno(err)
	}
	return &diskFile{fs: d.fs, file: file, flags: flags}, nil
}

// diskFile is an open regular file.
type diskFile struct {
	fs    *diskFS
	file  *os.File
	flags OpenFlags
}

// Stat describes the file.
func (f *diskFile) Stat() (Info, error) { return statOpen(f.file) }

// SetTimes sets its times, if it was opened for writing.
func (f *diskFile) SetTimes(accessed, modified SetTime) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	now := time.Now()
	a := windows.NsecToFiletime(accessed.resolve(info.Accessed, now).UnixNano())
	m := windows.NsecToFiletime(modified.resolve(info.Modified, now).UnixNano())
	return errno(windows.SetFileTime(windows.Handle(f.file.Fd()), nil, &a, &m))
}

// Sync writes it to the device.
func (f *diskFile) Sync(bool) error {
	if f.flags&Write == 0 {
		return nil // Windows only flushes what it may write
	}
	return errno(f.file.Sync())
}

// ReadAt reads at an offset.
func (f *diskFile) ReadAt(b []byte, offset uint64) (int, error) {
	switch {
	case f.flags&Read == 0:
		return 0, BadDescriptor
	case offset > maxSize:
		return 0, nil
	}
	n, err := f.file.ReadAt(b, int64(offset))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, errno(err)
}

// WriteAt writes at an offset, or at the end, as far as the quota goes.
func (f *diskFile) WriteAt(b []byte, offset uint64) (int, error) {
	return f.write(b, offset, f.flags&Append != 0)
}

// WriteEnd writes at the end.
func (f *diskFile) WriteEnd(b []byte) (int, error) { return f.write(b, 0, true) }

func (f *diskFile) write(b []byte, offset uint64, atEnd bool) (int, error) {
	if f.flags&Write == 0 {
		return 0, BadDescriptor
	}
	g := &f.fs.growth
	if g.limit != 0 || atEnd {
		g.mu.Lock()
		defer g.mu.Unlock()
	}
	info, err := f.Stat()
	if err != nil || len(b) == 0 {
		return 0, err
	}
	if atEnd {
		offset = info.Size
	}
	end := uint64(maxSize)
	if g.limit != 0 {
		end = g.allowed(info.Size)
	}
	switch {
	case offset >= maxSize:
		return 0, FileTooLarge
	case offset >= end:
		return 0, InsufficientSpace
	}
	n, err := f.file.WriteAt(b[:min(uint64(len(b)), end-offset)], int64(offset))
	if g.limit != 0 {
		g.changed(info, max(info.Size, offset+uint64(n)))
	}
	return n, errno(err)
}

// SetSize cuts the file or lets it grow.
func (f *diskFile) SetSize(size uint64) error {
	if f.flags&Write == 0 {
		return BadDescriptor
	}
	return f.setSize(size)
}

func (f *diskFile) setSize(size uint64) error {
	if size > maxSize {
		return FileTooLarge
	}
	g := &f.fs.growth
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case g.limit != 0 && size > g.allowed(info.Size):
		return InsufficientSpace
	}
	if err := f.file.Truncate(int64(size)); err != nil {
		return errno(err)
	}
	if g.limit != 0 {
		g.changed(info, size)
	}
	return nil
}

// Close lets go of the file.
func (f *diskFile) Close() error {
	if err := f.file.Close(); !errors.Is(err, os.ErrClosed) {
		return errno(err)
	}
	return nil
}

func chtimes(root *os.Root, name string, accessed, modified SetTime) error {
	info, err := infoOf(root.Stat(name))
	if err != nil {
		return err
	}
	now := time.Now()
	return errno(root.Chtimes(name, accessed.resolve(info.Accessed, now), modified.resolve(info.Modified, now)))
}

// infoOf describes a file by what os gives, which on Windows has neither times but
// one, nor an ID, nor a count of links.
func infoOf(st os.FileInfo, err error) (Info, error) {
	if err != nil {
		return Info{}, errno(err)
	}
	return Info{
		Type: typeOf(st), Links: 1, Size: uint64(max(st.Size(), 0)),
		Accessed: st.ModTime(), Modified: st.ModTime(), Changed: st.ModTime(),
	}, nil
}

// statOpen describes what is open, ID and links included.
func statOpen(file *os.File) (Info, error) {
	info, err := infoOf(file.Stat())
	if err != nil {
		return Info{}, err
	}
	var more windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(windows.Handle(file.Fd()), &more); err != nil {
		return Info{}, errno(err)
	}
	info.Device = uint64(more.VolumeSerialNumber)
	info.ID = uint64(more.FileIndexHigh)<<32 | uint64(more.FileIndexLow)
	info.Links = uint64(more.NumberOfLinks)
	return info, nil
}

func typeOf(st os.FileInfo) FileType { return typeOfMode(st.Mode()) }

func typeOfMode(mode os.FileMode) FileType {
	switch {
	case mode.IsRegular():
		return RegularFile
	case mode&(os.ModeSymlink|os.ModeIrregular) != 0:
		return SymbolicLink // junctions too: never walked through
	case mode.IsDir():
		return Directory
	}
	return Unknown
}
