// Package sieve proves that a value cannot make a rule fire, so that the engine need not look at it.
//
// Today it knows one class of values, numbers; the proof is a test that runs every rule over them.
package sieve

// maxDigits is the longest number that the proof covers: an unsigned 64-bit integer has 20 digits.
const maxDigits = 20

// MayMatch says whether an active rule may match the value. False is a promise for every rule of the Core Rule Set at
// every paranoia level; true promises nothing. It is safe for concurrent use.
func MayMatch(value []byte) bool {
	if len(value) > maxDigits {
		return true
	}
	for _, c := range value {
		if c < '0' || c > '9' {
			return true
		}
	}
	return false
}
