package manifest

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// kind is what a node is to YAML's core schema (YAML 1.2.2, section 10.3.2). The
// YAML reader has rules of its own for plain scalars: 0b11 and 1_000 are numbers
// to it, as in YAML 1.1, and some strings are times.
type kind uint8

const (
	kindText kind = iota
	kindNull
	kindBool
	kindInt
	kindFloat
	kindList
	kindMapping
)

func kindOf(n *yaml.Node) kind {
	switch {
	case isMapping(n):
		return kindMapping
	case isList(n):
		return kindList
	case isPlain(n):
		return resolve(n.Value)
	}
	return kindText
}

// resolve tells what a plain scalar is.
func resolve(s string) kind {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return kindNull
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return kindBool
	case ".nan", ".NaN", ".NAN":
		return kindFloat
	}
	unsigned := s
	if s[0] == '-' || s[0] == '+' {
		unsigned = s[1:]
	}
	switch {
	case allDigits(unsigned), isRadix(s, "0o", "01234567"), isRadix(s, "0x", "0123456789abcdefABCDEF"):
		return kindInt
	case unsigned == ".inf", unsigned == ".Inf", unsigned == ".INF", isDecimal(unsigned):
		return kindFloat
	}
	return kindText
}

func isRadix(s, prefix, digits string) bool {
	rest, ok := strings.CutPrefix(s, prefix)
	return ok && rest != "" && strings.Trim(rest, digits) == ""
}

// isDecimal holds for digits with a point among them or an exponent behind them.
func isDecimal(s string) bool {
	mantissa, exponent := s, "0"
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], s[i+1:]
		if exponent != "" && (exponent[0] == '-' || exponent[0] == '+') {
			exponent = exponent[1:]
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return allDigits(exponent) && (whole == "" || allDigits(whole)) && (fraction == "" || allDigits(fraction)) &&
		whole+fraction != "" && (whole != "" || strings.HasPrefix(mantissa, "."))
}
