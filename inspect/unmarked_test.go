package inspect

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"weir/inspect/source"
)

// packedBy is text after a writer.
func packedBy(t *testing.T, text string, open func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipOf(t *testing.T, text string) string {
	return packedBy(t, text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func deflateOf(t *testing.T, text string) string {
	return packedBy(t, text, func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 9); return f })
}

// zlibOf is text after zlib with a window of some size, by its exponent.
func zlibOf(t *testing.T, text string, window int) string {
	out := []byte(packedBy(t, text, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }))
	out[0] = byte(window-8)<<4 | 8
	out[1] = byte(31 - int(out[0])<<8%31)
	return string(out)
}

// wideOf is text in two or four bytes for a character.
func wideOf(text string, width int, order binary.AppendByteOrder) string {
	var out []byte
	if width == 4 {
		for _, c := range text {
			out = order.AppendUint32(out, uint32(c)) //nolint:gosec // a character
		}
		return string(out)
	}
	for _, c := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, c)
	}
	return string(out)
}

// everywhere are events that carry bytes as a record of Kinesis and Kafka, as a body, and as undeclared Base64 in a message, a
// query and a document.
func everywhere(data string) map[string]string {
	encoded := base64.StdEncoding.EncodeToString([]byte(data))
	return map[string]string{
		"Kinesis":    kinesisOf(data),
		"Kafka":      kafkaOf("k", data),
		"a body":     functionURL("/", "", "application/octet-stream", encoded, true),
		"a message":  queue(encoded),
		"a query":    functionURL("/", "q="+url.QueryEscape(encoded), "text/plain", "", false),
		"a document": functionURL("/", "", "application/json", `{"a":{"b":"`+encoded+`"}}`, false),
	}
}

// consumer is a program that makes text of bytes.
type consumer struct{ program, script string }

func TestJSONInWideCharactersIsRead(t *testing.T) {
	i := inspectorFor(t, patient())
	attack := `{"q":"` + injection + `","é":"日本 😀"}`
	python := consumer{"python3", "import json;print(json.loads(b)['q'],end='')"}
	for name, data := range map[string]string{
		"UTF-16LE":                       wideOf(attack, 2, binary.LittleEndian),
		"UTF-16BE":                       wideOf(attack, 2, binary.BigEndian),
		"UTF-32LE":                       wideOf(attack, 4, binary.LittleEndian),
		"UTF-32BE":                       wideOf(attack, 4, binary.BigEndian),
		"UTF-32LE, marked":               wideOf("\ufeff"+attack, 4, binary.LittleEndian),
		"UTF-32BE, marked":               wideOf("\ufeff"+attack, 4, binary.BigEndian),
		"UTF-16LE, marked":               wideOf("\ufeff"+attack, 2, binary.LittleEndian),
		"UTF-16LE, another script first": wideOf(`{"x":"`+strings.Repeat("日本語", 100)+`","q":"`+injection+`"}`, 2, binary.LittleEndian),
		"UTF-32BE, another script first": wideOf(` {"x":"`+strings.Repeat("😀", 100)+`","q":"`+injection+`"}`, 4, binary.BigEndian),
	} {
		for place, event := range everywhere(data) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
				t.Errorf("%s in %s: %s by %v", name, place, v.Action, ids(v))
			}
		}
		if out, done := readBy(t, python.program, python.script, data); done && out != injection {
			t.Errorf("%s: read as %q", name, out)
		}
	}
	for name, event := range map[string]string{
		"a charset":     functionURL("/", "", "text/plain; charset=utf-32", base64.StdEncoding.EncodeToString([]byte(wideOf(injection, 4, binary.BigEndian))), true),
		"JSON declared": functionURL("/", "", "application/json", base64.StdEncoding.EncodeToString([]byte(wideOf(attack, 2, binary.BigEndian))), true),
	} {
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
			t.Errorf("%s: %s by %v", name, v.Action, ids(v))
		}
	}
	for place, event := range everywhere(wideOf(`{"note":"it's a quiet day, isn't it?"}`, 2, binary.LittleEndian)) {
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Pass {
			t.Errorf("a harmless one in %s: %s by %v", place, v.Action, ids(v))
		}
	}
}

