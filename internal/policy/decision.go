package policy

// Decision is what was decided about a request.
type Decision struct {
	// Allowed tells whether the guest may have it.
	Allowed bool
	// Rule is the rule that decided, as a manifest has it; empty where none
	// mentions what was asked for.
	Rule string
	// Would is the smallest rule that would allow it, as a manifest has it: in place
	// of the one that it differs from, or beside the others. Empty if it is allowed,
	// or if no rule can.
	Would string
}
