# Chores of Qyvol. They need Go, a C compiler and make; the linter is built from
# the version that tools/go.mod pins, so nothing has to be installed.

GO        ?= go
BIN       ?= bin
BENCH     ?= .
BENCHTIME ?= 1s
FUZZ      ?= ^Fuzz
FUZZTIME  ?= 60s
FINDINGS  ?= $(BIN)/findings
# An hour, unless FUZZTIME is given.
LONGTIME   = $(if $(filter file,$(origin FUZZTIME)),1h,$(FUZZTIME))

# What the binary says about itself. The date is the commit's, so that the same
# commit gives the same binary. Each can be given from outside, for a build
# without git.
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT    ?= $(shell git rev-parse --verify --quiet HEAD 2>/dev/null || echo unknown)
DATE      ?= $(shell git log -1 --format=%cI 2>/dev/null || echo unknown)
STAMP      = -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)

# WASMTIME=lts links what `make wasmtime` built, and WASMTIME=folder the C API of one of
# wasmtime's releases. For `parity` and `bench-parity`, WASMTIME_COMMAND is wasmtime's
# command, or WASMTIME, if that is a program or none.
ifneq ($(if $(WASMTIME),$(filter lts,$(WASMTIME))$(wildcard $(WASMTIME)/.)),)
LIBRARY   := $(shell scripts/wasmtime.sh folder $(WASMTIME))
ifeq ($(LIBRARY),)
$(error WASMTIME=$(WASMTIME) names no library, see above)
endif
export LIBVERSION := -X=github.com/qyvol/qyvol/engine.libraryVersion=$(shell scripts/wasmtime.sh version $(WASMTIME))
STAMP     += $(LIBVERSION)
export GOFLAGS := $(GOFLAGS) -ldflags=$(LIBVERSION)
export CGO_LDFLAGS := -L$(LIBRARY) $(CGO_LDFLAGS)
export QYVOL_WASMTIME_HEADERS := $(shell scripts/wasmtime.sh headers $(WASMTIME))
else ifneq ($(WASMTIME),)
ifeq ($(or $(filter none,$(WASMTIME)),$(wildcard $(WASMTIME)),$(shell command -v $(WASMTIME))),)
$(error WASMTIME=$(WASMTIME) is not there: it is lts, the folder of a C API, or wasmtime's command)
endif
WASMTIME_COMMAND ?= $(WASMTIME)
endif
export WASMTIME_COMMAND

LINT       = $(GO) tool -modfile=tools/go.mod golangci-lint

# The packages in which Go memory and C meet.
CGO_PKGS   = ./engine/... ./wasi/... ./program/... ./runner/...

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help build wasmtime release declarations test test-race test-cgo test-long cover bench bench-parity bench-waiting fuzz fuzz-long fuzz-parity parity parity-record conformance \
	wit-parity golden fixtures \
	check fmt lint lint-cgo lint-config tidy clean clean-tree

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A program that finds no libraries starts a tenth sooner (docs/BENCHMARKS.md), and runs
# where the C library is another one. STATIC= links as `go build` does. qyvol-node asks
# the C library for names of hosts, which a static one can't do everywhere.
STATIC    ?= $(shell scripts/static.sh)

wasmtime: ## build wasmtime's library with long-term support, for WASMTIME=lts (Rust, cmake, 10 minutes)
	scripts/wasmtime.sh build

release: ## make dist/: archive, Debian package, bill of materials, checksums; linked to wasmtime's LTS (Rust, cmake)
	scripts/release.sh

# The headers of another library than wasmtime-go's are compared with what is declared here
# before anything is built that people get.
declarations:
ifdef QYVOL_WASMTIME_HEADERS
	$(GO) test -count=1 -run Agree ./engine/internal/component # Go doesn't know what C reads
endif

build: declarations ## build bin/qyvol and bin/qyvol-node, stamped with version, commit and date
	CGO_ENABLED=1 $(GO) build -buildvcs=false $(if $(STATIC),-tags netgo) -ldflags '$(STAMP) $(STATIC)' -o $(BIN)/ ./cmd/qyvol
	CGO_ENABLED=1 $(GO) build -buildvcs=false -ldflags '$(STAMP)' -o $(BIN)/ ./cmd/qyvol-node

test: test-race test-cgo ## run all tests with the race detector, then those near C with strict pointer checks

test-race:
	$(GO) test -race -shuffle=on -timeout 15m ./...

# cgocheck2 finds Go pointers that are stored in C memory; a garbage collection
# at nearly every allocation finds those that C kept too long. GOGC is set
# for the test binaries alone: the compiler would crawl under it. -short leaves
# out the runs by the thousand, which show leaks and not pointers.
test-cgo:
	GOEXPERIMENT=cgocheck2 $(GO) test -short -vet=off -shuffle=on -timeout 10m \
		-exec 'env -u GOEXPERIMENT GOGC=1' $(CGO_PKGS)

test-long: ## run all tests at the sizes and counts that `go test ./...` has no time for
	QYVOL_TEST_LONG=1 $(GO) test -count=1 -timeout 60m ./...

cover: ## write bin/cover.out and print the coverage of each function
	@mkdir -p $(BIN)
	$(GO) test -coverpkg=./... -coverprofile=$(BIN)/cover.out ./...
	$(GO) tool cover -func=$(BIN)/cover.out

bench: ## run the benchmarks (BENCH=regexp BENCHTIME=1s)
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchtime '$(BENCHTIME)' -benchmem -timeout 60m ./...

bench-parity: ## time it beside wasmtime's command, and write the table (PAIRS=n WASMTIME_COMMAND=path)
	scripts/bench/run.sh

# `go test -list` prints the names of a package and then a line with its path.
# Those that compare with the reference get it where it can be built; to make an
# input of theirs smaller costs more than it gives.
fuzz: ## run every fuzz test for a while (FUZZTIME=60s FUZZ=regexp)
	@set -eu; \
	listing=$$($(GO) test -list '$(FUZZ)' ./...); \
	targets=$$(printf '%s\n' "$$listing" | awk '/^Fuzz/ {names[++n] = $$1} \
		$$1 == "ok" {for (i = 1; i <= n; i++) print names[i], $$2; n = 0}'); \
	test -n "$$targets" || { echo 'fuzz: no fuzz test found' >&2; exit 1; }; \
	if test -z "$${QYVOL_REFERENCE:-}" && command -v cargo >/dev/null; then \
		if QYVOL_REFERENCE=$$(scripts/parity/run.sh build); then export QYVOL_REFERENCE; \
		else echo 'fuzz: no reference can be built: going on without it' >&2; unset QYVOL_REFERENCE; fi; \
	fi; \
	printf '%s\n' "$$targets" | while read -r name pkg; do \
		echo "fuzz: $$name in $$pkg for $(FUZZTIME)"; \
		case "$$name" in FuzzParity*) minimize=1x ;; *) minimize=60s ;; esac; \
		$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime '$(FUZZTIME)' \
			-fuzzminimizetime "$$minimize" "$$pkg" </dev/null; \
	done

