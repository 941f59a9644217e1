# Weir. "make help" lists the targets; everything else is Go.

VERSION ?= $(shell git describe --tags --always --dirty --abbrev=12 2>/dev/null || echo unknown)
# no_fs_access: the engine neither asks for a temporary directory that it can write to nor puts uploads there.
# tinygo: the compiler is Go's own, but Coraza leaves out what TinyGo has no libraries for, which is 5 MB that we do not
# use. What else the tag changes is made up for in inspect/engine; see "Why is Coraza built with the tag tinygo?" in
# docs/RATIONALE.md.
# nethttpomithttp2: net/http without HTTP/2, which neither Lambda's APIs nor SQS or S3 ask for, and which is half a megabyte.
TAGS    ?= no_fs_access,tinygo,nethttpomithttp2
# For tests that build programs by themselves, too.
export GOFLAGS := $(strip $(GOFLAGS) -tags=$(TAGS))
# Coraza's @detectSQLi and @detectXSS, and the library with its words behind them, are left out of the program: inspect/engine
# brings its own. Tests compare with Coraza as it is, and so keep them.
PROGRAM_TAGS := $(TAGS),coraza.disabled_operators.detectSQLi,coraza.disabled_operators.detectXSS
FUZZTIME ?= 30s
ARCHS   := amd64 arm64

# Run by version, so that go.mod stays the product's own.
LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
SBOM := go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
VULN := go run golang.org/x/vuln/cmd/govulncheck@v1.9.0

# What goes into the layer: static, since a runtime's image need not have any library; and the same bytes for the same
# commit and Go version, so without paths, build ids, and whatever the builder's environment asks for.
#
# Nothing is inlined in the packages of LEAN, which clean events call hardly or not, and matches little: that is a third of a
# megabyte less. And functions begin at any 16 bytes, as they do on arm64, and not at 32: that is a tenth.
LEAN := crypto/... vendor/golang.org/x/crypto/... vendor/golang.org/x/text/... encoding/json encoding/asn1 math/big text/... os/... \
	reflect fmt flag log github.com/aws/... go.uber.org/... \
	$(addprefix weir/extension/,byhand cli config extapi quarantine secret)
PROGRAM := CGO_ENABLED=0 GOOS=linux GOAMD64=v1 GOARM64=v8.0 GOEXPERIMENT= GOFLAGS= go build -trimpath -buildvcs=false \
	-tags '$(PROGRAM_TAGS)' $(LEAN:%=-gcflags=%=-l) -ldflags '-s -w -buildid= -funcalign=16 -X main.version=$(VERSION)'

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: dist/$(shell go env GOARCH) ## Build what the layer holds for this machine's architecture, in dist/

.PHONY: $(ARCHS:%=dist/%)
$(ARCHS:%=dist/%): dist/%:
	rm -rf $@
	mkdir -p $@/extensions $@/weir
	GOARCH=$* $(PROGRAM) -o $@/extensions/weir ./extension
	GOARCH=$* $(PROGRAM) -o $@/weir-wrapper ./layer/wrapper
	cp layer/bootstrap $@/bootstrap
	cp LICENSE $@/weir/LICENSE
	go run ./layer/licenses -tags '$(PROGRAM_TAGS)' ./extension ./layer/wrapper >$@/weir/THIRD-PARTY-LICENSES

.PHONY: layer
layer: $(ARCHS:%=dist/weir-%.zip) ## Make the two zips to upload, dist/weir-amd64.zip and dist/weir-arm64.zip

.PHONY: $(ARCHS:%=dist/weir-%.zip)
$(ARCHS:%=dist/weir-%.zip): dist/weir-%.zip: dist/%
	go run ./layer/pack -arch $* -list layer/golden.txt $< $@

# The program for people has the layer's commands and more; it is no extension, and nothing of it is in the layer.
CLI_TARGETS := linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64 windows-arm64

.PHONY: cli
cli: $(CLI_TARGETS:%=dist/cli/%) ## Make the command line for Linux, macOS and Windows, in dist/cli/

