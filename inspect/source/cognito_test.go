package source

import (
	"strings"
	"testing"
)

func trigger(source, rest string) Event {
	return Parse([]byte(`{"triggerSource":"` + source + `","userPoolId":"p","request":{}` + rest + `}`))
}

func TestTriggersAreNamedIfTheyAreKnown(t *testing.T) {
	for _, c := range []struct{ trigger, want string }{
		{"PreSignUp_SignUp", "cognito:PreSignUp_SignUp"},
		{"CustomSMSSender_Authentication", "cognito:CustomSMSSender_Authentication"},
		{"TokenGeneration_RefreshTokens", "cognito:TokenGeneration_RefreshTokens"},
		{"TokenGeneration_Other", "cognito"},
		{"PreSignUp_", "cognito"},
		{"PreSignUp", "cognito"},
		{"Other_SignUp", "cognito"},
		{"PreSignUp_SignUp_SignUp", "cognito"},
		{"", "cognito"},
	} {
		if got := NameOf(Cognito{}, trigger(c.trigger, "")); got != c.want {
			t.Errorf("%s is named %s", c.trigger, got)
		}
	}
	if got := NameOf(SQS{}, Event{}); got != "sqs" {
		t.Errorf("sqs is named %s", got)
	}
	for name, want := range map[string]Source{"cognito:PreSignUp_SignUp": Cognito{}, "cognito": Cognito{}, "sqs:x": nil, "cognito-sync:x": nil} {
		if got := Named(name); got != want {
			t.Errorf("%s leads to %v", name, got)
		}
	}
}

// Each trigger is refused in its own way, whatever its occasion.
func TestEachTriggerIsRefusedInItsOwnWay(t *testing.T) {
	const response = `,"response":{"a":1}`
	same := func(trigger string) string {
		return `reply {"triggerSource":"` + trigger + `","userPoolId":"p","request":{},"response":{"a":1}}`
	}
	const denied = "fail Function.Blocked: Request not allowed (incident 4f1c2a9e-0001)"
	for _, c := range []struct{ trigger, swallowed, failed string }{
		{"PreSignUp_AdminCreateUser", denied, denied},
		{"PreAuthentication_Authentication", denied, denied},
		{"UserMigration_ForgotPassword", denied, denied},
		{"CreateAuthChallenge_Authentication", denied, denied},
		{"InboundFederation_ExternalProvider", denied, denied},
		{"TokenGeneration_HostedAuth", denied, denied},
		{"Unheard_Of", denied, denied},
		{"PostConfirmation_ConfirmForgotPassword", same("PostConfirmation_ConfirmForgotPassword"), denied},
		{"PostAuthentication_Authentication", same("PostAuthentication_Authentication"), denied},
		{"CustomEmailSender_AccountTakeOverNotification", same("CustomEmailSender_AccountTakeOverNotification"), denied},
		{"CustomSMSSender_SignUp", same("CustomSMSSender_SignUp"), denied},
		{"CustomMessage_Other", same("CustomMessage_Other"), same("CustomMessage_Other")},
	} {
		e := trigger(c.trigger, response)
		if got := outcomeText(Cognito{}.Refuse(e, testNote, Policy{Async: AsyncSwallow})); got != c.swallowed {
			t.Errorf("%s, swallowed: %s", c.trigger, got)
		}
		if got := outcomeText(Cognito{}.Refuse(e, testNote, Policy{Async: AsyncError})); got != c.failed {
			t.Errorf("%s, failed: %s", c.trigger, got)
		}
	}
}

// What Cognito reads of an answer is a refusal, however the event's own response looks.
func TestTheAnswerToAChallengeReplacesTheResponse(t *testing.T) {
	const fails = `"response":{"challengeName":"","issueTokens":false,"failAuthentication":true}`
	for _, c := range []struct{ name, rest, want string }{
		{"of null", `,"response":null`, "," + fails},
		{"that allows", `, "response" : {"issueTokens":true}`, `, "response" : ` + strings.TrimPrefix(fails, `"response":`)},
		{"that is missing", ``, "," + fails},
		{"that occurs twice", `,"response":{"issueTokens":true},"response":{"issueTokens":true}`, "," + fails + "," + fails},
		{"by an escaped name", `,"respons\u0065":{"issueTokens":true}`, `,"respons\u0065":` + strings.TrimPrefix(fails, `"response":`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := `reply {"triggerSource":"DefineAuthChallenge_Authentication","userPoolId":"p","request":{}` + c.want + "}"
			if got := outcomeText(Cognito{}.Refuse(trigger("DefineAuthChallenge_Authentication", c.rest), testNote, Policy{})); got != want {
				t.Errorf("%s\nwant %s", got, want)
			}
		})
	}
}

func TestATriggerThatIsNoStrictJSONIsDenied(t *testing.T) {
	for _, rest := range []string{`,"a":NaN`, ",\"a\":\"\x01\""} {
		if _, ok := (Cognito{}).Refuse(trigger("CustomMessage_SignUp", rest), testNote, Policy{}).(Fail); !ok {
			t.Errorf("%q is repeated", rest)
		}
	}
	bom := Parse(append([]byte("\xef\xbb\xbf \n"), trigger("CustomMessage_SignUp", "").Payload...))
	if got := outcomeText(Cognito{}.Refuse(bom, testNote, Policy{})); !strings.HasPrefix(got, "reply {") {
		t.Errorf("%q", got)
	}
}
