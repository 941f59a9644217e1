package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// handler plays the function's runtime: it asks for events and answers each at once.
type handler struct {
	api string
	mu  sync.Mutex
	got []byte // the last event; nil if there was none since the last look
}

// serve works until the other end goes away.
func (h *handler) serve() {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		event, id, err := next(client, h.api)
		if err != nil {
			return
		}
		h.mu.Lock()
		h.got = event
		h.mu.Unlock()
		if answer(client, h.api, id, `{"statusCode":200}`) != nil {
			return
		}
	}
}

func next(client *http.Client, api string) (event []byte, id string, err error) {
	response, err := client.Get(api + "next") //nolint:noctx // it waits as long as there is a service
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, "", errors.New("asking for an event: " + response.Status)
	}
	event, err = io.ReadAll(response.Body)
	return event, response.Header.Get("Lambda-Runtime-Aws-Request-Id"), err
}

func answer(client *http.Client, api, id, body string) error {
	response, err := client.Post(api+id+"/response", "application/json", strings.NewReader(body)) //nolint:noctx // see next
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusAccepted {
		return fmt.Errorf("answering: %s", response.Status)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// saw says whether the handler was given exactly this event since the last look.
func (h *handler) saw(event []byte) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	same := bytes.Equal(h.got, event)
	h.got = nil
	return same
}
