package wasi

import (
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// functionsOf are the functions of an interface of WASI 0.2 that Qyvol
// provides, without the resources that they belong to (WASI 0.2.6). False means
// that there is no such interface.
func functionsOf(iface string) ([]string, bool) {
	names, ok := "", true
	switch iface {
	case "wasi:cli/environment":
		names = "get-environment get-arguments initial-cwd"
	case "wasi:cli/exit":
		names = "exit exit-with-code"
	case "wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/stderr",
		"wasi:cli/terminal-stdin", "wasi:cli/terminal-stdout", "wasi:cli/terminal-stderr":
		names = "get-" + strings.TrimPrefix(iface, "wasi:cli/")
	case "wasi:cli/terminal-input", "wasi:cli/terminal-output", "wasi:sockets/network":
	case "wasi:clocks/monotonic-clock":
		names = "now resolution subscribe-instant subscribe-duration"
	case "wasi:clocks/wall-clock":
		names = "now resolution"
	case "wasi:random/random":
		names = "get-random-bytes get-random-u64"
	case "wasi:random/insecure":
		names = "get-insecure-random-bytes get-insecure-random-u64"
	case "wasi:random/insecure-seed":
		names = "insecure-seed"
	case "wasi:io/error":
		names = "to-debug-string"
	case "wasi:io/poll":
		names = "ready block poll"
	case "wasi:io/streams":
		names = "read blocking-read skip blocking-skip subscribe check-write write blocking-write-and-flush flush " +
			"blocking-flush write-zeroes blocking-write-zeroes-and-flush splice blocking-splice"
	default:
		names, ok = morePermitted(iface)
	}
	return strings.Fields(names), ok
}

// morePermitted are those of interfaces that a permission is about.
func morePermitted(iface string) (string, bool) {
	const options = " set-keep-alive-enabled keep-alive-idle-time set-keep-alive-idle-time keep-alive-interval " +
		"set-keep-alive-interval keep-alive-count set-keep-alive-count hop-limit set-hop-limit"
	const both = "start-bind finish-bind local-address remote-address address-family subscribe receive-buffer-size " +
		"set-receive-buffer-size send-buffer-size set-send-buffer-size "
	switch iface {
	case "wasi:filesystem/preopens":
		return "get-directories", true
	case "wasi:filesystem/types":
		return "read-via-stream write-via-stream append-via-stream advise sync-data get-flags get-type set-size set-times " +
			"read write read-directory sync create-directory-at stat stat-at set-times-at link-at open-at readlink-at " +
			"remove-directory-at rename-at symlink-at unlink-file-at is-same-object metadata-hash metadata-hash-at " +
			"read-directory-entry filesystem-error-code", true
	case "wasi:sockets/instance-network":
		return "instance-network", true
	case "wasi:sockets/ip-name-lookup":
		return "resolve-next-address subscribe resolve-addresses", true
	case "wasi:sockets/tcp":
		return both + "start-connect finish-connect start-listen finish-listen accept is-listening " +
			"set-listen-backlog-size keep-alive-enabled shutdown" + options, true
	case "wasi:sockets/tcp-create-socket":
		return "create-tcp-socket", true
	case "wasi:sockets/udp":
		return both + "stream unicast-hop-limit set-unicast-hop-limit receive check-send send", true
	case "wasi:sockets/udp-create-socket":
		return "create-udp-socket", true
	}
	return "", false
}

// resourcesOf are the resources of an interface that Qyvol provides.
func resourcesOf(iface string) []string {
	switch iface {
	case "wasi:io/error":
		return []string{"error"}
	case "wasi:io/poll":
		return []string{"pollable"}
	case "wasi:io/streams":
		return []string{"input-stream", "output-stream"}
	case "wasi:cli/terminal-input", "wasi:cli/terminal-output":
		return []string{strings.TrimPrefix(iface, "wasi:cli/")}
	case "wasi:filesystem/types":
		return []string{"descriptor", "directory-entry-stream"}
	case "wasi:sockets/network":
		return []string{"network"}
	case "wasi:sockets/ip-name-lookup":
		return []string{"resolve-address-stream"}
	case "wasi:sockets/tcp":
		return []string{"tcp-socket"}
	case "wasi:sockets/udp":
		return []string{"udp-socket", "incoming-datagram-stream", "outgoing-datagram-stream"}
	}
	return nil
}

// isPlain tells the functions of interfaces with resources that are no methods.
func isPlain(name string) bool {
	return name == "poll" || name == "filesystem-error-code" || name == "resolve-addresses"
}

// provided tells whether a component that has this import can be linked, as far
// as names tell. Nobody has to provide an instance with nothing in it.
func provided(i Import) bool {
	if i.Core || len(i.Code) > 0 {
		return false
	}
	if len(i.Functions)+len(i.Resources) == 0 && !i.Plain {
		return true
	}
	if !isNative(i.Name) || i.Plain {
		return false
	}
	iface, _, _ := strings.Cut(i.Name, "@")
	known, _ := functionsOf(iface)
	for _, r := range i.Resources {
		if !slices.Contains(resourcesOf(iface), r) {
			return false
		}
	}
	for _, name := range i.Functions {
		if !hasFunction(iface, known, name) {
			return false
		}
	}
	return true
}

// isNative tells the interfaces of WASI 0.2, in any version of it.
func isNative(name string) bool {
	iface, version, _ := strings.Cut(name, "@")
	_, known := functionsOf(iface)
	v := "v" + version
	return known && semver.MajorMinor(v) == "v0.2" && semver.Prerelease(v) == ""
}

func hasFunction(iface string, known []string, name string) bool {
	resources := resourcesOf(iface)
	method, isMethod := strings.CutPrefix(name, "[method]")
	if !isMethod {
		return slices.Contains(known, name) && (len(resources) == 0 || isPlain(name))
	}
	resource, function, _ := strings.Cut(method, ".")
	return slices.Contains(resources, resource) && slices.Contains(known, function) && !isPlain(function)
}
