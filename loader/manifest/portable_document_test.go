package manifest_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Every form that a section can have, also those that this version refuses. The
// wanted text is what follows the runtime.
func TestPortableForms(t *testing.T) {
	for text, want := range map[string]string{
		"resources: {}\nrecovery: {}\npermissions: {}\n":                                 ``,
		"args: []\nenv: {}\n":                                                            `"args":[],"env":{}`,
		"env: {B: 1, A: 2, '<<': 3, 'null': '~'}\n":                                      `"env":{"B":"1","A":"2","<<":"3","null":"~"}`,
		"type: service\n":                                                                `"type":"service"`,
		"type: cli\nlanguage: \"<a> & 'b' \\xAD\"\n":                                     `"type":"cli","language":"<a> & 'b' \u00ad"`,
		"permissions: {fs: read}\nfs: {}\n":                                              `"permissions":{"fs":"read"},"fs":{}`,
		"permissions: {fs: write}\nfs: {type: memfs, quota: 1}\n":                        `"permissions":{"fs":"write"},"fs":{"type":"memfs","quota":1}`,
		"permissions: {fs: read}\nfs: {type: netfs, source: 'http://a/', cache: true}\n": `"permissions":{"fs":"read"},"fs":{"type":"netfs","source":"http://a/","cache":true}`,
		"resources: {compile: {timeout: 90s, memory: 2GiB}}\n":                           `"resources":{"compile":{"timeout":"1m30s","memory":2147483648}}`,
		"resources: {memory: 64KiB, timeout: 9223372036854775807ns, fuel: 9223372036854775807, instances: 1, connections: 65535}\n": `"resources":{"memory":65536,"timeout":"2562047h47m16.854775807s","fuel":9223372036854775807,"instances":1,"connections":65535}`,
		"recovery: {degrade: true}\n":           `"recovery":{"degrade":true}`,
		"recovery: {fallback: 'oci://r/a:1'}\n": `"recovery":{"fallback":"fallback.wasm"}`,
		"recovery: {retries: {attempts: 2, backoff: 1ns, max_backoff: 1500ns, on: [exit, exit]}}\n": `"recovery":{"retries":{"attempts":2,"backoff":"1ns","max_backoff":"1.5µs","on":["exit","exit"]}}`,
	} {
		checkForm(t, text, want)
	}
}

func TestPortablePermissions(t *testing.T) {
	digest := "sha256:" + strings.Repeat("a", 64)
	for text, want := range map[string]string{
		"net: false, exec: false": ``,
		"fs: none":                `"fs":"none"`,
		"fs: write":               `"fs":"write"`,
		"fs: []":                  `"fs":[]`,
		"fs: [{mount: /a, from: ./a, access: read, exclude: ['s/**', '/ñ', '*.key']}]":                        `"fs":[{"mount":"/a","from":"./a","access":"read","exclude":["s/**","/ñ","*.key"]}]`,
		"fs: [{mount: /b, from: memfs, access: write, quota: 1024TiB, exclude: []}]":                          `"fs":[{"mount":"/b","from":"memfs","access":"write","exclude":[],"quota":1125899906842624}]`,
		"fs: [{mount: ., from: b, access: read}, {mount: /c, from: 'https://a/', access: read, cache: true}]": `"fs":[{"mount":".","from":"b","access":"read"},{"mount":"/c","from":"https://a/","access":"read","cache":true}]`,
		"net: true, exec: true": `"net":true,"exec":true`,
		"net: {connect: ['tcp://DB.a:5432', 'udp://10.0.0.0/8:53', 'service://b']}":                            `"net":{"connect":["tcp://DB.a:5432","udp://10.0.0.0/8:53","service://b"]}`,
		"net: {connect: [{to: 'https://*.a.com', methods: [GET, PUT], paths: ['/v1/**', /é]}]}":                `"net":{"connect":[{"to":"https://*.a.com","methods":["GET","PUT"],"paths":["/v1/**","/é"]}]}`,
		"net: {connect: [{to: 'http://[2001:db8::1]:8000-8100', methods: []}, {to: 'https://a', paths: [/]}]}": `"net":{"connect":[{"to":"http://[2001:db8::1]:8000-8100","methods":[]},{"to":"https://a","paths":["/"]}]}`,
		"net: {connect: [{to: 'tcp://a:*'}], deny: [private, 169.254.0.0/16, '*.Example.org']}":                `"net":{"connect":["tcp://a:*"],"deny":["private","169.254.0.0/16","*.Example.org"]}`,
		"net: {connect: [], listen: ['tcp://127.0.0.1:0', 'udp://*:53'], deny: []}":                            `"net":{"connect":[],"listen":["tcp://127.0.0.1:0","udp://*:53"],"deny":[]}`,
		"exec: []": `"exec":[]`,
		"exec: [{program: /bin/git, args: [log, ''], digest: '" + digest + "'}]": `"exec":[{"program":"/bin/git","args":["log",""],"digest":"` + digest + `"}]`,
		"exec: [{program: /bin/a b, args: []}, {program: /x}]":                   `"exec":[{"program":"/bin/a b","args":[]},{"program":"/x"}]`,
		"env: [LANG, A_*]": `"env":["LANG","A_*"]`,
		"env: []":          `"env":[]`,
	} {
		if want != "" {
			want = `"permissions":{` + want + `}`
		}
		checkForm(t, "permissions: {"+text+"}\n", want)
	}
}

func checkForm(t *testing.T, text, want string) {
	t.Helper()
	m, err := manifest.ParseWhole([]byte(base + text))
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return
	}
	got, err := manifest.EncodeWhole(m, sentFiles(m))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(strings.TrimSuffix(string(got), "}"), `"runtime":"wasi"`)
	if strings.TrimPrefix(rest, ",") != want {
		t.Errorf("%s\ngot  %s\nwant %s", text, rest, want)
	}
	checkPortable(t, m, got)
}

// Numbers come back to the last nanosecond and the last byte.
func TestPortableNumbers(t *testing.T) {
	m, err := manifest.ParseWhole([]byte(base + "permissions: {fs: write}\nfs: {type: memfs, quota: 1}\n"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		bits := i % 63
		m.Resources.Timeout = time.Duration(random.Int64N(math.MaxInt64)>>bits + 1)
		m.Resources.Fuel = random.Uint64N(math.MaxInt64)>>bits + 1
		m.Resources.Memory = 65536 + manifest.Size(random.Uint64N(1<<32-65536+1))
		m.FS.Quota = manifest.Size(random.Uint64N(1<<50)>>(i%50) + 1)
		data, err := manifest.EncodeWhole(m, sentFiles(m))
		if err != nil {
			t.Fatal(err)
		}
		checkPortable(t, m, data)
	}
}
