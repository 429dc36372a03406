package engine

// orClosed gives a zero value, which has nothing of wasmtime's, something that is
// closed: its methods are then errors, not crashes.
func orClosed[T any](raw *T) *T {
	if raw == nil {
		return new(T)
	}
	return raw
}
