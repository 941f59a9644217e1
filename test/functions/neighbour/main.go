// Command neighbour is another extension for tests, with a Runtime API proxy: it registers for INVOKE and SHUTDOWN, and passes on
// what comes to its port (TRACER_PORT) to Lambda, or to LRAP_RUNTIME_API_ENDPOINT.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
)

func main() {
	api := os.Getenv("AWS_LAMBDA_RUNTIME_API")
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("TRACER_PORT"))
	if err != nil {
		stop(err)
	}
	fmt.Println("tracer listens")
	upstream := cmp.Or(os.Getenv("LRAP_RUNTIME_API_ENDPOINT"), api)
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: upstream})
	go func() {
		stop(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Println("tracer passes " + r.URL.Path)
			forward.ServeHTTP(w, r)
		})))
	}()

	base := "http://" + api + "/2020-01-01/extension/"
	register, err := http.NewRequest(http.MethodPost, base+"register", bytes.NewBufferString(`{"events":["INVOKE","SHUTDOWN"]}`))
	if err != nil {
		stop(err)
	}
	register.Header.Set("Lambda-Extension-Name", filepath.Base(os.Args[0]))
	id := send(register).Get("Lambda-Extension-Identifier")
	for {
		next, err := http.NewRequest(http.MethodGet, base+"event/next", nil)
		if err != nil {
			stop(err)
		}
		next.Header.Set("Lambda-Extension-Identifier", id)
		if send(next).Get("Lambda-Extension-Event-Identifier") == "" { // SHUTDOWN has none
			return
		}
	}
}

func send(r *http.Request) http.Header {
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		stop(err)
	}
	_ = response.Body.Close()
	return response.Header
}

func stop(err error) {
	fmt.Println("neighbour stops:", err)
	os.Exit(1)
}
