package engine

// Unit stands for an absent type: of a result, or of a side of a Result.
type Unit = struct{}

// Char is a Unicode scalar value.
type Char rune

// Option is WIT's option<T>.
type Option[T any] struct {
	Some  bool
	Value T
}

// Some returns an option that holds a value.
func Some[T any](value T) Option[T] { return Option[T]{Some: true, Value: value} }

// None returns an empty option.
func None[T any]() Option[T] { return Option[T]{} }

// Result is WIT's result<T, E>. Its zero value is an error.
type Result[T, E any] struct {
	OK    bool
	Value T
	Err   E
}

// Ok returns a successful result.
func Ok[T, E any](value T) Result[T, E] { return Result[T, E]{OK: true, Value: value} }

// Err returns a failed result.
func Err[T, E any](err E) Result[T, E] { return Result[T, E]{Err: err} }

// Tuple1 is WIT's tuple<A>; as the parameters of a TypedFunc, one parameter.
type Tuple1[A any] struct{ F0 A }

// Tuple2 is WIT's tuple<A, B>.
type Tuple2[A, B any] struct {
	F0 A
	F1 B
}

// Tuple3 is WIT's tuple<A, B, C>.
type Tuple3[A, B, C any] struct {
	F0 A
	F1 B
	F2 C
}

// Tuple4 is WIT's tuple<A, B, C, D>.
type Tuple4[A, B, C, D any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
}

// Tuple5 is WIT's tuple of five.
type Tuple5[A, B, C, D, E any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
}

// Tuple6 is WIT's tuple of six.
type Tuple6[A, B, C, D, E, F any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
}

// Tuple7 is WIT's tuple of seven.
type Tuple7[A, B, C, D, E, F, G any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
}

// Tuple8 is WIT's tuple of eight.
type Tuple8[A, B, C, D, E, F, G, H any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
	F7 H
}

// OneOf makes a variant of the struct that embeds it as its first field: each
// further field is a case, a pointer to its payload (*Unit where it has none),
// and exactly one of them is set.
type OneOf struct{}

// The types below are how values of types that are not known beforehand look
// in Go: what Func.Call takes and returns, and what an any stands for. Scalars,
// strings and []any need no type of their own; options, results and
// tuples are Option[any], Result[any, any] and Tuple; an own or borrow of a
// host resource is Own[any] or Borrow[any], one of a guest's *Resource.

// Record is a record, its fields in order.
type Record []Field

// Field is one field of a Record.
type Field struct {
	Name  string
	Value any
}

// Tuple is a tuple of any length.
type Tuple []any

// Variant is a case of a variant, with its payload or nil.
type Variant struct {
	Case  string
	Value any
}

// Enum is a case of an enum.
type Enum string

// Flags are the flags that are set.
type Flags []string

// Map is a map, in the order of its entries.
type Map []Entry

// Entry is one entry of a Map.
type Entry struct{ Key, Value any }
