package main

// job is what the engines judge in one iteration: one event for Weir, and what says the same to a firewall for HTTP.
type job struct {
	event    []byte
	requests []request // one; of a batch one for each record
}

// expectation is the verdict that both engines have to come to; a faster engine that misses is none.
type expectation int

const (
	clean expectation = iota
	attack
	either // nothing is asked but that all of it was looked at
)

// workload makes jobs, every one with values of its own: a memo must not flatter anybody.
type workload struct {
	name   string
	expect expectation
	long   bool // it takes stock Coraza many seconds
	make   func(n int) job
}

// browsing is the workload that most functions get most.
const browsing = "GET, 5 arguments, 12 headers"

var workloads = []workload{
	{name: browsing, make: func(n int) job { return single(get(n)) }},
	{name: "JSON, 123 B, 12 headers", make: inJSON(small)},
	{name: "JSON, 2 KB", make: inJSON(func(n int) string { return order(n, 26) })},
	{name: "JSON, 42 KB, 1,500 strings", make: inJSON(func(n int) string { return leaves(n, 1500, "") })},
	{name: "the same with one injection", expect: attack, make: inJSON(func(n int) string { return leaves(n, 1500, payloads[0]) })},
	{name: "prose, 10 KB in one string", make: inJSON(func(n int) string { return prose(n, 10<<10) })},
	{name: "form, 1 KB", make: func(n int) job { return single(post("application/x-www-form-urlencoded", form(n))) }},
	{name: "multipart form, 4 KB", make: func(n int) job { return single(post("multipart/form-data; boundary="+boundary, multipart(n))) }},
	{name: "XML, 2 KB", make: func(n int) job { return single(post("application/xml", xml(n))) }},
	{name: "SQS, 10 messages of 1 KB", make: batch},
	{name: "small attacks", expect: attack, make: func(n int) job { return single(hostile(n)) }},

	{name: "JSON, 256 KB", long: true, make: inJSON(func(n int) string { return leaves(n, 9150, "") })},
	{name: "JSON, 1 MB", long: true, make: inJSON(func(n int) string { return leaves(n, 35600, "") })},
	{name: "soup, 256 KB in one string", expect: either, long: true, make: inJSON(func(n int) string {
		return encoded(map[string]string{"text": soup(n, 256<<10)})
	})},
	{name: "soup, 256 KB in strings of 500 B", expect: either, long: true, make: inJSON(func(n int) string {
		return encoded(map[string][]string{"texts": cut(soup(n, 256<<10), 500)})
	})},
}

// everyday are the workloads that a healthy function gets.
func everyday() []workload {
	var all []workload
	for _, w := range workloads {
		if w.expect == clean && !w.long {
			all = append(all, w)
		}
	}
	return all
}

// named finds a workload.
func named(name string) workload {
	for _, w := range workloads {
		if w.name == name {
			return w
		}
	}
	panic("a name of this program's own: " + name)
}

func single(r request) job { return job{event: functionURL(r), requests: []request{r}} }

// inJSON posts bodies of JSON.
func inJSON(body func(n int) string) func(n int) job {
	return func(n int) job { return single(post("application/json", body(n))) }
}

// batchSize is how many messages SQS hands over at once unless told otherwise.
const batchSize = 10

// batch is ten messages. Stock Coraza reads no batches: it gets ten requests with the same bodies.
func batch(n int) job {
	var j job
	var bodies []string
	for i := range batchSize {
		body := order(n*batchSize+i, 12)
		bodies = append(bodies, body)
		j.requests = append(j.requests, post("application/json", body))
	}
	j.event = sqs(n, bodies)
	return j
}
