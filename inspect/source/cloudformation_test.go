package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/cfn"
)

const ownResponseURL = "https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com/a%7Cb?X-Amz-Signature=0f"

// customRequest is a request to a custom resource; more are further members, each with a comma before it.
func customRequest(kind, responseURL, more string) Event {
	return Parse(fmt.Appendf(nil, `{"RequestType":%q,"ResponseURL":%q,"StackId":"arn:aws:cloudformation:us-west-2:1:stack/s/1",`+
		`"LogicalResourceId":"R","ResourceType":"Custom::R"%s}`, kind, responseURL, more))
}

func TestReportsGoOnlyToBucketsOfCloudFormation(t *testing.T) {
	for url, want := range map[string]bool{
		ownResponseURL: true,
		"https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x":                         true,
		"https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/x":               true,
		"https://cloudformation-custom-resource-response-usgovwest1.s3.us-gov-west-1.amazonaws.com/x":        true,
		"https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/x":          true,
		"http://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com/x":                false,
		"https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com:8443/x":          false,
		"https://a:b@cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com/x":           false,
		"https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com@evil.example/x":  false,
		"https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com.evil.example/x":  false,
		"https://cloudformation-custom-resource-response-uswest2.s3.evil.example/x.amazonaws.com":            false,
		"https://cloudformation-custom-resource-response-uswest2.s3.evil-amazonaws.com/x":                    false,
		"https://cloudformation-custom-resource-response-mine.s3.us-west-2.amazonaws.com/x":                  false,
		"https://cloudformation-custom-resource-response-a.evil.s3.us-west-2.amazonaws.com/x":                false,
		"https://cloudformation-custom-resource-response-.s3.amazonaws.com/x":                                false,
		"https://cloudformation-custom-resource-response-uswest2.amazonaws.com/x":                            false,
		"https://evil.s3.us-west-2.amazonaws.com/cloudformation-custom-resource-response-uswest2":            false,
		"https://evil.example/?https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/":    false,
		"https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com/x#evil":          false,
		"https://cloudformation-custom-resource-response-uswest2.s3.us-west-2.amazonaws.com\\@evil.example/": false,
		"http://127.0.0.1:9001/2018-06-01/runtime/init/error":                                                false,
		"http://pre-signed-S3-url-for-response":                                                              false,
		"http:":                                                                                              false,
	} {
		if responseURL(url) != want {
			t.Errorf("%s: %v", url, !want)
		}
		e := customRequest("Create", url, `,"RequestId":"r"`)
		if _, puts := (CFN{}).Refuse(e, testNote, Policy{}).(Put); puts != want {
			t.Errorf("%s: put to it: %v", url, puts)
		}
	}
}

func TestAReportKeepsThePhysicalIDOfAnOlderResource(t *testing.T) {
	for _, c := range []struct{ name, kind, members, want string }{
		{"made", "Create", `,"RequestId":"r"`, "r"},
		{"made, with an id that it cannot have", "Create", `,"RequestId":"r","PhysicalResourceId":"p"`, "r"},
		{"changed", "Update", `,"RequestId":"r","PhysicalResourceId":"p \"1\" \u003c"`, `p "1" <`},
		{"changed, without an id", "Update", `,"RequestId":"r"`, ""},
		{"changed, without a request", "Update", `,"PhysicalResourceId":"p"`, ""},
		{"changed, with more than a report may hold", "Update", `,"RequestId":"r","PhysicalResourceId":"` + strings.Repeat("p", maxReport) + `"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			outcome := CFN{}.Refuse(customRequest(c.kind, ownResponseURL, c.members), testNote, Policy{Async: AsyncError})
			if c.want == "" {
				if _, fails := outcome.(Fail); !fails {
					t.Errorf("%+v", outcome)
				}
				return
			}
			put, ok := outcome.(Put)
			if !ok {
				t.Fatalf("%+v", outcome)
			}
			var report cfn.Response
			if err := json.Unmarshal(put.Body, &report); err != nil {
				t.Fatal(err)
			}
			if report.PhysicalResourceID != c.want || report.Status != cfn.StatusFailed || report.RequestID != "r" || !report.NoEcho ||
				report.LogicalResourceID != "R" || report.StackID != "arn:aws:cloudformation:us-west-2:1:stack/s/1" {
				t.Errorf("%s", put.Body)
			}
			if put.URL != ownResponseURL || put.Headers != nil {
				t.Errorf("put to %s with %v: a content type would break the signature", put.URL, put.Headers)
			}
			if then, ok := put.Then.(Reply); !ok || string(then.Payload) != `""` {
				t.Errorf("then %+v: an error would run again", put.Then)
			}
		})
	}
}

func TestADeleteReachesTheHandler(t *testing.T) {
	for _, s := range []Source{CFN{}, CFNProviderFramework{}} {
		e := customRequest("Delete", ownResponseURL, `,"RequestId":"r","PhysicalResourceId":"p"`)
		forward, ok := s.Refuse(e, testNote, Policy{}).(Forward)
		if !ok || !bytes.Equal(forward.Payload, e.Payload) {
			t.Errorf("%s: %+v", s.Name(), forward)
		}
	}
	forged := customRequest("Delete", "http://127.0.0.1:9001/", `,"RequestId":"r","PhysicalResourceId":"p"`)
	if outcome, ok := (CFN{}).Refuse(forged, testNote, Policy{}).(Fail); !ok {
		t.Errorf("the handler would put its answer to %+v", outcome)
	}
}

func TestTheRequestOfTheGoLibraryIsRecognised(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatalf("finding aws-lambda-go: %v", err)
	}
	payload, err := os.ReadFile(filepath.Join(string(bytes.TrimSpace(dir)), "cfn", "testdata", "cloudformation-event.json"))
	if err != nil {
		t.Fatal(err)
	}
	e := Parse(payload)
	if got, ambiguous := Recognise(e); got.Name() != "cfn" || ambiguous {
		t.Errorf("recognised as %s", got.Name())
	}
	exercise(t, e)
}