.PHONY: $(CLI_TARGETS:%=dist/cli/%)
$(CLI_TARGETS:%=dist/cli/%): dist/cli/%:
	mkdir -p dist/cli
	CGO_ENABLED=0 GOOS=$(firstword $(subst -, ,$*)) GOARCH=$(lastword $(subst -, ,$*)) GOFLAGS= go build -trimpath -buildvcs=false \
		-tags '$(PROGRAM_TAGS)' -ldflags '-s -w -buildid= -X main.version=$(VERSION)' \
		-o dist/cli/weir-$*$(if $(filter windows-%,$*),.exe) ./extension/weir

# What is linked, as a list that scanners read. The wrapper is the standard library alone.
.PHONY: sbom
sbom: $(ARCHS:%=dist/weir-%.cdx.json) ## List what the layer is built from, in CycloneDX, and check the lists

.PHONY: $(ARCHS:%=dist/weir-%.cdx.json)
$(ARCHS:%=dist/weir-%.cdx.json): dist/weir-%.cdx.json: dist/%
	GOFLAGS= $(SBOM) bin -json -std -noserial -notimestamp -version $(VERSION) -output $@ $</extensions/weir
	go run ./layer/sbom $@ $</extensions/weir

.PHONY: vulnerabilities
vulnerabilities: ## Look for known vulnerabilities in what is linked; asks Go's vulnerability database
	GOFLAGS= $(VULN) -tags '$(TAGS)' ./...

.PHONY: demo
demo: ## Attack a vulnerable function with and without Weir; with WEIR_MODE=monitor nothing is blocked
	@echo "building Weir, the function and what plays Lambda: this takes a while the first time …"
	go run ./test/demo

.PHONY: test
test: ## Run all tests
	go test ./...
	cd test/quarantine && go test ./...

# The client is C++ around libcurl, which npm builds here. Headers of Node come from where Node is, or else by download.
NODE_FUNCTION := test/functions/node
NODE_CLIENT   := $(NODE_FUNCTION)/node_modules/aws-lambda-ric/dist/rapid-client.node

.PHONY: node
node: $(NODE_CLIENT) ## Run the tests with AWS's runtime client for Node, which need more than Go and make
	go test -tags '$(TAGS),node' -count=1 -run Node ./test/e2e

$(NODE_CLIENT): $(NODE_FUNCTION)/package.json $(NODE_FUNCTION)/package-lock.json
	@$(NODE_FUNCTION)/needs
	cd $(NODE_FUNCTION) && \
	prefix=$$(node -p 'path.resolve(process.execPath, "../..")') && \
	if [ -e "$$prefix/include/node/node_api.h" ]; then export npm_config_nodedir="$$prefix"; fi && \
	npm ci --ignore-scripts=false --no-audit --no-fund

.PHONY: arm64
arm64: dist/arm64 ## Start the layer's arm64 program under qemu-user, and let it judge events
	@command -v qemu-aarch64-static >/dev/null || { echo "make arm64 needs qemu-aarch64-static, Debian's package qemu-user-static" >&2; exit 1; }
	WEIR_ARM64=$(CURDIR)/$< go test -tags '$(TAGS),arm64qemu' -count=1 -run ARM64 ./test/e2e

.PHONY: memory
memory: ## Measure what every shape of large event takes, and what of it is given back
	go test -tags '$(TAGS),memory' -count=1 -v -run TheMemoryOfEveryShape ./test/e2e

.PHONY: check
check: lint race unchanged reproducible cli ## Check format, lint, races, generated files, the layer's bytes, and all that is built

.PHONY: lint
lint:
	go vet -tags '$(TAGS),node,growth,memory' ./...
	cd test/quarantine && go vet ./...
	$(LINT) run --build-tags '$(TAGS),node,growth,memory'

# The sieve's tests take minutes under the race detector, and on a busy machine more than Go's ten.
.PHONY: race
race:
	go test -race -short -timeout 30m ./...

.PHONY: unchanged
unchanged:
	go mod tidy -diff
	cd test/quarantine && go mod tidy -diff
	.ci/unchanged $(MAKE) generate

