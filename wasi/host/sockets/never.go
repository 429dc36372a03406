package sockets

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
)

// No guest can have a socket, so that no method of one is ever called. They are
// here with their types, since a component that imports them has to have the right
// ones.

var errNone = errors.New("there are no sockets")

// method is a method of no parameters besides the resource.
func method[S, R any]() engine.HostFunc {
	return engine.F1(func(*engine.Store, engine.Borrow[S]) (r R, err error) { return r, errNone })
}

// method1 is a method of one parameter.
func method1[S, A, R any]() engine.HostFunc {
	return engine.F2(func(*engine.Store, engine.Borrow[S], A) (r R, err error) { return r, errNone })
}

// method2 is a method of two parameters.
func method2[S, A, B, R any]() engine.HostFunc {
	return engine.F3(func(*engine.Store, engine.Borrow[S], A, B) (r R, err error) { return r, errNone })
}

// answer is a result of most methods; done is one without a value.
type (
	answer[T any] = engine.Result[T, ErrorCode]
	done          = answer[engine.Unit]
)
