package manifest

import (
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

func hostEnvPath(i int) string { return "permissions.env[" + strconv.Itoa(i) + "]" }

// checkEnvTwice: of a variable that is set here and passed from the host, the
// guest gets the one that is set here.
func checkEnvTwice(c *checker) {
	for i, name := range c.m.Permissions.Env {
		for j := range c.m.Env {
			if c.m.Env[j].Name == name {
				c.doubtful(hostEnvPath(i), message.ManifestEnvTwice.With(shown(name)), message.Text{})
			}
		}
	}
}

// checkHostEnvTwice: a name that another one, or a beginning with a star, has
// passed already.
func checkHostEnvTwice(c *checker) {
	list := c.m.Permissions.Env
	for i, name := range list {
		for j, other := range list {
			if j != i && passes(other, name) && (other != name || j < i) {
				c.doubtful(hostEnvPath(i), message.ManifestHostEnvTwice.With(shown(name), shown(other)), message.Text{})
				break
			}
		}
	}
}

// passes reports whether one entry of permissions.env passes all that another
// one does.
func passes(entry, other string) bool {
	prefix, isPrefix := strings.CutSuffix(entry, "*")
	return entry == other || isPrefix && strings.HasPrefix(strings.TrimSuffix(other, "*"), prefix)
}

// checkEnvEverything: variables of the host hold secrets.
func checkEnvEverything(c *checker) {
	for i, name := range c.m.Permissions.Env {
		if name == "*" {
			c.doubtful(hostEnvPath(i), message.ManifestEnvEverything.With(), message.ManifestEnvEverythingHint.With())
		}
	}
}
