//go:build !race

package decoders

const raceEnabled = false