# The layer from a copy of the tree in another place must be the same, byte for byte.
.PHONY: reproducible
reproducible: $(ARCHS:%=compile-%) layer
	rm -rf build/copy
	mkdir -p build/copy
	tar -c --exclude=./.git --exclude=./build --exclude=./dist --exclude=node_modules . | tar -x -C build/copy
	$(MAKE) -C build/copy layer VERSION='$(VERSION)'
	cmp dist/weir-amd64.zip build/copy/dist/weir-amd64.zip
	cmp dist/weir-arm64.zip build/copy/dist/weir-arm64.zip
	rm -rf build/copy

.PHONY: $(ARCHS:%=compile-%)
$(ARCHS:%=compile-%): compile-%:
	CGO_ENABLED=0 GOOS=linux GOARCH=$* go build -trimpath ./...

.PHONY: generate
generate: ## Write what is generated: tables of the sieve, documents
	go generate ./...

# ARGS=-held-back names what is missed of the half of the matrix that is held back, and spoils it.
.PHONY: corpus
corpus: ## Tell how many attacks are found, by source, class and kind of field, and which are not
	go run ./test/corpus/report $(ARGS)

# Packages one after another, since they would disturb each other's time.
ROOMS ?= ./decoders ./inspect/... ./extension/... ./test/growth

.PHONY: growth
growth: ## Find whatever takes too much longer for longer texts, in an hour; ARGS=-short takes a sample
	go test -tags '$(TAGS),growth' -count=1 -p 1 -timeout 0 -run Growth $(ARGS) $(ROOMS)

# The data is no part of the project; where it is not there, nothing is judged. ARGS='-sample 10' is a quick look, and
# ARGS='-against FILE' tells what changed since ARGS='-save FILE'. ARGS='-floors test/traffic/floors.txt' writes the floors.
DATA ?= ../shared/data

.PHONY: traffic
traffic: ## Judge recorded traffic in DATA: what is blocked, and which rules to blame
	@go run ./test/traffic -data '$(DATA)' $(ARGS)

# What is measured as a process is built as the layer is. ARGS=-long takes some minutes more, ARGS=-write writes the figures
# into docs/PERFORMANCE.md and the README.
BENCH := build/bench
BENCH_RUN = $(BENCH)/bench -layer dist/$(shell go env GOARCH) -floor $(BENCH)/floor $(ARGS)

.PHONY: bench
bench: $(BENCH) ## Compare with stock Coraza: start-up, memory, time and allocations by workload, as ratios
	$(BENCH_RUN)

# ARGS='-old PROGRAM' compares with an older program, as make build made it.
.PHONY: bench-loop
bench-loop: $(BENCH) ## Measure what a clean event costs beside its handler: latency, processor, switches, system calls
	$(BENCH_RUN) -loop

.PHONY: bench-share
bench-share: $(BENCH) ## Measure the extension with the smallest function's share of a processor, where control groups can be made
	$(BENCH_RUN) -share

# ARGS='-only quotes' takes the events whose names hold that.
.PHONY: bench-deadline
bench-deadline: $(BENCH) ## Show what becomes of events that take long, by share of a processor, timeout and size; it takes Node
	$(BENCH_RUN) -deadline

.PHONY: $(BENCH)
$(BENCH): build
	mkdir -p $(BENCH)
	$(PROGRAM) -o $(BENCH)/floor ./test/bench/floor
	go build -o $(BENCH)/bench ./test/bench

.PHONY: benchmarks
benchmarks: ## Run the benchmarks of every package
	go test -run '^$$' -bench . -benchmem ./...

# A new input is not made smaller: Go takes up to a minute for each, in which it tries nothing else, and most are events
# of a few hundred bytes anyway. What fails is written down as it was.
.PHONY: fuzz
fuzz: ## Fuzz every fuzz target in turn, for FUZZTIME each
	@set -e; \
	for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -r -n 1 dirname | sort -u); do \
		for target in $$(go test -list '^Fuzz' $$dir | grep '^Fuzz'); do \
			echo "$$dir $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$dir; \
		done; \
	done
