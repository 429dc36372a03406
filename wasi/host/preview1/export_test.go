package preview1

// Signature is a function's name and parameters, for tests.
type Signature struct{ Name, Params string }

// Signatures lists all functions.
func Signatures() []Signature {
	var list []Signature
	for _, f := range functions() {
		list = append(list, Signature{f.name, f.params})
	}
	return list
}
