package manifest

import (
	"reflect"

	"github.com/qyvol/qyvol/internal/message"
)

// NetRules says which connections a guest may make and accept. What no rule
// allows is denied, and Deny wins over Connect.
type NetRules struct {
	Connect []ConnectRule `yaml:"connect"`
	Listen  []ListenRule  `yaml:"listen"`
	Deny    []DenyRule    `yaml:"deny"`
}

// ConnectRule allows connections to an endpoint.
type ConnectRule struct {
	// To is the rule's text: scheme://host[:port].
	To       string
	Endpoint Endpoint
	// Methods and Paths, if not empty, narrow an http or https endpoint.
	Methods []string
	Paths   []string
}

// ConnectDetail is the long form of a ConnectRule.
type ConnectDetail struct {
	To      string   `yaml:"to" jsonschema:"required"`
	Methods []string `yaml:"methods" form:"method"`
	Paths   []string `yaml:"paths" form:"path"`
}

// ListenRule allows to listen at an endpoint, whose host is an address or any.
type ListenRule struct {
	// At is the rule's text: tcp://address:port.
	At       string
	Endpoint Endpoint
}

// DenyRule denies hosts that a ConnectRule allows.
type DenyRule struct {
	// Text is the rule as it was written.
	Text string
	// Private stands for loopback, link-local and private addresses; Host is
	// then the zero Host.
	Private bool
	Host    Host
}

func (c *ConnectRule) decodeValue(d *decoder, at visit) {
	var detail ConnectDetail
	where := at
	if isMapping(at.node) {
		d.mapping(at, reflect.ValueOf(&detail).Elem())
		where = d.visitOf(at.path+".to", at)
	} else {
		detail.To = d.rule(at)
	}
	c.To, c.Methods, c.Paths = detail.To, detail.Methods, detail.Paths
	if c.To == "" || !d.trusted(where.path) {
		return
	}
	endpoint, problem := parseEndpoint(c.To)
	switch {
	case problem.IsZero() && (len(c.Methods) > 0 || len(c.Paths) > 0) && !endpoint.isHTTP():
		problem = message.ManifestRuleNotHTTP.With()
	case problem.IsZero() && endpoint.Port.Low == 0 && !endpoint.anyPort():
		problem = message.ManifestRulePort.With("0")
	}
	c.Endpoint = endpoint
	d.ruleProblem(where, c.To, problem)
}

func (l *ListenRule) decodeValue(d *decoder, at visit) {
	if l.At = d.rule(at); l.At == "" {
		return
	}
	endpoint, problem := parseEndpoint(l.At)
	if problem.IsZero() && !endpoint.canListen() {
		problem = message.ManifestRuleListen.With()
	}
	l.Endpoint = endpoint
	d.ruleProblem(at, l.At, problem)
}

func (r *DenyRule) decodeValue(d *decoder, at visit) {
	switch r.Text = d.rule(at); r.Text {
	case "":
	case "private":
		r.Private = true
	default:
		host, problem := parseHost(r.Text)
		r.Host = host
		d.ruleProblem(at, r.Text, problem)
	}
}

// rule returns the text of a rule, or nothing after having said why.
func (d *decoder) rule(at visit) string {
	s, ok := textOf(at.node)
	switch {
	case !ok:
		d.wrongType(at, message.ManifestText.With())
	case s == "":
		d.ruleProblem(at, s, message.ManifestRuleEmpty.With())
	}
	return s
}

func (d *decoder) ruleProblem(at visit, rule string, problem message.Text) {
	if problem.IsZero() {
		return
	}
	var hint message.Text
	switch problem.Template {
	case &message.ManifestRuleEmpty, &message.ManifestRuleNoScheme, &message.ManifestRuleHostAlone, &message.ManifestRuleExtra:
		hint = message.ManifestRuleHint.With()
	}
	d.reject(ErrValue, at, message.ManifestBadRule.With(shown(rule), problem), hint)
}

// visitOf returns the visit of a path, or another one if there is none.
func (d *decoder) visitOf(path string, otherwise visit) visit {
	for _, v := range d.visited {
		if v.path == path {
			return v
		}
	}
	return otherwise
}
