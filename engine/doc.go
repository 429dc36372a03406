// Package engine is wasmtime for Go, Component Model included, one to one with
// wasmtime's own names: an [Engine] compiles a [Component]; a [Linker] provides
// what it imports; a [Store] holds the state of a run; instantiating gives an
// [Instance], whose exported [Func] values can be called. Whoever knows
// wasmtime's documentation (https://docs.wasmtime.dev) finds each concept in
// the file of its name.
//
// Core modules work the same way: a Component of [KindModule] behaves alike,
// with the values that core WebAssembly has.
//
// # Values
//
// Go types stand for WIT types; the conversion is prepared once, when a function
// is defined or looked up.
//
//	bool, s8 … u64, f32, f64    bool, int8 … uint64, float32, float64
//	char, string                Char, string
//	list<T>, list<u8>           []T, []byte
//	map<K, V>                   map[K]V
//	record                      struct, its fields in order; kebab-case names,
//	                            or a tag `wit:"name"`
//	tuple                       Tuple1 … Tuple8
//	option<T>                   Option[T]
//	result<T, E>                Result[T, E], with Unit for an absent type
//	variant                     struct that embeds OneOf
//	enum                        an integer type with a method Cases() []string
//	flags                       an unsigned type with a method FlagNames() []string
//	own<T>, borrow<T>           Own[T], Borrow[T] for host resources,
//	                            *Resource for the guest's own
//	anything                    any, with the types of value.go
//
// A host function's WIT type follows from its Go types: a component that imports it
// with a different type isn't instantiated ([ImportTypeError]). Own[any], Borrow[any]
// and *Resource stand for any resource type, and any for all types.
//
// The package decides nothing: no policy, no manifest, no logging. Errors are
// [Error], [Trap], [ExitError], [LinkError], [ImportTypeError] and [InterruptError].
package engine
