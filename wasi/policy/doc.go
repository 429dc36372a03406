// Package policy decides what a guest may have: files, variables, arguments and
// standard streams. Decisions are pure: they look at rules and at a request, never
// at a system, and say which rule decided.
//
// Who enforces them lives elsewhere: wasi/vfs keeps a guest to its mounts, wasi
// gives it no variable that was refused.
package policy
