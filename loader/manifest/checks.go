package manifest

import (
	"slices"
	"strconv"

	"github.com/qyvol/qyvol/internal/message"
)

// check is one rule on values that are right alone and may be wrong together.
type check struct {
	name string
	// needs has the paths that the check looks at. It isn't made when one of
	// them is invalid: what it would say might not hold.
	needs []string
	run   func(*checker)
}

// checks lists the coherence checks that need nothing but the manifest. Whether
// a directory exists, and what a component imports, is checked where it is
// opened.
func checks() []check {
	return []check{
		{"fs section without effect", []string{"permissions.fs", "fs"}, checkFSWithoutEffect},
		{"fs source", []string{"fs"}, checkFSSource},
		{"fs cache", []string{"fs"}, checkFSCache},
		{"fs quota", []string{"fs", "permissions.fs"}, checkFSQuota},
		{"netfs writing", []string{"fs", "permissions.fs"}, checkNetfsWriting},
		{"memfs to read", []string{"fs", "permissions.fs"}, checkMemfsReading},
		{"memfs with exclude", []string{"permissions.fs"}, checkMemfsExclude},
		{"mounts at one place", []string{"permissions.fs"}, checkMountsAtOnePlace},
		{"mounts of one directory", []string{"permissions.fs"}, checkSharedDirectories},
		{"excludes of one directory", []string{"permissions.fs"}, checkSharedExcludes},
		{"mount cache and quota", []string{"permissions.fs"}, checkMountOptions},
		{"net rules without effect", []string{"permissions.net"}, checkNetWithoutEffect},
		{"deny voids connect", []string{"permissions.net"}, checkDenyVoidsConnect},
		{"env set and passed", []string{"env", "permissions.env"}, checkEnvTwice},
		{"env passed twice", []string{"permissions.env"}, checkHostEnvTwice},
		{"env passes everything", []string{"permissions.env"}, checkEnvEverything},
		{"features twice", []string{"features"}, checkFeaturesTwice},
		{"fallback names itself", []string{"entrypoint", "recovery.fallback"}, checkFallback},
		{"retries on nothing", []string{"recovery.retries"}, checkRetriesOnNothing},
		{"retries on a cause twice", []string{"recovery.retries.on"}, checkCausesTwice},
		{"retries that don't retry", []string{"recovery.retries"}, checkSingleAttempt},
		{"backoff above its maximum", []string{"recovery.retries"}, checkBackoff},
		{"retries on a timeout that isn't", []string{"recovery.retries", "resources.timeout"}, checkTimeoutCause},
	}
}

// checker is what a check sees.
type checker struct {
	*decoder
	m *Manifest
}

// checkFeaturesTwice: a feature that is on can't be more so.
func checkFeaturesTwice(c *checker) {
	for i, f := range c.m.Features {
		if slices.Contains(c.m.Features[:i], f) {
			c.doubtful("features["+strconv.Itoa(i)+"]", message.ManifestListedTwice.With(string(f)), message.Text{})
		}
	}
}

// coherent makes all checks.
func (d *decoder) coherent(m *Manifest) {
	c := &checker{d, m}
	for _, check := range checks() {
		if c.allTrusted(check.needs) {
			check.run(c)
		}
	}
}

func (c *checker) allTrusted(paths []string) bool {
	for _, path := range paths {
		if !c.trusted(path) {
			return false
		}
	}
	return true
}

// wrong records an error at the value of a path.
func (c *checker) wrong(path string, text, hint message.Text) {
	c.fail(ErrIncoherent, c.visitOf(path, visit{}).value, text, hint)
}

// wrongKey records an error at the key of a path.
func (c *checker) wrongKey(path string, text, hint message.Text) {
	c.fail(ErrIncoherent, c.visitOf(path, visit{}).key, text, hint)
}

// doubtful records a warning at the value of a path.
func (c *checker) doubtful(path string, text, hint message.Text) {
	c.warn(c.visitOf(path, visit{}).value, text, hint)
}
