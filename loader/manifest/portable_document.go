package manifest

import (
	"bytes"
	"time"
)

// The types of this file are the sections of a manifest as encoding/json writes
// them. omitzero leaves out what isn't there and keeps a list that is there and
// empty. Where a section is written as it is held, the two types have the same
// fields and are converted, so that one can't have a field that the other lacks.
type manifestDocument struct {
	Name        string              `json:"name"`
	Version     string              `json:"version,omitzero"`
	Entrypoint  string              `json:"entrypoint"`
	Digest      string              `json:"digest"`
	Runtime     Runtime             `json:"runtime"`
	Type        Type                `json:"type,omitzero"`
	Features    []WasmFeature       `json:"features,omitzero"`
	Language    string              `json:"language,omitzero"`
	Args        []Template          `json:"args,omitzero"`
	Env         envDocument         `json:"env,omitzero"`
	Permissions permissionsDocument `json:"permissions,omitzero"`
	FS          *fsDocument         `json:"fs,omitzero"`
	Resources   resourcesDocument   `json:"resources,omitzero"`
	Recovery    recoveryDocument    `json:"recovery,omitzero"`
}

type fsDocument struct {
	Type   FSType `json:"type,omitzero"`
	Source string `json:"source,omitzero"`
	Cache  bool   `json:"cache,omitzero"`
	Quota  Size   `json:"quota,omitzero"`
}

type resourcesDocument struct {
	Memory      Size            `json:"memory,omitzero"`
	Timeout     string          `json:"timeout,omitzero"`
	Fuel        uint64          `json:"fuel,omitzero"`
	Compile     compileDocument `json:"compile,omitzero"`
	Instances   int             `json:"instances,omitzero"`
	Connections int             `json:"connections,omitzero"`
}

type compileDocument struct {
	Timeout string `json:"timeout,omitzero"`
	Memory  Size   `json:"memory,omitzero"`
}

type recoveryDocument struct {
	Retries  *retriesDocument `json:"retries,omitzero"`
	Fallback string           `json:"fallback,omitzero"`
	Degrade  bool             `json:"degrade,omitzero"`
}

type retriesDocument struct {
	Attempts   int     `json:"attempts"`
	Backoff    string  `json:"backoff,omitzero"`
	MaxBackoff string  `json:"max_backoff,omitzero"`
	On         []Cause `json:"on"`
}

func (m *Manifest) document(files Files) manifestDocument {
	return manifestDocument{
		Name: m.Name, Version: m.Version, Entrypoint: files.Entrypoint, Digest: files.Digest,
		Runtime: m.Runtime, Type: m.Type, Features: m.Features, Language: m.Language,
		Args:        m.Args,
		Env:         envDocument(m.Env),
		Permissions: m.Permissions.document(),
		FS:          (*fsDocument)(m.FS),
		Resources:   m.Resources.document(),
		Recovery: recoveryDocument{
			Retries: m.Recovery.Retries.document(), Fallback: files.Fallback, Degrade: m.Recovery.Degrade,
		},
	}
}

func (r *Resources) document() resourcesDocument {
	return resourcesDocument{
		Memory: r.Memory, Timeout: durationText(r.Timeout), Fuel: r.Fuel,
		Compile:   compileDocument{Timeout: durationText(r.Compile.Timeout), Memory: r.Compile.Memory},
		Instances: r.Instances, Connections: r.Connections,
	}
}

func (r *Retries) document() *retriesDocument {
	if r == nil {
		return nil
	}
	return &retriesDocument{
		Attempts: r.Attempts, Backoff: durationText(r.Backoff), MaxBackoff: durationText(r.MaxBackoff), On: r.On,
	}
}

// durationText is nothing for no duration. Go reads what it writes to the
// nanosecond.
func durationText(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// envDocument is an object whose keys keep their order, which a map wouldn't.
type envDocument EnvVars

// MarshalJSON writes the variables as the manifest has them.
func (e envDocument) MarshalJSON() ([]byte, error) {
	pairs := make([][]byte, len(e))
	for i := range e {
		name, err := encodeJSON(e[i].Name)
		if err != nil {
			return nil, err
		}
		template, err := encodeJSON(e[i].Value)
		if err != nil {
			return nil, err
		}
		pairs[i] = append(append(name, ':'), template...)
	}
	return append(append([]byte{'{'}, bytes.Join(pairs, []byte{','})...), '}'), nil
}

// each makes a list of another. One that isn't there stays so.
func each[From, To any](list []From, convert func(From) To) []To {
	if list == nil {
		return nil
	}
	out := make([]To, len(list))
	for i := range list {
		out[i] = convert(list[i])
	}
	return out
}
