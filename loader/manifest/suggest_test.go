package manifest

import (
	"reflect"
	"testing"
)

func TestNearest(t *testing.T) {
	keys := []string{"name", "entrypoint", "env", "fs", "net", "resources", "args", "type"}
	for text, want := range map[string]string{
		"entrypoit": "entrypoint", "entry_point": "entrypoint", "entrypiont": "entrypoint", "Entrypoint": "entrypoint",
		"nam": "name", "names": "name", "evn": "env", "agrs": "args", "sf": "fs", "envs": "env", "fss": "fs", "f": "", "xx": "",
		"ressource": "resources", "resource": "resources", "arguments": "", "tipe": "type", "zebra": "", "": "",
	} {
		if got := nearest(text, keys); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestHomeOf(t *testing.T) {
	for name, want := range map[string]string{
		"memory": "resources.memory", "retries": "recovery.retries", "backoff": "recovery.retries.backoff",
		"net": "permissions.net", "source": "fs.source", "zebra": "",
	} {
		if got := homeOf(reflect.TypeFor[Manifest](), "", name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
