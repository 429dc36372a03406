package codecache

import (
	"fmt"
	"os"
	"time"
)

// lock makes this the only one, among all processes, that compiles what a key
// names, so that the others can wait for the result. It gives up after wait:
// whoever holds the lock may be stopped, and two that compile the same are a
// waste, not an error. A file system without locks counts as given up, too.
//
// Keys share 256 lock files, as a lock file can't be removed safely while
// somebody may be waiting for it.
func (d directory) lock(k key, wait time.Duration) (unlock func(), err error) {
	path := fmt.Sprintf("%s%s%s%02x", d.files, separator, lockPrefix, k[0])
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	unlock = func() { _ = file.Close() } // nothing was written
	deadline := time.Now().Add(wait)
	for pause := time.Millisecond; ; pause = min(2*pause, maxPause) {
		taken, err := tryLock(file)
		if taken || err != nil || !time.Now().Before(deadline) {
			return unlock, nil
		}
		time.Sleep(pause)
	}
}

// maxPause bounds how long the end of another's compilation goes unnoticed.
const maxPause = 32 * time.Millisecond
