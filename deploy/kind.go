package deploy

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/loader"
)

// Kind names an error for programs.
type Kind string

// The kinds of errors.
const (
	KindNotFound     Kind = "file-not-found"
	KindInvalid      Kind = "invalid-component"
	KindChanged      Kind = "file-changed"
	KindTarget       Kind = "invalid-target"
	KindCredentials  Kind = "credentials"
	KindConnect      Kind = "connect"
	KindName         Kind = "name-not-found"
	KindProxy        Kind = "proxy"
	KindTLS          Kind = "tls"
	KindUnauthorized Kind = "unauthorized"
	KindNotNode      Kind = "not-a-node"
	KindConflict     Kind = "conflict"
	KindTooLarge     Kind = "too-large"
	KindRedirect     Kind = "redirect"
	KindRejected     Kind = "rejected"
	KindServer       Kind = "server-error"
	KindLost         Kind = "connection-lost"
	KindTimeout      Kind = "timeout"
	KindProtocol     Kind = "protocol"
	KindCancelled    Kind = "cancelled"
	KindOther        Kind = "other"
)

// KindOf tells which kind an error of Deploy is of.
func KindOf(err error) Kind {
	if r := remoteIn(err); r != nil {
		return r.common().kind
	}
	for _, k := range []struct {
		kind Kind
		is   func(error) bool
	}{
		{KindTarget, isA[*TargetError]},
		{KindCredentials, isA[*TokenError]},
		{KindCredentials, isA[*CertificateError]},
		{KindCredentials, isA[*FileError]},
		{KindNotFound, func(err error) bool { return errors.Is(err, loader.ErrWasmNotFound) }},
		{KindInvalid, isInvalid},
		{KindChanged, isA[*loader.ChangedError]},
		{KindCancelled, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		if k.is(err) {
			return k.kind
		}
	}
	return KindOther
}

func isA[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func isInvalid(err error) bool {
	return isA[*loader.NotWasmError](err) || isA[*loader.TruncatedError](err) || isA[*loader.ModuleLoadError](err) ||
		isA[*loader.DigestMismatchError](err) || isA[*loader.TooLargeError](err) || isA[*loader.NotRegularError](err)
}
