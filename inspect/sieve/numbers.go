package sieve

// maxDigits is the longest number that the proof covers: an unsigned 64-bit integer has 20 digits.
const maxDigits = 20

// MayMatch is what a sieve knows without its tables: numbers cannot match, at no paranoia level.
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
