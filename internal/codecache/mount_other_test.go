//go:build unix && !linux

package codecache

import "errors"

func mountTiny(string) error    { return errors.ErrUnsupported }
func bindReadOnly(string) error { return errors.ErrUnsupported }
func unmount(string) error      { return errors.ErrUnsupported }
