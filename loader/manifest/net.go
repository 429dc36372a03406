package manifest

import (
	"errors"
	"reflect"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/policy"
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
	// To is the rule as it was written: scheme://host[:port].
	To       string
	Endpoint policy.Endpoint
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
	// At is the rule as it was written: tcp://address:port.
	At       string
	Endpoint policy.Endpoint
}

// DenyRule denies hosts that a ConnectRule allows.
type DenyRule struct {
	// Text is the rule as it was written.
	Text string
	Rule policy.DenyRule
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
	if !d.trusted(where.path) {
		return
	}
	endpoint, err := policy.ParseConnect(c.To)
	c.Endpoint = endpoint
	if err != nil {
		d.invalidRule(where, c.To, err)
	} else if (len(c.Methods) > 0 || len(c.Paths) > 0) && !endpoint.IsHTTP() {
		d.reject(ErrValue, where, message.ManifestBadRule.With(shown(c.To), message.ManifestRuleNotHTTP.With()), message.Text{})
	}
}

func (l *ListenRule) decodeValue(d *decoder, at visit) {
	l.At = d.rule(at)
	endpoint, err := policy.ParseListen(l.At)
	l.Endpoint = endpoint
	d.invalidRule(at, l.At, err)
}

func (r *DenyRule) decodeValue(d *decoder, at visit) {
	r.Text = d.rule(at)
	rule, err := policy.ParseDeny(r.Text)
	r.Rule = rule
	d.invalidRule(at, r.Text, err)
}

// rule returns the text of a rule, or nothing after having said why.
func (d *decoder) rule(at visit) string {
	s, ok := textOf(at.node)
	if !ok {
		d.wrongType(at, message.ManifestText.With())
		return ""
	}
	return s
}

// invalidRule reports what is wrong with a rule, if anything is, and nothing has
// been said about it.
func (d *decoder) invalidRule(at visit, rule string, err error) {
	var bad *policy.NetError
	if !errors.As(err, &bad) || !d.trusted(at.path) {
		return
	}
	problem, hint := ruleProblem(bad)
	d.reject(ErrValue, at, message.ManifestBadRule.With(shown(rule), problem), hint)
}

func ruleProblem(bad *policy.NetError) (problem, hint message.Text) {
	switch part := shown(bad.Part); bad.Flaw {
	case policy.EmptyRule:
		return message.ManifestRuleEmpty.With(), message.ManifestRuleHint.With()
	case policy.NoScheme:
		return message.ManifestRuleNoScheme.With(), message.ManifestRuleHint.With()
	case policy.UnknownScheme:
		return message.ManifestRuleScheme.With(part), message.Text{}
	case policy.NotOnlyHost:
		return message.ManifestRuleExtra.With(), message.ManifestRuleHint.With()
	case policy.HasPath:
		return message.ManifestRulePath.With(), message.Text{}
	case policy.NoBrackets:
		return message.ManifestRuleBrackets.With(), message.Text{}
	case policy.NoHost:
		return message.ManifestRuleNoHost.With(), message.Text{}
	case policy.BadHost:
		return message.ManifestRuleHost.With(part), message.Text{}
	case policy.HasZone:
		return message.ManifestRuleZone.With(), message.Text{}
	case policy.BadNetwork:
		return message.ManifestRuleNetwork.With(part), message.Text{}
	case policy.StrayBits:
		return message.ManifestRuleNetworkBits.With(part, bad.Better), message.Text{}
	case policy.NoPort:
		return message.ManifestRuleNoPort.With(part), message.Text{}
	case policy.BadPort:
		return message.ManifestRulePort.With(part), message.Text{}
	case policy.NotHostAlone:
		return message.ManifestRuleHostAlone.With(), message.ManifestRuleHint.With()
	case policy.NotAService:
		return message.ManifestRuleService.With(), message.Text{}
	case policy.NotListening:
	}
	return message.ManifestRuleListen.With(), message.Text{}
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
