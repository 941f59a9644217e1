package leak_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// samples are responses in which rules of the Core Rule Set find something, one at least for each of its files.
var samples = []string{
	"<html><TITLE>Index of /files</TITLE><H1>Index of /files</H1>",
	"<title>Index of /files</title>\n<body><h1>Index of /files</h1>",
	"<a href=x>[To Parent Directory]</a><br>",
	"#!/bin/sh\necho", "text\n#! /usr/bin/perl\n",
	"JET Database Engine error '80040e14'", "ORA-00933: SQL command not properly ended", "Warning: ora_exec() x",
	"Oracle ODBC Driver Error", "DB2 SQL error: SQLCODE", "[IBM][CLI Driver][DB2/6000] SQL0204N",
	"Exception 361. Transaction rollback.", "Error org.hsqldb.jdbc.x", "Exception: Informix", "Warning: ingres_query()",
	"<b>Warning</b>: ibase_query()", "Warning: maxdb_query(): x", "Unclosed quotation mark after the character string ''",
	"Error: Microsoft OLE DB Provider for ODBC Drivers error '80040e14'", "Error: driver for SQL Server", "Warning: mssql_query() expects",
	"Procedure or function 'x' expects parameter", "You have an error in your SQL syntax; check", "Error: Table 'a.b' doesn't exist",
	"Error 1146 (42S02): x SQL error", "Warning: mysql_fetch() x", "XPATH syntax error: '~root'", "PostgreSQL query failed: ERROR",
	"PG::SyntaxError: x", "Error: Npgsql.PostgresException", "Warning: pg_query()", "SQLite/JDBCDriver Error", "Warning: sqlite_query()",
	"Sybase message: x", "Warning: sybase_query",
	"java.lang.NullPointerException", "Exception in thread \"main\" x", "at\n\t org.x", "com.shop.BadException: x",
	"Fatal error: Uncaught x in /a/index.php on line 3", "<?php echo 1;", "<? echo", "<?=\n$x", "index.php: fopen(", "<? $_GET['x']",
	`C:\inetpub\wwwroot`, "d:/inetpub/x", "<h1>internal server error</h1>\n<h2>part of the server has crashed or it has a configuration error.</h2>",
	"cannot connect to the server: timed out", "Server Error in '/' Application.", "<title>404.0 - Not Found</title>",
	"<title>r57 shell</title>", "<title>Mini Shell</title> Developed By LameHacker", "<title> punk holic\nshell </title>",
	"Error: [DM_QUERY_E_SYNTAX]", "Dynamic SQL Error", "<title>.:: x ~ Ashiyane V 2.1 ::.</title>", "<title>Symlink_Sa 3.0</title>",
	"<title>CasuS 1.5 by MafiABoY</title>", "<html>\r\n<head>\r\n<title>GRP WebShell 1.0 ", "<small>NGHshell 0.1 by Cr4sh</body></html>\n",
	"<title>SimAttacker - Vrsion : 1.0 - ", "<title>lama's'hell v. 3.0</title>", " <html>\n  <head>\n   <title>lostDC - ",
	"<html>\n<head>\n<title>Ru24PostWebShell ", "<title>s72 Shell v1.1 Codinf by Cr@zy_King</title>", ">SmEvK_PaThAn Shell v3 coded by <a href=",
	" <html>\n\n<head>\n\n<title>g00nshell v1 ", "<html>\n<title>x ~ Shell I</title>\n<head>\n<style>",
	" <html><head><title>:: b374k m1n1 1.0 ::</title>", "B4TM4N SH3LL</title><meta name='author' content='k4mpr3t'/>",
	"<html><head><meta http-equiv='Content-Type' content='text/html; charset=UTF-8'><title>x - WSO 2.5</title>",
	"<html>\n      <head>\n             <title>azrail 1.0 by C-W-M</title>", "<!DOCTYPE html>\n<html>\n<!-- By Artyum x<title>Web Shell</title>",
	"NoMethodError: undefined method in app.rb:3", "PG::UndefinedTable: x", "System.InvalidOperationException: x",
	"Password is too long", "The function x", "<%= user %>", "#{name}", `\inetpub`, `<h1 style="margin-bottom: 0">webadmin.php</h1>`,
}

// TestTheSearchNamesEveryRuleThatMatches runs all response rules, at the highest paranoia level, over samples and over every
// phrase of the data files: what matches the search must have named, but for what it leaves out on purpose.
func TestTheSearchNamesEveryRuleThatMatches(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 4, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	list, err := e.ResponseRules()
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, r := range list {
		all = append(all, r.ID)
	}
	f := finder(t)
	seen := map[int]bool{}
	for _, text := range slices.Concat(samples, phrases(t)) {
		matches, err := e.EvaluateResponse(t.Context(), engine.Response{Status: 200, Body: text}, all)
		if err != nil {
			t.Fatal(err)
		}
		_, suspects := f.Suspects([]byte(text))
		for _, m := range matches {
			seen[m.Rule] = true
			if !slices.Contains(suspects, m.Rule) && !leftOut(m.Rule) {
				t.Errorf("%q: rule %d matches, suspects %v", text, m.Rule, suspects)
			}
		}
	}
	if len(seen) < 55 {
		t.Errorf("the samples match %d rules only, not %v", len(seen), slices.DeleteFunc(all, func(id int) bool { return seen[id] }))
	}
}

// leftOut are the rules that have a condition beside their literals, which a phrase by itself does not fulfil.
func leftOut(rule int) bool {
	return rule == 952110 || rule == 953100 || rule == 953110 || rule == 956100
}

// phrases are every fifth phrase of the data files, in a sentence and in capitals.
func phrases(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"asp-dotnet-errors", "iis-errors", "php-errors", "ruby-errors", "web-shells-php", "web-shells-asp"} {
		raw, err := fs.ReadFile(rules.Files(), "@owasp_crs/"+name+".data")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			if n++; n%5 == 1 {
				out = append(out, fmt.Sprintf("It says: %s (in x.php and x.rb:)", line), strings.ToUpper(line))
			}
		}
	}
	return out
}

func TestWhiteSpaceIsReadAsTheRulesReadIt(t *testing.T) {
	f := finder(t)
	for text, want := range map[string]bool{
		"at com (.java)":          true,
		"at \r\n\t org (.java)":   true,
		"at com, and at org":      false,
		"atcom (.java)":           false,
		"look at the company":     false,
		"#!/bin/sh":               true,
		"#! /bin/sh":              true,
		"#!bin":                   false,
		"<?xml version=\"1.0\"?>": false,
		"<? x":                    true,
		"x <?":                    false,
	} {
		if _, crs := f.Suspects([]byte(text)); len(crs) > 0 != want {
			t.Errorf("%q: suspects %v", text, crs)
		}
	}
}

// page is a clean response of about 2 KB.
var page = `{"orderId":"c80e8021-a70a-42c7-a470-796e1186f753","createdAt":"2026-05-01T12:34:56.789Z","customer":{"name":"Seán O'Reilly",` +
	`"email":"sean.oreilly@shop.com"},"items":[` + strings.Repeat(`{"sku":"SKU-007919-BLK","title":"Wireless headphones, over-ear, 20 h battery","error":null,"price":"49.99","url":"https://shop.com/p/7919"},`, 12) + `{}]}`

func BenchmarkSuspects(b *testing.B) {
	f := finder(b)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		f.Suspects([]byte(page))
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		finder(b)
	}
}
