package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// maxWindow is the window that the data is compressed with: 128 MB, which the library does not take by itself.
const maxWindow = 128 << 20

// The files of the data, by their names without endings.
const (
	honestRequests = "requests-honest"
	honestTexts    = "texts-honest"
	attackRequests = "requests-attacks"
	attackTexts    = "texts-attacks"
	reported       = "reported"
)

// fileNames are the files in the order in which they are told of.
var fileNames = []string{honestRequests, honestTexts, attackRequests, attackTexts, reported}

// file is a file of the data.
type file struct {
	name  string
	sum   uint32 // of its bytes
	lines [][]byte
}

// line is one line of it. Which members there are depends on the file.
type line struct {
	Site, Set, Group, Class string

	Method, URL string
	Headers     map[string]string
	Data, B64   string

	Text string

	Kind, Expect string
	Event        json.RawMessage
}

// readAll reads the files that there are.
func readAll(dir string) ([]file, error) {
	var files []file
	for _, name := range fileNames {
		text, err := readFile(filepath.Join(dir, name+".jsonl"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		lines := bytes.Split(bytes.TrimRight(text, "\n"), []byte("\n"))
		files = append(files, file{name: name, sum: crc32.ChecksumIEEE(text), lines: lines})
	}
	return files, nil
}

// readFile reads a file that may be compressed, and then ends in .zst.
func readFile(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	if text, err = os.ReadFile(name + ".zst"); err != nil {
		return nil, err
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.DecodeAll(text, nil)
}

// parse reads a line.
func parse(text []byte) (*line, error) {
	l := &line{}
	return l, json.Unmarshal(text, l)
}

// body is the body of a request.
func (l *line) body() (string, error) {
	if l.B64 == "" {
		return l.Data, nil
	}
	raw, err := base64.StdEncoding.DecodeString(l.B64)
	return string(raw), err
}

// hostile says whether an input of the file is an attack.
func (l *line) hostile(file string) bool {
	if file == reported {
		return l.Expect == "block"
	}
	return strings.HasSuffix(file, "-attacks")
}

// shelf is the set, group and class of a line, or the kind of a reported event.
func (l *line) shelf() shelf {
	if l.Kind != "" {
		return shelf{Set: l.Kind}
	}
	return shelf{l.Group, l.Set, l.Class}
}

// shelf is where an input is counted.
type shelf struct{ Group, Set, Class string }
