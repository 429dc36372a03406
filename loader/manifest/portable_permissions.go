package manifest

// permissionsDocument holds nil, a text, true, a list or a section where a
// permission has a short and a long form.
type permissionsDocument struct {
	FS   any      `json:"fs,omitzero"`
	Net  any      `json:"net,omitzero"`
	Exec any      `json:"exec,omitzero"`
	Env  []string `json:"env,omitzero"`
}

type mountDocument struct {
	Mount   string   `json:"mount"`
	From    string   `json:"from"`
	Access  Access   `json:"access"`
	Exclude []string `json:"exclude,omitzero"`
	Quota   Size     `json:"quota,omitzero"`
	Cache   bool     `json:"cache,omitzero"`
}

type netDocument struct {
	Connect []any    `json:"connect,omitzero"`
	Listen  []string `json:"listen,omitzero"`
	Deny    []string `json:"deny,omitzero"`
}

type connectDocument struct {
	To      string   `json:"to"`
	Methods []string `json:"methods,omitzero"`
	Paths   []string `json:"paths,omitzero"`
}

type programDocument struct {
	Program string   `json:"program"`
	Args    []string `json:"args,omitzero"`
	Digest  string   `json:"digest,omitzero"`
}

func (p *Permissions) document() permissionsDocument {
	return permissionsDocument{FS: p.FS.document(), Net: p.Net.document(), Exec: p.Exec.document(), Env: p.Env}
}

func (p *FSPermission) document() any {
	switch {
	case p.Mounts != nil:
		return each(p.Mounts, func(m Mount) mountDocument { return mountDocument(m) })
	case p.Access != "":
		return p.Access
	}
	return nil
}

func (p *NetPermission) document() any {
	switch {
	case p.Rules != nil:
		return netDocument{
			Connect: each(p.Rules.Connect, ConnectRule.document),
			Listen:  each(p.Rules.Listen, func(l ListenRule) string { return l.At }),
			Deny:    each(p.Rules.Deny, func(d DenyRule) string { return d.Text }),
		}
	case p.All:
		return true
	}
	return nil
}

// document is the short form of a rule that has nothing but an endpoint.
func (c ConnectRule) document() any {
	if c.Methods == nil && c.Paths == nil {
		return c.To
	}
	return connectDocument(ConnectDetail{To: c.To, Methods: c.Methods, Paths: c.Paths})
}

func (p *ExecPermission) document() any {
	switch {
	case p.Programs != nil:
		return each(p.Programs, func(p Program) programDocument { return programDocument(p) })
	case p.All:
		return true
	}
	return nil
}
