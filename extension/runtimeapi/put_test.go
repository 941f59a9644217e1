package runtimeapi

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"weir/inspect/source"
)

func TestAThirdPartyIsToldBeforeTheInvocationIsAnswered(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		want   string // the answer that Lambda gets
	}{
		"and accepts":   {http.StatusOK, "a/response"},
		"and refuses":   {http.StatusForbidden, "a/error"},
		"and redirects": {http.StatusTemporaryRedirect, "a/error"},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := newLambda(t)
			third := httpServer(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				upstream.write(fmt.Sprintf("%s %s [%s] %s", r.Method, r.URL.Path, strings.Join(r.Header["Content-Type"], ","), body))
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
			})
			put := source.Put{
				URL: "http://" + third + "/signed?secret=1", Headers: []source.Pair{{Name: "Content-Type", Value: ""}}, Body: []byte("FAILED"),
				Then: source.Reply{Payload: []byte(`""`)}, Otherwise: source.Fail{Type: source.Blocked, Message: "blocked"},
			}
			heard := &troubles{}
			p := start(t, Options{Upstream: upstream.address(), Judge: refuse(put), Trouble: heard.add})
			upstream.events <- event{id: "a", body: "attack"}
			upstream.events <- event{id: "b", body: "clean"}
			if got := newRuntime(t, p.Address()).next(); got.body != "clean" {
				t.Errorf("the runtime got %+v", got)
			}
			if got := upstream.calls(); got != "next, PUT /signed [] FAILED, "+c.want+", next" {
				t.Errorf("the calls were %s", got)
			}
			heard.mu.Lock()
			defer heard.mu.Unlock()
			if text := fmt.Sprint(heard.list); strings.Contains(text, "secret") {
				t.Errorf("a trouble tells the signature: %s", text)
			}
		})
	}
}

func TestAThirdPartyThatIsNotThereEndsInTheOtherAnswer(t *testing.T) {
	upstream := newLambda(t)
	put := source.Put{
		URL: "http://127.0.0.1:1/", Then: source.Reply{Payload: []byte(`""`)},
		Otherwise: source.Fail{Type: source.Blocked, Message: "blocked"},
	}
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(put)})
	upstream.events <- event{id: "a", body: "attack"}
	upstream.events <- event{id: "b", body: "clean"}
	newRuntime(t, p.Address()).next()
	if got := await(t, upstream.posts); got.path != invocationPrefix+"a/error" {
		t.Errorf("answered by %s", got.path)
	}
}

func TestAThirdPartyIsToldOnceOfADeliveryThatIsFetchedTwiceInParallel(t *testing.T) {
	upstream := newLambda(t)
	told, proceed := make(chan bool, 2), make(chan bool)
	third := httpServer(t, func(http.ResponseWriter, *http.Request) {
		told <- true
		<-proceed
	})
	put := source.Put{
		URL: "http://" + third, Then: source.Reply{Payload: []byte(`"told"`)},
		Otherwise: source.Fail{Type: source.Blocked, Message: "blocked"},
	}
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(put)})
	one := &docket{}
	p.decide(one, source.Invocation{ID: "a", Payload: []byte("attack")})
	var fetching sync.WaitGroup
	for range 2 {
		fetching.Go(func() {
			if got, ok := p.answer(one, source.Invocation{ID: "a"}).(source.Reply); !ok || string(got.Payload) != `"told"` {
				t.Errorf("the answer is %#v", got)
			}
		})
	}
	await(t, told)
	for range 100 { // the outcome is read by whoever fetches it again, while it is told
		if _, ok := one.outcome.(source.Put); !ok {
			t.Errorf("the outcome has become %#v", one.outcome)
		}
	}
	close(proceed)
	fetching.Wait()
	if len(told) != 0 {
		t.Error("the third party was told twice")
	}
}
