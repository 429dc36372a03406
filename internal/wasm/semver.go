package wasm

import "strings"

// semver tells whether s is a version of three numbers, perhaps with a
// pre-release and build metadata: https://semver.org, "Backus–Naur Form Grammar".
func semver(s string) bool {
	s, build, hasBuild := strings.Cut(s, "+")
	core, pre, hasPre := strings.Cut(s, "-")
	numbers := strings.Split(core, ".")
	if len(numbers) != 3 {
		return false
	}
	for _, n := range numbers {
		if !digits(n) || len(n) > 1 && n[0] == '0' || len(n) > 19 {
			return false
		}
	}
	return (!hasPre || identifiers(pre, false)) && (!hasBuild || identifiers(build, true))
}

// identifiers tells whether s is identifiers with dots between them; only those
// of a build may be numbers that begin with a zero.
func identifiers(s string, zeros bool) bool {
	for _, part := range strings.Split(s, ".") {
		if part == "" || !zeros && len(part) > 1 && part[0] == '0' && digits(part) {
			return false
		}
		for _, c := range []byte(part) {
			if c != '-' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
