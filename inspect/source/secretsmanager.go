package source

import (
	"iter"
	"slices"
	"strings"
)

// SecretsManager is a step of the rotation of a secret in AWS Secrets Manager.
type SecretsManager struct{ noNote }

// Name is "secretsmanager".
func (SecretsManager) Name() string { return "secretsmanager" }

var rotationSteps = []string{"createSecret", "setSecret", "testSecret", "finishSecret"}

// Recognise asks for one of the four steps, in any case, and for texts SecretId and ClientRequestToken.
func (SecretsManager) Recognise(e Event) bool {
	step := e.Get("Step").String()
	return slices.ContainsFunc(rotationSteps, func(s string) bool { return strings.EqualFold(s, step) }) &&
		e.Get("SecretId").IsString() && e.Get("ClientRequestToken").IsString()
}

// DefaultMode is "monitor": a rotation that stops half-way leaves a secret pending.
func (SecretsManager) DefaultMode() string { return "monitor" }

var rotationKinds = kindList{
	{place{"SecretId"}, Identifier},
	{place{"ClientRequestToken"}, Identifier},
	{place{"RotationToken"}, Token},
}

// Fields yields the whole event. Nothing of it is a user's text, save the secret's name.
func (SecretsManager) Fields(e Event) iter.Seq[Field] { return rotationKinds.all(e) }

// Refuse fails the step. Secrets Manager waits for the answer, ends the rotation and tries it again later; the version
// AWSPENDING of the secret stays behind.
func (SecretsManager) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }
