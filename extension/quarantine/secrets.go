package quarantine

// leftOut are the members whose values are not kept, by name in lower case. The value says under which name the object
// stands that has the member; "" is anywhere. Names are matched whatever their case, since headers come in any, and in
// documents within strings too.
//
// Credentials are those that AWS's own events carry. What users call their passwords nobody knows: whoever may read the
// quarantine may read payloads.
var leftOut = map[string]string{
	// HTTP headers and their like, in every form in which events hold headers; and what authorizers are given.
	"authorization":           "",
	"authorizationtoken":      "",
	"proxy-authorization":     "",
	"cookie":                  "",
	"cookies":                 "",
	"set-cookie":              "",
	"x-api-key":               "",
	"apikey":                  "",
	"x-amz-security-token":    "",
	"x-amzn-oidc-data":        "",
	"x-amzn-oidc-accesstoken": "",
	// Passwords and codes: Cognito's, Transfer Family's, MQTT's.
	"password":                   "",
	"challengeanswer":            "",
	"code":                       "request",
	"privatechallengeparameters": "",
	// Credentials and tokens by which the bearer may act.
	"artifactcredentials": "",
	"accesskeyid":         "",
	"secretaccesskey":     "",
	"sessiontoken":        "",
	"token":               "",
	"accesstoken":         "",
	"apiaccesstoken":      "",
	"consenttoken":        "",
	"refreshtoken":        "",
	"idtoken":             "",
	"tasktoken":           "",
	"callbacktoken":       "",
	"checkpointtoken":     "",
	"rotationtoken":       "",
	"clientrequesttoken":  "",
	"outputtoken":         "",
	"resulttoken":         "",
	"receipthandle":       "",
	// URLs that are signed.
	"inputs3url":  "",
	"responseurl": "",
	// A certificate is no secret, but four kilobytes of noise.
	"clientcertpem": "",
	// No secret either: it differs with each delivery, and would make another item of the same record.
	"approximatereceivecount": "",
}
