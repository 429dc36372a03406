package demangle

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// names are mangled by the rules of Rust's compiler, or nearly; what they become is
// what the Rust project's own demangler makes of them.
var names = []struct{ mangled, want string }{
	{`_ZN3foo3bar17h0123456789abcdefE`, `foo::bar`},
	{`_ZN3foo4_bar17h0123456789abcdefE`, `foo::_bar`},
	{`_ZN3std3sys9backtrace28__rust_begin_short_backtrace17h0123456789abcdefE`, `std::sys::backtrace::__rust_begin_short_backtrace`},
	{`_ZN4main9__private7hABCDEFE`, `main::__private`},
	{`_ZN3app2__3h00E`, `app::__`},
	{`_ZN46_$LT$app..Item$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE`, `<app::Item as core::fmt::Debug>::fmt`},
	{`_ZN3app4main28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE`, `app::main::{{closure}}`},
	{`_ZN3app6$RF$u8E`, `app::&u8`},
	{`_ZN3app11$LP$$RP$$C$E`, `app::(),`},
	{`_ZN3app9$SP$$BP$.E`, `app::@*.`},
	{`_ZN3app7$u1b$xyE`, `app::$u1b$xy`},
	{`_ZN3app6$LT$xyE`, `app::<xy`},
	{`_ZN3app7$NO$_.xE`, `app::$NO$_.x`},
	{`_ZN3app4$u$xE`, `app::$u$x`},
	{`_ZN3app6_.run.E`, `app::_.run.`},
	{`_ZN3app3run17h0123456789abcdefE.llvm.1234ABCD`, `app::run`},
	{`_ZN3app3run17h0123456789abcdefE.cold.1`, `app::run.cold.1`},
	{`_ZN3app3run17h0123456789abcdefE no`, `_ZN3app3run17h0123456789abcdefE no`},
	{`_ZN3app3run1hE`, `app::run`},
	{`_ZN3app3run2hxE`, `app::run::hx`},
	{`ZN3app3runE`, `app::run`},
	{`__ZN3app3runE`, `app::run`},
	{`_ZNE`, ``},
	{`_ZN3appE3`, `_ZN3appE3`},
	{`_ZN99appE`, `_ZN99appE`},
	{`_ZN3app3run`, `_ZN3app3run`},
	{`_RNvCs1x_3app3run`, `app::run`},
	{`_RNvNtCs1x_3app4__mod5___run`, `app::_mod::__run`},
	{`_RNCNvCs1x_3app4main0`, `app::main::{closure#0}`},
	{`_RNCNvCs1x_3app4mains_0B5_`, `app::main::{closure#1}`},
	{`_RNSNvCs1x_3app4main6vtable`, `app::main::{shim:vtable#0}`},
	{`_RINvNtCs1x_4core3ptr13drop_in_placeNtCs1y_3app4ItemE`, `core::ptr::drop_in_place::<app::Item>`},
	{`_RNvMs_NtCs1x_3app3boxNtB4_3Box3new`, `<app::box::Box>::new`},
	{`_RNvXs_Cs1x_3appNtB4_4ItemNtNtCs2_4core3fmt5Debug3fmt`, `<app::Item as core::fmt::Debug>::fmt`},
	{`_RNvYNtCs1x_3app4ItemNtNtCs2_4core3fmt5Debug3fmt`, `<app::Item as core::fmt::Debug>::fmt`},
	{`_RINvCs1x_3app1fRShQAhj4_TmEuEB2_`, `app::f::<&[u8], &mut [u8; 4], (u32,), ()>`},
	{`_RINvCs1x_3app1fPxOyFUKCaEzEB2_`, `app::f::<*const i64, *mut u64, unsafe extern "C" fn(i8) -> !>`},
	{`_RINvCs1x_3app1fFG_RL0_eEuEB2_`, `app::f::<for<'a> fn(&'a str)>`},
	{`_RINvCs1x_3app1fDNtB2_5TraitEL_EB2_`, `app::f::<dyn app::Trait>`},
	{`_RINvCs1x_3app1fDINtB2_5TraithEp4ItemmEL_EB2_`, `app::f::<dyn app::Trait<u8, Item = u32>>`},
	{`_RINvCs1x_3app1fKj2a_Kin5_Kb1_Kc41_EB2_`, `app::f::<42, -5, true, 'A'>`},
	{`_RINvCs1x_3app1fKRe68692122_KARe61_Re62_EKTh1_h2_EEB2_`, `app::f::<"hi!\"", {["a", "b"]}, {(1, 2)}>`},
	{`_RINvCs1x_3app1fKVNtB2_1PS1xm1_1ym2_EKVNtB2_1QTh1_EKVNtB2_1RUEB2_`, `app::f::<{app::P { x: 1, y: 2 }}, {app::Q(1)}, {app::R}>`},
	{`_RNvCs1x_3appu4_0tda`, `app::ᆎᆎ`},
	{`_RNvCs1x_3appu10mnchen_3ya`, `app::münchen`},
	{`_RNvC6_123foo3bar`, `123foo::bar`},
	{`_RNvCs1x_3app3run.llvm.99`, `app::run`},
	{`_RNvCs1x_3app3run.cold`, `app::run.cold`},
	{`_RNvCs1x_3app3runX`, `_RNvCs1x_3app3runX`},
	{`_RINvC1a1fB9_E`, `_RINvC1a1fB9_E`},
	{`_RINvC1a1fpE`, `a::f::<_>`},
	{`_RINvCs1x_3app1fFK11C_cmse_callEuE`, `app::f::<extern "C-cmse-call" fn()>`},
	{`_R`, `_R`},
	{`Run`, `Run`},
	{`RC4main`, `main`},
	{`main`, `main`},
	{`_start`, `_start`},
}

