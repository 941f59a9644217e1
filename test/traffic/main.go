// Command traffic judges recorded traffic, honest and hostile, and tells what Weir would block: by set, group and class, and by
// rule. It is given a directory of files of JSON lines, most compressed by zstd, which are no part of this project. Where the
// directory is not there, it says so and is done.
//
// Every line becomes events, each judged with the defaults at level 1, but without a limit of time:
//
//   - A recorded request becomes the event of an HTTP API: path and query as they were sent, headers in lower case, cookies
//     apart, and the body as text if it is UTF-8 without NUL and no form, else in Base64. Content-Length is the body's.
//   - A text becomes three events, as the member "message" of a JSON body, as q of a query, and as a field of a form. A text
//     of class "body" becomes one, as a JSON body.
//   - An attack, from texts or from the requests of method GET, is also put in the place of one value of an honest
//     request: a query, a form, a JSON body, a cookie, and a header of the user's own (see place.go, carriers.txt).
//   - An attack from texts is also put in honest sentences, as the member "message" of a JSON body (see sentence.go,
//     sentences.txt).
//   - A text is also judged in a field whose kind the user has declared: an honest one in its own, an attack in each.
//   - An event of reported.jsonl is judged as it is.
//
// Blocked means that the score reaches the threshold. The counts are compared with floors.txt, or with a result that was archive
// before: inputs are known by their file, form and number, so that results of samples can be compared as well.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"time"

	"weir/test/crs"
)

// options are what the command line says.
type options struct {
	data     string
	sample   int    // every so many lines are judged
	top      int    // so many rules are listed, 0: all
	save     string // the file to save the result in
	against  string // the file of the result to compare with
	examples int    // so many differences are shown of each set
	strict   bool   // fail if a comparison finds that honest inputs became blocked
	floors   string // the file to write floors into
	stock    bool   // let stock Coraza judge a sample, too
	write    bool   // write the figures into the documents
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "../shared/data", "the `directory` of the data")
	flag.IntVar(&o.sample, "sample", 1, "judge one line in `n`")
	flag.IntVar(&o.top, "top", 40, "list `n` rules, 0 for all")
	flag.StringVar(&o.save, "save", "", "save the result in a `file`, without any text of the data")
	flag.StringVar(&o.against, "against", "", "compare with the result saved in a `file`")
	flag.IntVar(&o.examples, "examples", 5, "with -against: show `n` differences of each set")
	flag.BoolVar(&o.strict, "strict", false, "with -against: fail if an honest request of set even or an honest text became blocked")
	flag.StringVar(&o.floors, "floors", "", "write the result's floors into a `file`: test/traffic/floors.txt")
	flag.BoolVar(&o.stock, "stock", false, "let stock Coraza judge a sample, too: some minutes more")
	flag.BoolVar(&o.write, "write", false, "with -stock: write the figures into docs/DETECTION.md and the README")
	flag.Parse()
	if err := o.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// gcPercent lets the heap grow to some hundred megabytes: most of it is the data, which stays.
const gcPercent = 200

// run judges everything and prints what came of it.
func (o options) run(w io.Writer) error {
	if _, err := os.Stat(o.data); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(w, "traffic: there is no data in %s: nothing is judged\n", o.data)
		return nil
	}
	debug.SetGCPercent(gcPercent)
	started := time.Now()
	files, err := readAll(o.data)
	if err != nil {
		return err
	}
	before, err := loadIf(o.against)
	if err != nil {
		return err
	}
	var stock crs.Stock
	if o.stock {
		if stock, err = plainCoraza(); err != nil {
			return err
		}
	}
	r, err := judge(files, o.sample)
	if err != nil {
		return err
	}
	writeTables(w, r)
	writeTargets(w, r)
	writeRules(w, r, o.top)
	fmt.Fprintf(w, "%d events, %.0f seconds\n", len(r.outcomes), time.Since(started).Seconds())
	if o.stock {
		if err := o.compareWithStock(w, r, stock); err != nil {
			return err
		}
	}
	if o.save != "" {
		if err := r.save(o.save); err != nil {
			return err
		}
	}
	if o.floors != "" {
		return writeFloors(o.floors, r)
	}
	if before == nil {
		list, err := floors(floorText)
		if err != nil {
			return err
		}
		return r.underFloors(w, list)
	}
	worse, err := writeDifferences(w, r, before, o.examples)
	if err == nil && o.strict && worse > 0 {
		err = fmt.Errorf("%d honest inputs became blocked", worse)
	}
	return err
}

// compareWithStock prints both side by side, and writes the documents.
func (o options) compareWithStock(w io.Writer, r *result, stock crs.Stock) error {
	list, err := r.compare(stock)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "\n", markdown([]string{"", "Weir", "stock Coraza", "inputs"}, stockTable(list)))
	if o.write {
		return r.writeDocuments(list)
	}
	return nil
}
