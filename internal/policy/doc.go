// Package policy decides which files and host variables a guest may have.
// Decisions are pure: they depend on rules and a request, never on the system, and
// say which rule decided. Arguments and standard streams need no decision: a guest
// gets the arguments that are written for it, and the streams of its run.
//
// Exclude matches what a mount hides; decision and enforcement share it. Endpoint,
// Host and DenyRule are the parsed rules of permissions.net.
//
// Enforcement is elsewhere: internal/vfs keeps a guest to its mounts, and wasi gives
// it no variable that was refused.
package policy
