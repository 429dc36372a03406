package manifest

import (
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Notice is something to tell about a manifest, and where. Errors and warnings
// are notices.
type Notice struct {
	// Path is the manifest's file as the caller named it; it may be empty.
	Path string
	// Position is the zero Position when the notice is about the whole file.
	Position
	// Width is the number of characters that the carets mark, at least 1.
	Width int
	// Source is the whole line at Position, without its line break.
	Source string
	// Text says what happened.
	Text message.Text
	// HintText says what to do about it; it may be zero.
	HintText message.Text
}

// Localize renders "file:line:column: text", then the source line and a line of
// carets under what is meant.
func (n *Notice) Localize(lang message.Lang) string {
	head := n.place()
	if head != "" {
		head += ": "
	}
	head += n.Message(lang)
	if n.IsZero() {
		return head
	}
	return head + "\n" + frame(n)
}

// Words are the notice, place and all.
func (n *Notice) Words() message.Text { return message.Saying(n) }

// Message says what happened, without the place.
func (n *Notice) Message(lang message.Lang) string {
	// A text may quote the manifest, which may have anything in it.
	return clip(printable(n.Text.In(lang)), textWidth)
}

// Where returns the notice itself, for who has an error that may hold one.
func (n *Notice) Where() *Notice { return n }

// Hint says what the user can do about it.
func (n *Notice) Hint() message.Text { return n.HintText }

// String renders the notice in English.
func (n *Notice) String() string { return n.Localize(message.English) }

func (n *Notice) place() string {
	var parts []string
	if n.Path != "" {
		parts = append(parts, printable(n.Path))
	}
	if !n.IsZero() {
		parts = append(parts, strconv.Itoa(n.Line), strconv.Itoa(n.Column))
	}
	return strings.Join(parts, ":")
}

// Warning is a notice that doesn't keep the manifest from being used.
type Warning struct {
	Notice
	// Kind is [ErrFile] for a file that may yet come to be; most have none.
	Kind Kind
}
