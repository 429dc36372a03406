package message

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// What the operating system says most often. It speaks English to Go.
var (
	SystemPermission  = Template{EN: "permission denied", ES: "permiso denegado"}
	SystemNotExist    = Template{EN: "no such file or directory", ES: "no existe el archivo o el directorio"}
	SystemExist       = Template{EN: "file exists", ES: "el archivo ya existe"}
	SystemNotDir      = Template{EN: "not a directory", ES: "no es un directorio"}
	SystemIsDir       = Template{EN: "is a directory", ES: "es un directorio"}
	SystemNoSpace     = Template{EN: "no space left on device", ES: "no queda espacio en el dispositivo"}
	SystemQuota       = Template{EN: "disk quota exceeded", ES: "se superó la cuota de disco"}
	SystemReadOnly    = Template{EN: "read-only file system", ES: "el sistema de archivos es de solo lectura"}
	SystemLoop        = Template{EN: "too many levels of symbolic links", ES: "demasiados enlaces simbólicos encadenados"}
	SystemNameTooLong = Template{EN: "file name too long", ES: "el nombre de archivo es demasiado largo"}
	SystemTooManyOpen = Template{EN: "too many open files", ES: "demasiados archivos abiertos"}
	SystemInvalid     = Template{EN: "invalid argument", ES: "el argumento no es válido"}
	SystemIO          = Template{EN: "input/output error", ES: "error de entrada/salida"}
	SystemBadFile     = Template{EN: "bad file descriptor", ES: "el descriptor de archivo no es válido"}
	SystemNoMemory    = Template{EN: "cannot allocate memory", ES: "no se puede reservar memoria"}
)

// ofSystem finds the words for an error of the operating system that stands by
// itself, nil for any other error.
func ofSystem(err error) *Template {
	switch err {
	case fs.ErrPermission, syscall.EACCES, syscall.EPERM:
		return &SystemPermission
	case fs.ErrNotExist, syscall.ENOENT:
		return &SystemNotExist
	case fs.ErrExist, syscall.EEXIST:
		return &SystemExist
	case syscall.ENOTDIR:
		return &SystemNotDir
	case syscall.EISDIR:
		return &SystemIsDir
	case syscall.ENOSPC:
		return &SystemNoSpace
	case syscall.EDQUOT:
		return &SystemQuota
	case syscall.EROFS:
		return &SystemReadOnly
	case syscall.ELOOP:
		return &SystemLoop
	case syscall.ENAMETOOLONG:
		return &SystemNameTooLong
	case syscall.EMFILE, syscall.ENFILE:
		return &SystemTooManyOpen
	case syscall.EINVAL:
		return &SystemInvalid
	case syscall.EIO:
		return &SystemIO
	case syscall.EBADF:
		return &SystemBadFile
	case syscall.ENOMEM:
		return &SystemNoMemory
	}
	return nil
}

// Reason is a system's error without the operation and the paths, which a message has
// said already.
func Reason(err error) error {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		return onPath.Err
	}
	var onLink *os.LinkError
	if errors.As(err, &onLink) {
		return onLink.Err
	}
	return err
}
