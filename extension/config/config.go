//go:generate go run generate.go ../../docs/CONFIGURATION.md ../../README.md

// Package config knows Weir's settings: their names, their grammar, their defaults and what a value of each means.
//
// It is given the environment and reads nothing else. What it returns is one flat Config, and every problem at once: a
// value that cannot be understood never stops Weir by itself. What it is about is only watched, as the table says.
package config

import (
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// Config is every setting with its effective value. It is made once by FromEnv and not changed afterwards: its maps and
// slices are shared by all copies, and their readers must leave them as they are.
type Config struct {
	Mode      inspect.Mode
	Modes     map[string]inspect.Mode // by source name; wins over Mode
	RuleModes []inspect.RuleMode      // by rule or tag, in order
	Unread    inspect.Unread          // what is only watched, since a setting about it cannot be read
	Paranoia  int                     // 1 to 4
	Threshold int                     // anomaly score that counts
	Exclude   []inspect.Exclusion
	Fields    []inspect.FieldKind

	Responses         inspect.ResponseMode
	ResponseThreshold int // anomaly score that counts in responses

	Expect      []inspect.Expectation // none means anything
	RequireAuth bool

	Rules []string // paths of the user's SecLang files, in order; ReadRules gives their texts

	Batch map[string]source.BatchMode // by source name; "" holds the word for all others
	Async map[string]source.AsyncMode // by source name; "" holds the word for all others

	Quarantine Place // where what is taken out or swallowed is kept

	InvokeMode   InvokeMode
	BlockStatus  int
	BlockBody    string
	BlockHeaders []source.Pair

	Unconfirmed bool           // every match counts, whatever its text does
	Limits      inspect.Limits // zero fields mean the defaults
	PassLimits  bool           // inputs that could not be inspected whole do not count
	FaultClosed bool           // a failure of Weir's own refuses the event, and a bad setting stops the start
	Budget      time.Duration  // 0: see BudgetShare
	BudgetShare float64        // share of the remaining time, 0 to 1; 0 with Budget 0 means the default of both

	Log          LogLevel
	LogExcerpts  bool
	LogClient    Client // who sent a request, in findings
	LogClientKey string // a secret
	Metrics      Metrics
	Posture      bool // tell what of the function's own configuration is weak

	Port          int    // the proxy listens here, on the loopback interface
	RuntimeAPI    string // host:port that the proxy speaks to; "" outside Lambda
	ExtensionsAPI string // host:port where the extension registers: Lambda's own address, whatever RuntimeAPI says
	NextWrapper   string // the wrapper script runs it after ours

	Lenient []string // values that were read as what they were most likely meant to be, in sentences

	given    map[string]bool // variables whose value came from the environment
	unread   map[string]bool // variables that the environment has, and that cannot be read, or not as a whole
	answered bool            // a setting about responses cannot be read
}

// InvokeMode says how refusals of HTTP events are rendered.
type InvokeMode string

// The invoke modes.
const (
	InvokeAuto     InvokeMode = "auto"     // as the handler's own responses are
	InvokeBuffered InvokeMode = "buffered" // as one response object
	InvokeStream   InvokeMode = "stream"   // as a streamed response
)

// LogLevel says which events get a line.
type LogLevel string

// The log levels.
const (
	LogFindings LogLevel = "findings" // events with findings, and all that goes wrong
	LogAll      LogLevel = "all"      // every event
	LogErrors   LogLevel = "errors"   // only what goes wrong on our side
)

// FromEnv reads the settings. getenv returns a variable's value, or "" if it is not set: an empty variable counts as
// not set. environ lists the environment as NAME=value and serves to find WEIR_ variables that do not exist. sources are
// the names that a setting for one source may use; one that ends in a colon may be followed by a word of its own.
//
// All problems are returned at once, in the order of Variables, unknown variables last. The Config is complete whatever
// they are.
func FromEnv(getenv func(string) string, environ, sources []string) (Config, []Problem) {
	config := Config{
		ExtensionsAPI: getenv(lambdaAPI),
		given:         make(map[string]bool, len(Variables)),
		unread:        make(map[string]bool),
	}
	var problems []Problem
	for _, v := range Variables {
		problems = append(problems, v.read(&config, getenv, sources)...)
	}
	config.swallowKept()
	strangers := config.unknown(getenv, environ)
	config.watchResponses()
	problems = append(problems, config.breakLoop()...)
	return config, append(problems, strangers...)
}

// Inspect is what the inspector is told: all that it may know of the settings. rules are the texts of Rules.
func (c Config) Inspect(rules []string) inspect.Options {
	return inspect.Options{
		Mode:      c.Mode,
		Modes:     c.Modes,
		RuleModes: c.RuleModes,
		Unread:    c.Unread,
		Paranoia:  c.Paranoia,
		Threshold: c.Threshold,

		Responses:         c.Responses,
		ResponseThreshold: c.ResponseThreshold,

		Exclude:     c.Exclude,
		Fields:      c.Fields,
		Expect:      c.Expect,
		Auth:        c.RequireAuth,
		Rules:       rules,
		Unconfirmed: c.Unconfirmed,
		Limits:      c.Limits,
		Ports:       c.ports(),
		PassLimits:  c.PassLimits,
		FaultClosed: c.FaultClosed,
		Budget:      c.Budget,
		BudgetShare: c.BudgetShare,
		Batch:       c.Batch,
		Async:       c.Async,
		Status:      c.BlockStatus,
		Body:        c.BlockBody,
		Header:      c.BlockHeaders,
		Excerpts:    c.LogExcerpts,
	}
}