func TestStreamsAreReadAsTheirReadersReadThem(t *testing.T) {
	i := inspectorFor(t, patient())
	json := `{"q":"` + injection + `"}`
	empty := gzipOf(t, "x")
	named := gzipOf(t, json)
	checksum := named[:3] + "\x02" + named[4:10] + "\x00\x00" + named[10:] // of the head, and wrong
	named = named[:3] + "\x08" + named[4:10] + strings.Repeat("n", 2000) + "\x00" + named[10:]
	inflate := consumer{"node", "process.stdout.write(require('zlib').inflateSync(b))"}
	raw := consumer{"python3", "import zlib;print(zlib.decompress(b,-15).decode(),end='')"}
	gunzip := consumer{"python3", "import gzip;print(gzip.decompress(b).decode(),end='')"}
	unzip := consumer{"python3", "import zipfile,io;z=zipfile.ZipFile(io.BytesIO(b));print(z.read(z.namelist()[0]).decode(),end='')"}
	for name, c := range map[string]struct {
		data string
		consumer
		before string
	}{
		"zlib, a small window":       {zlibOf(t, json, 9), inflate, ""},
		"zlib, a window of 4 KB":     {zlibOf(t, json, 12), inflate, ""},
		"a raw stream":               {deflateOf(t, json), raw, ""},
		"a raw stream of a text":     {deflateOf(t, injection), consumer{"node", "process.stdout.write(require('zlib').inflateRawSync(b))"}, ""},
		"a raw stream, and a tail":   {deflateOf(t, json) + "tail", consumer{"node", "process.stdout.write(require('zlib').inflateRawSync(b))"}, ""},
		"gzip, zeros, gzip":          {empty + "\x00\x00\x00\x00" + gzipOf(t, json), gunzip, "x"},
		"gzip, gzip, rubbish":        {empty + gzipOf(t, json) + "\x00rubbish", consumer{"node", "process.stdout.write(require('zlib').gunzipSync(b))"}, "x"},
		"gzip with a long name":      {named, gunzip, ""},
		"gzip with a wrong checksum": {checksum, gunzip, ""},
		"an archive behind a script": {"#!/bin/sh\nexit\n\xff\xfe" + archiveOf(t, json), unzip, ""},
		"bzip2":                      {bzip2OfAttack, consumer{"python3", "import bz2;print(bz2.decompress(b).decode(),end='')"}, ""},
		"an archive behind bytes":    {string(noise(5000)) + archiveOf(t, json), unzip, ""},
	} {
		for place, event := range everywhere(c.data) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
				t.Errorf("%s in %s: %s by %v", name, place, v.Action, ids(v))
			}
		}
		if out, done := readBy(t, c.program, c.script, c.data); done && !strings.HasPrefix(out, c.before+json) && !strings.HasPrefix(out, injection) {
			t.Errorf("%s: read as %q", name, out)
		}
	}
	for name, data := range map[string]string{
		"a raw stream": deflateOf(t, `{"note":"it's a quiet day, isn't it?"}`),
		"two members":  empty + "\x00\x00" + gzipOf(t, "it's a quiet day"),
		"an archive":   "\xff\xfe\xfd" + archiveOf(t, "it's a quiet day"),
	} {
		for place, event := range everywhere(data) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Pass {
				t.Errorf("harmless: %s in %s: %s by %v", name, place, v.Action, ids(v))
			}
		}
	}
}

// bzip2OfAttack is {"q":"…"} with the injection, as the bzip2 program writes it.
const bzip2OfAttack = "\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\x3c\x75\xf9\xf8\x00\x00\x1a\x9f\x80\x50\x86\x20\x10\x0b" +
	"\x27\x9e\x00\x26\x03\xfa\x8a\x20\x00\x48\x8a\x0c\x9e\xa0\x34\xf5\x34\x69\xfa\xa3\x4f\x49\xea\x0c" +
	"\x61\x31\x32\x60\x26\x00\x0e\x20\xe7\xc7\x5c\x66\xd9\x66\x2c\xa4\x09\x37\xe7\x64\x74\x88\x00\x0c" +
	"\x57\x35\xa2\xa1\x2d\xac\x71\xf6\x44\xf6\x23\xbc\xbd\x03\x66\xe0\xbb\x92\x29\xc2\x84\x81\xe3\xaf" +
	"\xcf\xc0"

