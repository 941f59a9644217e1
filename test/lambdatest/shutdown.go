package lambdatest

import (
	"context"
	"syscall"
	"time"
)

// The time that the service gives an environment to end, from the runtime's SIGTERM to the last SIGKILL.
const (
	externalBudget = 2000 * time.Millisecond // with external extensions
	internalBudget = 500 * time.Millisecond  // with internal ones only
	runtimePercent = 30                      // of the budget, for the runtime
)

// shutdown ends the sandbox as the service does: the runtime first, then the extensions, and SIGKILL for what remains.
// Without any extension the runtime is killed at once. It says how every process ended.
func (s *sandbox) shutdown(reason string) []Exit {
	s.mu.Lock()
	if s.ended != nil {
		ended := s.ended
		s.mu.Unlock()
		<-ended
		return s.exits
	}
	s.ended = make(chan struct{})
	s.stopping = true
	begin := time.Now()
	budget := s.budget()
	var runtime *process
	extensions := map[string]*process{}
	for _, p := range s.processes {
		if p.name == "runtime" {
			runtime = p
		} else {
			extensions[p.name] = p
		}
	}
	s.mu.Unlock()

	if runtime != nil {
		if budget > 0 {
			s.sendSignal(runtime, syscall.SIGTERM, "SIGTERM")
		}
		s.killAfter(runtime, begin.Add(budget*runtimePercent/100))
	}
	deadline := begin.Add(budget)
	s.mu.Lock()
	var waited []*process
	for _, x := range s.extensions {
		if x.events[shutdownEvent] {
			s.journal.act(x.name, "deliver "+shutdownEvent)
			x.send(shutdownMessage(reason, deadline))
			if p := extensions[x.name]; p != nil {
				waited = append(waited, p)
				delete(extensions, x.name)
			}
		}
	}
	s.mu.Unlock()
	for _, p := range extensions { // not subscribed: no notice
		s.killAfter(p, begin)
	}
	for _, p := range waited {
		s.killAfter(p, deadline)
	}
	s.kill()
	close(s.ended)
	return s.exits
}

// budget is the time for the whole sequence. The lock is held.
func (s *sandbox) budget() time.Duration {
	switch {
	case len(s.external) > 0:
		return externalBudget
	case len(s.extensions) > 0:
		return internalBudget
	}
	return 0
}

func (s *sandbox) sendSignal(p *process, sig syscall.Signal, name string) {
	select {
	case <-p.exited:
	default:
		s.journal.act(p.name, name)
		p.signal(sig)
	}
}

// killAfter waits for a process until a time, and kills it then.
func (s *sandbox) killAfter(p *process, deadline time.Time) {
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case <-p.exited:
		return
	case <-timer.C:
	}
	s.sendSignal(p, syscall.SIGKILL, "SIGKILL")
	<-p.exited
}

// kill ends everything at once: process groups, pending calls, the service itself. It may be called more than once.
func (s *sandbox) kill() {
	s.mu.Lock()
	s.stopping = true
	processes := s.processes
	select {
	case <-s.closed:
	default:
		close(s.closed)
		if s.broken == nil {
			s.setBroken(Failure{Type: "Sandbox.Failure", Message: "the environment has ended"})
		}
	}
	s.mu.Unlock()
	for _, p := range processes {
		s.sendSignal(p, syscall.SIGKILL, "SIGKILL")
		<-p.exited
	}
	// Answers that are under way are finished, polls have been dropped: a moment is enough.
	patience, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.server.Shutdown(patience) != nil {
		_ = s.server.Close()
	}
}
