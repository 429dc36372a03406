package loader

// content reads that many bytes from the start of the file.
func (h handle) content(size int64) ([]byte, error) {
	b := make([]byte, size)
	if _, err := h.ReadAt(b, 0); err != nil {
		return nil, err
	}
	return b, nil
}
