package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// servicePart runs a service in this process, and returns its address, its input and its results.
func servicePart(t *testing.T) (api string, sizes io.Writer, results *json.Decoder) {
	t.Helper()
	in, sizesWriter := io.Pipe()
	said, out := io.Pipe()
	go func() { _ = serve(in, out) }()
	t.Cleanup(func() { _ = sizesWriter.Close() })
	lines := bufio.NewReader(said)
	var address string
	if _, err := fmt.Fscanln(lines, &address); err != nil {
		t.Fatal(err)
	}
	return "http://" + address + "/2018-06-01/runtime/invocation/", sizesWriter, json.NewDecoder(lines)
}

func TestABatchTellsHowLongEachEventTook(t *testing.T) {
	api, sizes, results := servicePart(t)
	go func() { _ = handle(api, 3) }()
	for _, count := range []int{7, 4} {
		fmt.Fprintln(sizes, count)
		var result batchResult
		if err := results.Decode(&result); err != nil {
			t.Fatal(err)
		}
		if len(result.Times) != count || result.Wrong != 0 || result.Took <= 0 || median(result.Times) <= 0 {
			t.Errorf("%d events: %+v", count, result)
		}
	}
}

func TestAnAlteredEventIsCounted(t *testing.T) {
	api, sizes, results := servicePart(t)
	go func() {
		client := &http.Client{}
		for n := range 2 {
			event, id, err := next(client, api)
			if err != nil || answer(client, api, id, receipt([]byte(strings.Repeat(" ", n)+string(event)))) != nil {
				t.Error("the service went away")
			}
		}
	}()
	fmt.Fprintln(sizes, 2)
	var result batchResult
	if err := results.Decode(&result); err != nil {
		t.Fatal(err)
	}
	if len(result.Times) != 1 || result.Wrong != 1 {
		t.Errorf("%+v", result)
	}
}

func TestTheKernelCountsThisProcess(t *testing.T) {
	c, err := kernelCountsOf(os.Getpid())
	if err != nil || c.processor <= 0 || c.switches <= 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
