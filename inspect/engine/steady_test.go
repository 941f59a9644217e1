package engine

import (
	"testing"
	"testing/fstest"

	"weir/inspect/rules"
)

func TestWhatTakesRulesAway(t *testing.T) {
	for actions, want := range map[string]bool{
		"phase:1,pass,nolog":                                                    false,
		"phase:2,block,capture,chain":                                           false,
		"phase:1,deny,status:500":                                               false,
		"phase:1,pass,skipAfter:END":                                            false,
		"phase:2,pass,skipAfter:END":                                            true,
		"phase:2,pass,skip:1":                                                   true,
		"skip:1":                                                                true, // of a chain's link: the phase is the first one's
		"phase:1,allow":                                                         true,
		"phase:1,ctl:ruleEngine=Off":                                            true,
		"phase:1,ctl:ruleEngine=DetectionOnly":                                  true,
		"phase:1,ctl:ruleRemoveById=1":                                          true,
		"phase:1,ctl:ruleRemoveByTag=OWASP_CRS":                                 true,
		"phase:1,ctl:ruleRemoveByMsg=a":                                         true,
		"phase:1,ctl:requestBodyAccess=Off":                                     true,
		"phase:1,ctl:requestBodyProcessor=XML":                                  false,
		"phase:1,ctl:forceRequestBodyVariable=On":                               false,
		"phase:1,ctl:ruleRemoveTargetByTag=a;ARGS":                              true,
		"phase:1,ctl:ruleRemoveTargetById=1;ARGS_POST:b":                        true,
		"phase:1,ctl:ruleRemoveTargetById=1;TX:b":                               true,
		"phase:1,ctl:ruleRemoveTargetByTag=xss-perf-disable;REQUEST_FILENAME":   false,
		"phase:1, ctl:auditEngine=Off, setvar:'tx.a=1', unheard:of":             true,
		"phase:1, ctl:auditEngine=Off, setvar:'tx.a=1', msg:'ctl:ruleEngine=a'": false,
	} {
		if takesAway(splitActions(actions)) != want {
			t.Errorf("%s: %v", actions, !want)
		}
	}
}

func TestWhereWhatARequestIsTakesNoRuleAway(t *testing.T) {
	const local = `SecRule REMOTE_ADDR "@ipMatch 127.0.0.1" "id:905110,phase:1,pass,nolog,chain"
    SecRule REQUEST_LINE "@streq GET /" "t:none,ctl:ruleRemoveByTag=OWASP_CRS"
`
	const plain = `SecRule ARGS "@rx a" "id:932999,phase:2,block"` + "\n"
	for name, c := range map[string]struct {
		rules, setup string
		want         bool
	}{
		"nothing takes away":      {rules: plain, want: true},
		"a link does":             {rules: plain + local},
		"which is off":            {rules: plain + local, setup: `SecAction "id:1,phase:1,pass,ctl:ruleRemoveById=905100-905199"`, want: true},
		"alone":                   {rules: plain + local, setup: `SecAction "id:1,phase:1,pass,ctl:ruleRemoveById=905110"`, want: true},
		"another is off":          {rules: plain + local, setup: `SecAction "id:1,phase:1,pass,ctl:ruleRemoveById=905100-905109"`},
		"it is off too late":      {rules: plain + local, setup: `SecAction "id:1,phase:2,pass,ctl:ruleRemoveById=905110"`},
		"off for some":            {rules: plain + local, setup: `SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,pass,ctl:ruleRemoveById=905110"`},
		"by a tag":                {rules: plain + local, setup: `SecAction "id:1,phase:1,pass,ctl:ruleRemoveByTag=a"`},
		"a plain rule for some":   {rules: plain, setup: `SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,pass,ctl:ruleRemoveById=932999"`},
		"one that is not":         {rules: plain, setup: `SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,pass,ctl:ruleRemoveById=920420"`, want: true},
		"a chain in the set-up":   {rules: plain, setup: `SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,chain"` + "\n" + `SecAction "pass"`},
		"it turns off everything": {rules: plain, setup: `SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,pass,ctl:ruleEngine=Off"`},
	} {
		files := fstest.MapFS{"@owasp_crs/REQUEST-932-A.conf": &fstest.MapFile{Data: []byte(c.rules)}}
		read, err := readCatalogue(files, ruleFiles)
		if err != nil {
			t.Fatal(name, err)
		}
		if read.isSteady(c.setup) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}

// Weir's own set-up takes away what would take rules away, and without it, the Core Rule Set does so.
func TestTheShippedRulesAreSteady(t *testing.T) {
	o := Options{Files: rules.Files(), Catalogue: rules.Catalogue()}
	c, err := o.catalogueOf(ruleFiles, false)
	if err != nil {
		t.Fatal(err)
	}
	if !c.isSteady(rules.Setup()) || c.isSteady("") {
		t.Errorf("with the set-up %v, and without %v", c.isSteady(rules.Setup()), c.isSteady(""))
	}
}
