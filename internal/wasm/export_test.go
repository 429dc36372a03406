package wasm

// Unread counts the bodies of which Check can't read all.
func Unread(data []byte) (int, error) {
	d := newDecoder(data, Options{})
	d.effort = &effort{}
	d.file()
	if d.err != nil {
		return 0, d.err
	}
	return d.effort.unread, nil
}
