package command

import (
	"slices"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

// The options of every command.
var (
	langFlag = &Flag{
		Name: "lang", Takes: Value, Usage: &message.FlagLang, Choices: []string{string(message.Spanish), string(message.English)},
	}
	colorFlag = &Flag{
		Name: "color", Takes: Value, Usage: &message.FlagColor, Default: colorAuto, Choices: []string{colorAuto, colorAlways, colorNever},
		Elsewhere: []Elsewhere{{[]string{"no-color", "no-colour", "nocolor", "no-colors", "monochrome"}, colorNever}},
	}
	logLevelFlag = &Flag{
		Name: "log-level", Takes: Value, Usage: &message.FlagLogLevel, Default: "warn", Choices: []string{"debug", "info", "warn", "error", "off"},
	}
	logFormatFlag = &Flag{
		Name: "log-format", Takes: Value, Usage: &message.FlagLogFormat, Default: "text", Choices: []string{"text", "json"},
	}
	quietFlag = &Flag{Name: "quiet", Letters: []string{"q"}, Usage: &message.FlagQuiet}

	commonFlags = []*Flag{langFlag, colorFlag, logLevelFlag, logFormatFlag, quietFlag}
)

// Those that end the reading of a command line. The second is of qyvol alone.
var (
	helpFlag    = &Flag{Name: "help", Letters: []string{"h"}, Usage: &message.CmdFlagHelp}
	versionFlag = &Flag{Name: "version", Letters: []string{"V", "v"}, Usage: &message.CmdFlagVersion}
)

// The options of run on which compiled code may depend, and which compile therefore
// takes too.
var (
	allowReadFlag = &Flag{
		Name: "allow-read", Takes: List, Usage: &message.FlagAllowRead, Propose: directories,
		Elsewhere: []Elsewhere{{[]string{"dir"}, "DIR"}, {mapped, "DIR::NAME"}},
	}
	allowWriteFlag = &Flag{
		Name: "allow-write", Takes: List, Usage: &message.FlagAllowWrite, Propose: directories,
		Elsewhere: []Elsewhere{{[]string{"dir"}, "DIR"}, {mapped, "DIR::NAME"}},
	}
	mapped       = []string{"mapdir", "v", "volume", "mount", "map-dir"}
	allowEnvFlag = &Flag{
		Name: "allow-env", Takes: List, Usage: &message.FlagAllowEnv, Propose: variables,
		Elsewhere: []Elsewhere{{[]string{"pass-env", "inherit-env", "allow-environment"}, "NAME"}},
	}
	envFlag = &Flag{
		Name: "env", Takes: List, Usage: &message.FlagEnv,
		Elsewhere: []Elsewhere{{[]string{"e", "environment", "setenv"}, "NAME=VALUE"}},
	}
	timeoutFlag = &Flag{
		Name: "timeout", Takes: Value, Usage: &message.FlagTimeout,
		Elsewhere: []Elsewhere{{[]string{"time-limit", "wall-time"}, "10s"}},
	}
	memoryFlag = &Flag{
		Name: "memory", Takes: Value, Usage: &message.FlagMemory,
		Elsewhere: []Elsewhere{{[]string{"m", "memory-limit", "max-memory", "max-memory-size"}, "64MiB"}},
	}
	fuelFlag = &Flag{
		Name: "fuel", Takes: Value, Usage: &message.FlagFuel,
		Elsewhere: []Elsewhere{{[]string{"max-fuel"}, "UNITS"}},
	}
	compileTimeoutFlag = &Flag{Name: "compile-timeout", Takes: Value, Usage: &message.FlagCompileTimeout}
	compileMemoryFlag  = &Flag{Name: "compile-memory", Takes: Value, Usage: &message.FlagCompileMemory}
	wasiFlag           = &Flag{
		Name: "wasi", Takes: Value, Usage: &message.FlagWASI, Choices: []string{string(wasi.Native), string(wasi.Hosted)},
	}

	// ManifestFlag is for what takes a component as well.
	ManifestFlag = &Flag{Name: "manifest", Usage: &message.FlagManifest}

	grantFlags = []*Flag{
		allowReadFlag, allowWriteFlag, allowEnvFlag, envFlag, timeoutFlag, memoryFlag, fuelFlag,
		compileTimeoutFlag, compileMemoryFlag, wasiFlag,
	}
)

// The further options of run.
var (
	explainFlag = &Flag{Name: "explain", Usage: &message.FlagExplain}
	noCacheFlag = &Flag{Name: "no-cache", Usage: &message.FlagNoCache}
	runFormat   = FormatFlag(&message.FlagRunFormat)
	resultFlag  = &Flag{Name: "result", Takes: Value, Usage: &message.FlagResult, Propose: Files}

	runFlags = slices.Concat(grantFlags, []*Flag{ManifestFlag, explainFlag, noCacheFlag, runFormat, resultFlag})
)

// The options of inspect, which prints all that there is, or parts of it.
var (
	inspectFormat = FormatFlag(&message.FlagInspectFormat, "wit")
	importsFlag   = &Flag{Name: "imports", Usage: &message.FlagImports}
	exportsFlag   = &Flag{Name: "exports", Usage: &message.FlagExports}
	needsFlag     = &Flag{Name: "needs", Usage: &message.FlagNeeds}
	treeFlag      = &Flag{Name: "tree", Usage: &message.FlagTree}

	partFlags = []*Flag{importsFlag, exportsFlag, needsFlag, treeFlag}
)

// The options of the others.
var (
	componentFlag = &Flag{Name: "component", Usage: &message.FlagComponent}
	formatFlag    = FormatFlag(&message.FlagFormat)
)

// FormatFlag is --format: text, what a command has of its own, or data.
func FormatFlag(usage *message.Template, own ...string) *Flag {
	return &Flag{Name: "format", Takes: Value, Usage: usage, Default: "text", Choices: slices.Concat([]string{"text"}, own, data.Formats())}
}
