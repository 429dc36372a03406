package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// settings are what a script's comments ask for, as far as engine has it.
type settings struct {
	config engine.Config
	lazy   bool
}

// settingsOf reads the comments of wasmtime's scripts (`;;! name = true`) and
// the command line in those of wasm-tools (`;; RUN: wast …`), which has 64-bit
// memories on. Maps are on: the Component Model's own suite wants them.
func settingsOf(source []byte) settings {
	s := settings{config: engine.Config{ComponentMaps: true}}
	for line := range bytes.Lines(source) {
		text := strings.TrimSpace(string(line))
		if option, ok := strings.CutPrefix(text, ";;!"); ok && strings.Join(strings.Fields(option), "") == "memory64=true" {
			s.config.Memory64 = true
		}
		if _, run, ok := strings.Cut(text, ";; RUN:"); ok && slices.Contains(strings.Fields(run), "wast") {
			s.lazy, s.config.Memory64 = true, true
		}
	}
	return s
}
