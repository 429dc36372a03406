package manifest_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// notSent names the fields that the portable form doesn't have: what Files
// replaces, what stays here, and what the text beside it says again.
func notSent(name string) bool {
	switch name {
	case "Manifest.Entrypoint", "Manifest.Digest", "Recovery.Fallback",
		"Manifest.Path", "Manifest.Warnings", "Manifest.spots", "Manifest.src",
		"ConnectRule.Endpoint", "ListenRule.Endpoint", "DenyRule.Rule":
		return true
	}
	return false
}

// A field that the encoder forgets makes no difference to what it writes.
func TestPortableIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, short := range []bool{false, true} {
		m := new(manifest.Manifest)
		fill(reflect.ValueOf(m).Elem(), new(int))
		if short { // only one of each two is set, and the other is written without it
			m.Permissions.FS.Mounts, m.Permissions.Net.Rules, m.Permissions.Exec.Programs = nil, nil, nil
		}
		full := written(t, m)
		eachField(reflect.ValueOf(m).Elem(), func(name string, v reflect.Value) {
			before := reflect.New(v.Type()).Elem()
			before.Set(v)
			v.SetZero()
			seen[name] = seen[name] || written(t, m) != full
			v.Set(before)
		})
		if written(t, m) != full {
			t.Fatal("this test doesn't put back what it takes")
		}
	}
	if len(seen) < 50 {
		t.Fatalf("only %d fields: %v", len(seen), seen)
	}
	for name, makesADifference := range seen {
		if !makesADifference {
			t.Errorf("%s isn't in the portable form", name)
		}
	}
}

func written(t *testing.T, m *manifest.Manifest) string {
	t.Helper()
	data, err := manifest.EncodeWhole(m, sentFiles(m))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// fill sets all that is sent, each to a value of its own.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("v" + strconv.Itoa(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n)
	case reflect.Struct:
		fields(v, func(_ string, field reflect.Value) { fill(field, n) })
	default:
		panic("no value for " + v.Type().String())
	}
}

// eachField visits the fields of a struct, and those of the structs below it.
func eachField(v reflect.Value, visit func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachField(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachField(v.Index(i), visit)
		}
	case reflect.Struct:
		fields(v, func(name string, field reflect.Value) {
			if !field.IsZero() {
				visit(name, field)
				eachField(field, visit)
			}
		})
	default:
	}
}

func fields(v reflect.Value, visit func(string, reflect.Value)) {
	for i := range v.NumField() {
		name := strings.TrimPrefix(v.Type().String(), "manifest.") + "." + v.Type().Field(i).Name
		if !notSent(name) {
			visit(name, v.Field(i))
		}
	}
}
