package policy

// Decision is what was decided about a request.
type Decision struct {
	// Allowed tells whether the guest may have it.
	Allowed bool
	// Rule is the rule that decided, as a manifest has it; empty where none
	// mentions what was asked for.
	Rule string
	// Would is a rule that would allow it, as a manifest has it; empty if it is
	// allowed, or if no rule can.
	Would string
}
