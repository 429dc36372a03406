//go:build unix && !linux

package loader

import "errors"

func mountTiny(string) error    { return errors.ErrUnsupported }
func mountNoexec(string) error  { return errors.ErrUnsupported }
func bindReadOnly(string) error { return errors.ErrUnsupported }
func unmount(string) error      { return errors.ErrUnsupported }