func TestRust(t *testing.T) {
	for _, n := range names {
		if got := Name(n.mangled); got != n.want {
			t.Errorf("%s is %q, not %q", n.mangled, got, n.want)
		}
	}
}

func TestCPP(t *testing.T) {
	for name, want := range map[string]string{
		"_Z3runi": "run(int)", "_ZN3app3runEv": "app::run()", "_ZNSt6vectorIiE4sizeEv": "std::vector<int>::size()",
		"_ZN3app4_runEv": "app::_run()", "_ZN10ExpressionaSERKS_": "Expression::operator=(Expression const&)",
		"_Z13SUB32_BIT_FLTRKjS0_":                             "SUB32_BIT_FLT(unsigned int const&, unsigned int const&)",
		"_ZNSt3mapIiSsSt4lessIiESaISt4pairIKiSsEEE4findERS3_": "std::map<int, std::string, std::less<int>, std::allocator<std::pair<int const, std::string> > >::find(int const&)", "_ZL6__initv": "__init()", "_Zno": "_Zno",
	} {
		if got := Name(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
}

// base62 is a number of Rust's mangling.
func base62(n int) string {
	if n == 0 {
		return "_"
	}
	const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	text := ""
	for n--; n > 0 || text == ""; n /= 62 {
		text = digits[n%62:n%62+1] + text
	}
	return text + "_"
}

// bomb is a name of which each part has the one before it twice.
func bomb(levels int, part func(before string) string) string {
	name, at := "_RINvC1a1fh", 8
	for range levels {
		before := "B" + base62(at)
		at = len(name) - len("_R")
		name += part(before)
	}
	return name + "E"
}

// bombs are names that stand for more than fits into memory, or that take for ever.
func bombs() map[string]string {
	return map[string]string{
		"tuples":     bomb(300, func(b string) string { return "T" + b + b + "E" }),
		"wide":       bomb(40, func(b string) string { return "T" + strings.Repeat(b, 500) + "E" }),
		"references": bomb(400, func(b string) string { return "R" + b }),
		"functions":  bomb(300, func(b string) string { return "F" + b + "E" + b }),
		"arguments":  bomb(300, func(b string) string { return "INtC01x" + b + b + "E" }),
		"binders":    "_RINvC1a1fFGzzzzzzzzzz_EuE",
		"deep":       "_RINvC1a1f" + strings.Repeat("R", 60_000) + "hE",
		"deep paths": "_R" + strings.Repeat("Nv", 30_000) + "C1a" + strings.Repeat("1b", 30_000),
		"legacy":     "_ZN" + strings.Repeat("1a", 30_000) + "E",
		"a loop":     "_RINvC1a1fB8_E",
		"numbers":    "_RNvC1a99999999999999999999999999b",
		"unprinted":  unprinted(60_000),
		"packs":      "_Z1fIJ" + strings.Repeat("i", 3000) + "EEv" + strings.Repeat("DpT_", 3000),
		"one pack":   "_Z1fIJ" + strings.Repeat("i", 400) + "EEvDpPFvT_T_T_E",
		"many packs": "_Z1fIJ" + strings.Repeat("i", 50) + "EEv" + strings.Repeat("DpPFvT_E", 20),
		"lambdas":    growing("_Z1fNUlvE_1aENUlS_S_E_1aE", 1, 2, "NUl%[1]s%[1]sE_1aE"),
		"pointers":   growing("_Z1fI1xEv1AIT_T_E", 4, 2, "PF%[1]s%[1]sE"),
		"members":    growing("_Z1fI1xEv1AIT_T_E", 4, 1, "M%[1]s%[1]s"),
		"types":      growing("_Z1fI1xEv1AIT_T_E", 4, 1, "F%[1]s%[1]sE"),
		"C++":        "_Z1f" + strings.Repeat("PFv", 10_000) + "v" + strings.Repeat("E", 10_000),
	}
}

// growing is a name of C++ of which each part has one before it twice.
func growing(name string, first, step int, part string) string {
	for n := range 40 {
		reference := "S" + strings.ToUpper(strconv.FormatInt(int64(first+n*step), 36)) + "_"
		name += fmt.Sprintf(part, reference)
	}
	return name
}

// unprinted refers many times to the path of an implementation, which is read and
// isn't printed.
func unprinted(size int) string {
	at := len("IC1a")
	path := "MIC1a" + strings.Repeat("u", size/2) + "Eu"
	return "_RIC1a" + path + strings.Repeat("B"+string("0123456789"[at-1])+"_", size/6) + "E"
}

// What the library for C++ panics at stays as it is.
func TestNamesThatPanic(t *testing.T) {
	for _, name := range []string{"_Z1fINW1mFcvi", "_Z1fINW1mFcviE"} {
		if got := Name(name); got != name {
			t.Errorf("%s becomes %s", name, got)
		}
	}
}

// A name stays short, and is done with soon, whatever it stands for. The limit is
// for a name that would take more time than there is.
func TestBombs(t *testing.T) {
	for kind, name := range bombs() {
		done := make(chan string, 1)
		go func() { done <- Name(name) }()
		select {
		case got := <-done:
			if len(got) > 2*maxSize+len(name) {
				t.Errorf("%s: %d bytes become %d", kind, len(name), len(got))
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: it takes too long", kind)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, n := range names {
		f.Add(n.mangled)
	}
	for _, b := range bombs() {
		if len(b) < 10_000 {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, name string) {
		if got := Name(name); len(got) > 2*maxSize+len(name) {
			t.Errorf("%d bytes become %d", len(name), len(got))
		}
	})
}