# All fuzz tests, a few at once, share FUZZTIME (with -each, each has all of it);
# beside them guests that are made, mostly valid, are run. Each process has a limit
# of memory.
fuzz-long: build ## fuzz and run made guests on all cores (FUZZTIME=1h FINDINGS=dir FUZZLONG_FLAGS=-h)
	@mkdir -p $(BIN)
	$(GO) build -o $(BIN)/fuzzlong ./scripts/fuzzlong
	$(BIN)/fuzzlong -qyvol $(BIN)/qyvol -findings '$(FINDINGS)' -time '$(LONGTIME)' \
		-fuzz '$(FUZZ)' $(FUZZLONG_FLAGS)

bench-waiting: ## measure guests that wait on wasmtime's fibers, beside threads (WASMTIME=lts)
	@test -n "$${QYVOL_WASMTIME_HEADERS:-}" || { echo 'bench-waiting: it needs WASMTIME=lts' >&2; exit 1; }
	CGO_CFLAGS='-O2 -I$(QYVOL_WASMTIME_HEADERS)' CGO_LDFLAGS='$(CGO_LDFLAGS) -lwasmtime -lm -ldl -lpthread' \
		$(GO) run -tags wasmtime48 ./scripts/waiting

# A finding is kept, and the run goes on: one that stops at the first needs a
# second hour for the second.
fuzz-parity: ## compare mutated guests with the reference (FUZZTIME=1h CORPUS=dir FINDINGS=dir)
	@test -n "$${QYVOL_REFERENCE:-}" || command -v cargo >/dev/null || { \
		echo 'fuzz-parity: cargo is missing, and QYVOL_REFERENCE names no reference' >&2; exit 1; }
	@QYVOL_FINDINGS='$(abspath $(FINDINGS))' QYVOL_CORPUS='$(if $(CORPUS),$(abspath $(CORPUS)))' \
		$(MAKE) --no-print-directory fuzz FUZZ='^FuzzParity'
	@cat $(FINDINGS)/*.log 2>/dev/null || : # none after a short run
	@! ls $(FINDINGS)/finding-*.txt 2>/dev/null || { echo 'fuzz-parity: there are findings' >&2; exit 1; }

parity: ## compare with the reference and wasmtime's command (CORPUS=dir WASMTIME_COMMAND=path)
	scripts/parity/run.sh

parity-record: ## record what the reference does with the fixtures
	scripts/parity/run.sh record

conformance: build ## run public suites (WASI=name@revision=dir WAST=name@revision=dir,...), see docs/PARITY.md
	$(GO) run ./scripts/conformance -qyvol $(abspath $(BIN))/qyvol -wasi '$(WASI)' -wast '$(WAST)' $(CONFORMANCE_FLAGS)

wit-parity: ## compare the WIT of components with that of wasm-tools (CORPUS=dir WASM_TOOLS=path)
	scripts/witparity/run.sh

# -update is defined by those packages that have golden files; the test binary of
# any other refuses it before it runs a test.
golden: ## rewrite the golden files from what the code prints now
	@set -eu; \
	packages=$$($(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); \
	found=; \
	for pkg in $$packages; do \
		if out=$$($(GO) test -count=1 "$$pkg" -update 2>&1); then \
			found=yes; printf '%s\n' "$$out"; \
		elif ! printf '%s\n' "$$out" | grep -q 'flag provided but not defined: -update'; then \
			printf '%s\n' "$$out" >&2; exit 1; \
		fi; \
	done; \
	test -n "$$found" || { echo 'golden: no package has golden files' >&2; exit 1; }
	@git status --short

fixtures: ## rebuild the guests from their sources
	scripts/fixtures/build.sh

check: ## what CI runs: format, tidy, lint, test, and fail if anything changed
	@$(MAKE) --no-print-directory fmt tidy
	@$(MAKE) --no-print-directory clean-tree
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory clean-tree

fmt: ## format the Go files (gofumpt, gci)
	$(LINT) fmt

lint: lint-cgo ## run the linters, import rules included
	$(LINT) run

# The linters see a cgo file only where it builds; this sees all of them.
lint-cgo:
	@! grep -rnE --include='*.go' --exclude-dir=testdata '^[[:space:]]*(import[[:space:]]+)?"C"' . \
		| grep -vE '^\./(engine/internal/component/|scripts/(floor|waiting)/|internal/command/(malloc_linux|quit_unix)\.go:)' \
		|| { echo 'lint: import "C" outside engine/internal/component' >&2; exit 1; }

lint-config: ## check .golangci.yml against the linter's schema (needs the network)
	$(LINT) config verify

tidy: ## bring go.mod and go.sum in line with the imports
	$(GO) mod tidy

clean: ## remove what was built
	rm -rf $(BIN) dist

# Untracked files count: a generated or forgotten file is a difference too.
clean-tree:
	@git --no-pager diff --exit-code
	@test -z "$$(git status --porcelain)" || { \
		echo 'check: the tree differs from the commit:' >&2; git status --short >&2; exit 1; }
