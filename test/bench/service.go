package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// service is a Runtime API in a process of its own, and no more of one than the cost of a proxy needs. It is net/http's
// server, as AWS's emulator is.
type service struct {
	orders  chan delivery // to be delivered
	mu      sync.Mutex
	pending map[string]*delivered
}

// delivery is an event, and delivered one that the handler has.
type (
	delivery struct {
		id    string
		event []byte
	}
	delivered struct {
		want string // what a handler answers that got it as it was
		sent time.Time
		done chan<- time.Duration // how long it took, or less than 0
	}
)

// batchResult is what a service tells of the events of a batch.
type batchResult struct {
	Times []time.Duration // from the moment in which an event was handed out until its answer was read
	Took  time.Duration   // all of them
	Wrong int             // events that were altered on their way
}

// serve is the life of a service's process: it tells its address, and delivers the batches that it reads the sizes of, each
// so many events at a time.
func serve(in io.Reader, out io.Writer) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it ends with the process
	if err != nil {
		return err
	}
	fmt.Fprintln(out, listener.Addr())
	s := &service{orders: make(chan delivery), pending: map[string]*delivered{}}
	done := make(chan time.Duration, maxSlots)
	handler := http.NewServeMux()
	handler.HandleFunc("/2018-06-01/runtime/invocation/next", func(w http.ResponseWriter, _ *http.Request) { s.next(w, done) })
	handler.HandleFunc("/2018-06-01/runtime/invocation/", s.answer)
	handler.HandleFunc("/2020-01-01/extension/register", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", "1")
		_, _ = io.WriteString(w, "{}")
	})
	handler.HandleFunc("/2020-01-01/extension/event/next", func(http.ResponseWriter, *http.Request) { select {} })
	go func() { _ = http.Serve(listener, handler) }() //nolint:gosec // as AWS's emulator has it: without a timeout
	sizes := bufio.NewScanner(in)
	for from := 0; sizes.Scan(); {
		count, err := strconv.Atoi(sizes.Text())
		if err != nil {
			return err
		}
		if err := json.NewEncoder(out).Encode(s.batch(from, count, done)); err != nil {
			return err
		}
		from += count
	}
	return sizes.Err()
}

// batch delivers events as fast as they are asked for.
func (s *service) batch(from, count int, done <-chan time.Duration) batchResult {
	var result batchResult
	all := make([]delivery, count)
	for n := range all {
		all[n] = delivery{fmt.Sprintf("8476a536-e9f4-11e8-9739-%012x", from+n), named(browsing).make(from + n).event}
	}
	begun := time.Now()
	go func() {
		for _, d := range all {
			s.orders <- d
		}
	}()
	for range count {
		took := <-done
		if took < 0 {
			result.Wrong++
			continue
		}
		result.Times = append(result.Times, took)
	}
	result.Took = time.Since(begun)
	return result
}

func (s *service) next(w http.ResponseWriter, done chan<- time.Duration) {
	d := <-s.orders
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Lambda-Runtime-Aws-Request-Id", d.id)
	header.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(time.Minute).UnixMilli(), 10))
	header.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:shop")
	header.Set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
	header.Set("Content-Length", strconv.Itoa(len(d.event)))
	s.mu.Lock()
	s.pending[d.id] = &delivered{want: receipt(d.event), sent: time.Now(), done: done}
	s.mu.Unlock()
	_, _ = w.Write(d.event)
}

func (s *service) answer(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	now := time.Now()
	id := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/2018-06-01/runtime/invocation/"), "/response")
	s.mu.Lock()
	d := s.pending[id]
	delete(s.pending, id)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, "{\"status\":\"OK\"}\n")
	switch {
	case d == nil:
	case err != nil || string(body) != d.want:
		d.done <- -1
	default:
		d.done <- now.Sub(d.sent)
	}
}

// receipt is what the handler answers.
func receipt(event []byte) string {
	return fmt.Sprintf(`{"statusCode":200,"body":"%08x"}`, crc32.ChecksumIEEE(event))
}

// handle is the life of a handler's process, with so many slots.
func handle(api string, slots int) error {
	var all sync.WaitGroup
	for range slots {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for {
				event, id, err := next(client, api)
				if err == nil {
					err = answer(client, api, id, receipt(event))
				}
				if err != nil {
					fmt.Fprintln(os.Stderr, "handler:", err)
					return
				}
			}
		})
	}
	all.Wait()
	return errors.New("the other end is gone")
}
