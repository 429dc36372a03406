package program

import (
	"os"
	"slices"
	"strconv"
	"sync"

	"github.com/rs/zerolog"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/wasi/host"
)

// denials are what a guest is refused: each kind is logged once as a warning, so
// that a guest that asks again and again doesn't fill the log, and counted; the
// rest is logged for who debugs.
type denials struct {
	log zerolog.Logger

	mu    sync.Mutex // a run that leaves its guest behind reads them
	index map[metrics.Denial]int
	list  []metrics.Denial
}

// maxDenials bounds how many kinds are told apart.
const maxDenials = 50

func (d *denials) tell(denied host.Denial) {
	one := metrics.Denial{
		Path: denied.Path, Access: denied.Access.String(), Error: denied.Code.Error(),
		Rule: denied.Decision.Rule, AllowWith: denied.Decision.Would, RefusedBy: refusedBy(denied.Code),
	}
	level := zerolog.DebugLevel
	if d.add(one) {
		level = zerolog.WarnLevel
	}
	event := d.log.WithLevel(level).Str("path", one.Path).Str("access", one.Access).Str("error", one.Error)
	if one.Rule != "" {
		event = event.Str("rule", one.Rule)
	}
	if one.AllowWith != "" {
		event = event.Str("allow_with", one.AllowWith)
	}
	if one.RefusedBy != "" {
		event = event.Str("refused_by", one.RefusedBy)
	}
	event.Msg("denied")
}

// refusedBy says what of the host refused something, where no rule of a manifest did.
func refusedBy(code vfs.Errno) string {
	user := "this user"
	if id := os.Geteuid(); id >= 0 { // Windows has no numbers
		user = "user " + strconv.Itoa(id)
	}
	switch code {
	case vfs.HostAccess:
		return "the host's own permissions, for " + user
	case vfs.HostNotPermitted:
		return "the host, to " + user
	case vfs.HostReadOnly:
		return "the host's file system, which is read-only"
	default:
		return ""
	}
}

// add counts a denial, and tells whether it is the first of its kind: what has all
// but the path in common.
func (d *denials) add(one metrics.Denial) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	kind := one
	kind.Path = ""
	if at, known := d.index[kind]; known {
		d.list[at].Count++
		return false
	}
	if len(d.list) == maxDenials {
		return false
	}
	if d.index == nil {
		d.index = map[metrics.Denial]int{}
	}
	d.index[kind] = len(d.list)
	one.Count = 1
	d.list = append(d.list, one)
	return true
}

// kinds are those so far.
func (d *denials) kinds() []metrics.Denial {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.list)
}
