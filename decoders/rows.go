package decoders

import "bytes"

// cellSeparators are what stands between the cells of a row.
var cellSeparators = [...]byte{',', ';', '\t', '|'}

// rows reads a text as rows of cells (RFC 4180), with each separator by which it looks like that: at least two rows with as
// many cells, or one row in which a cell stands in quotation marks. Commas in prose make no such rows.
func (s *splitter) rows(several bool) bool {
	if !several && s.r.data[0] != '"' && !bytes.Contains(s.r.data, []byte(`,"`)) {
		return true // no cell of the one row begins with a mark
	}
	for _, separator := range cellSeparators {
		if !several && separator != ',' || bytes.IndexByte(s.r.data, separator) < 0 {
			continue
		}
		c := cells{data: s.r.data, separator: separator}
		if !c.areRows() {
			continue
		}
		s.fromStart()
		for c.at = 0; c.next(); {
			if c.doubled && !s.undoubled(c.cell, '"') || !c.doubled && !s.value(c.cell, c.from) {
				return false
			}
		}
	}
	return true
}

// cells goes through the cells of rows. One in quotation marks may hold separators, lines, and quotation marks, which are
// doubled.
type cells struct {
	data      []byte
	separator byte
	at        int

	cell            []byte
	from            int // where it begins
	quoted, doubled bool
	ends            bool // the cell is the last one of its row
}

// next reads a cell, and says whether there is one.
func (c *cells) next() bool {
	if c.at >= len(c.data) {
		return false
	}
	start := c.at
	c.from = start
	c.quoted, c.doubled, c.ends = false, false, true
	if c.data[start] == '"' {
		end, doubled := closingQuote(c.data, start)
		if end == len(c.data) || c.data[end] == c.separator || c.data[end] == '\n' || c.data[end] == '\r' {
			c.quoted, c.doubled = true, doubled
			c.cell = c.data[start+1 : max(end-1, start+1)]
			c.skip(end)
			return true
		}
	}
	end := start
	for end < len(c.data) && c.data[end] != c.separator && c.data[end] != '\n' && c.data[end] != '\r' {
		end++
	}
	c.cell = c.data[start:end]
	c.skip(end)
	return true
}

// skip goes behind a separator, or the end of a line.
func (c *cells) skip(end int) {
	switch {
	case end == len(c.data):
		c.at = end
	case c.data[end] == c.separator:
		c.at, c.ends = end+1, false
	case c.data[end] == '\r' && end+1 < len(c.data) && c.data[end+1] == '\n':
		c.at = end + 2
	default:
		c.at = end + 1
	}
}

// areRows says whether the text looks like rows. It ends at the first cell that does not fit, so that no search for the end of
// a quoted cell is done twice.
func (c *cells) areRows() bool {
	rows, width, n, quoted := 0, 0, 0, false
	for c.at = 0; c.next(); {
		quoted = quoted || c.quoted
		if !c.quoted && bytes.IndexByte(c.cell, '"') >= 0 {
			return false
		}
		if n++; !c.ends {
			continue
		}
		if n == 1 && len(c.cell) == 0 { // an empty line
			n = 0
			continue
		}
		if rows++; rows == 1 {
			width = n
		}
		if n != width || width < 2 {
			return false
		}
		n = 0
	}
	return rows > 1 || rows == 1 && quoted
}

// closingQuote returns the index behind the mark that closes the cell whose opening one is at i, or the length of data, and
// whether marks are doubled in between.
func closingQuote(data []byte, i int) (end int, doubled bool) {
	for i++; i < len(data); i++ {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 {
			break
		}
		if i += n; i+1 == len(data) || data[i+1] != '"' {
			return i + 1, doubled
		}
		doubled = true
		i++
	}
	return len(data), doubled
}

// undoubled reads a piece in which marks are doubled.
func (s *splitter) undoubled(text []byte, mark byte) bool {
	if !s.w.x.affords(len(text)) {
		return true
	}
	out := s.w.x.buffer()
	for i := 0; i < len(text); i++ {
		if out = append(out, text[i]); text[i] == mark && i+1 < len(text) && text[i+1] == mark {
			i++
		}
	}
	ok := s.piece(out)
	s.w.x.release(out)
	return ok
}
