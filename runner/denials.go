package runner

import (
	"github.com/rs/zerolog"

	"github.com/qyvol/qyvol/wasi/host"
)

// denials logs what a guest is refused: each rule once as a warning, so that a
// guest that asks again and again doesn't fill the log, and the rest for who
// debugs. It is used on the guest's goroutine.
type denials struct {
	log  zerolog.Logger
	said map[denialKey]bool
}

// denialKey is what denials of one kind have in common.
type denialKey struct {
	code, rule, would string
	change            bool
}

// maxDenials bounds how many kinds are warned of.
const maxDenials = 50

func (d *denials) tell(denied host.Denial) {
	k := denialKey{
		code: denied.Code.Error(), rule: denied.Decision.Rule, would: denied.Decision.Would,
		change: denied.Access.Changes(),
	}
	level := zerolog.DebugLevel
	if !d.said[k] && len(d.said) < maxDenials {
		if d.said == nil {
			d.said = map[denialKey]bool{}
		}
		d.said[k] = true
		level = zerolog.WarnLevel
	}
	event := d.log.WithLevel(level).Str("path", denied.Path).Str("access", denied.Access.String()).
		Str("error", k.code)
	if k.rule != "" {
		event = event.Str("rule", k.rule)
	}
	if k.would != "" {
		event = event.Str("allow_with", k.would)
	}
	event.Msg("denied")
}
