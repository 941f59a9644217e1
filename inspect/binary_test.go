package inspect

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"testing"
)

// noise are bytes as compression leaves them, the same in every run.
func noise(n int) []byte {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secret
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.Uint32())
	}
	return out
}

func TestPicturesAndArchivesPassWhateverTheirSize(t *testing.T) {
	for _, n := range []int{20_000, 100_000, 1_000_000} {
		picture := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), noise(n)...)
		body := base64.StdEncoding.EncodeToString(picture)
		if v, _ := judge(t, patient(), functionURL("/upload", "", "image/png", body, true)); v.Action != Pass {
			t.Errorf("%d bytes: %s with %v, incomplete %v", n, v.Action, ids(v), v.Incomplete)
		}
	}
	if v, _ := judge(t, Options{}, functionURL("/", "", "application/octet-stream", base64.StdEncoding.EncodeToString(make([]byte, 1<<20)), true)); v.Action != Pass {
		t.Errorf("a megabyte of zeros: %s with %v, incomplete %v", v.Action, ids(v), v.Incomplete)
	}
}

func TestAnAttackInsideAPictureIsFound(t *testing.T) {
	for name, payload := range map[string]string{
		"PHP in a comment": "<?php system($_GET['c']); ?>",
		"SQL":              injection,
		"markup":           `"><script>alert(document.cookie)</script>`,
	} {
		data := slices.Concat([]byte("GIF89a"), noise(5000), []byte(payload), noise(5000))
		for _, event := range []string{
			functionURL("/upload", "", "image/gif", base64.StdEncoding.EncodeToString(data), true),
		} {
			if v, _ := judge(t, patient(), event); v.Action != Block {
				t.Errorf("%s: %s with %v", name, v.Action, ids(v))
			}
		}
		if bytes.Count(data, []byte(payload)) != 1 {
			t.Fatal("the payload is not in the picture")
		}
	}
}
