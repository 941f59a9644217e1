package auditlog

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// stack is template.yaml without CloudFormation's tags: a !Ref is read as the name it refers to, a !Sub as its text.
func stack(t *testing.T) map[string]any {
	t.Helper()
	text, err := os.ReadFile("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]any `yaml:"Resources"`
	}
	plain := regexp.MustCompile(`(^|[\s\[,])!\w+`).ReplaceAllString(string(text), "$1")
	if err := yaml.Unmarshal([]byte(plain), &template); err != nil {
		t.Fatal(err)
	}
	return template.Resources
}

// at follows keys into nested maps.
func at(v any, keys ...string) any {
	for _, k := range keys {
		m, _ := v.(map[string]any)
		v = m[k]
	}
	return v
}

type widget struct {
	Type       string
	Properties struct {
		Title   string
		Query   string
		Metrics [][]any
	}
}

func widgets(t *testing.T) []widget {
	t.Helper()
	body, ok := at(stack(t), "Dashboard", "Properties", "DashboardBody").(string)
	if !ok {
		t.Fatal("there is no dashboard body")
	}
	// What !Sub makes of the text.
	body = strings.ReplaceAll(regexp.MustCompile(`\$\{[^!}]+\}`).ReplaceAllString(body, "name"), "${!", "${")
	var dashboard struct{ Widgets []widget }
	d := json.NewDecoder(strings.NewReader(body))
	if err := d.Decode(&dashboard); err != nil {
		t.Fatalf("the dashboard's body is no JSON: %v", err)
	}
	return dashboard.Widgets
}

func TestEveryWidgetUsesKeysAndMetricsThatExist(t *testing.T) {
	used := map[string]bool{}
	for _, w := range widgets(t) {
		switch w.Type {
		case "log":
			for _, fault := range queryFaults(w.Properties.Query) {
				t.Errorf("widget %q: %s", w.Properties.Title, fault)
			}
			used["by rule"] = used["by rule"] || strings.Contains(w.Properties.Query, "rule")
		case "metric":
			for _, m := range w.Properties.Metrics {
				name, dimensions, namespace := widgetMetric(t, m)
				for _, fault := range metricFaults(namespace, name, dimensions) {
					t.Errorf("widget %q: %s", w.Properties.Title, fault)
				}
				used[name] = true
				used["by source"] = used["by source"] || slices.Contains(dimensions, "source")
			}
		default:
			t.Errorf("widget %q has the unexpected type %q", w.Properties.Title, w.Type)
		}
	}
	for _, want := range []string{
		blocked, findings, responsesBlocked, responseFindings, "by source", "by rule", incomplete, configErrors, latency,
	} {
		if !used[want] {
			t.Errorf("no widget shows %q", want)
		}
	}
}

// search is a SEARCH expression of CloudWatch's metric math.
var search = regexp.MustCompile(`^SEARCH\('\{(\w+),([\w,]+)\} .*MetricName="(\w+)"`)

// widgetMetric reads a row of a metric widget: [namespace, metric, dimension, value, …, {options}], or a search.
func widgetMetric(t *testing.T, row []any) (name string, dimensions []string, namespace string) {
	t.Helper()
	if expression, ok := at(row[0], "expression").(string); ok {
		m := search.FindStringSubmatch(expression)
		if m == nil {
			t.Fatalf("cannot read %s", expression)
		}
		return m[3], strings.Split(m[2], ","), m[1]
	}
	for i := 2; i+1 < len(row); i += 2 {
		dimensions = append(dimensions, row[i].(string))
	}
	return row[1].(string), dimensions, row[0].(string)
}

func metricFaults(namespace, name string, dimensions []string) []string {
	var faults []string
	if namespace != Namespace {
		faults = append(faults, "there is no namespace "+namespace)
	}
	if !slices.ContainsFunc(Metrics, func(m Metric) bool { return m.Name == name }) {
		faults = append(faults, "there is no metric "+name)
	}
	sets := byAction
	if name == configErrors || name == bypassed {
		sets = byFunction
	}
	if !slices.ContainsFunc(sets, func(set []string) bool { return slices.Equal(set, dimensions) }) {
		faults = append(faults, name+" is not counted by "+strings.Join(dimensions, ", "))
	}
	return faults
}

func TestEveryAlarmWatchesAMetricThatExists(t *testing.T) {
	alarms := 0
	for name, r := range stack(t) {
		if at(r, "Type") != "AWS::CloudWatch::Alarm" {
			continue
		}
		alarms++
		watched := []any{at(r, "Properties")}
		if list, ok := at(r, "Properties", "Metrics").([]any); ok {
			watched = nil
			for _, m := range list {
				if stat := at(m, "MetricStat", "Metric"); stat != nil {
					watched = append(watched, stat)
				}
			}
		}
		for _, m := range watched {
			var dimensions []string
			for _, d := range at(m, "Dimensions").([]any) {
				dimensions = append(dimensions, at(d, "Name").(string))
			}
			for _, fault := range metricFaults(at(m, "Namespace").(string), at(m, "MetricName").(string), dimensions) {
				t.Errorf("%s: %s", name, fault)
			}
		}
	}
	if alarms == 0 {
		t.Error("there is no alarm")
	}
}

// In monitor mode nothing is blocked, and an attack is a finding all the same.
func TestTheAlarmOfAttacksRingsInEveryMode(t *testing.T) {
	if got := at(stack(t), "AttackAlarm", "Properties", "MetricName"); got != findings {
		t.Errorf("the alarm watches %v, want %s", got, findings)
	}
}

