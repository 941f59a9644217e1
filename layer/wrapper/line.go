package main

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
	"unicode/utf8"
)

// line is what the wrapper has to tell: one line of JSON on standard output, which ends in the function's log beside
// Weir's findings and carries their marker key.
type line struct {
	Weir    string `json:"weir"`
	Level   string `json:"level"` // "info" if the user asked for it, else "error"
	Time    string `json:"time"`
	Stamp   string `json:"timestamp"` // the same: Lambda's log-level filter takes a line without it for one of level INFO
	Message string `json:"message"`
	Reason  string `json:"reason"`
}

// sayTime bounds the wait for a line to be written: the runtime must start, and be it that nobody reads what it says.
const sayTime = 100 * time.Millisecond

func say(level, message string, reason error) {
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	l := line{
		Weir: "wrapper", Level: level, Time: now, Stamp: now,
		Message: message, Reason: reason.Error(),
	}
	text := l.encode()
	written := make(chan struct{})
	go func() {
		// If the reader has gone, os.Stdout would end this process by SIGPIPE, and the runtime with it. A bare write fails.
		_, _ = syscall.Write(syscall.Stdout, text) // there is nobody left to tell
		close(written)
	}()
	select {
	case <-written:
	case <-time.After(sayTime):
	}
}

// encode returns the line as JSON, with its end.
func (l line) encode() []byte {
	var b []byte
	for _, member := range [...]struct{ name, value string }{
		{"{\"weir\":", l.Weir},
		{",\"level\":", l.Level},
		{",\"time\":", l.Time},
		{",\"timestamp\":", l.Stamp},
		{",\"message\":", l.Message},
		{",\"reason\":", l.Reason},
	} {
		b = appendString(append(b, member.name...), member.value)
	}
	return append(b, "}\n"...)
}

// appendString appends a text as a JSON string. Bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, text string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', digits[r>>4], digits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// explain turns the error of a failed exec into one that says what is wrong with the file.
func explain(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New(file + " does not exist, or the interpreter that it names does not")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR):
		return errors.New(file + " is not an executable file")
	case errors.Is(err, syscall.ENOEXEC):
		return errors.New(file + " is neither a program for this processor nor a script with a #! line")
	}
	return errors.New("executing " + file + ": " + err.Error())
}
