package policy

import "strconv"

// NetFlaw is what is wrong with a rule of the network.
type NetFlaw uint8

// The flaws.
const (
	EmptyRule     NetFlaw = iota + 1 // there is nothing
	NoScheme                         // no "://"
	UnknownScheme                    // none of tcp, udp, http, https and service
	NotOnlyHost                      // a user, a query or a fragment besides
	HasPath                          // a path, which rules have elsewhere
	NoBrackets                       // an IPv6 address without its brackets
	NoHost                           // nothing where the host should be
	BadHost                          // neither a name nor an address
	HasZone                          // an address with a zone
	BadNetwork                       // not CIDR notation
	StrayBits                        // a network with bits beyond its length
	NoPort                           // tcp or udp without a port
	BadPort                          // no port, range of ports or *
	NotHostAlone                     // an endpoint where a host alone should be
	NotAService                      // not what a module can be called
	NotListening                     // where no socket can listen
)

// String says it in English, for logs.
func (f NetFlaw) String() string {
	names := [...]string{
		EmptyRule: "empty", NoScheme: "no scheme", UnknownScheme: "unknown scheme", NotOnlyHost: "not only a host",
		HasPath: "a path", NoBrackets: "no brackets", NoHost: "no host", BadHost: "not a host", HasZone: "a zone",
		BadNetwork: "not a network", StrayBits: "bits beyond the network", NoPort: "no port", BadPort: "not a port",
		NotHostAlone: "not a host alone", NotAService: "not a service", NotListening: "no address to listen at",
	}
	if int(f) >= len(names) || f == 0 {
		return "unknown"
	}
	return names[f]
}

// NetError reports an invalid rule of the network.
type NetError struct {
	Flaw NetFlaw
	// Part is the part of the rule that has the flaw.
	Part string
	// Better is what it would have to be, where that can be told.
	Better string
}

// Error is in English.
func (e *NetError) Error() string { return "net: " + strconv.Quote(e.Part) + ": " + e.Flaw.String() }

func flawed(flaw NetFlaw, part string) error { return &NetError{Flaw: flaw, Part: part} }
