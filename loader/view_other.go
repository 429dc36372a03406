//go:build !unix

package loader

// View shows the bytes of the file to a function, which must not keep them. On
// this system all of them are in memory, whatever was passed. A file that has
// changed is a [*ChangedError].
func (u *Unit) View(show func(data []byte, passed func(offset int)) error) error {
	data, err := u.Content()
	if err != nil {
		return err
	}
	return show(data, func(int) {})
}
