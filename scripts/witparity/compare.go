package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

// verdict is what a comparison came to.
type verdict string

const (
	same     verdict = "same"
	neither  verdict = "neither"
	oursOnly verdict = "ours"
	pkgOnly  verdict = "package"
	silent   verdict = "silent"
	refused  verdict = "REFUSED"
	differs  verdict = "DIFFERS"
)

var verdicts = [...]verdict{same, neither, oursOnly, pkgOnly, silent, refused, differs}

func (v verdict) explain() string {
	switch v {
	case same:
		return "same: the same world, item by item"
	case neither:
		return "neither: both say that there is no WIT for it"
	case oursOnly:
		return "ours: wasm-tools has no WIT for it that it can read, Qyvol has"
	case pkgOnly:
		return "package: a package of WIT in the form of a component, which has no world"
	case silent:
		return "silent: Qyvol says that WIT can't tell what it imports, wasm-tools leaves that out"
	case refused:
		return "REFUSED: wasm-tools has WIT for it, Qyvol has not"
	default:
		return "DIFFERS: an item is not the same"
	}
}

// row is a row of the table.
type row struct {
	name        string
	verdict     verdict
	items       int
	note        string
	differences []string
}

// compare prints a component in both ways and compares what that says.
func (t tool) compare(s subject) row {
	r := row{name: s.name}
	theirText, theirErr := t.wit(s.data)
	var ourText bytes.Buffer
	ourErr := ourWIT(&ourText, s.data)
	if theirErr == nil && !strings.HasPrefix(theirText, "package root:component;") {
		r.verdict = pkgOnly
		return r
	}
	if ourErr != nil {
		r.verdict, r.note = refused, ourErr.Error()
		switch {
		case theirErr != nil:
			r.verdict = neither
		case strings.Contains(r.note, "WIT has no worlds that import"):
			r.verdict = silent
		}
		return r
	}
	ours, err := t.items(ourText.String(), false)
	if err != nil {
		r.verdict, r.differences = differs, []string{"Qyvol's WIT is refused: " + err.Error()}
		return r
	}
	r.items = len(ours)
	if theirErr == nil {
		var theirs map[string]string
		if theirs, theirErr = t.items(theirText, false); theirErr == nil {
			return r.differ(ours, theirs)
		}
	}
	return t.without(r, s, ourText.String(), theirErr)
}

// without compares with what wasm-tools knows about a component whose WIT it could
// not print, or not read again for a cause.
func (t tool) without(r row, s subject, ourText string, cause error) row {
	theirs, err := t.direct(s.data)
	if err != nil {
		r.verdict, r.note = oursOnly, clip(cause.Error())
		return r
	}
	ours, err := t.items(ourText, true)
	if err != nil {
		r.verdict, r.differences = differs, []string{err.Error()}
		return r
	}
	r = r.differ(merge(ours, theirs))
	r.note = "but for uses that wasm-tools leaves out, so that it can't read its own WIT"
	return r
}

// merge drops what only ours has if it is another name of a type.
func merge(ours, theirs map[string]string) (map[string]string, map[string]string) {
	for key, text := range ours {
		if _, has := theirs[key]; !has && strings.HasPrefix(text, "{type: ") {
			delete(ours, key)
		}
	}
	return ours, theirs
}

func clip(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 120 {
		return text[:120] + "…"
	}
	return text
}

func ourWIT(w *bytes.Buffer, data []byte) error {
	file, err := wasm.Decode(data)
	if err != nil {
		return err
	}
	return wit.Print(w, file.Component)
}

// differ lists items that are not the same.
func (r row) differ(ours, theirs map[string]string) row {
	all := maps.Clone(ours)
	maps.Copy(all, theirs)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		our, has := ours[key]
		their, have := theirs[key]
		switch {
		case !has:
			r.differences = append(r.differences, fmt.Sprintf("%s is missing: %s", key, their))
		case !have:
			r.differences = append(r.differences, fmt.Sprintf("%s is too much: %s", key, our))
		case our != their:
			r.differences = append(r.differences, fmt.Sprintf("%s is %s, not %s", key, our, their))
		}
	}
	if r.verdict = same; len(r.differences) > 0 {
		r.verdict = differs
	}
	return r
}
