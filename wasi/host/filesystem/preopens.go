package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// named is a directory and the guest's name for it.
type named = engine.Tuple2[engine.Own[*Descriptor], string]

// getDirectories is wasi:filesystem/preopens@0.2.12, get-directories. Each call
// gives descriptors of their own of the same directories, which stay open when
// they are dropped.
func getDirectories(c host.Call) ([]named, error) {
	c.Listed()
	all := make([]named, 0, len(c.Config().Preopens))
	for _, p := range c.Config().Preopens {
		d := &Descriptor{dir: p.Dir, preopen: true, flags: Read}
		if p.Dir.CanMutate {
			d.flags |= MutateDirectory
		}
		own, err := host.Own(c, d)
		if err != nil {
			return nil, err
		}
		all = append(all, named{F0: own, F1: p.Path})
	}
	return all, nil
}
