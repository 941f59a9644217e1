package decoders

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

func archive(t testing.TB, namesAndContents ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(namesAndContents); i += 2 {
		w, err := z.Create(namesAndContents[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(namesAndContents[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheNamesAndContentsOfAnArchiveAreRead(t *testing.T) {
	inner := archive(t, "inner.txt", "deepest")
	value := archive(t, "../../tmp/x.sh", "one", "dir/b.json", `{"k":"two"}`, "nested.zip", inner)
	views := expand(base64Of(value), Hint{})
	for _, want := range []seen{
		{`\.\./\.\./tmp/x\.sh`, "base64>zip", false, false, true, false, "../../tmp/x.sh", false},
		{`\.\./\.\./tmp/x\.sh`, "base64>zip", false, false, false, false, "one", false},
		{`dir/b\.json → k`, "base64>zip", false, false, false, false, "two", false},
		{`nested\.zip → inner\.txt`, "base64>zip>zip", false, false, false, false, "deepest", false},
	} {
		if !slices.Contains(views, want) {
			t.Errorf("missed: %+v", want)
		}
	}
	if t.Failed() {
		t.Logf("%+v", views)
	}
}

// Programs that follow the directory see other names and entries than those that read on from the beginning.
func TestAnArchiveThatContradictsItselfIsReadBothWays(t *testing.T) {
	value := archive(t, "harmless.txt", "one", "hidden.txt", canary)
	lied := []byte(value)
	directory := bytes.Index(lied, zipDirectory)
	copy(lied[directory+zipDirectorySize:], "attack!!.txt")
	binary.LittleEndian.PutUint32(lied[18:], 1<<31-1) // the first entry claims to reach beyond the second
	views := expand(string(lied), Hint{Encodings: []Encoding{Zip}})
	for _, want := range []string{"harmless.txt", "attack!!.txt", "hidden.txt", "one", canary} {
		if _, ok := find(views, want); !ok {
			t.Errorf("%q is missed", want)
		}
	}
}

func TestEntriesThatCannotBeReadAreCut(t *testing.T) {
	value := []byte(archive(t, "a.txt", "one"))
	binary.LittleEndian.PutUint16(value[8:], 14) // LZMA
	if _, cuts := cutsOf(string(value), Hint{}, Limits{}); !slices.Equal(cuts, []Cut{{CutUndecoded, Zip}}) {
		t.Errorf("cuts %v", cuts)
	}
}

func TestEntriesThatOverlapAreBounded(t *testing.T) {
	kernel := deflated(t, strings.Repeat("\x00", 1<<20))
	var b strings.Builder
	for range 500 {
		header := make([]byte, zipLocalSize)
		copy(header, zipLocal)
		header[8] = zipDeflated
		// Each header's extra field reaches to the kernel that all entries share.
		binary.LittleEndian.PutUint16(header[28:], uint16((499-b.Len()/zipLocalSize)*zipLocalSize))
		b.Write(header)
	}
	x := NewExpander(Limits{Expansion: 4 << 20})
	total := 0
	for v := range x.Expand([]byte(b.String()+kernel), Hint{}) {
		total += len(v.Data)
	}
	if cuts := x.Cuts(); x.spent > 4<<20 || total > 5<<20 || !slices.Contains(cuts, Cut{CutExpansion, Zip}) {
		t.Errorf("%d bytes in views, %d produced, cuts %v", total, x.spent, cuts)
	}
}

func FuzzZip(f *testing.F) {
	f.Add([]byte(archive(f, "a.txt", canary, "b/c", strings.Repeat("x", 300))))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkExpand(t, append([]byte("PK\x03\x04"), data...), Hint{Encodings: []Encoding{Zip}}, Limits{Depth: 3, Expansion: 1 << 16, Entries: 20})
		checkExpand(t, data, Hint{}, Limits{Depth: 3, Expansion: 1 << 16, Entries: 20})
	})
}
