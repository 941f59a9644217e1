package runtimeapi

import "testing"

func (d *desk) waiters() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.waiting)
}

func (d *desk) stock() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.kept)
}

func got(ticket chan *delivery) *delivery {
	select {
	case brought := <-ticket:
		return brought
	default:
		return nil
	}
}

func TestAnEventGoesToTheLivingRuntimeWhicheverPollBringsIt(t *testing.T) {
	var d desk
	old, _ := d.join()
	fresh, poll := d.join() // the drop of the old connection is noticed late
	if !poll {
		t.Error("a second runtime waits without a poll")
	}
	d.leave(old)
	event := &delivery{event: true}
	d.arrive(event) // from the first poll
	if got(fresh) != event {
		t.Error("the event went nowhere")
	}
	again, poll := d.join()
	if poll {
		t.Error("one more poll, though the second is still under way")
	}
	d.arrive(event)
	if got(again) != event {
		t.Error("the second poll's event went nowhere")
	}
}

func TestAnEventHandedToARuntimeThatLeavesIsKept(t *testing.T) {
	var d desk
	ticket, _ := d.join()
	event := &delivery{event: true}
	d.arrive(event)
	d.leave(ticket)
	ticket, poll := d.join()
	if poll || got(ticket) != event {
		t.Error("the event is lost")
	}
}

func TestAnEventThatCouldNotBeWrittenIsKept(t *testing.T) {
	var d desk
	event := &delivery{event: true}
	d.giveBack(event)
	ticket, poll := d.join()
	if poll || got(ticket) != event {
		t.Error("the event is lost")
	}
}

func TestAFailureReachesARuntimeOnlyIfNoOtherPollServesIt(t *testing.T) {
	var d desk
	old, _ := d.join()
	fresh, _ := d.join()
	d.leave(old)
	failure := &delivery{}
	d.arrive(failure)
	if got(fresh) != nil {
		t.Error("the failure of the poll too many reached the runtime")
	}
	d.arrive(failure)
	if got(fresh) != failure {
		t.Error("the failure of the last poll did not reach the runtime")
	}
}

func TestAFailureIsNotKept(t *testing.T) {
	var d desk
	ticket, _ := d.join()
	d.arrive(&delivery{})
	d.leave(ticket)
	old, _ := d.join()
	d.leave(old)
	d.arrive(&delivery{})
	if ticket, poll := d.join(); !poll || got(ticket) != nil {
		t.Error("an old failure was served again")
	}
}
