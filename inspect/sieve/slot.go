package sieve

// slots are what rules look at in a request: a bit for every place, and one for every header that a rule asks for by name.
type slots = uint64

func slotAt(at place) slots { return 1 << at }

// slotOfHeader is for the number of a header, which is one more than its index among those that rules ask for by name. The
// generator sees to it that there are bits for all of them.
func slotOfHeader(number uint8) slots { return 1 << (uint8(places) + number - 1) }

// headerOf is the number of a header, by its name in small letters; 0 if no rule asks for it by name.
func (t *tables) headerOf(name string) uint8 {
	if len(name) >= len(t.headersOf) {
		return 0
	}
	for _, n := range t.headersOf[len(name)] {
		if t.headerKinds[n-1].name == name {
			return n
		}
	}
	return 0
}

// mayFire says that a request with some slots may have what the check needs.
func (c *check) mayFire(has slots) bool { return c.without&has == 0 && c.needs.met(has) }

// findNeeds finds out what a request has to have for a check to fire: what a link does not say of a request that has nothing,
// it says because of something that it looks at.
func (t *tables) findNeeds(c *check) {
	c.needs = need{0, whatever, whatever}
	w := &walk{tables: t}
	for i := range c.links {
		some := w.neededBy(&c.links[i], i == 0)
		switch {
		case some == whatever:
		case some&(some-1) == 0:
			c.needs.all |= some
		case c.needs.some == whatever:
			c.needs.some = some
		default:
			c.needs.other = some
		}
		c.without |= c.links[i].without()
	}
}

// neededBy are the slots of which a request has to have one for a link to hold.
func (w *walk) neededBy(l *checkLink, isFirst bool) slots {
	needed := slots(0)
	nothing := &request{length: "0"}
	for i := range l.targets {
		t := &l.targets[i]
		if t.except {
			continue
		}
		of := t.slots(l, isFirst)
		w.effort.grant(leastEffort)
		if of == whatever || w.holdsFor(l, t, nothing) {
			return whatever
		}
		needed |= of
	}
	return needed
}

// slots are those on which it depends what a target of a link has.
func (t *target) slots(l *checkLink, isFirst bool) slots {
	some := slots(0)
	switch {
	case t.name == "TX" && isFirst: // nothing was kept yet
		for i := range l.setters {
			some |= l.setters[i].slots(l, false)
		}
	case t.header != 0:
		some = slotOfHeader(t.header)
	case t.places != nil:
		for _, at := range t.places {
			some |= slotAt(at)
		}
	case t.name == "XML":
		some = slotAt(atXmlText) | slotAt(atXmlAttribute)
	case t.name == "REQUEST_BODY_LENGTH", t.name == "REQBODY_ERROR", t.name == "MULTIPART_STRICT_ERROR":
		some = slotAt(atBody)
	default:
		return whatever
	}
	return some
}

// without are the slots of which a request must have none for the link to hold: it asks for the absence of a header.
func (l *checkLink) without() slots {
	if len(l.targets) != 1 || l.negated || l.operator != "eq" || l.argument != "0" {
		return 0
	}
	if t := &l.targets[0]; t.count && t.header != 0 && !t.except {
		return slotOfHeader(t.header)
	}
	return 0
}
