package deploy

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

// TLS names files, all in PEM.
type TLS struct {
	// CA has the certificates to trust, in place of the system's; "" is the
	// system's.
	CA string
	// Cert and Key are the client's certificate, with what leads up to its
	// authority, and its private key. Both or none.
	Cert, Key string
}

// config reads the files. The errors are [*FileError] and [*CertificateError].
func (t TLS) config(host string) (*tls.Config, error) {
	c := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	if t.CA != "" {
		pem, err := readPEM(t.CA)
		if err != nil {
			return nil, err
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, badCertificate(&message.DeployNoCertificates, message.Name(t.CA))
		}
	}
	if t.Cert == "" && t.Key == "" {
		return c, nil
	}
	if t.Cert == "" || t.Key == "" {
		return nil, badCertificate(&message.DeployCertWithoutKey)
	}
	pair, err := t.pair()
	c.Certificates = []tls.Certificate{pair}
	return c, err
}

func (t TLS) pair() (tls.Certificate, error) {
	cert, err := readPEM(t.Cert)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := readPEM(t.Key)
	if err != nil {
		return tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return pair, badCertificate(&message.DeployBadPair, message.Name(t.Cert), message.Name(t.Key), err.Error())
	}
	return pair, nil
}

// maxPEM is several times what a system's bundle of certificates has, in bytes.
const maxPEM = 4 << 20

func readPEM(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, newFileError(path, err)
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxPEM))
	if err != nil {
		return nil, newFileError(path, err)
	}
	return text, nil
}

// CertificateError is a certificate, or a key, that can't be used.
type CertificateError struct{ wording }

func badCertificate(what *message.Template, args ...any) error {
	return &CertificateError{wording{text: what.With(args...)}}
}

// FileError is a file with a token, a certificate or a key that can't be read.
type FileError struct {
	wording
	Path string
	Err  error
}

// Unwrap returns the system's reason.
func (e *FileError) Unwrap() error { return e.Err }

func newFileError(path string, err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err // the path is said already
	}
	e := &FileError{wording{text: message.DeployFile.With(message.Name(path), err)}, path, err}
	if errors.Is(err, fs.ErrNotExist) {
		e.hint = loader.MissingHint(path)
	}
	return e
}
