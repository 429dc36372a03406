package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/fixtures/parity"
)

// Every rule of the fuzz tests has a row with its reason, and every row a rule.
func TestFuzzRulesAreDocumented(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(filepath.Dir(fixtures.Dir(t)), "docs", "PARITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(data), "\n## Fuzzing\n")
	if !ok {
		t.Fatal("docs/PARITY.md has no section on fuzzing")
	}
	var documented []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\|$").FindAllStringSubmatch(section, -1) {
		documented = append(documented, row[1])
	}
	names := []string{"timeout"} // which comes before any comparison
	for _, r := range fuzzRules {
		names = append(names, r.name)
	}
	slices.Sort(names)
	slices.Sort(documented)
	if !slices.Equal(names, documented) {
		t.Errorf("the rules are %q, those documented %q", names, documented)
	}
}

// A guest that ends otherwise, or that one side refuses, is a finding; a rule is
// for its own case only.
func TestFuzzComparisonFails(t *testing.T) {
	end := func(kind, message string) ended { return ended{parity.Outcome{Kind: kind}, message} }
	said := ended{parity.Outcome{Stdout: parity.OutputOf([]byte("hi"))}, ""}
	for _, c := range []struct {
		what      string
		want, got ended
		rule      string
		finding   bool
	}{
		{what: "the same refusal", want: end("load", "a"), got: end("load", "b")},
		{what: "another output", want: said, got: end("", ""), finding: true},
		{what: "accepted by the reference only", want: end("", ""), got: end("load", "no"), finding: true},
		{what: "accepted by Qyvol only", want: end("link", "no"), got: end("", ""), finding: true},
		{what: "another end", want: end("trap", ""), got: end("fuel", ""), finding: true},
		{
			what: "nested deeply", want: end("trap", ""), rule: "nesting",
			got: end("load", "compile: type section, offset 0x20: types are nested more than 200 deep"),
		},
		{what: "the reference crashes, Qyvol refuses", want: end("crash", ""), got: end("load", ""), rule: "reference-crash"},
		{what: "the reference crashes, Qyvol runs it", want: end("crash", ""), got: end("", ""), finding: true},
	} {
		name, found := differ(nil, c.want, c.got)
		if name != c.rule || (len(found) > 0) != c.finding {
			t.Errorf("%s: rule %q, %v", c.what, name, found)
		}
	}
	found := parity.Compare(said.Outcome, end("trap", "").Outcome)
	if left := steady(found, []parity.Difference{{Field: "stdout"}}); len(left) != 1 || left[0].Field != "kind" {
		t.Errorf("of %v, without an output that varies, is left %v", found, left)
	}
}

// A reference that dies is noticed, and the next guest gets another.
func TestReferenceThatDies(t *testing.T) {
	program, err := exec.LookPath("go") // which knows no such command
	if err != nil {
		t.Fatal(err)
	}
	s := &served{program: program}
	defer s.stop()
	for range 2 {
		e, err := s.run([]byte("(module)"))
		if err != nil || e.Kind != "crash" || !strings.Contains(e.message, "serve") {
			t.Errorf("%+v, %v", e, err)
		}
	}
}
