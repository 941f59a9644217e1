package extapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// A call that fails is made again after a pause, which doubles each time. The longest is a quarter of the two seconds that
// Lambda gives to all extensions at SHUTDOWN: whoever pauses when it comes still hears of it.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
const (
	firstPause   = 20 * time.Millisecond
	longestPause = 500 * time.Millisecond
)

// RegisterAndAwait registers, calls then, and waits for an event of the given type, which is the only one that it subscribes
// to, and returns it. Nothing but the context ends it otherwise: an extension that is not in a call of Next learns nothing of the end, and
// one that exits takes the function down.
//
// trouble hears of failures: of the first in a row, the second, the fourth, and so on.
func (c *Client) RegisterAndAwait(ctx context.Context, name string, want EventType, then func(), trouble func(error)) (event Event) {
	err := again(ctx, trouble, func() (bool, error) {
		_, err := c.Register(ctx, name, want)
		return err == nil || final(err), err
	})
	then()
	if err != nil {
		// Lambda ends the initialisation by itself. Go would end the process, and with it the function, if everything in it waited
		// for what never comes; a timer does come.
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(time.Minute):
			}
		}
		return event
	}
	_ = again(ctx, trouble, func() (bool, error) { // it ends with the context, or with the event
		var err error
		event, err = c.Next(ctx)
		if err == nil && event.Type != want && event.Type != Invoke {
			err = fmt.Errorf("waiting for the extension's next event: %.40q is none", event.Type)
		}
		return err == nil && event.Type == want, err
	})
	return event
}

// final says whether a registration that failed fails the next time, too: Lambda has refused it.
func final(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status < http.StatusInternalServerError
}

// again makes a call until it is done, or the context ends, and returns its last error.
func again(ctx context.Context, trouble func(error), call func() (done bool, err error)) error {
	pause := firstPause
	for failures := 1; ; {
		done, err := call()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && failures&(failures-1) == 0 {
			trouble(err)
		}
		if done {
			return err
		}
		if err == nil {
			failures, pause = 1, firstPause
			continue
		}
		failures++
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		pause = min(2*pause, longestPause)
	}
}
