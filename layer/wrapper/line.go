package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// line is what the wrapper has to tell: one line of JSON on standard output, which ends in the function's log beside
// Weir's findings and carries their marker key.
type line struct {
	Weir    string `json:"weir"`
	Level   string `json:"level"` // "info" if the user asked for it, else "error"
	Time    string `json:"time"`
	Message string `json:"message"`
	Reason  string `json:"reason"`
}

func say(level, message string, reason error) {
	// Neither error has a remedy: strings always encode, and a closed standard output leaves nobody to tell.
	_ = json.NewEncoder(os.Stdout).Encode(line{
		Weir: "wrapper", Level: level, Time: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"),
		Message: message, Reason: reason.Error(),
	})
}

// explain turns the error of a failed exec into one that says what is wrong with the file.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%s does not exist, or the interpreter that it names does not", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s is not an executable file", path)
	case errors.Is(err, syscall.ENOEXEC):
		return fmt.Errorf("%s is neither a program for this processor nor a script with a #! line", path)
	}
	return fmt.Errorf("executing %s: %w", path, err)
}
