package inspect

import "time"

// late says that nothing more is to be read, for now or at all. It is asked before a text of some length is, and looks at the clock
// every few texts.
func (r *reading) late(length int) bool {
	if r.unwatched += length + perText; r.unwatched >= clockEvery {
		r.watch(r.inspector.now())
	}
	return r.expired()
}

// watch notes what time it is.
func (r *reading) watch(now time.Time) {
	r.unwatched = 0
	r.over = r.over || r.time.over(now)
	r.time.read(now)
}

// stop looks at the clock, and says whether to leave what is being read. Whoever takes long over one text is given it.
func (r *reading) stop() bool {
	r.watch(r.inspector.now())
	return r.over || r.time.reading.spent()
}

// expired says that the last look at the clock found no time for more of this record. What was found to be suspicious until then is
// judged first, if there is time for anything.
func (r *reading) expired() bool {
	r.stopped = r.stopped || r.over
	if !r.stopped && (r.time.sieve.spent() || r.time.reading.spent()) {
		r.judge() // what was put into the portion so far
		r.stopped = true
	}
	return r.stopped
}

// outOfTime notes what the end of the time left uninspected: the record that was being read, and, if there is no time for
// any other, all behind it.
func (r *reading) outOfTime() {
	if !r.stopped {
		return
	}
	r.request.clear()
	r.portion.clear()
	r.cut(r.record, cutTime)
	if !r.over && !r.unread || r.record == noRecord {
		return
	}
	for record := r.record + 1; record < len(r.findings.scores); record++ {
		r.cut(record, cutTime)
	}
}
