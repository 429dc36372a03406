//go:build !linux

package engine_test

import "errors"

func limitAddressSpace(uint64) error { return errors.ErrUnsupported }
