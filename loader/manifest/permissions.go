package manifest

import (
	"reflect"

	"github.com/qyvol/qyvol/internal/message"
)

// Permissions is what the guest may do. The zero value grants nothing.
type Permissions struct {
	FS   FSPermission   `yaml:"fs"`
	Net  NetPermission  `yaml:"net"`
	Exec ExecPermission `yaml:"exec"`
	// Env names the variables of the host that are passed through: whole names,
	// or beginnings followed by a star (APP_*).
	Env []string `yaml:"env" form:"hostenv"`
}

// Access is what a guest may do with files.
type Access string

// The kinds of access. The zero Access grants nothing, like AccessNone.
const (
	AccessNone      Access = "none"
	AccessRead      Access = "read"
	AccessReadWrite Access = "read-write"
	// AccessWrite is another name for AccessReadWrite.
	AccessWrite Access = "write"
)

// Choices returns the values that the format has.
func (Access) Choices() []string {
	return []string{string(AccessNone), string(AccessRead), string(AccessWrite), string(AccessReadWrite)}
}

// CanRead reports whether files can be read.
func (a Access) CanRead() bool { return a == AccessRead || a.CanWrite() }

// CanWrite reports whether files can be written; they can then be read too.
func (a Access) CanWrite() bool { return a == AccessReadWrite || a == AccessWrite }

// FSPermission is the permission to use files: one access to what the fs
// section names, or a list of mounts. Only one of the two is set.
type FSPermission struct {
	Access Access
	Mounts []Mount
}

func (p *FSPermission) decodeValue(d *decoder, at visit) {
	if isList(at.node) {
		d.list(at, reflect.ValueOf(&p.Mounts).Elem())
		return
	}
	if _, ok := textOf(at.node); !ok {
		d.wrongType(at, message.ManifestAccessOrMounts.With())
		return
	}
	p.Access = Access(d.text(at, reflect.TypeFor[Access]()))
}

// NetPermission is the permission to use the network: all of it, or what the
// rules allow. The zero value denies everything.
type NetPermission struct {
	All   bool
	Rules *NetRules
}

func (p *NetPermission) decodeValue(d *decoder, at visit) {
	if isMapping(at.node) {
		p.Rules = new(NetRules)
		d.mapping(at, reflect.ValueOf(p.Rules).Elem())
		return
	}
	if isList(at.node) {
		text := message.ManifestWrongType.With(at.path, message.ManifestBooleanOrRules.With(), message.ManifestList.With())
		d.reject(ErrType, at, text, message.ManifestNetRulesHint.With())
		return
	}
	p.All = d.booleanOr(at, message.ManifestBooleanOrRules.With())
}

// ExecPermission is the permission to start programs of the host: any, or those
// of a list. The zero value denies everything.
type ExecPermission struct {
	All      bool
	Programs []Program
}

// Program is a program that the guest may start.
type Program struct {
	// Program is an absolute path on the host.
	Program string `yaml:"program" form:"program" jsonschema:"required"`
	// Args, if not empty, are the first arguments that the program may get.
	Args []string `yaml:"args"`
	// Digest, if not empty, is what the program's file must have.
	Digest string `yaml:"digest" form:"digest"`
}

func (p *ExecPermission) decodeValue(d *decoder, at visit) {
	if isList(at.node) {
		d.list(at, reflect.ValueOf(&p.Programs).Elem())
		return
	}
	p.All = d.booleanOr(at, message.ManifestBooleanOrPrograms.With())
}

// booleanOr takes a boolean where something else was possible too.
func (d *decoder) booleanOr(at visit, want message.Text) bool {
	if s, ok := literalOf(at.node); ok && s != "true" && s != "false" {
		text := message.ManifestWrongType.With(at.path, want, described(at.node))
		d.reject(ErrType, at, text, message.ManifestBooleanHint.With())
		return false
	}
	if !isBoolean(at.node) {
		d.wrongType(at, want)
		return false
	}
	return d.boolean(at)
}