func TestTheTemplateAttachesTheLayerAsTheDocumentsSay(t *testing.T) {
	resources := stack(t)
	for name, uri := range map[string]string{"LayerArm64": "dist/weir-arm64.zip", "LayerAmd64": "dist/weir-amd64.zip"} {
		if got := at(resources, name, "Properties", "ContentUri"); got != uri {
			t.Errorf("%s has the content %v, want %s", name, got, uri)
		}
	}
	if got := at(resources, "DemoFunction", "Properties", "Environment", "Variables", "AWS_LAMBDA_EXEC_WRAPPER"); got != "/opt/weir-wrapper" {
		t.Errorf("the function's wrapper is %v", got)
	}
}

func TestTheExampleQueriesOfTheDocumentUseKeysThatExist(t *testing.T) {
	text, err := os.ReadFile("../../docs/LOGS.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := regexp.MustCompile("(?s)```\n(fields|filter|stats)(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(queries) < 5 {
		t.Fatalf("got %d queries, want all examples", len(queries))
	}
	for _, q := range queries {
		for _, fault := range queryFaults(q[1] + q[2]) {
			t.Errorf("%s: %s%s", fault, q[1], q[2])
		}
	}
}

func TestTheTemplateSavesEveryQueryOfTheDocument(t *testing.T) {
	saved := map[string]string{}
	for _, r := range stack(t) {
		if at(r, "Type") == "AWS::Logs::QueryDefinition" {
			name, _ := at(r, "Properties", "Name").(string)
			saved[name], _ = at(r, "Properties", "QueryString").(string)
		}
	}
	for _, q := range Queries {
		name := "${AWS::StackName}/weir/" + q.Name
		if saved[name] != q.Text {
			t.Errorf("%s is saved as %q, want %q", name, saved[name], q.Text)
		}
		delete(saved, name)
	}
	for name := range saved {
		t.Errorf("the document has no query %s", name)
	}
}

// syntax are the words of the query language that the queries use.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
var syntax = strings.Fields("SOURCE fields filter stats sort limit display unnest into as by asc desc and or not in like " +
	"count count_distinct sum avg max min pct bin jsonParse ispresent")

// queryFaults lists the words of a Logs Insights query that are neither its language nor keys of a line.
func queryFaults(query string) []string {
	query = regexp.MustCompile(`'[^']*'|"[^"]*"|/[^/\n]*/|\b\d+[smhd]\b`).ReplaceAllString(query, "") // texts and times
	keys, matchKeys := append(names(Keys), "reason"), names(MatchKeys)                                // the wrapper's lines have a reason
	for _, m := range Metrics {
		keys = append(keys, m.Name)
	}
	fields := map[string][]string{} // what an alias stands for: the keys of what it names
	for _, m := range regexp.MustCompile(`(\S+) (?:as|into) (\w+)`).FindAllStringSubmatch(query, -1) {
		switch {
		case strings.HasPrefix(m[1], "jsonParse"):
			fields[m[2]] = keys
		case strings.HasSuffix(m[1], ".matches"):
			fields[m[2]] = matchKeys
		default:
			fields[m[2]] = nil
		}
	}
	var faults []string
	for _, word := range regexp.MustCompile(`@?[A-Za-z_][\w.]*`).FindAllString(query, -1) {
		first, rest, dotted := strings.Cut(word, ".")
		known, alias := fields[first]
		switch {
		case strings.HasPrefix(word, "@"), slices.Contains(syntax, word), alias && !dotted:
		case alias && slices.Contains(known, rest):
		case !dotted && slices.Contains(keys, word):
		case element(first, rest, matchKeys):
		default:
			faults = append(faults, "no line has the key "+word)
		}
	}
	return faults
}

// element says whether there is such an element of an array, as in incomplete.0 and matches.0.rule.
func element(key, rest string, matchKeys []string) bool {
	at := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == key })
	index, sub, _ := strings.Cut(rest, ".")
	if _, err := strconv.Atoi(index); err != nil || at < 0 {
		return false
	}
	switch key {
	case "matches":
		return slices.Contains(matchKeys, sub)
	case "unconfirmed":
		return slices.Contains(names(UnconfirmedKeys), sub)
	case "removed":
		return slices.Contains(names(RemovedKeys), sub)
	case "weaknesses":
		return slices.Contains(names(WeaknessKeys), sub)
	case "problems":
		return slices.Contains([]string{"name", "value", "reason", "allowed"}, sub)
	}
	return strings.HasPrefix(Keys[at].Type, "array") && sub == ""
}

func names(keys []Key) []string {
	list := make([]string, 0, len(keys))
	for _, k := range keys {
		list = append(list, k.Name)
	}
	return list
}

func TestAQueryWithAKeyThatDoesNotExistIsNoticed(t *testing.T) {
	for query, faults := range map[string]int{
		"filter weir = 'nonsense' | stats count(*) as n by rule":                                             0,
		"filter wier = 'finding'":                                                                            1,
		"fields matches.0.rule, matches.0.rul, matches.x.rule":                                               2,
		"fields jsonParse(@message) as line | unnest line.matches into m | stats count(*) by m.field":        0,
		"fields jsonParse(@message) as line | unnest line.match into m | stats count(*) by m.feild":          2,
		"fields @timestamp, other.key, incomplete.0, incomplete.x, incomplete.0.a, score.0, problems.1.name": 4,
	} {
		if got := queryFaults(query); len(got) != faults {
			t.Errorf("%s: got %q, want %d faults", query, got, faults)
		}
	}
}
