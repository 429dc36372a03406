package engine

import (
	"bytes"
	"errors"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/guest/image"
)

// The data of an engine's own memories (MemoryAccounting) isn't compiled: it
// becomes images, which are mapped. Package image tells how.

// compile compiles a guest that was made from what from says, without its data if
// the engine makes the memories.
func (e *Engine) compile(data []byte, from *Origins, types *coreTypes, by func([]byte) (*component.Component, error)) (*Component, error) {
	if !e.config.MemoryAccounting {
		return e.wrap(from, types)(by(data))
	}
	split, set := image.Split(data, component.ImagePage(), e.raw.Valid)
	if split != nil {
		if raw, err := by(split); err == nil {
			return e.keepImages(raw, set.From.Through(from), types, set)
		}
		// What is wrong with it is said of the guest that was given.
		set = &image.Set{Lookalike: set.Lookalike}
	}
	raw, err := by(data)
	if err != nil {
		return e.wrap(from, types)(raw, err)
	}
	return e.keepImages(raw, from, types, set)
}

// keepImages closes a component that doesn't get its images.
func (e *Engine) keepImages(raw *component.Component, from *Origins, types *coreTypes, set *image.Set) (*Component, error) {
	raw, err := withImages(raw, raw.KeepImages(set, set.Data))
	set.Data = nil // there is a copy
	return e.wrap(from, types)(raw, err)
}

func damaged(err error) error {
	if errors.Is(err, image.ErrDamaged) {
		return &Error{Op: "compile", Message: err.Error(), Cause: err}
	}
	return err
}

// deserialize loads code from bytes, with the images at their end.
func (e *Engine) deserialize(data []byte, end int64, kind Kind) (*component.Component, error) {
	load := e.raw.Deserialize
	if kind == KindModule {
		load = e.raw.DeserializeModule
	}
	if !e.config.MemoryAccounting {
		return load(data)
	}
	p, err := image.Unpack(bytes.NewReader(data), end)
	if err != nil {
		return nil, damaged(err)
	}
	c, err := load(data[:p.Code])
	if err != nil {
		return nil, err
	}
	return withImages(c, c.KeepImages(p.Set, data[p.DataAt:][:p.Size]))
}

// deserializeFile maps code, and the images at its end.
func (e *Engine) deserializeFile(f *component.File, end int64, kind Kind) (*component.Component, error) {
	load := e.raw.DeserializeFile
	if kind == KindModule {
		load = e.raw.DeserializeModuleFile
	}
	if !e.config.MemoryAccounting {
		return load(f.Name())
	}
	p, err := image.Unpack(f, end)
	if err != nil {
		return nil, damaged(err)
	}
	c, err := load(f.Name())
	if err != nil {
		return nil, err
	}
	return withImages(c, c.MapImages(p, f))
}

// withImages closes a component that doesn't get its images.
func withImages(c *component.Component, err error) (*component.Component, error) {
	if err != nil {
		c.Close()
		return nil, damaged(err)
	}
	return c, nil
}
