package component

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wasmtime.h declares what wasmtime's own headers declare. These tests compile
// both together, so that a function, a layout or a constant that differs fails.

// headers are those of this repository that repeat declarations.
var headers = []string{"wasmtime.h", "baseline/baseline.h"}

func TestHeadersAgree(t *testing.T) {
	abi := newABI(t)
	for _, name := range headers {
		for what, source := range abi.check(t, readFile(t, name)) {
			if out, err := abi.compile(source); err != nil {
				t.Errorf("%s, %s: %v\n%s", name, what, err, out)
			}
		}
	}
}

// A test of agreement that accepts a header with a mistake is none.
func TestHeadersDisagree(t *testing.T) {
	abi := newABI(t)
	for name, mutation := range map[string][2]string{
		"parameter type":     {"wasmtime_component_resource_host_new(bool, uint32_t, uint32_t)", "wasmtime_component_resource_host_new(bool, uint32_t, uint64_t)"},
		"pointer parameter":  {"bool wasmtime_error_exit_status(const wasmtime_error_t *, int *)", "bool wasmtime_error_exit_status(const wasmtime_error_t *, int64_t *)"},
		"constness":          {"wasm_trap_trace(const wasm_trap_t *", "wasm_trap_trace(wasm_trap_t *"},
		"number of them":     {"void wasm_trap_delete(wasm_trap_t *)", "void wasm_trap_delete(wasm_trap_t *, int)"},
		"result type":        {"uint32_t wasm_frame_func_index(", "uint64_t wasm_frame_func_index("},
		"missing function":   {"wasm_trap_delete(", "wasm_trap_demolish("},
		"callback type":      {"void *, wasmtime_context_t *, uint32_t);", "void *, wasmtime_context_t *, uint64_t);"},
		"opaque type":        {"typedef struct wasmtime_context wasmtime_context_t;", "typedef struct wasmtime_kontext wasmtime_context_t;"},
		"field order":        {"bool is_ok;\n  struct wasmtime_component_val *val;", "struct wasmtime_component_val *val;\n  bool is_ok;"},
		"field type":         {"  uint64_t store_id;\n  size_t __private;", "  uint64_t store_id;\n  uint32_t __private;"},
		"missing field":      {"  void *env;\n  wasmtime_memory_get_callback_t", "  wasmtime_memory_get_callback_t"},
		"size of a union":    {"  double f64;\n  uint8_t v128[16];", "  double f64;\n  uint8_t v128[32];"},
		"signedness":         {"  uint32_t character;", "  int32_t character;"},
		"order of constants": {"  QV_LIST,\n  QV_RECORD,", "  QV_RECORD,\n  QV_LIST,"},
		"value of one":       {"QV_EXTERN_MEMORY = 3", "QV_EXTERN_MEMORY = 2"},
		"order of types":     {"  QV_TYPE_S16,\n  QV_TYPE_S32,", "  QV_TYPE_S32,\n  QV_TYPE_S16,"},
		"order of items":     {"  QV_ITEM_MODULE,\n  QV_ITEM_FUNC,", "  QV_ITEM_FUNC,\n  QV_ITEM_MODULE,"},
	} {
		t.Run(name, func(t *testing.T) {
			text := readFile(t, "wasmtime.h")
			mutated := strings.Replace(text, mutation[0], mutation[1], 1)
			if mutated == text {
				t.Fatalf("wasmtime.h has no %q: change the test with it", mutation[0])
			}
			for _, source := range abi.check(t, mutated) {
				if _, err := abi.compile(source); err != nil {
					return
				}
			}
			t.Error("nothing fails to compile")
		})
	}
}

// The constants that Go code repeats.
func TestConstantsAgree(t *testing.T) {
	abi := newABI(t)
	source := "#include <wasmtime.h>\n"
	constants := maps.Clone(goConstants)
	if abi.major == "44" { // later there is a bool in their place
		maps.Copy(constants, goConstants44)
	}
	for name, value := range constants {
		source += fmt.Sprintf("_Static_assert(%s == %d, \"%s\");\n", name, value, name)
	}
	if out, err := abi.compile(source); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := abi.compile(source + "_Static_assert(WASMTIME_COMPONENT_MAP == 0, \"\");"); err == nil {
		t.Errorf("a wrong constant compiles: %s", out)
	}
}

