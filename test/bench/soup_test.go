package main

import "testing"

// What soup takes Weir, without stock Coraza beside it, for which one waits.
func BenchmarkSoup(b *testing.B) {
	weir, err := newWeir()
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"soup, 256 KB in one string", "soup, 256 KB in strings of 500 B"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				b.StopTimer()
				j := named(name).make(n)
				b.StartTimer()
				if _, err := weir(j); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
