package loader

// Look is what a file that is not WebAssembly seems to be.
type Look uint8

// What a file can look like. The comment says what [NotWasmError].Detail holds,
// where it holds something.
const (
	// LookBinary is any binary; Detail: its first bytes in hexadecimal.
	LookBinary Look = iota
	// LookText is any text.
	LookText
	// LookEmpty is a file without a byte, or with nothing but blanks.
	LookEmpty
	// LookWasmVersion is a core binary of an unknown version; Detail:
	// version/layer.
	LookWasmVersion
	// LookComponentVersion is a component of a draft of the Component Model,
	// or of a later version of it; Detail: version/layer.
	LookComponentVersion
	// LookDamagedMagic has three of the magic's four bytes, or all but the
	// leading zero.
	LookDamagedMagic
	// LookPrecompiled is native code that a wasmtime serialised; Detail: that
	// wasmtime's version when it can be read.
	LookPrecompiled
	// LookWIT is an interface description.
	LookWIT
	// LookManifest is a Qyvol manifest.
	LookManifest
	// LookELF is a native program or library for Linux and other Unixes.
	LookELF
	// LookMachO is a native program or library for macOS.
	LookMachO
	// LookPE is a native program or library for Windows.
	LookPE
	// LookScript starts with #!; Detail: that first line.
	LookScript
	// LookZip is a zip archive (also .jar, .whl, .docx).
	LookZip
	// LookGzip is compressed with gzip.
	LookGzip
	// LookTar is a tar archive.
	LookTar
	// LookHTML is a web page, often an error page in place of a download.
	LookHTML
	// LookJSON is a JSON document.
	LookJSON
	// LookYAML is a YAML document that is not a manifest.
	LookYAML
	// LookUTF16 is text in UTF-16 or UTF-32.
	LookUTF16
	// LookLFS is the pointer that git-lfs leaves in place of a large file.
	LookLFS

	looks // how many there are
)
