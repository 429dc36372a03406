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
			return nil, &CertificateError{message.DeployNoCertificates.With(message.Name(t.CA))}
		}
	}
	if t.Cert == "" && t.Key == "" {
		return c, nil
	}
	if t.Cert == "" || t.Key == "" {
		return nil, &CertificateError{message.DeployCertWithoutKey.With()}
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
		return pair, &CertificateError{message.DeployBadPair.With(message.Name(t.Cert), message.Name(t.Key), err.Error())}
	}
	return pair, nil
}

// maxPEM is several times what a system's bundle of certificates has, in bytes.
const maxPEM = 4 << 20

func readPEM(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &FileError{Path: path, Err: cause(err)}
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxPEM))
	if err != nil {
		return nil, &FileError{Path: path, Err: cause(err)}
	}
	return text, nil
}

// CertificateError is a certificate, or a key, that can't be used.
type CertificateError struct{ text message.Text }

// Error is in English.
func (e *CertificateError) Error() string { return e.text.String() }

// Localize says the error in a language.
func (e *CertificateError) Localize(lang message.Lang) string { return e.text.In(lang) }

// FileError is a file with a token, a certificate or a key that can't be read.
type FileError struct {
	Path string
	Err  error
}

// Error is in English.
func (e *FileError) Error() string { return e.Localize(message.English) }

// Unwrap returns the system's reason.
func (e *FileError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *FileError) Localize(lang message.Lang) string {
	return message.DeployFile.With(message.Name(e.Path), e.Err).In(lang)
}

// Hint tells a path that a shell was meant to change, or the nearest one.
func (e *FileError) Hint() message.Text {
	if errors.Is(e.Err, fs.ErrNotExist) {
		return loader.MissingHint(e.Path)
	}
	return message.Text{}
}

// cause is what the system says without the path, which is said already.
func cause(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	return err
}
