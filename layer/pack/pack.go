package main

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// modified is the time of every entry: the earliest that zip files can express.
var modified = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the zip of all files under dir.
func pack(to io.Writer, dir string) error {
	w := zip.NewWriter(to)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	// WalkDir visits names in lexical order.
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is not a regular file", path)
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return add(w, filepath.ToSlash(name), path, info.Mode())
	})
	if err != nil {
		return err
	}
	return w.Close()
}

// add packs one file. Of its mode only the owner's right to execute counts: the rest is the umask of whoever built it.
func add(w *zip.Writer, name, path string, mode fs.FileMode) error {
	header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified}
	header.SetMode(0o644)
	if mode&0o100 != 0 {
		header.SetMode(0o755)
	}
	entry, err := w.CreateHeader(header)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = entry.Write(data)
	return err
}
