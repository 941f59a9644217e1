package corpus

import (
	"context"
	"math/rand/v2"
	"testing"

	"weir/inspect"
	"weir/inspect/source"
)

// Passwords of 12 to 32 signs as password managers make them, in a field that is declared as one.
func TestPasswordsThatNobodyCanGuessPass(t *testing.T) {
	const passwords, blockedCeiling = 4000, 20
	inspector, err := inspectorAt(1, inspect.FieldKind{Source: "sqs", Field: "*password", Kind: source.Password})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	blocked := 0
	for range passwords {
		password := make([]byte, 12+random.IntN(21))
		for i := range password {
			password[i] = byte('!' + random.IntN('~'-'!'+1))
		}
		event, err := Case{Event: "sqs.body", Wire: []string{"json password"}, Payload: string(password)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := inspector.Inspect(context.Background(), source.Invocation{Payload: event}); v.Score >= Threshold {
			blocked++
		}
	}
	if blocked > blockedCeiling {
		t.Errorf("%d of %d are blocked, more than %d", blocked, passwords, blockedCeiling)
	} else {
		t.Logf("%d of %d are blocked", blocked, passwords)
	}
}
