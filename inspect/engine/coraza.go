package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental"
	"github.com/corazawaf/coraza/v3/experimental/plugins"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"github.com/corazawaf/coraza/v3/types"
)

// crs is where the Core Rule Set's rules for requests stand in Options.Files, and own where Weir's own do, of which there
// need not be any. They are read behind the Core Rule Set's.
const (
	crs = "@owasp_crs/REQUEST-*.conf"
	own = "@weir/*.conf"
)

// ruleFiles are the names of the files with rules, in the order in which they are read.
func ruleFiles(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, crs)
	if err != nil {
		return nil, err
	}
	more, err := fs.Glob(files, own)
	return append(names, more...), err
}

// maxBody bounds Request.Body, and with it what Coraza keeps of a body, all of it in memory: ten times the largest
// event that Lambda delivers (6 MB), so that a body which was packed fits too.
const maxBody = 64 << 20

// prologue is read first. A limit on arguments would drop, without a word, what lies beyond it; none is set here that
// memory would not set before. The rule lets feed work before any rule of phase 2.
const prologue = `
SecArgumentsLimit 1000000000
SecRule UNIQUE_ID "@weirFeed" "id:1010900,phase:2,pass,nolog,t:none"
`

const levels = `
SecAction "id:1010901,phase:1,pass,nolog,t:none,\
    setvar:tx.blocking_paranoia_level=%[1]d,\
    setvar:tx.detection_paranoia_level=%[1]d"
`

// New prepares an engine. Rules of the user are compiled at once, with all others, which takes 150 ms of a whole core
// and 25 MB; without any, rules are compiled when they are asked for. An error in one of Options.Rules names the text by
// its place, from 1.
func New(o Options) (*Engine, error) {
	registerOperators()
	if o.Paranoia == 0 {
		o.Paranoia = 1
	}
	if o.Paranoia < 1 || o.Paranoia > 4 {
		return nil, fmt.Errorf("building the rule engine: paranoia level %d is not 1 to 4", o.Paranoia)
	}
	if o.Files == nil {
		return nil, errors.New("building the rule engine: no files, so no Core Rule Set")
	}
	if found, err := fs.Glob(o.Files, crs); err != nil || len(found) == 0 {
		return nil, fmt.Errorf("building the rule engine: no file fits %s", crs)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	e := &Engine{options: o, ownPoints: setsPoints(o.Setup)}
	e.catalogue = sync.OnceValues(func() (*catalogue, error) {
		c, err := o.catalogueOf(ruleFiles, false)
		if err == nil {
			c.mute, c.narrow, c.steady = !o.Parts, true, c.isSteady(o.Setup)
		}
		return c, err
	})
	e.responseCatalogue = sync.OnceValues(func() (*catalogue, error) { return o.catalogueOf(responseFiles, true) })
	if len(o.Rules) > 0 {
		if _, err := e.compileAll(never); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// all are all rules, once they are compiled.
type all struct {
	sync.Mutex
	set *ruleset
	err error
}

// compileAll returns all rules. If there is no time to compile them, it returns ErrBudget, and begins anew the next time.
func (e *Engine) compileAll(over func() bool) (*ruleset, error) {
	e.all.Lock()
	defer e.all.Unlock()
	if e.all.set == nil && e.all.err == nil {
		set, err := e.buildAll(over)
		if errors.Is(err, ErrBudget) {
			return nil, err
		}
		e.all.set, e.all.err = set, err
	}
	return e.all.set, e.all.err
}

// buildAll compiles all rules.
func (e *Engine) buildAll(over func() bool) (*ruleset, error) {
	o := e.options
	texts := append(e.preamble(), text{"the Core Rule Set", "Include " + crs})
	if found, err := fs.Glob(o.Files, own); err != nil {
		return nil, err
	} else if len(found) > 0 {
		texts = append(texts, text{"Weir's rules", "Include " + own})
	}
	for i, t := range o.Rules {
		texts = append(texts, text{fmt.Sprintf("rule text %d", i+1), t})
	}
	return build(o.Files, over, texts)
}

// preamble is what is read before any rule set.
func (e *Engine) preamble() []text {
	return []text{
		{"the prologue", prologue},
		{"the set-up", e.options.Setup},
		{"the paranoia level", fmt.Sprintf(levels, e.options.Paranoia)},
	}
}

// ruleset is a set of compiled rules. They do not change.
type ruleset struct {
	waf       experimental.WAFWithOptions
	pool      sync.Mutex // around Coraza's pool of transactions; see begin
	rules     []Rule
	nameRules []int            // ids of the rules that look at argument names
	captures  map[int]struct{} // ids of the rules for which it matters what their expressions capture
}

// hurried is a file system of rules that are compiled as long as there is time.
type hurried struct {
	fs.FS
	over func() bool
	late *bool
}

// ReadFile implements fs.ReadFileFS, by which Coraza reads.
func (h hurried) ReadFile(name string) ([]byte, error) { return fs.ReadFile(h.FS, name) }

// inTime says whether there is time to compile another rule. It is asked by the operators while Coraza makes them.
func inTime(root fs.FS) error {
	if h, is := root.(hurried); is && h.over() {
		*h.late = true
		return ErrBudget
	}
	return nil
}

func never() bool { return false }

// build compiles rules. It returns ErrBudget once there is no time for the next one.
func build(files fs.FS, over func() bool, texts []text) (set *ruleset, err error) {
	late := false
	set, err = compile(hurried{files, over, &late}, texts)
	if late {
		return nil, ErrBudget
	}
	return set, err
}

func compile(files fs.FS, texts []text) (*ruleset, error) {
	set := &ruleset{captures: make(map[int]struct{})}
	var read []types.RuleMetadata
	config := coraza.NewWAFConfig().
		WithRootFS(files).
		WithRequestBodyAccess().
		WithRequestBodyLimit(maxBody).
		WithRequestBodyInMemoryLimit(maxBody)
	for i, t := range texts {
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", t.name, err)
		}
		// Coraza names neither the text nor the line of an error: the last mark that it reached does.
		config = config.WithDirectives(t.body + "\n" + "SecMarker " + mark(i) + "\n")
	}
	waf, err := coraza.NewWAF(experimental.WAFConfigWithRuleObserver(config, func(r types.RuleMetadata) {
		read = append(read, r)
	}))
	if err != nil {
		if len(read) == 0 {
			// Before any text: Coraza tries whether it may write temporary files, unless built with no_fs_access.
			return nil, fmt.Errorf("building the rule engine: %w", err)
		}
		return nil, fmt.Errorf("reading %s: %w", position(texts, read), err)
	}
	var ok bool
	if set.waf, ok = waf.(experimental.WAFWithOptions); !ok {
		return nil, errors.New("building the rule engine: this Coraza takes no transaction options")
	}
	for _, r := range read {
		if r.SecMark() == "" {
			set.rules = appendRule(set.rules, []byte(r.Raw()))
		}
		if usesCaptures(r.Raw()) {
			set.captures[r.ID()] = struct{}{}
		}
		if strings.Contains(r.Raw(), "ARGS_NAMES") {
			set.nameRules = append(set.nameRules, r.ID())
		}
	}
	return set, nil
}

func mark(i int) string { return fmt.Sprintf("WEIR-TEXT-%d", i) }

// marks counts the texts that were read to their end.
func marks(read []types.RuleMetadata) int {
	n := 0
	for _, r := range read {
		if r.SecMark() == mark(n) {
			n++
		}
	}
	return n
}

// position says where reading stopped.
func position(texts []text, read []types.RuleMetadata) string {
	n := marks(read)
	if n >= len(texts) {
		return texts[len(texts)-1].name
	}
	for i := len(read) - 1; i >= 0 && read[i].SecMark() == ""; i-- {
		if id := read[i].ID(); id != 0 {
			return fmt.Sprintf("%s, after rule %d", texts[n].name, id)
		}
	}
	return texts[n].name
}

// registerOperators puts Weir's operators into Coraza's list, which is one for the whole process. It happens here, and
// not when the package is loaded, so that a process which never builds an engine never pays for it.
var registerOperators = sync.OnceFunc(func() {
	plugins.RegisterOperator("rx", newRx)
	plugins.RegisterOperator("pmFromFile", newWords)
	plugins.RegisterOperator("detectSQLi", newSQLInjection)
	plugins.RegisterOperator("detectXSS", newMarkupInjection)
	plugins.RegisterOperator("weirFeed", newFeed)
	plugins.RegisterOperator("weirNarrow", newNarrow)
	plugins.RegisterAction(pointsAction, newPoints)
	for _, name := range absent {
		plugins.RegisterOperator(name, newAbsent(name))
	}
})

// absent are operators of SecLang that a rule of the user cannot use: they ask the network, run a program, or read a
// file. Built with the tag tinygo Coraza has them all the same, but they match whatever they are given.
var absent = []string{"rbl", "inspectFile", "validateSchema"}

func newAbsent(name string) plugintypes.OperatorFactory {
	return func(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
		return nil, fmt.Errorf("the operator @%s is not available in Weir", name)
	}
}

// internal says whether a rule only steers the evaluation: it is neither listed nor reported.
func internal(id int) bool {
	switch id / 1000 {
	case 901, 949, 959, 980: // the Core Rule Set's start, its blocking rules, its summaries
		return true
	}
	return id >= 1010800 && id <= 1010999 || id >= firstNarrowing // Weir's own steps
}

// Rules lists the rules that are read and say when they match, in order, without those that only steer the evaluation. A rule that a later
// SecRuleRemoveById takes away is still listed. Without rules of the user, it reads the texts and compiles nothing.
func (e *Engine) Rules() ([]Rule, error) {
	if len(e.options.Rules) > 0 {
		set, err := e.compileAll(never)
		if err != nil {
			return nil, err
		}
		return set.rules, nil
	}
	var list []Rule
	setup := []byte(e.options.Setup)
	for start, end := nextDirective(setup, 0); start < end; start, end = nextDirective(setup, end) {
		list = appendRule(list, setup[start:end])
	}
	c, err := e.catalogue()
	if err != nil {
		return nil, err
	}
	shipped, err := c.list(e.options.Files)
	return append(list, shipped...), err
}