var goConstants = map[string]int{
	"WASMTIME_COMPONENT_BOOL": int(Bool), "WASMTIME_COMPONENT_S8": int(S8), "WASMTIME_COMPONENT_U8": int(U8),
	"WASMTIME_COMPONENT_S16": int(S16), "WASMTIME_COMPONENT_U16": int(U16), "WASMTIME_COMPONENT_S32": int(S32),
	"WASMTIME_COMPONENT_U32": int(U32), "WASMTIME_COMPONENT_S64": int(S64), "WASMTIME_COMPONENT_U64": int(U64),
	"WASMTIME_COMPONENT_F32": int(F32), "WASMTIME_COMPONENT_F64": int(F64), "WASMTIME_COMPONENT_CHAR": int(Char),
	"WASMTIME_COMPONENT_STRING": int(String), "WASMTIME_COMPONENT_LIST": int(List),
	"WASMTIME_COMPONENT_RECORD": int(Record), "WASMTIME_COMPONENT_TUPLE": int(Tuple),
	"WASMTIME_COMPONENT_VARIANT": int(Variant), "WASMTIME_COMPONENT_ENUM": int(Enum),
	"WASMTIME_COMPONENT_OPTION": int(Option), "WASMTIME_COMPONENT_RESULT": int(Result),
	"WASMTIME_COMPONENT_FLAGS": int(Flags), "WASMTIME_COMPONENT_RESOURCE": int(ResourceKind),
	"WASMTIME_COMPONENT_MAP": int(Map),

	"WASMTIME_COMPONENT_VALTYPE_BOOL": int(NodeBool), "WASMTIME_COMPONENT_VALTYPE_S8": int(NodeS8),
	"WASMTIME_COMPONENT_VALTYPE_S16": int(NodeS16), "WASMTIME_COMPONENT_VALTYPE_S32": int(NodeS32),
	"WASMTIME_COMPONENT_VALTYPE_S64": int(NodeS64), "WASMTIME_COMPONENT_VALTYPE_U8": int(NodeU8),
	"WASMTIME_COMPONENT_VALTYPE_U16": int(NodeU16), "WASMTIME_COMPONENT_VALTYPE_U32": int(NodeU32),
	"WASMTIME_COMPONENT_VALTYPE_U64": int(NodeU64), "WASMTIME_COMPONENT_VALTYPE_F32": int(NodeF32),
	"WASMTIME_COMPONENT_VALTYPE_F64": int(NodeF64), "WASMTIME_COMPONENT_VALTYPE_CHAR": int(NodeChar),
	"WASMTIME_COMPONENT_VALTYPE_STRING": int(NodeString), "WASMTIME_COMPONENT_VALTYPE_LIST": int(NodeList),
	"WASMTIME_COMPONENT_VALTYPE_RECORD": int(NodeRecord), "WASMTIME_COMPONENT_VALTYPE_TUPLE": int(NodeTuple),
	"WASMTIME_COMPONENT_VALTYPE_VARIANT": int(NodeVariant), "WASMTIME_COMPONENT_VALTYPE_ENUM": int(NodeEnum),
	"WASMTIME_COMPONENT_VALTYPE_OPTION": int(NodeOption), "WASMTIME_COMPONENT_VALTYPE_RESULT": int(NodeResult),
	"WASMTIME_COMPONENT_VALTYPE_FLAGS": int(NodeFlags), "WASMTIME_COMPONENT_VALTYPE_OWN": int(NodeOwn),
	"WASMTIME_COMPONENT_VALTYPE_BORROW": int(NodeBorrow), "WASMTIME_COMPONENT_VALTYPE_FUTURE": int(NodeFuture),
	"WASMTIME_COMPONENT_VALTYPE_STREAM":        int(NodeStream),
	"WASMTIME_COMPONENT_VALTYPE_ERROR_CONTEXT": int(NodeErrorContext), "WASMTIME_COMPONENT_VALTYPE_MAP": int(NodeMap),

	// store.c, wasi.go, and package engine's numbers of core types and traps.
	"WASMTIME_UPDATE_DEADLINE_CONTINUE": 0,
	"WASM_I32":                          0, "WASM_I64": 1, "WASM_F32": 2, "WASM_F64": 3, "WASMTIME_V128": 4,
	"WASM_EXTERNREF": 128, "WASM_FUNCREF": 129,
	"WASMTIME_TRAP_CODE_STACK_OVERFLOW": 0, "WASMTIME_TRAP_CODE_MEMORY_OUT_OF_BOUNDS": 1,
	"WASMTIME_TRAP_CODE_HEAP_MISALIGNED": 2, "WASMTIME_TRAP_CODE_TABLE_OUT_OF_BOUNDS": 3,
	"WASMTIME_TRAP_CODE_INDIRECT_CALL_TO_NULL": 4, "WASMTIME_TRAP_CODE_BAD_SIGNATURE": 5,
	"WASMTIME_TRAP_CODE_INTEGER_OVERFLOW": 6, "WASMTIME_TRAP_CODE_INTEGER_DIVISION_BY_ZERO": 7,
	"WASMTIME_TRAP_CODE_BAD_CONVERSION_TO_INTEGER": 8, "WASMTIME_TRAP_CODE_UNREACHABLE_CODE_REACHED": 9,
	"WASMTIME_TRAP_CODE_INTERRUPT": 10, "WASMTIME_TRAP_CODE_OUT_OF_FUEL": 11,
}