func archiveOf(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A response of SAML's redirect binding: raw DEFLATE in Base64 in a query.
func TestASAMLRedirectIsRead(t *testing.T) {
	i := inspectorFor(t, patient())
	const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" IssueInstant="2026-11-30T00:00:00Z">` +
		`<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">ISSUER</saml:Issuer></samlp:AuthnRequest>`
	for issuer, want := range map[string]Action{"https://sp.example.com/metadata": Pass, injection: Block} {
		text := deflateOf(t, strings.Replace(request, "ISSUER", strings.ReplaceAll(issuer, "'", "&#39;"), 1))
		query := "SAMLRequest=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(text))) + "&RelayState=abc"
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(functionURL("/sso", query, "text/plain", "", false))}); v.Action != want {
			t.Errorf("%s: %s by %v", issuer, v.Action, ids(v))
		}
	}
}

func TestMessagesAndFramesHideNothing(t *testing.T) {
	i := inspectorFor(t, patient())
	const command = "$(cat /etc/passwd)"
	sized := func(text string) string { return string(rune(len(text))) + text }
	glue := strings.Repeat("\xab\x01", 8)
	for name, data := range map[string]string{
		"MessagePack":         "\x82\xa2id\x01\xa1q\xab" + tautology,
		"CBOR":                "\xa2\x62id\x01\x61q\x6b" + tautology,
		"Protobuf":            "\x08\x01\x12\x0b" + tautology,
		"Avro":                "\x02\x16" + tautology + "\x08name",
		"Confluent, JSON":     "\x00\x00\x00\x00\x01" + `{"q":"` + tautology + `"}`,
		"Confluent, Avro":     "\x00\x00\x00\x00\x01" + "\x02\x16" + tautology + "\x08name",
		"Confluent, Protobuf": "\x00\x00\x00\x00\x01\x00" + "\x0a\x0b" + tautology,
		"Glue, JSON":          "\x03\x00" + glue + `{"q":"` + tautology + `"}`,
		"Glue, zlib":          "\x03\x05" + glue + zlibOf(t, `{"q":"`+tautology+`"}`, 15),
		"Thrift":              "\x0b\x00\x01\x00\x00\x00" + sized(tautology) + "\x00",
		"a record":            "\x01\x02\x03\xff\xfe" + command + "\x00\x00\xff",
	} {
		for place, event := range everywhere(data) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
				t.Errorf("%s in %s: %s by %v", name, place, v.Action, ids(v))
			}
		}
	}
	for name, data := range map[string]string{
		"MessagePack":     "\x82\xa2id\x01\xa1q\xabit's a test",
		"CBOR":            "\xa2\x62id\x01\x61q\x6bit's a test",
		"Protobuf":        "\x08\x01\x12\x0bit's a test",
		"Confluent, JSON": "\x00\x00\x00\x00\x01" + `{"q":"it's a test"}`,
	} {
		for place, event := range everywhere(data) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Pass {
				t.Errorf("harmless %s in %s: %s by %v", name, place, v.Action, ids(v))
			}
		}
	}
}

// A picture with a program behind its end, in Base64 that nobody declares.
func TestAShellBehindAPictureIsFoundWhereverItStands(t *testing.T) {
	i := inspectorFor(t, patient())
	picture := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + string(noise(3000)) + "\x00\x00\x00\x00IEND\xaeB`\x82"
	for _, shell := range []string{`<?php system($_GET['c']); ?>`, `<script>alert(document.cookie)</script>`, injection} {
		for place, event := range everywhere(picture + shell) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
				t.Errorf("%s in %s: %s by %v", shell, place, v.Action, ids(v))
			}
		}
	}
	for place, event := range everywhere(picture) {
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Pass {
			t.Errorf("the picture in %s: %s by %v", place, v.Action, ids(v))
		}
	}
}
