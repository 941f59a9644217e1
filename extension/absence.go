package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// adapter is the extension of the Lambda Web Adapter, which asks for events by itself, and adapterAPI the variable that says where.
// https://awslabs.github.io/aws-lambda-web-adapter/features/request-interception.html
const (
	adapter    = "lambda-adapter"
	adapterAPI = "AWS_LWA_LAMBDA_RUNTIME_API_PROXY"
)

// absence says why no runtime has come to the given port, with what is to be done, and whether events were handled past Weir.
// asked says that Weir's wrapper has run, and reason is why the environment ends.
func (w world) absence(port int, asked bool, reason string) (message string, bypassed bool) {
	const ended = "no runtime asked for an event: it ended before, or was not started; its own lines, or those of other extensions, say why"
	if asked {
		return "the runtime was started behind Weir, and ended before it asked for an event: its own lines say why", false
	}
	if remedy := w.adapterRemedy(port); remedy != "" {
		return remedy, true
	}
	if w.managed {
		switch set := w.getenv("AWS_LAMBDA_EXEC_WRAPPER"); set {
		case wrapper:
			return ended, false
		case "":
			return "AWS_LAMBDA_EXEC_WRAPPER is not set: set it to " + wrapper, true
		default:
			return "AWS_LAMBDA_EXEC_WRAPPER is " + set + ": set it to " + wrapper + ", and WEIR_NEXT_WRAPPER to " + set, true
		}
	}
	if remedy := w.bootstrapRemedy(); remedy != "" {
		return remedy, true
	}
	if strings.EqualFold(reason, "failure") {
		return ended, false
	}
	return "the runtime was not started by " + wrapper + ": AWS_LAMBDA_EXEC_WRAPPER has to name it, or the ENTRYPOINT of an image", true
}

// adapterRemedy is what to do if the Lambda Web Adapter asks for events, and not Weir; "" if it does not.
func (w world) adapterRemedy(port int) string {
	here := "127.0.0.1:" + strconv.Itoa(port)
	if !slices.Contains(w.others(), adapter) || strings.Contains(w.getenv(adapterAPI), ":"+strconv.Itoa(port)) {
		return ""
	}
	return "the Lambda Web Adapter asks Lambda for events by itself: set " + adapterAPI + "=http://" + here
}

// bootstrapRemedy is what to do if the program that Lambda starts in an OS-only runtime is not Weir's; "" if it is, or if that is
// not known.
func (w world) bootstrapRemedy() string {
	const twoLines = `two lines, "#!/bin/sh" and "exec /opt/weir-wrapper`
	if own, err := head(w.task, "bootstrap"); err == nil {
		if leadsToWeir(own) {
			return ""
		}
		return "the function brings its own bootstrap, which Lambda starts in place of the layer's: give the program another name, and " +
			"name it as the handler; or make bootstrap " + twoLines + ` /var/task/PROGRAM"`
	}
	if theirs, err := head(w.opt, "bootstrap"); err == nil && !leadsToWeir(theirs) {
		return "another layer has replaced Weir's /opt/bootstrap: put a file bootstrap into the function, executable, with " +
			twoLines + ` /opt/bootstrap"`
	}
	return ""
}

func leadsToWeir(bootstrap []byte) bool { return bytes.Contains(bootstrap, []byte("weir-wrapper")) }

// headSize is as much of a bootstrap as is looked at: scripts that start another program are short.
const headSize = 16 << 10

func head(folder, name string) ([]byte, error) {
	if folder == "" {
		return nil, os.ErrNotExist
	}
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, os.ErrNotExist
	}
	return io.ReadAll(io.LimitReader(file, headSize))
}