var goConstants44 = map[string]int{
	"WASMTIME_WASI_DIR_PERMS_READ": 1, "WASMTIME_WASI_DIR_PERMS_WRITE": 2,
	"WASMTIME_WASI_FILE_PERMS_READ": 1, "WASMTIME_WASI_FILE_PERMS_WRITE": 2,
}

// abi compiles C against wasmtime's headers.
type abi struct {
	cc           []string
	dir, include string
	major        string
}

func newABI(t *testing.T) *abi {
	t.Helper()
	include := os.Getenv("QYVOL_WASMTIME_HEADERS") // those of another library that is linked: see the Makefile
	if include == "" {
		module := goTool(t, "list", "-m", "-f", "{{.Dir}}", "github.com/bytecodealliance/wasmtime-go/v44")
		include = filepath.Join(module, "build", "include")
	}
	major := regexp.MustCompile(`(?m)^#define WASMTIME_VERSION_MAJOR (\d+)$`).
		FindStringSubmatch(readFile(t, filepath.Join(include, "wasmtime.h")))
	if major == nil {
		t.Fatalf("%s/wasmtime.h says no version", include)
	}
	return &abi{cc: strings.Fields(goTool(t, "env", "CC")), dir: t.TempDir(), include: include, major: major[1]}
}

func goTool(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (a *abi) run(source string, args ...string) (string, error) {
	path := filepath.Join(a.dir, "abi.c")
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		return "", err
	}
	var out bytes.Buffer
	cmd := exec.Command(a.cc[0], append(append(append([]string{}, a.cc[1:]...), args...), path)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// compile checks a source that may include <wasmtime.h>.
func (a *abi) compile(source string) (string, error) {
	return a.run(source, "-std=gnu11", "-fsyntax-only", "-Wall", "-Werror", "-I", a.include)
}

// declaration is what stands between two semicolons of a header.
var (
	identifier = regexp.MustCompile(`[A-Za-z_]\w*`)
	function   = regexp.MustCompile(`(\w+)\s*\([^()]*(\([^()]*\)[^()]*)*\)$`)
	constant   = regexp.MustCompile(`^QV_(TYPE_|ITEM_|EXTERN_)?(\w+)`)
	typeName   = regexp.MustCompile(`(?s)^typedef [^(]*?(\w+)$|\(\*(\w+)\)`)
	structDef  = regexp.MustCompile(`(?s)^typedef (?:struct|union)\s*(\w*)\s*\{(.*)\}\s*(\w+)$`)
)

// check writes the sources that compile only if a header agrees with wasmtime's.
func (a *abi) check(t *testing.T, header string) map[string]string {
	t.Helper()
	decls := a.declarations(t, header)
	prototypes, layouts := "#include <wasmtime.h>\n", "#include <wasmtime.h>\n"
	renames, asserts := "", ""
	for _, d := range decls {
		switch def := structDef.FindStringSubmatch(d); {
		case def != nil:
			tag, body, name := def[1], def[2], def[3]
			if strings.HasPrefix(name, "bl_") {
				continue
			}
			for _, id := range []string{tag, name} {
				if id != "" {
					renames += fmt.Sprintf("#define %s our_%s\n", id, id)
				}
			}
			layouts += d + ";\n"
			asserts += sameLayout(name, "", body) + fmt.Sprintf("_Static_assert(sizeof(our_%s) == sizeof(%s), \"%s\");\n", name, name, name)
		case strings.HasPrefix(d, "enum"):
			layouts += d + ";\n"
			asserts += sameConstants(d)
		case strings.HasPrefix(d, "typedef"), strings.HasPrefix(d, "struct"):
			prototypes += d + ";\n"
			layouts += d + ";\n"
			if name := typeName.FindStringSubmatch(d); name != nil {
				renames += fmt.Sprintf("#define %[1]s our_%[1]s\n", name[1]+name[2])
			}
		default:
			name := function.FindStringSubmatch(d)
			if name == nil {
				t.Fatalf("what is %q?", d)
			}
			if strings.HasPrefix(name[1], "bl_") {
				continue
			}
			// The first line fails if wasmtime has no such function, the second if
			// it has another one.
			prototypes += fmt.Sprintf("extern __typeof__(&%s) is_%s;\n%s;\n", name[1], name[1], d)
		}
	}
	undo := regexp.MustCompile(`#define (\w+) .*`).ReplaceAllString(renames, "#undef $1")
	first, rest, _ := strings.Cut(layouts, "\n")
	return map[string]string{
		"prototypes": prototypes,
		"layouts":    first + "\n#include <stddef.h>\n" + renames + rest + undo + asserts,
	}
}

// declarations splits a preprocessed header at the semicolons outside braces.
func (a *abi) declarations(t *testing.T, header string) []string {
	t.Helper()
	header = regexp.MustCompile(`#include [<"].*`).ReplaceAllString(header, "")
	text, err := a.run(header, "-E", "-P", "-D", "QV_MAJOR="+a.major, "-x", "c")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var decls []string
	depth, start := 0, 0
	for i, r := range text {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		case ';':
			if depth == 0 {
				decls = append(decls, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	if len(decls) < 4 {
		t.Fatalf("only %d declarations in\n%s", len(decls), text)
	}
	return decls
}

// sameLayout asserts offset, size and, where it is not ours, the type of each
// field, and of those of inner structs and unions.
func sameLayout(name, prefix, body string) string {
	out := ""
	for body = strings.TrimSpace(body); body != ""; body = strings.TrimSpace(body) {
		var field, inner string
		field, inner, body = nextField(body)
		path := prefix + field
		if inner != "" {
			if field != "" {
				path += "."
			}
			out += sameLayout(name, path, inner)
			continue
		}
		out += sameField(name, path)
	}
	return out
}

func sameField(name, path string) string {
	ours, theirs := fmt.Sprintf("((our_%s *)0)->%s", name, path), fmt.Sprintf("((%s *)0)->%s", name, path)
	// A struct or pointer of ours is another type than theirs: only what has the
	// same kind of type is compared as such.
	return fmt.Sprintf("_Static_assert(offsetof(our_%[1]s, %[2]s) == offsetof(%[1]s, %[2]s), \"%[1]s.%[2]s\");\n"+
		"_Static_assert(sizeof(%[3]s) == sizeof(%[4]s), \"%[1]s.%[2]s\");\n"+
		"_Static_assert(__builtin_classify_type(%[3]s) == __builtin_classify_type(%[4]s), \"%[1]s.%[2]s\");\n"+
		"_Static_assert(_Generic(%[3]s, int8_t: 1, uint8_t: 2, int16_t: 3, uint16_t: 4, int32_t: 5, uint32_t: 6, int64_t: 7, uint64_t: 8, bool: 9, default: 0) == "+
		"_Generic(%[4]s, int8_t: 1, uint8_t: 2, int16_t: 3, uint16_t: 4, int32_t: 5, uint32_t: 6, int64_t: 7, uint64_t: 8, bool: 9, default: 0), \"%[1]s.%[2]s\");\n",
		name, path, ours, theirs)
}

// nextField takes one field off a struct's body: its name, and the body of its
// type if that is defined in place.
func nextField(body string) (field, inner, rest string) {
	if open := strings.IndexByte(body, '{'); open >= 0 && open < strings.IndexByte(body, ';') {
		depth, end := 1, open+1
		for ; depth > 0; end++ {
			depth += strings.Count(body[end:end+1], "{") - strings.Count(body[end:end+1], "}")
		}
		name, rest, _ := strings.Cut(body[end:], ";")
		return strings.TrimSpace(name), body[open+1 : end-1], rest
	}
	decl, rest, _ := strings.Cut(body, ";")
	if i := strings.Index(decl, "(*"); i >= 0 { // a pointer to a function
		return identifier.FindString(decl[i:]), "", rest
	}
	decl, _, _ = strings.Cut(decl, "[")
	names := identifier.FindAllString(decl, -1)
	return names[len(names)-1], "", rest
}

// sameConstants compares the constants of an enum with wasmtime's.
func sameConstants(d string) string {
	prefixes := map[string]string{
		"": "WASMTIME_COMPONENT_", "TYPE_": "WASMTIME_COMPONENT_VALTYPE_",
		"ITEM_": "WASMTIME_COMPONENT_ITEM_", "EXTERN_": "WASMTIME_EXTERN_",
	}
	renamed := map[string]string{
		"QV_ITEM_INSTANCE": "WASMTIME_COMPONENT_ITEM_COMPONENT_INSTANCE",
		"QV_ITEM_FUNC":     "WASMTIME_COMPONENT_ITEM_COMPONENT_FUNC",
	}
	out := ""
	for _, name := range identifier.FindAllString(d, -1) {
		m := constant.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		theirs := renamed[name]
		if theirs == "" {
			theirs = prefixes[m[1]] + m[2]
		}
		out += fmt.Sprintf("_Static_assert((int)%s == (int)%s, \"%s\");\n", name, theirs, name)
	}
	return out
}
