// Package policy decides what a guest may have of files and of the host's
// variables. Decisions are pure: they look at rules and at a request, never at a
// system, and say which rule decided. Arguments and standard streams need none: a
// guest gets the arguments that are written for it, and the streams of its run.
//
// Exclude is the matcher of what a mount hides, for who decides and for who
// enforces.
//
// Who enforces lives elsewhere: internal/vfs keeps a guest to its mounts, wasi gives
// it no variable that was refused.
package policy
